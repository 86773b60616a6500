package when

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/internal/mission"
)

// tuesday is the day that counts as today in these tests: Tuesday 24 November 2026.
var tuesday = mission.Date{Year: 2026, Month: time.November, Day: 24}

func day(t *testing.T, s string) mission.Date {
	t.Helper()
	d, err := mission.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDay(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"today": "2026-11-24", "tonight": "2026-11-24", "Tomorrow": "2026-11-25", "tomorrow morning": "2026-11-25",
		"the day after tomorrow": "2026-11-26",

		"friday": "2026-11-27", "Fri": "2026-11-27", "by friday": "2026-11-27", "on Friday.": "2026-11-27",
		"this friday": "2026-11-27", "coming friday": "2026-11-27", "until friday": "2026-11-27", "*friday*": "2026-11-27",
		"tuesday": "2026-12-01", "this tuesday": "2026-11-24", "monday": "2026-11-30", "sun": "2026-11-29",
		"next friday": "2026-12-04", "next tuesday": "2026-12-01", "next sunday": "2026-12-06", "next monday": "2026-11-30",
		"friday at 5pm": "2026-11-27", "friday 17:00": "2026-11-27", "friday 5 pm": "2026-11-27", "friday at noon": "2026-11-27",
		"friday in the morning": "2026-11-27", "end of day friday": "2026-11-27", "eod friday": "2026-11-27",

		"3d": "2026-11-27", "3 d": "2026-11-27", "in 3 days": "2026-11-27", "1 week": "2026-12-01", "for a week": "2026-12-01",
		"in two weeks": "2026-12-08", "2w": "2026-12-08", "2 weeks from now": "2026-12-08", "a fortnight": "2026-12-08",
		"fortnight": "2026-12-08", "1 month": "2026-12-24", "in 3 months": "2027-02-24", "a year": "2027-11-24", "1\u00a0week": "2026-12-01",

		"next week": "2026-11-30", "next month": "2026-12-01", "next year": "2027-01-01",
		"end of week": "2026-11-27", "the end of the week": "2026-11-27", "eow": "2026-11-27", "end of next week": "2026-12-04",
		"end of month": "2026-11-30", "eom": "2026-11-30", "end of next month": "2026-12-31", "end of the year": "2026-12-31",
		"eoy": "2026-12-31", "end of january": "2027-01-31", "end of nov": "2026-11-30", "start of december": "2026-12-01",
		"beginning of next month": "2026-12-01", "end of day": "2026-11-24", "eod": "2026-11-24", "end of feb": "2027-02-28",

		"2026-12-04": "2026-12-04", "2026/12/04": "2026-12-04", "2027.1.2": "2027-01-02",
		"4 dec": "2026-12-04", "dec 4": "2026-12-04", "4th of December": "2026-12-04", "december 4th, 2027": "2027-12-04",
		"dec 4 2027": "2027-12-04", "4 december 2027": "2027-12-04", "the 4th of dec": "2026-12-04", "Friday 4 December": "2026-12-04",
		"fri, 4 dec": "2026-12-04", "15 jan": "2027-01-15", "1 oct": "2027-10-01", "29 feb": "2028-02-29",
		"the 4th": "2026-12-04", "24th": "2026-11-24", "31st": "2026-12-31", "friday the 27th": "2026-11-27", "sunday 13th": "2026-12-13",

		"4.12.": "2026-12-04", "4.12": "2026-12-04", "04.12.2027": "2027-12-04", "4.12.27": "2027-12-04",
		"25/12": "2026-12-25", "12/25": "2026-12-25", "04/04": "2027-04-04", "11/12": "2026-12-11", "12/25/2026": "2026-12-25",
		"13-12-2026": "2026-12-13",
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			got, err := Day(text, tuesday)
			if err != nil || got.String() != want {
				t.Errorf("Day(%q) = %s, %v; want %s", text, got, err, want)
			}
		})
	}
}

