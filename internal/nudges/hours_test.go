package nudges

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestAllowed(t *testing.T) {
	office := DefaultHours("Europe/Lisbon")
	night := office
	night.QuietFrom, night.QuietTo = 2*60, 4*60
	open := Hours{Zone: "Europe/Lisbon", Days: MonToFri}
	tests := []struct {
		name  string
		hours Hours
		now   string
		want  bool
	}{
		{"a working morning", office, "2026-11-24T09:00:00Z", true},
		{"the first minute after quiet", office, "2026-11-24T08:30:00Z", true},
		{"the last second of quiet", office, "2026-11-24T08:29:59Z", false},
		{"the last second before quiet", office, "2026-11-24T17:59:59Z", true},
		{"the first minute of quiet", office, "2026-11-24T18:00:00Z", false},
		{"Saturday", office, "2026-11-28T12:00:00Z", false},
		{"the hours are those of the wall in summer", office, "2026-07-07T07:30:00Z", true},
		{"quiet within one night: before it", night, "2026-11-24T01:59:00Z", true},
		{"quiet within one night: in it", night, "2026-11-24T02:00:00Z", false},
		{"quiet within one night: after it", night, "2026-11-24T04:00:00Z", true},
		{"no quiet hours at all", open, "2026-11-24T03:00:00Z", true},
		{"an unknown zone counts as UTC", Hours{Zone: "Mars/Olympus", Days: MonToFri}, "2026-11-24T03:00:00Z", true},
		{"no hours at all", Hours{}, "2026-11-24T12:00:00Z", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.hours.Allowed(instant(t, tt.now)); got != tt.want {
				t.Errorf("allowed is %v", got)
			}
		})
	}
}

func TestNextAllowed(t *testing.T) {
	office := DefaultHours("Europe/Lisbon")
	night := office
	night.QuietFrom, night.QuietTo = 2*60, 4*60
	newYork := Hours{Zone: "America/New_York", Days: everyDay, QuietFrom: 60, QuietTo: 2*60 + 30}
	tests := []struct {
		name      string
		hours     Hours
		now, want string
	}{
		{"now is fine", office, "2026-11-24T09:00:07Z", "2026-11-24T09:00:07Z"},
		{"in the evening: next morning", office, "2026-11-24T20:00:00Z", "2026-11-25T08:30:00Z"},
		{"before dawn: the same morning", office, "2026-11-24T05:00:00Z", "2026-11-24T08:30:00Z"},
		{"Friday evening: Monday", office, "2026-11-27T18:00:00Z", "2026-11-30T08:30:00Z"},
		{"over a clock change", office, "2026-10-23T18:00:00Z", "2026-10-26T08:30:00Z"},
		{"Sunday, with quiet hours in the night: midnight", night, "2026-11-29T12:00:00Z", "2026-11-30T00:00:00Z"},
		{"the end of quiet is leapt over", newYork, "2026-03-08T01:10:00-05:00", "2026-03-08T03:00:00-04:00"},
		{"the beginning of quiet is repeated", newYork, "2026-11-01T01:10:00-04:00", "2026-11-01T02:30:00-05:00"},
		{"the same weekday a week later", Hours{Zone: "UTC", Days: daysOf(time.Tuesday), QuietFrom: 1080, QuietTo: 510}, "2026-11-24T18:00:00Z", "2026-12-01T08:30:00Z"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.hours.NextAllowed(instant(t, tt.now)); !got.Equal(instant(t, tt.want)) {
				t.Errorf("next allowed is %s, want %s", got, tt.want)
			}
		})
	}
	if got := (Hours{}).NextAllowed(tuesday); !got.IsZero() {
		t.Errorf("hours that allow nothing allow %s", got)
	}
}

