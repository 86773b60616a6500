package view

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"throughline/internal/coaching"
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/rounds"
)

// What comes back from clients: values of buttons, and the states of forms. Both could be anything.

// longestError is how long an error at a field may be; Slack publishes no limit, and shows a sentence
// (docs.slack.dev/surfaces/modals#displaying_errors).
const longestError = 300

// FuzzPressed holds the reading of presses to taking any value, and to giving back what the bot itself wrote.
func FuzzPressed(f *testing.F) {
	for _, seed := range []string{
		"", "{}", "{{", `{"m":"M1","e":"E1"}`, `{"m":7}`, `{"M":"M1","m":"M2"}`, `{"g":1e400}`, `{"g":-1}`, "null", "[]", `"x"`, `{"k":"\ud800"}`,
		Meta{Mission: "M1", Kind: "progress", Page: 2}.Encode(),
	} {
		for _, kind := range []string{"button", "overflow", "static_select", "radio_buttons", "users_select", "nobody_knows"} {
			f.Add(kind, "tell#2:sub", seed)
		}
	}
	f.Fuzz(func(t *testing.T, kind, action, value string) {
		a := slack.BlockAction{Type: slack.ActionType(kind), ActionID: action, Value: value}
		if kind != "button" {
			a.Value, a.SelectedOption = "", slack.OptionBlockObject{Value: value}
		}
		name, m := Pressed(&a)
		if m.Page < 0 {
			t.Fatalf("a page before the first: %+v", m)
		}
		if len(name) > len(action)+len(value) {
			t.Fatalf("%q makes up the action %q", action, name)
		}
		if again := DecodeMeta(m.Encode()); again != m {
			t.Fatalf("%+v comes back as %+v", m, again)
		}
	})
}

// readers are all that read the state of a form.
var readers = map[string]func(*slack.ViewState, mission.Mission) FieldErrors{
	"answer": func(s *slack.ViewState, _ mission.Mission) FieldErrors { _, e := ParseAnswer(s); return e },
	"balance": func(s *slack.ViewState, _ mission.Mission) FieldErrors {
		return ParseBalance(s, true, &coaching.Balance{})
	},
	"connect": func(s *slack.ViewState, _ mission.Mission) FieldErrors { _, e := ParseConnect(s, true); return e },
	"forget":  func(s *slack.ViewState, _ mission.Mission) FieldErrors { _, e := ParseForget(s); return e },
	"join":    func(s *slack.ViewState, _ mission.Mission) FieldErrors { _, e := ParseJoin(s); return e },
	"journal": func(s *slack.ViewState, _ mission.Mission) FieldErrors { _, _, e := ParseJournal(s); return e },
	"reflect": func(s *slack.ViewState, _ mission.Mission) FieldErrors { _, _, e := ParseReflect(s); return e },
	"note":    func(s *slack.ViewState, _ mission.Mission) FieldErrors { _, e := ParseNote(s); return e },
	"decide":  func(s *slack.ViewState, _ mission.Mission) FieldErrors { _, e := ParseDecide(s); return e },
	"see":     func(s *slack.ViewState, _ mission.Mission) FieldErrors { _, e := ParseSee(s); return e },
	"mirror":  func(s *slack.ViewState, _ mission.Mission) FieldErrors { _, e := ParseMirror(s); return e },
	"phase": func(s *slack.ViewState, m mission.Mission) FieldErrors {
		_, e := ParseClosePhase(s, m, 0, mission.Date{Year: 2026, Month: 11, Day: 24})
		return e
	},
	"holidays": func(s *slack.ViewState, _ mission.Mission) FieldErrors {
		_, e := ParseHolidays(s, []HolidayBook{{}})
		return e
	},
	"retime": func(s *slack.ViewState, m mission.Mission) FieldErrors {
		_, e := ParseRetime(s, m, nudges.Coach)
		return e
	},
	"commit": func(s *slack.ViewState, _ mission.Mission) FieldErrors { _, e := ParseCommit(s); return e },
	"risk":   func(s *slack.ViewState, _ mission.Mission) FieldErrors { _, e := ParseRisk(s); return e },
	"change": func(s *slack.ViewState, _ mission.Mission) FieldErrors {
		_, e := ParseChangePromise(s, mission.Progress)
		return e
	},
	"day":      func(s *slack.ViewState, _ mission.Mission) FieldErrors { _, e := ParseAnotherDay(s); return e },
	"let go":   func(s *slack.ViewState, _ mission.Mission) FieldErrors { _, e := ParseLetItGo(s); return e },
	"happened": func(s *slack.ViewState, _ mission.Mission) FieldErrors { _, e := ParseWhatHappened(s); return e },
	"rest": func(s *slack.ViewState, _ mission.Mission) FieldErrors {
		_, e := ParseLetRest(s, mission.Date{Year: 2026, Month: 11, Day: 24})
		return e
	},
	"round": func(s *slack.ViewState, _ mission.Mission) FieldErrors {
		_, e := ParseRound(s, rounds.Energy)
		return e
	},
	"open round": func(s *slack.ViewState, _ mission.Mission) FieldErrors { _, e := ParseOpenRound(s, ""); return e },
	"guess":      func(s *slack.ViewState, _ mission.Mission) FieldErrors { _, e := ParseGuess(s); return e },
	"floor":      func(s *slack.ViewState, _ mission.Mission) FieldErrors { _, e := ParseFloor(s); return e },
	"add":        func(s *slack.ViewState, _ mission.Mission) FieldErrors { _, e := ParseAdd(s); return e },
	"settings":   func(s *slack.ViewState, _ mission.Mission) FieldErrors { _, _, e := ParseSettings(s, Meta{}); return e },
	"quiet": func(s *slack.ViewState, _ mission.Mission) FieldErrors {
		_, e := ParseQuietUntil(s, mission.Date{Year: 2026, Month: 11, Day: 24}, true)
		return e
	},
	"suggest": func(s *slack.ViewState, _ mission.Mission) FieldErrors { _, _, e := ParseSuggestWords(s); return e },
	"talk":    func(s *slack.ViewState, _ mission.Mission) FieldErrors { _, e := ParseTalkAnswer(s); return e },
	"plan":    func(s *slack.ViewState, _ mission.Mission) FieldErrors { _, e := ParsePlan(s); return e },
	"not yet": func(s *slack.ViewState, m mission.Mission) FieldErrors {
		_, e := ParseNotYet(s, m, mission.Beginning, mission.Date{Year: 2026, Month: 11, Day: 24})
		return e
	},
	"tell":  func(s *slack.ViewState, _ mission.Mission) FieldErrors { _, e := ParseTell(s, ana); return e },
	"edit":  func(s *slack.ViewState, _ mission.Mission) FieldErrors { _, e := ParseEditEntry(s); return e },
	"trial": func(s *slack.ViewState, _ mission.Mission) FieldErrors { _, e := ParseTrial(s); return e },
}

