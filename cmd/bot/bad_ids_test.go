package main

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Ids that somebody made up, and people who may not do what they try. What is hidden and what does not
// exist are answered alike, and nothing is changed or shown.

// nothingsID has the form of an id and names nothing.
const nothingsID = "01M83TTBRG0X149A5FRAFV9YJX"

// plays are all actions that a button can carry and that are about a mission, an entry or a nudge.
var plays = []string{
	"tell", "tell_lesson", "thank", "post_anyway", "join", "my_piece", "reaches", "details", "leave", "leave_yes",
	"read_rest", "read_story", "read_lessons", "edit_entry", "withdraw", "withdraw_yes", "help_offer", "open_again",
	"close_phase", "edit", "end", "undo_close", "undo_end", "accept_lead", "decline_lead", "suggest",
	"did_you_mean", "which", "answer", "not_now", "why", "snooze", "unsnooze", "off", "on", "connect", "still_so",
	"answer_here", "talked", "skip", "unskip", "off_here", "on_here",
	"round_answer", "round_why", "round_off", "round_on", "round_open", "round_guess", "round_floor", "round_notes", "round_trend", "round_drawn",
	"relate_yes", "relate_no", "relate_help", "pieces", "decide", "suggest_words", "use_words",
	"report", "report_all", "report_here", "report_me", "book", "book_here", "book_me", "follow", "unfollow",
	"digest_back", "digest_on",
	"connect_mine", "connect_back", "connect_alone", "connect_forget", "connect_leave_it", "read_shared", "pursuits", "corner",
	"whom", "whom_talked", "whom_later", "whom_else", "guesses",
	"connects_to", "celebrate_ask", "celebrate", "celebrate_show", "celebrate_unsay",
}

// formsOf are all forms that are about a mission, an entry or a nudge, with values that they would take.
var formsOf = map[string]object{
	"join":          {"piece": typed("a piece")},
	"piece":         {"piece": typed("a piece")},
	"reaches":       {},
	"tell":          {"kind": picked("progress"), "text": typed("my words")},
	"edit_entry":    {"text": typed("my words")},
	"close_phase":   {"reached": picked("yes"), "next_target": dated("2027-01-29")},
	"edit_1":        {"reason": typed("my words"), "name": typed("a name"), "end_state": typed("an end"), "steer": picked("lead")},
	"edit_2":        {"why_us": typed("my words")},
	"edit_3":        {},
	"end_1":         {"ending": picked("completed")},
	"end_2":         {"story": typed("my words")},
	"end_3":         {"next": picked("later")},
	"answer":        {"text": typed("my words")},
	"connect":       {"personal": typed("my words")},
	"answer_here":   {"text": typed("my words")},
	"round":         {"mood": picked("3"), "note": typed("my words")},
	"round_open":    {"topic": picked("energy")},
	"round_guess":   {"guess": picked("good")},
	"round_floor":   {"floor": picked("5")},
	"decide":        {"keep": typed("my words")},
	"suggest_words": {"line": picked("why_us"), "text": typed("my words")},
}

func typed(words string) object {
	return object{"v": object{"type": "plain_text_input", "value": words}}
}

func dated(day string) object {
	return object{"v": object{"type": "datepicker", "selected_date": day}}
}

func picked(value string) object {
	return object{
		"v":         object{"type": "radio_buttons", "selected_option": object{"value": value}},
		"tell_kind": object{"type": "static_select", "selected_option": object{"value": value}},
	}
}

// secretWords stand in the private channel and nowhere else.
const secretWords = "Hidden plans"

// hideout is a stage with a mission in a private channel that Dee is not in, an entry of it, and a question
// that Bo was asked.
type hideout struct {
	*stage
	dee                   forged
	mission, entry, nudge string
	public                string
	before                string
}

