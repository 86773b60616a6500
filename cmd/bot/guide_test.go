package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/config"
)

// harmless are commands of the guide that read nothing and change nothing.
var harmless = []string{"bot version", "bot manifest", "bot questions list"}

// TestTheGuidesCommandsRun runs the commands of the operator's guide that can be run anywhere.
func TestTheGuidesCommandsRun(t *testing.T) {
	t.Parallel()
	ran := 0
	for _, block := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(fileOf(t, "../../docs/operating.md"), -1) {
		for line := range strings.Lines(block[1]) {
			command := strings.TrimSpace(line)
			if !slices.Contains(harmless, command) {
				continue
			}
			ran++
			var out, errs bytes.Buffer
			none := func(string) (string, bool) { return "", false }
			if code := run(t.Context(), strings.Fields(command)[1:], none, &out, &errs); code != 0 || out.Len() == 0 {
				t.Errorf("%s: exit code %d\n%s", command, code, errs.String())
			}
		}
	}
	if ran != len(harmless) {
		t.Errorf("%d of %d commands stand in the guide", ran, len(harmless))
	}
}

// TestTheUnitFitsTheProgram: the service manager waits longer than the bot takes to stop, hands secrets over as files, and
// keeps the bot from everything that it does not need.
func TestTheUnitFitsTheProgram(t *testing.T) {
	t.Parallel()
	set := settingsOfUnit(t, "throughline.service")
	last, err := time.ParseDuration(set["TimeoutStopSec"][0])
	if err != nil || last <= time.Duration(config.Default().Stop.Seconds)*time.Second {
		t.Errorf("the unit gives the bot %s to stop", last)
	}
	for key, want := range map[string]string{
		"Type": "notify", "NoNewPrivileges": "yes", "ProtectSystem": "strict", "DynamicUser": "yes", "MemoryDenyWriteExecute": "yes",
		"CapabilityBoundingSet": "", "Restart": "on-failure", "UMask": "0077", "LimitCORE": "0", "MemorySwapMax": "0",
	} {
		if got := set[key]; len(got) != 1 || got[0] != want {
			t.Errorf("%s is %v, want %q", key, got, want)
		}
	}
	shell := fileOf(t, "../../deploy/systemd/shell")
	for _, secret := range []string{"SLACK_BOT_TOKEN_FILE", "SLACK_APP_TOKEN_FILE", "THROUGHLINE_KEY_FILE"} {
		if !slices.ContainsFunc(set["Environment"], func(e string) bool { return strings.HasPrefix(e, secret+"=%d/") }) {
			t.Errorf("%s is not handed over", secret)
		}
		if !strings.Contains(shell, "export "+secret+"=/etc/throughline/") {
			t.Errorf("a command of the guide has no %s", secret)
		}
	}
	if run := "--config /etc/throughline/throughline.toml"; !strings.HasSuffix(set["ExecStart"][0], run) ||
		!strings.Contains(shell, "THROUGHLINE_CONFIG=/etc/throughline/throughline.toml\n") {
		t.Error("a command of the guide has other settings than the service")
	}
}

// settingsOfUnit reads a unit of systemd. A line that is no setting, no section and no remark fails the test.
func settingsOfUnit(t *testing.T, name string) map[string][]string {
	t.Helper()
	set := map[string][]string{}
	for line := range strings.Lines(fileOf(t, "../../deploy/systemd/"+name)) {
		line = strings.TrimSpace(line)
		key, value, pair := strings.Cut(line, "=")
		if pair && !strings.HasPrefix(line, "#") {
			set[key] = append(set[key], value)
		} else if line != "" && !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "[") {
			t.Errorf("%s: no setting: %q", name, line)
		}
	}
	return set
}

// TestTheBackupsUnitFitsTheService: the timer starts the service of its name, once a night, and that reaches the bot that
// runs, as the same user, in the same folder, with the same settings.
func TestTheBackupsUnitFitsTheService(t *testing.T) {
	t.Parallel()
	main, unit, timer := settingsOfUnit(t, "throughline.service"), settingsOfUnit(t, "throughline-backup.service"), settingsOfUnit(t, "throughline-backup.timer")
	for _, key := range []string{"DynamicUser", "User", "StateDirectory", "StateDirectoryMode", "WorkingDirectory", "UMask", "ProtectSystem", "NoNewPrivileges"} {
		if !slices.Equal(main[key], unit[key]) || len(unit[key]) != 1 {
			t.Errorf("%s is %v, and %v of the service", key, unit[key], main[key])
		}
	}
	for key, want := range map[string]string{"Persistent": "true", "OnCalendar": "*-*-* 03:15:00", "WantedBy": "timers.target"} {
		if !slices.Equal(timer[key], []string{want}) {
			t.Errorf("the timer's %s is %v, want %q", key, timer[key], want)
		}
	}
	if timer["Unit"] != nil || !slices.Equal(unit["Type"], []string{"oneshot"}) {
		t.Errorf("the timer starts %v, a unit of type %v", timer["Unit"], unit["Type"])
	}
	_, settings, _ := strings.Cut(main["ExecStart"][0], " --config ")
	command := strings.Fields(unit["ExecStart"][0])
	parsed, err := parse(command[1:], io.Discard, io.Discard)
	if err != nil || parsed.Command() != "backup" {
		t.Fatalf("%v: %v", command, err)
	}
	backups, ok := reflect.TypeAssert[BackupCmd](parsed.Selected().Target)
	if !ok || backups.Config != settings || !backups.Quiet || backups.Keep == 0 || backups.To != "" {
		t.Errorf("the unit would back up by %+v, and the service has the settings %s", backups, settings)
	}
}

func fileOf(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.FromSlash(path))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
