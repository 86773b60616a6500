package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"throughline/internal/config"
	"throughline/internal/move"
	"throughline/internal/operator"
	"throughline/internal/progress"
)

// ExportCmd is bot export.
type ExportCmd struct {
	Config string `placeholder:"FILE" help:"Read the settings from this file instead of throughline.toml."`
	To     string `placeholder:"FILE" help:"The new file to write, instead of printing the lines."`
	Quiet  bool   `short:"q" help:"Show no progress."`
}

// exported is what became of an export.
type exported struct {
	Sums move.Sums `json:"sums"`
}

// Run writes the export. While a bot runs it writes the file, since it has the store to itself.
func (e ExportCmd) Run(ctx context.Context, c *console) error {
	cfg, err := storeSettings(e.Config, c)
	if err != nil {
		return err
	}
	show := c.progress(e.Quiet)
	defer show.End()
	if e.To == "" {
		return e.print(ctx, cfg, c.stdout, show.Show)
	}
	to, err := filepath.Abs(e.To)
	if err != nil {
		return err
	}
	sums, err := exportBy(ctx, cfg, to, show.Show)
	if err != nil {
		return err
	}
	show.End()
	fmt.Fprintf(c.stdout, "%s\n%d records. It names people and holds what they told, in the clear; private words are sealed.\n", e.To, sums.Records())
	return nil
}

// print writes the lines to stdout. What the running bot exports goes through a file.
func (e ExportCmd) print(ctx context.Context, cfg config.Config, out io.Writer, tell progress.Func) error {
	folder, err := os.MkdirTemp(filepath.Dir(cfg.Store.Path), "export-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }() // It holds nothing that is not in the output.
	path, err := filepath.Abs(filepath.Join(folder, "lines"))
	if err != nil {
		return err
	}
	if _, err := exportBy(ctx, cfg, path, tell); err != nil {
		return err
	}
	lines, err := os.Open(path)
	if err != nil {
		return err
	}
	defer lines.Close()
	_, err = io.Copy(out, lines)
	return err
}

func exportBy(ctx context.Context, cfg config.Config, to string, tell progress.Func) (move.Sums, error) {
	var done exported
	err := operator.Ask(ctx, cfg.SocketFile(), "export", to, tell, &done)
	if !errors.Is(err, operator.ErrNobody) {
		return done.Sums, err
	}
	db, err := openThere(ctx, cfg)
	if err != nil {
		return nil, err
	}
	sums, err := exportTo(ctx, db, to, tell)
	return sums, errors.Join(err, db.Close())
}

// export writes an export for the operator.
func (p *program) export(ctx context.Context, arguments json.RawMessage, tell progress.Func) (any, error) {
	var to string
	if err := json.Unmarshal(arguments, &to); err != nil || to == "" {
		return nil, errors.New("bot export names no file to write")
	}
	sums, err := exportTo(ctx, p.db, to, tell)
	return exported{sums}, err
}

// exportTo writes a new file, durably, and gives it its name at the end.
func exportTo(ctx context.Context, db store, to string, tell progress.Func) (sums move.Sums, err error) {
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is there already, and no export is written over", to)
	}
	partial := to + ".partial"
	if err := os.Remove(partial); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("export: %w", err)
	}
	// What another user put there, a link or a file that he can read, is never written through.
	f, err := os.OpenFile(partial, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	sums, err = move.Export(ctx, db.Moving(), f, buildName(), time.Now(), tell)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(partial, to)
	}
	if err != nil {
		return nil, errors.Join(err, os.Remove(partial))
	}
	return sums, nil
}
