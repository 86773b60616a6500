package sandbox

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/slack-go/slack/socketmode"
)

// traced are the rows that a person's window shows, oldest first.
func (r *rig) traced(as string) []map[string]any {
	r.t.Helper()
	return objects(r.get("trace?as=" + as)["rows"])
}

// newest is the newest row of a name, whole.
func (r *rig) newest(as, name string) map[string]any {
	r.t.Helper()
	var seq any
	for _, row := range r.traced(as) {
		if row["name"] == name {
			seq = row["seq"]
		}
	}
	if seq == nil {
		r.t.Fatalf("%s was not traced", name)
	}
	row, _ := r.get(fmt.Sprintf("trace?as=%s&seq=%v", as, seq))["row"].(map[string]any)
	return row
}

func objects(list any) []map[string]any {
	var out []map[string]any
	items, _ := list.([]any)
	for _, item := range items {
		if o, ok := item.(map[string]any); ok {
			out = append(out, o)
		}
	}
	return out
}

func asText(v any) string {
	raw, _ := json.Marshal(v)
	return string(raw)
}

func TestTheTraceTellsWhatTheAppDidAndHowLongItTook(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.invite(UserAna, ChannelRefunds)
	r.connect()
	r.post("command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/mission start"})
	r.call("chat.postMessage", map[string]string{"channel": ChannelRefunds, "text": "In."})
	r.call("chat.postMessage", map[string]string{"channel": "C0NOWHERE1", "text": "Out."})

	command := r.newest(UserBo, "slash_commands")
	if command["outcome"] != envelopeAcked || command["failed"] != false || command["about"] != "/mission" {
		t.Errorf("the command is traced as %v", command)
	}
	if took, _ := command["took_ms"].(float64); took <= 0 || took > 400 {
		t.Errorf("it was acknowledged after %v ms", command["took_ms"])
	}
	failed := r.newest(UserBo, "chat.postMessage")
	if failed["outcome"] != "channel_not_found" || failed["failed"] != true {
		t.Errorf("the refused call is traced as %v", failed)
	}
	if took, _ := failed["took_ms"].(float64); took <= 0 {
		t.Errorf("it took %v ms", failed["took_ms"])
	}
	if all := asText(command) + asText(r.newest(UserBo, "apps.connections.open")); strings.Contains(all, `"token":"sandbox"`) || ticketShown(all) {
		t.Errorf("the trace shows what opens something: %s", all)
	}
}

func ticketShown(text string) bool {
	_, after, found := strings.Cut(text, "ticket=")
	return found && !strings.HasPrefix(after, "…")
}

func TestWhatIsOnePersonsIsTracedWithoutItsWords(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		sentence, name string
		act            func(*rig)
	}{
		{"A command is whose typed it.", "slash_commands", func(r *rig) {
			r.post("command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/mission reflect sealed words"})
		}},
		{"An ephemeral message is its reader's.", "chat.postEphemeral", func(r *rig) {
			r.call("chat.postEphemeral", map[string]string{"channel": ChannelRefunds, "user": UserBo, "text": "sealed words"})
		}},
		{"A direct message is for the two.", "chat.postMessage", func(r *rig) {
			r.call("chat.postMessage", map[string]string{"channel": UserBo, "text": "sealed words"})
		}},
		{"Somebody's Home is that person's.", "views.publish", func(r *rig) {
			view := `{"type":"home","blocks":[{"type":"section","text":{"type":"plain_text","text":"sealed words"}}]}`
			r.call("views.publish", map[string]string{"user_id": UserBo, "view": view})
		}},
		{"A private channel is for those in it.", "chat.postMessage", func(r *rig) {
			r.post("channel", obj{"as": UserBo, "op": "invite", "channel": ChannelQuietRoom, "user": r.s.w.app.BotUserID})
			r.call("chat.postMessage", map[string]string{"channel": ChannelQuietRoom, "text": "sealed words"})
		}},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.invite(UserAna, ChannelRefunds)
			r.connect()
			row.act(r)
			if own := asText(r.newest(UserBo, row.name)); !strings.Contains(own, "sealed words") || !strings.Contains(own, `"private":false`) {
				t.Errorf("Bo's window shows %s", own)
			}
			other := r.newest(UserChidi, row.name)
			if other["private"] != true || strings.Contains(asText(other), "sealed") {
				t.Errorf("Chidi's window shows %v", other)
			}
		})
	}
}

func TestTheTraceTellsEachChangeOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.call("auth.test", nil)
	first := r.get("trace?as=" + UserAna)
	again := r.get(fmt.Sprintf("trace?as=%s&since=%v", UserAna, first["next"]))
	if len(objects(first["rows"])) != 1 || len(objects(again["rows"])) != 0 {
		t.Fatalf("first %v, then %v", first, again)
	}
	r.try("command", obj{"as": UserAna, "channel": ChannelRefunds, "text": "/mission"})
	later := objects(r.get(fmt.Sprintf("trace?as=%s&since=%v", UserAna, first["next"]))["rows"])
	if len(later) != 1 || later[0]["outcome"] != envelopeUndialed || later[0]["failed"] != true {
		t.Errorf("with nobody connected it tells %v", later)
	}
	for range maxTrace + 10 {
		r.s.mu.Lock()
		r.s.trace.add(&traceRow{})
		r.s.mu.Unlock()
	}
	if n := len(r.s.trace.Rows); n > maxTrace {
		t.Errorf("it keeps %d rows", n)
	}
}

func TestWhatIsKeptOfCallsIsBounded(t *testing.T) {
	t.Parallel()
	large := json.RawMessage(`"` + strings.Repeat("x", 1<<20) + `"`) // one text, which all of them share here
	for _, row := range []struct {
		sentence  string
		one       json.RawMessage
		n         int
		tape, log int
	}{
		{"Small ones are many.", json.RawMessage(`1`), maxTape + 1, maxTape / 2, maxTrace / 2},
		{"Large ones are few.", large, 100, 20, 10},
	} {
		kept, rows := &tape{}, &trace{}
		for range row.n {
			kept.keep(entry{recorded: recorded{Args: row.one}})
			rows.add(&traceRow{Sent: row.one})
		}
		if n := len(kept.entries); n < row.tape || n > maxTape || kept.bytes > maxTapeBytes {
			t.Errorf("%s The tape keeps %d of %d bytes", row.sentence, n, kept.bytes)
		}
		if n := len(rows.Rows); n < row.log || n > maxTrace || rows.Bytes > maxTraceBytes {
			t.Errorf("%s The inspector keeps %d of %d bytes", row.sentence, n, rows.Bytes)
		}
		if last := rows.Rows[len(rows.Rows)-1]; last.Seq != row.n-1 {
			t.Errorf("%s The last is %d", row.sentence, last.Seq)
		}
	}
}

func TestAnEnvelopeNobodyAcknowledgesIsTold(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.dial() // takes envelopes and says nothing
	r.try("command", obj{"as": UserAna, "channel": ChannelRefunds, "text": "/mission"})
	if row := r.newest(UserAna, "slash_commands"); row["outcome"] != envelopeMissed || row["failed"] != true {
		t.Errorf("it is traced as %v", row)
	}
}

