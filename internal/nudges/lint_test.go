package nudges

import (
	"slices"
	"strings"
	"testing"

	"throughline/internal/mission"
)

func TestBuiltinLibraryPassesTheLint(t *testing.T) {
	for _, p := range Check(Builtin()) {
		t.Error(p)
	}
}

// good returns a question that passes; each test spoils one thing about it.
func good() Question {
	return Question{
		ID: "began-that-way", Audience: Channel, Phases: []mission.Phase{mission.Middle}, Function: FunctionStrategy,
		Theme: "change", Text: "What are we doing only because we began that way?",
	}
}

func rulesOf(problems []Problem) []string {
	var rules []string
	for _, p := range problems {
		rules = append(rules, p.Rule)
	}
	slices.Sort(rules)
	return slices.Compact(rules)
}

func TestLintOfOneText(t *testing.T) {
	tests := []struct {
		name string
		text string
		want []string // the rules that are broken, ordered by name
	}{
		{"a good question breaks nothing", good().Text, nil},
		{"a curly apostrophe is a plain one", "What could we take over from each other’s work?", nil},
		{"a slot", "What would bring us closer to {done_when} this week?", []string{"slot"}},
		{"if is followed by what", "If half of our remaining time were gone, what would we do first?", nil},
		{"if is followed by how", "If we swapped pieces, how would the week look?", nil},
		{"no question mark", "What are we doing only because we began that way", []string{"question-mark"}},
		{"two question marks", "What are we doing here? what for do we do it?", []string{"question-mark", "why"}},
		{"the mark is not at the end", "What are we doing here?, only as we began so", []string{"question-mark"}},
		{"too short", "What are we doing?", []string{"length"}},
		{
			"too long", "What are we doing only because we began " + strings.Repeat("that way ", 12) + "here?",
			[]string{"length", "word-count"},
		},
		{
			"too many words",
			"What do we do as we did it so at the time at which all of us set out to do it for the sake of us?",
			[]string{"word-count"},
		},
		{"two sentences", "We look up for a day. what are we doing here?", []string{"first-word", "one-sentence"}},
		{"a semicolon joins two", "What do we see by now; what do we do with it?", []string{"one-sentence"}},
		{"a line break", "What are we doing only\nbecause we began so?", []string{"one-sentence"}},
		{"it begins with another word", "Tell us what you see in this work today?", []string{"first-word"}},
		{"it is empty", "", []string{"address", "first-word", "length", "question-mark"}},
		{"a verb in front", "Do we still do this only because we began so?", []string{"verb-first"}},
		{"a shortened verb in front", "Don't you think that we could move the date?", []string{"verb-first"}},
		{"if without a then", "If we had half of the time, who would be first?", []string{"if-then"}},
		{"if without a comma", "If we had half of the time what would we do?", []string{"if-then"}},
		{"why in front", "Why are we still doing it in this way?", []string{"first-word", "why"}},
		{"why further on", "What do we do here, and why do we do it?", []string{"why"}},
		{"two times and", "What do we see and hear and do with it here?", []string{"one-question"}},
		{"a choice by or", "What do we like here, or what do we miss?", []string{"one-question"}},
		{"two commas", "What do we see, when we look up, on a good day?", []string{"one-question"}},
		{"a word of the list", "What could we simply stop doing for a week?", []string{"never"}},
		{"a phrase of the list", "What is the blind spot in the way we work?", []string{"never"}},
		{"a phrase with a hyphen", "What makes us say uh-oh on some mornings here?", []string{"never"}},
		{"a plural of the list", "What do the stakeholders see of our work?", []string{"never"}},
		{"a pressing word", "What do we really want to do with our time?", []string{"pressing"}},
		{"it ranks people by who", "Who of us has the best way of doing this?", []string{"ranking"}},
		{"it ranks people by which of us", "Which of us had the most to carry this week?", []string{"ranking"}},
		{"it compares people", "Whose way of doing this is better than ours?", []string{"ranking"}},
		{"a superlative of things is fine", "What would help us to do our best work this week?", nil},
		{"a digit", "What could we do in the next 2 weeks to be sure?", []string{"digit"}},
		{"a scale", "How do we feel today on a scale from low to high?", []string{"scale"}},
		{"a percent sign", "What % of our time goes into waiting here?", []string{"percent"}},
		{"the word percent", "What percent of our time goes into waiting here?", []string{"percent"}},
		{"an exclamation mark", "What could we do this week! what else is there?", []string{"exclamation"}},
		{"an emoji", "What could we try this week 🎲 to see more?", []string{"emoji"}},
		{"an invisible character", "What could we try this week to see\u200b more?", []string{"emoji"}},
		{"a character that steers a terminal", "What could we try this week to \x1b[31msee more?", []string{"digit", "emoji"}},
		{"a day of the week", "What could we show each other on Friday?", nil},
		{"a name beside a day", "What could Bo show us on Friday afternoon?", []string{"name"}},
		{"a mention of everyone", "What could we do this week, <!channel> of ours?", []string{"exclamation", "marks"}},
		{"a person by sign", "What does @ana see in our work that is new?", []string{"marks"}},
		{"bold letters", "What could *we* do this week to see more?", []string{"marks"}},
		{"a person by name", "What does Bo see in our work that is new?", []string{"name"}},
		{"a slot of no kind", "What would we like to say to {person} today?", []string{"slot"}},
		{"half a slot", "What would we like to do for {mission today?", []string{"slot"}},
		{"neither we nor you", "What is going on only because it began so?", []string{"address"}},
		{"long words", "What organisational responsibilities determine our prioritisation?", []string{"letters", "long-words"}},
		{"health", "How is your mental health these days, would you say?", []string{"topic"}},
		{"family", "What does your family think of our work here?", []string{"topic"}},
		{"belief", "What does your faith say about our work here?", []string{"topic"}},
		{"a word that is too long", "What would make our responsibilities clear to all of us?", []string{"long-words"}},
		{"three long words", "What difference do differently worded invitations make for us?", []string{"letters", "long-words"}},
		{"office talk", "What deliverable do we owe to the people we serve?", []string{"jargon"}},
		{"office talk of two words", "When could we circle back to what we said in May?", []string{"jargon"}},
		{"blame", "Whose fault is it that our work lies still here?", []string{"blame"}},
		{"an excuse", "What excuse did you give for it the last time?", []string{"blame"}},
		{"a gender", "What does a lead see when he looks at our work?", []string{"assumption"}},
		{"an origin", "What would people in your country say to our work?", []string{"assumption"}},
		{"a feast", "What could we be done with before christmas comes?", []string{"assumption"}},
		{"pay", "What would make your salary feel right to you?", []string{"topic"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := good()
			q.Text = tt.text
			if got := rulesOf(Check(NewLibrary([]Question{q}))); !slices.Equal(got, tt.want) {
				t.Errorf("%q breaks %v, want %v", tt.text, got, tt.want)
			}
		})
	}
}

