package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// checked is a folder with a store that a bot has used, and the settings that name it.
func checked(t *testing.T) (dir string, env map[string]string) {
	t.Helper()
	d := openDesk(t, mondayMorning)
	settled(d)
	d.lookOver() // which stops the bot
	config := filepath.Join(d.data, "throughline.toml")
	if err := os.WriteFile(config, []byte("[store]\npath = \""+filepath.Join(d.data, storeName)+"\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return d.data, map[string]string{}
}

func TestCheckTellsWhatIsWrongAndChangesNothing(t *testing.T) {
	t.Parallel()
	dir, env := checked(t)
	config, store := filepath.Join(dir, "throughline.toml"), filepath.Join(dir, storeName)
	good, err := os.ReadFile(store)
	if err != nil {
		t.Fatal(err)
	}
	if got := call(t, env, "check", "--config", config); got.code != 0 || !strings.Contains(got.stdout, "is in order") {
		t.Fatalf("a good store: %+v", got)
	}
	for _, row := range []struct {
		sentence string
		spoil    func() error
		want     string
	}{
		{"the file was cut", func() error { return os.Truncate(store, 3*4096) }, "it ends after"},
		{"the file is empty", func() error { return os.Truncate(store, 0) }, "the file is empty: if there was a store in it, restore a backup"},
		{"a page is another's", func() error {
			raw := append([]byte(nil), good...)
			for page := 2; page < 12; page++ {
				raw[page*4096] ^= 1
			}
			return os.WriteFile(store, raw, 0o600)
		}, "pages"},
		{"the key is gone", func() error { return os.Remove(filepath.Join(dir, "throughline.key")) }, "private texts cannot be tried"},
	} {
		if err := row.spoil(); err != nil {
			t.Fatalf("%s: %v", row.sentence, err)
		}
		before, _ := os.ReadFile(store)
		got := call(t, env, "check", "--config", config, "--json")
		if got.code != 1 || !strings.Contains(got.stdout+got.stderr, row.want) || strings.Contains(got.stdout, "U0") {
			t.Errorf("%s: %+v", row.sentence, got)
		}
		if told := call(t, env, "check", "--config", config); !strings.Contains(told.stdout, "FAIL  ") || !strings.Contains(told.stdout, row.want) {
			t.Errorf("%s: a person reads %+v", row.sentence, told)
		}
		if after, _ := os.ReadFile(store); string(after) != string(before) {
			t.Errorf("%s: the check changed the file", row.sentence)
		}
		if err := os.WriteFile(store, good, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// A bot that runs checks its store itself, since nobody else may open the file meanwhile.
func TestCheckAsksTheRunningBot(t *testing.T) {
	t.Parallel()
	w := launchWatched(t)
	config := filepath.Join(t.TempDir(), "throughline.toml")
	write(t, config, "[store]\npath = \""+filepath.Join(w.cmd.Dir, "throughline.db")+"\"\n", 0o600)
	got := call(t, nil, "check", "--config", config, "--json")
	if got.code != 0 || !strings.Contains(got.stdout, `"ok":true`) || !strings.Contains(got.stdout, `"running":true`) {
		t.Errorf("beside a running bot: %+v", got)
	}
}
