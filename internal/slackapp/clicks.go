package slackapp

import (
	"context"
	"strings"

	"throughline/internal/mission"
	"throughline/internal/slackapp/view"
)

// press is a click with what its button carries. The ids in it came back from a client, so they are
// checked as if they had been typed.
type press struct {
	*request
	meta view.Meta
}

// pressed does what one action asks for.
type pressed func(ctx context.Context, p press) (answer, error)

// click answers a press of a button or a choice from a menu.
func (a *App) click(ctx context.Context, r *request) (answer, error) {
	if r.userTeam != a.team {
		return answer{}, &mission.Refusal{Code: mission.OtherTeam}
	}
	action, meta := view.Pressed(r.action)
	action, sub, _ := strings.Cut(action, ":")
	if sub != "" {
		meta.Kind = sub
	}
	do, ok := a.clicks()[action]
	if !ok {
		a.log.Debug("an action of no meaning", "action", action)
		return answer{}, nil
	}
	return do(ctx, press{request: r, meta: meta})
}

// clicks is the table of everything that can be pressed.
func (a *App) clicks() map[string]pressed {
	return map[string]pressed{
		view.ActStart:         a.clickStart,
		view.ActContinueDraft: a.clickStart,
		view.ActFreshStart:    a.clickFresh,
		view.ActStartNext:     a.clickStart,
		view.ActStartRest:     a.clickRest,
		view.ActWhatIsMission: a.clickWhatIsMission,
		view.ActWhatIStore:    a.clickWhatIStore,
		view.ActHelp:          a.clickHelp,
		view.ActHelpTopic:     a.clickHelp,
		view.ActDidYouMean:    a.clickMeant,
		view.ActWhich:         a.clickMeant,

		view.ActTell:        a.clickTell,
		view.ActTellKind:    a.clickTellKind,
		view.ActTellLesson:  a.clickTellLesson,
		view.ActThank:       a.clickThank,
		view.ActPostAnyway:  a.clickPostAnyway,
		view.ActJoin:        a.clickJoin,
		view.ActMyPiece:     a.clickPiece,
		view.ActReaches:     a.clickReaches,
		view.ActDetails:     a.clickDetails,
		view.ActLeave:       a.clickLeave,
		view.ActLeaveYes:    a.clickLeaveYes,
		view.ActDismiss:     a.clickDismiss,
		view.ActReadRest:    a.clickReadRest,
		view.ActReadStory:   a.clickReadStory,
		view.ActReadLessons: a.clickReadLessons,

		view.ActEditEntry:   a.clickEditEntry,
		view.ActWithdraw:    a.clickWithdraw,
		view.ActWithdrawYes: a.clickWithdrawYes,
		view.ActHelpOffer:   a.clickHelpOffer,
		view.ActOpenAgain:   a.clickOpenAgain,

		view.ActClosePhase:  a.clickClosePhase,
		view.ActEdit:        a.clickEdit,
		view.ActEnd:         a.clickEnd,
		view.ActUndoClose:   a.clickUndoClose,
		view.ActUndoEnd:     a.clickUndoEnd,
		view.ActAcceptLead:  a.clickAcceptLead,
		view.ActDeclineLead: a.clickDeclineLead,
		view.ActSuggest:     a.clickSuggest,

		view.ActListPage:    a.clickListPage,
		view.ActHistoryPage: a.clickHistoryPage,
		view.ActHomePage:    a.clickHomePage,

		view.ActAnswer:         a.clickAnswer,
		view.ActNotNow:         a.clickNotNow,
		view.ActWhy:            a.clickWhy,
		view.ActSnooze:         a.clickSnooze,
		view.ActUnsnooze:       a.clickUnsnooze,
		view.ActOff:            a.clickOff,
		view.ActOn:             a.clickOn,
		view.ActConnect:        a.clickConnect,
		view.ActStillSo:        a.clickStillSo,
		view.ActAnswerHere:     a.clickAnswerHere,
		view.ActTalked:         a.clickTalked,
		view.ActSkip:           a.clickSkip,
		view.ActUnskip:         a.clickUnskip,
		view.ActOffHere:        a.clickOffHere,
		view.ActOnHere:         a.clickOnHere,
		view.ActNotAnswer:      a.clickNotAnswer,
		view.ActKeepReflection: a.clickKeepReflection,
	}
}