// TestAnAnswerThatIsNotTakenIsTold says what is wrong with an acknowledgement to the person whose it is, and to nobody else.
func TestAnAnswerThatIsNotTakenIsTold(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	b := r.connect()
	form := r.rawForm(b, `[{"type":"input","block_id":"a","label":{"type":"plain_text","text":"A"},"element":{"type":"plain_text_input","action_id":"a"}}]`)
	say := obj{"as": UserBo, "channel": ChannelRefunds, "text": "/mission"}
	send := obj{"as": UserBo, "view_id": form, "values": obj{"a": obj{"a": "x"}}}
	for _, row := range []struct {
		act  string
		body obj
		ack  any
		name string
		want string
	}{
		{"command", say, obj{"text": "x", "blocks": []obj{{"type": "section"}}}, "slash_commands", "acked: invalid_blocks, must define either `text` or `fields` [json-pointer:/blocks/0"},
		{"submit", send, obj{"response_action": "errors", "errors": obj{"b": "No."}}, "interactive", "acked: errors has to name block_ids of input blocks, and nothing else"},
		{"submit", send, obj{"response_action": "open"}, "interactive", `acked: response_action "open" is none of errors, update, push, clear`},
		{"submit", send, obj{"response_action": "update", "view": obj{"type": "modal"}}, "interactive", "acked: invalid_arguments, missing required field: title"},
	} {
		b.answers(func(socketmode.Request) (any, bool) { return row.ack, true })
		r.try(row.act, row.body)
		if got := r.newest(UserBo, row.name); !strings.HasPrefix(fmt.Sprint(got["outcome"]), row.want) || got["failed"] != true {
			t.Errorf("%v is traced as %v, not %q", row.ack, got, row.want)
		}
		if got := r.newest(UserAna, row.name); got["outcome"] != envelopeAcked {
			t.Errorf("Ana is told %v", got["outcome"])
		}
	}
}

func TestAMessageIsInspectedWithItsLimits(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.invite(UserAna, ChannelRefunds)
	blocks := `[{"type":"header","text":{"type":"plain_text","text":"Refunds in a day"}},{"type":"section","text":{"type":"mrkdwn","text":"Nine in ten"}}]`
	sent := r.call("chat.postMessage", map[string]string{"channel": ChannelRefunds, "text": "Hello <@" + UserBo + ">", "blocks": blocks})
	look := func(as string) map[string]any {
		return r.get("inspect?" + url.Values{"as": {as}, "channel": {ChannelRefunds}, "ts": {fmt.Sprint(sent["ts"])}}.Encode())
	}
	got := look(UserBo)
	for _, want := range []string{
		`{"at":"/text","limit":40000,"unit":"characters","used":19}`, `{"at":"/blocks","limit":50,"unit":"items","used":2}`,
		`{"at":"/blocks/0/text/text","limit":150,"unit":"characters","used":16}`,
		`{"at":"/blocks/1/text/text","limit":3000,"unit":"characters","used":11}`,
	} {
		if !strings.Contains(asText(got["limits"]), want) {
			t.Errorf("of the limits %s is missing in %s", want, asText(got["limits"]))
		}
	}
	if asText(got["pings"]) != `["`+UserBo+`"]` {
		t.Errorf("it notified %v", got["pings"])
	}
	if out := look(UserKiri); out["ok"] != true {
		t.Errorf("a public channel is hidden from a colleague: %v", out)
	}
	if out := look(UserLou); out["ok"] != true {
		t.Errorf("from a guest who is in it: %v", out)
	}
	if out := look(UserNoor); out["error"] != "channel_not_found" {
		t.Errorf("somebody of another organisation sees %v", out)
	}
}

func TestAViewIsInspectedByItsOwner(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	view := `{"type":"home","private_metadata":"m-1","blocks":[{"type":"divider"}]}`
	r.call("views.publish", map[string]string{"user_id": UserBo, "view": view})
	id := r.s.views.homes[UserBo].ID
	got := r.get("inspect?as=" + UserBo + "&view_id=" + id)
	if text := asText(got["limits"]); !strings.Contains(text, `"unit":"bytes"`) || !strings.Contains(text, `{"at":"/view/blocks","limit":100,"unit":"items","used":1}`) {
		t.Errorf("the limits are %s", text)
	}
	if out := r.get("inspect?as=" + UserAna + "&view_id=" + id); out["error"] != "view_not_found" {
		t.Errorf("somebody else gets %v", out)
	}
}
