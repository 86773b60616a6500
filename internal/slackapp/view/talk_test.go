package view

import (
	"strings"
	"testing"

	"throughline/internal/coaching"
	"throughline/internal/mission"
)

func talk(turn int, s coaching.Step, question string) TalkData {
	return TalkData{ID: "01JD0000000000000000000C01", Turn: turn, Step: s, Question: coaching.Text(question), Until: at(2026, 12, 1, 9, 0)}
}

// talks are the surfaces of a conversation.
func (s sample) talks() []surface {
	e := s.env
	goal, options := talk(0, coaching.Goal, "goal-clear"), talk(3, coaching.Options, "options-else")
	plan := talk(7, coaching.Plan, "plan")
	words := s.say("The bank's queue is what I know least about.")
	refused := RefusalContext{Env: e}
	return []surface{
		msg("talk begun elsewhere", TalkBegun(e, goal, false)),
		msg("talk goes on elsewhere", TalkBegun(e, options, true)),
		msg("talk goes on at the last line", TalkBegun(e, plan, true)),
		msg("talk first question", TalkQuestion(e, goal)),
		msg("talk question", TalkQuestion(e, options)),
		msg("talk plan question", TalkQuestion(e, plan)),
		msg("talk answered", TalkAnswered(e, goal)),
		msg("talk below", TalkBelow(e, options)),
		msg("talk paused", TalkPaused(e, options)),
		msg("talk paused at the last line", TalkPaused(e, plan)),
		msg("talk planned", TalkPlanned(e, plan)),
		msg("talk kept", TalkOver(e, TalkKept)),
		msg("talk closed", TalkOver(e, TalkClosed)),
		msg("talk committed", TalkOver(e, TalkCommitted)),
		msg("talk deleted", TalkDeleted(e)),
		msg("talk heavy", TalkHeavy("")),
		msg("talk heavy with a contact", TalkHeavy(s.say("the listeners at extension 40"))),
		msg("talk refused", Refusal(&mission.Refusal{Code: coaching.Over}, refused)),
		modal("talk form", TalkAnswer(e, goal, "", "")),
		modal("talk form with words", TalkAnswer(e, options, words, s.say("Call them"))),
		modal("talk form heavy", TalkHeavyForm(e, options, s.say("the listeners at extension 40"), words)),
		modal("talk commitment", TalkCommit(e, plan, s.running(), PlanForm{If: s.say("the number arrives"), Then: s.say("call the bank")})),
		modal("talk which mission", TalkWhich(e, plan, []mission.Mission{s.running(), s.next()})),
		modal("talk plan form", TalkPlan(e, plan, words, PlanForm{If: s.say("the number arrives"), Then: s.say("call the bank")})),
	}
}

// TestNoQuestionAnswersMoreThanAsked holds the questions to the voice of everything else.
func TestTheCoachsQuestionsKeepTheVoice(t *testing.T) {
	for _, q := range coaching.All() {
		for _, word := range never {
			if strings.Contains(" "+strings.ToLower(strings.Trim(q.Text, "?."))+" ", " "+word+" ") {
				t.Errorf("%s says %q", q.ID, word)
			}
		}
	}
}

func TestReadPlan(t *testing.T) {
	for words, want := range map[string]PlanForm{
		"If the number arrives, then I will call the bank":  {"the number arrives", "call the bank"},
		"when it is Friday I will look":                     {"it is Friday", "look"},
		"As soon as Dee is back, I’ll ask her":              {"Dee is back", "ask her"},
		"If the queue is long then call":                    {"the queue is long", "call"},
		"I will call the bank":                              {"", "call the bank"},
		"Call the bank":                                     {"", "Call the bank"},
		"  I'll write, and if that fails I will call  ":     {"", "write, and if that fails I will call"},
		"If one, two and three are there, then I will rest": {"one, two and three are there", "rest"},
	} {
		if got := ReadPlan(words); got != want {
			t.Errorf("%q is %+v", words, got)
		}
	}
}

func FuzzReadPlan(f *testing.F) {
	f.Add("If a, then I will b")
	f.Add("I will")
	f.Fuzz(func(t *testing.T, words string) {
		if p := ReadPlan(words); strings.TrimSpace(words) != "" && p.Then == "" {
			t.Errorf("%q has nothing to do", words)
		}
	})
}
