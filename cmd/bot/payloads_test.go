package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/sandbox/blockkit"
	"throughline/internal/sandbox/payloads"
)

// What Slack sends apps, as it was recorded and as nobody would send it: each envelope is acknowledged once
// and in time, nothing breaks, and nothing is sent that Slack would refuse.

// post sends envelopes to the bot as they are and looks at what comes back.
type post struct {
	*stage
	ear *ear
	// since is the number of the first call to look at.
	since int
	sent  int
}

func openPost(t *testing.T) *post {
	t.Helper()
	s := openStage(t)
	s.as("Ana").begins("#refunds", "Refunds in a day", "lead")
	_, since := s.calls(0)
	return &post{stage: s, ear: newEar(t), since: since}
}

// renewed returns a payload with what has to be another one in each: what it is known by, and where the
// answer goes.
func (p *post) renewed(payload object) object {
	out := copied(payload)
	for _, key := range []string{"event_id", "trigger_id"} {
		if out[key] != nil {
			out[key] = fresh(key)
		}
	}
	if out["response_url"] != nil {
		out["response_url"] = p.ear.url + "/" + fresh("answer")
	}
	return out
}

func copied(o object) object {
	var out object
	raw, err := json.Marshal(o)
	if err == nil {
		err = json.Unmarshal(raw, &out)
	}
	if err != nil {
		panic(err) // decoded JSON can be encoded
	}
	return out
}

// send delivers an envelope and holds its acknowledgement to coming in time and to Slack's rules.
func (p *post) send(name, kind string, accepts bool, payload any) {
	p.t.Helper()
	out := p.call("envelope", object{"type": kind, "payload": payload, "accepts_response_payload": accepts})
	if out["acked"] != true {
		p.t.Errorf("%s was not acknowledged: %v", name, out)
	}
	ack, _ := out["ack"].(object)
	if view, ok := ack["view"]; ok {
		wantSound(p.t, name, blockkit.ValidateView(json.RawMessage(jsonText(view)), blockkit.Modal))
		return
	}
	wantSound(p.t, name, faultsIn(ack))
}

// faultsIn is what Slack would say of a message's blocks.
func faultsIn(message object) []string {
	if message["blocks"] == nil {
		return nil
	}
	return blockkit.ValidateMessage(json.RawMessage(jsonText(message["blocks"])))
}

func wantSound(t *testing.T, name string, faults []string) {
	t.Helper()
	if len(faults) > 0 {
		t.Errorf("%s is answered with what Slack would refuse: %q", name, faults)
	}
}

// excused are the codes with which Slack says that the world is another one than a payload has it. Any
// other code says that the bot sent what it should not have.
var excused = []string{
	"invalid_trigger_id", "expired_trigger_id", "exchanged_trigger_id", "channel_not_found", "user_not_found", "not_in_channel",
	"user_not_in_channel", "user_not_visible", "message_not_found", "not_found", "users_not_found", "is_archived",
	"ratelimited",
}

// finish looks at all that went over the wire, and whether the bot still works.
func (p *post) finish() {
	p.t.Helper()
	p.passes(time.Minute)
	calls, _ := p.calls(p.since)
	acks := make(map[string]int)
	for _, c := range calls {
		args, _ := c["args"].(object)
		response, _ := c["response"].(object)
		if text(c, "method") == "ack" {
			if acks[text(args, "envelope_id")]++; args["known"] != true {
				p.t.Errorf("an acknowledgement of nothing: %v", args)
			}
			continue
		}
		if code := text(response, "error"); code != "" && !slices.Contains(excused, code) {
			p.t.Errorf("Slack refused %s with %s: %v %v", text(c, "method"), code, response, args)
		}
	}
	if len(acks) < p.sent {
		p.t.Errorf("%d envelopes were sent and %d acknowledged", p.sent, len(acks))
	}
	for id, n := range acks {
		if n != 1 {
			p.t.Errorf("envelope %s was acknowledged %d times", id, n)
		}
	}
	p.ear.mu.Lock()
	for path, said := range p.ear.said {
		for _, m := range said {
			wantSound(p.t, path, faultsIn(m))
		}
	}
	p.ear.mu.Unlock()
	if strings.Contains(p.output(), "panic") {
		p.t.Error("a handler panicked")
	}
	if got := text(p.as("Bo").types("#refunds", "/mission help"), "text"); !strings.Contains(got, "/mission progress") {
		p.t.Errorf("the bot does not help any more: %q", got)
	}
	if got := text(p.as("Bo").types("#refunds", "/mission"), "text"); !strings.HasPrefix(got, "Refunds in a day, beginning") {
		p.t.Errorf("the mission is another one: %q", got)
	}
}

// Each kind of payload that Slack sends is taken.
func TestEveryPayloadIsTaken(t *testing.T) {
	t.Parallel()
	p := openPost(t)
	for _, sample := range samples(t) {
		payload := decoded(t, sample)
		if endsTheInstallation(payload) {
			continue
		}
		p.send(sample.Name, sample.EnvelopeType, sample.AcceptsPayload, p.renewed(payload))
		p.sent++
	}
	p.finish()
}