// target returns the mission that a press is about, with the one who pressed.
func (a *App) target(ctx context.Context, p press) (mission.Mission, mission.Actor, error) {
	return a.seen(ctx, p.request, p.meta.Mission)
}

func (a *App) clickWhatIsMission(ctx context.Context, p press) (answer, error) {
	return a.form(p.request, view.WhatIsAMission(a.env(ctx, nil))), nil
}

func (a *App) clickWhatIStore(ctx context.Context, p press) (answer, error) {
	return a.form(p.request, view.WhatIStore(a.env(ctx, nil))), nil
}

func (a *App) clickHelp(ctx context.Context, p press) (answer, error) {
	e := a.env(ctx, nil)
	if msg, ok := view.HelpTopic(e, p.meta.Kind); ok {
		return say(msg), nil
	}
	return say(view.Help(e)), nil
}

// clickMeant carries on with what was typed, now that it is known what was meant, or where.
func (a *App) clickMeant(ctx context.Context, p press) (answer, error) {
	words, ok := a.waiting.get(p.meta.Ref, p.user)
	if !ok && p.meta.Ref != "" {
		return answer{}, &mission.Refusal{Code: view.WordsGone}
	}
	p.request.text = words
	p.request.about = p.meta.Mission
	if p.meta.Channel != "" && p.request.channel == "" {
		p.request.channel = p.meta.Channel
	}
	v, _, known := parseVerb(p.meta.Kind)
	return a.command(ctx, p.request, v, known)
}

func (a *App) clickJoin(ctx context.Context, p press) (answer, error) {
	m, who, err := a.target(ctx, p)
	if err != nil {
		return answer{}, err
	}
	return a.joinForm(ctx, p.request, m, who)
}

func (a *App) clickPiece(ctx context.Context, p press) (answer, error) {
	m, who, err := a.target(ctx, p)
	if err != nil {
		return answer{}, err
	}
	words, _ := a.waiting.get(p.meta.Ref, p.user)
	return a.pieceForm(ctx, p.request, m, who, strings.TrimSpace(unescape(words, a.dir.name)))
}

func (a *App) clickDetails(ctx context.Context, p press) (answer, error) {
	m, who, err := a.target(ctx, p)
	if err != nil {
		return answer{}, err
	}
	return a.details(ctx, p.request, m, who)
}

func (a *App) clickLeave(ctx context.Context, p press) (answer, error) {
	m, who, err := a.target(ctx, p)
	if err != nil {
		return answer{}, err
	}
	if err := a.may(ctx, mission.LeaveIt, who, m); err != nil {
		return answer{}, err
	}
	return say(view.AskLeave(a.env(ctx, nil), m, m.Lead == p.user)), nil
}

func (a *App) clickLeaveYes(ctx context.Context, p press) (answer, error) {
	m, who, err := a.target(ctx, p)
	if err != nil {
		return answer{}, err
	}
	if _, err := a.leave(ctx, p.request, who, m.ID); err != nil {
		return answer{}, err
	}
	return instead(view.Left(a.env(ctx, nil), m)), nil
}

func (a *App) clickDismiss(ctx context.Context, _ press) (answer, error) {
	return instead(view.Stayed(a.env(ctx, nil))), nil
}

