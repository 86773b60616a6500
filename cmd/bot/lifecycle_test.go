package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"throughline/internal/health"
	"throughline/internal/limits"
)

// settingsIn writes settings into a file of a folder, with the store beside it.
func settingsIn(t *testing.T, dir, more string) (path string) {
	t.Helper()
	path = filepath.Join(dir, "settings.toml")
	text := "[store]\npath = " + quoted(filepath.Join(dir, "t.db")) + "\nkey_file = " + quoted(filepath.Join(dir, "t.key")) + "\n" + more
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func quoted(s string) string { return `"` + s + `"` }

// signals sends a signal and waits for a line of the log.
func (w watched) signals(t *testing.T, s os.Signal, line string) {
	t.Helper()
	if err := w.cmd.Process.Signal(s); err != nil {
		t.Fatal(err)
	}
	w.process.await(t, func(l string) bool { return strings.Contains(l, line) })
}

// TestSettingsAreReadAnew changes the settings of a bot that runs: what can change does, what cannot is named, and with a
// mistake in the file nothing changes.
func TestSettingsAreReadAnew(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := settingsIn(t, dir, "")
	w := launchWatched(t, "--config", path)
	emi := w.slack.as("Emi")
	home := func() string {
		w.slack.call("home", object{"as": emi.id, "tab": "home"})
		page, _ := w.slack.call("state?as="+emi.id, nil)["home"].(object)
		return shown(page)
	}
	if strings.Contains(home(), "Ask Chidi") {
		t.Fatal("the contact is shown before it was set")
	}
	settingsIn(t, dir, "[texts]\nsupport_contact = \"Ask Chidi\"\n[log]\nlevel = \"debug\"\n[slack]\nsockets = 3\n")
	w.signals(t, syscall.SIGHUP, "some settings changed that hold from the next start on")
	for _, want := range []string{`"changed":"log.level texts.support_contact"`, `"settings":"slack.sockets"`} {
		if !strings.Contains(w.out.text(), want) {
			t.Errorf("the log does not say %s", want)
		}
	}
	w.slack.eventually("Home shows the contact", func() bool { return strings.Contains(home(), "Ask Chidi") })
	settingsIn(t, dir, "[texts]\nsupport_contact = \"Ask Dee\"\n[nudges]\nquestions = \"every morning\"\n")
	w.signals(t, syscall.SIGHUP, "the settings were not read anew, and those before hold")
	if text := home(); !strings.Contains(text, "Ask Chidi") || strings.Contains(text, "Ask Dee") {
		t.Error("a file with a mistake was taken in part")
	}
	typo := filepath.Join(dir, "questions.toml")
	if err := os.WriteFile(typo, []byte("[[question]]\nid =\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	settingsIn(t, dir, fmt.Sprintf("[texts]\nsupport_contact = \"Ask Dee\"\n[questions]\nfile = %q\n", typo))
	w.signals(t, syscall.SIGHUP, "bot questions check tells all of it")
	if text := home(); !strings.Contains(text, "Ask Chidi") || strings.Contains(text, "Ask Dee") {
		t.Error("settings were taken although a question cannot be read")
	}
	w.awaitReady(t, func(status int, _ health.Report) bool { return status == http.StatusOK })
}

// TestLimitsAreReadAnew: an admin whose workshop met the limits for each person lifts them without a restart, and sets them
// again. What was counted meanwhile counts.
func TestLimitsAreReadAnew(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := settingsIn(t, dir, "[limits]\nper_person = 1\n")
	w := launchWatched(t, "--config", path)
	ana := w.slack.as("Ana")
	ana.startedShort("#refunds", "Refunds in a day")
	told := 0
	tells := func() string {
		told++
		return text(ana.types("#refunds", fmt.Sprintf("/mission progress number %d", told)), "text")
	}
	refused := func() bool {
		for range limits.Posts.Burst + 10 {
			if strings.Contains(tells(), "a lot at once for one channel") {
				return true
			}
		}
		return false
	}
	if !refused() {
		t.Fatal("the limit is never met")
	}
	settingsIn(t, dir, "[limits]\nper_person = 0\n")
	w.signals(t, syscall.SIGHUP, `"changed":"limits.per_person`)
	for range 5 {
		if got := tells(); got != "" {
			t.Fatalf("with the limits off she is answered with %q", got)
		}
	}
	settingsIn(t, dir, "[limits]\nper_person = 1\n[texts]\nsupport_contact = \"Ask Chidi\"\n")
	w.signals(t, syscall.SIGHUP, `"changed":"texts.support_contact limits.per_person"`)
	if !refused() {
		t.Error("the limits do not come back")
	}
	if strings.Contains(w.out.text(), "from the next start on") {
		t.Error("the log asks for a restart")
	}
}

// TestStoppingDrains stops a bot while a call to Slack is under way: it is not ready any more, writes down what came of
// the call, and ends well; the next start has nothing to do again.
func TestStoppingDrains(t *testing.T) {
	t.Parallel()
	path := settingsIn(t, t.TempDir(), "")
	w := launchWatched(t, "--config", path)
	ana := w.slack.as("Ana")
	w.slack.fails("chat.postMessage", "slow", object{"ms": 1500, "times": 1})
	ana.startedShort("#refunds", "Refunds in a day")
	w.awaitMetric(t, `throughline_outbox_rows_total{kind="none",reason="none",state="sending"} 1`)
	w.signals(t, syscall.SIGTERM, "stopping: what is under way is finished first")
	w.awaitReady(t, func(status int, r health.Report) bool {
		return status == http.StatusServiceUnavailable && failing(r, "running")
	})
	select {
	case <-w.done:
	case <-time.After(20 * time.Second):
		t.Fatal("the bot does not stop")
	}
	if code := w.cmd.ProcessState.ExitCode(); code != 0 || !strings.Contains(w.out.text(), `"msg":"stopped"`) {
		t.Fatalf("exit code %d", code)
	}
	w.start(t)
	w.awaitReady(t, func(status int, _ health.Report) bool { return status == http.StatusOK })
	// What had not begun before the end, such as a greeting, goes out now; what had begun was recorded, so nothing is in doubt.
	if page := w.awaitMetric(t, "throughline_outbox_due 0"); strings.Contains(page, `state="unknown"`) {
		t.Error("what was under way had to be looked up")
	}
	if n := ana.count("#refunds", "Refunds in a day"); n != 1 {
		t.Errorf("%d messages tell of the mission, want the card alone", n)
	}
}

// TestASecondSignalEndsAtOnce: who cannot wait for what is under way asks twice. The store is in order then, as
// after a death, and the next start goes on.
func TestASecondSignalEndsAtOnce(t *testing.T) {
	t.Parallel()
	path := settingsIn(t, t.TempDir(), "")
	w := launchWatched(t, "--config", path)
	ana := w.slack.as("Ana")
	w.slack.fails("chat.postMessage", "slow", object{"ms": 9000, "times": 1})
	ana.startedShort("#refunds", "Refunds in a day")
	w.awaitMetric(t, `throughline_outbox_rows_total{kind="none",reason="none",state="sending"} 1`)
	w.signals(t, syscall.SIGTERM, "stopping: what is under way is finished first")
	if err := w.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case <-w.done:
	case <-time.After(5 * time.Second):
		t.Fatal("the bot still waits for what is under way")
	}
	if status, ok := w.cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || !status.Signaled() || status.Signal() != syscall.SIGTERM {
		t.Errorf("it ended with %s, want it ended by the signal", w.cmd.ProcessState)
	}
	expect(t, map[string]string{}, 0, "is in order", "check", "--config", path)
	w.start(t)
	w.awaitReady(t, func(status int, _ health.Report) bool { return status == http.StatusOK })
}

// TestTheEndIsBounded: what does not end in its time is left, and the operator is told that nothing is lost.
func TestTheEndIsBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		release := make(chan struct{})
		defer close(release)
		time.AfterFunc(time.Hour, cancel)
		begun := time.Now()
		err := endWithin(ctx, 20*time.Second, func(context.Context) error { <-release; return nil })
		if !errors.Is(err, errOutlasts) || time.Since(begun) != time.Hour+20*time.Second {
			t.Errorf("after %s: %v", time.Since(begun), err)
		}
	})
}