func samples(t *testing.T) []payloads.Sample {
	t.Helper()
	all, err := payloads.All()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func decoded(t *testing.T, sample payloads.Sample) object {
	t.Helper()
	var payload object
	if err := json.Unmarshal(sample.Payload, &payload); err != nil {
		t.Fatalf("%s: %v", sample.Name, err)
	}
	return payload
}

// endsTheInstallation reports whether an event says that the bot is no longer wanted.
func endsTheInstallation(payload object) bool {
	event, _ := payload["event"].(object)
	tokens, _ := event["tokens"].(object)
	bots, _ := tokens["bot"].([]any)
	return event["type"] == "app_uninstalled" || event["type"] == "tokens_revoked" && slices.Contains(bots, any(theBot))
}

// The event that ends the installation is acknowledged too, before the program stops.
func TestTheLastEventIsAcknowledged(t *testing.T) {
	t.Parallel()
	for _, sample := range samples(t) {
		payload := decoded(t, sample)
		if !endsTheInstallation(payload) {
			continue
		}
		t.Run(sample.Name, func(t *testing.T) {
			t.Parallel()
			slack, data := openSlack(t), t.TempDir()
			bot := launchBot(t, slack, data)
			p := &post{stage: slack}
			p.send(sample.Name, sample.EnvelopeType, sample.AcceptsPayload, payload)
			select {
			case <-bot.done:
			case <-time.After(10 * time.Second):
				t.Fatal("the program goes on")
			}
			if out := bot.out.text(); !strings.Contains(out, "install") {
				t.Errorf("the program stopped with %q", out)
			}
		})
	}
}

// What nobody knows is acknowledged, so that Slack does not send it again.
func TestEnvelopesThatNobodyKnows(t *testing.T) {
	t.Parallel()
	p := openPost(t)
	f := forged{stage: p.stage, ear: p.ear, user: "U0BO000001", team: ourTeam, channel: "C0REFUNDS1"}
	click := f.click("join", "{}")
	without := func(key string) object {
		out := p.renewed(click)
		delete(out, key)
		return out
	}
	with := func(key string, value any) object {
		out := p.renewed(click)
		out[key] = value
		return out
	}
	inner := func(event object) object {
		return object{"type": "event_callback", "event_id": fresh("Ev"), "team_id": ourTeam, "event": event}
	}
	for _, row := range []struct {
		sentence, kind string
		payload        any
	}{
		{"an envelope of an unknown type", "carrier_pigeon", object{"a": 1}},
		{"an envelope without a type of its payload", "interactive", object{}},
		{"a command without anything", "slash_commands", object{}},
		{"a payload that is a list", "slash_commands", []any{1, 2}},
		{"a payload that is text", "interactive", "text"},
		{"an event that is a number", "events_api", 7},
		{"an unknown inner event", "events_api", inner(object{"type": "weather_changed", "channel": "C0REFUNDS1"})},
		{"an inner event without a type", "events_api", inner(object{"user": "U0BO000001"})},
		{"an event without an inner one", "events_api", object{"type": "event_callback", "event_id": fresh("Ev")}},
		{"an outer event that tells of limits", "events_api", object{"type": "app_rate_limited", "team_id": ourTeam, "minute_rate_limited": 1}},
		{"a click without actions", "interactive", without("actions")},
		{"a click with no action", "interactive", with("actions", []any{})},
		{"a click with an action of nothing", "interactive", with("actions", []any{nil})},
		{"a click without a user", "interactive", without("user")},
		{"a click without a channel", "interactive", without("channel")},
		{"a click without a container", "interactive", without("container")},
		{"a click on a value that is no JSON", "interactive", f.click("details", "{{{")},
		{"a click on a very long value", "interactive", f.click("details", strings.Repeat("v", 2000))},
		{"a click from a menu without a choice", "interactive", f.click("more", "")},
		{"a click on an action that nobody knows", "interactive", f.click("nobody_knows", "x")},
		{"a form that nobody knows", "interactive", f.submission("nobody_knows", "", object{})},
		{"a form without values", "interactive", f.submission("tell", `{"m":"x"}`, nil)},
		{"a form with metadata that is no JSON", "interactive", f.submission("tell", "{{{", object{})},
		{"a form whose view is nothing", "interactive", func() object {
			out := f.submission("tell", "", object{})
			out["view"] = nil
			return out
		}()},
		{"an interaction of an unknown type", "interactive", with("type", "mind_reading")},
		{"a legacy dialog", "interactive", with("type", "dialog_submission")},
		{"a legacy button", "interactive", with("type", "interactive_message")},
	} {
		p.send(row.sentence, row.kind, true, row.payload)
		p.sent++
	}
	p.finish()
}
