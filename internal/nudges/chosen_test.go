package nudges

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges/choice"
)

// chosenFor is what was chosen for a row on risk.
func chosenFor(r Row) Chosen {
	if r.User != "" {
		r.Channel = "" // of which the one is enough
	}
	return Chosen{
		Team: r.Team, Key: r.Key, At: r.SentAt, Mission: r.Mission, Channel: r.Channel, User: r.User, Audience: Channel,
		Draw: choice.Draw{Themes: []choice.Theme{{Name: "own"}, {Name: "risk"}}, Theme: 1, Questions: []choice.Question{{ID: "q"}}},
	}
}

func TestWhatCountsAsAnAnswer(t *testing.T) {
	sent := lisbonDay(1, 10, 0)
	told := func(hours int, withdrawn bool) func(*memory, *Row) {
		return func(m *memory, _ *Row) {
			e := mission.Entry{ID: "E1", Team: team, Mission: "M1", At: sent.Add(time.Duration(hours) * time.Hour)}
			if withdrawn {
				e.WithdrawnAt = e.At
			}
			m.entries = append(m.entries, e)
		}
	}
	answer := func(a Answer, hours int) func(*memory, *Row) {
		return func(_ *memory, r *Row) {
			r.Nudge.Answer, r.Nudge.AnsweredAt = a, sent.Add(time.Duration(hours)*time.Hour)
		}
	}
	toBo := func(then func(*memory, *Row)) func(*memory, *Row) {
		return func(m *memory, r *Row) {
			r.Channel, r.User = "DBO", "UBO"
			then(m, r)
		}
	}
	state := func(s State) func(*memory, *Row) { return func(_ *memory, r *Row) { r.State = s } }
	nothing := func(*memory, *Row) {}
	for name, c := range map[string]struct {
		change func(*memory, *Row)
		want   Outcome
	}{
		"nothing happens":                           {nothing, OutcomeSilent},
		"they talked about it":                      {answer(Talked, 3), OutcomeAnswered},
		"it is answered at the last moment":         {answer(Answered, 48), OutcomeAnswered},
		"it is answered after two days":             {answer(Answered, 49), OutcomeSilent},
		"it is put off":                             {answer(NotNow, 1), OutcomeSilent},
		"something is told in the mission":          {told(47, false), OutcomeAnswered},
		"something was told before":                 {told(-1, false), OutcomeSilent},
		"something is told after two days":          {told(49, false), OutcomeSilent},
		"what was told is taken back":               {told(5, true), OutcomeSilent},
		"a person answers":                          {toBo(answer(Answered, 3)), OutcomeAnswered},
		"a person is asked and others tell":         {toBo(told(3, false)), OutcomeSilent},
		"it was never delivered":                    {state(Failed), OutcomeVoid},
		"nobody knows whether it was delivered":     {state(Unsure), OutcomeVoid},
		"it came too late and was left out":         {state(Skipped), OutcomeVoid},
		"a trial withheld it":                       {state(Withheld), OutcomeVoid},
		"it is in doubt still":                      {state(Unknown), OutcomeOpen},
		"its row is gone, as after somebody erased": {func(m *memory, r *Row) { r.Key = "another" }, OutcomeVoid},
	} {
		t.Run(name, func(t *testing.T) {
			m, _ := refundsTeam()
			r := Row{Key: "K", Team: team, Subject: OfNudge, Mission: "M1", Channel: "C1", State: Settled, SentAt: sent, Nudge: &Asked{Kind: Coach}}
			c.change(m, &r)
			logged := chosenFor(r)
			logged.Key = "K"
			m.do(t, func(tx Tx) error { return errors.Join(tx.PutRow(r), tx.PutChosen(logged)) })
			m.do(t, func(tx Tx) error { return settleChosen(tx, sent.Add(48*time.Hour-time.Second)) })
			if got := m.chosen["K"].Outcome; got != OutcomeOpen {
				t.Fatalf("before the time is over it is %q", got)
			}
			want := Count{Asked: 1}
			if c.want == OutcomeAnswered {
				want.Answered = 1
			}
			if c.want == OutcomeVoid || c.want == OutcomeOpen {
				want = Count{}
			}
			for range 3 { // again and again, as after crashes
				m.do(t, func(tx Tx) error { return settleChosen(tx, sent.Add(49*time.Hour)) })
				here, all := m.places[logged.place()], m.audiences[Channel]
				if got := m.chosen["K"].Outcome; got != c.want || here.Themes["risk"] != want || all.Themes["risk"] != want || all.Questions["q"] != want {
					t.Fatalf("it is %q and counts %+v here and %+v everywhere; want %q and %+v", got, here, all, c.want, want)
				}
			}
			if here := m.places[logged.place()]; want.Asked > 0 && (here.User != r.User || (here.Channel != "") != (r.User == "")) {
				t.Errorf("the counts are those of %q and %q", here.Channel, here.User)
			}
		})
	}
}

// faulty is a store whose transactions can be made to fail at their end.
type faulty struct {
	*memory
	fails bool
}

