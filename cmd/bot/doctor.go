package main

import (
	"context"
	"net/http"
	"path/filepath"
	"time"

	"throughline/internal/backup"
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
		Backup:  func() time.Time { return backup.Last(settings.BackupsFolder()) },
		Backups: settings.BackupsFolder(),
		Left:    leftOfFiles(settings),
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

// leftOfFiles names what commands left beside a store in a file, and in the folder of its backups.
func leftOfFiles(cfg config.Config) []doctor.Leftover {
	var out []doctor.Leftover
	add := func(pattern string, of doctor.Leaving) {
		found, err := filepath.Glob(pattern)
		if err != nil {
			return // The path of the store is no pattern; what lies there is not looked for.
		}
		for _, path := range found {
			out = append(out, doctor.Leftover{Of: of, Name: path})
		}
	}
	add(cfg.Store.Path+incomingSuffix, doctor.Unfinished)
	add(cfg.Store.Path+".before-*", doctor.Replaced)
	add(cfg.Store.Path+".layout-*", doctor.Older)
	add(filepath.Join(cfg.BackupsFolder(), "*"+backup.Partial), doctor.HalfBackup)
	return out
}
