package slackapp

import (
	"context"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/slackapp/view"
)

// A win can connect to what somebody is after. Anyone in the channel may point that out; only the author of a
// sentence says it.

func (a *App) celebrateClicks() map[string]pressed {
	return map[string]pressed{
		view.ActConnectsTo:    a.at(a.clickConnectsTo),
		view.ActAskCelebrate:  a.at(a.clickAskCelebrate),
		view.ActCelebrate:     a.at(a.clickCelebrate),
		view.ActCelebrateShow: a.at(a.clickCelebrateShow),
		view.ActCelebrateNot:  a.clickCelebrateNot,
		view.ActUnsay:         a.clickUnsay,
	}
}

// clickConnectsTo shows what people opened to the team, beside a win.
func (a *App) clickConnectsTo(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if err := a.may(ctx, mission.TellEntry, who, m); err != nil {
		return answer{}, err
	}
	if err := running(m); err != nil {
		return answer{}, err
	}
	win, err := a.win(ctx, m, p.meta.Entry)
	if err != nil {
		return answer{}, err
	}
	shared, err := a.openToTeam(ctx, m, who)
	if err != nil {
		return answer{}, err
	}
	env := a.env(ctx, nil, append(authorsOf(shared), win.Author)...)
	v := view.ConnectsTo(env, m, win, p.user, shared, p.meta.Page)
	return a.turnTo(p, v), nil
}

func (a *App) win(ctx context.Context, m mission.Mission, id mission.ID) (win mission.Entry, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		win, err = mission.WinToCelebrate(tx, m, id)
		return err
	})
	return win, err
}

// clickAskCelebrate asks the author of a sentence in private. Whoever asks gets the same answer whatever comes
// of it, and the second time.
func (a *App) clickAskCelebrate(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	author, sentence := p.meta.User, mission.Sentence(p.meta.Kind)
	err := a.may(ctx, mission.TellEntry, who, m)
	if err == nil {
		err = running(m)
	}
	if err != nil {
		return answer{}, err
	}
	win, err := a.win(ctx, m, p.meta.Entry)
	if err != nil {
		return answer{}, err
	}
	open, err := a.isOpen(ctx, m, who, author, sentence)
	if err != nil {
		return answer{}, err
	}
	if !open {
		return a.inForm(p, view.CelebrateGoneView(a.env(ctx, nil)), view.CelebrateGone(a.env(ctx, nil))), nil
	}
	_, err = a.once(ctx, p.key, func(tx Tx) (outcome, error) {
		return outcome{Did: "celebrate_ask", Mission: m.ID},
			a.rows(tx).celebrateAsked(m, win, author, sentence, p.user)
	})
	env := a.env(ctx, nil, author)
	return a.inForm(p, view.CelebrateAsked(env, author), view.Message{}), err
}

// isOpen reports whether a sentence of somebody is open to the team, as the one who asks sees it.
func (a *App) isOpen(ctx context.Context, m mission.Mission, who mission.Actor, author mission.UserID, s mission.Sentence) (bool, error) {
	shared, err := a.openToTeam(ctx, m, who)
	for _, of := range shared {
		if of.User == author && of.Sentence == s {
			return true, err
		}
	}
	return false, err
}

// inForm answers in place of the form that was pressed in, or of the message where it was no form.
func (a *App) inForm(p press, v slack.ModalViewRequest, m view.Message) answer {
	if p.inForm() {
		return a.refresh(p, v)
	}
	if m.Text == "" {
		return answer{}
	}
	return instead(m)
}

// celebrateAsked asks somebody whether a sentence of hers is to be said beside a win, once a win.
func (w rows) celebrateAsked(m mission.Mission, win mission.Entry, author mission.UserID, s mission.Sentence, by mission.UserID) error {
	name := ref(noticeCelebrate, string(win.ID))
	return w.told(m, author, name, noticeCelebrate, string(win.ID), string(s), string(by))
}

