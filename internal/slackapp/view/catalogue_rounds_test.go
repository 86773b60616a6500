package view

import (
	"testing"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/ownwords"
	"throughline/internal/rounds"
)

// round is a round of the running mission, open until Friday.
func (s sample) round(topic rounds.Topic) RoundData {
	return RoundData{Mission: s.running(), Round: rounds.Round{
		ID: "01JD00000000000000000000Q1", Team: "T0ACME0001", Mission: "01JD0000000000000000000001", Topic: topic, Phase: mission.Middle,
		OpenedBy: ana, OpenedAt: at(2026, 11, 25, 14, 0), ClosesAt: at(2026, 11, 27, 14, 0), Floor: 5,
		Asked: []mission.UserID{ana, bo, chidi, dee, emi, "U0F0000006", "U0G0000007"}, Key: []byte{1},
	}}
}

// closed is such a round with its result.
func (s sample) closed(topic rounds.Topic, w rounds.Word) RoundData {
	d := s.round(topic)
	d.Round.ClosedAt, d.Round.Key, d.Round.Word = d.Round.ClosesAt, nil, w
	return d
}

func (s sample) result(topic rounds.Topic, w rounds.Word) RoundResultData {
	d := RoundResultData{RoundData: s.closed(topic, w), Changes: []mission.Entry{s.win(), s.entry(mission.Changed, bo, "The bank's queue is gone.")}}
	d.Before = rounds.Before{
		Last: &rounds.Result{Topic: topic, Word: rounds.Mixed, At: at(2026, 11, 13, 14, 0)}, Earlier: s.over(mission.Completed), Then: rounds.Heavy,
	}
	d.Round.Notes, d.Round.Changed = []mission.Sealed{{1}}, true
	return d
}

func (s sample) ownResult() RoundResultData {
	d := RoundResultData{RoundData: s.closed(rounds.OwnWords, "")}
	d.Round.Shared = &ownwords.Result{
		Most: s.tell("doctor", "patients", "three", "wait"), Some: s.tell("rota", "staff"), Missing: s.tell("phone", "refund"),
		Ours: s.tell("doctor", "rota"), Camps: [2][]string{s.tell("patients", "three", "wait"), s.tell("rota", "staff")},
	}
	d.Round.Needed = &ownwords.Result{Most: s.tell("bank"), Some: s.tell("time")}
	return d
}

func (s sample) tell(words ...string) []string {
	for i, w := range words {
		words[i] = s.say(w)
	}
	return words
}

func (s sample) trend() TrendData {
	result := func(day int, w rounds.Word, changed bool) rounds.Result {
		return rounds.Result{Topic: rounds.Energy, Phase: mission.Middle, At: at(2026, 11, day, 14, 0), Word: w, Changed: changed}
	}
	return TrendData{
		Mission: s.running(), Topic: rounds.Energy, Floor: 5,
		Results: []rounds.Result{result(4, rounds.Mixed, false), result(13, "", false), result(20, rounds.Good, true)},
		Others:  []rounds.Result{{Topic: rounds.Trust, Word: rounds.Heavy, At: at(2026, 11, 6, 14, 0)}},
	}
}