func (a *App) clickTell(ctx context.Context, p press) (answer, error) {
	if p.meta.Mission == "" {
		return a.tellMessage(ctx, p)
	}
	m, who, err := a.target(ctx, p)
	if err != nil {
		return answer{}, err
	}
	in := view.TellForm{Kind: mission.EntryKind(p.meta.Kind)}
	if !in.Kind.Valid() {
		in.Kind = mission.Progress
	}
	if words, ok := a.waiting.get(p.meta.Ref, p.user); ok {
		_, words = leadingMentions(words)
		in.Text = unescape(strings.TrimPrefix(words, "for "), a.dir.name)
	}
	return a.tellForm(ctx, p.request, m, who, in)
}

func (a *App) clickTellLesson(ctx context.Context, p press) (answer, error) {
	p.meta.Kind = string(mission.Learned)
	return a.clickTell(ctx, p)
}

// clickThank opens the form with the author of the entry, or the person named.
func (a *App) clickThank(ctx context.Context, p press) (answer, error) {
	m, who, err := a.target(ctx, p)
	if err != nil {
		return answer{}, err
	}
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
func (a *App) clickPostAnyway(ctx context.Context, p press) (answer, error) {
	m, who, err := a.target(ctx, p)
	if err != nil {
		return answer{}, err
	}
	words, ok := a.waiting.get(p.meta.Ref, p.user)
	if !ok {
		return answer{}, &mission.Refusal{Code: view.WordsGone}
	}
	to, text := leadingMentions(words)
	in := mission.NewEntry{Kind: mission.Thanks, Text: unescape(strings.TrimPrefix(text, "for "), a.dir.name), To: to}
	return a.thank(ctx, p.request, who, m, in, true)
}

func (a *App) clickHelpOffer(ctx context.Context, p press) (answer, error) {
	m, who, err := a.target(ctx, p)
	if err != nil {
		return answer{}, err
	}
	done, err := a.offerHelp(ctx, p.request, who, m.ID, p.meta.Entry)
	if err != nil || done.New {
		return answer{}, err
	}
	return say(view.HelpNoted(a.env(ctx, nil))), nil
}

func (a *App) clickOpenAgain(ctx context.Context, p press) (answer, error) {
	m, who, err := a.target(ctx, p)
	if err != nil {
		return answer{}, err
	}
	var opened mission.Entry
	_, err = a.onEntry(ctx, p.request, "open", m.ID, p.meta.Entry, func(tx Tx, m mission.Mission) (e mission.Entry, err error) {
		opened, err = mission.Reopened(tx, a.clock.Now(), who, m, p.meta.Entry)
		return opened, err
	})
	if err != nil {
		return answer{}, err
	}
	return say(view.WhatOpened(a.env(ctx, nil), opened)), nil
}

// clickWithdraw asks before words are gone.
func (a *App) clickWithdraw(ctx context.Context, p press) (answer, error) {
	_, e, err := a.own(ctx, p, mission.TakeBack)
	if err != nil {
		return answer{}, err
	}
	return say(view.AskWithdraw(a.env(ctx, nil), e)), nil
}

func (a *App) clickWithdrawYes(ctx context.Context, p press) (answer, error) {
	m, who, err := a.target(ctx, p)
	if err != nil {
		return answer{}, err
	}
	_, err = a.onEntry(ctx, p.request, "withdraw", m.ID, p.meta.Entry, func(tx Tx, m mission.Mission) (mission.Entry, error) {
		_, e, err := mission.Withdraw(tx, a.clock.Now(), who, m, p.meta.Entry)
		return e, err
	})
	if err != nil {
		return answer{}, err
	}
	return instead(view.Withdrew(a.env(ctx, nil))), nil
}

// own returns an entry, where the one who pressed may do the action with it.
func (a *App) own(ctx context.Context, p press, do mission.Action) (mission.Mission, mission.Entry, error) {
	m, who, err := a.target(ctx, p)
	if err != nil {
		return m, mission.Entry{}, err
	}
	e, err := a.entry(ctx, m, p.meta.Entry)
	if isNotFound(err) {
		err = &mission.Refusal{Code: mission.Hidden}
	}
	if err != nil {
		return m, e, err
	}
	if e.Withdrawn() {
		return m, e, &mission.Refusal{Code: mission.MovedOn, Mission: m.ID}
	}
	return m, e, mission.May(do, who, m, nil, e.Author)
}

func (a *App) clickUndoClose(ctx context.Context, p press) (answer, error) {
	m, who, err := a.target(ctx, p)
	if err != nil {
		return answer{}, err
	}
	if _, err := a.undoClose(ctx, p.request, who, m.ID); err != nil {
		return answer{}, err
	}
	return a.undone(ctx, m.ID)
}

// undone answers whoever took something back.
func (a *App) undone(ctx context.Context, id mission.ID) (answer, error) {
	m, err := a.mission(ctx, id)
	return instead(view.Undone(a.env(ctx, nil), m)), err
}

func (a *App) clickUndoEnd(ctx context.Context, p press) (answer, error) {
	m, who, err := a.target(ctx, p)
	if err != nil {
		return answer{}, err
	}
	if _, err := a.undoEnd(ctx, p.request, who, m.ID); err != nil {
		return answer{}, err
	}
	return a.undone(ctx, m.ID)
}

func (a *App) clickAcceptLead(ctx context.Context, p press) (answer, error) {
	m, who, err := a.target(ctx, p)
	if err != nil {
		return answer{}, err
	}
	if _, err := a.acceptLead(ctx, p.request, who, m.ID); err != nil {
		return answer{}, err
	}
	return instead(view.LeadAnswered(a.env(ctx, nil), m, true)), nil
}

func (a *App) clickDeclineLead(ctx context.Context, p press) (answer, error) {
	m, who, err := a.target(ctx, p)
	if err != nil {
		return answer{}, err
	}
	_, err = a.once(ctx, p.key, func(tx Tx) (outcome, error) {
		m, err := tx.Mission(a.team, m.ID)
		if err != nil || m.Offered != who.User {
			return outcome{Did: "decline"}, err
		}
		m.Offered = ""
		return outcome{Did: "decline", Mission: m.ID}, inOrder(
			func() error { return tx.PutMission(m) },
			func() error { return a.rows(tx).cardChanged(m) },
		)
	})
	return instead(view.LeadAnswered(a.env(ctx, nil), m, false)), err
}

// clickSuggest puts an idea to whoever leads, in her direct messages. Where nobody leads any more there is
// nobody to ask: whoever may goes on.
func (a *App) clickSuggest(ctx context.Context, p press) (answer, error) {
	m, _, err := a.target(ctx, p)
	if err != nil {
		return answer{}, err
	}
	if err := running(m); err != nil {
		return answer{}, err
	}
	if m.SelfGoverned() {
		return a.steer(ctx, p)
	}
	_, err = a.once(ctx, p.key, func(tx Tx) (outcome, error) {
		w := a.rows(tx)
		return outcome{Did: "suggest", Mission: m.ID},
			w.notice(m, m.Lead, noticeSuggest, string(p.user), p.meta.Kind, string(m.ID), m.Phase.String())
	})
	return instead(view.Suggested(a.env(ctx, nil, m.Lead), m)), err
}

// steer opens the form for what was to be suggested.
func (a *App) steer(ctx context.Context, p press) (answer, error) {
	switch mission.Action(p.meta.Kind) {
	case mission.ClosePhaseOf:
		return a.clickClosePhase(ctx, p)
	case mission.EndMission:
		return a.clickEnd(ctx, p)
	}
	return a.clickEdit(ctx, p)
}

func (a *App) clickListPage(ctx context.Context, p press) (answer, error) {
	ans, err := a.list(ctx, p.request, p.meta.Page)
	ans.replace = true
	return ans, err
}

func (a *App) clickHistoryPage(ctx context.Context, p press) (answer, error) {
	if err := a.openTo(ctx, p.request, p.meta.Channel); err != nil {
		return answer{}, err
	}
	ans, err := a.history(ctx, p.request, p.meta.Channel, p.meta.Page)
	ans.replace = true
	return ans, err
}
