package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/raced"
	"throughline/internal/sandbox"
	"throughline/internal/store/bolt"
	"throughline/internal/trial"
)

// kills is how many times the bot is killed at random, and asks for each step by itself besides:
// `go test ./cmd/bot -run Killed -v -kills 1000` prints the figures.
var kills = flag.Int("kills", 0, "kill the bot at each step by itself, and so often at random")

// twoWeeks is a story that takes every way out: a card and what is told in its thread, entries, edits, questions to a
// channel, to people whose conversations are opened first and then stand open, what a trial withholds, and what has
// to be looked up since Slack's answer was lost.
func twoWeeks(l *lives) {
	l.settles()
	l.goes(november(23, 10))
	l.says(sandbox.UserBo, "win the first shop pays out")
	l.goes(november(23, 12))
	l.says(sandbox.UserDee, "join the numbers")
	l.says(sandbox.UserChidi, "commit call the bank by friday")
	l.goes(november(24, 12))
	l.says(sandbox.UserEmi, "join the letters to customers")
	l.goes(november(25, 12))
	l.says(sandbox.UserAna, "learned banks answer on Mondays")
	l.goes(november(36, 23)) // Sunday 6 December
}

func november(day, hour int) time.Time {
	return time.Date(2026, time.November, day, hour, 0, 0, 0, time.UTC)
}

// settles makes a mission with three people in it, who are all asked something, and a trial.
func (l *lives) settles() {
	l.t.Helper()
	var made struct{}
	l.control(http.MethodPost, "channel", map[string]string{
		"as": sandbox.UserAna, "op": "invite", "channel": sandbox.ChannelRefunds, "user": "U0BOT00001",
	}, &made)
	now := l.clock().Now()
	err := l.one.db.Update(l.t.Context(), func(tx *bolt.Tx) error {
		m, err := mission.Start(tx, now, mission.Actor{User: sandbox.UserAna, Team: stormTeam, InChannel: true}, mission.NewMission{
			ID: killedMission, Channel: sandbox.ChannelRefunds, Zone: "Europe/Lisbon",
			Wording: mission.Wording{
				Name: "Refunds in a day", EndState: "Money is back within a day",
				Plan: [3]mission.PhasePlan{
					{DoneWhen: "We know the way", Target: mission.Date{Year: 2026, Month: time.December, Day: 18}},
					{DoneWhen: "Half is automatic", Target: mission.Date{Year: 2027, Month: time.February, Day: 1}},
					{DoneWhen: "All is", Target: mission.Date{Year: 2027, Month: time.March, Day: 1}},
				},
			},
		})
		if err != nil {
			return err
		}
		err = errors.Join(nudges.PlanMission(tx, m, now), nudges.Reschedule(tx, m, now), inTrial(tx, m, now))
		for user, zone := range map[mission.UserID]string{
			sandbox.UserAna: "Europe/Lisbon", sandbox.UserBo: "America/Chicago", sandbox.UserChidi: "Africa/Lagos",
		} {
			err = errors.Join(err,
				tx.PutMember(mission.Member{Team: m.Team, Mission: m.ID, User: user, JoinedAt: now.AddDate(0, 0, -7)}),
				nudges.PlanMember(tx, m, nudges.Person{Team: m.Team, User: user, Zone: zone}, nudges.Reflect, now))
		}
		_, posted := nudges.Post(tx, nudges.Row{
			Key: "card/" + string(m.ID), Team: m.Team, Subject: nudges.OfCard, Mission: m.ID, Channel: m.Channel,
			Due: now, NotBefore: now, Grace: 72 * time.Hour,
		}, now)
		return errors.Join(err, posted)
	})
	if err != nil {
		l.t.Fatal(err)
	}
}

// inTrial lets a trial withhold a third of the questions.
func inTrial(tx *bolt.Tx, m mission.Mission, now time.Time) error {
	t := trial.Trial{ID: "01KATR0000000000000000000T", Team: m.Team, Channel: m.Channel, Rho: trial.Shares[len(trial.Shares)-1], Zone: m.Zone}
	return tx.PutTrial(t.Begin(now.AddDate(0, 0, -2), mission.MessageRef{Channel: m.Channel, TS: "1"}))
}

