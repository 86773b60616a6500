package slackapp

import (
	"context"
	"crypto/rand"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/rounds"
	"throughline/internal/slackapp/view"
)

// Anonymous rounds: opening one, and what its time brings. No line here logs an answer, and an answer is
// remembered in no outcome.

// roundCommands are the commands of rounds.
func (a *App) roundCommands() map[verb]handler {
	return map[verb]handler{
		verbEnergy:   a.roundCommand(rounds.Energy),
		verbOwnWords: a.roundCommand(rounds.OwnWords),
	}
}

// roundClicks are the presses of rounds.
func (a *App) roundClicks() map[string]pressed {
	return map[string]pressed{
		view.ActRoundAnswer: a.at(a.clickRoundAnswer),
		view.ActRoundOpen:   a.at(a.clickRoundOpen),
		view.ActRoundGuess:  a.at(a.clickRoundGuess),
		view.ActRoundFloor:  a.at(a.clickRoundFloor),
		view.ActRoundNotes:  a.at(a.clickRoundNotes),
		view.ActRoundTrend:  a.at(a.clickRoundTrend),
		view.ActRoundDrawn:  a.at(a.clickRoundDrawn),
	}
}

// roundForms are the forms of rounds.
func (a *App) roundForms() map[string]sent {
	return map[string]sent{
		view.ViewRound:      a.submitRound,
		view.ViewRoundOpen:  a.submitRoundOpen,
		view.ViewRoundGuess: a.submitRoundGuess,
		view.ViewRoundFloor: a.submitRoundFloor,
	}
}

// roundFrames are how a round is asked, and how its result is told.
func (a *App) roundFrames() map[nudges.Kind]framed {
	return map[nudges.Kind]framed{
		nudges.Round:       a.frameRound,
		nudges.OwnWords:    a.frameRound,
		nudges.RoundResult: a.frameResult,
	}
}

// roundLines are the lines about rounds.
func (a *App) roundLines() map[string]lined {
	return map[string]lined{
		lineRoundsFew: func(_ context.Context, env view.Env, r rowRef) (view.Message, error) {
			return view.RoundsFew(env, r.mission, r.args[0]), nil
		},
	}
}

// roundNotices are the results that go out beside the plans.
func (a *App) roundNotices() map[string]noticed {
	return map[string]noticed{
		noticeRound: func(ctx context.Context, env view.Env, r rowRef) (view.Message, error) {
			return a.roundResult(ctx, env, r.mission, mission.ID(r.args[0]), r.row.User != "", nil)
		},
		noticeTrend: a.trendNotice,
	}
}

// The notices of rounds, as the first part of a row's Ref.
const (
	noticeRound = "round" // round:<round>, the result in the channel of a mission that has ended, or to one member
	noticeTrend = "trend" // trend, in words, with its picture in the thread
)

// What becomes of a round at a time, as the first part of the Ref of a row about one.
const (
	roundCloses  = "closes"  // closes:<round>
	roundForgets = "forgets" // forgets:<round>, its notes
)

// resultGrace is how late a result may come. It waits for a day on which the channel has nothing else.
const resultGrace = 14 * 24 * time.Hour

// lastAsk is how long before its close a round still asks.
const lastAsk = 4 * time.Hour

// roundKind is the kind of nudge that asks a round on a topic.
func roundKind(t rounds.Topic) nudges.Kind {
	if t == rounds.OwnWords {
		return nudges.OwnWords
	}
	return nudges.Round
}

// isRound reports whether a nudge asks a round. What is typed to one is never kept.
func isRound(r nudges.Row) bool {
	return r.Nudge != nil && (r.Nudge.Kind == nudges.Round || r.Nudge.Kind == nudges.OwnWords)
}

func askKey(round mission.ID, user mission.UserID) string {
	return "round/" + string(round) + "/ask/" + string(user)
}

