package crashtest

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp"
)

// Report is what a run brought.
type Report struct {
	Seed                      uint64
	Kills, Starting, Stopping int // deaths; those while it started, and while it was asked to stop
	Checks                    int // how often the store was opened and verified
	Acts, Twice               int // what people did; envelopes that came again
	Sure, Open                int // entries that were acknowledged; those of which it was open whether they are kept
	Kept                      int // of the open ones
	Ticks, Pieces, Reflected  int
	Messages, Edits           int
	Ordered                   int // messages that had to stand behind an earlier one of their channel
	Nudges                    int // questions that went out
	Rows                      map[nudges.State]int
	Late                      []string // rows that were skipped as late, and what was going on meanwhile
	Took                      time.Duration
}

// String is a report as a page of the documentation shows it.
func (r Report) String() string {
	return fmt.Sprintf("seed %d: killed %d times (%d while starting, %d while stopping) in %v, the store verified %d times\n"+
		"people did %d things, %d envelopes came again\n"+
		"%d entries were acknowledged and are kept, of %d others %d are kept; %d ticks, %d pieces, %d reflections\n"+
		"%d messages stand, each once, %d of them behind an earlier one, in order; %d edits; %d questions came due and went out; rows %v%s",
		r.Seed, r.Kills, r.Starting, r.Stopping, r.Took.Round(time.Second/10), r.Checks, r.Acts, r.Twice,
		r.Sure, r.Open, r.Kept, r.Ticks, r.Pieces, r.Reflected, r.Messages, r.Ordered, r.Edits, r.Nudges, r.Rows,
		strings.Join(append([]string{""}, r.Late...), "\n"))
}

// mostFaults is how many faults of one kind are named.
const mostFaults = 10

// faults collects what is wrong.
type faults struct {
	named map[string]int
	all   []error
}

func (f *faults) add(kind, format string, args ...any) {
	if f.named == nil {
		f.named = map[string]int{}
	}
	if f.named[kind]++; f.named[kind] <= mostFaults {
		f.all = append(f.all, fmt.Errorf(kind+": "+format, args...))
	}
}

func (f *faults) err() error {
	for kind, n := range f.named {
		if n > mostFaults {
			f.all = append(f.all, fmt.Errorf("%s: %d in all", kind, n))
		}
	}
	return errors.Join(f.all...)
}

// unfinished counts the rows that should have ended by now.
func (t *trial) unfinished(ctx context.Context, store Opened) (left int, err error) {
	err = store.View(ctx, func(tx slackapp.Tx) error {
		rows, err := tx.RowsWith(team, "")
		left = len(slices.DeleteFunc(rows, func(r nudges.Row) bool { return !t.overdue(r) }))
		return err
	})
	return left, err
}

// overdue reports whether a row should have ended by now.
func (t *trial) overdue(r nudges.Row) bool {
	now := t.clock()
	return !r.State.Ended() && r.Due.Before(now) && (r.State != nudges.Due || r.NotBefore.Before(now))
}

// judge holds the store to what people were told and to what stands in Slack.
func (t *trial) judge(ctx context.Context, store Opened) error {
	f := &faults{}
	t.report.Acts, t.report.Twice = t.ledger.acts, t.ledger.twice
	err := store.View(ctx, func(tx slackapp.Tx) error {
		return errors.Join(t.judgeEntries(tx, f), t.judgeCards(tx, f), t.judgePieces(tx, f), t.judgeReflections(tx, f), t.judgeRows(tx, f), t.judgeOrder(tx, f))
	})
	if t.report.Sure == 0 || t.report.Messages == 0 {
		f.add("nothing was judged", "people did %d things, of which nothing was kept, or nothing stands", t.report.Acts)
	}
	return errors.Join(err, f.err())
}

// tokens finds the words that name deeds.
var tokens = regexp.MustCompile(`\bq[0-9]{6}q\b`)

