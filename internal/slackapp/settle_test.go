package slackapp

import (
	"strings"
	"testing"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// stand puts a running mission with one entry of Bo's into the store.
func (e *edge) stand() {
	e.t.Helper()
	e.update(func(tx Tx) error {
		m := mission.Mission{
			ID: "M1", Team: ourTeam, Channel: refunds, Zone: "Europe/Lisbon", Starter: ana, Lead: ana, StartedAt: noon,
			Wording: mission.Wording{Name: "Refunds in a day"}, Card: mission.MessageRef{Channel: refunds, TS: "1.0"},
		}
		entry := mission.Entry{ID: "E1", Team: ourTeam, Mission: "M1", Author: bo, Kind: mission.Win, Text: "the bank said yes", At: noon}
		return inOrder(func() error { return tx.PutMission(m) }, func() error { return tx.PutEntry(entry) })
	})
}

func (e *edge) settle(r nudges.Row) error {
	e.t.Helper()
	return e.store.Update(e.t.Context(), func(tx Tx) error { return e.Settle(tx, r) })
}

func TestSettle(t *testing.T) {
	t.Parallel()
	card := nudges.Row{Team: ourTeam, Subject: nudges.OfCard, Mission: "M1", Channel: refunds, TS: "9.0"}
	entry := nudges.Row{Team: ourTeam, Subject: nudges.OfEntry, Mission: "M1", Ref: "E1", Channel: refunds, TS: "9.0"}
	line := nudges.Row{Team: ourTeam, Subject: nudges.OfThread, Mission: "M1", Ref: lineStarted, Channel: refunds, TS: "9.0", InThread: true}
	notice := nudges.Row{Team: ourTeam, Subject: nudges.OfNotice, Mission: "M1", Ref: "follows:M1", User: bo, Channel: "D1", TS: "9.0"}
	as := func(r nudges.Row, s nudges.State, reason string) nudges.Row {
		r.State, r.Reason = s, reason
		return r
	}
	edit := func(r nudges.Row) nudges.Row {
		r.Update = true
		return r
	}
	inThread := func(r nudges.Row) nudges.Row {
		r.InThread, r.ThreadTS = true, "5.0"
		return r
	}
	inCard := func(r nudges.Row) nudges.Row {
		r.InThread, r.ThreadTS = true, "1.0"
		return r
	}
	for _, row := range []struct {
		sentence    string
		row         nudges.Row
		card, post  string // where the card and the entry's message stand afterwards
		unreachable string
		told        string // the key of the row that follows, or none
	}{
		{"a card that was posted is known", as(card, nudges.Settled, ""), "9.0", "", "", "card/M1/turn/2026-12-01"},
		{"an edit of it moves nothing", as(edit(card), nudges.Settled, ""), "1.0", "", "", "card/M1/turn/2026-12-01"},
		{"so is an entry's message", as(entry, nudges.Settled, ""), "1.0", "9.0", "", ""},
		{"and that of a reply in a thread", as(inThread(entry), nudges.Settled, ""), "1.0", "9.0", "", ""},
		{"a line of the thread is nobody's message", as(line, nudges.Settled, ""), "1.0", "", "", ""},
		{"an archived channel rests the mission and its author hears of it", as(entry, nudges.Failed, "is_archived"), "1.0", "", "is_archived", "notice/U0BO000001/unsent:E1"},
		{"a channel with a restriction does too", as(entry, nudges.Failed, "restricted_action_read_only_channel"), "1.0", "", "restricted_action_read_only_channel", "notice/U0BO000001/unsent:E1"},
		{"where the card was refused its starter is told", as(card, nudges.Failed, "not_in_channel"), "1.0", "", "not_in_channel", "notice/U0ANA00001/no_card:M1"},
		{"a message that Slack cannot take says nothing of the channel", as(entry, nudges.Failed, "invalid_blocks"), "1.0", "", "", "notice/U0BO000001/refused:E1"},
		{"a person who cannot be written to does not rest the mission", as(notice, nudges.Failed, "channel_not_found"), "1.0", "", "", ""},
		{"a card that somebody deleted is posted anew", as(edit(card), nudges.Failed, "message_not_found"), "", "", "", "card/M1"},
		{"an entry's message that somebody deleted stays deleted", as(edit(entry), nudges.Failed, "message_not_found"), "1.0", "", "", ""},
		{"a card that is not ours any more is posted anew", as(edit(card), nudges.Failed, "cant_update_message"), "", "", "", "card/M1"},
		{"where the card of a thread is gone, both are posted anew", as(inCard(entry), nudges.Failed, "thread_not_found"), "", "", "", "card/M1entry/E1"},
		{"a thread that is locked does not rest the mission", as(inCard(entry), nudges.Failed, "restricted_action_thread_locked"), "1.0", "", "", "notice/U0BO000001/refused:E1"},
		{"a message may keep its old form", as(edit(card), nudges.Failed, "block_mismatch"), "1.0", "", "", ""},
		{"whether it appeared is told where nobody can see it", as(entry, nudges.Unsure, "no_history"), "1.0", "", "", "notice/U0BO000001/unsure:E1"},
		{"where it came too late it is told that it did not", as(entry, nudges.Skipped, "late"), "1.0", "", "", "notice/U0BO000001/late:E1"},
		{"an edit that came too late is not worth a word", as(edit(entry), nudges.Skipped, "late"), "1.0", "", "", ""},
		{"nor is a line", as(line, nudges.Unsure, "no_history"), "1.0", "", "", ""},
		{"a nudge that was decided against changes nothing", as(notice, nudges.Dropped, "quiet"), "1.0", "", "", ""},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			e := newEdge(t)
			e.stand()
			if err := e.settle(row.row); err != nil {
				t.Fatal(err)
			}
			m := e.kept("M1")
			entry, err := e.entry(t.Context(), m, "E1")
			if err != nil || m.Card.TS != row.card || m.Unreachable != row.unreachable || entry.Post.TS != row.post {
				t.Errorf("the card stands at %q, the entry at %q, the channel is %q (%v)", m.Card.TS, entry.Post.TS, m.Unreachable, err)
			}
			told := ""
			for _, r := range e.waitingRows() {
				told += r.Key
			}
			if told != row.told {
				t.Errorf("what follows is %q, want %q", told, row.told)
			}
		})
	}
}

