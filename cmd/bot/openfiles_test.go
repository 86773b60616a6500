package main

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSecretsThatOthersCanReadAreToldOf(t *testing.T) {
	t.Parallel()
	secret, settings := filepath.Join(t.TempDir(), "token"), filepath.Join(t.TempDir(), "throughline.toml")
	env := func(name string) (string, bool) { return secret, name == "SLACK_BOT_TOKEN_FILE" }
	for _, tc := range []struct {
		secret, settings os.FileMode
		warnings         int
	}{{0o600, 0o600, 0}, {0o640, 0o644, 0}, {0o644, 0o644, 1}, {0o600, 0o666, 1}, {0o666, 0o666, 2}} {
		for path, mode := range map[string]os.FileMode{secret: tc.secret, settings: tc.settings} {
			if err := os.WriteFile(path, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(path, mode); err != nil {
				t.Fatal(err)
			}
		}
		var out strings.Builder
		warnOfOpenFiles(env, settings, slog.New(slog.NewTextHandler(&out, nil)))
		if n := strings.Count(out.String(), "level=WARN"); n != tc.warnings {
			t.Errorf("%v and %v: %d warnings\n%s", tc.secret, tc.settings, n, out.String())
		}
	}
}
