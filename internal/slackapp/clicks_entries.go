package slackapp

import (
	"context"
	"strings"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// What is pressed about the entries of a mission: telling, thanking, offering help, taking words back.

// clickTell opens the form for what happened in a mission, or to a message that is to be told of.
func (a *App) clickTell(ctx context.Context, p press) (answer, error) {
	if p.meta.Mission == "" {
		return a.tellMessage(ctx, p)
	}
	return a.at(a.clickTellIn)(ctx, p)
}

func (a *App) clickTellIn(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	in := view.TellForm{Kind: mission.EntryKind(p.meta.Kind)}
	if !in.Kind.Valid() {
		in.Kind = mission.Progress
	}
	if words, ok := a.waiting.get(p.meta.Ref, p.user); ok {
		in.Ref = p.meta.Ref
		in.Text, in.To = a.retold(in.Kind, words)
	}
	return a.tellForm(ctx, p.request, m, who, in)
}

// retold reads words that wait for the form of a kind. Of thanks that are told as something else only what they
// were for goes on; anything else may begin with a name and keeps it.
func (a *App) retold(kind mission.EntryKind, words string) (string, []mission.UserID) {
	if kind == mission.Thanks {
		in := a.typed(kind, words)
		return in.Text, in.To
	}
	if to, rest := leadingMentions(words); len(to) > 0 && strings.HasPrefix(rest, "for ") {
		words = strings.TrimPrefix(rest, "for ")
	}
	return unescape(words, a.dir.name), nil
}

func (a *App) clickTellLesson(ctx context.Context, p press) (answer, error) {
	p.meta.Kind = string(mission.Learned)
	return a.clickTell(ctx, p)
}

// clickThank opens the form with the author of the entry, or the person named.
func (a *App) clickThank(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	var to []mission.UserID
	if p.meta.Entry != "" {
		e, err := a.entry(ctx, m, p.meta.Entry)
		if err != nil {
			return answer{}, err
		}
		to = append(to, e.Author)
	}
	if p.meta.User != "" {
		to = append(to, p.meta.User)
	}
	return a.tellForm(ctx, p.request, m, who, view.TellForm{Kind: mission.Thanks, To: to})
}

// clickPostAnyway posts thanks although somebody thanked is not in the channel.
func (a *App) clickPostAnyway(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	words, ok := a.waiting.get(p.meta.Ref, p.user)
	if !ok {
		return answer{}, &mission.Refusal{Code: view.WordsGone}
	}
	return a.thank(ctx, p.request, who, m, a.typed(mission.Thanks, words), true)
}

func (a *App) clickHelpOffer(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	done, err := a.offerHelp(ctx, p.request, who, m.ID, p.meta.Entry)
	if err != nil || done.New {
		return answer{}, err
	}
	return say(view.HelpNoted(a.env(ctx, nil))), nil
}

func (a *App) clickOpenAgain(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	_, err := a.onEntry(ctx, p.request, "open", m.ID, p.meta.Entry, func(tx Tx, m mission.Mission) (mission.Entry, error) {
		return mission.Reopened(tx, a.clock.Now(), who, m, p.meta.Entry)
	})
	if err != nil {
		return answer{}, err
	}
	opened, err := a.entry(ctx, m, p.meta.Entry)
	return say(view.WhatOpened(a.env(ctx, nil), opened)), err
}

// clickWithdraw asks before words are gone.
func (a *App) clickWithdraw(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	e, err := a.own(ctx, p, m, who, mission.TakeBack)
	if err != nil {
		return answer{}, err
	}
	return say(view.AskWithdraw(a.env(ctx, nil), e)), nil
}

func (a *App) clickWithdrawYes(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	_, err := a.onEntry(ctx, p.request, "withdraw", m.ID, p.meta.Entry, func(tx Tx, m mission.Mission) (mission.Entry, error) {
		_, e, err := mission.Withdraw(tx, a.clock.Now(), who, m, p.meta.Entry)
		if err != nil || !e.Kind.Promised() {
			return e, err
		}
		return e, a.asking(tx, nudges.PromiseKey(e), false)
	})
	if err != nil {
		return answer{}, err
	}
	return instead(view.Withdrew(a.env(ctx, nil))), nil
}

// own returns an entry, where the one who pressed may do the action with it.
func (a *App) own(ctx context.Context, p press, m mission.Mission, who mission.Actor, do mission.Action) (mission.Entry, error) {
	e, err := a.entry(ctx, m, p.meta.Entry)
	if isNotFound(err) {
		err = &mission.Refusal{Code: mission.Hidden}
	}
	if err != nil {
		return e, err
	}
	if e.Withdrawn() {
		return e, &mission.Refusal{Code: mission.MovedOn, Mission: m.ID}
	}
	return e, mission.May(do, who, m, nil, e.AuthorFor(do, who.User))
}
