package slackapp

import (
	"context"
	"time"

	"throughline/internal/mission"
	"throughline/internal/slackapp/api"
)

// Where very many people are written to at once, they are asked for together: Slack answers about a hundred
// questions about single people a minute (docs.slack.dev/reference/methods/users.info), fewer than the messages
// that it takes.
const (
	// fewPeople is how many people are asked about one by one within a minute before all are asked for.
	fewPeople = 30
	// mostPeople bounds how many are asked for. In a larger workspace whoever is not among them is asked about alone.
	mostPeople = 15_000
	// listAgain is how long nobody asks for all again, whatever came of it.
	listAgain = time.Minute
	// listLimit is how long asking for all may take.
	listLimit = 30 * time.Second
)

// crowd counts who had to be asked about. The directory's lock guards it.
type crowd struct {
	since  time.Time // when the count began
	asked  int
	listed time.Time // when all were last asked for
	// forgotten are those of whom something newer may be told than the answer that is on its way; nil where none is.
	forgotten map[mission.UserID]bool
}

// manyPeople asks for everybody at once where many were asked about one by one lately, and this one is not known.
func (d *directory) manyPeople(ctx context.Context, id mission.UserID) {
	if !d.tooMany(id) {
		return
	}
	done := d.one.DoChan("people", func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), listLimit)
		defer cancel()
		all, _, err := d.api.Users(ctx, mostPeople)
		d.keepPeople(all)
		return nil, err
	})
	select {
	case <-done: // who is not known for all that is asked about alone
	case <-ctx.Done():
	}
}

// tooMany counts a person who is not known, and reports whether it is time to ask for everybody.
func (d *directory) tooMany(id mission.UserID) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.now()
	if k, ok := d.people[id]; ok && fresh(now.Sub(k.at)) {
		return false
	}
	if d.crowd.forgotten != nil {
		return true // all are being asked for
	}
	if age := now.Sub(d.crowd.since); age < 0 || age >= time.Minute {
		d.crowd.since, d.crowd.asked = now, 0
	}
	d.crowd.asked++
	if age := now.Sub(d.crowd.listed); d.crowd.asked <= fewPeople || age >= 0 && age < listAgain {
		return false
	}
	d.crowd.listed, d.crowd.forgotten = now, make(map[mission.UserID]bool)
	return true
}

// keepPeople keeps what was told of everybody, but for those of whom something newer may be told.
func (d *directory) keepPeople(all []api.User) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, u := range all {
		if id := mission.UserID(u.ID); !d.crowd.forgotten[id] {
			d.people[id] = known[api.User]{fact: u, at: d.now()}
		}
	}
	d.crowd.forgotten = nil
}
