package slackapp

import (
	"sync"
	"time"

	"throughline/internal/mission"
)

// lookedFor is how long a Home that was opened follows what its person does.
const lookedFor = time.Hour

// maxHomes bounds how many are remembered; the oldest go first.
const maxHomes = 2000

// homes knows who opened Home lately, and on which page she is. It is held in memory alone: after a restart
// Home is drawn when it is opened next.
type homes struct {
	mu     sync.Mutex
	opened map[mission.UserID]*openHome
}

// openHome is one person's. Its lock is held while it is drawn, so that two drawings do not overtake each other.
type openHome struct {
	sync.Mutex
	page int
	at   time.Time
}

func newHomes() *homes { return &homes{opened: make(map[mission.UserID]*openHome)} }

// looks notes that a person looks at a page of her Home, and returns the lock for drawing it.
func (h *homes) looks(user mission.UserID, page int, now time.Time) sync.Locker {
	h.mu.Lock()
	defer h.mu.Unlock()
	home, ok := h.opened[user]
	if !ok {
		h.forgetOldest()
		home = &openHome{}
		h.opened[user] = home
	}
	home.page, home.at = page, now
	return home
}

// forgetOldest makes room for one more.
func (h *homes) forgetOldest() {
	if len(h.opened) < maxHomes {
		return
	}
	var oldest mission.UserID
	for user, home := range h.opened {
		if oldest == "" || home.at.Before(h.opened[oldest].at) {
			oldest = user
		}
	}
	delete(h.opened, oldest)
}

// lately returns the page that a person looks at, where she opened her Home within the hour.
func (h *homes) lately(user mission.UserID, now time.Time) (page int, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	home, ok := h.opened[user]
	if !ok {
		return 0, false
	}
	age := now.Sub(home.at)
	return home.page, age >= 0 && age < lookedFor
}
