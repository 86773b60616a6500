package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"unicode/utf8"

	"throughline/internal/mission"
)

// Item is one record on its way from a store to another one, or to a file.
type Item struct {
	Kind string
	// Place is where reading goes on behind this record. It means something to the store alone that it came from.
	Place string
	Raw   []byte
}

// NoteMoving is the name of the note that a store has while it is being filled from another one. Such a store is opened by
// whoever fills it and by nobody else.
const NoteMoving = "moving"

// Canonical returns the one form of a record that it has in whichever store, and an error for one that no store would
// have kept.
func (k *Kind[R]) Canonical(raw []byte) ([]byte, error) {
	r, err := k.Decode(raw)
	if err != nil {
		return nil, err
	}
	if err := k.Check(&r); err != nil {
		return nil, err
	}
	return k.Encode(r)
}

// Strict is Canonical for what comes from outside: it refuses fields that no record of this kind has, bytes that are no
// text, and dates that are not in the calendar. Its errors quote nothing of the record.
func (k *Kind[R]) Strict(raw []byte) ([]byte, error) {
	if !utf8.Valid(raw) {
		return nil, errors.New("it holds bytes that are no UTF-8")
	}
	var r R
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil {
		return nil, wordless(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the record")
	}
	if err := CheckIDs(k.IDs(&r)); err != nil {
		return nil, err
	}
	if v := int(reflect.ValueOf(r).FieldByName("V").Int()); v != version {
		return nil, fmt.Errorf("a record of version %d: this program knows version %d", v, version)
	}
	if err := readable(r); err != nil {
		return nil, err
	}
	return k.Encode(r)
}

// wordless says what is wrong with a record in JSON, without a word from it.
func wordless(err error) error {
	if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("the field %q is a %s, where a %s belongs", t.Field, t.Value, t.Type.Kind())
	}
	if s, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("it is no JSON from byte %d on", s.Offset)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("it is cut off")
	}
	return errors.New("it has a field that no record of this kind has, or a value that cannot be read")
}

// readable returns an error for a record that would be kept but not be read again.
func readable(r any) (err error) {
	switch r := r.(type) {
	case Mission:
		_, err = FromMission(r)
	case Entry:
		_, err = FromEntry(r)
	case Own:
		_, err = FromOwn(r)
	case Person:
		_, err = FromPerson(r)
	}
	if err != nil {
		return errors.New("it holds a day that is not in the calendar")
	}
	return nil
}

// Type implements [Any].
func (k *Kind[R]) Type() reflect.Type { return reflect.TypeFor[R]() }

// EachSealed implements [Any].
func (k *Kind[R]) EachSealed(raw []byte, look func(owner mission.UserID, s mission.Sealed) error) error {
	r, err := k.Decode(raw)
	if err != nil {
		return err
	}
	_, err = k.Reseal(&r, func(owner mission.UserID, s mission.Sealed) (mission.Sealed, error) { return s, look(owner, s) })
	return err
}