func TestNextAllowedIsTheFirstAllowedMinute(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := Hours{
			Zone: rapid.SampledFrom([]string{
				"America/New_York", "Australia/Lord_Howe", "Pacific/Chatham", "Africa/Casablanca", "Asia/Kathmandu",
			}).Draw(t, "zone"),
			Days:      Days(rapid.IntRange(1, int(everyDay)).Draw(t, "days")),
			QuietFrom: rapid.IntRange(0, minutesADay-1).Draw(t, "from"),
			QuietTo:   rapid.IntRange(0, minutesADay-1).Draw(t, "to"),
		}
		changes := []string{"2026-03-08", "2026-11-01", "2026-04-05", "2026-10-04", "2026-09-27", "2026-02-15", "2026-03-22"}
		day, _ := time.Parse(fromLayout, rapid.SampledFrom(changes).Draw(t, "day"))
		now := day.Add(time.Duration(rapid.IntRange(-24*60, 24*60).Draw(t, "minutes")) * time.Minute)
		want := now
		for !h.Allowed(want) {
			want = want.Add(time.Minute)
		}
		if got := h.NextAllowed(now); !got.Equal(want) {
			t.Fatalf("%+v at %s: %s, want %s", h, now, got, want)
		}
	})
}

func TestCheckHours(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(*Hours)
		want  string // the sentence; empty for none
	}{
		{"the default is fine", func(*Hours) {}, ""},
		{"no quiet hours are fine", func(h *Hours) { h.QuietFrom, h.QuietTo = 0, 0 }, ""},
		{"no zone", func(h *Hours) { h.Zone = "" }, "Name a time zone, such as Europe/Lisbon."},
		{"no days", func(h *Hours) { h.Days = 0 }, "Choose at least one working day."},
		{"an eighth day", func(h *Hours) { h.Days |= 1 << 7 }, "A week has seven days."},
		{"after midnight", func(h *Hours) { h.QuietFrom = minutesADay }, "Quiet hours go from one time of the day to another, from 00:00 to 23:59."},
		{"before midnight", func(h *Hours) { h.QuietTo = -1 }, "Quiet hours go from one time of the day to another, from 00:00 to 23:59."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := DefaultHours("Asia/Kolkata")
			tt.spoil(&h)
			err := h.Check()
			if tt.want == "" && err != nil {
				t.Fatal(err)
			}
			var sentence *ScheduleError
			if tt.want != "" && (!errors.As(err, &sentence) || sentence.Sentence != tt.want) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
}

func TestDefaultHoursFallBack(t *testing.T) {
	want := Hours{Zone: "Africa/Lagos", Days: MonToFri, QuietFrom: 1080, QuietTo: 510}
	if got := DefaultHours("", "Nowhere/Land", "Africa/Lagos"); got != want {
		t.Errorf("%+v", got)
	}
}

func TestLastWorkingDay(t *testing.T) {
	const sun, mon, tue, wed, thu, fri, sat = time.Sunday, time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday
	tests := []struct {
		name string
		days Days
		want time.Weekday
		expr string
	}{
		{"Monday to Friday", MonToFri, fri, "0 15 * * 5"},
		{"Monday to Thursday", daysOf(mon, tue, wed, thu), thu, "0 15 * * 4"},
		{"Sunday to Thursday", daysOf(sun, mon, tue, wed, thu), thu, "0 15 * * 4"},
		{"a free Wednesday", daysOf(mon, tue, thu, fri), fri, "0 15 * * 5"},
		{"Tuesday to Saturday", daysOf(tue, wed, thu, fri, sat), sat, "0 15 * * 6"},
		{"two days apart", daysOf(mon, wed), wed, "0 15 * * 3"},
		{"Wednesday alone", daysOf(wed), wed, "0 15 * * 3"},
		{"all seven", everyDay, sun, "0 15 * * 0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, ok := tt.days.LastWorkingDay(); !ok || got != tt.want {
				t.Errorf("%s, %v, want %s", got, ok, tt.want)
			}
			if got := exprFor(Reflect, Hours{Days: tt.days}, ""); got != tt.expr {
				t.Errorf("%q, want %q", got, tt.expr)
			}
			if _, err := parseSchedule(tt.expr, "UTC"); err != nil {
				t.Error(err)
			}
		})
	}
	if day, ok := Days(0).LastWorkingDay(); ok || exprFor(Reflect, Hours{}, "") != "0 15 * * 5" {
		t.Errorf("no days end on %s", day)
	}
}

// daysOf is the set of the given weekdays.
func daysOf(days ...time.Weekday) Days {
	var set Days
	for _, d := range days {
		set |= 1 << uint(d)
	}
	return set
}
