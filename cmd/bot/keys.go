package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"throughline/internal/config"
	"throughline/internal/erased"
	"throughline/internal/mission"
	"throughline/internal/progress"
	"throughline/internal/seal"
)

// KeysCmd is bot keys.
type KeysCmd struct {
	Make   KeysMakeCmd   `cmd:"" help:"Make a new key and print it, or write it into a new file."`
	Rotate KeysRotateCmd `cmd:"" help:"Seal all private words anew with a new key, while the bot is stopped."`
	Check  KeysCheckCmd  `cmd:"" help:"See whether all private words open, while the bot is stopped."`
}

// sealSlice is how many records are sealed anew in one transaction.
const sealSlice = 500

// KeysMakeCmd is bot keys make.
type KeysMakeCmd struct {
	Out string `help:"Write the key into this file, which must not be there yet, instead of printing it." placeholder:"FILE"`
}

// Run prints a key, or makes a key file.
func (k KeysMakeCmd) Run(c *console) error {
	key := seal.NewKey()
	if k.Out == "" {
		_, err := fmt.Fprintln(c.stdout, key.Reveal())
		return err
	}
	err := seal.CreateKeyFile(k.Out, key)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already, and a key is never written over", k.Out)
	}
	if err == nil {
		_, err = fmt.Fprintf(c.stdout, "made %s; keep a copy of it apart from the store\n", k.Out)
	}
	return err
}

// KeysRotateCmd is bot keys rotate.
type KeysRotateCmd struct {
	Config string `placeholder:"FILE" help:"Read the settings from this file instead of throughline.toml."`
	Drop   bool   `help:"Take the old keys out of the key file, once nothing is sealed with them."`
}

// Run seals everything anew. What was interrupted goes on where it is run again: values that have the new key
// are left alone.
func (k KeysRotateCmd) Run(ctx context.Context, c *console) (err error) {
	v, err := openVault(ctx, k.Config, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, v.db.Close()) }()
	before, err := v.count(ctx)
	if err != nil {
		return err
	}
	if k.Drop {
		return v.drop(c, before)
	}
	if err := v.ready(before); err != nil {
		return err
	}
	n, err := v.reseal(ctx, before.old)
	if err != nil {
		return err
	}
	if err := errors.Join(v.renewJournal(), renewCanary(ctx, v.db, v.sealer)); err != nil {
		return err
	}
	after, err := v.count(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "%d values sealed anew, %d in all\n", n, after.all)
	after.tellShut(c)
	if len(after.shut) > 0 {
		return exitFailed
	}
	fmt.Fprintln(c.stdout, "backups from before this need the old key: keep it with them. "+v.howToDrop())
	return nil
}

// KeysCheckCmd is bot keys check.
type KeysCheckCmd struct {
	Config string `placeholder:"FILE" help:"Read the settings from this file instead of throughline.toml."`
}

// Run opens every sealed value and says how many there are of each field. One that does not open makes the
// exit code 1.
func (k KeysCheckCmd) Run(ctx context.Context, c *console) (err error) {
	v, err := openVault(ctx, k.Config, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, v.db.Close()) }()
	found, err := v.count(ctx)
	if err != nil {
		return err
	}
	fields := make([]string, 0, len(found.fields))
	for field := range found.fields {
		fields = append(fields, field)
	}
	slices.Sort(fields)
	for _, field := range fields {
		fmt.Fprintf(c.stdout, "ok    %-20s %d\n", field, found.fields[field])
	}
	found.tellShut(c)
	if len(found.shut) > 0 {
		return exitFailed
	}
	fmt.Fprintf(c.stdout, "all %d sealed values open", found.all)
	if found.old > 0 {
		fmt.Fprintf(c.stdout, "; %d of them with an older key", found.old)
	}
	fmt.Fprintln(c.stdout)
	return nil
}

// vault is a store with the keys to it, while nothing else has it open.
type vault struct {
	show   *progress.Printer
	cfg    config.Config
	keys   []seal.Key
	sealer *seal.Sealer
	db     store
}

// openVault opens the store that is there and its keys. It makes neither.
func openVault(ctx context.Context, file string, c *console) (*vault, error) {
	cfg, err := storeSettings(file, c)
	if err != nil {
		return nil, err
	}
	if err := isThere(cfg); err != nil {
		return nil, err
	}
	v := &vault{cfg: cfg, show: c.progress(false)}
	if cfg.Key.IsSet() {
		v.keys, err = seal.ParseKeys(cfg.Key.Reveal())
	} else {
		v.keys, err = seal.LoadKeys(cfg.KeyFile())
	}
	if err != nil {
		return nil, err
	}
	if v.sealer, err = seal.New(v.keys...); err != nil {
		return nil, err
	}
	v.db, err = openThere(ctx, cfg)
	return v, err
}

// storeSettings reads the settings of the store. What is wrong with the tokens does not matter here.
func storeSettings(file string, c *console) (config.Config, error) {
	cfg, err := config.Load(file, c.env)
	var mistakes, ours config.Mistakes
	if err != nil && !errors.As(err, &mistakes) {
		return cfg, err
	}
	for _, m := range mistakes {
		if !strings.HasPrefix(m.Wrong, "SLACK_") {
			ours = append(ours, m)
		}
	}
	if len(ours) > 0 {
		return cfg, ours
	}
	c.after = func() { handOver(cfg) }
	return cfg, nil
}