func (a *App) renderMayICelebrate(ctx context.Context, _ view.Env, r rowRef) (view.Message, error) {
	author, by := r.row.User, r.user()
	win, err := a.entry(ctx, r.mission, mission.ID(r.args[0]))
	if err != nil {
		return view.Message{}, err
	}
	env := a.env(ctx, a.reader(ctx, author), by, win.Author)
	return view.MayICelebrate(env, r.mission, win, by, author, mission.Sentence(r.args[1])), nil
}

// clickCelebrateShow shows the author which win and which sentence she is asked about.
func (a *App) clickCelebrateShow(ctx context.Context, p press, m mission.Mission, _ mission.Actor) (answer, error) {
	win, err := a.win(ctx, m, p.meta.Entry)
	if err != nil {
		return answer{}, err
	}
	s := mission.Sentence(p.meta.Kind)
	c, err := a.sealedConnection(ctx, m.ID, p.user)
	if err != nil {
		return answer{}, err
	}
	words := ""
	if k := c.Ringed(s); k.Ring == mission.ForTeam {
		if words, err = a.open(k.Words, sentenceBinding(c, s)); err != nil {
			return answer{}, err
		}
	}
	return a.form(p.request, view.CelebrateShow(a.env(ctx, nil, win.Author), m, win, s, words)), nil
}

// clickCelebrate says a sentence of the one who presses in the thread of a win.
func (a *App) clickCelebrate(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	id := a.newID()
	done, err := a.onMission(ctx, p.request, m.ID, func(tx Tx, m mission.Mission, w rows) (outcome, error) {
		e, fresh, err := mission.Celebrate(tx, a.clock.Now(), who, m, p.meta.Entry, mission.Sentence(p.meta.Kind), id)
		if err != nil || !fresh {
			return outcome{Did: "celebrate", Mission: m.ID, Entry: e.ID}, err
		}
		return outcome{Did: "celebrate", Mission: m.ID, Entry: e.ID, New: true}, w.entryPosted(m, e)
	})
	env := a.env(ctx, nil)
	if refusal, ok := mission.Refused(err); ok && refusal.Code == mission.MovedOn {
		return a.inForm(p, view.CelebrateGoneView(env), view.CelebrateGone(env)), nil
	}
	if err != nil {
		return answer{}, err
	}
	return a.inForm(p, view.CelebratedView(env, m, done.Entry), view.CelebrateSaid(env, m, done.Entry)), nil
}

func (a *App) clickCelebrateNot(ctx context.Context, _ press) (answer, error) {
	return instead(view.CelebrateLeft(a.env(ctx, nil))), nil
}

// clickUnsay takes a celebration out of the thread again. It is its author's whatever else she may see.
func (a *App) clickUnsay(ctx context.Context, p press) (answer, error) {
	_, err := a.once(ctx, p.key, func(tx Tx) (outcome, error) {
		done, err := mission.Unsay(tx, a.clock.Now(), a.team, p.user, p.meta.Mission, p.meta.Entry)
		if err != nil {
			return outcome{}, err
		}
		return outcome{Did: "unsay", Mission: p.meta.Mission, Entry: p.meta.Entry}, a.silenced(tx, done)
	})
	if err != nil {
		return answer{}, err
	}
	env := a.env(ctx, nil)
	return a.inForm(p, view.CelebrateUnsaidView(env), view.CelebrateUnsaid(env)), nil
}

// renderCelebration makes the message of a celebration from its author's sentence as it stands. One that was
// taken back before it went out is not sent.
func (a *App) renderCelebration(ctx context.Context, e mission.Entry) (view.Message, error) {
	env := a.env(ctx, nil, e.Author)
	if e.Withdrawn() {
		if !e.Post.Posted() {
			return view.Message{}, mission.ErrNotFound
		}
		return view.Celebrated(env, e.Author, ""), nil
	}
	c, err := a.sealedConnection(ctx, e.Mission, e.Author)
	if err != nil {
		return view.Message{}, err
	}
	k := c.Ringed(e.Sentence)
	if k.Ring != mission.ForTeam {
		k.Words = nil
	}
	words, err := a.open(k.Words, sentenceBinding(c, e.Sentence))
	return view.Celebrated(env, e.Author, words), err
}