// ended is what came of a story: of each message that was to go out, how often it did.
type ended struct {
	steps, deaths int
	rows          map[string]int // by what they are, those that were sent or withheld
	states        map[nudges.State]int
	card          string
	calls         map[string]int // of each method that arrived
}

// live plays the story with the given deaths, and holds what Slack has to what the store says.
func live(t *testing.T, seed uint64, dies func(step int) way) ended {
	t.Helper()
	var e ended
	e.steps = inLives(t, seed, func(step int) way {
		w := dies(step)
		if w != survives {
			e.deaths++
		}
		return w
	}, func(l *lives) {
		twoWeeks(l)
		e.rows, e.states, e.card = l.judged()
		e.calls = maps.Clone(l.of)
	})
	return e
}

// ids are the parts of a row's name that differ from run to run.
var ids = regexp.MustCompile(`\b([0-9][0-9A-Z]{25}|[0-9]{10})\b`)

// called is one call in the sandbox's record.
type called struct {
	Method string
	Args   struct {
		Metadata json.RawMessage
		Blocks   json.RawMessage
		Channel  string
		TS       string
	}
	Response struct {
		OK bool
		TS string
	}
}

// judged compares the sandbox's record with the store: each row that says that it was sent stands there once, no
// other does, and nothing stands there that no row knows of.
func (l *lives) judged() (rows map[string]int, states map[nudges.State]int, card string) {
	l.t.Helper()
	var record struct{ Calls []called }
	l.control(http.MethodGet, "calls?since=0", nil, &record)
	stands, shows := make(map[string]int), make(map[string]string)
	for _, c := range record.Calls {
		if c.Response.OK && c.Method == "chat.postMessage" {
			stands[tagIn(string(c.Args.Metadata))]++
		}
		if c.Response.OK && c.Method == "chat.update" {
			shows[c.Args.TS] = string(c.Args.Blocks)
		}
	}
	rows, states = make(map[string]int), make(map[nudges.State]int)
	err := l.one.db.View(l.t.Context(), func(tx *bolt.Tx) error {
		all, err := tx.RowsWith(stormTeam, "")
		for _, r := range all {
			states[r.State]++
			l.judge(r, stands, rows)
			if r.Subject == nudges.OfCard && !r.Update {
				card = shows[r.TS]
			}
		}
		return err
	})
	if err != nil {
		l.t.Fatal(err)
	}
	for tag, n := range stands {
		l.t.Errorf("%d messages %q stand in Slack of which no row tells", n, tag)
	}
	return rows, states, card
}

// judge holds one row to what stands in Slack of it, and takes that off.
func (l *lives) judge(r nudges.Row, stands, rows map[string]int) {
	l.t.Helper()
	if !r.State.Ended() && !r.Due.After(l.clock().Now()) {
		l.t.Errorf("%s never ended: it is %s", r.Key, r.State)
	}
	if r.Update || r.Subject == nudges.OfChore || r.Subject == nudges.OfRound {
		return // it posts nothing
	}
	tag := l.seal.Tag("row", string(r.Team)+"\x00"+r.Key)
	n := stands[tag]
	delete(stands, tag)
	if want := r.State == nudges.Settled; n > 1 || want != (n == 1) {
		l.t.Errorf("%s is %s (%s) and stands %d times", r.Key, r.State, r.Reason, n)
	}
	if r.State == nudges.Settled || r.State == nudges.Withheld {
		rows[rowIn(r)]++
	}
}

// rowIn says what a row is, the same in each run.
func rowIn(r nudges.Row) string {
	name := fmt.Sprintf("%s %s %s%s", r.Subject, ids.ReplaceAllString(r.Ref, "*"), r.Channel, r.User)
	if r.Nudge != nil {
		name += fmt.Sprintf(" %s %s", r.Nudge.Kind, r.Nudge.Wall)
	}
	return name
}

