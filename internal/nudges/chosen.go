package nudges

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges/choice"
)

// KeepChosen is how long it is kept how a question was chosen.
const KeepChosen = 400 * 24 * time.Hour

// FieldHidden is the field that the hidden part of a choice is sealed for, and its record is the row's key.
const FieldHidden = "choice_lot"

// Chosen is the log of one choice by lot. It is written in the transaction in which the choice becomes sending, or
// withheld, so there is never one without the other; of several choices for one row, of which only the last can have
// been sent, the last one stands.
type Chosen struct {
	Team mission.TeamID
	Key  string // of the row
	// At is when it was chosen, and Due when it was due.
	At, Due time.Time
	Mission mission.ID
	// Channel is where it went, or User whom.
	Channel mission.ChannelID
	User    mission.UserID
	Kind    Kind

	Audience Audience
	Phase    mission.Phase
	// Library and Rule name the versions of the questions and of the rule.
	Library, Rule string
	Draw          choice.Draw
	// Hidden are the number that picked the theme and the themes that counted twice, where the person may have said
	// which those are: together with the tickets either would tell. The number is 0 in the draw then.
	Hidden mission.Sealed

	// Share is the share of nudges that a trial withholds, Coin the number from 0 up to 1 that decided, and Withheld
	// says that this one was. Share is 0 where no trial ran.
	Share, Coin float64
	Withheld    bool

	Outcome Outcome
}

// Outcome says what became of what was chosen.
type Outcome string

// The outcomes.
const (
	OutcomeOpen     Outcome = ""         // the time for an answer is not over
	OutcomeAnswered Outcome = "answered" // within [choice.Window]
	OutcomeSilent   Outcome = "silent"   // it was not
	OutcomeVoid     Outcome = "void"     // it was withheld, or did not arrive; it counts for nothing
)

// place names where it was asked among the places of a workspace.
func (c Chosen) place() string {
	if c.User != "" {
		return string(c.User)
	}
	return string(c.Channel)
}

// lots is all the chance that there is in one delivery: what decides between equals, and the seed of the coin of a
// trial.
type lots struct {
	choice.Lot
	coin uint64
}

// lots draws them apart from each other, so that who knows one of them knows nothing of the others.
func (e *Engine) lots() lots {
	return lots{
		Lot:  choice.Lot{Seed: e.seed(), PickTheme: unit(e.seed()), PickOption: unit(e.seed())},
		coin: e.seed(),
	}
}

// LotOf makes a lot of one number, for a choice of which nothing is kept.
func LotOf(seed uint64) choice.Lot {
	more := rand.New(rand.NewPCG(seed, 0))
	return choice.Lot{Seed: seed, PickTheme: more.Float64(), PickOption: more.Float64()}
}

// unit makes a number from 0 up to, but without, 1 of 53 bits.
func unit(bits uint64) float64 { return float64(bits>>11) / (1 << 53) }

// drawn notes on a nudge how its question was drawn.
func (a *Asked) drawn(d *choice.Draw) {
	a.Rested, a.Tickets, a.Tired = 0, 0, false
	if d != nil {
		a.Rested, a.Tickets, a.Tired = len(d.Themes), d.Share(), d.Tired
	}
}

// keepChosen logs a choice by lot. What gives away what somebody ticked is sealed in all that goes to one person,
// ticked or not. Sealing takes no time and touches nothing outside, so it may be done again with the transaction.
func (e *Engine) keepChosen(tx Tx, r Row, d Decision, now time.Time) error {
	if d.Choice.Draw == nil {
		return nil
	}
	c := Chosen{
		Team: r.Team, Key: r.Key, At: now, Due: r.Due, Mission: r.Mission, Channel: r.Channel, User: r.User,
		Kind: r.Nudge.Kind, Audience: r.Nudge.Kind.rules().audience, Phase: d.Phase,
		Library: e.set().reader.library.Hash(), Rule: choice.Rule(), Draw: *d.Choice.Draw,
	}
	if c.User != "" {
		c.Channel = ""
		var err error
		if c, err = c.hide(e.sealer, d.Twice); err != nil {
			return wrap("log a choice", err)
		}
	}
	if r.Nudge.Trial != "" {
		tossed, err := orZero(tx.TrialDecision(r.Team, r.Nudge.Trial, r.Key))
		if err != nil {
			return wrap("log a choice", err)
		}
		c.Share, c.Coin, c.Withheld = tossed.Rho, tossed.U, tossed.Withheld
	}
	return wrap("log a choice", tx.PutChosen(c))
}

func (c Chosen) binding() mission.Binding {
	return mission.Binding{Team: c.Team, User: c.User, Field: FieldHidden, Record: c.Key}
}

// hide seals what would tell which themes counted twice. Without a sealer nothing is kept of it.
func (c Chosen) hide(sealer mission.Sealer, twice []string) (Chosen, error) {
	marks := make([]byte, len(c.Draw.Themes))
	for i, t := range c.Draw.Themes {
		if marks[i] = '1'; slices.Contains(twice, t.Name) {
			marks[i] = '2'
		}
	}
	u := c.Draw.Lot.PickTheme
	c.Draw.Lot.PickTheme = 0
	if sealer == nil {
		return c, nil
	}
	var err error
	c.Hidden, err = sealer.Seal(c.binding(), strconv.FormatFloat(u, 'x', 13, 64)+" "+string(marks))
	return c, err
}

// Open returns the choice with its hidden number back in place, and the themes that counted twice. A choice without
// a hidden part is returned as it is.
func (c Chosen) Open(sealer mission.Sealer) (Chosen, []string, error) {
	if len(c.Hidden) == 0 {
		return c, nil, nil
	}
	text, err := sealer.Open(c.binding(), c.Hidden)
	if err != nil {
		return c, nil, wrap("open a choice", err)
	}
	bits, marks, _ := strings.Cut(text, " ")
	if c.Draw.Lot.PickTheme, err = strconv.ParseFloat(bits, 64); err != nil {
		return c, nil, wrap("open a choice", err)
	}
	var twice []string
	for i, t := range c.Draw.Themes {
		if i < len(marks) && marks[i] == '2' {
			twice = append(twice, t.Name)
		}
	}
	return c, twice, nil
}
