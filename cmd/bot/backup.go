package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"throughline/internal/backup"
	"throughline/internal/config"
	"throughline/internal/operator"
	"throughline/internal/progress"
)

// BackupCmd is bot backup.
type BackupCmd struct {
	Config string `placeholder:"FILE" help:"Read the settings from this file instead of throughline.toml."`
	To     string `placeholder:"DIR|FILE" help:"Where to write: a folder, or the name of a new file. Without it the folder of store.backups, or else backups beside the store."`
	Keep   int    `default:"14" help:"How many backups stay in the folder; the oldest go. 0 keeps all."`
	Quiet  bool   `short:"q" help:"Show no progress."`
}

// backupArguments are what the running bot is told.
type backupArguments struct {
	To   string `json:"to"`
	Keep int    `json:"keep"`
}

// Run has the running bot write the backup, and does it itself where none runs.
func (b BackupCmd) Run(ctx context.Context, c *console) error {
	cfg, err := storeSettings(b.Config, c)
	if err != nil {
		return err
	}
	to, err := b.destination(cfg)
	if err != nil {
		return err
	}
	show := c.progress(b.Quiet)
	defer show.End()
	written, err := backUpBy(ctx, cfg, backupArguments{to, b.Keep}, show.Show)
	if err != nil {
		return err
	}
	show.End()
	fmt.Fprintf(c.stdout, "%s\n%d records, %s, SHA-256 %s\n", written.Path, written.Sums.Records(), megabytes(written.Size), written.SHA256)
	for _, gone := range written.Removed {
		fmt.Fprintf(c.stdout, "removed %s\n", gone)
	}
	fmt.Fprintln(c.stdout, "The key is not in it: private words open only with the key, which you keep elsewhere.")
	return nil
}

// destination is where to write, as the bot sees it, whose working folder may be another.
func (b BackupCmd) destination(cfg config.Config) (string, error) {
	folder := string(os.PathSeparator)
	switch {
	case b.Keep < 0:
		return "", fmt.Errorf("--keep %d: write how many backups stay, or 0 for all", b.Keep)
	case b.To == "":
		b.To = cfg.BackupsFolder() + folder
	}
	to, err := filepath.Abs(b.To)
	if err == nil && os.IsPathSeparator(b.To[len(b.To)-1]) {
		to += folder
	}
	return to, err
}

// backUpBy has the running bot write a backup, or writes it.
func backUpBy(ctx context.Context, cfg config.Config, args backupArguments, tell progress.Func) (written backup.Written, err error) {
	err = operator.Ask(ctx, cfg.SocketFile(), "backup", args, tell, &written)
	if !errors.Is(err, operator.ErrNobody) {
		return written, err
	}
	db, err := openThere(ctx, cfg)
	if err != nil {
		return written, err
	}
	written, err = writeBackup(ctx, db, args, tell)
	return written, errors.Join(err, db.Close())
}

// backUp writes a backup for the operator.
func (p *program) backUp(ctx context.Context, arguments json.RawMessage, tell progress.Func) (any, error) {
	var args backupArguments
	if err := json.Unmarshal(arguments, &args); err != nil || args.To == "" {
		return nil, errors.New("bot backup names no place to write to")
	}
	return writeBackup(ctx, p.db, args, tell)
}

func writeBackup(ctx context.Context, db store, args backupArguments, tell progress.Func) (backup.Written, error) {
	return backup.Write(ctx, db.Backup(), backup.Options{To: args.To, Keep: args.Keep, Now: time.Now(), Program: buildName(), Tell: tell})
}

// progress returns what shows how far long work is.
func (c *console) progress(quiet bool) *progress.Printer {
	return progress.New(c.stderr, progress.Options{Terminal: isTerminal(c.stderr), Quiet: quiet})
}

// megabytes writes a size as people read it.
func megabytes(bytes int64) string {
	if bytes < 1<<20 {
		return fmt.Sprintf("%d kB", (bytes+1023)>>10)
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/(1<<20))
}
