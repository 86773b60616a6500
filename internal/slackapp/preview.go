package slackapp

import (
	"context"
	"strings"

	"throughline/internal/mission"
	"throughline/internal/slackapp/view"
)

// Whoever asked to see her words before they are posted is shown what she tells by command. The words wait
// meanwhile and are stored nowhere.

// previewClicks are the presses beside words that are shown first.
func (a *App) previewClicks() map[string]pressed {
	return map[string]pressed{
		view.ActPostIt:  a.at(a.clickPostIt),
		view.ActDiscard: a.clickDiscard,
	}
}

// showsFirst reports whether what a request tells is shown to its author before it is posted. Where the store
// cannot say, it is.
func (a *App) showsFirst(ctx context.Context, r *request) bool {
	if r.source != fromCommand && r.source != fromMention {
		return false
	}
	shows := false
	err := a.store.View(ctx, func(tx Tx) error {
		p, err := tx.Person(a.team, r.user)
		shows = p.Preview
		return ignoreNotFound(err)
	})
	return shows || err != nil
}

// preview shows what would be told.
func (a *App) preview(ctx context.Context, r *request, m mission.Mission, who mission.Actor, in mission.NewEntry) (answer, error) {
	if err := running(m); err != nil {
		return answer{}, err
	}
	if err := a.may(ctx, mission.TellEntry, who, m); err != nil {
		return answer{}, err
	}
	ref := a.waiting.keep(r.user, r.text)
	return say(view.ShowFirst(a.env(ctx, nil, in.To...), m, in.Kind, in.To, in.Text, ref)), nil
}

// typed reads what was typed after a command's word as an entry. Thanks begin with those who are thanked.
func (a *App) typed(kind mission.EntryKind, text string) mission.NewEntry {
	in := mission.NewEntry{Kind: kind}
	if kind == mission.Thanks {
		in.To, text = leadingMentions(text)
		text = strings.TrimPrefix(strings.TrimSpace(text), "for ")
	}
	in.Text = unescape(text, a.dir.name)
	return in
}

// clickPostIt posts words that were shown first. Pressed twice it posts once.
func (a *App) clickPostIt(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	words, ok := a.waiting.get(p.meta.Ref, p.user)
	if !ok {
		return answer{}, &mission.Refusal{Code: view.WordsGone}
	}
	p.request.key, p.request.text = "preview/"+p.meta.Ref, words
	if err := a.reachable(ctx, m); err != nil {
		return answer{}, err
	}
	_, err := a.thank(ctx, p.request, who, m, a.typed(mission.EntryKind(p.meta.Kind), words), false)
	return instead(view.Previewed(a.env(ctx, nil), true)), err
}

func (a *App) clickDiscard(ctx context.Context, p press) (answer, error) {
	a.waiting.drop(p.meta.Ref, p.user)
	return instead(view.Previewed(a.env(ctx, nil), false)), nil
}
