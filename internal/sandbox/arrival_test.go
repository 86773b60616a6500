package sandbox

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"throughline/internal/sandbox/rules"
)

func block(format string, args ...any) string { return "[" + fmt.Sprintf(format, args...) + "]" }

// What is refused says which rule and where, as Slack does.
func TestRefusedBlocksAreNamedByCodeAndPlace(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "surface/says-where", "surface/whole-call", "surface/message-50", "block/table-one")
	table := `{"type":"table","rows":[[{"type":"raw_text","text":"A"}]]}`
	many := strings.TrimSuffix(strings.Repeat(`{"type":"divider"},`, 51), ",")
	nested := strings.Repeat(`{"type":"divider"},`, 48) + `{"type":"container","title":{"type":"plain_text","text":"A"},"child_blocks":[{"type":"divider"},{"type":"divider"}]}`
	rows := []struct {
		sentence, method string
		form             map[string]string
		code, message    string
	}{
		{"A text that is too long.", "chat.postMessage", map[string]string{"blocks": block(`{"type":"header","text":{"type":"plain_text","text":%q}}`, strings.Repeat("x", 151))},
			"invalid_blocks", "[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]"},
		{"A key that nobody knows.", "chat.postMessage", map[string]string{"blocks": `[{"type":"divider"},{"type":"divider","text":"A"}]`},
			"invalid_blocks", "[ERROR] invalid additional property: text [json-pointer:/blocks/1]"},
		{"Blocks wrapped in an object.", "chat.postMessage", map[string]string{"blocks": `{"blocks":[]}`},
			"invalid_blocks_format", "[ERROR] must be an array of blocks [json-pointer:/blocks]"},
		{"More blocks than fifty.", "chat.postMessage", map[string]string{"blocks": "[" + many + "]"},
			"msg_blocks_too_long", "[ERROR] no more than 50 items allowed [json-pointer:/blocks]"},
		{"More blocks with those inside of others.", "chat.postMessage", map[string]string{"blocks": "[" + nested + "]"},
			"msg_blocks_too_long", "[ERROR] no more than 50 items allowed [json-pointer:/blocks]"},
		{"Blocks of an attachment.", "chat.postMessage", map[string]string{"text": "x", "attachments": `[{"text":"A"},{"blocks":[{"type":"header"}]}]`},
			"invalid_attachments", "[ERROR] missing required field: text [json-pointer:/attachments/1/blocks/0]"},
		{"A table beside that of an attachment.", "chat.postMessage", map[string]string{"blocks": "[" + table + "]", "attachments": `[{"blocks":[` + table + `]}]`},
			"invalid_attachments", "[ERROR] only_one_table_allowed [json-pointer:/attachments/0]"},
		{"A view without a title.", "views.publish", map[string]string{"view": `{"type":"modal"}`},
			"invalid_arguments", "[ERROR] unsupported type: modal [json-pointer:/view/type]"},
		{"A view that is too large.", "views.publish", map[string]string{"view": `{"type":"home","blocks":[],"private_metadata":"` + strings.Repeat("x", 250_000) + `"}`},
			"view_too_large", ""},
	}
	r := newRig(t)
	for _, row := range rows {
		t.Run(row.sentence, func(t *testing.T) {
			row.form["channel"], row.form["user_id"] = UserBo, UserBo
			out := r.call(row.method, row.form)
			messages, _ := dig(out, "response_metadata", "messages").([]any)
			if out["error"] != row.code || (row.message != "" && (len(messages) != 1 || messages[0] != row.message)) {
				t.Errorf("got %v %v, want %s %s", out["error"], messages, row.code, row.message)
			}
			if errors, _ := out["errors"].([]any); row.code == "invalid_blocks" && (len(errors) != 1 || "[ERROR] "+errors[0].(string) != row.message) {
				t.Errorf("errors %v", errors)
			}
		})
	}
}