func openHideout(t *testing.T) hideout {
	t.Helper()
	s := openStage(t)
	ana, bo, dee := s.as("Ana"), s.as("Bo"), s.as("Dee")
	h := hideout{stage: s, dee: forged{stage: s, ear: newEar(t), user: dee.id, team: ourTeam, channel: dee.channel("#refunds")}}
	ana.changes("#quiet-room", "invite", theBot)
	s.settles()
	h.mission = ana.begins("#quiet-room", secretWords, "lead")
	h.public = ana.begins("#refunds", "Refunds in a day", "lead")
	bo.types("#quiet-room", "/mission blocked "+secretWords+" are blocked")
	h.entry = cutOut(valueOf(ana.reads("#quiet-room", "are blocked"), "help_offer"), `"e":"`, `"`)
	bo.types("#quiet-room", "/mission join")
	bo.submits("join", object{"piece": object{"v": secretWords}, "reach": object{"v": []string{"connect"}}})
	s.walk("2026-11-24T16:00:00Z")
	h.nudge = cutOut(valueOf(bo.reads("@app", "touch something you are after yourself?"), "connect"), `"n":"`, `"`)
	if h.entry == "" || h.nudge == "" {
		t.Fatalf("the hideout has entry %q and nudge %q", h.entry, h.nudge)
	}
	h.before = s.standing()
	return h
}

// unchanged holds the stage to showing what it showed, and Dee to having been shown nothing.
func (h hideout) unchanged(dee actor) {
	h.stage.t.Helper()
	h.passes(time.Minute)
	if after := h.standing(); after != h.before {
		h.stage.t.Errorf("something changed:\n%s\nbecame\n%s", h.before, after)
	}
	for _, where := range []string{"#refunds", "@app"} {
		if seen := jsonText(dee.messages(where)); strings.Contains(seen, secretWords) {
			h.stage.t.Errorf("Dee reads of what is hidden in %s: %s", where, seen)
		}
	}
}

// The ids of a request belong to whoever sent it: somebody who sends them again, before or after, asks for something
// herself. Nothing of the other one is lost, and no answer to it told.
func TestATriggerAndAViewAreTheirAuthors(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana, bo, dee := s.as("Ana"), s.as("Bo"), s.as("Dee")
	id := ana.begins("#refunds", "Refunds in a day", "lead")
	f := forged{stage: s, ear: newEar(t), user: bo.id, team: ourTeam, channel: ana.channel("#refunds")}
	for name, row := range map[string]struct {
		kind    string
		payload object
	}{
		"a trigger": {"slash_commands", f.command("progress the words of a command")},
		"a view":    {"interactive", f.submission("tell", `{"m":"`+id+`"}`, object{"kind": picked("progress"), "text": typed("the words of a form")})},
	} {
		for _, who := range []actor{dee, bo} { // whoever forges is first
			p := copied(row.payload)
			if row.kind == "slash_commands" {
				p["user_id"] = who.id
			} else {
				p["user"] = object{"id": who.id, "team_id": ourTeam}
			}
			for range 2 { // and what one person sends twice is one request
				s.sends(row.kind, p)
			}
		}
		s.passes(time.Minute)
		for _, who := range []string{"Dee", "Bo"} {
			words := "the words of a command"
			if row.kind != "slash_commands" {
				words = "the words of a form"
			}
			stands := 0
			for _, m := range ana.messages("#refunds") {
				if said := text(m, "text"); strings.HasPrefix(said, who+" told progress") && strings.Contains(said, words) {
					stands++
				}
			}
			if stands != 1 {
				t.Errorf("%s: what %s told stands %d times", name, who, stands)
			}
		}
	}
}

// A button whose mission is hidden is answered like one whose mission never was, whatever it asks for.
func TestButtonsWithForgedMissions(t *testing.T) {
	t.Parallel()
	h := openHideout(t)
	for i, action := range plays {
		if i%10 == 0 {
			h.passes(30 * time.Second) // the bot answers no faster than Slack takes it
		}
		value := `{"m":"%s","e":"%s","n":"%s","k":"progress"}`
		hidden := h.dee.clicks(action, fmt.Sprintf(value, h.mission, h.entry, h.nudge))
		none := h.dee.clicks(action, fmt.Sprintf(value, nothingsID, nothingsID, "nudge/"+nothingsID))
		if hidden != none {
			t.Errorf("%s: what is hidden is answered with %q, what is not with %q", action, hidden, none)
		}
		if want := "That is open to members of its channel."; hidden != want {
			t.Errorf("%s is answered with %q", action, hidden)
		}
	}
	h.unchanged(h.as("Dee"))
}

