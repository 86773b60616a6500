package limits

import (
	"sync"
	"time"
)

// Book counts in memory what people do under one rule. It is safe for use by several goroutines.
type Book struct {
	mu   sync.Mutex
	rule Rule
	free map[string]time.Time
	// swept is how many it held when those who may do everything again were last left out.
	swept int
}

// NewBook returns a book for a rule.
func NewBook(r Rule) *Book { return &Book{rule: r, free: make(map[string]time.Time)} }

// leastSwept is how many people a book holds before it looks for those it can leave out.
const leastSwept = 256

// Take counts one more of somebody and reports whether it goes through.
func (b *Book) Take(who string, now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.rule.Burst <= 0 {
		return true
	}
	after, wait := b.rule.take(b.free[who], now, 1)
	if wait > 0 {
		return false
	}
	b.free[who] = after
	b.sweep(now)
	return true
}

// Change puts another rule in the place of the book's. What was counted stays: nobody waits longer than the new rule asks.
func (b *Book) Change(r Rule) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.rule = r
}

// sweep leaves out those who may do everything again. It looks each time that the book has doubled.
func (b *Book) sweep(now time.Time) {
	if len(b.free) < max(leastSwept, 2*b.swept) {
		return
	}
	for who, free := range b.free {
		if !free.After(now) {
			delete(b.free, who)
		}
	}
	b.swept = len(b.free)
}
