package mission

import "time"

// Rewording is a change of a mission's wording, with its reason.
type Rewording struct {
	Wording Wording
	Reason  string
	// SelfGoverned gives the steering to the members. Handing it to a person is [OfferLead].
	SelfGoverned bool
	// InThread posts entries in the card's thread rather than in the channel.
	InThread bool
}

// Reword changes what a mission says and keeps what it said before. A reason is required: it is what
// people will want to know. It reports whether the wording changed at all.
func Reword(tx Tx, now time.Time, by Actor, m Mission, in Rewording) (Mission, bool, error) {
	if err := Check(tx, EditMission, by, m, ""); err != nil {
		return m, false, err
	}
	if in.SelfGoverned && !m.SelfGoverned() {
		if err := Check(tx, HandOver, by, m, ""); err != nil {
			return m, false, err
		}
	}
	if !m.Running() {
		return m, false, refuse(Ended, m)
	}
	if err := words("reason", &in.Reason, MaxEnd, true); err != nil {
		return m, false, err
	}
	if err := in.Wording.check(m.Today(now), m.Phase, unchangedUntil(m, in.Wording)); err != nil {
		return m, false, err
	}
	changed := in.Wording != m.Wording
	if changed {
		m.Earlier = append(m.Earlier, Revision{Wording: m.Wording, By: by.User, At: now, Reason: in.Reason})
		if in.Wording.Plan[m.Phase].Target != m.Due() {
			m.There = nil
		}
		m.Wording = in.Wording
	}
	m = m.wake(by.User, now)
	m.InThread = in.InThread
	if in.SelfGoverned {
		m.Lead, m.Offered = "", ""
	}
	return m, changed, tx.PutMission(m)
}

// unchangedUntil returns the first phase whose target date must lie ahead: the one that the mission is
// in, or a later one where its date has passed and was left as it is.
func unchangedUntil(m Mission, w Wording) Phase {
	p := m.Phase
	for p < Ending && w.Plan[p].Target == m.Plan[p].Target {
		p++
	}
	if p == Ending && w.Plan[p].Target == m.Plan[p].Target {
		return Ending + 1
	}
	return p
}

// OfferLead asks a member whether she will lead next. Until she accepts nothing changes.
func OfferLead(tx Tx, by Actor, m Mission, to UserID) (Mission, error) {
	if err := Check(tx, HandOver, by, m, ""); err != nil {
		return m, err
	}
	if !m.Running() {
		return m, refuse(Ended, m)
	}
	member, err := membership(tx, m, to)
	if err != nil {
		return m, err
	}
	if member == nil || !member.In() {
		return m, &Refusal{Code: NotIn, Mission: m.ID, By: to}
	}
	m.Offered = to
	return m, tx.PutMission(m)
}

// AcceptLead gives the steering to the one who was asked.
func AcceptLead(tx Tx, by Actor, m Mission) (Mission, error) {
	if err := Check(tx, LeaveIt, by, m, ""); err != nil {
		return m, err
	}
	if m.Offered != by.User || !m.Running() {
		return m, refuse(MovedOn, m)
	}
	m.Lead, m.Offered = by.User, ""
	return m, tx.PutMission(m)
}

// DeclineLead takes the question back, so that another member can be asked. It reports whether the person
// was the one asked; where she was not, it changes nothing.
func DeclineLead(tx Tx, by Actor, m Mission) (_ Mission, asked bool, err error) {
	if m.Offered == "" || m.Offered != by.User {
		return m, false, nil
	}
	m.Offered = ""
	return m, true, tx.PutMission(m)
}
