package slackapp

import (
	"crypto/rand"
	"strconv"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/rounds"
)

// Rounds that a plan brings, and nobody opens: moods every second week, and own words once a phase. A plan is looked
// at when its day and hour begin anywhere on earth. The round opens when they come for the first of those whom it
// asks, each is asked when they come on her own wall, and it closes for all at once, two days after they came in the
// mission's zone.

// roundOwn is looking whether own words are due, as the first part of a row's Ref: own:<phase>:<day>, and
// own:<phase>:<day>:anyway where the phase's dates are not asked again.
const roundOwn = "own"

// lineRoundsFew says in the card's thread that too few have ticked rounds.
const lineRoundsFew = "rounds_few"

// turnOf is a round that is due: what it asks about, and when, on everyone's own wall.
type turnOf struct {
	kind nudges.Kind
	wall string
}

// parseTurn reads the arguments of a row that opens a round. The wall time has a colon of its own.
func parseTurn(args []string) (turnOf, bool) {
	if len(args) != 3 {
		return turnOf{}, false
	}
	t := turnOf{kind: nudges.Kind(args[0]), wall: args[1] + ":" + args[2]}
	return t, t.kind == nudges.Round || t.kind == nudges.OwnWords
}

// roundTurn opens the round that is due, once the first of those whom it asks may be asked.
func (a *App) roundTurn(tx Tx, m mission.Mission, t turnOf, round mission.ID) error {
	here, err := nudges.OnWall(t.wall, m.Zone)
	if err != nil {
		return err
	}
	closes := here.Add(rounds.OpenFor)
	off, err := roundsAreOff(tx, m, t.kind)
	w := a.rows(tx)
	if err != nil || off || !m.Running() {
		return err
	}
	if m.Resting(w.now) || m.Unreachable != "" || !w.now.Before(closes.Add(-lastAsk)) {
		return w.askLater(m, t)
	}
	asked, err := w.askedAt(m, t)
	if err != nil {
		return err
	}
	first := here
	for _, at := range asked {
		if at.Before(first) {
			first = at
		}
	}
	if w.now.Before(first) {
		return w.turnAt(m, t, first)
	}
	return a.openTurn(tx, m, t, rounds.Opening{ID: round, ClosesAt: closes}, asked)
}

// guessesBy lets the invitation to a round that runs ask the one for her guess who leads by now, and the one before
// no more.
func (a *App) guessesBy(tx Tx, m mission.Mission, before mission.UserID) error {
	r, runs, err := rounds.Running(tx, m, rounds.Energy)
	if err != nil || !runs {
		return err
	}
	for _, user := range [2]mission.UserID{before, m.Lead} {
		if err := a.rows(tx).nudgeShown(m.Team, askKey(r.ID, user)); err != nil {
			return err
		}
	}
	return nil
}

// roundsAreOff reports whether a mission's people agreed that a kind of round does not come by itself.
func roundsAreOff(tx Tx, m mission.Mission, k nudges.Kind) (bool, error) {
	agreed, err := nudges.AgreedOn(tx, m, k)
	return agreed.Off, err
}

// askedAt returns when each of those is asked who agreed to it.
func (w rows) askedAt(m mission.Mission, t turnOf) (map[mission.UserID]time.Time, error) {
	users, err := nudges.AgreedToRounds(w.tx, m, t.kind)
	if err != nil {
		return nil, err
	}
	at := make(map[mission.UserID]time.Time, len(users))
	for _, user := range users {
		p, err := optional(w.tx.Person(m.Team, user))
		if err != nil {
			return nil, err
		}
		zone := ""
		if p != nil {
			zone = p.Zone
		}
		if at[user], err = nudges.OnWall(t.wall, zone, m.Zone); err != nil {
			return nil, err
		}
	}
	return at, nil
}

// turnAt looks at a round that is due again at a time.
func (w rows) turnAt(m mission.Mission, t turnOf, at time.Time) error {
	what := ref(nudges.RefOpens, string(t.kind), t.wall)
	_, err := nudges.Post(w.tx, nudges.Row{
		Key: "turn/" + string(m.ID) + "/" + what + "/" + unix(at), Team: m.Team, Subject: nudges.OfRound, Mission: m.ID, Ref: what,
		Channel: m.Channel, Due: at, NotBefore: at,
	}, w.now)
	return err
}

