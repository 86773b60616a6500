package slackapp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"throughline/internal/mission"
)

// outcome is what a request led to, in ids alone. It is remembered for a day under the request's key, so
// that a repeated envelope gets the same answer without anything being done twice. It holds no words:
// the answer is rendered from the store each time.
type outcome struct {
	Did     string         `json:"did"`
	Mission mission.ID     `json:"mission,omitzero"`
	Entry   mission.ID     `json:"entry,omitzero"`
	User    mission.UserID `json:"user,omitzero"`
	Row     string         `json:"row,omitzero"`
	New     bool           `json:"new,omitzero"`

	// again says that this is the answer to a repeated request, and turned that a mission began, ended or changed what
	// it brings.
	again, turned bool
}

// once runs change in one transaction, together with remembering its outcome under key. Where key was
// remembered already nothing is run and the first outcome is returned. A refusal is never remembered:
// what was refused may be right a minute later.
func (a *App) once(ctx context.Context, key string, change func(Tx) (outcome, error)) (outcome, error) {
	type end struct {
		result outcome
		err    error
	}
	ended := make(chan end, 1)
	go func() {
		result, err := a.runOnce(ctx, key, change)
		ended <- end{result, err}
	}()
	select {
	case e := <-ended:
		return e.result, e.err
	case <-ctx.Done():
	}
	// A change that still waits for its turn is given up at once; one that is being written is not waited
	// for beyond a moment, since the person is to hear something in time.
	select {
	case e := <-ended:
		return e.result, e.err
	case <-time.After(lastMoment):
		return outcome{}, errUnconfirmed
	}
}

// lastMoment is how long the end of a change is waited for after its time ran out.
const lastMoment = 100 * time.Millisecond

// errUnconfirmed says that a change may or may not be saved: the disk is slow.
var errUnconfirmed = errors.New("not confirmed in time")

// errCannotSave says that nothing was saved, and that doing it again at once will not help: the disk is full, or the
// store is not in order.
var errCannotSave = errors.New("nothing can be saved")

// surelyNotSaved reports whether the store says of an error that nothing of the change was kept.
func surelyNotSaved(err error) bool {
	told, ok := errors.AsType[interface {
		error
		NotSaved() bool
	}](err)
	return ok && told.NotSaved()
}

func (a *App) runOnce(ctx context.Context, key string, change func(Tx) (outcome, error)) (outcome, error) {
	var result outcome
	var refused error
	err := a.store.Update(ctx, func(tx Tx) error {
		result, refused = a.changeOnce(ctx, tx, key, change)
		return refused
	})
	switch {
	case err == nil && !result.again:
		if result.turned {
			a.moved.forget()
		}
		a.engine.Wake()
	case surelyNotSaved(err):
		err = fmt.Errorf("%w: %w", errCannotSave, err)
	case err != nil && refused == nil && ctx.Err() == nil:
		// The change itself went through and the store failed after it: what stands on disk is not known.
		err = fmt.Errorf("%w: %w", errUnconfirmed, err)
	}
	return result, err
}

// changeOnce runs change inside a transaction, unless its outcome is remembered. Without a key nothing is
// remembered: that is for what changes nothing the second time by itself, and of which no trace may stay.
func (a *App) changeOnce(ctx context.Context, tx Tx, key string, change func(Tx) (outcome, error)) (result outcome, err error) {
	if key == "" {
		return a.changeWatched(tx, change, cause{})
	}
	key = a.authored(ctx, key)
	kept, ok, err := tx.Seen(a.team, key)
	if err != nil {
		return outcome{}, err
	}
	if ok {
		result.again = true
		return result, json.Unmarshal(kept, &result)
	}
	by, _ := causeOf(ctx)
	if result, err = a.changeWatched(tx, change, by); err != nil {
		return outcome{}, err
	}
	return result, a.remember(tx, key, result)
}

// authored makes the name of a request that of its author's request: whoever sends somebody else's trigger, view or ref again
// asks for something herself, and gets no answer of theirs.
func (a *App) authored(ctx context.Context, key string) string {
	by, ok := causeOf(ctx)
	if !ok {
		return key
	}
	return key + "/" + a.seal.Tag("request", string(by.user)+"\x00"+key)
}

// changeWatched runs change, counts it for whoever asked for it, and lets what missions bring by themselves follow it.
func (a *App) changeWatched(tx Tx, change func(Tx) (outcome, error), by cause) (outcome, error) {
	w := watch(tx, a.clock.Now())
	result, err := change(w)
	if err != nil {
		return outcome{}, err
	}
	if by.user != "" {
		if err := a.counted(w, by, result); err != nil {
			return outcome{}, err
		}
	}
	result.turned = len(w.changed) > 0
	return result, a.lifeFollows(w)
}

// before returns what a request led to that was carried out already, or nil. It is for what would be refused by now
// because of what it did then.
func (a *App) before(ctx context.Context, key string) (*outcome, error) {
	var kept []byte
	var ok bool
	err := a.store.View(ctx, func(tx Tx) (err error) {
		kept, ok, err = tx.Seen(a.team, a.authored(ctx, key))
		return err
	})
	if err != nil || !ok {
		return nil, err
	}
	result := outcome{again: true}
	return &result, json.Unmarshal(kept, &result)
}

func (a *App) remember(tx Tx, key string, result outcome) error {
	kept, err := json.Marshal(result)
	if err != nil {
		return fmt.Errorf("remember %s: %w", result.Did, err)
	}
	return tx.Remember(a.team, key, kept, a.clock.Now())
}
