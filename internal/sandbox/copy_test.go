package sandbox

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unsafe"
)

// What becomes of each field of a Server in its copy. A field that is not listed fails the test: say here what a copy
// does with it, and do it in copy.go.
var inCopy = map[string]string{
	"w": copied, "views": copied, "files": copied, "urls": copied, "revoked": copied, "off": copied, "uninstalled": copied, "clock": copied,
	"opt": anew, "log": anew, "methods": anew, "started": anew, "ctx": anew, "cancel": anew, "wg": anew, "walking": anew, "mu": anew,
	"busy": anew, "baseURL": anew, "sockets": anew, "nextSock": anew, "tickets": anew, "pending": anew, "last": anew, "bot": anew,
	"remote": anew, "limits": anew, "faults": anew, "triggers": anew, "tape": anew, "trace": anew, "alarm": anew, "posted": anew,
	"pages": anew, "guide": anew, "events": anew,
}

const (
	copied = "copied: what happens next follows from it"
	anew   = "anew: it is between the sandbox and the world, or lives for seconds"
)

func TestACopySaysWhatBecomesOfEachField(t *testing.T) {
	t.Parallel()
	fields := map[string]bool{}
	for f := range reflect.TypeFor[Server]().Fields() {
		fields[f.Name] = true
		if inCopy[f.Name] == "" {
			t.Errorf("Server.%s: nobody says what a copy does with it", f.Name)
		}
	}
	for name := range inCopy {
		if !fields[name] {
			t.Errorf("Server has no field %s", name)
		}
	}
}

// TestACopyForgetsNothingAndSharesNothing fills every field that there is, whoever added it, and looks at the copy.
func TestACopyForgetsNothingAndSharesNothing(t *testing.T) {
	t.Parallel()
	s := &Server{opt: Options{}.filled(), clock: &Clock{}}
	s.clock.offset.Store(int64(42 * time.Hour))
	s.w = &world{}
	filler := &filler{t: t}
	for _, part := range []any{s.w, &s.views, &s.files, &s.urls, &s.revoked, &s.off, &s.uninstalled} {
		filler.fill(reflect.ValueOf(part).Elem(), "")
	}
	twin, err := s.copy()
	if err != nil {
		t.Fatal(err)
	}
	if twin.clock == s.clock || twin.clock.Offset() != s.clock.Offset() {
		t.Error("the clock is shared, or stands elsewhere")
	}
	for name, parts := range map[string][2]any{
		"w": {s.w, twin.w}, "views": {&s.views, &twin.views}, "files": {&s.files, &twin.files}, "urls": {&s.urls, &twin.urls}, "revoked": {&s.revoked, &twin.revoked}, "off": {&s.off, &twin.off}, "uninstalled": {&s.uninstalled, &twin.uninstalled},
	} {
		one, other := reflect.ValueOf(parts[0]), reflect.ValueOf(parts[1])
		for _, where := range differing(one.Elem(), other.Elem(), name) {
			t.Errorf("%s is not what it was", where)
		}
		mine, theirs := map[unsafe.Pointer]string{}, map[unsafe.Pointer]string{}
		memory(one, name, mine)
		memory(other, name, theirs)
		for at, where := range mine {
			if theirs[at] != "" {
				t.Errorf("%s is shared with %s of the copy", where, theirs[at])
			}
		}
	}
}

// A reply stands in its conversation and in its thread; in a copy both are one message still.
func TestACopyKeepsThreadsTogether(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	first := r.post("message", obj{"as": UserBo, "channel": ChannelRefunds, "text": "first"})
	r.post("message", obj{"as": UserAna, "channel": ChannelRefunds, "text": "reply", "thread_ts": first["ts"]})
	r.s.mu.Lock()
	twin, err := r.s.copy()
	r.s.mu.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	ch := twin.w.channel(ChannelRefunds)
	replies := ch.replies(fmt.Sprint(first["ts"]))
	if len(replies) != 1 || replies[0] != ch.Messages[1] {
		t.Errorf("the thread has %v, the conversation %v", replies, ch.Messages)
	}
}

// filler gives every field a value that is not its zero, exported or not.
type filler struct {
	t *testing.T
	n int
}

func (f *filler) fill(v reflect.Value, path string) {
	f.n++
	v = open(v)
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("s%d", f.n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(f.n))
	case reflect.Uint8:
		v.SetUint(uint64(f.n % 256))
	case reflect.Float64:
		v.SetFloat(float64(f.n))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem(), path)
	case reflect.Slice:
		f.slice(v, path)
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		f.fill(key, path)
		f.fill(value, path)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Interface:
		v.Set(reflect.ValueOf(any(obj{"a": []any{"b", obj{"c": []string{"d"}}, json.RawMessage(`{}`)}})))
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Unix(int64(f.n), 0)))
			return
		}
		for i := range v.NumField() {
			f.fill(v.Field(i), path+"."+v.Type().Field(i).Name)
		}
	default:
		f.t.Errorf("%s is a %s, which is no plain data: how shall it be copied?", path, v.Kind())
	}
}

func (f *filler) slice(v reflect.Value, path string) {
	if v.Type() == reflect.TypeFor[json.RawMessage]() {
		v.SetBytes(fmt.Appendf(nil, `{"n":%d}`, f.n))
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), 2, 2))
	for i := range 2 {
		f.fill(v.Index(i), path)
	}
}

// open makes an unexported field settable and readable.
func open(v reflect.Value) reflect.Value {
	if v.CanAddr() && !v.CanSet() {
		return reflect.NewAt(v.Type(), unsafe.Pointer(v.UnsafeAddr())).Elem()
	}
	return v
}

// differing names the fields in which two values differ.
func differing(a, b reflect.Value, path string) []string {
	if reflect.DeepEqual(a.Interface(), b.Interface()) {
		return nil
	}
	if a.Kind() != reflect.Struct {
		return []string{path}
	}
	var all []string
	for i := range a.NumField() {
		all = append(all, differing(open(a.Field(i)), open(b.Field(i)), path+"."+a.Type().Field(i).Name)...)
	}
	return all
}

// memory notes where a value keeps what could be changed.
func memory(v reflect.Value, path string, at map[unsafe.Pointer]string) {
	v = open(v)
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() || v.Type() == reflect.TypeFor[*time.Location]() {
			return
		}
		at[v.UnsafePointer()] = path
		memory(v.Elem(), path, at)
	case reflect.Interface:
		memory(v.Elem(), path, at)
	case reflect.Slice:
		if v.Len() > 0 {
			at[v.UnsafePointer()] = path
		}
		for i := range v.Len() {
			memory(v.Index(i), path, at)
		}
	case reflect.Map:
		at[v.UnsafePointer()] = path
		for _, key := range slices.SortedFunc(maps.Keys(keysOf(v)), strings.Compare) {
			memory(v.MapIndex(reflect.ValueOf(key).Convert(v.Type().Key())), path+"["+key+"]", at)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			memory(v.Field(i), path+"."+v.Type().Field(i).Name, at)
		}
	}
}

func keysOf(m reflect.Value) map[string]bool {
	keys := map[string]bool{}
	for _, k := range m.MapKeys() {
		keys[k.String()] = true
	}
	return keys
}
