package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"throughline/internal/store/bolt"
)

// What root makes beside a store that is the service's becomes the service's: else the bot could open neither a store that
// was restored nor the folder of backups. Whoever is not root gives nothing away, and links lead nowhere.
func TestWhatRootMakesIsTheServices(t *testing.T) {
	t.Parallel()
	const service = 65534
	parent := t.TempDir()
	dir, elsewhere := filepath.Join(parent, "throughline"), filepath.Join(parent, "shadow")
	mend := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	mend(os.Mkdir(dir, 0o700))
	mend(os.WriteFile(elsewhere, nil, 0o600))
	mend(os.Symlink(elsewhere, filepath.Join(dir, "link")))
	mend(os.Link(elsewhere, filepath.Join(dir, "name")))
	want := uint32(os.Geteuid())
	if want == 0 {
		mend(os.Chown(dir, service, service))
		want = service
	}
	store, settings := filepath.Join(dir, "throughline.db"), filepath.Join(parent, "settings.toml")
	mend(os.WriteFile(settings, fmt.Appendf(nil, "[store]\npath = %q\n", store), 0o600))
	db, err := bolt.Open(store, bolt.Options{})
	mend(err)
	mend(db.Close())
	expect(t, map[string]string{"THROUGHLINE_CONFIG": settings}, 0, "", "backup", "--quiet")

	for _, name := range []string{"throughline.db", "backups"} {
		if got := ownerOf(t, filepath.Join(dir, name)); got != want {
			t.Errorf("%s belongs to %d, not to %d", name, got, want)
		}
	}
	if got := ownerOf(t, elsewhere); got != uint32(os.Geteuid()) {
		t.Errorf("a file elsewhere was given to %d", got)
	}
}

func ownerOf(t *testing.T, path string) uint32 {
	t.Helper()
	about, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return about.Sys().(*syscall.Stat_t).Uid
}

// A bot whose store is gone begins no empty one beside its backups: what people told it would be lost with the restoration.
func TestALostStoreIsNotBegunAnew(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	settings := filepath.Join(dir, "settings.toml")
	text := fmt.Appendf(nil, "[store]\npath = %q\n[metrics]\naddress = \"\"\n", filepath.Join(dir, "throughline.db"))
	if err := errors.Join(os.WriteFile(settings, text, 0o600), os.Mkdir(filepath.Join(dir, "backups"), 0o700),
		os.WriteFile(filepath.Join(dir, "backups", "throughline-20261122T031500Z.db"), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	env := map[string]string{"THROUGHLINE_CONFIG": settings, "SLACK_BOT_TOKEN": "xoxb-1-2-abcdefgh", "SLACK_APP_TOKEN": "xapp-1-A1-2-abcdefgh"}
	expect(t, env, 1, "restore the newest with bot restore "+filepath.Join(dir, "backups", "throughline-20261122T031500Z.db"), "run")
	if _, err := os.Stat(filepath.Join(dir, "throughline.db")); err == nil {
		t.Error("an empty store was begun")
	}
}
