package seal

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"unicode"
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

// ParseKeys reads keys, newest first, separated by commas or line ends, each of 32 bytes in hex or in
// standard base64. It returns one key or more. Its errors never contain the text.
func ParseKeys(s string) ([]Key, error) {
	words := strings.FieldsFunc(s, func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
	if len(words) == 0 {
		return nil, errors.New("no key: " + keyForm)
	}
	var keys []Key
	for i, word := range words {
		k, err := parseKey(word)
		if err != nil && len(words) > 1 {
			err = fmt.Errorf("key %d of %d: %w", i+1, len(words), err)
		}
		if err != nil {
			return nil, err
		}
		if slices.Contains(keys, k) {
			return nil, fmt.Errorf("key %d of %d stands there twice", i+1, len(words))
		}
		keys = append(keys, k)
	}
	return keys, nil
}

// keyForm says what a key looks like.
const keyForm = "a key is 32 bytes, as 64 characters of hex or as 44 of standard base64 ending in ="

func parseKey(word string) (Key, error) {
	raw, err := hex.DecodeString(word)
	if err != nil || len(word) != hex.EncodedLen(keySize) {
		raw, err = base64.StdEncoding.Strict().DecodeString(word)
	}
	if err != nil {
		return Key{}, errors.New(keyForm)
	}
	if len(raw) != keySize {
		return Key{}, fmt.Errorf("%s; this one has %d bytes", keyForm, len(raw))
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

// Reveal returns the key in base64, as key files and the environment hold it. It is for showing a key that
// was just made to whoever made it, and for nothing else.
func (k Key) Reveal() string { return base64.StdEncoding.EncodeToString(k.secret[:]) }

// line returns the key as a line of a key file.
func (k Key) line() string { return k.Reveal() + "\n" }
