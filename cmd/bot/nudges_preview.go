package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp"
	"throughline/internal/slackapp/view"
)

// mostWeeks is how far bot nudges preview looks ahead.
const mostWeeks = 26

// NudgesPreviewCmd is bot nudges preview.
type NudgesPreviewCmd struct {
	Config  string `placeholder:"FILE" help:"Read the settings from this file instead of throughline.toml."`
	Weeks   int    `default:"4" help:"How many weeks to look ahead, 1 to 26."`
	Mission string `placeholder:"NAME" help:"Only the missions with this in their name, or the one with this id."`
	Names   bool   `help:"Show people by their ids in Slack instead of as numbers. What reaches whom is theirs: ask them first."`
	From    string `placeholder:"DAY" help:"Look ahead from this day on, as 2026-11-24, instead of from now on."`
}

// Run lists what comes to the channel and the members of every running mission, as if everybody was there: who is away
// or asked for quiet is nobody's business. It reads the store, which is the bot's alone while that runs.
func (p NudgesPreviewCmd) Run(ctx context.Context, c *console) (err error) {
	if p.Weeks < 1 || p.Weeks > mostWeeks {
		return fmt.Errorf("--weeks %d: write a number from 1 to %d", p.Weeks, mostWeeks)
	}
	now := time.Now()
	if p.From != "" {
		day, err := mission.ParseDate(p.From)
		if err != nil {
			return fmt.Errorf("--from %s: write a day as 2026-11-24", p.From)
		}
		now = day.At(0, 0, time.UTC)
	}
	cfg, err := storeSettings(p.Config, c)
	if err != nil {
		return err
	}
	book, err := calendars(cfg.Holidays)
	if err != nil {
		return err
	}
	library, err := openLibrary(cfg.Questions.File, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	db, err := openThere(ctx, cfg)
	if inUse(err) {
		return fmt.Errorf("the bot is running and has the store to itself: stop it for a moment, "+
			"look at a copy of the store, or type /mission nudges preview in Slack: %w", err)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	f := forecaster{out: c, preview: p, now: now, look: nudges.Look{Library: library, Holidays: book, Answered: true, Present: true}}
	return db.View(ctx, f.all)
}

// forecaster prints what comes.
type forecaster struct {
	out     *console
	preview NudgesPreviewCmd
	now     time.Time
	look    nudges.Look
	printed int
}

func (f *forecaster) all(tx storeTx) error {
	missions, err := tx.AllRunning()
	if err != nil {
		return err
	}
	for _, m := range missions {
		if !f.wanted(m) {
			continue
		}
		if err := f.mission(tx, m); err != nil {
			return err
		}
	}
	if f.printed == 0 {
		fmt.Fprintln(f.out.stdout, "No running mission is there to look at.")
	}
	return nil
}

func (f *forecaster) wanted(m mission.Mission) bool {
	want := strings.ToLower(f.preview.Mission)
	return want == "" || string(m.ID) == f.preview.Mission || strings.Contains(strings.ToLower(m.Name), want)
}

func (f *forecaster) mission(tx storeTx, m mission.Mission) error {
	f.printed++
	fmt.Fprintf(f.out.stdout, "%s (%s)\n", view.Clean(m.Name), m.ID)
	if err := f.place(tx, m, "", "  To the channel", m.Location()); err != nil {
		return err
	}
	members, err := tx.Members(m.Team, m.ID)
	if err != nil {
		return err
	}
	for i, in := range members {
		who := fmt.Sprintf("  To person %d", i+1)
		if f.preview.Names {
			who = "  To " + string(in.User)
		}
		p, err := tx.Person(m.Team, in.User)
		if err != nil && !errors.Is(err, mission.ErrNotFound) {
			return err
		}
		loc, err := nudges.LoadZone(p.Hours(m.Zone).Zone)
		if err != nil {
			return err
		}
		if err := f.place(tx, m, in.User, who, loc); err != nil {
			return err
		}
	}
	return nil
}

// place prints what comes to one place of a mission.
func (f *forecaster) place(tx storeTx, m mission.Mission, user mission.UserID, heading string, loc *time.Location) error {
	look := f.look
	look.Mission, look.User = m, user
	look.Rounds = func(m mission.Mission) bool { return slackapp.EnoughForRounds(tx, m) }
	until := f.now.AddDate(0, 0, 7*f.preview.Weeks)
	var err error
	if look.Else, err = slackapp.ForeseenOfRounds(tx, m, user, f.now, until); err != nil {
		return err
	}
	all, err := nudges.Forecast(tx, look, f.now, until)
	if err != nil {
		return err
	}
	var own []nudges.Foreseen
	for _, n := range all {
		if n.Mission == m.ID {
			own = append(own, n)
		}
	}
	lines := view.Coming(f.now, own, loc)
	if len(lines) == 0 {
		fmt.Fprintf(f.out.stdout, "%s: nothing is planned.\n", heading)
		return nil
	}
	fmt.Fprintf(f.out.stdout, "%s:\n    %s\n", heading, strings.Join(lines, "\n    "))
	return nil
}