// Slack writes into blocks what their author left out.
func TestBlocksComeBackWithWhatWasLeftOut(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "text/verbatim-true", "text/urls-linked")
	rows := []struct {
		sentence, given, path string
		want                  any
	}{
		{"An address in mrkdwn is linked.", `{"type":"section","text":{"type":"mrkdwn","text":"See https://a.test/x."}}`, "text.text", "See <https://a.test/x>."},
		{"Not where it is verbatim.", `{"type":"section","text":{"type":"mrkdwn","verbatim":true,"text":"See https://a.test/x."}}`, "text.text", "See https://a.test/x."},
		{"Nor in code.", "{\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\",\"text\":\"`https://a.test`\"}}", "text.text", "`https://a.test`"},
		{"A public channel's name is linked.", `{"type":"section","text":{"type":"mrkdwn","text":"in #refunds"}}`, "text.text", "in <#C0REFUNDS1|refunds>"},
		{"A private one's is not.", `{"type":"section","text":{"type":"mrkdwn","text":"in #quiet-room"}}`, "text.text", "in #quiet-room"},
		{"People's names are not.", `{"type":"section","text":{"type":"mrkdwn","text":"ask @bo"}}`, "text.text", "ask @bo"},
		{"A date stays as it is.", `{"type":"section","text":{"type":"mrkdwn","text":"<!date^1795500000^{date}^https://a.test|today> <!subteam^S0TEAM0001>"}}`, "text.text", "<!date^1795500000^{date}^https://a.test|today> <!subteam^S0TEAM0001>"},
		{"Emoji are kept by name.", `{"type":"section","text":{"type":"mrkdwn","text":"done 🎉 ` + "`🎉`" + `"}}`, "text.text", "done :tada: `🎉`"},
		{"In plain text too.", `{"type":"header","text":{"type":"plain_text","text":"👍🏽"}}`, "text.text", ":+1::skin-tone-4:"},
		{"Unless it has none.", `{"type":"header","text":{"type":"plain_text","text":"🎉","emoji":false}}`, "text.text", "🎉"},
		{"Rich text stays.", `{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"🎉"}]}]}`, "elements.0.elements.0.text", "🎉"},
		{"Plain text shows emoji.", `{"type":"header","text":{"type":"plain_text","text":"A"}}`, "text.emoji", true},
		{"An input is asked for.", `{"type":"input","label":{"type":"plain_text","text":"A"},"element":{"type":"plain_text_input"}}`, "optional", false},
		{"An input sends on Enter.", `{"type":"input","label":{"type":"plain_text","text":"A"},"element":{"type":"plain_text_input"}}`, "element.dispatch_action_config.trigger_actions_on.0", "on_enter_pressed"},
		{"A layout has a fallback.", `{"type":"layout","label":"A","rows":[{"items":[{"block":{"type":"divider"}}]}]}`, "fallback", []any{}},
	}
	r := newRig(t)
	for _, row := range rows {
		t.Run(row.sentence, func(t *testing.T) {
			r.s.mu.Lock()
			r.s.limits.reset()
			r.s.mu.Unlock()
			out := r.call("chat.postMessage", map[string]string{"channel": UserBo, "text": "x", "blocks": block("%s", row.given)})
			blocks, _ := dig(out, "message", "blocks").([]any)
			if len(blocks) != 1 {
				t.Fatalf("%v", out)
			}
			if diff := cmp.Diff(row.want, at(blocks[0], strings.Split(row.path, "."))); diff != "" {
				t.Errorf("%s (-want +got):\n%s", row.path, diff)
			}
		})
	}
	t.Run("The id of a markdown block is not kept.", func(t *testing.T) {
		out := r.call("chat.postMessage", map[string]string{"channel": UserAna, "text": "x", "blocks": `[{"type":"markdown","text":"*A*","block_id":"mine"}]`})
		blocks, _ := dig(out, "message", "blocks").([]any)
		if id := at(blocks[0], []string{"block_id"}); id == "mine" || id == nil {
			t.Errorf("block_id %v", id)
		}
	})
}

// at walks objects by key and lists by index.
func at(v any, path []string) any {
	for _, step := range path {
		switch node := v.(type) {
		case map[string]any:
			v = node[step]
		case []any:
			v = node[0]
		}
	}
	return v
}

