package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"throughline/internal/mission"
)

// The layout of sealed bytes; the package comment draws it.
const (
	version    = 1
	keyIDSize  = 8
	headerSize = 1 + keyIDSize
)

// What keys are derived for. Changing one makes everything derived with it unreadable.
const (
	infoSeal  = "throughline seal 1"
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
	d := s.keys[0]
	aead, err := d.key.aead(b)
	if err != nil {
		return nil, err
	}
	out := make([]byte, 0, headerSize+len(text)+aead.Overhead())
	out = append(out, version)
	out = append(out, d.id[:]...)
	return aead.Seal(out, nil, []byte(text), associated(out, b)), nil
}

// Open decrypts what was sealed for the place that b names. It returns ErrUnknownKey or ErrNotOpened.
func (s *Sealer) Open(b mission.Binding, sealed mission.Sealed) (string, error) {
	if len(sealed) < headerSize || sealed[0] != version {
		return "", ErrNotOpened
	}
	header, body := sealed[:headerSize], sealed[headerSize:]
	d, ok := s.find(header[1:])
	if !ok {
		return "", ErrUnknownKey
	}
	aead, err := d.key.aead(b)
	if err != nil {
		return "", err
	}
	text, err := aead.Open(nil, nil, body, associated(header, b))
	if err != nil {
		return "", ErrNotOpened
	}
	return string(text), nil
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

// aead returns the cipher of one person. Random nonces are safe for 2^32 texts under one key, which
// is why each person has a key of her own.
func (k Key) aead(b mission.Binding) (cipher.AEAD, error) {
	info := appendField(appendField([]byte(infoSeal), string(b.Team)), string(b.User))
	block, err := aes.NewCipher(k.derive(string(info), keySize))
	if err != nil {
		return nil, fmt.Errorf("make cipher: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, fmt.Errorf("make cipher: %w", err)
	}
	return aead, nil
}

// associated returns what is authenticated beside the text: the header and the whole binding, each
// field with its length before it, so that no two bindings give the same bytes.
func associated(header []byte, b mission.Binding) []byte {
	out := append([]byte(nil), header...)
	for _, field := range []string{string(b.Team), string(b.User), b.Field, b.Record} {
		out = appendField(out, field)
	}
	return out
}

func appendField(out []byte, field string) []byte {
	return append(binary.AppendUvarint(out, uint64(len(field))), field...)
}
