package seal

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// keySize is the length of a key's secret in bytes.
const keySize = 32

// redacted is what a key prints as, whatever it is printed with.
const redacted = "<secret>"

// Key is a secret from which all others are derived. It cannot be printed.
type Key struct {
	secret [keySize]byte
}

// NewKey makes a random key.
func NewKey() Key {
	var k Key
	_, _ = rand.Read(k.secret[:]) // Never fails: crypto/rand ends the program where there is no randomness.
	return k
}

// ParseKey reads the form in which key files hold a key: 32 bytes in standard base64, with white
// space around it allowed. Its errors never contain the text.
func ParseKey(s string) (Key, error) {
	raw, err := base64.StdEncoding.Strict().DecodeString(strings.TrimSpace(s))
	if err != nil {
		return Key{}, errors.New("a key must be 32 bytes in standard base64, 44 characters ending in =")
	}
	if len(raw) != keySize {
		return Key{}, fmt.Errorf("a key must be %d bytes in standard base64; this one has %d", keySize, len(raw))
	}
	k := Key{secret: [keySize]byte(raw)}
	if k.IsZero() {
		return Key{}, errors.New("a key must be random; this one is all zeros")
	}
	return k, nil
}

// IsZero reports whether there is no key.
func (k Key) IsZero() bool { return k == Key{} }

// String returns "<secret>".
func (Key) String() string { return redacted }

// Format prints "<secret>" under every verb.
func (Key) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// LogValue logs "<secret>".
func (Key) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText encodes "<secret>", so that a key inside another value does not leave it either.
func (Key) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// line returns the key in the form that ParseKey reads.
func (k Key) line() string { return base64.StdEncoding.EncodeToString(k.secret[:]) + "\n" }
