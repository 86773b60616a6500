package config

import (
	"fmt"
	"io"
	"log/slog"
)

const hidden = "<secret>"

// Secret is a token or a key. Whatever prints it, prints <secret>: every verb of fmt, JSON, text and
// slog. Only [Secret.Reveal] gives it away.
//
// The text lies behind a pointer because fmt cannot call methods on an unexported field of another
// struct: there it would print the text itself, and so prints an address.
type Secret struct{ text *string }

// NewSecret keeps s. An empty s is no secret at all, see [Secret.IsSet].
func NewSecret(s string) Secret {
	if s == "" {
		return Secret{}
	}
	return Secret{text: &s}
}

// Reveal returns the text, empty when none is set. It is for the header of a request and nothing else.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// IsSet says whether there is a text.
func (s Secret) IsSet() bool { return s.text != nil }

// String returns <secret>.
func (s Secret) String() string { return hidden }

// Format prints <secret> for every verb and flag, %#v and %x among them.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hidden) }

// MarshalText returns <secret>, which also serves JSON, YAML and TOML.
func (s Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// LogValue returns <secret>.
func (s Secret) LogValue() slog.Value { return slog.StringValue(hidden) }
