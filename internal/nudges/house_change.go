package nudges

import (
	"errors"
	"time"

	"throughline/internal/mission"
)

// Agreed is how a kind comes in a mission: not at all, or when.
type Agreed struct {
	Off bool
	// Recur is when it comes. Of a kind that the channel has a plan of it is the whole of it; of one that comes to
	// members it is what differs from the default, see [House.Over].
	Recur Recur
}

// Turned is what a kind was before it was changed the last time, so that any member can take the change back.
type Turned struct {
	Before Agreed
	// Turn counts the changes, so that an old button takes back nothing that came after it.
	Turn int
}

// Timed reports whether a kind comes on days and at a time that a mission may choose. The others come of what
// happens, and are on or off.
func (k Kind) Timed() bool {
	_, ok := usualTimes[k]
	return ok
}

// usualTimes are the times of the kinds that have some, where nobody chose any. Where a kind follows the days and
// hours of whoever it goes to there is no expression; see exprFor.
var usualTimes = map[Kind]Recur{
	Coach:   {Expr: coachExpr},
	Digest:  {Expr: digestExpr},
	Reflect: {},
	Connect: {GapMonths: ConnectMonths},
	Round:   {Expr: roundExpr, Every: roundEvery},
	Mirror:  {},
}

// UsualTimes returns when a kind comes to somebody with the default hours, as an expression, or "" for none.
func UsualTimes(k Kind) string { return exprFor(k, DefaultHours("UTC"), usualTimes[k].Expr) }

// AgreedOn returns how a kind comes in a mission.
func AgreedOn(tx Tx, m mission.Mission, k Kind) (Agreed, error) {
	p, err := tx.Plan(m.Team, PlanID(k, m.ID, ""))
	if err == nil {
		return Agreed{Off: p.Off, Recur: p.Recur}, nil
	}
	if !errors.Is(err, mission.ErrNotFound) {
		return Agreed{}, wrap("what a mission agreed on", err)
	}
	h, err := HouseOf(tx, m.Team, m.ID)
	return h.agreed(k), err
}

func (h House) agreed(k Kind) Agreed { return Agreed{Off: h.IsOff(k), Recur: h.Times[k]} }

// Pace returns how often a kind comes, beside its days and hours.
func (a Agreed) Pace(k Kind) Pace {
	usual := usualTimes[k]
	switch {
	case a.Off:
		return Never
	case a.Recur.Every > max(usual.Every, 1), a.Recur.GapMonths > usual.GapMonths:
		return HalfAsOften
	}
	return AsPlanned
}

// At returns the same with another pace. Half as often keeps each second time, counted from the given day on.
func (a Agreed) At(k Kind, pace Pace, today mission.Date) Agreed {
	if a.Pace(k) == pace {
		return a
	}
	usual := usualTimes[k]
	if a.Off = pace == Never; a.Off {
		return a
	}
	a.Recur.Every, a.Recur.GapMonths = usual.Every, usual.GapMonths
	if pace == HalfAsOften && usual.GapMonths > 0 {
		a.Recur.GapMonths *= 2
	} else if pace == HalfAsOften {
		a.Recur.Every, a.Recur.From = max(usual.Every, 1)*2, today.String()
	}
	return a
}

// Usually returns a kind as it comes where nobody chose anything, for a channel in the mission's zone.
func Usually(m mission.Mission, k Kind) Agreed {
	a := Agreed{Recur: usualTimes[k]}
	if k.ToChannel() || k == Round {
		a.Recur.Zone = FirstZone(m.Zone)
	}
	if a.Recur.Every > 1 {
		a.Recur.From = m.Today(m.StartedAt).String()
	}
	return a
}

// Agree changes how a kind comes in a mission: for its channel, or for all of its members who chose nothing else
// for themselves. It returns the number of the change, which [TakeBack] wants, and 0 where nothing changed. Its
// error is a [ScheduleError] where the times are of no use.
func Agree(tx Tx, m mission.Mission, k Kind, a Agreed, now time.Time) (turn int, err error) {
	before, err := AgreedOn(tx, m, k)
	if err != nil || before == a {
		return 0, err
	}
	if err := CheckTimes(m, a.Recur); err != nil {
		return 0, err
	}
	was, err := HouseOf(tx, m.Team, m.ID)
	if err != nil {
		return 0, err
	}
	planned, err := changeChannelPlan(tx, m, k, a, now)
	if err != nil {
		return 0, err
	}
	h, err := changeHouse(tx, m.Team, m.ID, func(h *House) {
		turn = h.Turned[k].Turn + 1
		h.Turned = cloned(h.Turned)
		h.Turned[k] = Turned{Before: before, Turn: turn}
		if !planned {
			h.set(k, a)
		}
	})
	if err != nil {
		return 0, err
	}
	return turn, followHouse(tx, m, k, was, h, now)
}