func TestLintOfAQuestion(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(*Question)
		want  []string
	}{
		{"no id", func(q *Question) { q.ID = "" }, []string{RuleFields}},
		{"an id that is too long", func(q *Question) { q.ID = strings.Repeat("x", 61) }, []string{RuleFields}},
		{"an id of the program", func(q *Question) { q.ID = ConnectFirst }, []string{RuleFields}},
		{
			"another language is held to what holds in all of them",
			func(q *Question) { q.Language, q.Text = "de", "Woran merken wir diese Woche, dass wir vorankommen?" },
			nil,
		},
		{
			"and to no more",
			func(q *Question) { q.Language, q.Text = "de", "Sag uns, was du diese Woche siehst! 3 Dinge" },
			[]string{"digit", "exclamation", "question-mark"},
		},
		{"an id with blanks", func(q *Question) { q.ID = "began that way" }, []string{RuleFields}},
		{
			"an unknown audience",
			func(q *Question) { q.Audience, q.Text = "everyone", "What do you do only because it began that way?" },
			[]string{RuleFields},
		},
		{"an unknown theme", func(q *Question) { q.Theme = "weather" }, []string{RuleFields}},
		{"an unknown function", func(q *Question) { q.Function = "fun" }, []string{RuleFields}},
		{"no phase", func(q *Question) { q.Phases = nil }, []string{RuleFields}},
		{"a phase twice", func(q *Question) { q.Phases = []mission.Phase{mission.Middle, mission.Middle} }, []string{RuleFields}},
		{
			"a phase that does not exist",
			func(q *Question) { q.Phases = []mission.Phase{7} },
			[]string{RuleFields, RulePhase},
		},
		{"lessons in the middle", func(q *Question) { q.Function = FunctionLessons }, []string{RulePhase}},
		{"strategy in the beginning", func(q *Question) { q.Phases = []mission.Phase{mission.Beginning} }, []string{RulePhase}},
		{
			"connection fits every phase",
			func(q *Question) { q.Theme, q.Phases = themeConnect, mission.Phases[:] }, nil,
		},
		{
			"a mirror question that begins with how",
			func(q *Question) { q.Theme, q.Text = themeMirror, "How do you sound when things go slowly here?" },
			[]string{"mirror"},
		},
		{
			"a mirror question that begins with what fits every phase",
			func(q *Question) {
				q.Theme, q.Text, q.Phases = themeMirror, "What do you sound like when things go slowly?", mission.Phases[:]
			}, nil,
		},
		{"a member is spoken to as you", func(q *Question) { q.Audience = Member }, []string{"address"}},
		{"a lead is spoken to as you", func(q *Question) { q.Audience = Lead }, []string{"address"}},
		{
			"a lead is asked what",
			func(q *Question) { q.Audience, q.Text = Lead, "How do you tell people that you changed your mind?" },
			[]string{"mirror"},
		},
		{
			"three follow-ups",
			func(q *Question) {
				q.FollowUps = []string{
					"Which habit could you leave at home tomorrow?", "How would your colleagues notice the change?",
					"When could you begin with something new?",
				}
			},
			[]string{RuleFollowUps},
		},
		{
			"a follow-up is held to the same rules",
			func(q *Question) { q.FollowUps = []string{"Is that so, would you say, in your view?"} },
			[]string{"one-question", "verb-first"},
		},
		{"a follow-up that repeats its question", func(q *Question) { q.FollowUps = []string{q.Text} }, []string{RuleUnique}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := good()
			tt.spoil(&q)
			if got := rulesOf(Check(NewLibrary([]Question{q}))); !slices.Equal(got, tt.want) {
				t.Errorf("it breaks %v, want %v", got, tt.want)
			}
		})
	}
}

