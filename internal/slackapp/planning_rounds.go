package slackapp

import (
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/rounds"
)

// What anonymous rounds will bring, for a preview: their invitations are rows that are made when a round opens, and
// their results when it closes, so neither waits in the store by then.

// foreseenGrace is how late what a round brings may come, in a preview. It is enough to look for a day with room.
const foreseenGrace = 3 * 24 * time.Hour

// EnoughForRounds reports whether more people agreed to rounds than have to answer. Where that cannot be read no round
// is foreseen.
func EnoughForRounds(tx Tx, m mission.Mission) bool { return enoughFor(tx, m, nudges.Round) }

func enoughFor(tx Tx, m mission.Mission, k nudges.Kind) bool {
	floor, err := rounds.Floor(tx, m)
	if err != nil {
		return false
	}
	agreed, err := nudges.AgreedToRounds(tx, m, k)
	return err == nil && len(agreed) > floor
}

// ForeseenOfRounds returns the rows that rounds will make for a person by then, from all of her missions, beside those
// that the plan of moods brings; or for the channel of a mission, where user is empty.
func ForeseenOfRounds(tx Tx, m mission.Mission, user mission.UserID, from, until time.Time) ([]nudges.Row, error) {
	if user == "" {
		return foreseenResults(tx, m, from, until)
	}
	mine, err := tx.MembershipsOf(m.Team, user)
	if err != nil {
		return nil, err
	}
	p, err := optional(tx.Person(m.Team, user))
	if err != nil {
		return nil, err
	}
	var out []nudges.Row
	for _, in := range mine {
		about, err := optional(tx.Mission(m.Team, in.Mission))
		if err != nil {
			return nil, err
		}
		if about == nil || p != nil && p.IsOff(nudges.OwnWords, about.ID) {
			continue
		}
		wall, ok, err := ownWordsAhead(tx, *about, from)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		zone := ""
		if p != nil {
			zone = p.Zone
		}
		at, err := nudges.OnWall(wall, zone, about.Zone)
		if err != nil {
			return nil, err
		}
		closes, err := closesAfter(*about, wall)
		if err != nil {
			return nil, err
		}
		out = append(out, nudges.Row{
			Key: "foreseen/" + string(about.ID) + "/" + string(user), Team: about.Team, Subject: nudges.OfNudge, Mission: about.ID,
			User: user, State: nudges.Due, Due: at, NotBefore: at, Grace: closes.Sub(at) - lastAsk,
			Nudge: &nudges.Asked{Kind: nudges.OwnWords, Wall: wall},
		})
	}
	return out, nil
}

// ownWordsAhead returns when own words are asked in the phase that a mission is in, where that is still to come.
func ownWordsAhead(tx Tx, m mission.Mission, from time.Time) (wall string, ok bool, err error) {
	day := m.OwnWordsDay()
	if !m.Running() || !m.Today(from).Before(day) || !enoughFor(tx, m, nudges.OwnWords) {
		return "", false, nil
	}
	if off, err := roundsAreOff(tx, m, nudges.OwnWords); off || err != nil {
		return "", false, err
	}
	asked, err := rounds.OwnWordsAsked(tx, m)
	return day.String() + nudges.OwnWordsClock, !asked, err
}

func closesAfter(m mission.Mission, wall string) (time.Time, error) {
	here, err := nudges.OnWall(wall, m.Zone)
	return here.Add(rounds.OpenFor), err
}

// foreseenResults returns the results that come to a mission's channel: of the rounds that run, of moods as they are
// planned, and of own words.
func foreseenResults(tx Tx, m mission.Mission, from, until time.Time) ([]nudges.Row, error) {
	at, err := runningClose(tx, m)
	if err != nil {
		return nil, err
	}
	plan, err := optional(tx.Plan(m.Team, nudges.PlanID(nudges.Round, m.ID, "")))
	if err != nil {
		return nil, err
	}
	if plan != nil && !plan.Off && EnoughForRounds(tx, m) {
		opens, err := plan.ForMember(m.Zone).Times(from, until)
		if err != nil {
			return nil, err
		}
		for _, o := range opens {
			at = append(at, o.Add(rounds.OpenFor))
		}
	}
	wall, ok, err := ownWordsAhead(tx, m, from)
	if err != nil {
		return nil, err
	}
	if ok {
		closes, err := closesAfter(m, wall)
		if err != nil {
			return nil, err
		}
		at = append(at, closes)
	}
	return resultRows(m, at), nil
}

func runningClose(tx Tx, m mission.Mission) (at []time.Time, err error) {
	for _, topic := range [2]rounds.Topic{rounds.Energy, rounds.OwnWords} {
		r, runs, err := rounds.Running(tx, m, topic)
		if err != nil {
			return nil, err
		}
		if runs {
			at = append(at, r.ClosesAt)
		}
	}
	return at, nil
}

func resultRows(m mission.Mission, at []time.Time) []nudges.Row {
	out := make([]nudges.Row, len(at))
	for i, t := range at {
		out[i] = nudges.Row{
			Key: "foreseen/" + string(m.ID) + "/" + unix(t), Team: m.Team, Subject: nudges.OfNudge, Mission: m.ID, Channel: m.Channel,
			State: nudges.Due, Due: t, NotBefore: t, Grace: foreseenGrace, Nudge: &nudges.Asked{Kind: nudges.RoundResult},
		}
	}
	return out
}