func TestSettleRefusesNothing(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	for _, state := range []nudges.State{nudges.Settled, nudges.Failed, nudges.Unsure, nudges.Skipped, nudges.Dropped} {
		for _, subject := range []nudges.Subject{
			nudges.OfNudge, nudges.OfCard, nudges.OfEntry, nudges.OfThread, nudges.OfPhase, nudges.OfOutcome, nudges.OfNotice,
			nudges.OfRemoval,
		} {
			r := nudges.Row{Team: ourTeam, State: state, Subject: subject, Mission: "ERASED", Ref: "E1", Channel: refunds, TS: "9.0"}
			if err := e.settle(r); err != nil {
				t.Errorf("a row of %s that is %s, of a mission that was erased: %v", subject, state, err)
			}
		}
	}
}

func TestSettleTellsThatTheChannelTakesMessagesAgain(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	e.stand()
	for _, row := range []nudges.Row{
		{Team: ourTeam, State: nudges.Failed, Reason: "is_archived", Subject: nudges.OfCard, Mission: "M1", Channel: refunds},
		{Team: ourTeam, State: nudges.Settled, Subject: nudges.OfCard, Mission: "M1", Channel: refunds, TS: "9.0"},
	} {
		if err := e.settle(row); err != nil {
			t.Fatal(err)
		}
	}
	if m := e.kept("M1"); m.Unreachable != "" {
		t.Errorf("the mission still rests: %q", m.Unreachable)
	}
}

func TestSettleKeepsTheStoryOfTheEnding(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	e.stand()
	e.update(func(tx Tx) error {
		m, err := tx.Mission(ourTeam, "M1")
		m.Outcome = &mission.Outcome{Kind: mission.Completed, By: ana, At: noon.Add(time.Hour)}
		return inOrder(func() error { return err }, func() error { return tx.PutMission(m) })
	})
	if err := e.settle(nudges.Row{Team: ourTeam, State: nudges.Settled, Subject: nudges.OfOutcome, Mission: "M1", Channel: refunds, TS: "9.0"}); err != nil {
		t.Fatal(err)
	}
	if m := e.kept("M1"); m.Outcome.Message.TS != "9.0" || m.Card.TS != "1.0" {
		t.Errorf("the ending stands at %q, the card at %q", m.Outcome.Message.TS, m.Card.TS)
	}
	if err := e.settle(nudges.Row{Team: ourTeam, State: nudges.Failed, Reason: "message_not_found", Subject: nudges.OfCard, Mission: "M1", Update: true}); err != nil {
		t.Fatal(err)
	}
	if rows := e.waitingRows(); len(rows) != 0 {
		t.Errorf("the card of an ended mission was posted anew: %+v", rows)
	}
}

func TestSettleLogsNoWords(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	e.stand()
	if err := e.settle(nudges.Row{Team: ourTeam, State: nudges.Failed, Reason: "invalid_blocks", Subject: nudges.OfEntry, Mission: "M1", Ref: "E1"}); err != nil {
		t.Fatal(err)
	}
	if log := e.log.String(); !strings.Contains(log, "invalid_blocks") || strings.Contains(log, "the bank said yes") {
		t.Errorf("the log says %q", log)
	}
}
