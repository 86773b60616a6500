package slackapp

import (
	"errors"
	"strings"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// Settle lets the mission or the entry learn what became of its message, in the transaction that settles
// the row. A message that Slack will not take is not lost: what it told stands in the store, and whoever
// wrote it is told where it did not appear.
func (a *App) Settle(tx nudges.Tx, r nudges.Row) error {
	w := rows{tx: tx, now: a.clock.Now()}
	err := trialAnnounced(tx, w, r)
	if err != nil {
		return err
	}
	if r.Subject == nudges.OfFile {
		return ignoreNotFound(a.fileEnded(w, r))
	}
	switch r.State {
	case nudges.Settled:
		err = inOrder(
			func() error { return settled(tx, w, r) },
			func() error { return turned(tx, w, r) },
			func() error { return a.illustrated(tx, w, r) },
			func() error { return singleSent(tx, w, r) },
		)
	case nudges.Failed:
		err = a.failed(tx, w, r)
	case nudges.Unsure:
		err = inOrder(func() error { return untold(tx, w, r, noticeUnsure) }, func() error { return turned(tx, w, r) })
	case nudges.Skipped:
		err = inOrder(func() error { return untold(tx, w, r, noticeLate) }, func() error { return turned(tx, w, r) })
	}
	if errors.Is(err, mission.ErrNotFound) {
		return nil // what the row told of was erased meanwhile
	}
	return err
}

// settled keeps where a message stands.
func settled(tx nudges.Tx, w rows, r nudges.Row) error {
	if r.Update || r.InThread && r.Subject != nudges.OfEntry {
		return nil
	}
	at := mission.MessageRef{Channel: r.Channel, TS: r.TS}
	switch r.Subject {
	case nudges.OfRelation:
		return relatedSettled(tx, w, r, at)
	case nudges.OfCard, nudges.OfPhase, nudges.OfMidpoint, nudges.OfOutcome:
		m, err := tx.Mission(r.Team, r.Mission)
		if err != nil {
			return err
		}
		m.Unreachable = ""
		if !place(&m, r, at) {
			// It was taken back while its message was on the way.
			err = w.takenBack(m, r.Subject, at, m.Lead)
		}
		return inOrder(func() error { return err }, func() error { return tx.PutMission(m) })
	case nudges.OfEntry:
		e, err := tx.Entry(r.Team, r.Mission, mission.ID(r.Ref))
		if err != nil {
			return err
		}
		e.Post = at
		if r.InThread {
			e.Thread = mission.MessageRef{Channel: r.Channel, TS: r.ThreadTS}
		}
		return inOrder(func() error { return tx.PutEntry(e) }, func() error { return saidTold(tx, w, e) })
	}
	return nil
}

// turned plans the card's next turn by the calendar, while its mission runs.
func turned(tx nudges.Tx, w rows, r nudges.Row) error {
	if r.Subject != nudges.OfCard {
		return nil
	}
	m, err := tx.Mission(r.Team, r.Mission)
	if err != nil || !m.Running() {
		return err
	}
	return w.cardTurns(m)
}

// place notes in the mission where one of its messages stands, and reports false where the mission does not
// say any more what the message tells.
func place(m *mission.Mission, r nudges.Row, at mission.MessageRef) bool {
	switch r.Subject {
	case nudges.OfCard:
		m.Card = at
		return true
	case nudges.OfMidpoint:
		if m.Midpoint != nil {
			m.Midpoint.Message = at
		}
		return m.Midpoint != nil
	case nudges.OfOutcome:
		if m.Outcome != nil {
			m.Outcome.Message = at
		}
		return m.Outcome != nil
	}
	for i, c := range m.Closings {
		if ordinal(int(c.Phase)) == r.Ref {
			m.Closings[i].Message = at
			return true
		}
	}
	return false
}

// failed deals with a message that Slack refused for good.
func (a *App) failed(tx nudges.Tx, w rows, r nudges.Row) error {
	if r.Mission == "" {
		return nil
	}
	m, err := tx.Mission(r.Team, r.Mission)
	if err != nil {
		return err
	}
	switch r.Reason {
	case "message_not_found", "cant_update_message": // deleted, or of an app that was installed before
		if r.Update {
			return vanished(tx, w, m, r)
		}
	case "thread_not_found":
		if r.InThread && r.ThreadTS == m.Card.TS && m.Running() {
			return threadVanished(tx, w, m, r)
		}
	case "block_mismatch":
		// Slack does not turn one kind of block into another; the message keeps what it says.
		a.log.Warn("a message kept its old form", "subject", r.Subject, "mission", m.ID)
		return nil
	}
	if r.User != "" || !closed(r.Reason) {
		a.log.Error("Slack refused a message for good", "subject", r.Subject, "mission", m.ID, "code", r.Reason)
	}
	if r.User != "" {
		return nil
	}
	told := noticeRefused
	if closed(r.Reason) {
		m.Unreachable, told = r.Reason, noticeUnsent
		if err := tx.PutMission(m); err != nil {
			return err
		}
	}
	if r.Subject == nudges.OfCard && !r.Update {
		return w.notice(m, m.Starter, noticeNoCard, string(m.ID))
	}
	return tellAuthor(tx, w, m, r, told)
}

// threadVanished posts a card anew whose thread is gone, and after it what was to stand there.
func threadVanished(tx nudges.Tx, w rows, m mission.Mission, r nudges.Row) error {
	m.Card = mission.MessageRef{}
	if err := tx.PutMission(m); err != nil {
		return err
	}
	if err := w.cardPostedAnew(m); err != nil || r.Subject != nudges.OfEntry {
		return err
	}
	e, err := tx.Entry(r.Team, r.Mission, mission.ID(r.Ref))
	if err != nil {
		return err
	}
	return w.entryAgain(m, e)
}

// closed reports whether Slack's code says that a channel takes no messages of ours, whatever they say
// (docs.slack.dev/reference/methods/chat.postMessage). Then the mission rests; any other refusal is about
// the one message.
func closed(code string) bool {
	switch code {
	case "channel_not_found", "not_in_channel", "is_archived", "is_inactive":
		return true
	}
	ofThread := code == "restricted_action_thread_locked" || code == "restricted_action_non_threadable_channel"
	return strings.HasPrefix(code, "restricted_action") && !ofThread
}

// vanished posts the card anew where somebody deleted it. An entry's message that was deleted stays
// deleted: the entry is safe in the mission.
func vanished(tx nudges.Tx, w rows, m mission.Mission, r nudges.Row) error {
	if r.Subject != nudges.OfCard || !r.Update || !m.Running() {
		return nil
	}
	m.Card = mission.MessageRef{}
	if err := tx.PutMission(m); err != nil {
		return err
	}
	return w.cardPostedAnew(m)
}

// untold tells an author that nobody can see whether her entry appeared, or that it came too late to appear.
func untold(tx nudges.Tx, w rows, r nudges.Row, what string) error {
	if r.Subject != nudges.OfEntry || r.Update {
		return nil
	}
	m, err := tx.Mission(r.Team, r.Mission)
	if err != nil {
		return err
	}
	return tellAuthor(tx, w, m, r, what)
}

func tellAuthor(tx nudges.Tx, w rows, m mission.Mission, r nudges.Row, what string) error {
	if r.Subject != nudges.OfEntry || r.Update {
		return nil
	}
	e, err := tx.Entry(r.Team, r.Mission, mission.ID(r.Ref))
	if err != nil {
		return err
	}
	return w.notice(m, e.Author, what, string(e.ID))
}
