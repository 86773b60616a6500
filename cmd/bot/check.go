package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"throughline/internal/config"
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/operator"
	"throughline/internal/progress"
	"throughline/internal/seal"
	"throughline/internal/store/bolt"
	"throughline/internal/store/damage"
	"throughline/internal/store/postgres"
)

// CheckCmd is bot check.
type CheckCmd struct {
	Config string `placeholder:"FILE" help:"Read the settings from this file instead of throughline.toml."`
	JSON   bool   `name:"json" help:"Write the findings for programs."`
}

// checkTask is the name under which a running bot checks its store.
const checkTask = "check"

// checkResult is what a check found. It holds no word that somebody wrote, and names records by what tells nothing.
type checkResult struct {
	OK       bool             `json:"ok"`
	Store    string           `json:"store"`
	Running  bool             `json:"running"` // a bot has it open, and has checked it
	Sealed   int              `json:"sealed"`  // private words that open
	Waiting  int              `json:"waiting"` // messages on their way out
	Findings []damage.Finding `json:"findings"`
	More     int              `json:"more,omitzero"`
}

// Run checks the store and prints what is wrong. A finding makes the exit code 1. Nothing is written: a bot that runs
// checks its store itself, and otherwise the file is opened for reading alone.
func (c CheckCmd) Run(ctx context.Context, con *console) error {
	cfg, err := storeSettings(c.Config, con)
	if err != nil {
		return err
	}
	show := progress.New(con.stderr, progress.Options{Terminal: isTerminal(con.stderr)}).Show
	var raw json.RawMessage
	err = operator.Ask(ctx, cfg.SocketFile(), checkTask, struct{}{}, show, &raw)
	if errors.Is(err, operator.ErrNobody) {
		raw, err = checkAlone(ctx, cfg, show)
	}
	if err != nil {
		return err
	}
	return c.print(con.stdout, raw)
}

func (c CheckCmd) print(w io.Writer, raw json.RawMessage) error {
	var told struct {
		checkResult
		Findings []struct{ Part, Table, Name, What string } `json:"findings"`
	}
	if err := json.Unmarshal(raw, &told); err != nil {
		return fmt.Errorf("read what the check found: %w", err)
	}
	if c.JSON {
		fmt.Fprintf(w, "%s\n", raw)
	} else {
		for _, f := range told.Findings {
			fmt.Fprintf(w, "FAIL  %s: %s %s: %s\n", f.Part, f.Table, f.Name, f.What)
		}
		printCheck(w, told.checkResult, len(told.Findings))
	}
	if !told.OK {
		return exitFailed
	}
	return nil
}

func printCheck(w io.Writer, r checkResult, findings int) {
	if r.OK {
		fmt.Fprintf(w, "%s is in order: every page, record, index and reference; %d private texts open; %d messages wait.\n", r.Store, r.Sealed, r.Waiting)
		return
	}
	fmt.Fprintf(w, "%d things are wrong in %s. Nothing was changed.\n", findings+r.More, r.Store)
	fmt.Fprintln(w, "Stop the bot and keep the file as it is. Restore the newest backup that bot check finds in order; what is newer than that\n"+
		"is in the file that you kept. Where only private texts do not open, look for the key first: bot keys check.")
}

// checkable is a store that is open, perhaps for reading alone.
type checkable interface {
	Verify(ctx context.Context, tell progress.Func) error
	View(ctx context.Context, f func(storeTx) error) error
}

// checkAlone checks a store that no bot has open.
func checkAlone(ctx context.Context, cfg config.Config, tell progress.Func) (json.RawMessage, error) {
	if cfg.Store.Driver == config.Postgres {
		db, err := postgres.Open(ctx, postgres.Options{URL: cfg.Database.Reveal(), MaxConns: cfg.Store.MaxConnections, Reading: true})
		if err != nil {
			return nil, err
		}
		raw, err := verifyStore(ctx, cfg, pgStore{db}, false, time.Now(), tell)
		return raw, errors.Join(err, db.Close())
	}
	if err := isThere(cfg); err != nil {
		return nil, err
	}
	f, err := bolt.OpenFile(cfg.Store.Path, lockPatience)
	if errors.Is(err, bolt.ErrDamaged) || errors.Is(err, bolt.ErrEmpty) {
		var r damage.Report
		r.Add(damage.Pages, "pages", "", "%v", err)
		return json.Marshal(checkResult{Store: cfg.Store.Path, Findings: r.Findings})
	}
	if err != nil {
		return nil, err
	}
	var raw json.RawMessage
	if f.Older() {
		err = errors.New("an older version of the bot wrote this file: start this version once, which brings it up to date, or check it with that version")
	} else {
		raw, err = verifyStore(ctx, cfg, readFile{f}, false, time.Now(), tell)
	}
	return raw, errors.Join(err, f.Close())
}

