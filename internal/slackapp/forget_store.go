package slackapp

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/api"
)

// The chores of forgetting, as the first part of a row's Ref.
const (
	choreForget = "forget" // forget:<tag>, go on with an erasure
	choreAgain  = "again"  // again:<key of a row>, show its message as it reads by now
	choreGone   = "gone"   // gone:<user>:<unix>, erase the private words of somebody whose account was closed
)

// eraseAlone is how long whoever pressed erases before the chore comes to finish what was left.
const eraseAlone = 30 * time.Second

// lastLook is how long after the wish the direct conversation is looked through for the last time: what was
// on its way at that moment has arrived by then.
const lastLook = 3 * time.Minute

// Journal remembers who was forgotten, beside the store, so that a restored backup does not bring them back.
type Journal interface {
	// Remember keeps that a person was erased, durably, and returns her keyed hash.
	Remember(team mission.TeamID, user mission.UserID, at time.Time, words bool) (hash string, err error)
}

// errInFlight says that a message which names the person is on its way and cannot be taken out yet.
var errInFlight = &nudges.SendError{Class: nudges.RateLimited, Code: "in_flight", RetryAfter: 20 * time.Second}

// eraseStored takes a person out of the store, slice by slice. It can be run again at any time: what is done
// is found to be done. At the end nothing in the store names her but the wish itself.
func (a *App) eraseStored(ctx context.Context, wish mission.Erasure) error {
	return a.eraseAll(ctx, wish, false)
}

// eraseAll is eraseStored. With force nothing can be on its way to Slack, as before the bot has begun to send.
func (a *App) eraseAll(ctx context.Context, wish mission.Erasure, force bool) error {
	if err := a.leaveAll(ctx, wish.User); err != nil {
		return err
	}
	if err := a.leaveTrials(ctx, wish.User); err != nil {
		return err
	}
	all, err := a.holdings(ctx, wish.User)
	if err != nil {
		return err
	}
	if err := a.unmentionIn(ctx, wish, missionsIn(all)); err != nil {
		return err
	}
	inFlight := false
	for len(all) > 0 {
		n := min(len(all), eraseSlice)
		err := a.store.Update(ctx, func(tx Tx) error {
			inFlight = false
			e := eraser{app: a, tx: tx, rows: a.rows(tx), wish: wish, force: force}
			for _, h := range all[:n] {
				if err := e.erase(h); err != nil {
					return err
				}
			}
			inFlight = e.inFlight
			return nil
		})
		if err != nil {
			return err
		}
		if inFlight {
			return errInFlight
		}
		all = all[n:]
	}
	return a.remembered(ctx, wish)
}

// eraseSlice is how many records are changed in one transaction.
const eraseSlice = 200

// remembered notes that a person is out of the store: in the journal first, then in the store itself.
func (a *App) remembered(ctx context.Context, wish mission.Erasure) error {
	hash := ""
	if a.erased != nil {
		var err error
		if hash, err = a.erased.Remember(wish.Team, wish.User, wish.At, wish.Words); err != nil {
			return err
		}
	}
	a.forgetPerson(wish.User)
	return a.store.Update(ctx, func(tx Tx) error {
		if err := tx.ForgetSeen(wish.Team, wish.User); err != nil {
			return err
		}
		if hash != "" {
			if err := tx.PutErased(wish.Team, hash, wish.At); err != nil {
				return err
			}
		}
		stands, err := optional(tx.Erasure(wish.Team, wish.User))
		if err != nil || stands == nil {
			return err
		}
		wish.Stored = true
		return tx.PutErasure(wish)
	})
}

// leaveAll takes a person out of the running missions: her plans stop, and what she led is governed together.
func (a *App) leaveAll(ctx context.Context, user mission.UserID) error {
	return a.store.Update(ctx, func(tx Tx) error {
		in, leads, err := standingOf(tx, a.team, user)
		if err != nil {
			return err
		}
		for _, m := range append(in, leads...) {
			if m, err = tx.Mission(a.team, m.ID); err != nil {
				return err
			}
			if err := a.remove(tx, m, user); err != nil {
				return err
			}
		}
		return nil
	})
}

