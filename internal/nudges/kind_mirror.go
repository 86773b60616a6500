package nudges

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges/choice"
)

// MirrorHome is a question of the mirror that stands in a person's Home for a day, on which none is sent. It takes
// up no room in her budget and is no open question, and is not asked again for as long as one that was sent.
const MirrorHome Kind = "mirror_home"

// mirrorGrace is how late the mirror's question may come: it belongs to the beginning of a day.
const mirrorGrace = 2 * time.Hour

// mirrorRules are those of the private question to whoever leads, and to who turned it on.
func mirrorRules() kindRules {
	return kindRules{
		audience: Lead, backsOff: true,
		grace: func(time.Time, *time.Location) time.Duration { return mirrorGrace },
		read:  readMirrors, needless: othersTurn, pick: pickFromLibrary,
	}
}

// mirrorHomeRules are those of what stands in Home. It is never sent.
func mirrorHomeRules() kindRules { return kindRules{audience: Lead, uncounted: true} }

// readMirrors reads the other mirrors of a person: who leads several missions has one each, and they take turns.
func readMirrors(tx Tx, s *Situation, now time.Time) error {
	plans, err := tx.PlansFor(s.Row.Team, s.Row.User)
	if err != nil {
		return err
	}
	for _, p := range plans {
		if p.Kind != Mirror || p.ID == s.Plan.ID || p.Off || p.Recur.Expr != s.Plan.Recur.Expr || s.Person.SnoozedUntil[SnoozeKey(Mirror, p.Mission)].After(now) {
			continue
		}
		m, err := orZero(tx.Mission(p.Team, p.Mission))
		if err != nil {
			return err
		}
		house, err := HouseOf(tx, p.Team, p.Mission)
		if err != nil {
			return err
		}
		if m.ID != "" && m.Running() && m.Unreachable == "" && !house.IsOff(Mirror) {
			s.Mirrors = append(s.Mirrors, p)
		}
	}
	return nil
}

// othersTurn leaves the day to another mission that the person leads, which asked her longer ago.
func othersTurn(s Situation, _ time.Time) (Decision, bool) {
	for _, p := range s.Mirrors {
		if p.LastSent.Before(s.Plan.LastSent) || p.LastSent.Equal(s.Plan.LastSent) && p.ID < s.Plan.ID {
			return dropped(ReasonOthersTurn)
		}
	}
	return pass()
}

// mirrorExpr is when the mirror comes to somebody with these hours: on Monday and Thursday at 09:05, each moved on to
// the next of her working days where it is none, and later where that is quiet.
func mirrorExpr(h Hours) string {
	var days Days
	for _, day := range [2]time.Weekday{time.Monday, time.Thursday} {
		for range 7 {
			if h.Days.Has(day) {
				days |= 1 << day
				break
			}
			day = (day + 1) % 7
		}
	}
	minute := h.allowedFrom(onceHour*60 + onceMinute)
	return fmt.Sprintf("%d %d * * %s", minute%60, minute/60, days.cron())
}

// KeepMirror gives a person the mirror of a mission where she wants it, and takes it away where she does not: of who
// leads by now, who led before, who turned it on or off. One that she turned off in its menu stays off.
func KeepMirror(tx Tx, m mission.Mission, user mission.UserID, wants bool, now time.Time) error {
	_, err := tx.Plan(m.Team, PlanID(Mirror, m.ID, user))
	switch missing := errors.Is(err, mission.ErrNotFound); {
	case err != nil && !missing:
		return wrap("keep a mirror", err)
	case wants && missing:
		p, err := personOf(tx, m.Team, user)
		if err != nil {
			return wrap("keep a mirror", err)
		}
		return PlanMember(tx, m, p, Mirror, now)
	case !wants && !missing:
		return wrap("keep a mirror", tx.DeletePlan(m.Team, PlanID(Mirror, m.ID, user)))
	}
	return nil
}

// WantsNoMirror reports whether a person turned the mirror off wherever she leads, and will lead.
func WantsNoMirror(tx Tx, team mission.TeamID, user mission.UserID) (bool, error) {
	p, err := personOf(tx, team, user)
	return p.IsOff(Mirror, ""), wrap("whether she wants a mirror", err)
}

