package move_test

import (
	"bufio"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"throughline/internal/backup"
	"throughline/internal/move"
	"throughline/internal/store/bolt"
)

// The child of a test copies one store into another until it is killed.
const (
	childFrom = "MOVE_TEST_FROM"
	childTo   = "MOVE_TEST_TO"
)

func TestMain(m *testing.M) {
	if os.Getenv(childFrom) != "" {
		os.Exit(child())
	}
	os.Exit(m.Run())
}

// child is what the tests kill. It says when it begins to write.
func child() int {
	from, err := backup.Open(os.Getenv(childFrom))
	if err != nil {
		return 3
	}
	to, err := bolt.Open(os.Getenv(childTo), bolt.Options{Moving: true})
	if err != nil {
		return 4
	}
	_, _ = os.Stdout.WriteString("copying\n")
	if _, err = move.Copy(context.Background(), from.Store(), move.Of(to), move.Options{Name: "a", Passing: true}); err != nil {
		return 5
	}
	if errors.Join(to.Close(), from.Close()) != nil {
		return 6
	}
	return 0
}

// TestAMoveThatIsKilledGoesOn kills a copy by SIGKILL again and again, at moments that come later each time, and lets the last
// one finish.
func TestAMoveThatIsKilledGoesOn(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	source, target := filepath.Join(folder, "from.db"), filepath.Join(folder, "to.db")
	db := open(t, source, false)
	if err := db.Update(t.Context(), func(tx *bolt.Tx) error { return manyEntries(tx, 20_000) }); err != nil {
		t.Fatal(err)
	}
	want := sums(t, move.Of(db))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for kill := range 10 {
		c := exec.CommandContext(t.Context(), os.Args[0])
		c.Env = append(os.Environ(), childFrom+"="+source, childTo+"="+target)
		out, err := c.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		_, _ = bufio.NewReader(out).ReadString('\n')
		time.Sleep(time.Duration(kill) * 7 * time.Millisecond)
		_ = c.Process.Kill() // It may be done already.
		if err := c.Wait(); err != nil && !strings.Contains(err.Error(), "killed") {
			t.Fatalf("kill %d: it ended by itself: %v", kill, err)
		}
	}
	to := open(t, target, true)
	from := open(t, source, false)
	got, err := move.Copy(t.Context(), move.Of(from), move.Of(to), move.Options{Name: "a", Passing: true})
	if err != nil || !got.Equal(want) || !sums(t, move.Of(to)).Equal(want) {
		t.Errorf("after ten kills: %v, %v", want.Differences(got), err)
	}
}