// judgeEntries looks for every entry that was told, in the store and in its channel.
func (t *trial) judgeEntries(tx slackapp.Tx, f *faults) error {
	kept, stands := map[string]mission.Entry{}, map[string]int{}
	for i, m := range t.cast.missions {
		all, err := tx.Entries(team, m.ID, "", 1<<30)
		if err != nil {
			return err
		}
		for _, e := range all {
			token := tokens.FindString(e.Text)
			if _, twice := kept[token]; twice || token == "" {
				f.add("an entry is kept twice", "%q", e.Text)
			}
			kept[token] = e
		}
		shown, err := t.slack.messages(t.cast.speakers[i].id, string(m.Channel))
		if err != nil {
			return err
		}
		for _, msg := range shown {
			if token := tokens.FindString(msg.Text); t.ledger.told[token] != nil && !msg.Pinned {
				stands[token]++
			}
		}
	}
	for token, e := range kept {
		t.judgeEntry(token, e, stands[token], f)
	}
	for token, d := range t.ledger.told {
		if !d.sure {
			t.report.Open++
		}
		if _, ok := kept[token]; d.sure && !ok {
			f.add("an acknowledged entry is lost", "%s of %s", token, d.who)
		}
	}
	for token := range stands {
		if _, ok := kept[token]; !ok {
			f.add("a message stands of which the store knows nothing", "%s", token)
		}
	}
	return nil
}

func (t *trial) judgeEntry(token string, e mission.Entry, stands int, f *faults) {
	d := t.ledger.told[token]
	switch {
	case d == nil:
		f.add("an entry that nobody told", "%q", e.Text)
		return
	case d.who != string(e.Author):
		f.add("an entry is somebody else's", "%s told %s, and it is %s's", d.who, token, e.Author)
	case stands != 1:
		f.add("an entry does not stand once", "%s stands %d times", token, stands)
	}
	if d.sure {
		t.report.Sure++
	} else {
		t.report.Kept++
	}
	switch gone := !e.OpenedAt.IsZero(); {
	case d.tickSure && !gone && !t.toldOtherwise(d):
		f.add("an acknowledged tick is lost", "%s", token)
	case !gone:
	case d.ticked == 0:
		f.add("a tick that nobody made", "%s", token)
	default:
		t.report.Ticks++
	}
}

// toldWithin is how soon after a press its person is told, beside the channel, that nothing came of it.
const toldWithin = 10 * time.Minute

// toldOtherwise reports whether somebody read, soon after she pressed a button, what she alone sees: a press is acknowledged
// without words, and what came of it is told after that.
func (t *trial) toldOtherwise(d *deed) bool {
	for _, p := range t.cast.speakers {
		if p.id != d.who {
			continue
		}
		all, err := t.slack.seenBy(p.id, p.channel)
		return err == nil && slices.ContainsFunc(all, func(m message) bool {
			seconds, err := strconv.ParseFloat(m.TS, 64)
			after := time.Unix(int64(seconds), 0).Sub(d.tickedAt)
			return err == nil && m.Hidden && after > -time.Second && after < toldWithin
		})
	}
	return false
}

// judgeCards looks on each card for the newest win of its mission, since an edit that is lost leaves an older one there.
func (t *trial) judgeCards(tx slackapp.Tx, f *faults) error {
	for i, m := range t.cast.missions {
		wins, err := tx.Entries(team, m.ID, "", 1, mission.Win)
		if err != nil {
			return err
		}
		if len(wins) == 0 {
			continue
		}
		newest := wins[0]
		card, err := t.card(t.cast.speakers[i])
		if err != nil {
			return err
		}
		if card == "" {
			f.add("a card is not pinned", "that of %s", m.ID)
		} else if token := tokens.FindString(newest.Text); !strings.Contains(card, token) {
			edit, err := tx.Row(team, "card/"+string(m.ID)+"/edit")
			f.add("a card was not brought up to date", "%s lacks %s of %s and shows %q; its edit is %s (%s), sent at %s, not before %s, at %s: %v",
				m.ID, token, newest.At, tokens.FindAllString(card, -1), edit.State, edit.Reason, edit.SentAt, edit.NotBefore, t.clock(), err)
		}
	}
	return nil
}

// judgePieces holds each piece to the last one that was acknowledged, or to one that was tried after it.
func (t *trial) judgePieces(tx slackapp.Tx, f *faults) error {
	for _, p := range t.cast.speakers {
		want := t.ledger.pieces[p.id]
		m, err := tx.Member(team, p.mission, mission.UserID(p.id))
		if err != nil {
			return err
		}
		got := tokens.FindString(m.Piece)
		switch {
		case want == nil:
			continue
		case got != want.sure && !slices.Contains(want.maybe, got):
			f.add("an acknowledged piece is lost", "%s has %q, and was told of %q", p.id, got, want.sure)
		}
		if got != "" {
			t.report.Pieces++
		}
	}
	return nil
}

// card is the text of the card that stands in a speaker's channel.
func (t *trial) card(p speaker) (string, error) {
	all, err := t.slack.messages(p.id, p.channel)
	for _, m := range all {
		if m.Pinned {
			return m.Text, err
		}
	}
	return "", err
}

