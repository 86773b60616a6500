package sandbox

import (
	"crypto/rand"
	"fmt"
	"strings"
)

// randomID is prefix and n random capital letters and digits, like Slack's ids.
func randomID(prefix string, n int) string {
	return prefix + strings.ToUpper(randomText(n))
}

// randomText is n random lower-case letters and digits.
func randomText(n int) string {
	const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789"
	raw := make([]byte, n)
	_, _ = rand.Read(raw) // never fails since Go 1.24
	for i, b := range raw {
		raw[i] = alphabet[int(b)%len(alphabet)]
	}
	return string(raw)
}

// randomUUID is shaped like the ids of Slack's envelopes.
func randomUUID() string {
	raw := make([]byte, 16)
	_, _ = rand.Read(raw)
	raw[6] = raw[6]&0x0f | 0x40
	raw[8] = raw[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", raw[:4], raw[4:6], raw[6:8], raw[8:10], raw[10:])
}