// FuzzForms holds the reading of every form to taking any state, and to errors that Slack can show and that ping nobody.
func FuzzForms(f *testing.F) {
	running := newSample(asWritten).running()
	for _, seed := range []string{
		"", "null", "{}", `{"values":null}`, `{"values":{"text":{}}}`, `{"values":{"text":{"v":{"type":"plain_text_input","value":"zqx <!channel>"}}}}`,
		`{"values":{"text":{"v":{"value":"\ud800\u0000"}},"by":{"v":{"selected_date":"2026-02-30"}}}}`, `{"values":{"by":{"v":{"selected_date":"9999999999-01-01"}}}}`,
		`{"values":{"times":{"v":{"value":"every second"}},"day":{"v":{"selected_date":"x"}},"time":{"v":{"selected_time":"25:61"}}}}`,
		`{"values":{"piece":{"v":{"value":"a"}},"helps":{"v":{"selected_options":[{"value":"beginning"},{"value":"zqx"},{}]}}}}`,
		`{"values":{"kind":{"tell_kind":{"selected_option":{"value":"thanks"}}},"to":{"v":{"selected_users":["UANA","<!here>",""]}}}}`,
		`{"values":{"":{"":{}},"reach":{"v":{"selected_options":null}},"floor":{"v":{"selected_option":{"value":"1e9"}}}}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var state *slack.ViewState
		if len(raw) > 0 && json.Unmarshal(raw, &state) != nil {
			return
		}
		for name, read := range readers {
			for field, said := range read(state, running) {
				if n := utf8.RuneCountInString(said); n == 0 || n > longestError || strings.ContainsAny(said, "<>") {
					t.Fatalf("%s: the field %s is told %q", name, field, said)
				}
			}
		}
		if words := Typed(state); strings.TrimSpace(words) != words {
			t.Fatalf("the words that are given back are %q", words)
		}
	})
}
