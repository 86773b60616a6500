package main

import (
	"context"
	"net/http"
	"path/filepath"
	"time"

	"throughline/internal/config"
	"throughline/internal/doctor"
)

const (
	// doctorTimeout bounds each question to Slack.
	doctorTimeout = 10 * time.Second
	// lockPatience is how long doctor waits for a store that is in use.
	lockPatience = 300 * time.Millisecond
)

// DoctorCmd is bot doctor.
type DoctorCmd struct {
	Config string `placeholder:"FILE" help:"Read the settings from this file instead of throughline.toml."`
	JSON   bool   `name:"json" help:"Write the report for programs."`
}

// Run prints the report. Something to mend makes the exit code 1.
func (d DoctorCmd) Run(ctx context.Context, c *console) error {
	settings, mistakes := config.Load(d.Config, c.env)
	report := doctor.Look(ctx, doctor.Input{
		Config:   settings,
		Settings: mistakes,
		Unusable: unusable(settings, time.Now()),
		Slack: doctor.Client{
			HTTP: &http.Client{Timeout: doctorTimeout},
			Base: settings.Slack.APIURL,
			Now:  time.Now,
		},
		Inside:  func(ctx context.Context) (doctor.Inside, error) { return lookInside(ctx, settings) },
		Secrets: config.SecretFiles(c.env),
		Room:    diskRoom,
		Backup:  func() time.Time { return lastBackup(settings) },
		Backups: backupsOf(settings),
		Now:     time.Now(),
	}).Report()
	write := report.WriteText
	if d.JSON {
		write = report.WriteJSON
	}
	if err := write(c.stdout); err != nil {
		return err
	}
	if report.ToMend > 0 {
		return exitFailed
	}
	return nil
}

// backupsOf is the folder into which backups go where none is named.
func backupsOf(cfg config.Config) string {
	return filepath.Join(filepath.Dir(cfg.Store.Path), "backups")
}

// backupName is how a backup in that folder is named, by its moment in UTC.
const backupName = "throughline-20060102T150405Z.db"

// lastBackup returns when the newest backup in that folder was made, and the zero time where there is none.
func lastBackup(cfg config.Config) (last time.Time) {
	all, err := filepath.Glob(filepath.Join(backupsOf(cfg), "throughline-*Z.db"))
	if err != nil {
		return last
	}
	for _, path := range all {
		if at, err := time.Parse(backupName, filepath.Base(path)); err == nil && at.After(last) {
			last = at
		}
	}
	return last
}
