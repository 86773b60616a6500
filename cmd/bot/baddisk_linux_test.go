package main

import (
	"context"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"throughline/internal/health"
	"throughline/internal/seal"
	"throughline/internal/store/bolt"
)

// spoiltHome is a place with a store, its key and settings, as an installation has them, before something is done to it.
type spoiltHome struct {
	dir, data, store, key, config string
	as                            *syscall.SysProcAttr // who the bot runs as: never root, whom no mode keeps out
}

// userNobody is the user that owns nothing.
const userNobody = 65534

// spoil makes an installation that belongs to whoever the bot runs as.
func spoil(t *testing.T) *spoiltHome {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	s := &spoiltHome{dir: dir, data: filepath.Join(dir, "data"), config: filepath.Join(dir, "throughline.toml")}
	s.store, s.key = filepath.Join(s.data, "throughline.db"), filepath.Join(s.data, "throughline.key")
	if err := os.Mkdir(s.data, 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, s.config, "[store]\npath = \""+s.store+"\"\n", 0o644)
	write(t, s.key, seal.NewKey().Reveal()+"\n", 0o600)
	db, err := bolt.Open(s.store, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if os.Getuid() == 0 {
		s.as = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: userNobody, Gid: userNobody}}
		for _, path := range []string{s.data, s.store, s.key} {
			if err := os.Chown(path, userNobody, userNobody); err != nil {
				t.Fatal(err)
			}
		}
	}
	return s
}

// runs runs a command of the real program to its end.
func (s *spoiltHome) runs(t *testing.T, args ...string) (code int, out string) {
	t.Helper()
	built, err := botBinary()
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(s.dir, "bot")
	if err := os.Link(built, program); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, append(args, "--config", s.config)...)
	cmd.Dir, cmd.SysProcAttr = s.dir, s.as
	cmd.Env = []string{
		"SLACK_BOT_TOKEN=xoxb-made-up", "SLACK_APP_TOKEN=xapp-made-up", "SLACK_API_URL=http://127.0.0.1:1/api/",
		"THROUGHLINE_METRICS_ADDRESS=off", "HOME=" + s.dir,
	}
	raw, err := cmd.CombinedOutput()
	if ctx.Err() != nil {
		t.Fatalf("it did not end: %v\n%s", err, raw)
	}
	return cmd.ProcessState.ExitCode(), string(raw)
}

// A store that cannot be used is refused with what happened, where, and what to do, and is left as it is.
func TestABadDiskIsRefusedWithASentence(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		spoil func(t *testing.T, s *spoiltHome) error
		wants []string
	}{
		"the file may only be read": {
			func(_ *testing.T, s *spoiltHome) error { return os.Chmod(s.store, 0o400) },
			[]string{"throughline.db", "may not read and write it", "chown"},
		},
		"nothing may be made in the folder": {
			func(_ *testing.T, s *spoiltHome) error {
				return joined(os.Remove(s.store), os.Chmod(s.data, 0o500))
			},
			[]string{"throughline.db", "may not read and write it"},
		},
		"the folder is not there": {
			func(t *testing.T, s *spoiltHome) error {
				write(t, s.config, "[store]\npath = \""+filepath.Join(s.dir, "gone", "throughline.db")+"\"\nkey_file = \""+s.key+"\"\n", 0o644)
				return nil
			},
			[]string{"gone", "is not there"},
		},
		"another process has the file": {
			func(t *testing.T, s *spoiltHome) error {
				db, err := bolt.Open(s.store, bolt.Options{})
				if err == nil {
					t.Cleanup(func() { _ = db.Close() })
				}
				return err
			},
			[]string{"another copy of the bot has this file open", "process " + strconv.Itoa(os.Getpid())},
		},
		"the key is missing": {
			func(_ *testing.T, s *spoiltHome) error { return os.Remove(s.key) },
			[]string{"throughline.key is missing", "put it back"},
		},
		"the key is torn": {
			func(_ *testing.T, s *spoiltHome) error { return os.Truncate(s.key, 20) },
			[]string{"throughline.key", "a key is 32 bytes"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := spoil(t)
			secret, _ := os.ReadFile(s.key)
			if err := row.spoil(t, s); err != nil {
				t.Fatal(err)
			}
			before, _ := os.ReadFile(s.store)
			code, out := s.runs(t, "run")
			if code != 1 || strings.Contains(out, "panic") || strings.Contains(out, "made-up") || strings.Contains(out, strings.TrimSpace(string(secret))) {
				t.Errorf("exit code %d:\n%s", code, out)
			}
			for _, want := range row.wants {
				if !strings.Contains(out, want) {
					t.Errorf("it does not say %q:\n%s", want, out)
				}
			}
			if after, _ := os.ReadFile(s.store); string(after) != string(before) {
				t.Error("the file was changed")
			}
		})
	}
}

func joined(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// smallDisk mounts a disk of a megabyte in memory, and reports false where this user may not mount anything.
func smallDisk(t *testing.T) (dir string, mounted bool) {
	t.Helper()
	dir = t.TempDir()
	if err := syscall.Mount("none", dir, "tmpfs", 0, "size=1m"); err != nil {
		t.Logf("no disk of its own (%v): a place stands in for it where nothing can be made", err)
		return dir, false
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	return dir, true
}

// While the disk is full the bot is not ready and says why; it is again once there is room.
func TestAFullDiskShowsInReadyz(t *testing.T) {
	t.Parallel()
	w := launchWatched(t)
	w.awaitReady(t, func(status int, r health.Report) bool { return status == http.StatusOK && r.OK })
	room(t, w.cmd.Process.Pid, 8192)
	w.slack.as("ana").says("@app", "Counted the berths.") // What comes is written down before it is acknowledged.
	w.awaitReady(t, func(status int, r health.Report) bool {
		return status == http.StatusServiceUnavailable && failing(r, checkStore)
	})
	if status, body := w.page(t, "/healthz"); status != http.StatusOK {
		t.Errorf("/healthz asks for a restart, which would not help: %s", body)
	}
	room(t, w.cmd.Process.Pid, -1)
	w.awaitReady(t, func(status int, r health.Report) bool { return status == http.StatusOK && r.OK })
	if log := w.out.text(); strings.Contains(log, "panic") || strings.Contains(log, "berths") {
		t.Errorf("the log:\n%s", log)
	}
}

// fillUp writes into a file until its disk has no room left.
func fillUp(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for block := make([]byte, 4096); err == nil; _, err = f.Write(block) {
	}
}

// A store on a disk that is mounted for reading, or that has no room, is refused with a sentence.
func TestADiskThatTakesNothing(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		spoil func(t *testing.T, disk string) error
		want  string
	}{
		"mounted for reading": {func(_ *testing.T, disk string) error {
			return syscall.Mount("none", disk, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, "")
		}, "mount it for writing"},
		"full": {func(t *testing.T, disk string) error { fillUp(t, filepath.Join(disk, "filler")); return nil }, "make room"},
	} {
		disk, mounted := smallDisk(t)
		s := spoil(t)
		s.as = nil
		if !mounted {
			disk, row.want = "/proc", "open the store" // where nobody can make a file, whoever it is
		} else if err := row.spoil(t, disk); err != nil {
			t.Fatal(err)
		}
		store := filepath.Join(disk, "throughline.db")
		write(t, s.config, "[store]\npath = \""+store+"\"\nkey_file = \""+s.key+"\"\n", 0o644)
		code, out := s.runs(t, "run")
		if code != 1 || !strings.Contains(out, store) || !strings.Contains(out, row.want) {
			t.Errorf("%s: exit code %d:\n%s", name, code, out)
		}
	}
}
