package seal

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/chacha20poly1305"

	"throughline/internal/mission"
)

// The layout of sealed bytes; the package comment draws it.
const (
	version   = 2
	keyIDSize = 8
	nonceSize = chacha20poly1305.NonceSizeX
	fixedSize = 1 + keyIDSize + nonceSize
)

// maxPlace bounds one part of a place in bytes, so that a damaged length is not believed.
const maxPlace = 4096

// What keys are derived for. Changing one makes everything derived with it unreadable.
const (
	infoSeal  = "throughline seal 2"
	infoTag   = "throughline tag 1"
	infoKeyID = "throughline key id 1"
)

// tagSize is the length of a tag in characters: 130 bits.
const tagSize = 26

var (
	// ErrUnknownKey says that the bytes were sealed with a key that was not handed to New.
	ErrUnknownKey = errors.New("sealed with a key that is not configured")
	// ErrNotOpened says that the bytes were changed, belong to another place, or are no sealed bytes.
	ErrNotOpened = errors.New("sealed text does not open here")
)

// Sealer seals with its first key and opens with all of them. It can be used from many goroutines.
type Sealer struct {
	keys []derived // newest first, never empty
}

var _ mission.Sealer = (*Sealer)(nil)

// derived is a key with what is derived from it once.
type derived struct {
	key Key
	id  [keyIDSize]byte
	tag []byte // the key of tags
}

// New returns a Sealer. The first key seals and makes tags, all open. It refuses to be without a
// key, a zero key, and the same key twice.
func New(keys ...Key) (*Sealer, error) {
	if len(keys) == 0 {
		return nil, errors.New("sealing needs a key")
	}
	s := &Sealer{}
	for i, k := range keys {
		if k.IsZero() {
			return nil, fmt.Errorf("key %d of %d is empty", i+1, len(keys))
		}
		d := derived{key: k, id: [keyIDSize]byte(k.derive(infoKeyID, keyIDSize)), tag: k.derive(infoTag, sha256.Size)}
		if _, known := s.find(d.id[:]); known {
			return nil, fmt.Errorf("key %d of %d stands in the list twice", i+1, len(keys))
		}
		s.keys = append(s.keys, d)
	}
	return s, nil
}

// Seal encrypts text for the place that b names. The same text never seals to the same bytes twice.
func (s *Sealer) Seal(b mission.Binding, text string) (mission.Sealed, error) {
	if err := checkPlace(b); err != nil {
		return nil, err
	}
	d := s.keys[0]
	aead, err := d.key.aead(b)
	if err != nil {
		return nil, err
	}
	header := make([]byte, fixedSize, fixedSize+64+len(text)+aead.Overhead())
	header[0] = version
	copy(header[1:], d.id[:])
	nonce := header[1+keyIDSize:]
	_, _ = rand.Read(nonce) // Never fails: crypto/rand ends the program where there is no randomness.
	header = appendPlace(header, b)
	return aead.Seal(header, nonce, []byte(text), header), nil
}

// checkPlace refuses a place that could not be read back.
func checkPlace(b mission.Binding) error {
	for _, part := range placeParts(b) {
		if len(part) > maxPlace {
			return fmt.Errorf("seal: a part of the place has %d bytes of at most %d", len(part), maxPlace)
		}
	}
	return nil
}

func placeParts(b mission.Binding) [4]string {
	return [4]string{string(b.Team), string(b.User), b.Field, b.Record}
}

// Open decrypts what was sealed for the place that b names. It returns ErrUnknownKey or ErrNotOpened.
func (s *Sealer) Open(b mission.Binding, sealed mission.Sealed) (string, error) {
	in, err := split(sealed)
	if err != nil {
		return "", err
	}
	d, ok := s.find(in.keyID)
	switch {
	case !ok:
		return "", ErrUnknownKey
	case in.place != b:
		return "", ErrNotOpened
	}
	aead, err := d.key.aead(b)
	if err != nil {
		return "", err
	}
	text, err := aead.Open(nil, in.nonce, in.body, in.header)
	if err != nil {
		return "", ErrNotOpened
	}
	return string(text), nil
}

