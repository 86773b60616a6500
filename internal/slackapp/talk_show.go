package slackapp

import (
	"context"
	"slices"
	"strconv"

	"throughline/internal/coaching"
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// How a conversation is shown. Each time that a question is asked is a message; later edits say what became of
// it. A row names the conversation, the number of the question, and which asking of it.

const (
	noticeTalk      = "talk"       // talk:<conversation>:<turn>:<asked>
	noticeTalkOver  = "talk_over"  // the same and how it ended
	noticeTalkClose = "talk_close" // the same, at the time at which it closes by itself
	noticeTalkGone  = "talk_gone"  // everything of a conversation was deleted
)

func (a *App) talkNotices() map[string]noticed {
	return map[string]noticed{
		noticeTalk: a.renderTalk,
		noticeTalkOver: func(_ context.Context, env view.Env, r rowRef) (view.Message, error) {
			return view.TalkOver(env, r.args[len(r.args)-1]), nil
		},
		noticeTalkGone: func(_ context.Context, env view.Env, _ rowRef) (view.Message, error) {
			return view.TalkDeleted(env), nil
		},
		noticeTalkClose: func(_ context.Context, env view.Env, _ rowRef) (view.Message, error) {
			return view.TalkOver(env, view.TalkClosed), nil
		},
	}
}

// renderTalk shows a question as it stands by now.
func (a *App) renderTalk(ctx context.Context, env view.Env, r rowRef) (view.Message, error) {
	id, n, asked, err := talkArgs(r.args)
	if err != nil {
		return view.Message{}, err
	}
	c, _, err := a.talkOf(ctx, r.row.User)
	if err != nil || c.ID != id || n >= len(c.Turns) {
		return view.Message{}, orGone(err)
	}
	return talkMessage(env, c, a.talkData(c, n), asked), nil
}

func talkMessage(env view.Env, c coaching.Conversation, d view.TalkData, asked int) view.Message {
	t := c.Turns[d.Turn]
	switch {
	case asked < t.Asked:
		return view.TalkBelow(env, d)
	case !c.PausedAt.IsZero() && d.Turn == len(c.Turns)-1:
		return view.TalkPaused(env, d)
	case t.Step == coaching.Plan && c.Planned():
		return view.TalkPlanned(env, d)
	case t.Answered():
		return view.TalkAnswered(env, d)
	}
	return view.TalkQuestion(env, d)
}

// orGone says that what a row shows is not there any more, where nothing else went wrong.
func orGone(err error) error {
	if err != nil {
		return err
	}
	return mission.ErrNotFound
}

// talkArgs reads the arguments of a row's Ref.
func talkArgs(args []string) (id mission.ID, turn, asked int, err error) {
	if len(args) < 3 {
		return "", 0, 0, unknown("talk", ref(args...))
	}
	turn, errTurn := strconv.Atoi(args[1])
	asked, errAsked := strconv.Atoi(args[2])
	if errTurn != nil || errAsked != nil || turn < 0 {
		return "", 0, 0, unknown("talk", ref(args...))
	}
	return mission.ID(args[0]), turn, asked, nil
}

// talkKey names the message with which a question was asked for the nth time.
func talkKey(id mission.ID, turn, asked int) string {
	return "talk/" + string(id) + "/" + strconv.Itoa(turn) + "/" + strconv.Itoa(asked)
}

// talkStanding returns the message that a row about a conversation edits, or in whose thread it belongs.
func talkStanding(tx Tx, r nudges.Row, args []string) (mission.MessageRef, error) {
	id, turn, asked, err := talkArgs(args)
	if err != nil {
		return mission.MessageRef{}, err
	}
	key := talkKey(id, 0, 1)
	if r.Update {
		key = talkKey(id, turn, asked)
	}
	sent, err := tx.Row(r.Team, key)
	return mission.MessageRef{Channel: sent.Channel, TS: sent.TS}, err
}

// asTalk returns the arguments of a row about a conversation, and whether it is one.
func asTalk(r nudges.Row) (what string, args []string, ok bool) {
	what, args = refParts(r.Ref)
	return what, args, r.Subject == nudges.OfNotice && (what == noticeTalk || what == noticeTalkOver || what == noticeTalkClose)
}

// talkShown posts the question that a conversation stands at, where it was not asked yet, and brings the
// messages that a change touched up to date.
func (w rows) talkShown(before, after coaching.Conversation) error {
	last := len(after.Turns) - 1
	n, asked := last, after.Turns[last].Asked
	old := len(before.Turns) - 1
	if old >= 0 && (old != n || before.Turns[old].Asked != asked || before.PausedAt != after.PausedAt || before.Planned() != after.Planned()) {
		if err := w.talkEdited(before, old, before.Turns[old].Asked); err != nil {
			return err
		}
	}
	return w.post(nudges.Row{
		Key: talkKey(after.ID, n, asked), Team: after.Team, Subject: nudges.OfNotice, User: after.User,
		Ref:      ref(noticeTalk, string(after.ID), strconv.Itoa(n), strconv.Itoa(asked)),
		InThread: n > 0 || asked > 1,
	})
}

// talkEdited brings one message up to date.
func (w rows) talkEdited(c coaching.Conversation, n, asked int) error {
	return nudges.Edit(w.tx, nudges.Row{
		Key: talkKey(c.ID, n, asked) + "/edit", Team: c.Team, Subject: nudges.OfNotice, User: c.User,
		Ref:    ref(noticeTalk, string(c.ID), strconv.Itoa(n), strconv.Itoa(asked)),
		Update: true, Due: w.now, Grace: postGrace,
	}, w.now)
}

// lastOf names the message at which a conversation stands.
func lastOf(c coaching.Conversation) (n, asked int) {
	n = len(c.Turns) - 1
	return n, c.Turns[n].Asked
}

// talkOver lets the last message say how the conversation ended.
func (w rows) talkOver(c coaching.Conversation, how string) error {
	n, asked := lastOf(c)
	return nudges.Edit(w.tx, nudges.Row{
		Key: talkKey(c.ID, n, asked) + "/over", Team: c.Team, Subject: nudges.OfNotice, User: c.User,
		Ref:    ref(noticeTalkOver, string(c.ID), strconv.Itoa(n), strconv.Itoa(asked), how),
		Update: true, Due: w.now, Grace: postGrace,
	}, w.now)
}

// talkCloses plans the moment at which the conversation closes by itself. There is one such row, which moves
// with everything that the person does. It is never too late for it.
func (w rows) talkCloses(c coaching.Conversation) error {
	n, asked := lastOf(c)
	return w.talkClose(c, nudges.Row{
		State: nudges.Due, Due: c.Until(), NotBefore: c.Until(),
		Ref: ref(noticeTalkClose, string(c.ID), strconv.Itoa(n), strconv.Itoa(asked)),
	})
}

// talkStopped takes that back.
func (w rows) talkStopped(c coaching.Conversation) error {
	return w.talkClose(c, nudges.Row{State: nudges.Dropped, Due: w.now, SentAt: w.now, Reason: "over"})
}

func (w rows) talkClose(c coaching.Conversation, r nudges.Row) error {
	r.Key, r.Team, r.Subject, r.User, r.Update = "talk/"+string(c.ID)+"/close", c.Team, nudges.OfNotice, c.User, true
	old, err := w.tx.Row(r.Team, r.Key)
	if ignoreNotFound(err) != nil {
		return err
	}
	r.Fence = old.Fence + 1 // whoever holds it has lost it
	return w.tx.PutRow(r)
}

// talkRemoved takes the messages of a conversation away, the newest first.
func (w rows) talkRemoved(c coaching.Conversation) error {
	for n, t := range slices.Backward(c.Turns) {
		for asked := t.Asked; asked >= 1; asked-- {
			if err := w.removed(c.Team, c.User, talkKey(c.ID, n, asked)); err != nil {
				return err
			}
		}
	}
	return nil
}

// talkDeleted says once that everything is gone.
func (w rows) talkDeleted(c coaching.Conversation) error {
	return w.post(nudges.Row{
		Key: "talk/" + string(c.ID) + "/gone", Team: c.Team, Subject: nudges.OfNotice, User: c.User, Ref: noticeTalkGone,
	})
}

// removed takes away the message that a row has posted to a person, or is about to post.
func (w rows) removed(team mission.TeamID, user mission.UserID, key string) error {
	return nudges.Edit(w.tx, nudges.Row{
		Key: key + "/removal", Team: team, Subject: nudges.OfRemoval, User: user, Ref: key,
		Update: true, Due: w.now,
	}, w.now)
}

// removalStanding returns the message that is to be taken away. One that never came to be is gone already.
func removalStanding(tx Tx, r nudges.Row) (mission.MessageRef, error) {
	sent, err := tx.Row(r.Team, r.Ref)
	if err == nil && sent.TS == "" && sent.State.Ended() {
		err = mission.ErrNotFound
	}
	return mission.MessageRef{Channel: sent.Channel, TS: sent.TS}, err
}