// An entry of a hidden mission is not there under the id of another one.
func TestButtonsWithForgedEntries(t *testing.T) {
	t.Parallel()
	h := openHideout(t)
	for _, action := range []string{"edit_entry", "withdraw", "withdraw_yes", "help_offer", "open_again", "read_rest", "thank"} {
		value := `{"m":"%s","e":"%s"}`
		hidden := h.dee.clicks(action, fmt.Sprintf(value, h.public, h.entry))
		none := h.dee.clicks(action, fmt.Sprintf(value, h.public, nothingsID))
		if hidden != none || hidden != "That is open to members of its channel." {
			t.Errorf("%s: an entry of another mission is answered with %q, none with %q", action, hidden, none)
		}
	}
	ack := h.dee.submitsForm("edit_entry", fmt.Sprintf(`{"m":"%s","e":"%s"}`, h.public, h.entry), formsOf["edit_entry"])
	if shown := jsonStrings(ack); !strings.Contains(shown, "That is open to members of its channel.") || !strings.Contains(shown, "my words") {
		t.Errorf("the form is answered with %s", shown)
	}
	h.unchanged(h.as("Dee"))
}

// A question that somebody else was asked is not there for anyone but her, in the same channel too.
func TestButtonsWithForgedNudges(t *testing.T) {
	t.Parallel()
	h := openHideout(t)
	ana := h.dee
	ana.user = h.as("Ana").id
	for _, action := range []string{"answer", "not_now", "why", "snooze", "unsnooze", "off", "on", "still_so", "answer_here", "talked", "skip", "off_here"} {
		value := `{"m":"%s","n":"%s"}`
		others := ana.clicks(action, fmt.Sprintf(value, h.mission, h.nudge))
		none := ana.clicks(action, fmt.Sprintf(value, h.mission, "nudge/"+nothingsID))
		if others != none || others != "That is open to members of its channel." {
			t.Errorf("%s: another's question is answered with %q, none with %q", action, others, none)
		}
	}
	for _, form := range []string{"answer", "answer_here"} {
		ack := ana.submitsForm(form, fmt.Sprintf(`{"m":"%s","n":"%s"}`, h.mission, h.nudge), formsOf[form])
		if shown := jsonStrings(ack); !strings.Contains(shown, "That is open to members of its channel.") || !strings.Contains(shown, "my words") {
			t.Errorf("the form %s is answered with %s", form, shown)
		}
	}
	// What she writes of herself is hers, whichever question the form names.
	ana.submitsForm("connect", fmt.Sprintf(`{"m":"%s","n":"%s"}`, h.mission, h.nudge), formsOf["connect"])
	bo := h.as("Bo")
	m := bo.reads("@app", "touch something you are after yourself?")
	bo.presses(m, "@app", "not_now")
	h.eventually("Bo's question is still his to put aside", func() bool { return bo.count("@app", "Fine.") == 1 })
	h.unchanged(h.as("Dee"))
}

// Nobody takes out, or takes over, what somebody else typed to the bot.
func TestButtonsAboutAnothersReply(t *testing.T) {
	t.Parallel()
	h := openHideout(t)
	bo, ana := h.as("Bo"), h.dee
	ana.user = h.as("Ana").id
	bo.says("@app", "a refund that just arrives")
	bo.reads("@app", "Kept")
	var ts string
	for _, m := range bo.messages("@app") {
		if text(m, "user") == bo.id {
			ts = text(m, "ts")
		}
	}
	for _, action := range []string{"not_answer", "keep_reflection"} {
		value := `{"n":"%s","c":"%s","t":"%s"}`
		others := ana.clicks(action, fmt.Sprintf(value, h.nudge, bo.channel("@app"), ts))
		none := ana.clicks(action, fmt.Sprintf(value, "nudge/"+nothingsID, "D0NOTHING1", "1.000001"))
		if others != none {
			t.Errorf("%s: another's reply is answered with %q, none with %q", action, others, none)
		}
	}
	h.settles()
	bo.presses(bo.reads("@app", "Kept"), "@app", "connect")
	if form := jsonStrings(bo.form("connect")); !strings.Contains(form, "a refund that just arrives") {
		t.Errorf("what Bo wrote is gone: %s", form)
	}
	h.unchanged(h.as("Dee"))
}

