package view

import (
	"testing"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"throughline/internal/coaching"
	"throughline/internal/mission"
	"throughline/internal/rounds"
)

func checked(s string) coaching.Balance {
	b, err := coaching.DecodeBalance(s)
	if err != nil {
		panic(err)
	}
	return b
}

func (s sample) check() BalanceData {
	before := checked("bbbbbfbb")
	return BalanceData{
		ID: "01JD0000000000000000000B01", At: s.env.Now, Choices: checked("bbbbslff"), Before: &before, BeforeAt: at(2026, 10, 27, 9, 0),
	}
}

// balances are the surfaces of the balance check.
func (s sample) balances() []surface {
	e := s.env
	first := s.check()
	first.Before, first.Turn = nil, 1
	sent, same, locked := s.check(), s.check(), BalanceData{ID: "01B", At: e.Now, Locked: true}
	sent.Sent = true
	same.Before, same.Turn = &same.Choices, 2
	all := same
	all.Choices, all.Before = checked("bbbbbbbb"), nil
	return []surface{
		modal("balance 1", Balance1(e, coaching.Balance{}, false)),
		modal("balance 1 with earlier ones", Balance1(e, checked("fbslfbsl"), true)),
		modal("balance 2", Balance2(e, checked("fbslfbsl"))),
		modal("balance of the first time", Balance(e, first)),
		modal("balance compared", Balance(e, sent)),
		modal("balance as before", Balance(e, same)),
		modal("balance all both", Balance(e, all)),
		modal("balance locked", Balance(e, locked)),
		modal("balances", Balances(e, BalancesPage{Checks: []BalanceData{sent, first, locked}, Pages: 2})),
		modal("balances none", Balances(e, BalancesPage{Pages: 1})),
	}
}

func TestABalanceInWords(t *testing.T) {
	e := newSample(asWritten).env
	for _, c := range []struct{ before, now, want string }{
		{"bbbbbbbb", "bbbbbbbb", "As it was on Tuesday 27 October."},
		{"bbbbbfbb", "bbbbbbbf", "Compared with Tuesday 27 October: more serving, less inventing."},
		{"ffffffff", "bbbfffff", "Compared with Tuesday 27 October: more people, purpose and commitment."},
		{"bbbbbbbb", "lbbbbbbb", "Compared with Tuesday 27 October: less systems and people."},
	} {
		before := checked(c.before)
		got := e.compared(BalanceData{Choices: checked(c.now), Before: &before, BeforeAt: at(2026, 10, 27, 9, 0)})
		if got != c.want {
			t.Errorf("from %s to %s: %q, want %q", c.before, c.now, got, c.want)
		}
	}
}

func TestThePictureHasATwinInWords(t *testing.T) {
	s := newSample(asWritten)
	one := s.check()
	title, alt := BalancePicture(s.env, []BalanceData{one, one, one})
	if title != "Your balance, Tuesday 24 November" || utf8.RuneCountInString(alt) > maxAlt {
		t.Errorf("%q, %d characters", title, utf8.RuneCountInString(alt))
	}
}

func TestEveryPairNeedsAChoice(t *testing.T) {
	state := &slack.ViewState{Values: map[string]map[string]slack.BlockAction{}}
	choose := func(block, value string) {
		state.Values[block] = map[string]slack.BlockAction{actInput: {SelectedOption: slack.OptionBlockObject{Value: value}}}
	}
	choose("pair_0", "f")
	choose("pair_1", "forged")
	choose("pair_2", "l")
	var b coaching.Balance
	errs := ParseBalance(state, false, &b)
	if len(errs) != 2 || errs["pair_1"] == "" || errs["pair_3"] == "" || b[0] != coaching.MostlyFirst || b[2] != coaching.Little {
		t.Errorf("%v, %v", errs, b)
	}
}

// mirrors are the surfaces of the mirror and of what is the lead's own.
func (s sample) mirrors() []surface {
	e := s.env
	m := s.running()
	lead := MirrorData{Question: "What warning came to you early that you made too little of?", QuestionID: "lead-early-warning", In: m.ID, Leads: []mission.Mission{m}}
	own := lead
	own.Leads, own.TurnedOn = nil, true
	notes := []MirrorNote{
		{ID: "01JD0000000000000000000N01", At: e.Now, Question: lead.Question, Words: s.say("The bank told me in October.")},
		{ID: "01JD0000000000000000000N02", At: at(2026, 11, 20, 9, 0), Locked: true},
	}
	turn := WhomData{Mission: m, User: chidi, Question: "What would make your piece feel like yours?", Shared: true}
	later := turn
	later.Shared, later.Until = false, at(2026, 11, 30, 0, 0)
	nobody := WhomData{Mission: m}
	guess := func(day int, expected, said rounds.Word) rounds.Fared {
		return rounds.Fared{Topic: rounds.Energy, ClosedAt: at(2026, 11, day, 14, 0), Expected: expected, Said: said}
	}
	fared := []rounds.Fared{
		guess(3, rounds.Good, rounds.Good), guess(9, rounds.Heavy, rounds.Mixed), guess(20, rounds.Good, rounds.Mixed),
	}
	return []surface{
		modal("mirror of a lead", Mirror(e, lead)),
		modal("mirror of one's own", Mirror(e, own)),
		msg("mirror offered", MirrorOffer(e)),
		modal("mirror off", MirrorOff(e)),
		modal("mirror past", MirrorPast(e, MirrorPage{Notes: notes, Pages: 2, Kept: true})),
		modal("mirror past, empty", MirrorPast(e, MirrorPage{Pages: 1})),
		modal("whom", Whom(e, turn)),
		modal("whom next week", Whom(e, later)),
		modal("whom, nobody", Whom(e, nobody)),
		modal("guesses", Guesses(e, m, fared)),
		modal("guesses one", Guesses(e, m, fared[:1])),
		modal("guesses none", Guesses(e, m, nil)),
		msg("for the lead alone", Refusal(&mission.Refusal{Code: mission.LeadsOwn}, RefusalContext{Env: e})),
	}
}
