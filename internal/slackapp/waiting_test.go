package slackapp

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"throughline/internal/mission"
	"throughline/internal/seal"
)

func TestWaitingWords(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		sentence string
		after    time.Duration
		by       mission.UserID
		want     bool
	}{
		{"whoever typed them gets them back", time.Minute, ana, true},
		{"they wait for half an hour", waitFor, ana, true},
		{"and no longer", waitFor + time.Second, ana, false},
		{"nobody else gets them", time.Minute, bo, false},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			clock := &setClock{now: noon}
			w := newWaiting(clock.Now)
			name := w.keep(ana, "two days &amp; a bank")
			clock.move(row.after)
			for range 2 { // a click may come twice
				words, ok := w.get(name, row.by)
				if ok != row.want || ok && words != "two days &amp; a bank" {
					t.Errorf("get after %v by %s: %q, %v", row.after, row.by, words, ok)
				}
			}
		})
	}
}

func TestWaitingIsBounded(t *testing.T) {
	t.Parallel()
	w := newWaiting(func() time.Time { return noon })
	first, second := w.keep(ana, "first"), w.keep(ana, "second")
	for i := range maxWaiting - 1 {
		w.keep(mission.UserID(fmt.Sprint("U", i)), "more")
	}
	if _, ok := w.get(first, ana); ok {
		t.Error("the oldest words are still held")
	}
	if _, ok := w.get(second, ana); !ok {
		t.Error("more than the oldest words went")
	}
	if len(w.words) != maxWaiting || len(w.order) != maxWaiting {
		t.Errorf("%d words and %d names are held", len(w.words), len(w.order))
	}
	if _, ok := w.get("a name that was never given", ana); ok {
		t.Error("words were made up")
	}
}

// What one person types pushes out her own words and nobody else's.
func TestNobodyPushesOutWhatOthersTyped(t *testing.T) {
	t.Parallel()
	w := newWaiting(func() time.Time { return noon })
	anas := w.keep(ana, "Ana's")
	first := w.keep(bo, "the first of Bo's")
	for range 2 * maxWaiting {
		w.keep(bo, "more")
	}
	if words, ok := w.get(anas, ana); !ok || words != "Ana's" {
		t.Errorf("Ana gets %q, %v", words, ok)
	}
	if _, ok := w.get(first, bo); ok || len(w.words) != maxWaitingEach+1 || len(w.order) != len(w.words) {
		t.Errorf("%d words and %d names are held", len(w.words), len(w.order))
	}
}

// kept is the store that two copies share.
type kept struct {
	alone
	words map[string]mission.Sealed
}

func (k *kept) KeepWords(_ context.Context, name string, by mission.UserID, words mission.Sealed, _ time.Duration) error {
	k.words[string(by)+name] = words
	return nil
}

func (k *kept) Words(_ context.Context, name string, by mission.UserID) (mission.Sealed, error) {
	if words, ok := k.words[string(by)+name]; ok {
		return words, nil
	}
	return nil, mission.ErrNotFound
}

// A click that reaches another copy than the command did finds the words, for whoever typed them alone, and they wait
// sealed.
func TestWordsWaitForAClickOnAnotherCopy(t *testing.T) {
	t.Parallel()
	sealer, err := seal.New(seal.NewKey())
	if err != nil {
		t.Fatal(err)
	}
	shared := &kept{words: map[string]mission.Sealed{}}
	now := func() time.Time { return noon }
	one, two := newWaiting(now).among(shared, ourTeam, sealer), newWaiting(now).among(shared, ourTeam, sealer)
	name := one.keep(ana, "two days &amp; a bank")
	if words, ok := two.get(name, ana); !ok || words != "two days &amp; a bank" {
		t.Errorf("the other copy finds %q, %v", words, ok)
	}
	if _, ok := two.get(name, bo); ok {
		t.Error("somebody else gets the words")
	}
	shared.words[string(bo)+name] = shared.words[string(ana)+name]
	if _, ok := two.get(name, bo); ok {
		t.Error("words that were put under another's name open")
	}
	if strings.Contains(string(shared.words[string(ana)+name]), "bank") || len(one.words) != 0 {
		t.Error("the words wait in plain text")
	}
}
