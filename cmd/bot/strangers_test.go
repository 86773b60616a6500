package main

import (
	"strings"
	"testing"
	"time"
)

// People who may not use the bot hear why, and nothing they do changes anything.
func TestStrangers(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana, dee := s.as("Ana"), s.as("Dee")
	id := ana.begins("#refunds", "Refunds in a day", "lead")
	refunds := ana.channel("#refunds")
	e := newEar(t)
	s.call("user", object{"user": dee.id, "deleted": true})
	s.settles()
	before := s.standing()
	const (
		elsewhere   = "This mission belongs to another organisation. You can read along here; buttons work for its own people."
		deactivated = "This account is deactivated, so nothing was changed."
	)
	for _, row := range []struct {
		sentence, user, team, want string
	}{
		{"a person of another organisation", "U0NOOR0001", otherTeam, elsewhere},
		{"one of ours whom the payload puts elsewhere", "U0BO000001", otherTeam, elsewhere},
		{"an outsider whom the payload puts with us", "U0NOOR0001", ourTeam, elsewhere},
		{"a person that does not exist", "U0NOBODY01", ourTeam, deactivated},
		{"a person whose account is closed", dee.id, ourTeam, deactivated},
	} {
		f := forged{stage: s, ear: e, user: row.user, team: row.team, channel: refunds}
		for _, command := range []string{"", "progress my words", "join my words", "thanks <@U0ANA00001> for my words", "phase", "edit", "complete", "win", "piece my words"} {
			if got := text(f.sends("slash_commands", f.command(command)), "text"); !strings.Contains(got, row.want) {
				t.Errorf("%s: %q is answered with %q", row.sentence, command, got)
			}
		}
		for _, action := range []string{"join", "details", "tell", "my_piece", "edit", "suggest"} {
			if got := f.clicks(action, `{"m":"`+id+`"}`); got != row.want {
				t.Errorf("%s: %s is answered with %q", row.sentence, action, got)
			}
		}
		for _, form := range []string{"join", "tell", "close_phase", "edit_1", "end_1"} {
			if got := jsonStrings(f.submitsForm(form, `{"m":"`+id+`"}`, formsOf[form])); !strings.Contains(got, row.want) {
				t.Errorf("%s: the form %s is answered with %q", row.sentence, form, got)
			}
		}
	}
	s.passes(time.Minute)
	if after := s.standing(); after != before {
		t.Errorf("something changed:\n%s\nbecame\n%s", before, after)
	}
}

// A person of another organisation reads along in a shared channel; the buttons there say why they do not
// work for her. A guest sees only the channels that she is in.
func TestGuestsOfAChannel(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana, noor, lou := s.as("Ana"), actor{stage: s, id: "U0NOOR0001"}, actor{stage: s, id: "U0LOU00001"}
	ana.begins("#partners", "Paper for a year", "lead")
	noor.presses(noor.card("#partners"), "#partners", "join")
	noor.reads("#partners", "This mission belongs to another organisation. You can read along here; buttons work for its own people.")
	if got := text(ana.types("#partners", "/mission"), "text"); strings.Contains(got, "Noor") {
		t.Errorf("Noor is in: %s", got)
	}

	checkout := s.as("Dee").begins("#checkout", "A shorter till", "lead")
	f := forged{stage: s, ear: newEar(t), user: lou.id, team: ourTeam, channel: lou.channel("#refunds")}
	for _, action := range []string{"details", "join", "tell", "read_story"} {
		if got := f.clicks(action, `{"m":"`+checkout+`"}`); got != "That is open to members of its channel." {
			t.Errorf("%s by a guest elsewhere is answered with %q", action, got)
		}
	}
	if got := text(lou.types("#refunds", "/mission list"), "text"); strings.Contains(got, "A shorter till") {
		t.Errorf("a guest is shown the missions of other channels: %s", got)
	}
}
