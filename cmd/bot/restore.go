package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"throughline/internal/backup"
	"throughline/internal/move"
	"throughline/internal/seal"
)

// RestoreCmd is bot restore.
type RestoreCmd struct {
	File   string `arg:"" help:"The backup, or a file of a store that was kept."`
	Config string `placeholder:"FILE" help:"Read the settings from this file instead of throughline.toml."`
	Check  bool   `help:"Verify the backup and change nothing."`
	AnyKey bool   `help:"Restore also where no private words open with the key that is configured."`
	Quiet  bool   `short:"q" help:"Show no progress."`
}

// Run verifies a backup and then puts what it holds in the place of the store.
func (c RestoreCmd) Run(ctx context.Context, con *console) (err error) {
	cfg, err := storeSettings(c.Config, con)
	if err != nil {
		return err
	}
	show := con.progress(c.Quiet)
	defer show.End()
	from, err := backup.Open(c.File)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	sealer, err := sealerIfThere(cfg)
	if err != nil {
		return err
	}
	found := seals{sealer: sealer}
	sums, err := from.Verify(ctx, show.Show, found.look)
	if err != nil {
		return fmt.Errorf("%s is not restored, and the store is as it was: %w", c.File, err)
	}
	show.End()
	fmt.Fprintf(con.stdout, "%s is whole: %d records%s.\n", c.File, sums.Records(), madeAt(from.Note))
	if err := found.judge(con.stdout, c.AnyKey); err != nil || c.Check {
		return err
	}
	r, err := replacing(ctx, cfg, con.stdout, show.Show)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.close()) }()
	if err := c.replace(ctx, r, from.Store(), sealer); err != nil {
		return fmt.Errorf("%s is not restored, and the store is as it was: %w", c.File, err)
	}
	fmt.Fprintf(con.stdout, "Restored %s. Start the bot again.\n", storeInWords(cfg))
	return nil
}

// madeAt says of when a backup is.
func madeAt(note *backup.Note) string {
	if note == nil {
		return ", as far as its indexes tell: it is no backup of bot backup's, or was written to since, so it has no sums"
	}
	return ", as they stood on " + note.At.Format(time.RFC1123)
}

func (c RestoreCmd) replace(ctx context.Context, r *replacement, from move.Store, sealer *seal.Sealer) error {
	teams, err := move.Teams(ctx, from)
	if err == nil {
		err = r.sameWorkspace(teams)
	}
	if err == nil {
		err = r.copyIn(ctx, from)
	}
	return r.finish(ctx, err, teams, sealer)
}

// copyIn fills the new store from another one.
func (r *replacement) copyIn(ctx context.Context, from move.Store) error {
	return r.fill(ctx, func(to move.Store) error {
		_, err := move.Copy(ctx, from, to, move.Options{Name: "a backup", Passing: true, Tell: r.tell})
		return err
	})
}