// Place returns the place that sealed bytes say they belong to. It is what they claim: only Open tells
// whether it is true.
func Place(sealed mission.Sealed) (mission.Binding, error) {
	in, err := split(sealed)
	return in.place, err
}

// Renew seals bytes anew with the newest key, for the place that they belong to, and reports whether that
// was needed. It fails as Open does.
func (s *Sealer) Renew(sealed mission.Sealed) (renewed mission.Sealed, changed bool, err error) {
	in, err := split(sealed)
	if err != nil {
		return nil, false, err
	}
	text, err := s.Open(in.place, sealed)
	if err != nil || string(in.keyID) == string(s.keys[0].id[:]) {
		return sealed, false, err
	}
	renewed, err = s.Seal(in.place, text)
	return renewed, err == nil, err
}

// parts are sealed bytes taken apart.
type parts struct {
	header, keyID, nonce, body []byte
	place                      mission.Binding
}

func split(sealed mission.Sealed) (parts, error) {
	if len(sealed) < fixedSize || sealed[0] != version {
		return parts{}, ErrNotOpened
	}
	in := parts{keyID: sealed[1 : 1+keyIDSize], nonce: sealed[1+keyIDSize : fixedSize]}
	rest := []byte(sealed[fixedSize:])
	var fields [4]string
	for i := range fields {
		n, used := binary.Uvarint(rest)
		if used <= 0 || n > maxPlace || n > uint64(len(rest)-used) {
			return parts{}, ErrNotOpened
		}
		fields[i] = string(rest[used : used+int(n)])
		rest = rest[used+int(n):]
	}
	in.place = mission.Binding{
		Team: mission.TeamID(fields[0]), User: mission.UserID(fields[1]), Field: fields[2], Record: fields[3],
	}
	in.header, in.body = sealed[:len(sealed)-len(rest)], rest
	return in, nil
}

// Tag returns an opaque name for data, 26 characters of a-z and 2-7: the same for the same key,
// purpose and data, and not to be guessed or reversed without the key. It is made for what other
// people can see, such as the metadata of messages. A purpose must not hold a zero byte.
func (s *Sealer) Tag(purpose, data string) string { return s.keys[0].tagOf(purpose, data) }

// Tags returns the tag under each key, newest first, so that what was tagged before a rotation is
// found.
func (s *Sealer) Tags(purpose, data string) []string {
	tags := make([]string, len(s.keys))
	for i, d := range s.keys {
		tags[i] = d.tagOf(purpose, data)
	}
	return tags
}

func (s *Sealer) find(id []byte) (derived, bool) {
	for _, d := range s.keys {
		if string(d.id[:]) == string(id) {
			return d, true
		}
	}
	return derived{}, false
}

func (d derived) tagOf(purpose, data string) string {
	mac := hmac.New(sha256.New, d.tag)
	mac.Write([]byte(purpose + "\x00" + data))
	return strings.ToLower(base32.StdEncoding.EncodeToString(mac.Sum(nil)))[:tagSize]
}

// derive returns n bytes that belong to one use of the key.
func (k Key) derive(info string, n int) []byte {
	out, err := hkdf.Key(sha256.New, k.secret[:], nil, info, n)
	if err != nil { // Only a length beyond 255 hashes, or a too short secret in FIPS mode, is an error.
		panic(err)
	}
	return out
}

// aead returns the cipher of one person, whose key is derived from the main one. Nonces of 24 bytes are
// safe to draw at random for any number of texts (draft-irtf-cfrg-xchacha).
func (k Key) aead(b mission.Binding) (cipher.AEAD, error) {
	info := appendField(appendField([]byte(infoSeal), string(b.Team)), string(b.User))
	aead, err := chacha20poly1305.NewX(k.derive(string(info), keySize))
	if err != nil {
		return nil, fmt.Errorf("make cipher: %w", err)
	}
	return aead, nil
}

// appendPlace appends a place, each of its parts with its length before it, so that no two places give the
// same bytes.
func appendPlace(out []byte, b mission.Binding) []byte {
	for _, part := range placeParts(b) {
		out = appendField(out, part)
	}
	return out
}

func appendField(out []byte, field string) []byte {
	return append(binary.AppendUvarint(out, uint64(len(field))), field...)
}