// readFile is a file that is open for reading.
type readFile struct{ *bolt.File }

func (r readFile) View(ctx context.Context, f func(storeTx) error) error {
	return r.Snapshot(ctx, func(tx *bolt.Tx) error { return f(tx) })
}

// checkRunning is the task of a running bot.
func checkRunning(cfg config.Config, p *program) operator.Task {
	return func(ctx context.Context, _ json.RawMessage, tell progress.Func) (any, error) {
		open, ok := p.db.(checkable)
		if !ok {
			return nil, errors.New("this store cannot be checked")
		}
		return verifyStore(ctx, cfg, open, true, time.Now(), tell)
	}
}

// verifyStore checks everything: what the store itself can, whether private words open, and what the engine lives by.
func verifyStore(ctx context.Context, cfg config.Config, db checkable, running bool, now time.Time, tell progress.Func) (json.RawMessage, error) {
	result, report := checkResult{Store: nameOfStore(cfg), Running: running}, damage.Report{}
	err := db.Verify(ctx, tell)
	found, damaged := errors.AsType[*damage.Error](err)
	switch {
	case damaged:
		report = found.Report
	case err != nil:
		return nil, err
	default:
		if err := checkWords(ctx, cfg, db, &result, &report); err != nil {
			return nil, err
		}
		if err := checkWork(ctx, db, running, now, &result, &report); err != nil {
			return nil, err
		}
	}
	result.Findings, result.More, result.OK = append([]damage.Finding{}, report.Findings...), report.More, len(report.Findings) == 0
	return json.Marshal(result)
}

// nameOfStore is how a store is called in what a check says.
func nameOfStore(cfg config.Config) string {
	if cfg.Store.Driver == config.Postgres {
		return "the database"
	}
	return cfg.Store.Path
}

// checkWords opens every private text.
func checkWords(ctx context.Context, cfg config.Config, db checkable, result *checkResult, report *damage.Report) error {
	sealer, err := sealerThere(cfg)
	if err != nil {
		report.Add(damage.Sealed, "key", "", "private texts cannot be tried: %v", err)
		return nil
	}
	for from, first := "", true; first || from != ""; first = false {
		err := db.View(ctx, func(tx storeTx) (err error) {
			from, err = tx.SealedFrom(from, sealSlice, func(kind string, owner mission.UserID, s mission.Sealed) error {
				place, err := seal.Place(s)
				if err == nil && owner != "" && place.User != owner {
					err = seal.ErrNotOpened
				}
				if err == nil {
					_, err = sealer.Open(place, s)
				}
				if err != nil {
					report.Add(damage.Sealed, kind, place.Field+"\x00"+place.Record, "a private text does not open: %v", err)
					return nil
				}
				result.Sealed++
				return nil
			})
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// sealerThere opens with the keys that are there, and makes none.
func sealerThere(cfg config.Config) (*seal.Sealer, error) {
	var keys []seal.Key
	var err error
	if cfg.Key.IsSet() {
		keys, err = seal.ParseKeys(cfg.Key.Reveal())
	} else {
		keys, err = seal.LoadKeys(cfg.KeyFile())
	}
	if err != nil {
		return nil, err
	}
	return seal.New(keys...)
}

const (
	// longWait is after how long a message that has neither gone out nor ended is stuck: every grace and every pause is over.
	longWait = 30 * 24 * time.Hour
	// latePlan is after how long a running bot has taken up every plan that was due.
	latePlan = time.Hour
)

// checkWork looks for messages and plans that nothing will move on.
func checkWork(ctx context.Context, db checkable, running bool, now time.Time, result *checkResult, report *damage.Report) error {
	return db.View(ctx, func(tx storeTx) error {
		rows, err := tx.RowsIn(nudges.Due, nudges.Claimed, nudges.Sending, nudges.Unknown)
		if err != nil {
			return err
		}
		result.Waiting = len(rows)
		for _, r := range rows {
			switch held := r.State == nudges.Claimed || r.State == nudges.Sending; {
			case held && (r.Lease.IsZero() || r.Owner == ""):
				report.Add(damage.Outbox, "row", string(r.Team)+"\x00"+r.Key, "it is %s, and nobody holds it", r.State)
			case !r.NotBefore.After(now) && !r.Due.IsZero() && now.Sub(r.Due) > longWait:
				report.Add(damage.Outbox, "row", string(r.Team)+"\x00"+r.Key, "it is %s since %s", r.State, r.Due.Format(time.DateOnly))
			}
		}
		if !running {
			return nil // While the bot was stopped nobody took plans up.
		}
		late, err := tx.DuePlans(now.Add(-latePlan), 1000)
		for _, p := range late {
			report.Add(damage.Plan, "plan", string(p.Team)+"\x00"+p.ID, "it was due on %s, and was not taken up", p.Next.UTC().Format(time.DateTime))
		}
		return err
	})
}