func (s sample) roundSurfaces() []surface {
	e := s.env
	typed := mission.MessageRef{Channel: "D0BO", TS: "1.2"}
	missed, empty := s.result(rounds.Energy, ""), s.ownResult()
	missed.Before, missed.Round.Changed, missed.Round.Notes = rounds.Before{}, false, nil
	none := s.ownResult()
	none.Round.Shared = nil
	empty.Round.Shared, empty.Round.Needed = &ownwords.Result{Missing: s.tell("phone")}, nil
	alone := s.result(rounds.Trust, rounds.Heavy)
	alone.Alone, alone.Changes = true, nil
	all := []surface{
		msg("round asked", RoundAsked(e, s.round(rounds.Energy))),
		msg("round asked for own words", RoundAsked(e, s.round(rounds.OwnWords))),
		msg("round over", RoundOver(e, s.closed(rounds.Energy, rounds.Good))),
		msg("rounds snoozed", RoundsSnoozed(e, s.round(rounds.Energy), nudges.Round, at(2026, 12, 1, 9, 0))),
		msg("own words snoozed", RoundsSnoozed(e, s.round(rounds.OwnWords), nudges.OwnWords, at(2026, 12, 1, 9, 0))),
		msg("rounds fewer", RoundsFewer(e, s.round(rounds.Energy))),
		modal("round why", RoundWhy(e, s.round(rounds.Energy))),
		msg("rounds off", RoundsOff(e, s.round(rounds.Energy), true)),
		msg("rounds on", RoundsOff(e, s.round(rounds.Energy), false)),
		msg("typed to a round", RoundTyped(e, s.round(rounds.Energy), typed, true)),
		msg("typed while a round is open", RoundTyped(e, s.round(rounds.Energy), typed, false)),
		msg("typed to a closed round", RoundTyped(e, s.closed(rounds.Energy, ""), typed, true)),
		msg("answered in a channel", RoundHere(e, "energy")),
		msg("round opened", RoundOpened(e, s.round(rounds.Energy))),
		msg("floor kept", FloorKept(e, s.running(), 6)),
		modal("round form", RoundForm(e, s.round(rounds.Energy), false)),
		modal("round form for the lead", RoundForm(e, s.round(rounds.Load), true)),
		modal("round form about outlook", RoundForm(e, s.round(rounds.Outlook), false)),
		modal("round form about trust", RoundForm(e, s.round(rounds.Trust), false)),
		modal("round form for own words", RoundForm(e, s.round(rounds.OwnWords), false)),
		modal("round sent", RoundSent(e, false)),
		modal("round sent again", RoundSent(e, true)),
		modal("open a round", OpenRound(e, OpenRoundData{Mission: s.running(), Topic: rounds.Energy, Floor: 5, Leads: true})),
		modal("open a round of own words", OpenRound(e, OpenRoundData{Mission: s.running(), Topic: rounds.OwnWords, Floor: 5})),
		modal("guess", GuessForm(e, s.round(rounds.Energy), rounds.Mixed)),
		modal("floor", FloorForm(e, s.running(), 5)),
		modal("notes", RoundNotes(e, s.closed(rounds.Energy, rounds.Good), s.tell("the bank tires us", "we laugh more"), 0)),
		msg("result", RoundResult(e, s.result(rounds.Energy, rounds.Good))),
		msg("result under the floor", RoundResult(e, missed)),
		msg("result in private", RoundResult(e, alone)),
		msg("own words", RoundResult(e, s.ownResult())),
		msg("own words with nothing shared", RoundResult(e, empty)),
		msg("own words under the floor", RoundResult(e, none)),
	}
	return append(all, s.trends()...)
}

// trends are what different people read.
func (s sample) trends() []surface {
	var all []surface
	add := func(name string, change func(*TrendData)) {
		d := s.trend()
		change(&d)
		all = append(all, msg("trend "+name, Trend(s.env, d)))
	}
	open := s.round(rounds.Energy).Round
	own := s.ownResult().Round
	add("for a member", func(*TrendData) {})
	add("for the lead", func(d *TrendData) { d.Steers, d.Opens = true, true })
	add("before the first", func(d *TrendData) {
		d.Results, d.Others, d.Steers = nil, nil, true
		d.Why = &mission.Refusal{Code: rounds.TooFew, Got: 3, Max: 6}
	})
	add("while one is open", func(d *TrendData) { d.Open, d.Answers, d.Guesses = &open, true, true })
	add("with the answer in", func(d *TrendData) { d.Open, d.Answers, d.In = &open, true, true })
	add("for somebody who was not asked", func(d *TrendData) { d.Open = &open })
	add("of own words", func(d *TrendData) { d.Topic, d.Own = rounds.OwnWords, &own })
	add("of own words while the first is open", func(d *TrendData) { d.Topic, d.Open, d.Answers, d.In = rounds.OwnWords, &open, true, true })
	add("that is hidden", func(d *TrendData) { d.Hidden, d.Results, d.Others = true, nil, nil })
	all = append(all, msg("trend in words", TrendInWords(s.env, s.trend())))
	add("of own words before the first", func(d *TrendData) { d.Topic = rounds.OwnWords })
	return all
}

// TestTheInvitationIsTheSameForEveryone draws it for several people: it depends on the round and on the
// reader's zone alone.
func TestTheInvitationIsTheSameForEveryone(t *testing.T) {
	s := newSample(asWritten)
	m := RoundAsked(s.env, s.round(rounds.Energy))
	want := surface{message: &m}.draw()
	d := s.round(rounds.Energy)
	d.Round.Asked = []mission.UserID{bo}
	again := RoundAsked(s.env, d)
	if got := (surface{message: &again}).draw(); got != want {
		t.Errorf("it differs:\n%s\n%s", got, want)
	}
}