func TestDayOnOtherDays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, today, want string }{
		{"friday", "2026-11-27", "2026-12-04"},            // said on a Friday: the next one
		{"this friday", "2026-11-27", "2026-11-27"},       // and this one is today
		{"next friday", "2026-11-28", "2026-12-04"},       // said on a Saturday: six days ahead
		{"next monday", "2026-11-29", "2026-11-30"},       // Sunday ends the week
		{"end of week", "2026-11-28", "2026-12-04"},       // on a weekend the week to come
		{"1 month", "2027-01-31", "2027-02-28"},           // a month that has no 31st
		{"1 month", "2028-01-31", "2028-02-29"},           // and one with a 29th
		{"end of dec", "2026-12-31", "2026-12-31"},        // the last day of it is today
		{"the 31st", "2027-02-01", "2027-03-31"},          // February has none
		{"next month", "2026-12-15", "2027-01-01"},        // over the end of a year
		{"end of next month", "2026-12-15", "2027-01-31"}, // the same
		{"1 jan", "2026-12-31", "2027-01-01"},
	} {
		got, err := Day(c.text, day(t, c.today))
		if err != nil || got.String() != c.want {
			t.Errorf("Day(%q) on %s = %s, %v; want %s", c.text, c.today, got, err, c.want)
		}
	}
}

func TestDayIsNoDay(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", " ", "soonish", "by soonish", "friday fish", "the", "by", "5", "0", "13/13", "32 dec", "30 feb", "2026-02-30",
		"2026-13-01", "00/00", "99999999999999999999 days", "6000 days", "-3 days", "+3 days", "next", "next next friday", "4 dec 27",
		"may", "2040-01-01", "in 20 years", "1/2/3/4", "3/4/270", "day", "week", "yesteryear", "1st of never", "end of time",
		"the way", "hand", "now", "noon", "17:00", "a b c d e f g h i j k", "٣ days",
	} {
		if got, err := Day(text, tuesday); !errors.Is(err, ErrUnknown) {
			t.Errorf("Day(%q) = %s, %v; want ErrUnknown", text, got, err)
		}
	}
}

func TestDayInTwoWays(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][2]string{
		"03/04":             {"2027-03-04", "2027-04-03"},
		"3-4-2027":          {"2027-03-04", "2027-04-03"},
		"3/4/27":            {"2027-03-04", "2027-04-03"},
		"01/12":             {"2026-12-01", "2027-01-12"},
		"friday 3 december": {"2026-11-27", "2026-12-03"},
		"mon 1 dec":         {"2026-11-30", "2026-12-01"},
	} {
		_, err := Day(text, tuesday)
		two, ok := errors.AsType[*Ambiguous](err)
		if !ok || two.A.String() != want[0] || two.B.String() != want[1] {
			t.Errorf("Day(%q): %v; want %v", text, err, want)
		}
	}
}

func TestDayThatHasPassed(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"yesterday": "2026-11-23", "20 november": "2026-11-20", "nov 20": "2026-11-20", "2026-11-23": "2026-11-23",
		"1.11.": "2026-11-01", "friday 20 nov": "2026-11-20", "15/11": "2026-11-15", "03/04/2025": "2025-04-03",
	} {
		_, err := Day(text, tuesday)
		past, ok := errors.AsType[*Past](err)
		if !ok || past.Date.String() != want {
			t.Errorf("Day(%q): %v; want that %s has passed", text, err, want)
		}
	}
}

func TestUntil(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"3d": "2026-11-27", "1 week": "2026-12-01", "2 weeks": "2026-12-08", "until friday": "2026-11-27", "for 10 days": "2026-12-04",
		"today": "2026-11-25", "0 days": "2026-11-25", "until 2027-01-15": "2027-01-15", "tomorrow": "2026-11-25",
	} {
		got, err := Until(text, tuesday)
		if err != nil || got.String() != want {
			t.Errorf("Until(%q) = %s, %v; want %s", text, got, err, want)
		}
	}
	if _, err := Until("a while", tuesday); !errors.Is(err, ErrUnknown) {
		t.Errorf("Until of no span: %v", err)
	}
}

