package view

import (
	"testing"
	"time"

	"throughline/internal/mission"
)

func TestDay(t *testing.T) {
	today := date(2026, 11, 24)
	for _, c := range []struct {
		says         string
		d            mission.Date
		day, withWay string
	}{
		{"this year", date(2026, 11, 27), "Friday 27 November", "Friday 27 November, in 3 days"},
		{"another year", date(2027, 1, 15), "Friday 15 January 2027", "Friday 15 January 2027, in 52 days"},
		{"today", today, "Tuesday 24 November", "Tuesday 24 November, today"},
		{"tomorrow", date(2026, 11, 25), "Wednesday 25 November", "Wednesday 25 November, tomorrow"},
		{"a day that has passed is not counted", date(2026, 11, 20), "Friday 20 November", "Friday 20 November"},
		{"no day", mission.Date{}, "a day still to be chosen", "a day still to be chosen"},
	} {
		if got := Day(c.d, today); got != c.day {
			t.Errorf("%s: %q, want %q", c.says, got, c.day)
		}
		if got := DayIn(c.d, today); got != c.withWay {
			t.Errorf("%s: %q, want %q", c.says, got, c.withWay)
		}
	}
}

func TestClockNamesTheZone(t *testing.T) {
	lagos, err := time.LoadLocation("Africa/Lagos")
	if err != nil {
		t.Fatal(err)
	}
	if got := Clock(time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC), lagos); got != "09:00 (Lagos)" {
		t.Errorf("got %q", got)
	}
	for zone, want := range map[string]string{"America/New_York": "New York", "America/Argentina/Buenos_Aires": "Buenos Aires", "UTC": "UTC"} {
		if got := ZoneName(zone); got != want {
			t.Errorf("%s is called %q, want %q", zone, got, want)
		}
	}
}

func TestNumbers(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 41200: "41,200", 1234567: "1,234,567"} {
		if got := number(n); got != want {
			t.Errorf("%d is %q, want %q", n, got, want)
		}
	}
}

// TestTheReadersZoneDecidesTheDate reads one moment in two zones.
func TestTheReadersZoneDecidesTheDate(t *testing.T) {
	s := newSample(asWritten)
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	late := at(2026, 11, 24, 23, 0)
	if got := s.env.on(s.running(), late); got != "Tuesday 24 November" {
		t.Errorf("in the channel it is %s", got)
	}
	s.env.Zone = tokyo
	if got := s.env.on(s.running(), late); got != "Wednesday 25 November" {
		t.Errorf("for a reader in Tokyo it is %s", got)
	}
}
