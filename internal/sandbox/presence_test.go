package sandbox

import (
	"strings"
	"testing"

	"throughline/internal/sandbox/rules"
)

// Blocks that speak of what the workspace does not have are refused.
func TestBlocksSpeakOfWhatIsThere(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "object/slack-file", "block/video", "element/file-input")
	const video = `{"type":"video","video_url":"https://video.test/1","thumbnail_url":"https://video.test/t","alt_text":"A","title":{"type":"plain_text","text":"A"}}`
	r := newRig(t, func(o *Options) {
		o.App = DefaultApp()
		o.App.Scopes = append(o.App.Scopes, "links.embed:write")
		o.App.UnfurlDomains = []string{"video.test"}
	})
	picture := r.upload("trend.png", "", "", picture(t))
	words := r.upload("words.txt", "", "", []byte("Hello"))
	for _, row := range []struct{ sentence, block, want string }{
		{"A picture that is there is shown.", `{"type":"image","alt_text":"A","slack_file":{"id":"` + picture.ID + `"}}`, ""},
		{"One that is not is refused.", `{"type":"image","alt_text":"A","slack_file":{"id":"F0NOTHING1"}}`, "invalid slack file [json-pointer:/blocks/0]"},
		{"A text is no picture.", `{"type":"section","text":{"type":"plain_text","text":"A"},"accessory":{"type":"image","alt_text":"A","slack_file":{"id":"` + words.ID + `"}}}`,
			"invalid slack file [json-pointer:/blocks/0]"},
		{"A video of the app's domain is shown.", video, ""},
		{"One of another is not.", strings.Replace(video, "video.test/1", "other.test/1", 1), "Video validation failed: Domain is not a valid unfurl domain claimed by your app [json-pointer:/blocks/0]"},
		{"Remote files are not there.", `{"type":"file","external_id":"a","source":"remote"}`, "no such remote file [json-pointer:/blocks/0]"},
		{"Calls are not there.", `{"type":"call","call_id":"R0"}`, "no such call [json-pointer:/blocks/0]"},
		{"Workflows are not there.", `{"type":"actions","elements":[{"type":"workflow_button","action_id":"a","text":{"type":"plain_text","text":"A"},"workflow":{"trigger":{"url":"https://slack.test/x"}}}]}`,
			"no such workflow trigger [json-pointer:/blocks/0]"},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			r.s.mu.Lock()
			r.s.limits.reset()
			r.s.mu.Unlock()
			out := r.call("chat.postMessage", map[string]string{"channel": UserBo, "text": "x", "blocks": "[" + row.block + "]"})
			messages, _ := dig(out, "response_metadata", "messages").([]any)
			if row.want == "" && out["ok"] != true {
				t.Errorf("refused: %v", out)
			}
			if row.want != "" && (out["error"] != "invalid_blocks" || len(messages) != 1 || messages[0] != "[ERROR] "+row.want) {
				t.Errorf("got %v, want %s", out, row.want)
			}
		})
	}
	t.Run("Files are asked for with files:read.", func(t *testing.T) {
		b := r.connect()
		r.post("command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/mission start"})
		trigger, _ := b.payload(t)["trigger_id"].(string)
		out := r.call("views.open", map[string]string{"trigger_id": trigger, "view": `{"type":"modal","title":{"type":"plain_text","text":"A"},"submit":{"type":"plain_text","text":"A"},
			"blocks":` + inputBlock(`{"type":"file_input","action_id":"a"}`) + `}`})
		messages, _ := dig(out, "response_metadata", "messages").([]any)
		if out["error"] != "invalid_arguments" || len(messages) != 1 || messages[0] != "[ERROR] file_input needs the scope files:read [json-pointer:/view/blocks/0]" {
			t.Errorf("%v", out)
		}
	})
}
