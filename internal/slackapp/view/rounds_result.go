package view

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/ownwords"
	"throughline/internal/rounds"
)

// RoundResultData is what the result of a round is told with.
type RoundResultData struct {
	RoundData
	Before rounds.Before
	// Changes are the wins and changes told since the last round, newest first.
	Changes []mission.Entry
	// Alone says that it goes to members in private, since their channel is shared with another organisation.
	Alone bool
	// Nudge is what the channel's message is as a nudge, for the menu beside it, or nil.
	Nudge *NudgeData
}

// changesShown is how many changes a result begins with.
const changesShown = 3

// RoundResult tells what a round said: what changed first, then the one word.
func RoundResult(e Env, d RoundResultData) Message {
	var p canvas
	if d.Round.Topic == rounds.OwnWords {
		p.ownWords(d)
	} else {
		p.changes(d)
		p.mood(d)
	}
	if d.Alone {
		p.context("For people in the mission alone: %s is shared with another organisation.", e.channel(d.Mission.Channel))
	}
	if d.Nudge != nil {
		p.actions(hereMenu(*d.Nudge))
	}
	return p.message()
}

func (p *canvas) changes(d RoundResultData) {
	var items []line
	for _, c := range d.Changes[:min(len(d.Changes), changesShown)] {
		items = append(items, fill("%s", Cut(oneLine(c.Text), cutList)))
	}
	label := "*What changed since the last one*"
	if d.Before.Last == nil {
		label = "*What changed so far*"
	}
	p.bullets(label, items)
}

func (p *canvas) mood(d RoundResultData) {
	name := wordsOfTopic(d.Round.Topic).name
	if d.Round.Word == "" {
		p.section("*%s in %s*: not enough answers for a result. They are deleted; the next round asks afresh.", name, title(d.Mission))
		return
	}
	parts := []line{fill("*%s in %s: %s.*", name, title(d.Mission), wordOf(d.Round.Topic, d.Round.Word))}
	if last := d.Before.Last; last != nil {
		parts = append(parts, fill("Last time: %s.", own(wordOf(d.Round.Topic, last.Word))))
	}
	if d.Round.Changed {
		parts = append(parts, fill("Different people were asked."))
	}
	if d.Before.Then != "" {
		parts = append(parts, fill("At this point of *%s*: %s.", title(d.Before.Earlier), own(wordOf(d.Round.Topic, d.Before.Then))))
	}
	p.section("%s", joined(" ", parts...))
	p.context("%s answers. The borders move a little each round, so that one answer more or less cannot be read off.", sentence(orMore(d.Round.Floor)))
	if len(d.Round.Notes) > 0 {
		p.actions(button(ActRoundNotes, "Read the notes", d.meta()))
	}
}

// ownWords tells what a team's own words have in common, and what not.
func (p *canvas) ownWords(d RoundResultData) {
	r := d.Round.Shared
	switch {
	case r == nil:
		p.section("*%s, in our own words*: not enough answers for a result. They are deleted; the next round asks afresh.", title(d.Mission))
		return
	case r.Empty():
		p.section("*%s, in our own words*: no word is shared by three of us. What would we see on the day it is done?", title(d.Mission))
	default:
		p.section("*%s, in our own words*", title(d.Mission))
	}
	p.wordLines([]wordLine{
		{"Most of us say", r.Most}, {"Some of us say", r.Some},
		{"In the mission, and fewer than three of us say it", r.Missing}, {"We say it, the mission does not", r.Ours},
	})
	p.camps(*r)
	p.needed(d.Round.Needed)
	p.context("From %s answers. A word stands here only where at least 3 people used it, or the mission does. No sentence, no name.",
		orMore(d.Round.Floor))
}

// wordLine is one line of words with its label.
type wordLine struct {
	label string
	words []string
}

func (p *canvas) wordLines(lines []wordLine) {
	for _, l := range lines {
		if len(l.words) > 0 {
			p.rich(fmt.Sprintf("*%s:* %%s", l.label), strings.Join(l.words, ", "))
		}
	}
}

func (p *canvas) camps(r ownwords.Result) {
	if len(r.Camps[0]) > 0 && len(r.Camps[1]) > 0 {
		p.rich("*Some of us speak of* %s; *others of* %s; *nobody of both.*", strings.Join(r.Camps[0], ", "), strings.Join(r.Camps[1], ", "))
	}
}

func (p *canvas) needed(r *ownwords.Result) {
	if r == nil || r.Empty() {
		return
	}
	p.section("*For this to work*")
	p.wordLines([]wordLine{{"Most of us say", r.Most}, {"Some of us say", r.Some}})
}

// TrendData is what the rounds on a topic said so far, as one person reads it.
type TrendData struct {
	Mission mission.Mission
	Topic   rounds.Topic
	Results []rounds.Result // oldest first
	// Others are the last results of the other moods that were asked, or none.
	Others []rounds.Result
	// Own is the last round of own words that was told, or nil; for that topic alone.
	Own *rounds.Round
	// Open is the round that runs, or nil; Answers says that the reader may answer it.
	Open    *rounds.Round
	Answers bool
	// Unasked says that the reader is in the mission, and that the round that runs does not ask her.
	Unasked bool
	// In says that the reader's answer is in already.
	In bool
	// Opens says that the reader may open a round now, Why why nobody can, or nil.
	Opens bool
	Why   *mission.Refusal
	// Steers says that the reader steers.
	Steers bool
	// Guesses says that the reader leads and may guess what the round that runs will say.
	Guesses bool
	Floor   int
	// Hidden says that results are for people in the mission, who the reader is not: its channel is shared with
	// another organisation.
	Hidden bool
}

