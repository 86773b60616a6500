package showcase

import (
	"errors"
	"strings"
	"testing"
	"time"
)

const head = "zone Europe/Lisbon\nends week 2 tuesday 09:12\n"

func TestWhatAStoryIsNot(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		text string
		line int
		says string
	}{
		"nothing at all":                {"", 0, "no scene"},
		"no end":                        {"week 1 monday 09:00\nAna reads", 2, "when it ends"},
		"an end before the last scene":  {head + "week 3 monday 09:00", 3, "after the story's end"},
		"a zone of no place":            {"zone Mars/Base", 1, "no time zone"},
		"this machine's zone":           {"zone Local", 1, "no time zone"},
		"a week that is no number":      {head + "week one monday 09:00", 3, "no time of a story"},
		"a week before the first":       {head + "week 0 monday 09:00", 3, "no time of a story"},
		"a day of no week":              {head + "week 1 someday 09:00", 3, "no time of a story"},
		"a time that is none":           {head + "week 1 monday 25:00", 3, "no time of a story"},
		"going back":                    {head + "week 1 tuesday 09:00\nweek 1 monday 09:00", 4, "before the scene"},
		"an act before any scene":       {head + "Ana reads", 3, "say when first"},
		"an act that nobody does":       {head + "week 1 monday 09:00\nreads", 4, "says nothing that people do"},
		"a label without its message":   {head + "week 1 monday 09:00\nAna #a taps \"Join\"", 4, "says nothing that people do"},
		"words without a place":         {head + "week 1 monday 09:00\nAna: hello", 4, "says nothing that people do"},
		"a field of nothing":            {head + "week 1 monday 09:00\n  name = x", 4, "belongs below"},
		"a field below something else":  {head + "week 1 monday 09:00\nAna reads\n  name = x", 5, "belongs below"},
		"a field without a value":       {head + "week 1 monday 09:00\nAna fills \"F\"\n  name", 5, "name = "},
		"a day in words that is none":   {head + "week 1 monday 09:00\nAna #a: by {friday}", 4, "no day of a story"},
		"a day in a field that is none": {head + "week 1 monday 09:00\nAna fills \"F\"\n  day = {week 2}", 5, "no day of a story"},
		"a line without an end":         {head + strings.Repeat("x", maxLine+1), 3, "too long"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Parse("a.story", strings.NewReader(tc.text))
			fault, ok := errors.AsType[*Fault](err)
			if !ok || fault.Line != tc.line || !strings.Contains(err.Error(), tc.says) {
				t.Errorf("got %v, want line %d saying %q", err, tc.line, tc.says)
			}
		})
	}
}

func TestAStoryEndsWhereItIsToldTo(t *testing.T) {
	t.Parallel()
	s, err := Parse("a.story", strings.NewReader(head+"week 1 monday 09:00\nAna #a: by {week 3 friday}"))
	if err != nil {
		t.Fatal(err)
	}
	for by, want := range map[string]string{
		"2026-11-24T09:12:00Z": "2026-11-16T08:45:00Z", // to the minute
		"2026-11-30T23:00:00Z": "2026-11-16T08:45:00Z", // up to a week later
		"2026-11-24T09:11:00Z": "2026-11-09T08:45:00Z", // a minute too early for this week
		"2026-10-27T09:12:00Z": "2026-10-19T07:45:00Z", // the clocks are set back in between
	} {
		end, err := time.Parse(time.RFC3339, by)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Begins(end).UTC().Format(time.RFC3339); got != want {
			t.Errorf("to end by %s it begins at %s, want %s", by, got, want)
		}
	}
	end := time.Date(2026, time.November, 24, 9, 12, 0, 0, time.UTC)
	if got := withDays(s.scenes[0].acts[0].text, s.firstMonday(end)); got != "by 2026-12-04" {
		t.Errorf("the day reads %q", got)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(refunds)
	f.Add(head + "week 1 monday 09:00\nAna, Bo #a reacts +1 to \"x\"\nAna fills \"F\"\n  a = {week 1 friday}")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Parse("f", strings.NewReader(text))
		if err != nil {
			if _, ok := errors.AsType[*Fault](err); !ok {
				t.Fatalf("%v names no line", err)
			}
			return
		}
		end := time.Date(2026, time.November, 24, 9, 12, 0, 0, time.UTC)
		if begins := s.Begins(end); begins.After(end) {
			t.Fatalf("it begins at %s, after its end", begins)
		}
	})
}