func TestAppsTextNamesNoPrivateChannel(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "text/parse-none", "text/parse-full", "text/link-names", "text/urls-linked", "edit/parse-reset", "text/escape", "text/emoji-codes")
	r := newRig(t)
	rows := []struct {
		sentence    string
		form        map[string]string
		text, value string
	}{
		{"Addresses are linked.", nil, "https://a.test", "<https://a.test>"},
		{"Unless parse is none.", map[string]string{"parse": "none"}, "https://a.test @bo", "https://a.test @bo"},
		{"Names stay.", nil, "@bo #refunds", "@bo #refunds"},
		{"Unless they are asked for.", map[string]string{"link_names": "true"}, "@bo #refunds @here", "<@U0BO000001> <#C0REFUNDS1|refunds> <!here>"},
		{"Or all is.", map[string]string{"parse": "full"}, "@bo #refunds", "<@U0BO000001> <#C0REFUNDS1|refunds>"},
		{"A private channel stays a word.", map[string]string{"parse": "full"}, "#quiet-room", "#quiet-room"},
		{"Code stays code.", map[string]string{"parse": "full"}, "```@bo https://a.test```", "```@bo https://a.test```"},
		{"Emoji are kept by name.", map[string]string{"parse": "none"}, "🎉 :nope:", ":tada: :nope:"},
		{"Escapes stay.", nil, "&lt;!here&gt; a &amp; b", "&lt;!here&gt; a &amp; b"},
	}
	for _, row := range rows {
		t.Run(row.sentence, func(t *testing.T) {
			r.s.mu.Lock()
			r.s.limits.reset()
			r.s.mu.Unlock()
			form := map[string]string{"channel": UserBo, "text": row.text}
			maps.Copy(form, row.form)
			if got := dig(r.call("chat.postMessage", form), "message", "text"); got != row.value {
				t.Errorf("kept as %v, want %s", got, row.value)
			}
		})
	}
	t.Run("An update reads the text as if nothing had been said.", func(t *testing.T) {
		words := "https://a.test @bo"
		for how, want := range map[string]string{"none": "<https://a.test> @bo", "full": "<https://a.test> @bo"} {
			sent := r.call("chat.postMessage", map[string]string{"channel": UserAna, "text": words, "parse": how})
			form := map[string]string{"channel": fmt.Sprint(sent["channel"]), "ts": fmt.Sprint(sent["ts"]), "text": words}
			if got := r.call("chat.update", form); dig(sent, "message", "text") == want || got["text"] != want {
				t.Errorf("posted with %s %v, updated to %v", how, sent, got)
			}
		}
	})
}

func TestPeopleNameNoChannelThatTheyDoNotSee(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "command/escape", "command/no-escape", "command/emoji", "text/typed-escaped")
	w := acmeBooks(DefaultApp().filled(), time.Now())
	for _, row := range []struct {
		sentence, who, typed, command, message string
	}{
		{"Bo is in the quiet room.", UserBo, "#quiet-room", "<#C0QUIET001|>", "<#C0QUIET001|quiet-room>"},
		{"Chidi is not.", UserChidi, "#quiet-room <#C0QUIET001>", "#quiet-room &lt;#C0QUIET001&gt;", "#quiet-room &lt;#C0QUIET001&gt;"},
		{"Emoji come by name.", UserBo, "ok 🎉", "ok :tada:", "ok :tada:"},
		{"Quotes and spaces come as they are typed.", UserBo, "“a”\u00a0‘b’ — c", "“a”\u00a0‘b’ — c", "“a”\u00a0‘b’ — c"},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			if got := w.commandText(w.user(row.who), row.typed, true); got != row.command {
				t.Errorf("the command says %q, want %q", got, row.command)
			}
			if got := w.typedText(w.user(row.who), row.typed); got != row.message {
				t.Errorf("the message says %q, want %q", got, row.message)
			}
		})
	}
}

func TestMentionsInAttachmentsMightPing(t *testing.T) {
	t.Parallel()
	got := pings("x", nil, json.RawMessage(`[{"pretext":"<@U0BO000001>","fields":[{"value":"<!here>"}],"blocks":[{"type":"section","text":{"type":"mrkdwn","text":"<@U0ANA00001>"}}]},{"text":"<!subteam^S0TEAM0001>"}]`))
	if diff := cmp.Diff([]string{"S0TEAM0001", UserAna, UserBo, "here"}, got); diff != "" {
		t.Errorf("pings (-want +got):\n%s", diff)
	}
}
