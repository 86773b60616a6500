package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"time"

	"throughline/internal/config"
	"throughline/internal/limits"
	"throughline/internal/questions"
	"throughline/internal/slackapp"
)

// reloader reads the settings anew while the bot runs, on SIGHUP.
type reloader struct {
	path    string
	env     func(string) (string, bool)
	level   *slog.LevelVar
	log     *slog.Logger
	program *program
	running config.Config // what holds; of the goroutine that reloads alone
}

// listen reloads for each signal until ctx ends. around is called before and after, for systemd.
func (r *reloader) listen(ctx context.Context, hangups <-chan os.Signal, begun, ended func()) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-hangups:
			begun()
			r.reload()
			ended()
		}
	}
}

// reload puts in place what can change while the bot runs: all of it, or nothing where anything is wrong.
func (r *reloader) reload() {
	next, err := r.load()
	if err != nil {
		r.log.Error("the settings were not read anew, and those before hold: mend them and send SIGHUP again", "error", oneLineOf(err))
		return
	}
	changed, restart := compare(r.running, next.cfg)
	r.level.Set(next.cfg.Log.Level)
	r.program.setPosts(next.cfg.Nudges.PostsPerMinute)
	r.program.app.Change(next.set)
	r.program.engine.Change(next.set.Library, next.set.Holidays, days(next.cfg.Keep.MessageDays))
	r.program.engine.Wake()
	r.running = changeable(r.running, next.cfg)
	r.log.Info("the settings were read anew", "changed", strings.Join(changed, " "))
	if len(restart) > 0 {
		r.log.Warn("some settings changed that hold from the next start on", "settings", strings.Join(restart, " "))
	}
}

// reloaded are settings of which everything was found to be usable.
type reloaded struct {
	cfg config.Config
	set slackapp.Set
}

// load reads the settings and everything that they name.
func (r *reloader) load() (reloaded, error) {
	cfg, err := config.Load(r.path, r.env)
	if err != nil {
		return reloaded{}, err
	}
	// A start goes on without a question that cannot be read; a bot that runs keeps the file as it was before the mistake.
	own, err := questions.Load(cfg.Questions.File)
	if err != nil {
		return reloaded{}, fmt.Errorf("questions.file: %w", err)
	}
	if len(own.Mistakes) > 0 {
		return reloaded{}, fmt.Errorf("%s (bot questions check tells all of it)", own.Mistakes[0].In(cfg.Questions.File))
	}
	set, err := changeableSet(cfg, time.Now(), r.log)
	return reloaded{cfg, set}, err
}

// changeableSet makes of settings what the edge and the engine take while they run.
func changeableSet(cfg config.Config, now time.Time, log *slog.Logger) (slackapp.Set, error) {
	times, err := plannedTimes(cfg.Nudges, now)
	if err != nil {
		return slackapp.Set{}, err
	}
	book, err := calendars(cfg.Holidays)
	if err != nil {
		return slackapp.Set{}, err
	}
	library, err := openLibrary(cfg.Questions.File, log)
	if err != nil {
		return slackapp.Set{}, err
	}
	return slackapp.Set{
		Library: library, Times: times, Holidays: book, SupportContact: cfg.Texts.SupportContact,
		HelpContact: cfg.Texts.HelpContact, Marks: cfg.Texts.Marks, KeepPrivate: days(cfg.Keep.PrivateDays),
		Limits: limits.Scale(cfg.Limits.PerPerson),
	}, nil
}

// reloadable are the sections of the settings, and single settings, that a running bot takes.
var reloadable = []string{"texts", "nudges", "questions", "keep", "holidays", "limits", "log.level"}

// compare says which settings differ: those that hold from this moment on, and those that ask for a restart. A file
// that is named as before may hold other words, so questions.file always counts as read.
func compare(old, next config.Config) (changed, restart []string) {
	for _, s := range config.Differences(old, next) {
		section, _, _ := strings.Cut(s, ".")
		if slices.Contains(reloadable, section) || slices.Contains(reloadable, s) {
			changed = append(changed, s)
		} else {
			restart = append(restart, s)
		}
	}
	return changed, restart
}

// changeable is old with what a running bot takes of next, so that what asks for a restart is told each time.
func changeable(old, next config.Config) config.Config {
	old.Texts, old.Nudges, old.Questions, old.Keep, old.Holidays = next.Texts, next.Nudges, next.Questions, next.Keep, next.Holidays
	old.Limits, old.Log.Level = next.Limits, next.Log.Level
	return old
}

// oneLineOf puts an error of several lines on one, for the log.
func oneLineOf(err error) string { return strings.ReplaceAll(fmt.Sprint(err), "\n", " · ") }
