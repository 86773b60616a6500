package slackapp

import (
	"context"
	"strconv"
	"strings"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// The menu beside every question to a channel: any member may, the thread says what changed, and any member can take
// it back.

const (
	lineHere     = "here"      // here:<kind>:<what>:<turn>:<user>, a kind was left out, made rarer or turned off
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
			return view.ChangedHere(env, r.mission, nudges.Kind(r.args[0]), r.args[1], r.args[2], r.user()), nil
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
			err = stillComes(m)
		}
		if err == nil && !row.Nudge.Kind.ToChannel() {
			err = hidden
		}
		if err != nil {
			return answer{}, err
		}
		k := row.Nudge.Kind
		_, err = a.once(ctx, p.key, func(tx Tx) (outcome, error) {
			w := a.rows(tx)
			turn, err := changeHere(tx, m, k, what, w.now)
			if err != nil {
				return outcome{}, err
			}
			return outcome{Did: "here", Mission: m.ID}, w.planLine(m, row, lineFor(k, what, turn), string(p.user))
		})
		return answer{}, err
	}
}

func changeHere(tx Tx, m mission.Mission, k nudges.Kind, what string, now time.Time) (turn int, err error) {
	if what == view.HereSkipped {
		return 0, nudges.SkipHere(tx, m, k, true)
	}
	return nudges.SetPaceHere(tx, m, k, paces[what], now)
}

// paces are how often a kind comes after what was chosen in the menu.
var paces = map[string]nudges.Pace{view.HereFewer: nudges.HalfAsOften, view.HereOff: nudges.Never}

// lineFor names the line that tells what was done to a kind. Questions and digests have lines of their own.
func lineFor(k nudges.Kind, what string, turn int) string {
	own := map[nudges.Kind]map[string]string{
		nudges.Coach:  {view.HereSkipped: lineSkipped, view.HereOff: lineOff},
		nudges.Digest: {view.HereSkipped: lineDigestSkipped, view.HereOff: lineDigestOff},
	}
	if line, ok := own[k][what]; ok {
		return line
	}
	return ref(lineHere, string(k), what, strconv.Itoa(turn))
}

// clickHereBack takes back what was done, where nothing was changed after it.
func (a *App) clickHereBack(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if err := a.steerable(ctx, mission.SteerNudges, m, who); err != nil {
		return answer{}, err
	}
	kind, rest, _ := strings.Cut(p.meta.Kind, " ")
	what, turn, _ := strings.Cut(rest, " ")
	k := nudges.Kind(kind)
	if !k.ToChannel() || what != view.HereSkipped && paces[what] == "" {
		return answer{}, hidden
	}
	_, err := a.once(ctx, p.key, func(tx Tx) (outcome, error) {
		w := a.rows(tx)
		if err := unchangeHere(tx, m, k, what, turn, w.now); err != nil {
			return outcome{}, err
		}
		return outcome{Did: "here_back", Mission: m.ID}, w.planLine(m, nudges.Row{TS: p.thread}, lineHereBack, kind, what, string(p.user))
	})
	return answer{}, err
}

func unchangeHere(tx Tx, m mission.Mission, k nudges.Kind, what, turn string, now time.Time) error {
	if what == view.HereSkipped {
		return nudges.SkipHere(tx, m, k, false)
	}
	n, err := strconv.Atoi(turn)
	if err != nil {
		return hidden
	}
	_, ok, err := nudges.TakeBack(tx, m, k, n, now)
	if err == nil && !ok {
		return &mission.Refusal{Code: mission.MovedOn, Mission: m.ID}
	}
	return err
}
