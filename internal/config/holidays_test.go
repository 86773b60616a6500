package config

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func loadText(t *testing.T, text string) (Config, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "holidays.toml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return Load(file, func(name string) (string, bool) {
		v, ok := map[string]string{"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}[name]
		return v, ok
	})
}

func TestATeamListsItsOwnHolidays(t *testing.T) {
	c, err := loadText(t, `[log]
level = "warn"
[[holidays]]
code = "Acme"
name = "Acme, Lisbon"
base = "ES"
days = ["2026-12-24", 2027-01-04, "2026-12-28 to 2026-12-31"]
[[holidays]]
code = "lab"
name = "The lab"
days = ["2027-05-01"]
[nudges]
posts_per_minute = 100
`)
	if err != nil {
		t.Fatal(err)
	}
	want := []Holiday{
		{Code: "acme", Name: "Acme, Lisbon", Base: "es", Days: []HolidaySpan{{"2026-12-24", "2026-12-24"}, {"2027-01-04", "2027-01-04"}, {"2026-12-28", "2026-12-31"}}},
		{Code: "lab", Name: "The lab", Days: []HolidaySpan{{"2027-05-01", "2027-05-01"}}},
	}
	if !reflect.DeepEqual(c.Holidays, want) || c.Nudges.PostsPerMinute != 100 {
		t.Errorf("read %+v", c.Holidays)
	}
}

func TestWhatIsWrongWithALineOfHolidays(t *testing.T) {
	list := "[[holidays]]\ncode = \"acme\"\nname = \"Acme\"\n"
	tests := []struct{ name, text, want string }{
		{"a list without days", list, ":1: [[holidays]]: days are missing. Write days ="},
		{"a day that is not in the calendar", list + `days = ["2027-02-30"]`, `a day is "2027-02-30"`},
		{"a number for a day", list + `days = [24]`, "a day is 24"},
		{"a run that ends before it begins", list + `days = ["2027-02-03 to 2027-02-01"]`, "ends before it begins. Write the earlier day first."},
		{"a run of years", list + `days = ["2027-02-03 to 2029-02-01"]`, "is longer than a year"},
		{"no code", "[[holidays]]\nname = \"Acme\"\ndays = [\"2027-01-01\"]", "code is not given"},
		{"a code with a space", "[[holidays]]\ncode = \"a c\"\nname = \"Acme\"\ndays = [\"2027-01-01\"]", `code is "a c"`},
		{"no name", "[[holidays]]\ncode = \"acme\"\ndays = [\"2027-01-01\"]", "name is not given"},
		{"a base that is a number", list + "base = 3\ndays = [\"2027-01-01\"]", "base is 3"},
		{"a setting that is not known", list + "day = [\"2027-01-01\"]", "it has no setting day"},
		{"one code twice, on the second line", list + "days = [\"2027-01-01\"]\n" + list + "days = [\"2027-01-02\"]", `:5: [[holidays]]: the code "acme" is given twice`},
		{"no list at all", "[holidays]\ncode = \"acme\"", "Write [[holidays]], once for each list."},
		{"a setting of that name", "holidays = 3", "holidays is 3. Write [[holidays]]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := loadText(t, tt.text)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("said %v, want %q", err, tt.want)
			}
		})
	}
}
