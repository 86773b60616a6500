package slackapp

import (
	"fmt"
	"testing"
	"time"

	"throughline/internal/limits"
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/seal"
	"throughline/internal/slackapp/view"
)

// limited is an edge on which the limits hold.
type limited struct {
	*edge
	sealer *seal.Sealer
	made   int
}

func newLimited(t *testing.T) *limited {
	t.Helper()
	sealer, err := seal.New(seal.NewKey())
	if err != nil {
		t.Fatal(err)
	}
	l := &limited{edge: newEdge(t), sealer: sealer}
	l.begins()
	return l
}

// begins gives a bot that has just started its settings and its key.
func (l *limited) begins() {
	l.seal = l.sealer
	l.Change(Set{Library: nudges.Builtin(), Limits: 1})
}

// fresh returns a key that no other change has.
func (l *limited) fresh() string {
	l.made++
	return fmt.Sprintf("click/%d", l.made)
}

// act is a change that puts rows on their way.
type act struct {
	by      mission.UserID
	did     string
	letters int
	rows    []nudges.Row
}

// times does a change so often, and returns how often it went through and what the first refusal was.
func (l *limited) times(n int, a act) (through int, refused mission.Code) {
	l.t.Helper()
	for range n {
		ctx := causedBy(l.t.Context(), a.by, a.letters)
		_, err := l.once(ctx, l.fresh(), func(tx Tx) (outcome, error) {
			for _, r := range a.rows {
				r.Team, r.Key = ourTeam, "row/"+l.fresh()
				if err := tx.PutRow(r); err != nil {
					return outcome{}, err
				}
			}
			return outcome{Did: a.did, User: a.by}, nil
		})
		refusal, is := mission.Refused(err)
		switch {
		case err == nil:
			through++
		case !is:
			l.t.Fatal(err)
		case refused == "":
			refused = refusal.Code
			if !refusal.At.After(l.clock.Now()) {
				l.t.Errorf("%s: it says that it goes on at %v, and it is %v", refused, refusal.At, l.clock.Now())
			}
		}
	}
	return through, refused
}

// TestWhatCounts holds each limit to what counts under it, and to what does not.
func TestWhatCounts(t *testing.T) {
	post := nudges.Row{Subject: nudges.OfEntry, Channel: refunds, State: nudges.Due, NotBefore: noon}
	with := func(change func(*nudges.Row)) []nudges.Row {
		r := post
		change(&r)
		return []nudges.Row{r}
	}
	t.Parallel()
	const all = 60
	for _, row := range []struct {
		sentence string
		act      act
		through  int
		code     mission.Code
	}{
		{"messages in a channel", act{by: bo, rows: []nudges.Row{post}}, limits.Posts.Burst, view.ManyPosts},
		{"two messages at once count twice", act{by: bo, rows: []nudges.Row{post, post}}, limits.Posts.Burst / 2, view.ManyPosts},
		{"messages to people", act{by: bo, rows: with(func(r *nudges.Row) { r.User = ana })}, limits.Direct.Burst, view.Many},
		{"files of what is held about somebody", act{by: bo, did: "my_data"}, limits.Direct.Burst, view.Many},
		{"missions", act{by: bo, did: "start"}, limits.Missions.Burst, view.ManyMissions},
		{"letters", act{by: bo, letters: limits.Letters.Burst / 5}, 5, view.ManyLetters},
		{"an edit is no message", act{by: bo, rows: with(func(r *nudges.Row) { r.Update = true })}, all, ""},
		{"what is planned is none yet", act{by: bo, rows: with(func(r *nudges.Row) { r.NotBefore = noon.Add(time.Hour) })}, all, ""},
		{"what is tried again was counted", act{by: bo, rows: with(func(r *nudges.Row) { r.Attempts = 1 })}, all, ""},
		{"what has gone out was counted", act{by: bo, rows: with(func(r *nudges.Row) { r.State = nudges.Settled })}, all, ""},
		{"questions have a budget of their own", act{by: bo, rows: with(func(r *nudges.Row) { r.Subject = nudges.OfNudge })}, all, ""},
		{"chores post nothing", act{by: bo, rows: with(func(r *nudges.Row) { r.Subject = nudges.OfChore })}, all, ""},
		{"nobody is kept from being forgotten", act{by: bo, did: "forget", letters: limits.Letters.Burst, rows: []nudges.Row{post, post}}, all, ""},
		{"what Slack tells by itself is nobody's", act{rows: []nudges.Row{post}}, all, ""},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			e := newLimited(t)
			if through, code := e.times(all, row.act); through != row.through || code != row.code {
				t.Errorf("%d of %d go through and the refusal is %q, want %d and %q", through, all, code, row.through, row.code)
			}
		})
	}
}

// TestLimitsAreForOnePersonAndOnePlace lets somebody reach a limit in one channel: others, and other channels, are free, and
// so is she as soon as the refusal said.
func TestLimitsAreForOnePersonAndOnePlace(t *testing.T) {
	t.Parallel()
	e := newLimited(t)
	in := func(by mission.UserID, channel mission.ChannelID) act {
		return act{by: by, rows: []nudges.Row{{Subject: nudges.OfEntry, Channel: channel, State: nudges.Due, NotBefore: noon}}}
	}
	e.times(100, in(bo, refunds))
	if n, _ := e.times(1, in(ana, refunds)); n != 1 {
		t.Error("Ana is refused for what Bo did")
	}
	if n, _ := e.times(1, in(bo, "C0ELSE0001")); n != 1 {
		t.Error("Bo is refused in another channel")
	}
	if n, _ := e.times(1, in(bo, refunds)); n != 0 {
		t.Error("Bo is not refused")
	}
	if rows := len(e.waitingRows()); rows != limits.Posts.Burst+2 {
		t.Errorf("%d messages are on their way: what was refused left something behind", rows)
	}
	e.restart() // What counts is kept.
	e.begins()
	e.clock.move(limits.Posts.Every)
	if n, _ := e.times(2, in(bo, refunds)); n != 1 {
		t.Errorf("%d of two go through once one may", n)
	}
}

// What takes longest is what a refusal tells of: who comes back then gets through.
func TestARefusalTellsTheLongestWait(t *testing.T) {
	t.Parallel()
	e := newLimited(t)
	e.times(limits.Missions.Burst, act{by: bo, did: "start"})
	if _, code := e.times(1, act{by: bo, letters: limits.Letters.Burst}); code != "" {
		t.Fatalf("the letters are refused: %s", code)
	}
	ctx := causedBy(t.Context(), bo, limits.Letters.Burst)
	_, err := e.once(ctx, e.fresh(), func(Tx) (outcome, error) { return outcome{Did: "start", User: bo}, nil })
	refusal, ok := mission.Refused(err)
	longest := time.Duration(limits.Letters.Burst) * limits.Letters.Every
	if !ok || refusal.Code != view.ManyLetters || refusal.At.Sub(noon) != longest {
		t.Errorf("the refusal is %+v, want that of the letters, %v from now", refusal, longest)
	}
}

// Whatever is kept counts among all changes, private notes too.
func TestEveryChangeCounts(t *testing.T) {
	t.Parallel()
	e := newLimited(t)
	e.update(func(tx Tx) error {
		for i := range limits.Changes.Burst + 1 {
			err := e.counted(watch(tx, noon), cause{user: bo}, outcome{Did: "reflect", User: bo})
			refusal, refused := mission.Refused(err)
			if refused != (i == limits.Changes.Burst) || refused && refusal.Code != view.Many {
				t.Fatalf("change %d ends with %v", i+1, err)
			}
		}
		return nil
	})
}
