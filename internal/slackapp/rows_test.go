package slackapp

import (
	"testing"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// A row's key says which message it is: asking for it twice in one moment posts once, and where the same
// thing can happen again, a later moment is another message.
func TestRowKeys(t *testing.T) {
	t.Parallel()
	m := mission.Mission{ID: "M1", Team: ourTeam, Channel: refunds}
	entry := mission.Entry{ID: "E1", Team: ourTeam, Mission: "M1", Author: ana, Post: mission.MessageRef{Channel: refunds, TS: "2.0"}}
	asked := nudges.Row{Key: "nudge/coach/M1/2026-11-24T10:00/C1", Team: ourTeam, Mission: "M1", Channel: refunds, TS: "3.0"}
	const at = "1795521600000" // noon in milliseconds
	for _, row := range []struct {
		sentence string
		write    func(rows) error
		key, ref string
		again    bool // a later moment is another message
	}{
		{"a mission has one card", func(w rows) error { return w.cardPosted(m) }, "card/M1", "", false},
		{"a card on its way is not posted anew", func(w rows) error { return w.cardPostedAnew(m) }, "card/M1", "", false},
		{"edits of a card that wait are one", func(w rows) error { return w.cardChanged(m) }, "card/M1/edit", "", false},
		{"an entry has one message", func(w rows) error { return w.entryPosted(m, entry) }, "entry/E1", "E1", false},
		{"edits of an entry that wait are one", func(w rows) error { return w.entryChanged(m, entry) }, "entry/E1/edit", "E1", false},
		{"a line of the card's thread can come again", func(w rows) error { return w.line(m, lineJoined, string(ana)) },
			"thread/M1/joined:U0ANA00001/" + at, "joined:U0ANA00001", true},
		{"help is offered once a person", func(w rows) error { return w.entryLine(m, entry, lineHelp, "E1", string(bo)) },
			"thread/M1/help:E1:U0BO000001", "help:E1:U0BO000001", false},
		{"a question can be skipped and skipped again", func(w rows) error { return w.planLine(m, asked, lineSkipped, string(bo)) },
			"thread/M1/skipped:U0BO000001/" + at, "skipped:U0BO000001", true},
		{"edits of a question that wait are one", func(w rows) error { return w.nudgeChanged(asked) }, asked.Key + "/edit", asked.Key, false},
		{"a typed reply is acknowledged once", func(w rows) error { return w.replyKept(asked, mission.MessageRef{Channel: "D1", TS: "4.0"}, "") },
			asked.Key + "/kept/4.0", "kept:D1:4.0:" + asked.Key, false},
		{"a phase can be closed again after it was taken back", func(w rows) error { return w.phaseClosed(m, mission.Middle) }, "phase/M1/1/" + at, "1", true},
		{"so can a mission be ended", func(w rows) error { return w.ended(m) }, "outcome/M1/" + at, "", true},
		{"a notice comes once a person", func(w rows) error { return w.notice(m, bo, noticeUnsent, "E1") }, "notice/U0BO000001/unsent:E1", "unsent:E1", false},
		{"a channel is greeted once", func(w rows) error { return w.hello(ourTeam, refunds) }, "hello/C0REFUNDS1", "hello", false},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			e := newEdge(t)
			for range 2 {
				e.update(func(tx Tx) error { return row.write(e.rows(tx)) })
			}
			got := e.waitingRows()
			if len(got) != 1 || got[0].Key != row.key || got[0].Ref != row.ref || got[0].Team != ourTeam || !got[0].NotBefore.Equal(noon) || got[0].Grace == 0 {
				t.Fatalf("asked for twice: %+v, want the key %q and the ref %q", got, row.key, row.ref)
			}
			e.clock.move(time.Second)
			e.update(func(tx Tx) error { return row.write(e.rows(tx)) })
			if later := e.waitingRows(); len(later) > 1 != row.again {
				t.Errorf("asked for a second later: %+v", later)
			}
		})
	}
}

func TestAMessageIsPostedAnewOnlyOnceTheEarlierOnesEnded(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	for _, row := range []struct {
		sentence string
		key      string
		state    nudges.State
		want     string
	}{
		{"the first one", "", "", "card/M1"},
		{"after one that was refused", "card/M1", nudges.Failed, "card/M1/1"},
		{"not while the second is on its way", "card/M1/1", nudges.Sending, ""},
		{"after a second that was refused", "card/M1/1", nudges.Failed, "card/M1/2"},
	} {
		if row.key != "" {
			e.update(func(tx Tx) error { return tx.PutRow(nudges.Row{Team: ourTeam, Key: row.key, State: row.state}) })
		}
		e.update(func(tx Tx) error {
			key, free, err := e.rows(tx).another(ourTeam, "card/M1")
			if key != row.want || free != (row.want != "") {
				t.Errorf("%s: %q, %v", row.sentence, key, free)
			}
			return err
		})
	}
}

func TestRefsComeApartAgain(t *testing.T) {
	t.Parallel()
	what, args := refParts(ref(lineHelp, "E1", string(bo)))
	if what != lineHelp || len(args) != 2 || args[0] != "E1" || args[1] != string(bo) {
		t.Errorf("help came apart as %q, %q", what, args)
	}
	if what, args := refParts(noticeHello); what != noticeHello || len(args) != 0 {
		t.Errorf("hello came apart as %q, %q", what, args)
	}
}
