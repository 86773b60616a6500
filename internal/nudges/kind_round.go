package nudges

import (
	"errors"
	"time"

	"throughline/internal/mission"
)

// roundRules are those of the invitations to anonymous rounds. How late one may come stands in its row: until a few
// hours before the round closes.
func roundRules() kindRules {
	return kindRules{pick: pickNothing}
}

// AgreedToRounds returns the members of a mission who agreed to be asked in rounds of a kind, [Round] or [OwnWords], by their
// ids. Whether they are away, or want quiet for a while, is nobody's business and changes nothing.
func AgreedToRounds(tx Tx, m mission.Mission, k Kind) ([]mission.UserID, error) {
	members, err := tx.Members(m.Team, m.ID)
	if err != nil {
		return nil, wrap("who agreed to rounds", err)
	}
	var users []mission.UserID
	for _, in := range members {
		p, err := personOf(tx, m.Team, in.User)
		if err != nil {
			return nil, wrap("who agreed to rounds", err)
		}
		if !p.Gone && !p.IsOff(k, m.ID) {
			users = append(users, in.User)
		}
	}
	return users, nil
}

const (
	// roundExpr and roundEvery are when a mission's rounds come: every second Wednesday at 14:00.
	roundExpr  = "0 14 * * 3"
	roundEvery = 2
	// roundsFrom is how many days after its start a mission has its first round at the earliest.
	roundsFrom = 7
	// firstZone is where each day begins: the zone furthest east, which never changes its clocks.
	firstZone = "Pacific/Kiritimati"
)

// RefOpens begins the Ref of a row about a round that a plan brings: opens:<kind>:<wall>. The wall time is that of
// whoever is asked, each on her own wall.
const RefOpens = "opens"

// PlanRounds gives a mission that was just started its rounds, every second Wednesday at 14:00 on the wall of each
// who is asked. A plan that is there already stays as it is.
func PlanRounds(tx Tx, m mission.Mission, now time.Time) error {
	id := PlanID(Round, m.ID, "")
	if _, err := tx.Plan(m.Team, id); !errors.Is(err, mission.ErrNotFound) {
		return wrap("plan rounds", err)
	}
	return start(tx, Plan{ID: id, Team: m.Team, Kind: Round, Mission: m.ID, Recur: Recur{
		Expr: roundExpr, Zone: FirstZone(m.Zone), Every: roundEvery, From: m.Today(now).AddDays(roundsFrom).String(),
	}}, now)
}

// opensRounds reports whether the plan is that of a mission's rounds. It writes to nobody: a round is opened, and
// asks its people.
func (p Plan) opensRounds() bool { return p.Kind == Round && p.User == "" }

// dueRecur is how the plan recurs where it is due. Rounds are looked at when their day and hour begin anywhere, so
// that nobody lives too far east to be asked on her own wall.
func (p Plan) dueRecur() Recur {
	r := p.rhythm()
	if _, err := LoadZone(r.Zone); err == nil && p.opensRounds() {
		r.Zone = firstZone
	}
	return r
}

// onItsWall returns the time at which a due time of the plan stands on the wall of the plan's own zone.
func (p Plan) onItsWall(due time.Time) time.Time {
	if !p.opensRounds() || due.IsZero() {
		return due
	}
	at, _ := resolve(wallOf(due.In(Hours{Zone: firstZone}.location())), Hours{Zone: p.Recur.Zone}.location())
	return at
}

// ForMember returns the plan of a mission's rounds as it comes to somebody in a zone, on her own wall.
func (p Plan) ForMember(zone string) Plan {
	p.Recur.Zone = FirstZone(zone, p.Recur.Zone)
	return p
}

// Comes is when the plan is due next, on the wall of its own zone, or zero where it is not.
func (p Plan) Comes() time.Time { return p.onItsWall(p.Next) }

// turnRow makes the row that opens a plan's next round.
func turnRow(p Plan, m mission.Mission) Row {
	return Row{
		Key: NudgeKey(p.ID, p.NextWall, ""), Team: p.Team, Subject: OfRound, Mission: p.Mission, Channel: m.Channel,
		Ref: RefOpens + ":" + string(p.Kind) + ":" + p.NextWall, Due: p.Next,
	}
}

// FirstAnywhere is when a wall time such as "2026-11-25T14:00" comes first on this earth.
func FirstAnywhere(wall string) (time.Time, error) { return OnWall(wall, firstZone) }

// OnWall is when a wall time such as "2026-11-25T14:00" comes in the first of the zones that is known.
func OnWall(wall string, zones ...string) (time.Time, error) {
	t, err := time.Parse(wallLayout, wall)
	if err != nil {
		return time.Time{}, wrap("a wall time", err)
	}
	at, _ := resolve(t, Hours{Zone: FirstZone(zones...)}.location())
	return at, nil
}
