package sandbox

import (
	"testing"
)

// TestAttachmentsArePressedToo: an element of an attachment fires as one of the
// message does, and the payload says in which attachment it stood
// (docs.slack.dev/reference/interaction-payloads/block_actions-payload).
func TestAttachmentsArePressedToo(t *testing.T) {
	r := newRig(t)
	r.invite("U0ANA00001", "C0REFUNDS1")
	b := r.connect()
	button := func(id string) string {
		return `[{"type":"actions","block_id":"` + id + `","elements":[{"type":"button","action_id":"` + id + `","text":{"type":"plain_text","text":"Press"}}]}]`
	}
	out := r.call("chat.postMessage", map[string]string{
		"channel": "C0REFUNDS1", "text": "x", "blocks": button("own"),
		"attachments": `[{"text":"words","fallback":"words"},{"fallback":"f","blocks":` + button("hung") + `}]`,
	})
	for _, row := range []struct {
		action, kind string
		attachment   any
	}{{"own", "message", nil}, {"hung", "message_attachment", 2.0}} {
		r.post("click", obj{"as": "U0BO000001", "channel": "C0REFUNDS1", "ts": out["ts"], "action_id": row.action})
		var container map[string]any
		for got := (map[string]any{}); got["type"] != "block_actions"; {
			got = b.payload(t)
			container, _ = got["container"].(map[string]any)
		}
		if container["type"] != row.kind || container["attachment_id"] != row.attachment {
			t.Errorf("%s stands in %v", row.action, container)
		}
	}
}
