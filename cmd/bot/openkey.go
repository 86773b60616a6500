package main

import (
	"context"
	"errors"
	"time"

	"throughline/internal/mission"
	"throughline/internal/seal"
)

const (
	// triedWords is on how many private words a key is tried at the start, and tryWithin bounds how long that may take.
	triedWords = 50
	tryWithin  = 200 * time.Millisecond
)

// errTried ends the trial of a key.
var errTried = errors.New("enough was tried")

// fits reports whether a key opens any of the store's private words, or there are none. With another one the team's work
// goes on and private words are off, so nobody but the operator can notice. Where it opens some, bot check says which it
// does not.
func fits(ctx context.Context, db store, sealer *seal.Sealer) bool {
	var opened, shut int
	end := time.Now().Add(tryWithin)
	err := db.View(ctx, func(tx storeTx) error {
		opened, shut = 0, 0
		_, err := tx.SealedFrom("", 10*triedWords, func(_ string, _ mission.UserID, s mission.Sealed) error {
			if opened+shut >= triedWords || time.Now().After(end) {
				return errTried
			}
			place, err := seal.Place(s)
			if err == nil {
				_, err = sealer.Open(place, s)
			}
			if err == nil {
				opened++
			} else {
				shut++
			}
			return nil
		})
		return err
	})
	if err != nil && !errors.Is(err, errTried) {
		return true // A damaged record is bot check's to tell of.
	}
	return shut == 0 || opened > 0
}
