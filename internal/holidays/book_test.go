package holidays_test

import (
	"regexp"
	"strings"
	"testing"

	"throughline/internal/holidays"
	"throughline/internal/mission"
)

func day(t *testing.T, text string) mission.Date {
	t.Helper()
	d, err := mission.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func book(t *testing.T, own ...holidays.Own) *holidays.Book {
	t.Helper()
	b, err := holidays.New(own)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestDaysOff(t *testing.T) {
	b := book(t)
	tests := []struct{ code, day, name string }{
		{"us", "2026-11-26", "Thanksgiving Day"},
		{"us", "2026-11-25", ""},
		{"us", "2027-07-05", "Independence Day"}, // the 4th is a Sunday
		{"us", "2027-07-04", "Independence Day"},
		{"us", "2027-12-31", "New Year's Day"}, // the 1st of January 2028 is a Saturday
		{"de", "2026-12-25", "Weihnachtstag"},
		{"de", "2027-01-06", ""},
		{"de-by", "2027-01-06", "Heilige Drei Könige"},
		{"DE-BY", "2027-01-06", "Heilige Drei Könige"},
		{"gb", "2027-03-26", "Good Friday"},
		{"au-nsw", "2027-01-26", "Australia Day"},
		{"br", "2026-12-07", ""},
	}
	for _, tt := range tests {
		c, ok := b.Calendar(tt.code)
		if !ok {
			t.Errorf("no calendar %s", tt.code)
			continue
		}
		name, off := c.Holiday(day(t, tt.day))
		if name != tt.name || off != (tt.name != "") {
			t.Errorf("%s in %s is %q, %v; want %q", tt.day, tt.code, name, off, tt.name)
		}
	}
}

func TestEveryCalendarIsNamedAndKnowsItsDays(t *testing.T) {
	code, seen := regexp.MustCompile(`^[a-z]{2}(-[a-z]{2,3})?$`), map[string]bool{}
	b := book(t)
	for _, e := range b.All() {
		c, _ := b.Calendar(e.Code)
		off := 0
		for d := day(t, "2027-01-01"); d.Year == 2027; d = d.AddDays(1) {
			if name, ok := c.Holiday(d); ok && strings.TrimSpace(name) != "" {
				off++
			}
		}
		if !code.MatchString(e.Code) || seen[e.Name] || b.Name(e.Code) != e.Name || off < 5 || off > 40 {
			t.Errorf("%q is named %q and has %d days off", e.Code, e.Name, off)
		}
		seen[e.Name] = true
	}
	if len(seen) < 70 {
		t.Errorf("%d calendars", len(seen))
	}
}

func TestATeamsOwnDays(t *testing.T) {
	b := book(t,
		holidays.Own{Code: "acme", Name: "Acme", Base: "es", Days: []holidays.Span{{From: day(t, "2026-12-28"), To: day(t, "2026-12-31")}}},
		holidays.Own{Code: "us", Name: "No Americans here", Days: []holidays.Span{{From: day(t, "2027-02-01"), To: day(t, "2027-02-01")}}},
	)
	tests := []struct{ code, day, name string }{
		{"acme", "2026-12-27", ""},
		{"acme", "2026-12-28", "Acme"},
		{"acme", "2026-12-31", "Acme"},
		{"acme", "2026-12-25", "Navidad"},
		{"us", "2026-11-26", ""}, // its own list stands in the place of the country's
		{"us", "2027-02-01", "No Americans here"},
	}
	for _, tt := range tests {
		c, _ := b.Calendar(tt.code)
		if name, _ := c.Holiday(day(t, tt.day)); name != tt.name {
			t.Errorf("%s in %s is %q, want %q", tt.day, tt.code, name, tt.name)
		}
	}
	if _, ok := b.Calendar("gone"); ok || b.Name("gone") != "" {
		t.Error("a calendar that is not there was found")
	}
}

func TestABaseHasToBeThere(t *testing.T) {
	_, err := holidays.New([]holidays.Own{{Code: "acme", Name: "Acme", Base: "pt"}})
	if err == nil || !strings.Contains(err.Error(), `there is no calendar "pt" to begin from`) {
		t.Errorf("said %v", err)
	}
}