// Trend says what the rounds on a topic said: in words, which are the whole of it.
func Trend(e Env, d TrendData) Message {
	var p canvas
	switch {
	case d.Hidden:
		p.section("What rounds of *%s* say is for people in the mission alone: %s is shared with another organisation.",
			title(d.Mission), e.channel(d.Mission.Channel))
	case d.Topic == rounds.OwnWords:
		p.ownTrend(e, d)
	default:
		p.moodTrend(e, d)
		p.actions(when(d.Drawn(), button(ActRoundDrawn, "Send me the picture", Meta{Mission: d.Mission.ID})))
	}
	p.whatNext(e, d)
	return p.message()
}

// Drawn reports whether there is a picture of the trend: of energy alone, once it was asked.
func (d TrendData) Drawn() bool { return d.Topic == rounds.Energy && len(d.Results) > 0 && !d.Hidden }

// TrendInWords is the trend in a message of its own, which is complete without the picture in its thread.
func TrendInWords(e Env, d TrendData) Message {
	var p canvas
	p.moodTrend(e, d)
	return p.message()
}

func (p *canvas) moodTrend(e Env, d TrendData) {
	if len(d.Results) == 0 {
		p.section("No round about %s has closed in *%s* yet.", own(strings.ToLower(wordsOfTopic(d.Topic).name)), title(d.Mission))
	} else {
		p.section("*%s in %s*: %s.", wordsOfTopic(d.Topic).name, title(d.Mission), own(TrendWords(d.Results)))
		var items []line
		for _, r := range d.Results[max(0, len(d.Results)-listedRounds):] {
			items = append(items, fill("%s, the %s: %s%s", e.on(d.Mission, r.At), own(r.Phase.String()), own(wordOf(r.Topic, r.Word)), own(different(r))))
		}
		p.bullets("*Round by round*", items)
		p.context("The borders move a little each round, so that one answer more or less cannot be read off.")
	}
	for _, r := range d.Others {
		p.section("*%s*, last asked: %s, on %s.", wordsOfTopic(r.Topic).name, own(wordOf(r.Topic, r.Word)), e.on(d.Mission, r.At))
	}
}

// listedRounds is how many rounds a trend lists by their days. They are two weeks apart at least.
const listedRounds = 12

func different(r rounds.Result) string {
	if !r.Changed {
		return ""
	}
	return " (different people were asked)"
}

// TrendWords is a trend in words, oldest first: "mixed, heavy, not enough answers, good".
func TrendWords(results []rounds.Result) string {
	words := make([]string, len(results))
	for i, r := range results {
		words[i] = wordOf(r.Topic, r.Word)
	}
	return strings.Join(words, ", ")
}

func (p *canvas) ownTrend(e Env, d TrendData) {
	if d.Own == nil {
		if d.Open != nil {
			return
		}
		p.section("Nobody has been asked yet to tell *%s* in their own words, or not enough answered.", title(d.Mission))
		return
	}
	p.ownWords(RoundResultData{RoundData: RoundData{Mission: d.Mission, Round: *d.Own}})
	p.context("Asked in the %s, closed on %s.", d.Own.Phase.String(), e.on(d.Mission, d.Own.ClosedAt))
}

// whatNext says what the reader can do: answer, open, suggest, or wait.
func (p *canvas) whatNext(e Env, d TrendData) {
	switch {
	case d.Open != nil:
		p.runs(e, d)
	case d.Opens:
		p.actions(button(ActRoundOpen, "Open a round", Meta{Mission: d.Mission.ID, Kind: string(d.Topic)}), d.floorButton())
	case d.Why != nil:
		said := sentences[d.Why.Code](d.Why, RefusalContext{Env: e, Mission: &d.Mission})
		p.section("%s", said.line)
		if d.Steers {
			p.actions(d.floorButton())
		}
	case !d.Mission.SelfGoverned() && d.Mission.Running():
		name := e.who(d.Mission.Lead)
		p.section("%s leads this mission and opens its rounds.", name)
		p.actions(button(ActSuggest, "Suggest one to "+Cut(name, cutButton), Meta{Mission: d.Mission.ID, Kind: string(mission.OpenRound)}))
	}
}

func (d TrendData) floorButton() *slack.ButtonBlockElement {
	return button(ActRoundFloor, fmt.Sprintf("Shown from %d answers on", d.Floor), Meta{Mission: d.Mission.ID})
}

func (p *canvas) runs(e Env, d TrendData) {
	o := RoundData{Mission: d.Mission, Round: *d.Open}
	until := e.until(d.Mission, d.Open.ClosesAt)
	guess := when(d.Guesses, button(ActRoundGuess, "Your guess", o.meta()))
	switch {
	case d.In:
		p.section("A round is open until %s. Your answer is in already.", until)
		p.actions(guess)
	case d.Answers:
		p.section("A round is open until %s.", until)
		p.actions(button(ActRoundAnswer, "Answer", o.meta()), guess)
	default:
		p.section("A round is open until %s, for those who had ticked rounds when it opened.", until)
		p.actions(when(d.Unasked, button(ActReaches, "What reaches me", Meta{Mission: d.Mission.ID})))
	}
}
