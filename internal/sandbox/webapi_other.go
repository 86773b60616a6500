package sandbox

import (
	"encoding/json"
	"strconv"
	"strings"

	"throughline/internal/sandbox/blockkit"
)

// otherMethods are those that belong to no larger family.
func otherMethods() map[string]method {
	return map[string]method{
		"emoji.list":                {scopes: []string{"emoji:read"}, tier: 2, formOnly: true, run: emojiList},
		"functions.completeSuccess": {tier: 3, run: functionsComplete("outputs")},
		"functions.completeError":   {tier: 3, run: functionsComplete("error")},
		"blocks.validate":           {tier: 3, run: blocksValidate},
		"chat.unfurl":               {scopes: []string{"links:write"}, tier: 3, run: chatUnfurl},
	}
}

// emojiList lists the workspace's own emoji, of which it has none.
func emojiList(c *call) (obj, error) {
	return obj{"emoji": obj{}, "cache_ts": strconv.FormatInt(c.s.clock.Now().Unix(), 10)}, nil
}

// functionsComplete ends a step of a workflow. The sandbox runs no workflows, so that no step is ever found.
func functionsComplete(with string) func(*call) (obj, error) {
	return func(c *call) (obj, error) {
		if c.args.text("function_execution_id") == "" {
			return nil, missing("function_execution_id")
		}
		raw, given := c.args.raw(with)
		if !given {
			return nil, missing(with)
		}
		var outputs map[string]json.RawMessage
		if with == "outputs" && json.Unmarshal(raw, &outputs) != nil {
			return nil, failWith("invalid_arguments", "[ERROR] must be a valid object [json-pointer:/outputs]")
		}
		return nil, fail("function_execution_not_found")
	}
}

// maxValidated is how much JSON blocks.validate takes, in characters.
const maxValidated = 100_000

// blocksValidate checks blocks, a view or a message without showing them to anybody.
func blocksValidate(c *call) (obj, error) {
	var kind string
	var given json.RawMessage
	for _, key := range []string{"blocks", "view", "message"} {
		raw, there := c.args.raw(key)
		if there && kind != "" {
			kind = ""
			break
		}
		if there {
			kind, given = key, raw
		}
	}
	if kind == "" || len([]rune(string(given))) > maxValidated || !json.Valid(given) {
		return nil, failWith("invalid_arguments", "must provide exactly one of `blocks`, `view`, or `message`")
	}
	problems := validated(kind, given)
	if len(problems) == 0 {
		return nil, nil
	}
	errs := []obj{}
	for _, p := range problems {
		message, pointer, _ := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(p, "[ERROR] "), "]"), " [json-pointer:")
		errs = append(errs, obj{
			"code": "failed_constraint", "message": message, "pointer": strings.TrimPrefix(pointer, "/"+kind),
		})
	}
	return nil, &apiError{code: "invalid_" + kind, more: obj{"errors": errs}}
}

func validated(kind string, raw json.RawMessage) []string {
	switch kind {
	case "blocks":
		return blockkit.ValidateMessage(raw)
	case "view":
		var view struct {
			Type string `json:"type"`
		}
		if json.Unmarshal(raw, &view) == nil && view.Type == "home" {
			return blockkit.ValidateView(raw, blockkit.Home)
		}
		return blockkit.ValidateView(raw, blockkit.Modal)
	default:
		var message struct {
			Blocks json.RawMessage `json:"blocks"`
		}
		if json.Unmarshal(raw, &message) != nil {
			return []string{"[ERROR] must be an object [json-pointer:/]"}
		}
		if len(message.Blocks) == 0 {
			return nil
		}
		return blockkit.ValidateMessage(message.Blocks)
	}
}