func TestLintOfTwoQuestions(t *testing.T) {
	tests := []struct {
		name     string
		id, text string
		want     []string
	}{
		{"two that have nothing in common", "other", "How would a stranger notice where our effort goes?", nil},
		{"the same id", good().ID, "How would a stranger notice where our effort goes?", []string{RuleUniqueID}},
		{"the same text in capitals", "other", strings.ToUpper(good().Text), []string{"name", RuleUnique}},
		{"one noun changed", "other", "What are we doing only because we planned that way?", []string{RuleOverlap}},
		{"other endings of the same words", "other", "What are we to do because we are beginning it that way?", []string{RuleOverlap}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := good()
			q.ID, q.Text = tt.id, tt.text
			if got := rulesOf(Check(NewLibrary([]Question{good(), q}))); !slices.Equal(got, tt.want) {
				t.Errorf("they break %v, want %v", got, tt.want)
			}
		})
	}
}

func TestLintRefusesKnownBadQuestions(t *testing.T) {
	bad := []string{
		"Why are you so slow with your piece of the work?",
		"How can we leverage our synergies for more impact?",
		"Did you make progress today with your piece?",
		"On a scale of 1 to 10, how motivated are you?",
		"Don't you think that we could move the date?",
		"Who of us contributed least this week to our work?",
		"What is really wrong with the new way we work?",
		"What are your goals, your blocks, your plans, and how do you feel?",
		"How is your mental health these days, in your own view?",
	}
	for _, text := range bad {
		q := good()
		q.Text = text
		if len(Check(NewLibrary([]Question{q}))) == 0 {
			t.Errorf("%q passes", text)
		}
	}
}

func TestEveryRuleOfTheTextCanFail(t *testing.T) {
	samples := map[string]string{
		"question-mark": "What do we see", "length": "What?", "word-count": "What" + strings.Repeat(" we", 24),
		"one-sentence": "What now. We see?", "first-word": "Tell us?", "verb-first": "Do we?", "if-then": "If we had time, when?",
		"mirror": "How do we sound?", "why": "What is it, and why?", "one-question": "What or who are we?", "never": "What is easy for us?",
		"pressing": "What do we really do?", "ranking": "Who of us is best?", "digit": "What are our 2 ways?", "scale": "What scale is ours?",
		"percent": "What % is ours?", "exclamation": "What are we!?", "emoji": "What 🎲 is ours?", "marks": "What *is* ours?",
		"name": "What is ours in Rome?", "slot": "What is {ours}?", "address": "What is it?", "letters": "What organisational prerequisites?",
		"topic": "What is our faith?", "long-words": "What are our responsibilities?", "jargon": "What is our roadmap?",
		"blame": "Whose fault is it?", "assumption": "What does she see in us?",
	}
	for _, r := range textRules {
		sample, ok := samples[r.name]
		if !ok {
			t.Errorf("no sample, or a second rule, for %s", r.name)
		}
		delete(samples, r.name)
		if r.broken(newWording(sample, Channel, themeMirror)) == "" {
			t.Errorf("%q does not break %s", sample, r.name)
		}
	}
	for rule := range samples {
		t.Errorf("there is no rule %s", rule)
	}
}

func TestStem(t *testing.T) {
	for _, same := range [][]string{
		{"try", "tries", "tried", "trying"}, {"piece", "pieces"}, {"make", "makes", "making"},
		{"decide", "decides", "decided"}, {"team's", "team", "teams"},
	} {
		for _, word := range same[1:] {
			if stem(word) != stem(same[0]) {
				t.Errorf("%s becomes %s, and %s becomes %s", word, stem(word), same[0], stem(same[0]))
			}
		}
	}
}

func TestProblemIsOneLine(t *testing.T) {
	q := good()
	q.Text = "What are we\ndoing?"
	for _, p := range Check(NewLibrary([]Question{q})) {
		if strings.Contains(p.String(), "\n") || !strings.HasPrefix(p.String(), q.ID+": ") {
			t.Errorf("problem %q", p)
		}
	}
}
