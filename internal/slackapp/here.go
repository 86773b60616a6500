package slackapp

import (
	"context"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// The menu beside every question to a channel: any member may, the thread says what changed, and any member can take
// it back.

const (
	lineHere     = "here"      // here:<kind>:<what>:<user>, a kind was left out, made rarer or turned off
	lineHereBack = "here_back" // here_back:<kind>:<what>:<user>
)

func (a *App) hereClicks() map[string]pressed {
	return map[string]pressed{
		view.ActSkip:      a.changesHere(view.HereSkipped),
		view.ActFewerHere: a.changesHere(view.HereFewer),
		view.ActOffHere:   a.changesHere(view.HereOff),
		view.ActHereBack:  a.at(a.clickHereBack),
	}
}

func (a *App) hereLines() map[string]lined {
	return map[string]lined{
		lineHere: func(_ context.Context, env view.Env, r rowRef) (view.Message, error) {
			return view.ChangedHere(env, r.mission, nudges.Kind(r.args[0]), r.args[1], r.user()), nil
		},
		lineHereBack: func(_ context.Context, env view.Env, r rowRef) (view.Message, error) {
			return view.ChangedBack(env, r.mission, nudges.Kind(r.args[0]), r.args[1], r.user()), nil
		},
	}
}

// changesHere does one of the three things of the menu to the kind of a nudge.
func (a *App) changesHere(what string) pressed {
	return func(ctx context.Context, p press) (answer, error) {
		row, m, err := a.steersNudges(ctx, p)
		if err == nil {
			err = running(m)
		}
		if err == nil && !row.Nudge.Kind.ToChannel() {
			err = hidden
		}
		if err != nil {
			return answer{}, err
		}
		k := row.Nudge.Kind
		return answer{}, a.onPlan(ctx, p, row, m, lineFor(k, what), func(tx Tx, now time.Time) error {
			return changeHere(tx, m, k, what, false, now)
		})
	}
}

// lineFor names the line that tells what was done to a kind. Questions and digests have lines of their own.
func lineFor(k nudges.Kind, what string) string {
	own := map[nudges.Kind]map[string]string{
		nudges.Coach:  {view.HereSkipped: lineSkipped, view.HereOff: lineOff},
		nudges.Digest: {view.HereSkipped: lineDigestSkipped, view.HereOff: lineDigestOff},
	}
	if line, ok := own[k][what]; ok {
		return line
	}
	return ref(lineHere, string(k), what)
}

func changeHere(tx Tx, m mission.Mission, k nudges.Kind, what string, back bool, now time.Time) error {
	pace := map[string]nudges.Pace{view.HereFewer: nudges.HalfAsOften, view.HereOff: nudges.Never}[what]
	switch {
	case what == view.HereSkipped:
		return nudges.SkipHere(tx, m, k, !back)
	case pace == "":
		return &mission.Refusal{Code: mission.BadChoice}
	case back:
		pace = nudges.AsPlanned
	}
	return nudges.SetPaceHere(tx, m, k, pace, now)
}

// clickHereBack takes back what was done.
func (a *App) clickHereBack(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if err := a.may(ctx, mission.SteerNudges, who, m); err != nil {
		return answer{}, err
	}
	k, what := kindAndWhat(p.meta.Kind)
	if err := running(m); err != nil {
		return answer{}, err
	}
	if !k.ToChannel() {
		return answer{}, hidden
	}
	return answer{}, a.onPlan(ctx, p, nudges.Row{TS: p.thread}, m, ref(lineHereBack, string(k), what), func(tx Tx, now time.Time) error {
		return changeHere(tx, m, k, what, true, now)
	})
}
