package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/raced"
)

// Every id that a payload can carry, forged by somebody who is none of those it names: what is hidden and what does not
// exist bring the same answer, nothing is told and nothing changes.

// lair is a hidden mission with all that can be named in it, in virtual time.
type lair struct {
	*virtual
	channel, mission, entry, nudge, ts, dm, dmTS string
	// none is the same with ids that name nothing.
	none map[string]string
}

func openLair(v *virtual) lair {
	v.t.Helper()
	ana, bo := v.as("Ana"), v.as("Bo")
	ana.changes("#quiet-room", "invite", theBot)
	v.settles()
	l := lair{virtual: v, channel: ana.channel("#quiet-room"), dm: bo.channel("@app")}
	l.mission = ana.begins("#quiet-room", secretWords, "lead")
	bo.types("#quiet-room", "/mission blocked "+secretWords+" are blocked")
	entry := ana.reads("#quiet-room", "are blocked")
	l.entry, l.ts = cutOut(valueOf(entry, "help_offer"), `"e":"`, `"`), text(entry, "ts")
	bo.types("#quiet-room", "/mission join")
	bo.submits("join", object{"piece": object{"v": secretWords}, "reach": object{"v": []string{"connect"}}})
	v.passes(30 * time.Hour)
	asked := bo.reads("@app", "touch something you are after yourself?")
	l.nudge, l.dmTS = cutOut(valueOf(asked, "connect"), `"n":"`, `"`), text(asked, "ts")
	if l.entry == "" || l.nudge == "" {
		v.t.Fatalf("the lair has entry %q and nudge %q", l.entry, l.nudge)
	}
	l.none = map[string]string{
		l.channel: "C0NOTHING1", l.mission: nothingsID, l.entry: "01M83TTBRG0X149A5FRAFV9YJZ", l.nudge: "nudge/" + nothingsID,
		l.ts: "1700000000.000001", l.dm: "D0NOTHING1", l.dmTS: "1700000000.000002",
	}
	return l
}

// forgery is one payload with ids of the lair.
type forgery struct {
	name, kind string
	payload    object
}

// forgeries are payloads of every kind by one person, from a channel that she is in and from the one that she is not in.
func (l lair) forgeries(f forged) []forgery {
	value := fmt.Sprintf(`{"m":"%s","e":"%s","n":"%s","c":"%s","t":"%s","k":"progress"}`, l.mission, l.entry, l.nudge, l.channel, l.ts)
	var all []forgery
	there := f
	there.channel = l.channel
	for _, word := range []string{"", "start my words", "join my words", "progress my words", "phase", "edit", "complete", "leave", "piece my words",
		"history", "report", "book", "follow", "nudges", "round", "thanks <@U0ANA00001> for my words", "commit my words by friday", "risk my words"} {
		all = append(all, forgery{"/mission " + word + " there", "slash_commands", there.command(word)})
	}
	for _, action := range plays {
		all = append(all, forgery{"press " + action, "interactive", f.click(action, value)})
	}
	for _, action := range []string{"join", "details", "tell", "skip", "not_now", "answer", "report_here", "did_you_mean", "which", "post_anyway"} {
		all = append(all, forgery{"press " + action + " there", "interactive", there.click(action, value)})
	}
	for form, values := range formsOf {
		all = append(all, forgery{"form " + form, "interactive", f.submission(form, value, values)})
	}
	shortcut := there.messageShortcut("mission_add", "my words")
	shortcut["message_ts"] = l.ts
	all = append(all, forgery{"add a message there", "interactive", shortcut})
	said := object{"type": "message", "channel_type": "im", "user": f.user, "channel": l.dm, "thread_ts": l.dmTS, "ts": fresh("1790000000"), "text": "my words"}
	all = append(all, forgery{"a reply to another's question", "events_api", object{
		"type": "event_callback", "event_id": fresh("Ev"), "team_id": f.team, "event": said,
	}})
	return all
}