// tagIn returns the opaque name in a message's metadata, as it was sent.
func tagIn(metadata string) string {
	var text string
	if json.Unmarshal([]byte(metadata), &text) == nil {
		metadata = text
	}
	var m struct {
		Payload struct{ K string } `json:"event_payload"`
	}
	if json.Unmarshal([]byte(metadata), &m) != nil {
		return ""
	}
	return m.Payload.K
}

// undying is a story without deaths.
func undying(int) way { return survives }

// same reports what one story brought and the other did not.
func same(t *testing.T, what string, want, got ended) {
	t.Helper()
	for name, n := range want.rows {
		if got.rows[name] != n {
			t.Errorf("%s: %d of %q, want %d", what, got.rows[name], name, n)
		}
	}
	for name, n := range got.rows {
		if want.rows[name] == 0 {
			t.Errorf("%s: %d of %q, which nobody was to get", what, n, name)
		}
	}
	if got.card != want.card {
		t.Errorf("%s: the card shows\n%s\nwant\n%s", what, got.card, want.card)
	}
}

// takesEveryWay checks that a story meets all that can become of a message.
func (e ended) takesEveryWay(t *testing.T) {
	t.Helper()
	for _, method := range []string{
		"conversations.open", "chat.postMessage", "chat.update", "conversations.history", "conversations.replies",
	} {
		if e.calls[method] < 2 {
			t.Errorf("the story calls %s %d times", method, e.calls[method])
		}
	}
	if e.states[nudges.Settled] < 10 || e.states[nudges.Withheld] == 0 || e.card == "" {
		t.Errorf("the story is too small: %v", e.states)
	}
	for _, what := range []string{"card", "entry", "thread", "nudge  C0", "nudge  D0", "coach", "reflect", "welcome", "follow_up"} {
		if !strings.Contains(strings.Join(slices.Sorted(maps.Keys(e.rows)), "\n"), what) {
			t.Errorf("nothing in the story is a %s", what)
		}
	}
}

// Killed at any write and at any call, the bot loses nothing and does nothing twice. Each story here kills it at
// every so many steps, a step further each time, so that together they kill it everywhere.
func TestABotKilledAtAnyStepLosesNothingAndDoublesNothing(t *testing.T) {
	t.Parallel()
	undisturbed := live(t, 1, undying)
	undisturbed.takesEveryWay(t)
	t.Logf("%d steps, %v", undisturbed.steps, undisturbed.states)
	const apart = 23
	stories, deaths := apart, 0
	if raced.Enabled {
		stories = 3
	}
	for first := range stories {
		got := live(t, uint64(first), func(step int) way {
			if step%apart != first {
				return survives
			}
			return before + way(step/apart+first)%waysToDie
		})
		same(t, fmt.Sprintf("killed at every %d steps from step %d on", apart, first), undisturbed, got)
		deaths += got.deaths
	}
	if deaths < undisturbed.steps*stories/apart {
		t.Errorf("the bot was killed %d times only, in stories of %d steps", deaths, undisturbed.steps)
	}
	t.Logf("killed %d times", deaths)
}

// The long form kills the bot once at each step, in each way, and then at random, several times a story.
func TestABotKilledAtEachStepByItself(t *testing.T) {
	t.Parallel()
	undisturbed := live(t, 1, undying)
	stories, deaths := 0, 0
	play := func(what string, seed uint64, dies func(step int) way) {
		got := live(t, seed, dies)
		same(t, what, undisturbed, got)
		stories, deaths = stories+1, deaths+got.deaths
	}
	for step := range undisturbed.steps {
		for w := before; w <= waysToDie && *kills > 0; w++ {
			play(fmt.Sprintf("killed %s step %d", w, step+1), 1, func(n int) way {
				if n == step+1 {
					return w
				}
				return survives
			})
		}
	}
	atRandom := 0
	for seed := uint64(1); atRandom < max(*kills, 10); seed++ {
		draw, here := rand.New(rand.NewPCG(seed, 1)), 0
		play(fmt.Sprintf("killed at random, seed %d", seed), seed, func(int) way {
			if here >= 40 || draw.IntN(12) > 0 {
				return survives
			}
			here++
			return before + way(draw.IntN(int(waysToDie)))
		})
		atRandom += here
	}
	t.Logf("%d stories, killed %d times", stories, deaths)
}