// A form whose mission is hidden is answered like one whose mission never was, and gives the words back.
func TestFormsWithForgedMissions(t *testing.T) {
	t.Parallel()
	h := openHideout(t)
	for form, values := range formsOf {
		h.passes(30 * time.Second) // nobody sends that many forms at once
		meta := `{"m":"%s","e":"%s","n":"%s"}`
		hidden := h.dee.submitsForm(form, fmt.Sprintf(meta, h.mission, h.entry, h.nudge), values)
		none := h.dee.submitsForm(form, fmt.Sprintf(meta, nothingsID, nothingsID, "nudge/"+nothingsID), values)
		if withoutBlockIDs(hidden) != withoutBlockIDs(none) {
			t.Errorf("%s: what is hidden is answered with %v, what is not with %v", form, hidden, none)
		}
		shown := jsonStrings(hidden)
		if !strings.Contains(shown, "That is open to members of its channel.") {
			t.Errorf("%s is answered with %v", form, hidden)
		}
		if strings.Contains(jsonText(values), "my words") && !strings.Contains(shown, "my words") {
			t.Errorf("%s gives no words back: %v", form, hidden)
		}
	}
	h.unchanged(h.as("Dee"))
}

// withoutBlockIDs is an answer as JSON, without the ids that are made anew for each view.
func withoutBlockIDs(ack object) string {
	var strip func(any) any
	strip = func(v any) any {
		switch v := v.(type) {
		case object:
			out := object{}
			for k, child := range v {
				if k != "block_id" {
					out[k] = strip(child)
				}
			}
			return out
		case []any:
			out := make([]any, len(v))
			for i, child := range v {
				out[i] = strip(child)
			}
			return out
		}
		return v
	}
	return jsonText(strip(ack))
}

// A mission does not start in a channel that its starter cannot see, and the answer does not tell whether
// the channel is there.
func TestStartingInAForgedChannel(t *testing.T) {
	t.Parallel()
	h := openHideout(t)
	values := object{
		"name": typed("My own"), "end_state": typed("my words"), "steer": picked("lead"),
		"rest":             object{"start_rest": object{"type": "radio_buttons", "selected_option": object{"value": "ask"}}},
		"target_beginning": dated("2026-12-18"), "target_middle": dated("2027-01-29"), "target_end": dated("2027-02-26"),
	}
	const nothing = "C0NOTHING1"
	quiet := h.as("Ana").channel("#quiet-room")
	for _, form := range []string{"start_1", "start_2", "start_3"} {
		hidden := h.dee.submitsForm(form, `{"c":"`+quiet+`"}`, values)
		none := h.dee.submitsForm(form, `{"c":"`+nothing+`"}`, values)
		if withoutBlockIDs(hidden) != strings.ReplaceAll(withoutBlockIDs(none), nothing, quiet) {
			t.Errorf("%s: a hidden channel is answered with %v, none with %v", form, hidden, none)
		}
	}
	for _, action := range []string{"start", "continue_draft", "fresh_start", "start_next", "history_page"} {
		hidden := h.dee.clicks(action, `{"c":"`+quiet+`","m":"`+h.mission+`"}`)
		none := h.dee.clicks(action, `{"c":"`+nothing+`","m":"`+nothingsID+`"}`)
		if hidden != none {
			t.Errorf("%s: a hidden channel is answered with %q, none with %q", action, hidden, none)
		}
	}
	h.unchanged(h.as("Dee"))
}