// TakeBack undoes the last change of a kind, and reports whether it was the last one still. That counts as a
// change itself, with the number that it returns.
func TakeBack(tx Tx, m mission.Mission, k Kind, turn int, now time.Time) (again int, ok bool, err error) {
	h, err := HouseOf(tx, m.Team, m.ID)
	if err != nil || turn == 0 || h.Turned[k].Turn != turn {
		return 0, false, err
	}
	again, err = Agree(tx, m, k, h.Turned[k].Before, now)
	return again, err == nil, err
}

func (h *House) set(k Kind, a Agreed) {
	delete(h.Off, k)
	delete(h.Times, k)
	if a.Off {
		h.Off[k] = true
	}
	if a.Recur != (Recur{}) {
		h.Times[k] = a.Recur
	}
}

// CheckTimes says what is wrong with times that a mission wants, as a [ScheduleError]. What is empty is as usual.
func CheckTimes(m mission.Mission, r Recur) error {
	if r.Expr == "" {
		r.Expr = coachExpr
	}
	if r.Zone == "" {
		r.Zone = FirstZone(m.Zone)
	}
	if _, err := ParseRecur(r); err != nil {
		return err
	}
	return CheckDaily(r.Expr)
}

// changeChannelPlan changes the plan of a kind that the channel has, and reports whether it has one.
func changeChannelPlan(tx Tx, m mission.Mission, k Kind, a Agreed, now time.Time) (bool, error) {
	err := changePlan(tx, m.Team, PlanID(k, m.ID, ""), func(p Plan) (Plan, error) {
		p.Off, p.Recur = a.Off, a.Recur
		p.Recur.Zone = FirstZone(p.Recur.Zone, m.Zone)
		if p.Off {
			return rest(p), nil
		}
		return aim(p, now, now)
	})
	if errors.Is(err, mission.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// followHouse brings the plans that members have of a kind to what the mission agrees on. Who has her own rhythm
// keeps it, and gets the mission's days and hours.
func followHouse(tx Tx, m mission.Mission, k Kind, was, is House, now time.Time) error {
	if k == Digest {
		return followDigest(tx, m, now)
	}
	return eachPlan(tx, m, func(p Plan) (Plan, error) {
		if p.Kind != k || p.User == "" || p.Off {
			return p, nil
		}
		who, err := personOf(tx, p.Team, p.User)
		if err != nil {
			return p, err
		}
		usual := usualTimes[k]
		if before := was.Over(k, usual); p.Recur.Every <= 1 || p.Recur.Every == before.Every {
			after := is.Over(k, usual)
			p.Recur.Every, p.Recur.GapMonths = after.Every, after.GapMonths
			if after.From != "" {
				p.Recur.From = after.From
			}
		}
		return is.aimFor(p, who, m.Zone, now)
	})
}

// followDigest lets those who follow a mission have its digest when the channel has it.
func followDigest(tx Tx, m mission.Mission, now time.Time) error {
	channel, err := tx.Plan(m.Team, PlanID(Digest, m.ID, ""))
	if err != nil || channel.Off {
		return err // who follows goes on having it: she asked for it herself
	}
	return eachPlan(tx, m, func(p Plan) (Plan, error) {
		if p.Kind != Follow || p.Recur == channel.Recur {
			return p, nil
		}
		p.Recur = channel.Recur
		if p.Off || p.Next.IsZero() {
			return p, nil
		}
		return aim(p, now, now)
	})
}

// aimFor gives one plan of a person its due time by what her mission agreed on and by what she chose. A plan that
// rests goes on resting, unless its kind is on again.
func (h House) aimFor(p Plan, who Person, zone string, now time.Time) (Plan, error) {
	own := who.Hours(zone)
	p.Recur.Zone = own.Zone
	p.Recur.Expr = exprFor(p.Kind, own, usualTimes[p.Kind].Expr)
	if t := h.Times[p.Kind]; t.Expr != "" {
		p.Recur.Expr = t.Expr
	}
	if t := h.Times[p.Kind]; t.Zone != "" {
		p.Recur.Zone = t.Zone
	}
	if h.IsOff(p.Kind) || p.Recur.Expr == "" {
		return rest(p), nil
	}
	p, err := aim(p, now, now)
	if err != nil {
		return p, err
	}
	return pushBack(p, pausedUntil(who, p, now), now)
}

// SetHolidays chooses the calendar of holidays that a mission keeps, or none. It returns the calendar that it kept
// before. Whether there is such a calendar is for the caller to say.
func SetHolidays(tx Tx, m mission.Mission, code string) (before string, err error) {
	_, err = changeHouse(tx, m.Team, m.ID, func(h *House) { before, h.Holidays = h.Holidays, code })
	return before, err
}