// missionsIn lists the missions that records belong to.
func missionsIn(all []mission.Holding) []mission.ID {
	var ids []mission.ID
	seen := map[mission.ID]bool{"": true}
	for _, h := range all {
		if id := missionOf(h); !seen[id] && (h.Kind == "mission" || h.Kind == "member" || h.Kind == "entry") {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	return ids
}

// unmentionIn takes a person's name out of what others wrote in the missions that she was in.
func (a *App) unmentionIn(ctx context.Context, wish mission.Erasure, missions []mission.ID) error {
	if len(wish.Names) == 0 {
		return nil
	}
	for _, id := range missions {
		for before, more := mission.ID(""), true; more; {
			next := before // The transaction may be run again, and begins where it began.
			err := a.store.Update(ctx, func(tx Tx) (err error) {
				next, more, err = a.unmentionSlice(tx, wish, id, before)
				return err
			})
			if err != nil {
				return err
			}
			before = next
		}
	}
	return nil
}

func (a *App) unmentionSlice(tx Tx, wish mission.Erasure, id, before mission.ID) (next mission.ID, more bool, err error) {
	entries, err := tx.Entries(a.team, id, before, eraseSlice)
	if err != nil || len(entries) == 0 {
		return before, false, err
	}
	m, err := tx.Mission(a.team, id)
	if err != nil {
		return before, false, ignoreNotFound(err)
	}
	w := a.rows(tx)
	for _, e := range entries {
		next = e.ID
		if !mission.Mentions(e.Text+" "+e.If+" "+e.Expect, wish.Names) {
			continue
		}
		if m, e, err = mission.ForgetIn(tx, w.now, m, e, "", false, wish.Names); err != nil {
			return next, false, err
		}
		if err := w.entryChanged(m, e); err != nil {
			return next, false, err
		}
	}
	return next, true, nil
}

// eraser takes one person out of records, in one transaction.
type eraser struct {
	app  *App
	tx   Tx
	rows rows
	wish mission.Erasure
	// force takes out also what claims to be on its way.
	force bool
	// inFlight says that a message which names her is on its way.
	inFlight bool
}

func (e *eraser) erase(h mission.Holding) error {
	switch h.Kind {
	case "erasure":
		return nil
	case "entry":
		return e.entry(h)
	case "mission":
		return e.mission(h)
	case "member":
		return e.member(h)
	case "row":
		return e.row(h)
	case "trial":
		return e.trial(h)
	}
	return e.tx.Forget(e.wish.Team, e.wish.User, h)
}

// entry takes her out of an entry, and brings its message and the card up to date.
func (e *eraser) entry(h mission.Holding) error {
	id, m, err := e.of(h)
	if err != nil {
		return ignoreNotFound(err)
	}
	entry, err := e.tx.Entry(m.Team, m.ID, id)
	if err != nil {
		return ignoreNotFound(err)
	}
	if m, entry, err = mission.ForgetIn(e.tx, e.rows.now, m, entry, e.wish.User, e.wish.Words, e.wish.Names); err != nil {
		return err
	}
	return inOrder(
		func() error { return e.tx.Forget(m.Team, e.wish.User, h) },
		func() error { return e.rows.entryChanged(m, entry) },
		func() error { return e.rows.cardChanged(m) },
	)
}

// of returns the id of a record and its mission.
func (e *eraser) of(h mission.Holding) (mission.ID, mission.Mission, error) {
	ids := idsIn(h)
	m, err := e.tx.Mission(e.wish.Team, ids.Mission)
	return ids.ID, m, err
}

// mission takes her out of what a mission says about who steered it, and brings its messages up to date.
func (e *eraser) mission(h mission.Holding) error {
	id := missionOf(h)
	m, err := e.tx.Mission(e.wish.Team, id)
	if err != nil {
		return ignoreNotFound(err)
	}
	told := toldBy(m, e.wish.User)
	if _, err := mission.ForgetSteering(e.tx, m, e.wish.User, e.wish.Names); err != nil {
		return err
	}
	if err := e.tx.Forget(e.wish.Team, e.wish.User, h); err != nil {
		return err
	}
	for _, start := range told {
		if err := e.again(start); err != nil {
			return err
		}
	}
	if m, err = e.tx.Mission(e.wish.Team, id); err != nil {
		return err
	}
	if m.Midpoint != nil {
		if err := e.rows.decided(m, false); err != nil {
			return err
		}
	}
	return e.rows.cardChanged(m)
}

// toldBy lists how the keys of the rows begin whose messages name somebody because of what a mission says.
func toldBy(m mission.Mission, user mission.UserID) []string {
	thread := "thread/" + string(m.ID) + "/"
	var starts []string
	if m.Starter == user {
		starts = append(starts, thread+lineStarted+"/")
	}
	for i, r := range m.Earlier {
		if r.By == user {
			starts = append(starts, thread+ref(lineReworded, ordinal(i+1))+"/")
		}
	}
	for _, c := range m.Closings {
		if c.By == user {
			starts = append(starts, "phase/"+string(m.ID)+"/"+ordinal(int(c.Phase))+"/")
		}
	}
	if m.Outcome != nil {
		starts = append(starts, "outcome/"+string(m.ID)+"/", thread+lineStory+"/")
	}
	if len(m.There) > 0 { // they name who says so, and who leads
		starts = append(starts, nudges.SinglesOf(nudges.PhaseDue, m.ID))
	}
	if m.Rest != nil && m.Rest.By == user {
		starts = append(starts, nudges.SinglesOf(nudges.StillTrue, m.ID))
	}
	return starts
}

// trial takes her out of a trial that she turned on, ended or left, and out of the messages that tell of it.
func (e *eraser) trial(h mission.Holding) error {
	if err := e.tx.Forget(e.wish.Team, e.wish.User, h); err != nil {
		return err
	}
	id := string(idsIn(h).ID)
	return inOrder(
		func() error { return e.again(trialKey(ref(noticeTrial, id))) },
		func() error { return e.again(trialKey(ref(noticeTrialOff, id))) },
	)
}

// again lets the messages be shown anew whose rows' keys begin so.
func (e *eraser) again(start string) error {
	found, err := e.tx.RowsWith(e.wish.Team, start)
	if err != nil {
		return err
	}
	for _, r := range found {
		if err := e.showAgain(r); err != nil {
			return err
		}
	}
	return nil
}

// showAgain lets a message be shown anew. One that is on its way may name her: what was done beside it is taken back, and done
// again once it has arrived.
func (e *eraser) showAgain(r nudges.Row) error {
	if r.Update {
		return nil
	}
	r, shown, err := nudges.Shown(e.tx, r.Team, r.Key)
	if err != nil || !shown {
		return err
	}
	if r.State != nudges.Settled && !e.force {
		return errInFlight
	}
	if r.TS == "" {
		return nil
	}
	return e.rows.chore(r.Team, ref(choreAgain, r.Key, unix(e.wish.At)), e.rows.now, choreAgain, r.Key)
}

// showMoved does the same for a row whose key named her, so that it stands under another one.
func (e *eraser) showMoved(r nudges.Row) error {
	key := strings.ReplaceAll(r.Key, string(e.wish.User), "")
	moved, err := e.tx.Row(r.Team, key)
	if err != nil {
		return ignoreNotFound(err)
	}
	return e.showAgain(moved)
}

// member takes her piece and her membership away, and her turn out of what told whoever leads whose turn it is. Which
// mirrors told of a turn is kept nowhere, so all of them are shown anew.
func (e *eraser) member(h mission.Holding) error {
	_, m, err := e.of(h)
	if ignoreNotFound(err) != nil {
		return err
	}
	if err := e.tx.Forget(e.wish.Team, e.wish.User, h); err != nil || m.ID == "" {
		return err
	}
	if m.Lead != "" {
		if err := e.again("nudge/" + nudges.PlanID(nudges.Mirror, m.ID, m.Lead) + "/"); err != nil {
			return err
		}
	}
	return e.rows.cardChanged(m)
}

// row removes what was sent to her or was to be sent, and takes her out of what tells others of her. What is
// under way at this moment is left until it has arrived.
func (e *eraser) row(h mission.Holding) error {
	if h.Own {
		return e.tx.Forget(e.wish.Team, e.wish.User, h)
	}
	row, err := e.tx.Row(e.wish.Team, idsIn(h).Key)
	if err != nil {
		return ignoreNotFound(err)
	}
	switch {
	case row.State == nudges.Due, e.force && !row.State.Ended():
		row.State, row.Reason = nudges.Dropped, "forgotten"
		if err := e.tx.PutRow(row); err != nil {
			return err
		}
	case !row.State.Ended():
		e.inFlight = true
		return nil
	}
	if err := e.tx.Forget(e.wish.Team, e.wish.User, h); err != nil {
		return err
	}
	return e.showMoved(row)
}

// goOnForgetting finishes an erasure: the store, where that was not done, then her direct conversation.
func (a *App) goOnForgetting(ctx context.Context, _ nudges.Row, args []string) error {
	wish, err := a.erasureOf(ctx, args[0])
	if err != nil {
		return ignoreNotFound(err)
	}
	if !wish.Stored {
		if err := a.eraseStored(ctx, wish); err != nil {
			return err
		}
	}
	if err := a.emptyDM(ctx, wish); err != nil {
		return err
	}
	if left := wish.At.Add(lastLook).Sub(a.clock.Now()); left > 0 {
		return &nudges.SendError{Class: nudges.RateLimited, Code: "last_look", RetryAfter: left}
	}
	return a.store.Update(ctx, func(tx Tx) error { return tx.DeleteErasure(wish.Team, wish.User) })
}

// erasureOf finds an erasure by its tag, under whichever key that was made.
func (a *App) erasureOf(ctx context.Context, tag string) (wish mission.Erasure, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		all, err := tx.Erasures()
		if err != nil {
			return err
		}
		for _, e := range all {
			if slices.Contains(a.seal.Tags("erasure", string(e.Team)+"\x00"+string(e.User)), tag) {
				wish = e
				return nil
			}
		}
		return mission.ErrNotFound
	})
	return wish, err
}

// emptyDM deletes what the bot wrote and sent to a person, a page at a time. A conversation that is not there
// any more is empty.
func (a *App) emptyDM(ctx context.Context, wish mission.Erasure) error {
	if wish.DM == "" {
		return nil
	}
	own, err := a.api.OwnMessages(ctx, string(wish.DM), a.clock.Now().Add(time.Hour))
	if gone(err) || missingScope(err) {
		return nil
	}
	if err != nil {
		return err
	}
	undeletable := 0
	for _, m := range own {
		for _, f := range m.Files {
			if err := a.api.DeleteFile(ctx, f); err != nil && api.ClassOf(err) != api.Race {
				return err
			}
		}
		err := a.api.DeleteMessage(ctx, string(wish.DM), m.TS)
		if err != nil && (api.ClassOf(err) != api.Race) {
			return err
		}
		if err != nil {
			undeletable++
		}
	}
	if len(own) > undeletable {
		return errGoOn
	}
	return nil
}

// untellable reports whether a message cannot be made any more, since what it told of is gone.
func untellable(err error) bool {
	var e *nudges.SendError
	return isNotFound(err) || errors.As(err, &e) && e.Class == nudges.Refused
}

func sameMessageGone(err error) bool { return api.ClassOf(err) == api.Race }
