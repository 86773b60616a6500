package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"throughline/internal/backup"
	"throughline/internal/config"
	"throughline/internal/move"
	"throughline/internal/operator"
	"throughline/internal/progress"
	"throughline/internal/store/bolt"
)

// MigrateCmd is bot migrate.
type MigrateCmd struct {
	From   string `required:"" placeholder:"STORE" help:"Where from: bolt:FILE, or postgres: for the database of THROUGHLINE_DATABASE_URL."`
	To     string `required:"" placeholder:"STORE" help:"Where to, as --from; a file that is not there yet, or an empty database."`
	Config string `placeholder:"FILE" help:"Read the settings from this file instead of throughline.toml."`
	Again  bool   `help:"Begin anew where a move into the same place was interrupted, instead of going on with it."`
	Quiet  bool   `short:"q" help:"Show no progress."`
}

// Run brings everything over, the answers of open rounds too: what stays behind is to be deleted, so nothing may be left
// there. The source is only read.
func (c MigrateCmd) Run(ctx context.Context, con *console) (err error) {
	cfg, err := storeSettings(c.Config, con)
	if err != nil {
		return err
	}
	if operator.Running(cfg.SocketFile()) {
		return errors.New("the bot is running: stop it first, so that nothing is written meanwhile")
	}
	show := con.progress(c.Quiet)
	defer show.End()
	from, closeFrom, err := c.source(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeFrom()) }()
	to, err := c.target(ctx, cfg)
	if err != nil {
		return err
	}
	sums, err := c.move(ctx, from, to, show.Show)
	if err != nil {
		return errors.Join(fmt.Errorf("%s is as it was; run this again to go on: %w", c.From, err), to.close())
	}
	show.End()
	fmt.Fprintf(con.stdout, "%s and %s hold the same %d records, digest %s:\n", c.From, c.To, sums.Records(), sums.Digest()[:16])
	if err := errors.Join(sums.Print(con.stdout), to.finish()); err != nil {
		return err
	}
	fmt.Fprintf(con.stdout, "%s is as it was. Change the settings to the new store, take the key and throughline.erased along, "+
		"start the bot, and delete the old store once all is well.\n", c.From)
	return nil
}

// move copies, and then compares both sides anew: a source that was changed between two runs shows here.
func (c MigrateCmd) move(ctx context.Context, from move.Store, to *moveTarget, tell progress.Func) (move.Sums, error) {
	there, err := move.SumsOf(ctx, from, "reading the source", tell, nil)
	if err != nil {
		return nil, err
	}
	if _, err := move.Copy(ctx, from, to.store, move.Options{Name: c.From, Passing: true, Tell: tell}); err != nil {
		return nil, err
	}
	if err := move.Verify(ctx, to.store, there, tell); err != nil {
		return nil, fmt.Errorf("%w. Was the source written to since the move began? Then begin anew with --again", err)
	}
	return there, nil
}

// source opens where the records come from, for reading alone.
func (c MigrateCmd) source(ctx context.Context, cfg config.Config) (move.Store, func() error, error) {
	kind, path, _ := strings.Cut(c.From, ":")
	switch {
	case kind == "bolt" && path != "":
		f, err := backup.Open(path)
		if err != nil {
			return nil, nil, err
		}
		return f.Store(), f.Close, nil
	case kind == config.Postgres && path == "":
		return postgresSource(ctx, cfg)
	}
	return nil, nil, badPlace("--from", c.From)
}

func badPlace(flag, text string) error {
	if strings.HasPrefix(text, "postgres") {
		return fmt.Errorf("%s: write postgres: alone; the address of the database comes from THROUGHLINE_DATABASE_URL, since it holds a password", flag)
	}
	return fmt.Errorf("%s %s is no store: write bolt:FILE, or postgres: for the database of THROUGHLINE_DATABASE_URL", flag, text)
}

// moveTarget is where records go. It becomes a store with finish.
type moveTarget struct {
	store  move.Store
	close  func() error
	finish func() error
}

func (c MigrateCmd) target(ctx context.Context, cfg config.Config) (*moveTarget, error) {
	kind, path, _ := strings.Cut(c.To, ":")
	switch {
	case kind == "bolt" && path != "":
		return c.targetFile(ctx, path)
	case kind == config.Postgres && path == "":
		return c.postgresTarget(ctx, cfg)
	}
	return nil, badPlace("--to", c.To)
}

// targetFile fills a file of another name, which gets its own when all is there.
func (c MigrateCmd) targetFile(ctx context.Context, path string) (*moveTarget, error) {
	if _, err := os.Lstat(path); err == nil {
		return nil, fmt.Errorf("%s is there already, and no store is written over: name a new file", path)
	}
	if c.From == c.To {
		return nil, errors.New("--from and --to are the same")
	}
	moving := path + ".moving"
	if c.Again {
		if err := os.RemoveAll(moving); err != nil {
			return nil, err
		}
	}
	db, err := bolt.Open(moving, bolt.Options{Moving: true})
	if err != nil {
		return nil, err
	}
	to := move.Of(db)
	return &moveTarget{store: to, close: db.Close, finish: func() error {
		if err := errors.Join(move.Finish(ctx, to), db.Close()); err != nil {
			return err
		}
		return bolt.Replace(moving, path, path+".before")
	}}, nil
}
