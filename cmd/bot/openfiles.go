package main

import (
	"log/slog"
	"os"
	"strings"
)

// mountedSecrets is where containers find their secrets. The mode there is the orchestrator's, and nobody else is in.
const mountedSecrets = "/run/secrets/"

// secretFiles are the variables that name files with secrets.
var secretFiles = []string{"SLACK_BOT_TOKEN_FILE", "SLACK_APP_TOKEN_FILE", "THROUGHLINE_KEY_FILE", "THROUGHLINE_DATABASE_URL_FILE"}

// warnOfOpenFiles tells of secrets that others of this machine can read, and of settings that they can change: with those
// the bot would speak with another server, or write somewhere else.
func warnOfOpenFiles(env func(string) (string, bool), settings string, log *slog.Logger) {
	for _, name := range secretFiles {
		path, set := env(name)
		if path = strings.TrimSpace(path); !set {
			continue
		}
		if info, err := os.Stat(path); err == nil && info.Mode().Perm()&0o007 != 0 && !strings.HasPrefix(path, mountedSecrets) {
			log.Warn("a secret can be read by other users of this machine: run chmod 600 on its file, and make a new one if somebody may have read it",
				"path", path, "mode", info.Mode().Perm().String())
		}
	}
	if info, err := os.Stat(settings); err == nil && info.Mode().Perm()&0o002 != 0 {
		log.Warn("the settings can be changed by other users of this machine: run chmod 644 on their file",
			"path", settings, "mode", info.Mode().Perm().String())
	}
}
