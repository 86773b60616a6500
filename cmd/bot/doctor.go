package main

import (
	"context"
	"errors"
	"net/http"
	"time"

	"throughline/internal/config"
	"throughline/internal/doctor"
	"throughline/internal/store/bolt"
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
		OpenStore: probeStore,
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

// probeStore looks into the store without changing it. A bot that runs keeps it open.
func probeStore(_ context.Context, path string) error {
	err := bolt.Probe(path, lockPatience)
	if errors.Is(err, bolt.ErrLocked) {
		return doctor.ErrInUse
	}
	return err
}
