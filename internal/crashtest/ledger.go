package crashtest

import (
	"fmt"
	"sync"
	"time"
)

// ledger is what people did and what they were told about it. What was acknowledged without a word is sure to be kept;
// of everything else it is open whether it is.
type ledger struct {
	mu      sync.Mutex
	tokens  int
	moments int              // what people did and were told so far
	told    map[string]*deed // entries, by the word that each holds
	written map[string]*deed // direct messages, by theirs
	pieces  map[string]*register
	acts    int // whatever anybody did, refused or not
	twice   int // envelopes that came again
}

// deed is something that may be done once.
type deed struct {
	who  string
	sure bool
	// began and sureAt count what people did and were told: when she began to tell of it, and when that was acknowledged.
	began, sureAt int
	// ticked is how often a button on it was pressed, and tickSure whether one press was acknowledged.
	ticked   int
	tickSure bool
	tickedAt time.Time // by the clock of the local Slack
}

// register is a value of which the last one counts.
type register struct {
	sure  string
	maybe []string // set later than sure, and never acknowledged
}

func newLedger() *ledger {
	return &ledger{told: map[string]*deed{}, written: map[string]*deed{}, pieces: map[string]*register{}}
}

// token returns a word that nothing else holds.
func (l *ledger) token() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tokens++
	return fmt.Sprintf("q%06dq", l.tokens)
}

// begun says how many words were handed out.
func (l *ledger) begun() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.tokens
}

func (l *ledger) tells(who, token string) *deed {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.moments++
	d := &deed{who: who, began: l.moments}
	l.told[token] = d
	return d
}

// kept notes that a deed was acknowledged.
func (l *ledger) kept(d *deed) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.moments++
	d.sure, d.sureAt = true, l.moments
}

func (l *ledger) writes(who, token string, sure bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.written[token] = &deed{who: who, sure: sure}
}

// note changes what is known of a deed.
func (l *ledger) note(f func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	f()
}

func (l *ledger) acted() { l.note(func() { l.acts++ }) }

// sets notes that somebody set her piece, before it is known what came of it.
func (l *ledger) sets(who, piece string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.pieces[who] == nil {
		l.pieces[who] = &register{}
	}
	l.pieces[who].maybe = append(l.pieces[who].maybe, piece)
}

// isSet notes that a piece was acknowledged: one person acts one after the other, so nothing before it counts.
func (l *ledger) isSet(who, piece string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	*l.pieces[who] = register{sure: piece}
}
