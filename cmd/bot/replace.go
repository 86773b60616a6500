package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"time"

	"throughline/internal/config"
	"throughline/internal/erased"
	"throughline/internal/mission"
	"throughline/internal/move"
	"throughline/internal/nudges"
	"throughline/internal/operator"
	"throughline/internal/progress"
	"throughline/internal/seal"
	"throughline/internal/slackapp"
	"throughline/internal/slackapp/api"
)

// site is where a store is made beside the one that it will take the place of, which no bot uses meanwhile.
type site interface {
	// fill makes the new store and has it filled.
	fill(ctx context.Context, by func(to move.Store) error) error
	// open opens the new store once it is filled.
	open(ctx context.Context) (store, error)
	// forgotten adds to a journal what is remembered with the store that is there of those who were forgotten.
	forgotten(ctx context.Context, journal *erased.Journal) error
	// swap puts the new store in the place of the old one at once, and returns a sentence about where that is kept, which
	// is empty where there was none.
	swap(ctx context.Context, now time.Time) (kept string, err error)
	// close removes what was not finished, and lets bots start again.
	close() error
}

// replacement is a store in the making that will take the place of the one that the settings name, all at once.
type replacement struct {
	site
	cfg  config.Config
	out  io.Writer
	tell progress.Func
	now  time.Time
	// there are the workspaces of the store as it is, and records how many it holds. One that cannot be read has none:
	// replacing it is what helps.
	there   []mission.TeamID
	records int64
}

// replacing keeps every bot away from the store and prepares to put another in its place.
func replacing(ctx context.Context, cfg config.Config, out io.Writer, tell progress.Func) (r *replacement, err error) {
	if operator.Running(cfg.SocketFile()) {
		return nil, errors.New("the bot is running: stop it first, so that nothing is written meanwhile")
	}
	r = &replacement{cfg: cfg, out: out, tell: tell, now: time.Now()}
	if cfg.Store.Driver == config.Postgres {
		err = r.inDatabase(ctx)
	} else {
		err = r.inFolder(ctx)
	}
	if err != nil {
		return nil, err
	}
	return r, nil
}

// look notes what a store holds.
func (r *replacement) look(ctx context.Context, s move.Store) error {
	return s.Snapshot(ctx, func(tx move.Tx) error {
		counts, err := tx.Counts(ctx)
		if err != nil {
			return err
		}
		teams, err := tx.Teams(ctx)
		if err != nil {
			return err
		}
		r.there, r.records = teams, 0
		for _, n := range counts {
			r.records += n
		}
		return nil
	})
}

// sameWorkspace refuses to put the data of one workspace in the place of another's, or beside it.
func (r *replacement) sameWorkspace(fresh []mission.TeamID) error {
	foreign := slices.ContainsFunc(fresh, func(t mission.TeamID) bool { return !slices.Contains(r.there, t) })
	if !foreign || len(r.there) == 0 {
		return nil
	}
	return fmt.Errorf("it is of another workspace (%s) than the store (%s): if that is meant, move %s away first",
		teamsInWords(fresh), teamsInWords(r.there), storeInWords(r.cfg))
}

// storeInWords is how a person knows the store of the settings.
func storeInWords(cfg config.Config) string {
	if cfg.Store.Driver == config.Postgres {
		return "the database"
	}
	return cfg.Store.Path
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
	db, err := r.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if sealer != nil {
		for _, team := range teams {
			if err := r.eraseAgain(ctx, db, team, sealer); err != nil {
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
	if err := r.forgotten(ctx, journal); err != nil {
		return err
	}
	app := slackapp.New(slackapp.Options{
		Store: edgeStore{db}, Sealer: sealer, Clock: newRealClock(),
		API: api.New(api.Options{BotToken: r.cfg.Slack.BotToken.Reveal(), APIURL: r.cfg.Slack.APIURL, Logger: quiet, Now: time.Now}), Logger: quiet, Team: team, Journal: journal,
	})
	return eraseAgain(ctx, app, journal)
}

// finish settles the new store and swaps it in, where it was filled without an error.
func (r *replacement) finish(ctx context.Context, err error, teams []mission.TeamID, sealer *seal.Sealer) error {
	if err == nil {
		err = r.settle(ctx, teams, sealer)
	}
	if err != nil {
		return err
	}
	kept, err := r.swap(ctx, r.now)
	if err == nil && kept != "" {
		fmt.Fprintln(r.out, kept)
	}
	return err
}