func TestSplitBy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, rest, typed, want string }{
		{"send the file by friday", "send the file", "by friday", "2026-11-27"},
		{"send the file, by 4 Dec.", "send the file", "by 4 Dec", "2026-12-04"},
		{"make it by hand by friday", "make it by hand", "by friday", "2026-11-27"},
		{"ask Abby by the end of the week", "ask Abby", "by the end of the week", "2026-11-27"},
		{"send it By In 2 weeks", "send it", "By In 2 weeks", "2026-12-08"},
		{"send it\nby friday", "send it", "by friday", "2026-11-27"},
		{"by friday", "", "by friday", "2026-11-27"},
		{"go there by bus", "go there by bus", "", ""},
		{"send it by soonish", "send it by soonish", "", ""},
		{"by friday I mean the day", "by friday I mean the day", "", ""},
		{"stand by", "stand by", "", ""},
		{"call Bobby friday", "call Bobby friday", "", ""},
		{"", "", "", ""},
	} {
		got, err := SplitBy(c.text, tuesday)
		if err != nil || got.Text != c.rest || got.Typed != c.typed || got.Date.String() != c.want {
			t.Errorf("SplitBy(%q) = %+v, %v", c.text, got, err)
		}
	}
	got, err := SplitBy("call the bank by 03/04", tuesday)
	if _, ok := errors.AsType[*Ambiguous](err); !ok || got.Text != "call the bank" || got.Typed != "by 03/04" {
		t.Errorf("two readings: %+v, %v", got, err)
	}
	if _, err := SplitBy("call the bank by 20 nov", tuesday); err == nil {
		t.Error("a day that has passed was taken")
	}
}

// TestWhatIsReadLiesAhead holds for every day as today: what is read is today or later, and a day that is
// written out is read as itself.
func TestWhatIsReadLiesAhead(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		today := mission.Date{Year: 2026, Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 4000).Draw(t, "today"))
		d := today.AddDays(rapid.IntRange(0, 300).Draw(t, "ahead"))
		for _, layout := range []string{"2006-01-02", "2 January 2006", "Jan 2 2006", "Monday 2 January 2006", "2.1.2006", "2 Jan"} {
			text := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Format(layout)
			if got, err := Day(text, today); err != nil || got != d {
				t.Fatalf("Day(%q) on %s = %s, %v", text, today, got, err)
			}
		}
		for _, text := range []string{"friday", "next friday", "this sunday", "end of week", "end of month", "next week", "the 31st", "29 feb"} {
			if got, err := Day(text, today); err != nil && text != "29 feb" || got.Before(today) && err == nil {
				t.Fatalf("Day(%q) on %s = %s, %v", text, today, got, err)
			}
		}
	})
}

func FuzzDay(f *testing.F) {
	for _, seed := range []string{"friday", "by 03/04", "in 2 weeks", "4th of dec, 2027", "end of next month", "2026-12-04", "3d", "\xff", "the"} {
		f.Add(seed, 0)
	}
	f.Fuzz(func(t *testing.T, text string, n int) {
		today := tuesday.AddDays(n % 20_000)
		d, err := Day(text, today)
		if err == nil && (d.Before(today) || d.AddDays(0) != d) {
			t.Fatalf("Day(%q) on %s = %s", text, today, d)
		}
		if two, ok := errors.AsType[*Ambiguous](err); ok && (!two.A.Before(two.B) || two.A.Before(today)) {
			t.Fatalf("Day(%q) on %s: %s or %s", text, today, two.A, two.B)
		}
		p, err := SplitBy(text, today)
		if err == nil && len(p.Text)+len(p.Typed) > len(text) {
			t.Fatalf("SplitBy(%q) made words: %+v", text, p)
		}
		if p.Typed == "" && !p.Date.IsZero() {
			t.Fatalf("SplitBy(%q) has a day from nowhere: %+v", text, p)
		}
	})
}