func (f *faulty) Update(ctx context.Context, do func(Tx) error) error {
	return f.memory.Update(ctx, func(tx Tx) error {
		if err := do(tx); err != nil || !f.fails {
			return err
		}
		return errors.New("the disk is gone")
	})
}

// TestAChoiceAndItsLogAreWrittenTogether lets the store fail between, and sends one row twice.
func TestAChoiceAndItsLogAreWrittenTogether(t *testing.T) {
	m, run, _, clock, e := setup(t)
	store := &faulty{memory: m}
	e.store = store
	e.Change(Builtin(), nil, 0)
	m.do(t, func(tx Tx) error { return PlanMember(tx, run, m.people["UANA"], Reflect, clock.Now()) })
	clock.moveTo(onFriday(15, 0))
	if err := e.plansToRows(t.Context()); err != nil {
		t.Fatal(err)
	}
	key := m.only(t).Key
	held, mine, err := e.claim(t.Context(), rowKey{team, key}, e.lots())
	if err != nil || !mine || len(m.chosen) != 0 {
		t.Fatalf("claim: %v, %v, %d choices", mine, err, len(m.chosen))
	}
	known := &facts{inChannel: true, powers: []mission.Power{mission.Learning}}
	store.fails = true
	if _, err := e.begin(t.Context(), held, known, e.lots()); err == nil {
		t.Fatal("begin succeeds where the store fails")
	}
	if got := m.row(t, key); got.State != Claimed || len(m.chosen) != 0 {
		t.Fatalf("after the store failed the row is %s with %d choices", got.State, len(m.chosen))
	}
	store.fails = false
	r, err := e.begin(t.Context(), held, known, e.lots())
	logged := m.chosen[key]
	if err != nil || r.State != Sending || logged.Draw.Questions[logged.Draw.Question].ID != r.Nudge.Question {
		t.Fatalf("begin: %s, %v, with %+v", r.State, err, logged.Draw)
	}
	if logged.Draw.Lot.PickTheme != 0 || logged.User != "UANA" || logged.Channel != "" || logged.Phase != run.Phase || logged.Rule != choice.Rule() {
		t.Errorf("logged %+v", logged)
	}
	if r.Nudge.Rested != len(logged.Draw.Themes) || r.Nudge.Tickets != logged.Draw.Share() {
		t.Errorf("the row says %d themes and %d tickets", r.Nudge.Rested, r.Nudge.Tickets)
	}
	// It surely never appeared, so it is sent once more, with another question: the last choice stands.
	m.do(t, func(tx Tx) error { return tx.PutRow(postpone(r, clock.Now(), "")) })
	held, _, err = e.claim(t.Context(), rowKey{team, key}, e.lots())
	if err != nil {
		t.Fatal(err)
	}
	r, err = e.begin(t.Context(), held, known, e.lots())
	logged = m.chosen[key]
	if err != nil || len(m.chosen) != 1 || logged.Draw.Questions[logged.Draw.Question].ID != r.Nudge.Question {
		t.Errorf("sent again: %v, %d choices, %+v", err, len(m.chosen), logged.Draw)
	}
}

// openSealer is a sealer that anybody can read, for tests.
type openSealer struct{}

func (openSealer) Seal(b mission.Binding, text string) (mission.Sealed, error) {
	return mission.Sealed(fmt.Sprint(b) + "|" + text), nil
}

func (openSealer) Open(b mission.Binding, s mission.Sealed) (string, error) {
	start := fmt.Sprint(b) + "|"
	if len(s) < len(start) || string(s[:len(start)]) != start {
		return "", errors.New("another place")
	}
	return string(s[len(start):]), nil
}

// TestWhatWasTickedIsHiddenAndComesBack holds that the hidden part is as long whatever was ticked, opens for its own
// person and row alone, and gives the draw back.
func TestWhatWasTickedIsHiddenAndComesBack(t *testing.T) {
	fits := Builtin().Fitting(Member, mission.Middle)
	lengths := map[int]bool{}
	for seed := range uint64(50) {
		for _, powers := range [][]mission.Power{nil, {mission.Learning}, mission.Powers[:]} {
			twice := ThemesNear(powers)
			got, _ := Choose(fits, nil, choice.Counts{}, twice, tuesday, LotOf(seed))
			c := Chosen{Team: team, Key: "K", User: "UANA", Draw: *got.Draw}
			hidden, err := c.hide(openSealer{}, twice)
			if err != nil {
				t.Fatal(err)
			}
			lengths[len(hidden.Hidden)] = true
			opened, again, err := hidden.Open(openSealer{})
			if err != nil || len(opened.Draw.Replay(choice.Rule(), again)) > 0 || opened.Draw.Lot != got.Draw.Lot {
				t.Fatalf("opened: %+v, %v", opened.Draw.Replay(choice.Rule(), again), err)
			}
			hidden.User = "UBO"
			if _, _, err := hidden.Open(openSealer{}); err == nil {
				t.Fatal("it opens for somebody else")
			}
		}
	}
	if len(lengths) != 1 {
		t.Errorf("hidden parts have the lengths %v, which may tell what was ticked", lengths)
	}
}
