package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"throughline/internal/backup"
	"throughline/internal/config"
	"throughline/internal/mission"
	"throughline/internal/move"
	"throughline/internal/nudges"
	"throughline/internal/operator"
	"throughline/internal/progress"
	"throughline/internal/seal"
	"throughline/internal/slackapp"
	"throughline/internal/slackapp/api"
	"throughline/internal/store/bolt"
	"throughline/internal/store/record"
)

// replacement is a store in the making that will take the place of the one that the settings name, all at once.
type replacement struct {
	cfg     config.Config
	out     io.Writer
	tell    progress.Func
	now     time.Time
	folder  string // holds what is not finished; removed at the end and before the next
	release func() error
	// there are the workspaces of the store as it is, and records how many it holds.
	there   []mission.TeamID
	records int64
}

// holdPatience is how long is waited for a bot that is just stopping.
const holdPatience = 2 * time.Second

// replacing keeps every bot away from the store and prepares to put another in its place.
func replacing(ctx context.Context, cfg config.Config, out io.Writer, tell progress.Func) (*replacement, error) {
	if operator.Running(cfg.SocketFile()) {
		return nil, errors.New("the bot is running: stop it first, so that nothing is written meanwhile")
	}
	there, n := present(ctx, cfg.Store.Path)
	release, err := bolt.Hold(cfg.Store.Path, holdPatience)
	if err != nil {
		return nil, err
	}
	r := &replacement{cfg: cfg, out: out, tell: tell, now: time.Now(), folder: cfg.Store.Path + ".incoming", release: release, there: there, records: n}
	err = errors.Join(os.RemoveAll(r.folder), os.Mkdir(r.folder, 0o700))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("prepare a place for the new store: %w", err), release())
	}
	return r, nil
}

// path is where the new store is made.
func (r *replacement) path() string { return filepath.Join(r.folder, "store.db") }

// close removes what was not finished, and lets bots start again.
func (r *replacement) close() error { return errors.Join(os.RemoveAll(r.folder), r.release()) }

// present returns the workspaces of the store that is there, and how many records it holds. One that cannot be read has
// none: replacing it is what helps.
func present(ctx context.Context, path string) (teams []mission.TeamID, n int64) {
	f, err := backup.Open(path)
	if err != nil {
		return nil, 0
	}
	defer func() { _ = f.Close() }()
	err = f.Store().Snapshot(ctx, func(tx move.Tx) error {
		counts, err := tx.Counts(ctx)
		for _, c := range counts {
			n += c
		}
		if err == nil {
			teams, err = tx.Teams(ctx)
		}
		return err
	})
	if err != nil {
		return nil, 0
	}
	return teams, n
}

// sameWorkspace refuses to put the data of one workspace in the place of another's.
func (r *replacement) sameWorkspace(fresh []mission.TeamID) error {
	shared := slices.ContainsFunc(fresh, func(t mission.TeamID) bool { return slices.Contains(r.there, t) })
	if shared || len(r.there) == 0 || len(fresh) == 0 {
		return nil
	}
	return fmt.Errorf("it is of another workspace (%s) than the store (%s): if that is meant, move %s away first",
		teamsInWords(fresh), teamsInWords(r.there), r.cfg.Store.Path)
}

func teamsInWords(teams []mission.TeamID) string {
	var out []string
	for _, t := range teams {
		out = append(out, string(t))
	}
	return strings.Join(out, ", ")
}

// settle makes a filled store what may go on from here: whoever was forgotten since is forgotten again, and what was due
// meanwhile is looked up before it is sent. Then it is checked, and closed.
func (r *replacement) settle(ctx context.Context, teams []mission.TeamID, sealer *seal.Sealer) (err error) {
	db, err := bolt.Open(r.path(), bolt.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if sealer != nil {
		for _, team := range teams {
			if err := r.eraseAgain(ctx, boltStore{db}, team, sealer); err != nil {
				return err
			}
		}
	}
	n, err := nudges.Restored(ctx, db.Nudges(), r.now)
	if err != nil {
		return err
	}
	if n > 0 {
		fmt.Fprintf(r.out, "%d messages were due by now and may have been sent: the bot looks each up in Slack before it sends any.\n", n)
	}
	r.tell.Tell(progress.Step{What: "checking the new store"})
	return db.Check(ctx)
}

// eraseAgain carries out the erasures of the journal that the new store knows nothing of.
func (r *replacement) eraseAgain(ctx context.Context, db store, team mission.TeamID, sealer *seal.Sealer) error {
	quiet := slog.New(slog.DiscardHandler)
	journal, err := openJournal(r.cfg, sealer, quiet)
	if err != nil {
		return err
	}
	app := slackapp.New(slackapp.Options{
		Store: edgeStore{db}, Sealer: sealer, Clock: newRealClock(),
		API: api.New(api.Options{BotToken: r.cfg.Slack.BotToken.Reveal(), APIURL: r.cfg.Slack.APIURL, Logger: quiet, Now: time.Now}), Logger: quiet, Team: team, Journal: journal,
	})
	return eraseAgain(ctx, app, journal)
}

// swap puts the new store in the place of the old one, which it keeps, and says so.
func (r *replacement) swap() error {
	_, err := os.Stat(r.cfg.Store.Path)
	there := err == nil
	kept := unused(r.cfg.Store.Path + r.now.UTC().Format(".before-20060102T150405Z"))
	if err := bolt.Replace(r.path(), r.cfg.Store.Path, kept); err != nil {
		return err
	}
	if there {
		fmt.Fprintf(r.out, "What was there before is kept as %s. It holds private words, sealed: delete it once all is well.\n", kept)
	}
	return nil
}

// unused returns a name that no file has, with a number behind it where it must be.
func unused(path string) string {
	for name, n := path, 2; ; name, n = fmt.Sprintf("%s-%d", path, n), n+1 {
		if _, err := os.Lstat(name); err != nil {
			return name
		}
	}
}

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