// openTurn opens a round that is due, and asks its people. Where one cannot open by now, it is the next one's turn.
func (a *App) openTurn(tx Tx, m mission.Mission, t turnOf, o rounds.Opening, asked map[mission.UserID]time.Time) error {
	var err error
	if o.Topic, err = topicOf(tx, m, t.kind); err != nil {
		return err
	}
	for user := range asked {
		o.Asked = append(o.Asked, user)
	}
	w := a.rows(tx)
	r, err := rounds.OpenPlanned(tx, w.now, m, o, rand.Reader)
	if refusal, refused := mission.Refused(err); refused {
		return a.noRound(tx, w, m, t, refusal)
	}
	if err != nil {
		return err
	}
	if _, err := rounds.SayFew(tx, m, false); err != nil {
		return err
	}
	for _, user := range r.Asked {
		if err := w.roundAsks(r, user, asked[user], t.wall); err != nil {
			return err
		}
	}
	return w.roundAlarm(m, roundCloses, r.ID, r.ClosesAt)
}

func topicOf(tx Tx, m mission.Mission, k nudges.Kind) (rounds.Topic, error) {
	if k == nudges.OwnWords {
		return rounds.OwnWords, nil
	}
	return rounds.NextTopic(tx, m)
}

// noRound follows up on a round that could not open. Where too few have ticked rounds, the mission's people are told
// once.
func (a *App) noRound(tx Tx, w rows, m mission.Mission, t turnOf, why *mission.Refusal) error {
	if why.Code != rounds.TooFew {
		return nil
	}
	news, err := rounds.SayFew(tx, m, true)
	if err != nil {
		return err
	}
	if news {
		if err := w.line(m, lineRoundsFew, strconv.Itoa(why.Max)); err != nil {
			return err
		}
	}
	return w.askLater(m, t)
}

// askLater looks at own words again a week on, which a phase has only once. Of the others the next one comes anyway.
func (w rows) askLater(m mission.Mission, t turnOf) error {
	if t.kind != nudges.OwnWords {
		return nil
	}
	day, err := mission.ParseDate(t.wall[:len("2006-01-02")])
	if err != nil {
		return err
	}
	return w.ownWordsAt(m, day.AddDays(7), true)
}

// ownWordsPlanned puts the asking for own words on its way, in the phase that the mission is in. Called again it
// follows the phase's dates: a row that says another day than the mission's dates do by then does nothing.
func (w rows) ownWordsPlanned(m mission.Mission) error {
	day := m.OwnWordsDay()
	if tomorrow := m.Today(w.now).AddDays(1); day.Before(tomorrow) {
		return w.ownWordsAt(m, mission.RoundDay(tomorrow), true)
	}
	return w.ownWordsAt(m, day, false)
}

// ownWordsAt looks whether own words are due on a day, whatever the phase's dates say where anyway is true.
func (w rows) ownWordsAt(m mission.Mission, day mission.Date, anyway bool) error {
	at, err := nudges.FirstAnywhere(day.String() + nudges.OwnWordsClock)
	if err != nil {
		return err
	}
	what := ref(roundOwn, strconv.Itoa(int(m.Phase)), day.String())
	if anyway {
		what = ref(what, ownAnyway)
	}
	_, err = nudges.Post(w.tx, nudges.Row{
		Key: "turn/" + string(m.ID) + "/" + what + "/" + unix(w.now), Team: m.Team, Subject: nudges.OfRound, Mission: m.ID, Ref: what,
		Channel: m.Channel, Due: at, NotBefore: at,
	}, w.now)
	return err
}

// ownAnyway marks a row about own words that counts whatever the phase's dates say.
const ownAnyway = "anyway"

// ownWordsDue asks for own words, where the mission is in the phase still that they were planned for, and its dates
// still say so.
func (a *App) ownWordsDue(tx Tx, m mission.Mission, args []string, round mission.ID) error {
	if len(args) < 2 || args[0] != strconv.Itoa(int(m.Phase)) {
		return nil
	}
	anyway := len(args) == 3 && args[2] == ownAnyway
	if !anyway && m.OwnWordsDay().String() != args[1] {
		return nil
	}
	if asked, err := rounds.OwnWordsAsked(tx, m); asked || err != nil {
		return err
	}
	return a.roundTurn(tx, m, turnOf{kind: nudges.OwnWords, wall: args[1] + nudges.OwnWordsClock}, round)
}
