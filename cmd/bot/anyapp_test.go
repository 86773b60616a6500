package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAManifestThatSlackRefusesIsRefused(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "manifest.yaml")
	if err := os.WriteFile(file, []byte("display_information: {name: Lunch}\nsettings: {socket_mode_enabled: 1}\nfeatures: {slash_commands: [{command: lunch}]}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := call(t, nil, "sandbox", "--slack-only", "--addr", "127.0.0.1:0", "--manifest", file)
	if got.code != 1 || got.stdout != "" {
		t.Errorf("exit code %d and %q", got.code, got.stdout)
	}
	for _, line := range []string{
		"--manifest: Slack would refuse " + file + ":\n",
		"  features.slash_commands[0].description is missing.\n",
		"  settings.socket_mode_enabled is 1 and has to be true or false.\n",
	} {
		if !strings.Contains(got.stderr, line) {
			t.Errorf("no line %q in\n%s", line, got.stderr)
		}
	}
}

func TestFlagsOfAnotherAppGoTogether(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		args []string
		says string
	}{
		"beside the bot":           {[]string{"--manifest", "x.yaml"}, "--manifest goes with --slack-only"},
		"with the bot's scopes":    {[]string{"--slack-only", "--history", "--manifest", "x.yaml"}, "--history is about Throughline's own scopes"},
		"a file that is not there": {[]string{"--slack-only", "--addr", "127.0.0.1:0", "--manifest", "nowhere.yaml"}, "--manifest: open nowhere.yaml"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := call(t, nil, append([]string{"sandbox"}, tc.args...)...)
			if got.code == 0 || !strings.Contains(got.stderr, tc.says) {
				t.Errorf("exit code %d and %q, not %q", got.code, got.stderr, tc.says)
			}
		})
	}
}
