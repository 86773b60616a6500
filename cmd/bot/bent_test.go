package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/raced"
	"throughline/internal/sandbox/payloads"
)

// Whatever JSON comes, the bot answers or lets go of it, and goes on.

// bentEnvelopes is how many are sent: `go test ./cmd/bot -run EveryHandlerSurvives -bent 100000 -timeout 2h` sends that
// many, other ones each time.
var bentEnvelopes = flag.Int("bent", 0, "how many envelopes are bent and sent, by chance; 0 sends a few, always the same")

// straight are payloads of every kind that a person can cause, before they are bent: those that were recorded, and for
// every command, button and form of the bot one that it would take.
func (h hall) straight(t *testing.T) []payloads.Sample {
	t.Helper()
	all := slices.DeleteFunc(samples(t), func(s payloads.Sample) bool { return endsTheInstallation(decoded(t, s)) })
	add := func(kind, name string, payload object) {
		all = append(all, payloads.Sample{
			Name: name, EnvelopeType: kind, Payload: json.RawMessage(jsonText(payload)), AcceptsPayload: accepting(kind, payload),
		})
	}
	carried := fmt.Sprintf(`{"m":"%s","e":"%s","n":"%s","k":"progress","c":"%s"}`, h.mission, h.entry, h.nudge, h.bo.channel)
	for verb := range strings.FieldsSeq("start join piece leave progress learned blocked win thanks phase edit complete list history " +
		"help report book follow connect reflect journal coach balance nudges round my-data forget-me commit try risk") {
		add("slash_commands", "command "+verb, h.bo.command(verb+" "+unsaid))
	}
	for _, action := range plays {
		add("interactive", "press "+action, h.bo.click(action, carried))
	}
	for _, form := range slices.Sorted(maps.Keys(formsOf)) {
		add("interactive", "form "+form, h.bo.submission(form, carried, formsOf[form]))
	}
	for _, shortcut := range []string{"mission_start", "mission_add", "mission_reflect", "mission_tell"} {
		add("interactive", "shortcut "+shortcut, h.bo.messageShortcut(shortcut, unsaid))
	}
	return all
}

// unsaid are words that stand in no log.
const unsaid = "zqx words of mine"

// hall is a bot with one mission that everybody here may see and a hidden one, in virtual time.
type hall struct {
	*virtual
	bo                    forged
	mission, entry, nudge string
}

func openHall(v *virtual) hall {
	v.t.Helper()
	ana, bo := v.as("Ana"), v.as("Bo")
	h := hall{virtual: v}
	h.mission = ana.begins("#refunds", "Refunds in a day", "lead")
	ana.changes("#quiet-room", "invite", theBot)
	v.settles()
	ana.begins("#quiet-room", secretWords, "lead")
	bo.types("#refunds", "/mission join the phones")
	bo.types("#refunds", "/mission blocked the bank is closed")
	h.entry = cutOut(valueOf(ana.reads("#refunds", "the bank is closed"), "help_offer"), `"e":"`, `"`)
	h.nudge = "nudge/" + nothingsID
	h.bo = forged{stage: v.stage, ear: &ear{url: v.url + "/response"}, user: bo.id, team: ourTeam, channel: bo.channel("#refunds")}
	return h
}

// hidden is all that stands in the private channel.
func (h hall) hidden() string {
	ana, all := h.as("Ana"), ""
	for _, m := range ana.messages("#quiet-room") {
		all += text(m, "ts") + " " + text(m, "text") + "\n"
	}
	return all
}

