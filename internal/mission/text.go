package mission

import (
	"strings"
	"unicode/utf8"
)

// The longest texts that are kept, in Unicode code points. The forms stop people there; a command or
// a mention can be longer and is refused above MaxText, with the words handed back.
const (
	MaxName   = 80
	MaxLine   = 200
	MaxEnd    = 300
	MaxText   = 12_000
	MaxThanks = 5 // people in one entry of thanks
)

// clean makes text valid UTF-8, drops NUL, and trims space around it. Everything else stays as typed.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.ReplaceAll(s, "\x00", "")
	return strings.TrimSpace(s)
}

// words cleans *s and holds it to max code points; required texts must not be empty.
func words(field string, s *string, limit int, required bool) error {
	*s = clean(*s)
	if required && *s == "" {
		return &Refusal{Code: Empty, Field: field}
	}
	if n := utf8.RuneCountInString(*s); n > limit {
		return &Refusal{Code: TooLong, Field: field, Got: n, Max: limit}
	}
	return nil
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
