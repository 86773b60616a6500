package storetest

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"pgregory.net/rapid"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/nudges/choice"
)

type choiceCount = choice.Count

// step is what one transaction of a made-up history does: it reads registers, and writes its own name into some of those
// that it has read.
type step struct {
	name   string
	reads  []int
	writes []int
	saw    map[int]string // the names that it read
}

const registers = 4

// behavesSerially lets several writers run made-up transactions at once and looks whether there is an order in which they
// could have run one after the other. Each write replaces a name that its transaction has read, so the order of the
// names in a register is known, and with it who has to come before whom: a writer before those who read what it wrote,
// and a reader before the one who wrote over it. There is an order unless that goes round in a circle.
func behavesSerially(s *suite) {
	run := 0
	rapid.Check(s.T, func(t *rapid.T) {
		run++
		team := mission.TeamID(fmt.Sprintf("T%d", run))
		var all []*step
		var wg sync.WaitGroup
		for w := range 4 {
			steps := drawSteps(t, w)
			all = append(all, steps...)
			wg.Go(func() {
				for _, st := range steps {
					if err := s.store.Update(s.Context(), func(tx Tx) error { return st.run(tx, team) }); err != nil {
						s.Error(err)
					}
				}
			})
		}
		wg.Wait()
		if circle := findCircle(all); circle != nil {
			t.Fatalf("no order explains what was read: each of these has to come before the next: %q", circle)
		}
	})
}

func drawSteps(t *rapid.T, writer int) []*step {
	var out []*step
	for n := range 4 {
		reads := rapid.SliceOfNDistinct(rapid.IntRange(0, registers-1), 1, registers, rapid.ID).Draw(t, "reads")
		writes := reads[:rapid.IntRange(0, len(reads)).Draw(t, "writes")]
		out = append(out, &step{name: fmt.Sprintf("%d.%d", writer, n), reads: reads, writes: writes})
	}
	return out
}

// run is the transaction. A register is the zone of a person.
func (st *step) run(tx Tx, team mission.TeamID) error {
	st.saw = map[int]string{}
	for _, i := range st.reads {
		p, err := tx.Person(team, user(i))
		if err != nil && !errors.Is(err, mission.ErrNotFound) {
			return err
		}
		st.saw[i] = p.Zone
	}
	for _, i := range st.writes {
		if err := tx.PutPerson(nudges.Person{Team: team, User: user(i), Zone: st.name}); err != nil {
			return err
		}
	}
	return nil
}

func user(i int) mission.UserID { return mission.UserID(fmt.Sprintf("U%d", i)) }

// findCircle returns names of transactions each of which has to come before the next, and the last before the first.
func findCircle(all []*step) []string {
	before := map[string][]string{}
	for _, a := range all {
		for i, name := range a.saw {
			if name != "" {
				before[name] = append(before[name], a.name) // Who wrote comes before who read it.
			}
			for _, b := range all {
				if b != a && slices.Contains(b.writes, i) && b.saw[i] == name {
					before[a.name] = append(before[a.name], b.name) // Who read comes before who wrote over it.
				}
			}
		}
	}
	return circleIn(before)
}

// circleIn looks for a circle in a graph, depth first.
func circleIn(before map[string][]string) []string {
	done := map[string]bool{}
	var path []string
	var visit func(name string) []string
	visit = func(name string) []string {
		if i := slices.Index(path, name); i >= 0 {
			return slices.Clone(path[i:])
		}
		if done[name] {
			return nil
		}
		path = append(path, name)
		for _, next := range before[name] {
			if circle := visit(next); circle != nil {
				return circle
			}
		}
		path, done[name] = path[:len(path)-1], true
		return nil
	}
	for name := range before {
		if circle := visit(name); circle != nil {
			return circle
		}
	}
	return nil
}
