package view

import (
	"strconv"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/rounds"
)

var (
	noteField  = field{block: BlockNote, label: "Anything to add?", hint: "Do not write what only you could know.", max: rounds.MaxNote, long: true}
	wordsField = field{block: BlockOwnWords, label: "What is it for, and how will we know it is done?", max: rounds.MaxWords, long: true, required: true}
	needsField = field{block: BlockOwnNeeds, label: "What would have to be true for this to work?", max: rounds.MaxWords, long: true}
)

// RoundForm is the form in which a round is answered. Guesses adds a way to the guess, for whoever leads.
func RoundForm(e Env, d RoundData, guesses bool) slack.ModalViewRequest {
	f := &form{callback: ViewRound, title: "Without your name", submit: "Send without my name", close: "Cancel", meta: d.meta()}
	q := d.question()
	f.add(slack.NewSectionBlock(mrkdwn(q), nil, nil), q.text())
	f.contextLine(d.rules(e))
	f.context("With fewer than %s: not enough answers. They are deleted; the next round asks afresh.", number(d.Round.Floor))
	if d.Round.Topic == rounds.OwnWords {
		f.textInput(wordsField, "")
		f.textInput(needsField, "")
	} else {
		w := wordsOfTopic(d.Round.Topic)
		f.radio(field{block: BlockMood, label: w.label, required: true}, "", w.options()...)
		f.textInput(noteField, "")
	}
	f.context("Once sent it cannot be changed or shown to you: I can no longer tell which one is yours.")
	if guesses {
		f.actions(button(ActRoundGuess, "What will the team say?", d.meta()))
	}
	return f.view()
}

func (w topicWords) options() []*slack.OptionBlockObject {
	var out []*slack.OptionBlockObject
	for n := range 5 {
		out = append(out, option(strconv.Itoa(n+1), w.choice(n+1), ""))
	}
	return out
}

// ParseRound reads the form.
func ParseRound(state *slack.ViewState, topic rounds.Topic) (rounds.Said, FieldErrors) {
	a := read(state)
	if topic == rounds.OwnWords {
		return rounds.Said{Words: a.text(wordsField), Needs: a.text(needsField)}, a.errs
	}
	said := rounds.Said{Note: a.text(noteField)}
	value := a.one(BlockMood, "1", "2", "3", "4", "5")
	if value == "" {
		a.errs.put(BlockMood, "Choose one of these.")
		return said, a.errs
	}
	said.Value = int(value[0] - '0')
	return said, a.errs
}

// RoundSent takes the place of the form. Again says that an answer was in before.
func RoundSent(_ Env, again bool) slack.ModalViewRequest {
	f := reader("Without your name")
	if again {
		f.section("It is in already. I cannot tell which one is yours, so it cannot be changed or shown to you.")
		return f.view()
	}
	f.section("It is in. I can no longer tell which one is yours, so it cannot be changed or shown to you.")
	return f.view()
}

// OpenRoundData is what the form needs that opens a round.
type OpenRoundData struct {
	Mission mission.Mission
	Topic   rounds.Topic // OwnWords, or the mood whose turn it is
	Floor   int
	// Leads says that the person leads, and so guesses first.
	Leads bool
}

// OpenRound is the form that opens a round.
func OpenRound(e Env, d OpenRoundData) slack.ModalViewRequest {
	f := &form{callback: ViewRoundOpen, title: "Open a round", submit: "Open", close: "Cancel",
		meta: Meta{Mission: d.Mission.ID, Kind: string(d.Topic)}}
	f.section("Everyone in *%s* who ticked rounds gets one direct message, when they work. Others are not asked.", title(d.Mission))
	stays := "one word stays"
	if d.Topic == rounds.OwnWords {
		stays = "the words that several used stay"
	}
	f.context("Open for 48 hours, until %s. Then the answers are deleted and "+stays+", where %s answers or more are in.",
		e.until(d.Mission, e.Now.Add(rounds.OpenFor)), number(d.Floor))
	if d.Topic == rounds.OwnWords {
		f.section("Everyone is asked what the mission is for, in their own words. The team sees what is shared, once a phase.")
		return f.view()
	}
	var options []*slack.OptionBlockObject
	for _, w := range topics5 {
		options = append(options, option(string(w.topic), w.name, fill(w.question, "the mission").plain()))
	}
	f.radio(field{block: BlockTopic, label: "What to ask about", required: true}, string(d.Topic), options...)
	if d.Leads {
		f.guess("")
	}
	return f.view()
}

