package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"throughline/internal/config"
	"throughline/internal/progress"
)

// PurgeCmd is bot purge.
type PurgeCmd struct {
	Config string `placeholder:"FILE" help:"Read the settings from this file instead of throughline.toml."`
	Yes    bool   `help:"Delete it. Without this, purge says what it would delete."`
	Key    bool   `help:"Delete the key file too, so that no backup's private words can be opened ever again."`
}

// purged are the kinds of records that purge counts, with their names for people.
var purged = []struct{ bucket, name string }{
	{"mission", "missions"}, {"entry", "entries"}, {"member", "memberships"}, {"reflection", "journal entries"}, {"person", "people's settings"},
}

// Run deletes everything that the bot keeps of the workspace, as after it was uninstalled. It works while the
// bot is stopped.
func (p PurgeCmd) Run(ctx context.Context, c *console) error {
	cfg, err := storeSettings(p.Config, c)
	if err != nil {
		return err
	}
	db, err := openThere(ctx, cfg)
	if err != nil {
		return err
	}
	counts, all := map[string]int{}, 0
	show := c.progress(false)
	defer show.End()
	err = db.Each(ctx, func(bucket string, _, _ []byte) error {
		counts[bucket]++
		if all++; all%1000 == 0 {
			show.Show(progress.Step{What: "counting", Done: int64(all), Unit: "keys"})
		}
		return nil
	})
	show.End()
	if err != nil {
		return errors.Join(err, db.Close())
	}
	for _, k := range purged {
		fmt.Fprintf(c.stdout, "%8d %s\n", counts[k.bucket], k.name)
	}
	fmt.Fprintf(c.stdout, "%8d keys in all, in %s\n", all, storePlace(cfg))
	files := []string{storePlace(cfg), cfg.ErasedFile()}
	if p.Key && !cfg.Key.IsSet() {
		files = append(files, cfg.KeyFile())
	}
	if !p.Yes {
		fmt.Fprintf(c.stdout, "Nothing is deleted yet. bot purge --yes deletes %s. It cannot be undone.\n", filesInWords(files))
		return db.Close()
	}
	if pg, ok := db.(pgStore); ok {
		if err := pg.Purge(ctx); err != nil {
			return errors.Join(err, db.Close())
		}
	}
	// The lock is given back last, so that no bot starts on a file that is about to go.
	for _, f := range files {
		if f == storePlace(cfg) && cfg.Store.Driver == config.Postgres {
			continue // It was emptied.
		}
		if err := os.Remove(f); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return errors.Join(err, db.Close())
		}
	}
	fmt.Fprintf(c.stdout, "Deleted %s. Delete your backups too", filesInWords(files))
	if !p.Key || cfg.Key.IsSet() {
		fmt.Fprint(c.stdout, "; without the key nobody can open the private words in them, so delete it as well")
	}
	fmt.Fprintln(c.stdout, ".")
	return db.Close()
}

// filesInWords joins names of files as people write them.
func filesInWords(files []string) string {
	last := len(files) - 1
	if last == 0 {
		return files[0]
	}
	return strings.Join(files[:last], ", ") + " and " + files[last]
}