// openRound opens a round, keeps the guess of whoever leads, and asks everyone who is in.
func (a *App) openRound(ctx context.Context, r *request, who mission.Actor, id mission.ID, in view.OpenRoundForm) (outcome, error) {
	round := a.newID()
	return a.onMission(ctx, r, id, func(tx Tx, m mission.Mission, w rows) (outcome, error) {
		asked, err := nudges.AgreedToRounds(tx, m, roundKind(in.Topic))
		if err != nil {
			return outcome{}, err
		}
		opened, err := rounds.Open(tx, w.now, who, m, rounds.Opening{ID: round, Topic: in.Topic, Asked: asked}, rand.Reader)
		if err != nil {
			return outcome{}, err
		}
		return outcome{Did: "round_open", Mission: m.ID, Entry: round}, inOrder(
			func() error { return a.guessFirst(tx, who, m, opened, in.Guess) },
			func() error { return w.roundAsked(opened) },
			func() error { return w.roundAlarm(m, roundCloses, opened.ID, opened.ClosesAt) },
		)
	})
}

func (a *App) guessFirst(tx Tx, who mission.Actor, m mission.Mission, r rounds.Round, w rounds.Word) error {
	if w == "" || m.Lead != who.User {
		return nil
	}
	return rounds.PutGuess(tx, a.seal, a.clock.Now(), who, m, r.ID, w)
}

// roundAsked asks everyone to whom a round is open, when they may be written to.
func (w rows) roundAsked(r rounds.Round) error {
	for _, user := range r.Asked {
		if err := w.roundAsks(r, user, w.now, ""); err != nil {
			return err
		}
	}
	return nil
}

// roundAsks asks one person from a time on, which is the given one on her wall, if any.
func (w rows) roundAsks(r rounds.Round, user mission.UserID, at time.Time, wall string) error {
	_, err := nudges.Post(w.tx, nudges.Row{
		Key: askKey(r.ID, user), Team: r.Team, Subject: nudges.OfNudge, Mission: r.Mission, Ref: string(r.ID), User: user,
		Due: at, NotBefore: at, Grace: r.ClosesAt.Sub(at) - lastAsk, Nudge: &nudges.Asked{Kind: roundKind(r.Topic), Wall: wall},
	}, w.now)
	return err
}

// roundAlarm has something done about a round at a time: no message comes of the row itself.
func (w rows) roundAlarm(m mission.Mission, what string, round mission.ID, at time.Time) error {
	_, err := nudges.Post(w.tx, nudges.Row{
		Key: "round/" + string(round) + "/" + what, Team: m.Team, Subject: nudges.OfRound, Mission: m.ID, Ref: ref(what, string(round)),
		Channel: m.Channel, Due: at, NotBefore: at,
	}, w.now)
	return err
}

// roundTime does what a round's time brings. Where the bot was down it is done as soon as it is back, once.
func (a *App) roundTime(ctx context.Context, r nudges.Row) error {
	what, args := refParts(r.Ref)
	if len(args) == 0 {
		return unknown("round", r.Ref)
	}
	fresh := a.newID()
	err := a.store.Update(ctx, func(tx Tx) error {
		m, err := tx.Mission(r.Team, r.Mission)
		if err != nil {
			return err
		}
		switch what {
		case roundForgets:
			return rounds.DropNotes(tx, a.clock.Now(), r.Team, r.Mission, mission.ID(args[0]))
		case roundOwn:
			return a.ownWordsDue(tx, m, args, fresh)
		case nudges.RefOpens:
			t, ok := parseTurn(args)
			if !ok {
				return unknown("round", r.Ref)
			}
			return a.roundTurn(tx, m, t, fresh)
		}
		return a.closeRound(tx, m, mission.ID(args[0]))
	})
	if err != nil {
		return err
	}
	return nudges.ErrDone
}

// closeRounds closes what runs in a mission that ended, as if its time were over.
func (a *App) closeRounds(tx Tx, m mission.Mission) error {
	for _, topic := range [2]rounds.Topic{rounds.Energy, rounds.OwnWords} {
		r, runs, err := rounds.Running(tx, m, topic)
		if err != nil {
			return err
		}
		if !runs {
			continue
		}
		if err := a.closeRound(tx, m, r.ID); err != nil {
			return err
		}
	}
	return nil
}