// without returns a payload with ids that name nothing in the place of those of the lair, and known anew.
func (l lair) without(p object) object {
	raw := jsonText(p)
	for id, none := range l.none {
		raw = strings.ReplaceAll(raw, id, none)
	}
	out := copied(objectOf(raw))
	for _, key := range []string{"trigger_id", "event_id"} {
		if out[key] != nil {
			out[key] = fresh(key)
		}
	}
	return out
}

// brings sends payloads and returns what each is acknowledged with, and everything that was said besides, each once, with
// the ids of the lair made nothing.
func (l lair) brings(all []forgery) (acks, said []string) {
	l.stage.t.Helper()
	_, since := l.calls(0)
	for i, f := range all {
		if i%5 == 0 {
			l.passes(30 * time.Second) // Slack answers no faster
		}
		out := l.call("envelope", object{"type": f.kind, "payload": f.payload, "accepts_response_payload": accepting(f.kind, f.payload)})
		if out["acked"] != true {
			l.stage.t.Errorf("%s is not acknowledged", f.name)
		}
		acks = append(acks, l.nothing(withoutBlockIDs(objectOf(jsonText(out["ack"])))))
	}
	l.passes(time.Minute)
	calls, _ := l.calls(since)
	for _, c := range calls {
		args, _ := c["args"].(object)
		if words := text(args, "text") + jsonText(args["blocks"]) + jsonText(args["view"]); words != "nullnull" && text(c, "method") != "ack" {
			said = append(said, l.nothing(words))
		}
	}
	slices.Sort(said)
	return acks, slices.Compact(said)
}

// nothing puts ids that name nothing in the place of those of the lair.
func (l lair) nothing(words string) string {
	for id, none := range l.none {
		words = strings.ReplaceAll(words, id, none)
	}
	return words
}

func objectOf(raw string) object {
	out, err := decodeObject(raw)
	if err != nil {
		return object{}
	}
	return out
}

func TestForgedIDsGetNoMoreThanAnOutsider(t *testing.T) {
	t.Parallel()
	rows := []struct{ sentence, user, team string }{
		{"somebody of ours who is not in the channel", "U0DEE00001", ourTeam},
		{"a guest of another channel", "U0LOU00001", ourTeam},
		{"somebody of another organisation whom the payload puts with us", "U0NOOR0001", ourTeam},
		{"a person that does not exist", "U0NOBODY01", ourTeam},
		{"Slackbot", "USLACKBOT", ourTeam},
	}
	if raced.Enabled {
		rows = rows[1:2]
	}
	for _, row := range rows {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			inVirtual(t, virtualDay, false, func(v *virtual) {
				l := openLair(v)
				f := forged{stage: v.stage, ear: &ear{url: v.url + "/response"}, user: row.user, team: row.team, channel: v.as("Dee").channel("#refunds")}
				before, began := l.standing(), time.Now()
				forged := l.forgeries(f)
				acks, said := l.brings(forged)
				none := make([]forgery, len(forged))
				for i, f := range forged {
					none[i] = forgery{f.name, f.kind, l.without(f.payload)}
				}
				acksOfNone, saidOfNone := l.brings(none)
				for i := range acks {
					if acks[i] != acksOfNone[i] {
						v.t.Errorf("%s: what is hidden is acknowledged with\n%s\nand what does not exist with\n%s", forged[i].name, acks[i], acksOfNone[i])
					}
				}
				if !slices.Equal(said, saidOfNone) {
					v.t.Errorf("of what is hidden the bot says\n%q\nand of what does not exist\n%q", said, saidOfNone)
				}
				if shown := strings.Join(append(acks, said...), " "); strings.Contains(shown, secretWords) || strings.Contains(shown, "quiet-room") {
					v.t.Errorf("it tells what is hidden: %s", shown)
				}
				if after := l.standing(); after != before {
					v.t.Errorf("something changed:\n%s\nbecame\n%s", before, after)
				}
				hall{virtual: v}.quiet(began)
			})
		})
	}
}

func decodeObject(raw string) (out object, err error) {
	err = json.Unmarshal([]byte(raw), &out)
	return out, err
}
