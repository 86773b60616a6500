package nudges

import (
	"strings"
	"time"

	"throughline/internal/mission"
)

// digestExpr is when the digest comes, on the wall of the mission's zone, to the channel and to those who follow.
const digestExpr = "30 9 * * 1"

// A digest tells of whole days: from the day of the one before it, up to the day before its own.
const (
	digestDays = 7  // where there was none before
	digestMost = 28 // days at most, however long nothing was told
)

// digestRules are those of the digest to the channel.
func digestRules() kindRules {
	return kindRules{channel: true, byTap: true, read: readMoved, needless: nothingMoved, pick: pickDays}
}

// followRules are those of the digest to whoever follows. It may come for three days, since the mission's morning
// is the evening of who lives far east.
func followRules() kindRules {
	return kindRules{
		byTap: true, outsiders: true, uncounted: true, patient: true,
		grace: fewDays, read: readMoved, needless: nothingMoved, pick: pickDays,
	}
}

// nothingMoved drops a digest that would say nothing.
func nothingMoved(s Situation, _ time.Time) (Decision, bool) {
	if !s.Moved {
		return dropped(ReasonNothingMoved)
	}
	return pass()
}

func pickDays(s Situation, now time.Time) (Choice, bool) { return pickFixed(SinceID(s.Since))(s, now) }

// PlanDigest gives a mission its digest to the channel, each Monday at 09:30 in its zone. A plan that is there
// already stays as it is.
func PlanDigest(tx Tx, m mission.Mission, now time.Time) error {
	return planChannel(tx, m, Digest, digestExpr, now)
}

// FollowMission lets somebody have the digest of a mission in her direct messages. Who follows already keeps on.
func FollowMission(tx Tx, m mission.Mission, user mission.UserID, now time.Time) error {
	id := PlanID(Follow, m.ID, user)
	if following, err := Follows(tx, m, user); err != nil || following {
		return err
	}
	return start(tx, Plan{
		ID: id, Team: m.Team, Kind: Follow, Mission: m.ID, User: user,
		Recur: Recur{Expr: digestExpr, Zone: FirstZone(m.Zone)},
	}, now)
}

// Unfollow ends that, and reports whether she followed.
func Unfollow(tx Tx, m mission.Mission, user mission.UserID) (bool, error) {
	following, err := Follows(tx, m, user)
	if err != nil || !following {
		return false, err
	}
	return true, wrap("unfollow", tx.DeletePlan(m.Team, PlanID(Follow, m.ID, user)))
}

// Follows reports whether somebody follows a mission.
func Follows(tx Tx, m mission.Mission, user mission.UserID) (bool, error) {
	p, err := orZero(tx.Plan(m.Team, PlanID(Follow, m.ID, user)))
	return p.ID != "" && !p.Off, wrap("follow", err)
}

// Followed returns the missions that somebody follows, by their ids.
func Followed(tx Tx, team mission.TeamID, user mission.UserID) ([]mission.ID, error) {
	plans, err := tx.PlansFor(team, user)
	var ids []mission.ID
	for _, p := range plans {
		if p.Kind == Follow && !p.Off {
			ids = append(ids, p.Mission)
		}
	}
	return ids, wrap("followed", err)
}

// Followers counts those who follow a mission. Who they are is nobody's business.
func Followers(tx Tx, m mission.Mission) (n int, err error) {
	plans, err := tx.PlansOf(m.Team, m.ID)
	for _, p := range plans {
		if p.Kind == Follow && !p.Off {
			n++
		}
	}
	return n, wrap("followers", err)
}

// sinceID is how a nudge holds the first day that a digest tells of, in place of a question's id.
const sinceID = "since-"

// SinceID names the first day that a digest tells of.
func SinceID(d mission.Date) string { return sinceID + d.String() }

// DigestDays returns the first and the last day that a digest tells of.
func DigestDays(asked Asked) (from, to mission.Date, ok bool) {
	day, found := strings.CutPrefix(asked.Question, sinceID)
	from, err := mission.ParseDate(day)
	if !found || err != nil {
		return from, to, false
	}
	due, ok := dueDay(asked.Wall)
	return from, due.AddDays(-1), ok
}

// dueDay is the day of a wall time such as "2026-11-23T09:30".
func dueDay(wall string) (mission.Date, bool) {
	day, _, _ := strings.Cut(wall, "T")
	d, err := mission.ParseDate(day)
	return d, err == nil
}

// readMoved finds out what days a digest tells of, and whether anything moved in them.
func readMoved(tx Tx, s *Situation, _ time.Time) error {
	due, ok := dueDay(s.Row.Nudge.Wall)
	if !ok || s.Mission.ID == "" {
		return nil
	}
	loc := s.Mission.Location()
	s.Since = digestFrom(s.Plan, s.Mission, due)
	moved, err := Moved(tx, s.Mission, s.Since.At(0, 0, loc), due.At(0, 0, loc))
	s.Moved = moved
	return err
}

// digestFrom is the first day that a digest tells of: the day on which the one before was due, whenever that could go
// out, but no day before the mission.
func digestFrom(p Plan, m mission.Mission, due mission.Date) mission.Date {
	from := due.AddDays(-digestDays)
	last, known := dueDay(p.LastWall)
	if !known {
		last, known = m.Today(p.LastSent), !p.LastSent.IsZero()
	}
	if known && last.Before(due) {
		from = last
	}
	for _, d := range [2]mission.Date{due.AddDays(-digestMost), m.Today(m.StartedAt)} {
		if from.Before(d) {
			from = d
		}
	}
	return from
}

// Moved reports whether a mission moved in a time: something was told and stands, a phase was closed, or the
// wording was changed.
func Moved(tx Tx, m mission.Mission, from, to time.Time) (bool, error) {
	in := func(t time.Time) bool { return !t.Before(from) && t.Before(to) }
	for _, c := range m.Closings {
		if in(c.At) {
			return true, nil
		}
	}
	for _, r := range m.Earlier {
		if in(r.At) {
			return true, nil
		}
	}
	for before := mission.ID(""); ; {
		entries, err := tx.Entries(m.Team, m.ID, before, recentEntries, mission.EntryKinds[:]...)
		for _, e := range entries {
			if e.At.Before(from) {
				return false, err
			}
			if in(e.At) && !e.Withdrawn() {
				return true, err
			}
			before = e.ID
		}
		if err != nil || len(entries) < recentEntries {
			return false, wrap("what moved", err)
		}
	}
}
