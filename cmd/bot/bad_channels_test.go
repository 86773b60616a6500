package main

import (
	"strings"
	"testing"
	"time"
)

// changes makes something happen to a channel, or to somebody in it.
func (a actor) changes(channel, op, user string) {
	a.t.Helper()
	a.call("channel", object{"as": a.id, "op": op, "channel": channel, "user": user})
}

const theBot = "U0BOT00001"

// What is told to a mission whose channel is archived is kept, its author hears so, and it appears once the
// channel is open again.
func TestAnArchivedChannelKeepsWhatIsTold(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana, bo := s.as("Ana"), s.as("Bo")
	ana.begins("#refunds", "Refunds in a day", "lead")
	bo.types("#refunds", "/mission join find where the days go")
	bo.types("#refunds", "/mission win")
	s.settles()
	ana.changes("#refunds", "archive", "")
	s.settles()

	const sentence = "#refunds takes no messages from me now. Your words are kept"
	told := []string{"followed refund 7 from end to end", "the number of the bank", "the first shop pays out"}
	bo.types("@app", "/mission progress "+told[0])
	bo.types("@app", "/mission thanks @dee for "+told[1])
	bo.submits("tell", object{"text": object{"v": told[2]}})
	for _, words := range told {
		if notice := text(bo.reads("@app", words), "text"); !strings.HasPrefix(notice, sentence) {
			t.Errorf("the author of %q reads %q", words, notice)
		}
	}

	ana.changes("#refunds", "unarchive", "")
	s.passes(time.Minute)
	if got := text(bo.types("#refunds", "/mission"), "text"); !strings.Contains(got, told[0]) {
		t.Errorf("the mission did not keep what was told: %s", got)
	}
	bo.types("#refunds", "/mission progress the channel is open again")
	ana.reads("#refunds", "the channel is open again")
	s.passes(time.Hour)
	for _, words := range told {
		n := 0
		for _, m := range ana.messages("#refunds") {
			if strings.HasPrefix(text(m, "text"), "Bo t") && strings.Contains(text(m, "text"), words) {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%q stands in the channel %d times", words, n)
		}
	}
}

// A mission does not start where the bot may not post, and what was typed is not lost.
func TestNoMissionStartsInAnArchivedChannel(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana := s.as("Ana")
	ana.types("#refunds", "/mission start Refunds in a day")
	form := ana.form("start_1")
	ana.changes("#refunds", "archive", "")
	s.settles()
	out := ana.call("submit", object{"as": ana.id, "view_id": form["id"], "values": object{
		"end_state": object{"v": "Nine in ten arrive."}, "steer": object{"v": "lead"}, "rest": object{"start_rest": "ask"},
	}})
	shown := jsonStrings(out["views"])
	for _, want := range []string{"#refunds takes no messages from me now.", "Refunds in a day", "Nine in ten arrive."} {
		if !strings.Contains(shown, want) {
			t.Errorf("the form shows no %q", want)
		}
	}
	if strings.Contains(shown, "Your words are kept") {
		t.Error("it says that words are kept which nobody keeps")
	}
}

// The bot goes back to a public channel that it was removed from; into a private one it has to be invited.
func TestTheBotIsRemovedFromItsChannel(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana, bo := s.as("Ana"), s.as("Bo")
	ana.begins("#refunds", "Refunds in a day", "lead")
	ana.changes("#refunds", "kick", theBot)
	s.settles()
	bo.types("#refunds", "/mission progress told while the bot was away")
	ana.reads("#refunds", "told while the bot was away")

	ana.changes("#quiet-room", "invite", theBot)
	s.settles()
	ana.begins("#quiet-room", "Hidden plans", "lead")
	bo.types("#quiet-room", "/mission join a piece of mine")
	bo.types("#quiet-room", "/mission win")
	ana.changes("#quiet-room", "kick", theBot)
	s.settles()
	const sentence = "I cannot post here yet. Invite me with /invite @throughline and try again."
	for _, command := range []string{
		"/mission progress my own words", "/mission thanks @ana for my own words", "/mission piece my own words", "/mission join my own words",
		"/mission win", "/mission", "/mission leave",
	} {
		got := text(bo.types("#quiet-room", command), "text")
		if !strings.Contains(got, sentence) || strings.Contains(command, "my own words") && !strings.Contains(got, "my own words") {
			t.Errorf("%s is answered with %q", command, got)
		}
	}
	out := bo.submits("tell", object{"text": object{"v": "my words in a form"}})
	if shown := jsonStrings(out["views"]); !strings.Contains(shown, "my words in a form") {
		t.Errorf("the form shows %q", shown)
	}
	ana.changes("#quiet-room", "invite", theBot)
	s.settles()
	bo.types("#quiet-room", "/mission progress told once it was back")
	ana.reads("#quiet-room", "told once it was back")
	if ana.count("#quiet-room", "my own words") > 0 {
		t.Error("what was refused was posted")
	}
}