// census is what a look at every sealed value has found.
type census struct {
	all, old int
	fields   map[string]int
	// shut names the values that do not open, by their place.
	shut []string
}

// count opens every sealed value.
func (v *vault) count(ctx context.Context) (census, error) {
	found := census{fields: map[string]int{}}
	newest, err := seal.New(v.keys[0])
	if err != nil {
		return found, err
	}
	for from, first := "", true; first || from != ""; first = false {
		err := v.db.View(ctx, func(tx storeTx) (err error) {
			from, err = tx.SealedFrom(from, sealSlice, func(kind string, owner mission.UserID, s mission.Sealed) error {
				v.look(&found, newest, kind, owner, s)
				return nil
			})
			return err
		})
		if err != nil {
			return found, err
		}
		v.show.Show(progress.Step{What: "opening private words", Done: int64(found.all), Unit: "values"})
	}
	v.show.End()
	return found, nil
}

func (v *vault) look(found *census, newest *seal.Sealer, kind string, owner mission.UserID, s mission.Sealed) {
	found.all++
	place, err := seal.Place(s)
	if err == nil && owner != "" && place.User != owner {
		err = seal.ErrNotOpened
	}
	if err == nil {
		_, err = v.sealer.Open(place, s)
	}
	if err != nil {
		found.shut = append(found.shut, fmt.Sprintf("%s, field %q, record %q: %v", kind, place.Field, place.Record, err))
		return
	}
	found.fields[place.Field]++
	if _, err := newest.Open(place, s); err != nil {
		found.old++
	}
}

// mostShut is how many values that do not open are named.
const mostShut = 20

func (f census) tellShut(c *console) {
	for i, what := range f.shut {
		if i == mostShut {
			fmt.Fprintf(c.stdout, "FAIL  and %d more\n", len(f.shut)-mostShut)
			return
		}
		fmt.Fprintf(c.stdout, "FAIL  %s\n", what)
	}
}

// ready makes sure that there is a new key in front of the old ones. A rotation that was interrupted goes on
// with the key that it made.
func (v *vault) ready(before census) error {
	if before.old > 0 && len(v.keys) > 1 {
		return nil
	}
	if v.cfg.Key.IsSet() {
		if len(v.keys) > 1 {
			return nil
		}
		return fmt.Errorf("%s holds one key: make another with bot keys make, put it in front of the old one with a comma "+
			"between, and run this again", v.cfg.KeyFrom)
	}
	v.keys = append([]seal.Key{seal.NewKey()}, v.keys...)
	var err error
	if v.sealer, err = seal.New(v.keys...); err != nil {
		return err
	}
	return seal.ReplaceKeyFile(v.cfg.KeyFile(), v.keys)
}

// reseal seals with the newest key what was sealed with another, and says how many values. One that does not
// open stays as it is.
func (v *vault) reseal(ctx context.Context, all int) (int, error) {
	total := 0
	for from, first := "", true; first || from != ""; first = false {
		n, next := 0, ""
		err := v.db.Update(ctx, func(tx storeTx) (err error) {
			n = 0
			next, err = tx.Reseal(from, sealSlice, func(s mission.Sealed) (mission.Sealed, error) {
				fresh, changed, err := v.sealer.Renew(s)
				if err != nil {
					return s, nil //nolint:nilerr // It is told at the end, with its place.
				}
				if changed {
					n++
				}
				return fresh, nil
			})
			return err
		})
		if err != nil {
			return total, err
		}
		total, from = total+n, next
		v.show.Show(progress.Step{What: "sealing anew", Done: int64(total), Total: int64(all), Unit: "values"})
	}
	v.show.End()
	return total, nil
}

// renewJournal does the same with the journal of those who were forgotten.
func (v *vault) renewJournal() error {
	journal, err := erased.Open(v.cfg.ErasedFile(), v.sealer)
	if err != nil {
		return err
	}
	return journal.Renew(v.sealer.Renew)
}

func (v *vault) howToDrop() string {
	if v.cfg.Key.IsSet() {
		return "Then take it out of " + v.cfg.KeyFrom + "."
	}
	return "Then bot keys rotate --drop takes it out of " + v.cfg.KeyFile() + "."
}

// drop takes the old keys out of the key file.
func (v *vault) drop(c *console, found census) error {
	switch {
	case v.cfg.Key.IsSet():
		return fmt.Errorf("the keys stand in %s: take the old ones out there", v.cfg.KeyFrom)
	case found.old > 0 || len(found.shut) > 0:
		return fmt.Errorf("%d values are not sealed with the newest key: run bot keys rotate first", found.old+len(found.shut))
	case len(v.keys) == 1:
		return errors.New("there is no old key to drop")
	}
	if err := v.renewJournal(); err != nil {
		return err
	}
	if err := seal.ReplaceKeyFile(v.cfg.KeyFile(), v.keys[:1]); err != nil {
		return err
	}
	_, err := fmt.Fprintf(c.stdout, "%d old keys dropped from %s\n", len(v.keys)-1, v.cfg.KeyFile())
	return err
}
