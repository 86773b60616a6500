package storetest

import (
	"fmt"
	"reflect"
	"time"

	"throughline/internal/mission"
)

// filled returns a value in which every field is set, each to something else. A field that a store
// forgets shows as a difference, also one that was added after the store was written.
func filled[T any]() T {
	var v T
	(&filler{}).fill(reflect.ValueOf(&v).Elem())
	return v
}

type filler struct{ n int }

func (f *filler) fill(v reflect.Value) {
	f.n++
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(noon.Add(time.Duration(f.n) * 1_234 * time.Millisecond)))
		return
	case time.Duration:
		v.SetInt(int64(time.Duration(f.n) * time.Millisecond))
		return
	case mission.Date:
		v.Set(reflect.ValueOf(mission.Date{Year: 2026, Month: time.December, Day: 1 + f.n%28}))
		return
	case mission.Sealed:
		v.Set(reflect.ValueOf(mission.Sealed{0, 0xff, '"', byte(f.n)}))
		return
	}
	f.fillKind(v)
}

func (f *filler) fillKind(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("<é🌱&%d>", f.n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(int64(f.n))
	case reflect.Float64:
		v.SetFloat(float64(f.n) / 3)
	case reflect.Uint8:
		v.SetUint(uint64(f.n % 128))
	case reflect.Uint64:
		v.SetUint(1<<63 + uint64(f.n))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		f.fillEach(v)
	case reflect.Array:
		f.fillEach(v)
	case reflect.Map:
		f.fillMap(v)
	case reflect.Struct:
		for _, field := range v.Fields() {
			f.fill(field)
		}
	default:
		panic(fmt.Sprintf("storetest cannot fill a %s", v.Type()))
	}
}

func (f *filler) fillEach(v reflect.Value) {
	for i := range v.Len() {
		f.fill(v.Index(i))
	}
}

func (f *filler) fillMap(v reflect.Value) {
	v.Set(reflect.MakeMap(v.Type()))
	for range 2 {
		k, e := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		f.fill(k)
		f.fill(e)
		v.SetMapIndex(k, e)
	}
}
