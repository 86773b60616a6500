package slackapp

import (
	"context"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// Being forgotten: what it means is shown first, then asked once more, then carried out. The wish is durable
// before anything is erased; see eraser for the rest.

// forgetCommand shows what goes and what stays.
func (a *App) forgetCommand(ctx context.Context, r *request) (answer, error) {
	if r.source == fromMention {
		return say(view.AskForget(a.env(ctx, nil))), nil
	}
	return a.forgetForm(ctx, r)
}

func (a *App) clickForget(ctx context.Context, p press) (answer, error) {
	return a.forgetForm(ctx, p.request)
}

func (a *App) forgetForm(ctx context.Context, r *request) (answer, error) {
	d, err := a.forgetData(ctx, r)
	if err != nil {
		return answer{}, err
	}
	return a.form(r, view.Forget(a.env(ctx, a.reader(ctx, r.user)), d)), nil
}

func (a *App) forgetData(ctx context.Context, r *request) (d view.ForgetData, err error) {
	var in, leads []mission.Mission
	err = a.store.View(ctx, func(tx Tx) error {
		if in, leads, err = standingOf(tx, a.team, r.user); err != nil {
			return err
		}
		told, _, err := tx.EntriesBy(a.team, r.user, "", 1)
		d.Told = len(told) > 0
		return err
	})
	if err != nil {
		return d, err
	}
	d.In, d.Leads = a.seenBy(ctx, r, in, len(in)), a.seenBy(ctx, r, leads, len(leads))
	return d, nil
}

// standingOf returns the running missions that a person is in, and those of them that she leads, oldest first. Who leads
// is in: nobody else can be asked to, and whoever leaves leads no more.
func standingOf(tx Tx, team mission.TeamID, user mission.UserID) (in, leads []mission.Mission, err error) {
	members, err := tx.MembershipsOf(team, user)
	if err != nil {
		return nil, nil, err
	}
	for _, member := range members {
		m, err := tx.Mission(team, member.Mission)
		if err != nil {
			return nil, nil, err
		}
		if !m.Running() {
			continue
		}
		if in = append(in, m); m.Lead == user {
			leads = append(leads, m)
		}
	}
	return in, leads, nil
}

// submitForget asks once more.
func (a *App) submitForget(ctx context.Context, s submitted) (answer, error) {
	words, errs := view.ParseForget(s.values)
	if len(errs) > 0 {
		return wrong(errs)
	}
	sure := view.ForgetSure(a.env(ctx, nil), words)
	return answer{form: slack.NewUpdateViewSubmissionResponse(&sure)}, nil
}

// clickForgetYes writes the wish down, and erases. A press that comes again says how far that is and changes
// nothing: whoever was forgotten may have come back by then.
func (a *App) clickForgetYes(ctx context.Context, p press) (answer, error) {
	wish, err := a.wishToBeForgotten(ctx, p.user, view.ForgetWords(p.meta.Kind) == view.RemoveWords)
	if err != nil {
		return answer{}, err
	}
	begun, err := a.once(ctx, p.key, func(tx Tx) (outcome, error) { return a.beginForgetting(tx, wish) })
	if err != nil {
		return answer{}, err
	}
	if begun.again || !begun.New {
		stands, err := a.stillErasing(ctx, p.user)
		return answer{then: func(ctx context.Context) { a.showForgetting(ctx, p, !stands) }}, err
	}
	a.waiting.forget(p.user)
	return answer{then: func(ctx context.Context) {
		a.showForgetting(ctx, p, false)
		if err := a.eraseStored(ctx, wish); err != nil {
			a.log.Warn("an erasure goes on later", "error", err)
			return
		}
		a.showForgetting(ctx, p, true)
		a.engine.Wake()
	}}, nil
}

// beginForgetting keeps a wish to be forgotten, unless one is being carried out, and has it finished in any case.
func (a *App) beginForgetting(tx Tx, wish mission.Erasure) (outcome, error) {
	before, err := optional(tx.Erasure(wish.Team, wish.User))
	if err != nil || before != nil {
		return outcome{Did: "forget"}, err
	}
	w, tag := a.rows(tx), a.erasureTag(wish.User)
	return outcome{Did: "forget", New: true}, inOrder(
		func() error { return tx.PutErasure(wish) },
		func() error {
			return w.chore(a.team, ref(choreForget, tag, unix(w.now)), w.now.Add(eraseAlone), choreForget, tag)
		},
	)
}

// stillErasing reports whether the store is not yet rid of a person who wished to be forgotten.
func (a *App) stillErasing(ctx context.Context, user mission.UserID) (bool, error) {
	var wish *mission.Erasure
	err := a.store.View(ctx, func(tx Tx) (err error) {
		wish, err = optional(tx.Erasure(a.team, user))
		return err
	})
	return wish != nil && !wish.Stored, err
}

// showForgetting says in the form how far it is, where the press came from one.
func (a *App) showForgetting(ctx context.Context, p press, over bool) {
	if p.view == nil {
		return
	}
	v := view.Forgetting(a.env(ctx, nil))
	if over {
		v = view.Forgotten(a.env(ctx, nil))
	}
	if _, err := a.api.UpdateView(ctx, p.view.ID, "", v); err != nil {
		a.log.Debug("view not brought up to date", "form", v.CallbackID, "error", err)
	}
}

// wishToBeForgotten gathers what is needed to carry it out once the person is not known any more.
func (a *App) wishToBeForgotten(ctx context.Context, user mission.UserID, remove bool) (mission.Erasure, error) {
	person, err := a.person(ctx, user)
	if err != nil {
		return mission.Erasure{}, err
	}
	wish := mission.Erasure{Team: a.team, User: user, At: a.clock.Now(), Words: remove, DM: person.DM}
	if profile, err := a.dir.person(ctx, user); err == nil {
		wish.Names = profile.Names
	}
	if wish.DM == "" {
		id, err := a.api.OpenDM(ctx, string(user)) // for what was answered there without being kept
		if err != nil && !gone(err) {
			return wish, err
		}
		wish.DM = mission.ChannelID(id)
	}
	return wish, nil
}

// erasureTag names an erasure without naming the person.
func (a *App) erasureTag(user mission.UserID) string {
	return a.seal.Tag("erasure", string(a.team)+"\x00"+string(user))
}

// beingErased refuses whatever somebody asks for while she is being erased, so that nothing new of hers is
// kept beside what goes.
func (a *App) beingErased(ctx context.Context, user mission.UserID) error {
	err := a.store.View(ctx, func(tx Tx) error {
		_, err := tx.Erasure(a.team, user)
		return err
	})
	switch {
	case isNotFound(err):
		return nil
	case err != nil:
		return err
	}
	return &mission.Refusal{Code: view.BeingErased}
}

// showAgain brings a message up to date that names somebody who was forgotten, and deletes it where there is
// nothing left to say: again:<key of its row>.
func (a *App) showAgain(ctx context.Context, _ nudges.Row, args []string) error {
	var row nudges.Row
	err := a.store.View(ctx, func(tx Tx) (err error) {
		row, err = tx.Row(a.team, ref(args...))
		return err
	})
	if err != nil {
		return err
	}
	msg, err := a.render(ctx, row)
	if err != nil && !untellable(err) {
		return err
	}
	if err != nil {
		return a.api.DeleteMessage(ctx, string(row.Channel), row.TS)
	}
	err = a.api.UpdateMessage(ctx, string(row.Channel), row.TS, msg.Text, msg.Blocks)
	if gone(err) || sameMessageGone(err) {
		return nil
	}
	return err
}
