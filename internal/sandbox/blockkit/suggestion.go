package blockkit

import "encoding/json"

// suggestion is what an app answers when a menu asks it for options
// (docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select).
// No options are a fair answer.
var suggestion = shape{fields: []field{
	may("options", list(0, 100, object(&plainOption))),
	may("option_groups", list(0, 100, object(&optionGroup))),
}, checks: []check{optionsOrGroups}}

// ValidateSuggestion checks an app's answer to block_suggestion and returns one
// line for each fault, with pointers from the answer itself.
func ValidateSuggestion(answer json.RawMessage) []string {
	v, err := decode(answer)
	if err != nil {
		return []string{complaint("must be valid JSON", "/")}
	}
	c := checker{}
	c.value(object(&suggestion), v, 0, "")
	return c.found
}

// Suggested lists the options of an answer that is valid, those of groups included.
func Suggested(answer json.RawMessage) []Option {
	v, err := decode(answer)
	if err != nil {
		return nil
	}
	obj, _ := v.(map[string]any)
	return optionsOf(obj)
}

// ValidateRichText checks what a person wrote into a rich_text_input: a
// rich_text block.
func ValidateRichText(value json.RawMessage) []string {
	v, err := decode(value)
	if err != nil {
		return []string{complaint("must be valid JSON", "/")}
	}
	c := checker{}
	c.value(object(&richTextObject), v, 0, "")
	return c.found
}