// closeRound closes a round, lets every invitation say so alike, and tells the result.
func (a *App) closeRound(tx Tx, m mission.Mission, id mission.ID) error {
	w := a.rows(tx)
	r, fresh, err := rounds.Close(tx, a.seal, w.now, m, id, rand.Reader)
	if err != nil || !fresh {
		return err
	}
	for _, user := range r.Asked {
		if err := w.roundOver(r, user); err != nil {
			return err
		}
	}
	if len(r.Notes) > 0 {
		if err := w.roundAlarm(m, roundForgets, r.ID, r.NotesUntil()); err != nil {
			return err
		}
	}
	return w.roundTold(m, r)
}

// roundOver brings one invitation up to date with the close. It is no open question any more, whatever became
// of it.
func (w rows) roundOver(r rounds.Round, user mission.UserID) error {
	key := askKey(r.ID, user)
	if _, err := nudges.MarkAnswered(w.tx, r.Team, key, nudges.Over, w.now); err != nil {
		return ignoreNotFound(err)
	}
	return w.nudgeShown(r.Team, key)
}

// roundTold tells the channel the result of a round: at the next time at which it has no other message of the
// day, or at once where the mission has ended.
func (w rows) roundTold(m mission.Mission, r rounds.Round) error {
	row := nudges.Row{
		Key: "round/" + string(r.ID) + "/result", Team: m.Team, Subject: nudges.OfNudge, Mission: m.ID, Ref: string(r.ID),
		Channel: m.Channel, Grace: resultGrace, Nudge: &nudges.Asked{Kind: nudges.RoundResult},
	}
	if !m.Running() {
		row.Subject, row.Ref, row.Nudge = nudges.OfNotice, ref(noticeRound, string(r.ID)), nil
	}
	return w.post(row)
}

// resultOf returns the round whose result a row tells its channel.
func resultOf(r nudges.Row) (mission.ID, bool) {
	if r.User != "" || r.Update {
		return "", false
	}
	if r.Nudge != nil && r.Nudge.Kind == nudges.RoundResult {
		return mission.ID(r.Ref), true
	}
	what, args := refParts(r.Ref)
	if r.Subject == nudges.OfNotice && what == noticeRound && len(args) == 1 {
		return mission.ID(args[0]), true
	}
	return "", false
}

// awayFromStrangers sends a result to the members of a mission, each in private, where their channel is shared
// with another organisation, and reports whether it did. Where Slack cannot say, the result waits.
func (a *App) awayFromStrangers(ctx context.Context, r nudges.Row, round mission.ID) (bool, error) {
	a.forgetChannel(r.Channel)
	c, err := a.dir.channel(ctx, r.Channel)
	if err != nil && !gone(err) {
		return false, sendError(err, "conversations.info")
	}
	if err == nil && !c.ExtShared {
		return false, nil
	}
	return true, a.store.Update(ctx, func(tx Tx) error {
		m, err := tx.Mission(r.Team, r.Mission)
		if err != nil {
			return err
		}
		members, err := tx.Members(r.Team, r.Mission)
		if err != nil {
			return err
		}
		w := a.rows(tx)
		for _, member := range members {
			if err := w.roundTells(m, round, member.User); err != nil {
				return err
			}
		}
		return nil
	})
}

// roundTells tells one member a result, when she may be written to.
func (w rows) roundTells(m mission.Mission, round mission.ID, user mission.UserID) error {
	p, err := w.tx.Person(m.Team, user)
	if ignoreNotFound(err) != nil {
		return err
	}
	at := w.now
	if next := p.Hours(m.Zone).NextAllowed(w.now); !next.IsZero() {
		at = next
	}
	_, err = nudges.Post(w.tx, nudges.Row{
		Key: "round/" + string(round) + "/result/" + string(user), Team: m.Team, Subject: nudges.OfNotice, Mission: m.ID,
		Ref: ref(noticeRound, string(round)), User: user, Due: at, NotBefore: at, Grace: resultGrace,
	}, w.now)
	return err
}
