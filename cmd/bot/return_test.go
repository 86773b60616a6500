package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// startedShort starts a mission in a channel with as few words as the form takes.
func (a actor) startedShort(channel, name string) {
	a.t.Helper()
	a.types(channel, "/mission start "+name)
	a.submits("start_1", object{
		"end_state": object{"v": "It is there."}, "steer": object{"v": "lead"}, "rest": object{"start_rest": "write"},
	})
	a.submits("start_2", object{})
	a.submits("start_3", object{})
}

// A channel that takes no messages for a while: what was told then, the card too, appears when it does
// again, and nothing twice.
func TestWhatAClosedChannelRefusedAppearsWhenItOpens(t *testing.T) {
	t.Parallel()
	p := launch(t, func(line string) bool { return strings.Contains(line, "Ctrl-C stops it") }, nil,
		"sandbox", "--addr", "127.0.0.1:0", "--open=false", "--clock", storyClock)
	s := &stage{t: t, url: p.out.find("page")}
	ana, bot := s.as("Ana"), "U0BOT00001"

	s.call("channel", object{"as": ana.id, "op": "invite", "channel": "#quiet-room", "user": bot})
	ana.reads("#quiet-room", "Hello, I am Throughline.")
	s.call("fault", object{"kind": "error", "method": "chat.postMessage", "error": "restricted_action", "times": 1})
	ana.startedShort("#quiet-room", "Quiet work")
	ana.reads("@app", "Quiet work has begun, and #quiet-room takes no messages from me now.")

	ana.types("#quiet-room", "/mission progress The first step.")
	ana.reads("#quiet-room", "The first step.")
	ana.card("#quiet-room")

	s.call("channel", object{"as": ana.id, "op": "kick", "channel": "#quiet-room", "user": bot})
	if ack := jsonText(ana.types("#quiet-room", "/mission progress Told to a closed door.")); !strings.Contains(ack, "/invite @throughline") {
		t.Errorf("while the bot is outside Ana reads %s", ack)
	}
	s.call("channel", object{"as": ana.id, "op": "invite", "channel": "#quiet-room", "user": bot})
	ana.types("#quiet-room", "/mission progress Told through the open one.")
	ana.reads("#quiet-room", "Told through the open one.")
	if n := ana.count("#quiet-room", "The first step."); n != 1 {
		t.Errorf("the first step stands %d times", n)
	}
	pinned := 0
	for _, m := range ana.messages("#quiet-room") {
		if m["pinned"] == true {
			pinned++
		}
	}
	if pinned != 1 {
		t.Errorf("%d cards are pinned", pinned)
	}
}

// What was taken back is not left standing in the channel as if it held.
func TestAMessageOfWhatWasTakenBackSaysSo(t *testing.T) {
	t.Parallel()
	p := launch(t, func(line string) bool { return strings.Contains(line, "Ctrl-C stops it") }, nil,
		"sandbox", "--addr", "127.0.0.1:0", "--open=false", "--clock", storyClock)
	s := &stage{t: t, url: p.out.find("page")}
	ana, bo := s.as("Ana"), s.as("Bo")
	ana.startedShort("#refunds", "Refunds in a day")
	bo.card("#refunds")

	ana.types("#refunds", "/mission phase")
	ana.submits("close_phase", object{"reached": object{"v": "yes"}})
	bo.reads("#refunds", "The middle starts today.")
	ana.presses(ana.reads("#refunds", "You closed the beginning."), "#refunds", "undo_close")
	bo.reads("#refunds", "Taken back by Ana: Refunds in a day goes on.")
	if n := bo.count("#refunds", "The middle starts today."); n != 0 {
		t.Errorf("the closing that was taken back stands %d times", n)
	}

	ana.types("#refunds", "/mission complete")
	ana.submits("end_1", object{"ending": object{"v": "completed"}})
	ana.submits("end_2", object{"story": object{"v": "It is there."}})
	ana.submits("end_3", object{"next": object{"v": "later"}})
	bo.reads("#refunds", "completed on Monday")
	ana.presses(ana.reads("#refunds", "You ended Refunds in a day."), "#refunds", "undo_end")
	s.eventually("the ending says that it was taken back", func() bool {
		return bo.count("#refunds", "Taken back by Ana: Refunds in a day goes on.") == 2
	})
}

// A store without its key is not opened with a new one.
func TestALostKeyIsAskedFor(t *testing.T) {
	t.Parallel()
	slack := launch(t, func(line string) bool { return strings.HasPrefix(line, "SLACK_APP_TOKEN=") }, nil,
		"sandbox", "--slack-only", "--addr", "127.0.0.1:0", "--open=false")
	url := strings.TrimSuffix(slack.out.find("SLACK_API_URL="), "/api/")
	data := filepath.Join(t.TempDir(), "data")
	args := []string{"sandbox", "--bot-only", "--slack", url, "--data", data}
	launch(t, func(line string) bool { return line == "connected" }, nil, args...).kill()
	if err := os.Remove(filepath.Join(data, "throughline.key")); err != nil {
		t.Fatal(err)
	}
	again := launch(t, func(line string) bool { return strings.Contains(line, "put it back") }, nil, args...)
	<-again.done
	if code := again.cmd.ProcessState.ExitCode(); code != 1 {
		t.Errorf("exit code %d, want 1", code)
	}
	if _, err := os.Stat(filepath.Join(data, "throughline.key")); err == nil {
		t.Error("a new key was made over the old store")
	}
}
