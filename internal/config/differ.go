package config

import (
	"reflect"
	"strings"
	"unicode"
)

// Differences returns the names of the settings in which two configurations differ, such as "log.level", with those
// of the environment by their section alone. No value is returned, since some are secrets.
func Differences(a, b Config) []string {
	var out []string
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	for i := range x.NumField() {
		f := x.Type().Field(i)
		switch {
		case f.Name == "File" || f.Name == "Set":
		case f.Type.Kind() == reflect.Struct && f.Type != reflect.TypeFor[Secret]():
			out = append(out, differ(snake(f.Name)+".", x.Field(i), y.Field(i))...)
		case !reflect.DeepEqual(x.Field(i).Interface(), y.Field(i).Interface()):
			out = append(out, snake(f.Name))
		}
	}
	return out
}

func differ(prefix string, x, y reflect.Value) []string {
	var out []string
	for i := range x.NumField() {
		if !reflect.DeepEqual(x.Field(i).Interface(), y.Field(i).Interface()) {
			out = append(out, prefix+snake(x.Type().Field(i).Name))
		}
	}
	return out
}

// snake writes the name of a field as the file has it: PostsPerMinute is posts_per_minute, APIURL is api_url.
func snake(name string) string {
	if name == "APIURL" {
		return "api_url"
	}
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
