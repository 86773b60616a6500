package sandbox

import (
	"encoding/json"
	"fmt"
	"math/big"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"throughline/internal/sandbox/blockkit"
)

// decimal is a number as a number_input takes it.
var decimal = regexp.MustCompile(`^[+-]?\d+(\.\d+)?$`)

func inputProblem(in blockkit.Input, value any) string {
	value = plain(value)
	list, isList := value.([]any)
	text, isText := value.(string)
	switch {
	case isEmpty(value):
		if in.Optional {
			return ""
		}
		return "Please complete this required field."
	case isList && in.MaxItems > 0 && len(list) > in.MaxItems:
		return fmt.Sprintf("Please pick at most %d.", in.MaxItems)
	case isText && in.Type == "plain_text_input":
		return lengthProblem(in, utf8.RuneCountInString(text))
	case isText:
		return formatProblem(in, text)
	default:
		return ""
	}
}

// isEmpty reports whether nothing was picked or written: rich text without a
// word counts as nothing.
func isEmpty(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		return v["type"] == "rich_text" && !says(v)
	default:
		return false
	}
}

// says reports whether rich text shows anything.
func says(node any) bool {
	switch node := node.(type) {
	case []any:
		return slices.ContainsFunc(node, says)
	case map[string]any:
		kind, _ := node["type"].(string)
		if kind == "text" {
			words, _ := node["text"].(string)
			return strings.TrimSpace(words) != ""
		}
		if !strings.HasPrefix(kind, "rich_text") {
			return true // a mention, an emoji, a link
		}
		return says(node["elements"])
	default:
		return false
	}
}

// plain turns what an app gave as JSON into plain values.
func plain(value any) any {
	raw, ok := value.(json.RawMessage)
	if !ok {
		return value
	}
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return nil
	}
	return v
}

func lengthProblem(in blockkit.Input, n int) string {
	most := in.MaxLength
	if most == 0 {
		most = 3000 // docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
	}
	switch {
	case n < in.MinLength:
		return fmt.Sprintf("Please write at least %d characters.", in.MinLength)
	case n > most:
		return fmt.Sprintf("Please write at most %d characters.", most)
	default:
		return ""
	}
}

func formatProblem(in blockkit.Input, text string) string {
	switch in.Type {
	case "email_text_input":
		if a, err := mail.ParseAddress(text); err != nil || a.Address != text {
			return "Please enter an e-mail address."
		}
	case "url_text_input":
		if u, err := url.Parse(text); err != nil || u.Scheme == "" || u.Host == "" {
			return "Please enter a link."
		}
	case "number_input":
		return numberProblem(in.Raw, text)
	}
	return ""
}

func numberProblem(element json.RawMessage, text string) string {
	var bounds struct {
		Decimal  bool   `json:"is_decimal_allowed"`
		Min, Max string `json:"-"`
	}
	_ = json.Unmarshal(element, &bounds)
	_ = json.Unmarshal(orNull(member(element, "min_value")), &bounds.Min)
	_ = json.Unmarshal(orNull(member(element, "max_value")), &bounds.Max)
	n, ok := new(big.Rat).SetString(text)
	switch {
	case !ok || !decimal.MatchString(text):
		return "Please enter a number."
	case !bounds.Decimal && strings.Contains(text, "."):
		return "Please enter a whole number."
	case beyond(n, bounds.Min, -1):
		return "Please enter a number of at least " + bounds.Min + "."
	case beyond(n, bounds.Max, 1):
		return "Please enter a number of at most " + bounds.Max + "."
	default:
		return ""
	}
}

// beyond reports whether n lies past a bound, on the side that sign says.
func beyond(n *big.Rat, bound string, sign int) bool {
	limit, ok := new(big.Rat).SetString(bound)
	return ok && n.Cmp(limit) == sign
}
