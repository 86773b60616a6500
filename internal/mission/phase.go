package mission

import "time"

// PhaseClose is what somebody writes when a phase is done.
type PhaseClose struct {
	// Phase is the phase that the form was opened for. Where the mission is in another one by now, the
	// closing is refused with [MovedOn].
	Phase   Phase
	Reached Reached
	Learned string
	Ahead   string
	// NextTarget is the target date of the phase that begins now.
	NextTarget Date
}

// ClosePhase closes the phase that the mission is in and opens the next. The last phase is closed by
// [Finish] alone.
func ClosePhase(tx Tx, now time.Time, by Actor, m Mission, in PhaseClose) (Mission, error) {
	if err := Check(tx, ClosePhaseOf, by, m, ""); err != nil {
		return m, err
	}
	if !m.Running() {
		return m, refuse(Ended, m)
	}
	if in.Phase != m.Phase || m.Phase.Last() {
		return m, refuse(MovedOn, m)
	}
	if err := in.check(m, m.Today(now)); err != nil {
		return m, err
	}
	m.Closings = append(m.Closings, Closing{
		Phase: m.Phase, By: by.User, At: now, Reached: in.Reached, Learned: in.Learned, Ahead: in.Ahead,
		TargetBefore: m.Plan[m.Phase+1].Target,
	})
	m.Phase++
	m.Plan[m.Phase].Target = in.NextTarget
	m.There = nil
	m = m.wake(by.User, now)
	return m, tx.PutMission(m)
}

func (in *PhaseClose) check(m Mission, today Date) error {
	switch in.Reached {
	case ReachedYes, ReachedPart, ReachedNo:
	default:
		return &Refusal{Code: Empty, Field: "reached"}
	}
	next := m.Phase + 1
	if in.NextTarget.IsZero() {
		in.NextTarget = m.Plan[next].Target
	}
	err := firstError(
		words("learned", &in.Learned, MaxText, false),
		words("ahead", &in.Ahead, MaxText, false),
		ahead("next_target", in.NextTarget, today),
	)
	if err != nil {
		return err
	}
	if next < Ending && !in.NextTarget.Before(m.Plan[Ending].Target) {
		return &Refusal{Code: DateOrder, Field: "next_target", Date: m.Plan[Ending].Target}
	}
	return nil
}

// UndoClose reopens the phase that was closed last, within a day, by the one who closed it. The next
// phase gets its target date back, unless the wording was changed since.
func UndoClose(tx Tx, now time.Time, by Actor, m Mission) (Mission, error) {
	if err := maySee(by, m); err != nil {
		return m, err
	}
	if !m.Running() || len(m.Closings) == 0 {
		return m, refuse(MovedOn, m)
	}
	last := m.Closings[len(m.Closings)-1]
	if last.By != by.User || now.Sub(last.At) > undoFor {
		return m, refuse(TooLate, m)
	}
	if !m.rewordedSince(last.At) {
		m.Plan[m.Phase].Target = last.TargetBefore
	}
	m.Phase, m.There = last.Phase, nil
	m.Closings = m.Closings[: len(m.Closings)-1 : len(m.Closings)-1]
	return m, tx.PutMission(m)
}
