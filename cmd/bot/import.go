package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"throughline/internal/move"
)

// ImportCmd is bot import.
type ImportCmd struct {
	File    string `arg:"" help:"The export to read."`
	Config  string `placeholder:"FILE" help:"Read the settings from this file instead of throughline.toml."`
	Replace bool   `help:"Put the export in the place of a store that holds something already; that is kept under another name."`
	AnyKey  bool   `help:"Import also where no private words open with the key that is configured."`
	Quiet   bool   `short:"q" help:"Show no progress."`
}

// Run reads an export whole, line by line, and only then puts it in the place of the store.
func (c ImportCmd) Run(ctx context.Context, con *console) (err error) {
	cfg, err := storeSettings(c.Config, con)
	if err != nil {
		return err
	}
	show := con.progress(c.Quiet)
	defer show.End()
	r, err := replacing(ctx, cfg, con.stdout, show.Show)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.close()) }()
	if n := r.records; n > 0 && !c.Replace {
		return fmt.Errorf("%s holds %d records: with --replace the export takes its place, and what is there is kept under another name", storeInWords(cfg), n)
	}
	n, err := c.replace(ctx, r)
	if err != nil {
		return fmt.Errorf("%s is not imported, and the store is as it was: %w", c.File, err)
	}
	show.End()
	fmt.Fprintf(con.stdout, "Imported %d records into %s. Start the bot again.\n", n, storeInWords(cfg))
	return nil
}

func (c ImportCmd) replace(ctx context.Context, r *replacement) (int64, error) {
	sealer, err := sealerIfThere(r.cfg)
	if err != nil {
		return 0, err
	}
	var header move.Header
	var sums move.Sums
	err = r.fill(ctx, func(to move.Store) (err error) {
		in, err := os.Open(c.File)
		if err != nil {
			return err
		}
		defer in.Close()
		if header, sums, err = move.Import(ctx, in, to, r.tell); err != nil {
			return err
		}
		found := seals{sealer: sealer}
		if _, err := move.SumsOf(ctx, to, "opening private words", r.tell, found.look); err != nil {
			return err
		}
		return found.judge(r.out, c.AnyKey)
	})
	if err == nil {
		err = r.sameWorkspace(header.Workspaces)
	}
	return sums.Records(), r.finish(ctx, err, header.Workspaces, sealer)
}