// guess adds what whoever leads expects.
func (f *form) guess(kept rounds.Word) {
	f.radio(field{block: BlockGuess, label: "What do you expect the team to say?", hint: "Only you will see how your guesses fare."},
		string(kept), option(string(rounds.Heavy), "Heavy", ""), option(string(rounds.Mixed), "Mixed", ""), option(string(rounds.Good), "Good", ""))
}

// OpenRoundForm is what was filled in.
type OpenRoundForm struct {
	Topic rounds.Topic
	Guess rounds.Word // or empty
}

// ParseOpenRound reads the form. Kind is that of the form's meta.
func ParseOpenRound(state *slack.ViewState, kind string) (OpenRoundForm, FieldErrors) {
	if rounds.Topic(kind) == rounds.OwnWords {
		return OpenRoundForm{Topic: rounds.OwnWords}, nil
	}
	a := read(state)
	var names []string
	for _, t := range rounds.Moods {
		names = append(names, string(t))
	}
	in := OpenRoundForm{Topic: rounds.Topic(a.one(BlockTopic, names...)), Guess: a.guess()}
	if in.Topic == "" {
		a.errs.put(BlockTopic, "Choose one of these.")
	}
	return in, a.errs
}

func (a *answers) guess() rounds.Word {
	return rounds.Word(a.one(BlockGuess, string(rounds.Heavy), string(rounds.Mixed), string(rounds.Good)))
}

// GuessForm is the form for what whoever leads expects, with what she kept before.
func GuessForm(_ Env, d RoundData, kept rounds.Word) slack.ModalViewRequest {
	f := &form{callback: ViewRoundGuess, title: "Your guess", submit: "Keep", close: "Cancel", meta: d.meta()}
	f.section("A guess before the result shows you, over time, what people may not be telling you.")
	f.guess(kept)
	f.context("It is sealed, and compared with the one word that the team says.")
	return f.view()
}

// ParseGuess reads the form.
func ParseGuess(state *slack.ViewState) (rounds.Word, FieldErrors) {
	a := read(state)
	w := a.guess()
	if w == "" {
		a.errs.put(BlockGuess, "Choose one of these, or press Cancel.")
	}
	return w, a.errs
}

// FloorForm is the form for how many have to answer.
func FloorForm(_ Env, m mission.Mission, floor int) slack.ModalViewRequest {
	f := &form{callback: ViewRoundFloor, title: "How many answers", submit: "Save", close: "Cancel", meta: Meta{Mission: m.ID}}
	var options []*slack.OptionBlockObject
	for n := rounds.LeastFloor; n <= rounds.MostFloor; n++ {
		options = append(options, option(strconv.Itoa(n), number(n)+" answers", ""))
	}
	f.radio(field{block: BlockFloor, label: "A result appears only once there are", required: true}, strconv.Itoa(floor), options...)
	f.context("The same number holds for notes. A higher one hides each person better. It is fixed while a round runs.")
	f.context("A round needs one more member than that. Own words need 5 answers at least.")
	return f.view()
}

// ParseFloor reads the form.
func ParseFloor(state *slack.ViewState) (int, FieldErrors) {
	a := read(state)
	var names []string
	for n := rounds.LeastFloor; n <= rounds.MostFloor; n++ {
		names = append(names, strconv.Itoa(n))
	}
	floor, err := strconv.Atoi(a.one(BlockFloor, names...))
	if err != nil {
		a.errs.put(BlockFloor, "Choose one of these.")
	}
	return floor, a.errs
}

// RoundNotes shows the notes of a closed round to a member, ten at a time.
func RoundNotes(e Env, d RoundData, notes []string, page int) slack.ModalViewRequest {
	f := reader("Notes")
	f.meta = d.meta()
	from, to, pages := slice(len(notes), page, pageBlocks)
	f.section("What people added to the round about *%s*, in random order.", title(d.Mission))
	for _, words := range notes[from:to] {
		f.quoteWhole(firstRunes(words, rounds.MaxNote))
	}
	f.turn(ActRoundNotes, d.meta(), from/pageBlocks, pages)
	f.context("Without names, for people in the mission. They can be read until %s.", e.on(d.Mission, d.Round.NotesUntil()))
	return f.view()
}