// judgeReflections opens what the readers wrote: each at most once, and under nobody else's name.
func (t *trial) judgeReflections(tx slackapp.Tx, f *faults) error {
	kept := map[string]int{}
	for _, r := range t.cast.readers {
		notes, err := tx.Reflections(team, mission.UserID(r.id), "", 100)
		if err != nil {
			return err
		}
		for _, n := range notes {
			words, err := t.sealer.Open(mission.Binding{Team: n.Team, User: n.User, Field: "reflection", Record: string(n.ID)}, n.Text)
			if err != nil {
				f.add("a sealed word does not open", "%v", err)
				continue
			}
			token := tokens.FindString(words)
			if d := t.ledger.written[token]; d == nil || d.who != r.id {
				f.add("a reflection that nobody wrote", "%s of %s", token, r.id)
			}
			kept[token]++
		}
		if err := t.answered(r, f, kept); err != nil {
			return err
		}
	}
	return nil
}

// answered holds what a reader was told in her conversation to what is kept.
func (t *trial) answered(r reader, f *faults, kept map[string]int) error {
	all, err := t.slack.messages(r.id, "@app")
	if err != nil {
		return err
	}
	said := 0
	for _, m := range all {
		if strings.Contains(m.Text, "Kept. Your message stays") {
			said++
		}
	}
	for token, d := range t.ledger.written {
		if d.who != r.id {
			continue
		}
		n := kept[token]
		t.report.Reflected += n
		if n == 0 && d.sure {
			f.add("a reflection is lost", "%s of %s", token, r.id)
		}
		if n > 1 || said > n {
			f.add("a reflection is not kept once", "%s is kept %d times, and its author read %d times that it is", token, n, said)
		}
	}
	return nil
}

// judgeRows holds every row of the outbox to what was posted of it, and every question to its time.
func (t *trial) judgeRows(tx slackapp.Tx, f *faults) error {
	rows, err := tx.RowsWith(team, "")
	if err != nil {
		return err
	}
	t.report.Rows = map[nudges.State]int{}
	stands := t.slack.posts.standing
	t.report.Edits = t.slack.posts.edits
	byKey := map[string]nudges.Row{}
	for _, r := range rows {
		t.report.Rows[r.State]++
		byKey[r.Key] = r
		if t.overdue(r) {
			f.add("a row is stuck", "%s is %s (%s), due %s, not before %s, leased until %s, at %s",
				r.Key, r.State, r.Reason, r.Due, r.NotBefore, r.Lease, t.clock())
		}
		if r.Update || r.Subject == nudges.OfChore || r.Subject == nudges.OfRound {
			continue // It posts nothing.
		}
		tag := t.sealer.Tag("row", string(r.Team)+"\x00"+r.Key)
		n := stands[tag]
		delete(stands, tag)
		t.report.Messages += n
		if n > 1 || (r.State == nudges.Settled) != (n == 1) {
			f.add("a message does not stand once", "%s is %s (%s) and was posted %d times", r.Key, r.State, r.Reason, n)
		}
		late := r.State == nudges.Skipped && r.Subject != nudges.OfNudge && r.Subject != nudges.OfNotice // These have their time.
		if late || r.State == nudges.Failed || r.State == nudges.Unsure {
			f.add("a message is lost", "%s is %s (%s)", r.Key, r.State, r.Reason)
		}
	}
	for tag, n := range stands {
		f.add("a message that no row tells of", "%q was posted %d times", tag, n)
	}
	t.report.Late = t.judgeLate(rows, f)
	t.judgeQuestions(byKey, f)
	return nil
}

// judgeQuestions looks for the question of each reader whose time has come.
func (t *trial) judgeQuestions(rows map[string]nudges.Row, f *faults) {
	if t.Real {
		for _, r := range rows {
			if r.Nudge != nil && r.State == nudges.Settled {
				t.report.Nudges++
			}
		}
		return // What is asked at this hour of this day depends on both.
	}
	for _, r := range t.cast.readers {
		if !r.due.Before(t.clock()) {
			continue
		}
		key := nudges.NudgeKey(r.plan, r.due.UTC().Format(wallFormat), r.id)
		row, ok := rows[key]
		switch {
		case !ok:
			f.add("a question was lost", "%s", key)
		case row.State != nudges.Settled:
			f.add("a question did not go out", "%s is %s (%s)", key, row.State, row.Reason)
		default:
			t.report.Nudges++
		}
	}
}
