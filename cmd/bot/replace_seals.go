package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"throughline/internal/config"
	"throughline/internal/mission"
	"throughline/internal/seal"
	"throughline/internal/store/record"
)

// seals counts the sealed words that open and those that do not.
type seals struct {
	sealer     *seal.Sealer // nil where there is no key
	open, shut int
}

// look is told of every record.
func (s *seals) look(kind record.Any, raw []byte) error {
	if !kind.Seals() {
		return nil
	}
	return kind.EachSealed(raw, func(owner mission.UserID, words mission.Sealed) error {
		place, err := seal.Place(words)
		if err == nil && owner != "" && place.User != owner {
			err = seal.ErrNotOpened
		}
		if err == nil && s.sealer != nil {
			_, err = s.sealer.Open(place, words)
		}
		if err != nil || s.sealer == nil {
			s.shut++
		} else {
			s.open++
		}
		return nil
	})
}

// judge refuses words of which none opens, unless that is meant.
func (s *seals) judge(out io.Writer, anyKey bool) error {
	switch {
	case s.shut == 0:
		return nil
	case s.open == 0 && !anyKey:
		return fmt.Errorf("none of its %d private words opens with the key that is configured: put the key of that time into THROUGHLINE_KEY "+
			"or the key file. To go on without these words, add --any-key", s.shut)
	}
	fmt.Fprintf(out, "%d of %d private words do not open with the key that is configured; bot keys check names them.\n", s.shut, s.shut+s.open)
	return nil
}

// sealerIfThere returns what opens sealed words, or nil where there is no key.
func sealerIfThere(cfg config.Config) (*seal.Sealer, error) {
	sealer, err := sealerThere(cfg)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	return sealer, err
}
