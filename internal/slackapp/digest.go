package slackapp

import (
	"context"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// The Monday digest, in the channel and for those who follow.

// The lines about the channel's digest: who left one out, turned it off, and took that back.
const (
	lineDigestSkipped   = "digest_skipped"   // digest_skipped:<user>
	lineDigestUnskipped = "digest_unskipped" // digest_unskipped:<user>
	lineDigestOff       = "digest_off"       // digest_off:<user>
	lineDigestOn        = "digest_on"        // digest_on:<user>
)

func (a *App) digestClicks() map[string]pressed {
	return map[string]pressed{
		view.ActDigestBack: a.at(a.clickDigestBack),
		view.ActDigestOn:   a.at(a.clickDigestOn),
	}
}

func (a *App) digestLines() map[string]lined {
	skipped := func(back bool) lined {
		return func(_ context.Context, env view.Env, r rowRef) (view.Message, error) {
			return view.DigestSkipped(env, r.mission, r.user(), back), nil
		}
	}
	return map[string]lined{
		lineDigestSkipped:   skipped(false),
		lineDigestUnskipped: skipped(true),
		lineDigestOff:       byWhom(view.DigestOff),
		lineDigestOn:        byWhom(view.DigestOn),
	}
}

func (a *App) digestFrames() map[nudges.Kind]framed {
	return map[nudges.Kind]framed{nudges.Digest: a.frameDigest, nudges.Follow: a.frameDigest}
}

// frameDigest tells what moved. Who follows must still see the mission when it is sent.
func (a *App) frameDigest(ctx context.Context, env view.Env, row nudges.Row, n view.NudgeData) (view.Message, error) {
	if row.User != "" && !a.sees(ctx, &request{user: row.User, userTeam: a.team}, n.Mission) {
		return view.Message{}, mission.ErrNotFound
	}
	from, to, ok := nudges.DigestDays(*row.Nudge)
	if !ok {
		return view.Message{}, unknown("digest", row.Nudge.Question)
	}
	d, err := a.reportData(ctx, n.Mission, "", from, to)
	if err != nil {
		return view.Message{}, err
	}
	env.Names, env.Zone = a.dir.names(ctx, d.People()...), nil // the days are the mission's
	if row.User != "" {
		return view.FollowedDigest(env, n, d), nil
	}
	return view.Digest(env, n, d), nil
}

// digestPicture puts the picture of energy into the thread of a digest, where a round closed in its days.
func (a *App) digestPicture(tx nudges.Tx, w rows, r nudges.Row) error {
	from, _, ok := nudges.DigestDays(*r.Nudge)
	if !ok {
		return nil
	}
	return w.energyPicture(tx, r, "", &from)
}

func (a *App) clickDigestBack(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if err := a.may(ctx, mission.SteerNudges, who, m); err != nil {
		return answer{}, err
	}
	return answer{}, a.onPlan(ctx, p, nudges.Row{TS: p.thread}, m, lineDigestUnskipped, func(tx Tx, _ time.Time) error {
		return nudges.SkipNext(tx, a.team, nudges.PlanID(nudges.Digest, m.ID, ""), false)
	})
}

func (a *App) clickDigestOn(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if err := a.may(ctx, mission.SteerNudges, who, m); err != nil {
		return answer{}, err
	}
	return answer{}, a.onPlan(ctx, p, nudges.Row{TS: p.thread}, m, lineDigestOn, func(tx Tx, now time.Time) error {
		return nudges.TurnOn(tx, a.team, nudges.PlanID(nudges.Digest, m.ID, ""), now)
	})
}
