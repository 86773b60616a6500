package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"throughline/internal/config"
	"throughline/internal/copies"
	"throughline/internal/doctor"
	"throughline/internal/mission"
	"throughline/internal/operator"
	"throughline/internal/progress"
	"throughline/internal/seal"
	"throughline/internal/store/bolt"
	"throughline/internal/store/postgres"
	"throughline/internal/store/record"
)

// doctorTask is the name under which a running bot tells of itself.
const doctorTask = "doctor"

// lookInside tells of the store: as the bot that runs here says, or by a look at it.
func lookInside(ctx context.Context, cfg config.Config) (doctor.Inside, error) {
	var in doctor.Inside
	err := operator.Ask(ctx, cfg.SocketFile(), doctorTask, struct{}{}, nil, &in)
	switch {
	case !errors.Is(err, operator.ErrNobody):
		return in, err
	case cfg.Store.Driver == config.Postgres:
		return lookInDatabase(ctx, cfg)
	}
	return lookInFile(ctx, cfg)
}

// lookInFile opens the file for reading alone.
func lookInFile(ctx context.Context, cfg config.Config) (in doctor.Inside, err error) {
	f, err := bolt.OpenFile(cfg.Store.Path, lockPatience)
	if errors.Is(err, bolt.ErrLocked) {
		return in, doctor.ErrInUse
	}
	if err != nil {
		return in, err
	}
	in.Layout, in.Known = f.Layout()
	if !f.Older() {
		err = readFile{f}.View(ctx, func(tx storeTx) error { return sample(ctx, cfg, tx, &in) })
	}
	return in, errors.Join(err, f.Close())
}

// lookInDatabase opens the database only where its tables are of today, since opening it brings them up to date.
func lookInDatabase(ctx context.Context, cfg config.Config) (in doctor.Inside, err error) {
	p, err := postgres.Probe(ctx, postgres.Options{URL: cfg.Database.Reveal()})
	in.Shared, in.Layout, in.Known, in.Ahead = err == nil, p.Layout, p.Known, p.Ahead
	if err != nil || p.Layout < p.Known {
		return in, err
	}
	db, err := openThere(ctx, cfg)
	if err != nil {
		return in, err
	}
	err = lookAtOpen(ctx, cfg, db, &in)
	if pg, ok := db.(pgStore); ok && err == nil {
		var living []copies.Copy
		living, err = pg.Copies().Living(ctx, copies.DeadAfter)
		in.Copies = copiesInside(living)
	}
	return in, errors.Join(err, db.Close())
}

// tellDoctor is the task of a running bot.
func tellDoctor(cfg config.Config, p *program) operator.Task {
	return func(ctx context.Context, _ json.RawMessage, _ progress.Func) (any, error) {
		s := p.socket.Status()
		in := doctor.Inside{
			Running: true, Version: buildName(), Shared: p.copies != nil,
			Sockets: &doctor.Sockets{Connected: s.Connected, Wanted: s.Wanted, Foreign: s.Foreign},
		}
		if p.copies != nil {
			in.Copies, in.Ahead = copiesInside(p.copies.Copies()), p.copies.Clock().Offset()
		}
		return in, lookAtOpen(ctx, cfg, p.db, &in)
	}
}

func copiesInside(living []copies.Copy) []doctor.Copy {
	var out []doctor.Copy
	for _, c := range living {
		out = append(out, doctor.Copy{Host: c.Host, Version: c.Version, Sockets: c.Sockets})
	}
	return out
}

// lookAtOpen tells of a store that is open.
func lookAtOpen(ctx context.Context, cfg config.Config, db store, in *doctor.Inside) error {
	if err := db.Writable(ctx); err != nil {
		in.Writes = err.Error()
	}
	if size, _, err := db.Size(ctx); err == nil {
		in.Size = size
	}
	if pg, ok := db.(pgStore); ok {
		left, err := leftInDatabase(ctx, pg)
		if err != nil {
			return err
		}
		in.Left = left
	}
	return db.View(ctx, func(tx storeTx) error { return sample(ctx, cfg, tx, in) })
}

// leftInDatabase names what commands left in a database.
func leftInDatabase(ctx context.Context, db pgStore) (out []doctor.Leftover, err error) {
	unfinished, replaced, err := db.Leftovers(ctx)
	for _, name := range unfinished {
		out = append(out, doctor.Leftover{Of: doctor.UnfinishedTables, Name: name})
	}
	for _, name := range replaced {
		out = append(out, doctor.Leftover{Of: doctor.ReplacedTables, Name: name})
	}
	return out, err
}

const (
	// sampleRecords and sampleWords bound what doctor reads of a store beside a bot that runs; bot check reads all.
	sampleRecords, sampleWords = 1000, 200
	// mostLate bounds how long the transaction of a sample stays open.
	mostLate = 3 * time.Second
)

// errSampled ends the reading of a sample.
var errSampled = errors.New("enough was read")

// sample reads a bounded part of the store, and tries the key on private words.
func sample(ctx context.Context, cfg config.Config, tx storeTx, in *doctor.Inside) error {
	end := time.Now().Add(mostLate)
	in.Read, in.Damage, in.Words, in.Shut = 0, "", 0, 0
	err := tx.Items(ctx, "", func(item record.Item) error {
		if in.Read >= sampleRecords || time.Now().After(end) {
			return errSampled
		}
		in.Read++
		kind, known := record.Named(item.Kind)
		if !known {
			return nil
		}
		if err := kind.Verify(item.Raw); err != nil && in.Damage == "" {
			in.Damage = "a record of " + item.Kind + " cannot be read" // The error could quote the record.
		}
		return nil
	})
	if err != nil && !errors.Is(err, errSampled) {
		return fmt.Errorf("read a sample of the store: %w", err)
	}
	erasures, err := tx.Erasures()
	if err != nil {
		return err
	}
	in.Erasing = len(erasures)
	return sampleSealed(cfg, tx, in)
}

func sampleSealed(cfg config.Config, tx storeTx, in *doctor.Inside) error {
	sealer, err := sealerThere(cfg)
	if err != nil {
		return nil //nolint:nilerr // Doctor tells of a key that cannot be read.
	}
	_, err = tx.SealedFrom("", sampleWords, func(_ string, owner mission.UserID, s mission.Sealed) error {
		in.Words++
		place, err := seal.Place(s)
		if err == nil && owner != "" && place.User != owner {
			err = seal.ErrNotOpened
		}
		if err == nil {
			_, err = sealer.Open(place, s)
		}
		if err != nil {
			in.Shut++
		}
		return nil
	})
	return err
}
