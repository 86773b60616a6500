package main

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// What people type that makes no sense, comes too late, or was made up: each gets a sentence that says what
// to do next, nothing typed is lost, and nothing is changed.

// Each command is answered with a sentence and gives back the words that it could not use.
func TestCommandsThatMakeNoSense(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana, bo := s.as("Ana"), s.as("Bo")
	ana.begins("#refunds", "Refunds in a day", "lead")
	before := s.standing()
	for _, row := range []struct {
		sentence, channel, command string
		want                       []string
	}{
		{"a word that is near another is asked about", "#refunds", "/mission progess followed refund 7",
			[]string{"I do not know progess. Did you mean progress?", "followed refund 7"}},
		{"a word that is near nothing brings the help", "#refunds", "/mission frobnicate my words",
			[]string{"I do not know frobnicate.", "my words", "/mission progress"}},
		{"a chapter of the help that is near another is asked about", "#refunds", "/mission help Phses",
			[]string{"I do not know phses. Did you mean help phases?"}},
		{"a chapter that is near nothing brings the whole help", "#refunds", "/mission help frobnicate", []string{"/mission progress"}},
		{"a command is no chapter, however near", "#refunds", "/mission help leave", []string{"/mission progress"}},
		{"emoji are a word like others", "#refunds", "/mission 🎉🎉 my words", []string{"I do not know 🎉🎉.", "my words"}},
		{"a mention of everyone is a word like others", "#refunds", "/mission <!channel> my words",
			[]string{"I do not know &lt;!channel&gt;.", "my words"}},
		{"nothing at all shows the mission", "#refunds", "/mission", []string{"Refunds in a day, beginning"}},
		{"spaces that phones type are nothing", "#refunds", "/mission \u00a0\u00a0", []string{"Refunds in a day, beginning"}},
		{"thanks need somebody", "#refunds", "/mission thanks for the bank's number",
			[]string{"Who is it for? Write /mission thanks @name for …", "for the bank's number"}},
		{"nobody thanks herself", "#refunds", "/mission thanks @bo for my words",
			[]string{"Thanks go to someone else. Tell it as a win?", "for my words"}},
		{"thanks go to five people", "#refunds", "/mission thanks @ana @chidi @dee @emi @farid @ines for my words",
			[]string{"Thanks go to up to five people at once.", "for my words"}},
		{"thanks to somebody who would not see them are asked about", "#refunds", "/mission thanks @jonas for my words",
			[]string{"Jonas is not in this channel and would not see it. Post it all the same?", "for my words"}},
		{"a piece is one line", "#refunds", "/mission join " + strings.Repeat("word ", 300),
			[]string{"That is 1,499 characters; a piece has at most 200.", "word word"}},
		{"a mission's name is short", "#checkout", "/mission start " + strings.Repeat("name ", 30),
			[]string{"That is 149 characters; a name has at most 80.", "name name"}},
		{"one channel has one mission", "#refunds", "/mission start My own",
			[]string{"Refunds in a day is running here; one channel has one mission. End it first, or start yours in another channel.", "My own"}},
		{"a piece belongs to somebody in the mission", "#refunds", "/mission piece my words",
			[]string{"This is for people in the mission. Join first?", "my words"}},
		{"only whoever leads closes phases", "#refunds", "/mission phase",
			[]string{"Ana leads this mission and closes its phases. Suggest it to Ana?"}},
		{"only whoever leads changes the wording", "#refunds", "/mission edit", []string{"Ana leads this mission and changes its wording."}},
		{"only whoever leads ends it", "#refunds", "/mission complete", []string{"Ana leads this mission and ends it."}},
		{"without a mission there is nothing to tell about", "#general", "/mission progress my words",
			[]string{"No mission is running in #general. Start one with /mission start.", "my words"}},
		{"a private channel that the bot is not in", "#quiet-room", "/mission start My words",
			[]string{"I cannot post here yet. Invite me with /invite @throughline and try again.", "My words"}},
		{"in a direct message with no mission of mine", "@app", "/mission win my words",
			[]string{"You are in no mission yet. Open my Home tab to see those that you can join.", "my words"}},
	} {
		who := bo
		if row.channel == "#checkout" {
			who = s.as("Dee")
		}
		got := text(who.types(row.channel, row.command), "text")
		for _, want := range row.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %q is not answered with %q but with %q", row.sentence, cut(row.command), want, got)
			}
		}
	}
	s.passes(time.Minute)
	if after := s.standing(); after != before {
		t.Errorf("something changed:\n%s\nbecame\n%s", before, after)
	}
	if log := s.output(); strings.Contains(log, "my words") || strings.Contains(log, "word word") {
		t.Errorf("the log has what people typed:\n%s", log)
	}
}

// standing is everything that stands in the channels for all to see, threads included.
func (s *stage) standing() string {
	s.t.Helper()
	var b strings.Builder
	ana := s.as("Ana")
	for _, c := range list(s.call("state?as="+ana.id, nil), "channels") {
		if c["is_im"] == true {
			continue
		}
		for _, m := range list(s.call("messages?as="+ana.id+"&channel="+text(c, "id"), nil), "messages") {
			if m["ephemeral"] == true {
				continue
			}
			fmt.Fprintf(&b, "%s %s %s\n", text(c, "name"), text(m, "ts"), text(m, "text"))
			if m["reply_count"] == nil {
				continue
			}
			path := fmt.Sprintf("messages?as=%s&channel=%s&thread_ts=%s", ana.id, text(c, "id"), text(m, "ts"))
			for _, reply := range list(s.call(path, nil), "messages")[1:] {
				fmt.Fprintf(&b, "  %s %s\n", text(reply, "ts"), text(reply, "text"))
			}
		}
	}
	return b.String()
}

// cut shortens text for an error's sentence.
func cut(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}

// The button under a suggestion carries on with the words that were typed.
func TestTheSuggestedWordCarriesOn(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana, bo := s.as("Ana"), s.as("Bo")
	ana.begins("#refunds", "Refunds in a day", "lead")
	bo.types("#refunds", "/mission progess followed refund 7 from end to end")
	bo.presses(bo.reads("#refunds", "Did you mean progress?"), "#refunds", "did_you_mean")
	ana.reads("#refunds", "Bo told progress on Refunds in a day: followed refund 7 from end to end")

	bo.types("#refunds", "/mission thanks @jonas for lending us his desk")
	bo.presses(bo.reads("#refunds", "would not see it"), "#refunds", "post_anyway")
	ana.reads("#refunds", "lending us his desk")

	bo.types("#refunds", "/mission wim the shop pays out")
	asked := bo.reads("#refunds", "Did you mean win?")
	s.call("clock", object{"advance": "31m"})
	bo.presses(asked, "#refunds", "did_you_mean")
	bo.reads("#refunds", "I no longer hold those words; they wait for half an hour. Please write them once more.")
}
