package mission

import (
	"errors"
	"fmt"
	"time"
)

// NewMission is what somebody writes to start a mission.
type NewMission struct {
	ID      ID
	Channel ChannelID
	Private bool
	Zone    string
	Wording
	SelfGoverned bool
	// From is the ended mission of the same channel that this one follows, or empty.
	From ID
}

// Start begins a mission in a channel that has none running. The starter is its first member, and
// leads it unless it is to be self-governed.
//
// It refuses with [MissionRuns] where one runs already, and with [Empty], [TooLong], [NoDate],
// [DatePast] or [DateOrder] and the field where the wording will not do.
func Start(tx Tx, now time.Time, by Actor, in NewMission) (Mission, error) {
	m := Mission{
		ID: in.ID, Team: by.Team, Channel: in.Channel, Private: in.Private, Zone: in.Zone,
		Wording: in.Wording, Starter: by.User, StartedAt: now,
	}
	if !in.SelfGoverned {
		m.Lead = by.User
	}
	if err := May(StartOne, by, m, nil, ""); err != nil {
		return Mission{}, err
	}
	if err := noneRuns(tx, by.Team, in.Channel); err != nil {
		return Mission{}, err
	}
	if err := m.Wording.check(m.Today(now), Beginning, Beginning); err != nil {
		return Mission{}, err
	}
	if err := follow(tx, &m, in.From); err != nil {
		return Mission{}, err
	}
	if err := tx.PutMission(m); err != nil {
		return Mission{}, err
	}
	first := Member{Team: m.Team, Mission: m.ID, User: by.User, JoinedAt: now}
	return m, tx.PutMember(first)
}

// noneRuns refuses where the channel has a running mission.
func noneRuns(tx Tx, team TeamID, channel ChannelID) error {
	running, err := tx.ActiveMission(team, channel)
	switch {
	case errors.Is(err, ErrNotFound):
		return nil
	case err != nil:
		return err
	}
	return &Refusal{Code: MissionRuns, Mission: running.ID, By: running.Starter}
}

// follow ties m to the ended mission of the same channel that it grows from.
func follow(tx Tx, m *Mission, from ID) error {
	if from == "" {
		return nil
	}
	previous, err := tx.Mission(m.Team, from)
	if err != nil {
		return fmt.Errorf("the mission that %s follows: %w", m.ID, err)
	}
	if previous.Channel != m.Channel || previous.Running() {
		return &Refusal{Code: MovedOn, Mission: from}
	}
	m.From = from
	m.Carried = previous.Outcome.Carry
	return nil
}

// check cleans the wording and holds it to its limits. Phases before open are closed, and their dates
// bind no other. Dates of phases before from may lie in the past.
func (w *Wording) check(today Date, open, from Phase) error {
	err := firstError(
		words("name", &w.Name, MaxName, true),
		words("aspiration", &w.Aspiration, MaxLine, false),
		words("end_state", &w.EndState, MaxEnd, true),
		words("why_customers", &w.Why.Customers, MaxLine, false),
		words("why_us", &w.Why.Us, MaxLine, false),
		words("why_company", &w.Why.Company, MaxLine, false),
	)
	if err != nil {
		return err
	}
	for _, p := range Phases {
		if err := w.checkPhase(p, today, open, from); err != nil {
			return err
		}
	}
	return nil
}

func (w *Wording) checkPhase(p Phase, today Date, open, from Phase) error {
	plan := &w.Plan[p]
	if err := words("done_when_"+p.String(), &plan.DoneWhen, MaxEnd, false); err != nil {
		return err
	}
	field := "target_" + p.String()
	switch {
	case plan.Target.IsZero():
		return &Refusal{Code: NoDate, Field: field}
	case p >= from && plan.Target.Before(today):
		return &Refusal{Code: DatePast, Field: field, Date: plan.Target}
	case p > open && !w.Plan[p-1].Target.Before(plan.Target):
		return &Refusal{Code: DateOrder, Field: field, Date: w.Plan[p-1].Target}
	}
	return nil
}

// DefaultTargets proposes target dates for a mission that starts today: three, eight or nine, and
// thirteen or fourteen weeks ahead, each moved on to a Friday.
func DefaultTargets(today Date) [3]Date {
	return [3]Date{friday(today.AddDays(21)), friday(today.AddDays(60)), friday(today.AddDays(95))}
}

func friday(d Date) Date {
	return d.AddDays((int(time.Friday) - int(d.Weekday()) + 7) % 7)
}