func TestEveryHandlerSurvivesAnyJSON(t *testing.T) {
	t.Parallel()
	most, seed := *bentEnvelopes, uint64(1)
	switch {
	case most > 0:
		seed = rand.Uint64()
	case raced.Enabled:
		most = 80
	default:
		most = 250
	}
	t.Logf("%d envelopes, seed %d", most, seed)
	inVirtual(t, virtualDay, false, func(v *virtual) {
		h := openHall(v)
		bases, before := h.straight(v.t), h.hidden()
		began := time.Now()
		kinds := map[string]int{}
		order := rand.New(rand.NewPCG(seed, 0)).Perm(len(bases))
		for i := range most {
			base := bases[order[i%len(bases)]]
			payload, err := payloads.Bend(rand.New(rand.NewPCG(seed, uint64(i))), base.Payload)
			if err != nil {
				v.t.Fatal(err)
			}
			out := v.call("envelope", object{"type": base.EnvelopeType, "payload": payload, "accepts_response_payload": base.AcceptsPayload})
			if out["acked"] != true {
				v.t.Errorf("number %d of seed %d, %s bent to %s, is not acknowledged", i, seed, base.Name, cut(string(payload)))
			}
			if ack, _ := out["ack"].(object); len(ack) > 0 {
				kinds["answered"]++
			} else {
				kinds["taken"]++
			}
			if i%100 == 99 {
				v.passes(time.Minute) // the made-up people were asked for as fast as Slack answers
				h.stillWorks()
			}
		}
		v.passes(10 * time.Minute)
		h.stillWorks()
		h.quiet(began)
		if after := h.hidden(); after != before {
			v.t.Errorf("somebody wrote into a channel that nobody of them is in:\n%s", after)
		}
		v.t.Log(kinds)
	})
}

// stillWorks holds the bot to its next command, of somebody who did nothing.
func (h hall) stillWorks() {
	h.stage.t.Helper()
	emi := h.as("Emi")
	if got := text(emi.types("#refunds", "/mission help"), "text"); !strings.Contains(got, "/mission progress") {
		h.stage.t.Errorf("Emi is answered with %q", cut(got))
	}
	if got := text(emi.types("#refunds", "/mission"), "text"); !strings.Contains(got, "Refunds in a day") {
		h.stage.t.Errorf("the mission is another one: %q", cut(got))
	}
}

// quiet holds the log to telling of no panic and of nobody's words, and channels to nothing that pings or misleads.
func (h hall) quiet(since time.Time) {
	h.stage.t.Helper()
	for _, l := range h.log.since(since, slog.LevelDebug) {
		line := fmt.Sprint(l)
		if strings.Contains(line, "panic") {
			h.stage.t.Errorf("a handler panicked: %s", line)
		}
		for _, word := range []string{unsaid, "zqx", "my words", "evil.example", secretWords} {
			if strings.Contains(line, word) {
				h.stage.t.Errorf("the log has what was typed: %s", cut(line))
			}
		}
	}
	for _, m := range h.as("Ana").messages("#refunds") {
		for _, shown := range []string{"<!channel>", "<!here", "<https://evil.example"} {
			if text(m, "user") == theBot && strings.Contains(jsonText(m), strings.Trim(jsonText(shown), `"`)) {
				h.stage.t.Errorf("a message of the bot has %s: %s", shown, cut(text(m, "text")))
			}
		}
	}
}

// Frames that are no envelopes, and envelopes deeper than any reader goes, leave the bot at work.
func TestTheSocketSurvivesAnyFrame(t *testing.T) {
	t.Parallel()
	inVirtual(t, virtualDay, false, func(v *virtual) {
		h := openHall(v)
		began := time.Now()
		deep := strings.Repeat("[", 50_000) + strings.Repeat("]", 50_000)
		for _, frame := range []string{
			"", " ", "null", "7", `"text"`, "[]", "{}", "{", `{"type":7}`, `{"type":"hello"}`, "\xff\xfe", "\x00", deep,
			`{"type":"interactive","envelope_id":"deep","payload":` + deep + `}`,
			`{"type":"slash_commands","envelope_id":7,"payload":{}}`, `{"type":"slash_commands","payload":{"user_id":"U0BO000001"}}`,
			`{"type":"slash_commands","envelope_id":"e1"}`, `{"type":"slash_commands","envelope_id":"e2","payload":null}`,
			`{"type":"slash_commands","envelope_id":"e3","payload":"text"}`, `{"type":"events_api","envelope_id":"e4","payload":[]}`,
			`{"type":"disconnect","reason":7}`, `{"type":"disconnect","reason":"nobody knows"}`, `{"type":"` + strings.Repeat("x", 1<<20) + `"}`,
			`{"type":"interactive","envelope_id":"` + strings.Repeat("x", 30_000) + `","payload":{}}`,
			`{"type":"interactive","envelope_id":"\ud800","payload":{},"payload":[],"retry_attempt":-1e400}`,
		} {
			for _, binary := range []bool{false, true} {
				v.call("fault", object{"kind": "frame", "frame": frame, "binary": binary})
			}
			v.passes(time.Minute)
			h.stillWorks()
		}
		h.quiet(began)
	})
}
