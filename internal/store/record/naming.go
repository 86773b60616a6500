package record

import (
	"reflect"
	"slices"
	"strings"

	"throughline/internal/mission"
)

// Where a record speaks of people is read off its type: ids of people are [mission.UserID], private words
// [mission.Sealed], and a field User at the top, or one tagged person:"owner", says whose own the record is.
// So nothing has to be declared for a new kind of record, and nothing can be forgotten.

// Texts that are no ids of people may hold some inside, as the keys and refs of the outbox do. They are
// found by the id, which nothing but an id looks like.

var (
	userType   = reflect.TypeFor[mission.UserID]()
	sealedType = reflect.TypeFor[mission.Sealed]()
)

// naming is what a record says of one person.
type naming struct {
	user   mission.UserID
	owner  bool // the record is hers alone
	others bool // the record is somebody else's alone
	as     []string
	sealed []mission.SealedWords
	blank  bool // take her out instead of only looking
	// met is everybody whom the record names, gathered where no user is given.
	met []mission.UserID
}

// meet notes whom a field names.
func (n *naming) meet(v reflect.Value) {
	if v.Type() == userType && v.String() != "" {
		n.met = append(n.met, mission.UserID(v.String()))
	}
}

// look walks over a record, a pointer to a struct.
func (n *naming) look(record any) { n.value(reflect.ValueOf(record).Elem(), "") }

func (n *naming) value(v reflect.Value, path string) {
	switch {
	case v.Type() == userType || v.Kind() == reflect.String:
		n.text(v, path)
	case v.Type() == sealedType:
		if v.Len() > 0 {
			n.sealed = append(n.sealed, mission.SealedWords{Path: path, Words: slices.Clone(v.Bytes())})
		}
	case v.Kind() == reflect.Struct:
		n.fields(v, path)
	case v.Kind() == reflect.Pointer:
		if !v.IsNil() {
			n.value(v.Elem(), path)
		}
	case v.Kind() == reflect.Slice, v.Kind() == reflect.Array:
		n.list(v, path)
	case v.Kind() == reflect.Map:
		n.entries(v, path)
	}
}

func (n *naming) fields(v reflect.Value, path string) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if path == "" && owns(f) {
			n.owner = v.Field(i).String() == string(n.user)
			n.others = !n.owner && v.Field(i).String() != ""
		}
		n.value(v.Field(i), joinPath(path, name))
	}
}

// owns reports whether a field at the top of a record says whose own the record is: one named User, or one
// that is tagged so.
func owns(f reflect.StructField) bool {
	return f.Type == userType && (f.Name == "User" || f.Tag.Get("person") == "owner")
}

func joinPath(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func (n *naming) text(v reflect.Value, path string) {
	if n.user == "" {
		n.meet(v)
		return
	}
	rest := Without(v.String(), string(n.user))
	if rest == v.String() || v.Type() == userType && rest != "" {
		return
	}
	if !slices.Contains(n.as, path) {
		n.as = append(n.as, path)
	}
	if n.blank {
		v.SetString(rest)
	}
}

// Without returns a text without an id, wherever that stands by itself and is no part of a longer id.
func Without(s, id string) string {
	var out strings.Builder
	for {
		i := strings.Index(s, id)
		if i < 0 {
			return out.String() + s
		}
		end := i + len(id)
		if i > 0 && ofID(s[i-1]) || end < len(s) && ofID(s[end]) {
			out.WriteString(s[:end])
		} else {
			out.WriteString(s[:i])
		}
		s = s[end:]
	}
}

// ofID reports whether a byte may be one of an id of Slack's.
func ofID(b byte) bool { return b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' }

// list looks through a list. From a list of people she is taken out whole.
func (n *naming) list(v reflect.Value, path string) {
	if v.Type().Elem().Kind() == reflect.Uint8 {
		return
	}
	if v.Kind() == reflect.Slice && v.Type() == reflect.TypeFor[[]mission.UserID]() {
		ids := v.Interface().([]mission.UserID)
		if n.user == "" {
			n.met = append(n.met, ids...)
			return
		}
		if slices.Contains(ids, n.user) {
			n.as = append(n.as, path)
		}
		if n.blank {
			v.Set(reflect.ValueOf(slices.DeleteFunc(slices.Clone(ids), func(u mission.UserID) bool { return u == n.user })))
		}
		return
	}
	for i := range v.Len() {
		n.value(v.Index(i), path)
	}
}

// entries looks through a map, whose keys may be people, or hold them.
func (n *naming) entries(v reflect.Value, path string) {
	if v.Type().Key().Kind() != reflect.String {
		return
	}
	for _, k := range v.MapKeys() {
		if n.user == "" {
			n.meet(k)
		} else if Without(k.String(), string(n.user)) != k.String() {
			n.as = append(n.as, path)
			if n.blank {
				v.SetMapIndex(k, reflect.Value{})
				continue
			}
		}
		e := reflect.New(v.Type().Elem()).Elem()
		e.Set(v.MapIndex(k))
		n.value(e, path)
		if n.blank {
			v.SetMapIndex(k, e)
		}
	}
}

// holdsType reports whether a type is made of another one somewhere.
func holdsType(in, wanted reflect.Type) bool {
	switch in.Kind() {
	case reflect.Struct:
		for f := range in.Fields() {
			if holdsType(f.Type, wanted) {
				return true
			}
		}
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		return in == wanted || holdsType(in.Elem(), wanted)
	}
	return in == wanted
}

// sealedIn replaces each sealed field of a record by what change makes of it.
func sealedIn(v reflect.Value, change func(mission.Sealed) (mission.Sealed, error)) error {
	switch {
	case v.Type() == sealedType:
		if v.Len() == 0 {
			return nil
		}
		out, err := change(v.Interface().(mission.Sealed))
		if err == nil {
			v.Set(reflect.ValueOf(out))
		}
		return err
	case v.Kind() == reflect.Struct:
		for _, f := range v.Fields() {
			if err := sealedIn(f, change); err != nil {
				return err
			}
		}
	case v.Kind() == reflect.Pointer:
		if !v.IsNil() {
			return sealedIn(v.Elem(), change)
		}
	case v.Kind() == reflect.Slice, v.Kind() == reflect.Array:
		for i := range v.Len() {
			if err := sealedIn(v.Index(i), change); err != nil {
				return err
			}
		}
	case v.Kind() == reflect.Map:
		return sealedInMap(v, change)
	}
	return nil
}

func sealedInMap(v reflect.Value, change func(mission.Sealed) (mission.Sealed, error)) error {
	for _, k := range v.MapKeys() {
		e := reflect.New(v.Type().Elem()).Elem()
		e.Set(v.MapIndex(k))
		if err := sealedIn(e, change); err != nil {
			return err
		}
		v.SetMapIndex(k, e)
	}
	return nil
}