// MirrorsOn lets a person's mirrors that she turned off in their menus come again, where on is true.
func MirrorsOn(tx Tx, team mission.TeamID, user mission.UserID, on bool, now time.Time) error {
	plans, err := tx.PlansFor(team, user)
	for _, p := range plans {
		if err == nil && on && p.Kind == Mirror {
			err = TurnOn(tx, team, p.ID, now)
		}
	}
	return wrap("turn mirrors on", err)
}

// HasMirror reports whether a person has a mirror in any mission, and whether one of them is on.
func HasMirror(tx Tx, team mission.TeamID, user mission.UserID) (has, on bool, err error) {
	plans, err := tx.PlansFor(team, user)
	for _, p := range plans {
		if p.Kind == Mirror {
			has, on = true, on || !p.Off
		}
	}
	return has, on, wrap("whether she has a mirror", err)
}

// MirrorToday returns the question of the mirror that a person has on the day of now in her own zone, as the row of
// what was sent or stands in Home, and false where there is none yet.
func MirrorToday(tx Tx, p Person, now time.Time, zones ...string) (Row, bool, error) {
	loc := p.Hours(zones...).location()
	asked, err := tx.AskedAt(p.Team, string(p.User), DayBegins(mission.DateOf(now.In(loc)), loc))
	if err != nil {
		return Row{}, false, wrap("today's mirror", err)
	}
	i := slices.IndexFunc(asked, func(r Row) bool {
		return r.Nudge != nil && (r.Nudge.Kind == Mirror || r.Nudge.Kind == MirrorHome) && !r.Update && r.State == Settled
	})
	if i < 0 {
		return Row{}, false, nil
	}
	return asked[i], true, nil
}

// MirrorComes reports whether a question of the mirror is to be sent to a person today still, or is on its way, so
// that none stands in Home.
func MirrorComes(tx Tx, p Person, now time.Time) (bool, error) {
	plans, err := tx.PlansFor(p.Team, p.User)
	if err != nil {
		return false, wrap("today's mirror", err)
	}
	for _, plan := range plans {
		loc := Hours{Zone: plan.Recur.Zone}.location()
		today := mission.DateOf(now.In(loc))
		if plan.Kind != Mirror || plan.Off {
			continue
		}
		if !plan.Next.IsZero() && mission.DateOf(plan.Next.In(loc)) == today {
			return true, nil
		}
		wall := today.String() + "T"
		waiting, err := tx.WaitingAt(p.Team, string(p.User), now.Add(24*time.Hour))
		if err != nil {
			return false, err
		}
		for _, r := range waiting {
			if r.Nudge != nil && r.Nudge.Plan == plan.ID && len(r.Nudge.Wall) > len(wall) && r.Nudge.Wall[:len(wall)] == wall {
				return true, nil
			}
		}
	}
	return false, nil
}

// StandInHome chooses a question of the mirror for a person's Home, for the day of now, and notes that she has it.
// Mission is the one whose phase it fits. It reports false where nothing fits.
func StandInHome(tx Tx, lib Library, m mission.Mission, p Person, now time.Time, seed uint64) (Row, bool, error) {
	day := mission.DateOf(now.In(p.Hours(m.Zone).location()))
	r := Row{
		Key: "mirror/home/" + string(p.User) + "/" + day.String(), Team: p.Team, Subject: OfNudge, Mission: m.ID, User: p.User,
		State: Claimed, Due: now, NotBefore: now, Nudge: &Asked{Kind: MirrorHome, Answer: Over},
	}
	s, err := reader{library: lib}.situation(tx, r, nil, now)
	if err != nil {
		return r, false, err
	}
	draw := rand.New(rand.NewPCG(seed, 0))
	s.Lot = choice.Lot{Seed: draw.Uint64(), PickTheme: draw.Float64(), PickOption: draw.Float64()}
	chosen, ok := pickFromLibrary(s, now)
	if !ok {
		return r, false, nil
	}
	r.Nudge.Question, r.Nudge.Theme, r.Nudge.Candidates, r.Nudge.Why = chosen.Question.ID, chosen.Theme, chosen.Candidates, chosen.Reason
	r = end(r, Settled, "", now)
	return r, true, wrap("stand in home", tx.PutRow(r))
}
