package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A desk is a stage for one feature: a local Slack with the bot in it, people who press what they read, and a
// look at the end over every word that was ever shown.
type desk struct {
	*stage
	data string
	// secrets are words that were meant for one person alone.
	secrets []string
	// forgotten says that somebody was, who is "someone" from then on.
	forgotten bool
	outputs   []*lines
	stop      func()
	looked    bool
}

// mondayMorning is when desks open: a Monday, before anything is due. Lisbon is on UTC in winter.
const mondayMorning = "2026-11-23T09:12"

// openDesk starts a local Slack and the bot in one process.
func openDesk(t *testing.T, clock string) *desk {
	t.Helper()
	data := filepath.Join(t.TempDir(), "data")
	p := launch(t, func(line string) bool { return strings.Contains(line, "Ctrl-C stops it") }, nil,
		"sandbox", "--addr", "127.0.0.1:0", "--open=false", "--verbose", "--data", data, "--clock", clock)
	d := &desk{stage: &stage{t: t, url: p.out.find("page")}, data: data, outputs: []*lines{p.out}, stop: p.kill}
	t.Cleanup(d.lookOver)
	d.eventually("the bot is connected", func() bool {
		bot, _ := d.call("state?as=U0ANA00001", nil)["bot"].(object)
		return bot["connected"] == true
	})
	return d
}

// openTwoDesks starts the local Slack and the bot in two processes, and returns how to stop the bot and start
// it again.
func openTwoDesks(t *testing.T, clock string) (d *desk, stop, start func()) {
	t.Helper()
	slack := launch(t, func(line string) bool { return strings.HasPrefix(line, "SLACK_APP_TOKEN=") }, nil,
		"sandbox", "--slack-only", "--addr", "127.0.0.1:0", "--open=false", "--clock", clock)
	url := strings.TrimSuffix(slack.out.find("SLACK_API_URL="), "/api/")
	d = &desk{stage: &stage{t: t, url: url}, data: filepath.Join(t.TempDir(), "data")}
	var bot *process
	start = func() {
		t.Helper()
		bot = launch(t, func(line string) bool { return line == "connected" }, nil,
			"sandbox", "--bot-only", "--verbose", "--slack", url, "--data", d.data)
		d.outputs = append(d.outputs, bot.out)
	}
	stop = func() { bot.kill() }
	d.stop = func() { bot.kill() }
	t.Cleanup(d.lookOver)
	start()
	return d, stop, start
}

// rest lets a quarter of a minute pass, so that everything on its way has been posted and may be edited again.
func (d *desk) rest() {
	d.t.Helper()
	d.call("clock", object{"advance": "15s"})
}

// goes walks the clock to a time and says how many messages that led to.
func (d *desk) goes(to string) int {
	d.t.Helper()
	out := d.call("clock", object{"to": to})
	if out["rested"] != true {
		d.t.Fatalf("the bot found no rest on the way to %s", to)
	}
	n, _ := out["posted"].(float64)
	return int(n)
}

// bot is the user id of the bot.
func (d *desk) bot() string {
	d.t.Helper()
	app, _ := d.call("state?as=U0ANA00001", nil)["app"].(object)
	return text(app, "user_id")
}

// tape returns what the bot called since a number, and the number to go on from.
func (d *desk) tape(since int) ([]object, int) {
	d.t.Helper()
	out := d.call(fmt.Sprintf("calls?since=%d", since), nil)
	next, _ := out["next"].(float64)
	return list(out, "calls"), int(next)
}

// secret notes words that are one person's alone and returns them.
func (d *desk) secret(words string) string {
	d.secrets = append(d.secrets, words)
	return words
}

// lookOver is the end of every test: what was shown reads well, and what is private stayed so. It stops the
// bot, to look at what it kept.
func (d *desk) lookOver() {
	d.t.Helper()
	if d.t.Failed() || d.looked {
		return
	}
	d.looked = true
	calls, _ := d.tape(0)
	d.readsWell(calls)
	d.keptPrivate(calls)
	d.stop()
	d.sealedOnDisk()
}

// keptPrivate looks for private words in everything that was sent. Forms alone may hold them: they are
// opened for whoever pressed.
func (d *desk) keptPrivate(calls []object) {
	d.t.Helper()
	for _, c := range calls {
		method := text(c, "method")
		if strings.HasPrefix(method, "views.") && method != "views.publish" {
			continue
		}
		sent := jsonText(c["args"])
		if method == "ack" && !isForm(c["response"]) {
			sent += jsonText(c["response"])
		}
		d.nothingSecretIn(sent, method)
	}
	for _, out := range d.outputs {
		d.nothingSecretIn(out.text(), "the log")
	}
}

func isForm(ack any) bool {
	o, _ := ack.(object)
	return o["view"] != nil
}

func (d *desk) nothingSecretIn(where, what string) {
	d.t.Helper()
	for _, words := range d.secrets {
		if strings.Contains(where, words) {
			d.t.Errorf("%s holds the private words %q", what, words)
		}
	}
}

// sealedOnDisk looks for private words in the files that the bot keeps.
func (d *desk) sealedOnDisk() {
	d.t.Helper()
	files, err := os.ReadDir(d.data)
	if err != nil || len(files) == 0 {
		d.t.Fatalf("the store's folder: %d files, %v", len(files), err)
	}
	for _, f := range files {
		raw, err := os.ReadFile(filepath.Join(d.data, f.Name()))
		if err != nil {
			d.t.Fatal(err)
		}
		body := string(raw)
		d.nothingSecretIn(body, f.Name())
		for _, words := range d.secrets {
			for _, code := range encoded(words) {
				if strings.Contains(body, code) {
					d.t.Errorf("%s holds the private words %q, encoded", f.Name(), words)
				}
			}
		}
	}
}

// encoded is how words stand in base64, wherever in a longer text they begin.
func encoded(words string) []string {
	var all []string
	for shift := range 3 {
		whole := words[shift:]
		all = append(all, base64.StdEncoding.EncodeToString([]byte(whole[:len(whole)/3*3])))
	}
	return all
}
