package view

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

func TestSettingsComeBackAsTheyWereShown(t *testing.T) {
	s := newSample(asWritten)
	m, next := s.running(), s.next()
	for _, change := range []func(*SettingsForm){
		func(*SettingsForm) {},
		func(f *SettingsForm) { f.Quiet = nudges.Quiet{} },
		func(f *SettingsForm) {
			f.Days, f.Quiet = 1<<time.Sunday|1<<time.Monday, nudges.Quiet{From: 22 * 60, To: 7*60 + 15}
		},
		func(f *SettingsForm) { f.Away, f.Preview, f.Reach = date(2026, 12, 4), true, nil },
		func(f *SettingsForm) { f.In = "" },
		func(f *SettingsForm) { f.In = next.ID },
	} {
		want := s.mine(m, next)
		change(&want)
		v := Settings(s.env, want, Meta{Channel: refunds})
		got, kinds, errs := ParseSettings(filled(v, nil), DecodeMeta(v.PrivateMetadata))
		want.Missions, want.Zone = nil, ""
		if diff := cmp.Diff(want, got); diff != "" || !kinds || errs != nil {
			t.Errorf("kinds %v, mistakes %v, -shown +read:\n%s", kinds, errs, diff)
		}
	}
	v := Settings(s.env, s.mine(), Meta{})
	if _, kinds, _ := ParseSettings(filled(v, nil), DecodeMeta(v.PrivateMetadata)); kinds {
		t.Error("kinds were read where there is no mission to tick them for")
	}
}

func TestMistakesInSettings(t *testing.T) {
	s := newSample(asWritten)
	v := Settings(s.env, s.mine(s.running()), Meta{})
	at := func(time string) slack.BlockAction { return slack.BlockAction{SelectedTime: time} }
	for _, c := range []struct {
		name, block string
		change      map[string]slack.BlockAction
	}{
		{"no days", BlockDays, map[string]slack.BlockAction{BlockDays: {}}},
		{"a day that is none", BlockDays, map[string]slack.BlockAction{BlockDays: {SelectedOptions: []slack.OptionBlockObject{{Value: "Someday"}}}}},
		{"quiet without an end", BlockQuietTo, map[string]slack.BlockAction{BlockQuietTo: {}}},
		{"quiet without a beginning", BlockQuietFrom, map[string]slack.BlockAction{BlockQuietFrom: {}}},
		{"quiet that lasts no time", BlockQuietTo, map[string]slack.BlockAction{BlockQuietTo: at("18:00")}},
		{"a time that is none", BlockQuietFrom, map[string]slack.BlockAction{BlockQuietFrom: at("25:00")}},
		{"a kind that is none", BlockReach, map[string]slack.BlockAction{
			BlockReach: {SelectedOptions: []slack.OptionBlockObject{{Value: "coach"}}},
		}},
	} {
		if _, _, errs := ParseSettings(filled(v, c.change), DecodeMeta(v.PrivateMetadata)); errs[c.block] == "" {
			t.Errorf("%s: mistakes %v", c.name, errs)
		}
	}
	today := date(2026, 11, 24)
	for _, c := range []struct {
		day   string
		away  bool
		wrong bool
	}{
		{"2026-11-24", true, false},
		{"2026-11-24", false, true},
		{"2026-11-25", false, false},
		{"2026-11-23", true, true},
		{"", true, true},
	} {
		state := filled(QuietUntil(s.env, Meta{}), map[string]slack.BlockAction{BlockUntil: {SelectedDate: c.day}})
		if _, errs := ParseQuietUntil(state, today, c.away); (errs != nil) != c.wrong {
			t.Errorf("until %q, away %v: mistakes %v", c.day, c.away, errs)
		}
	}
	if AwayPassed(today)[BlockAway] != "That day has passed. Choose Tuesday 24 November or later." {
		t.Error(AwayPassed(today))
	}
}

func TestDaysInWords(t *testing.T) {
	for text, want := range map[string]string{
		"mon-fri": "Mon to Fri", "mon-thu": "Mon to Thu", "sun-thu": "Sun to Thu", "mon, tue, thu": "Mon, Tue and Thu",
		"fri": "Fri", "sat, sun": "Sat and Sun", "every day": "every day", "fri-mon": "Fri to Mon",
		"sun, mon, wed": "Mon, Wed and Sun", "tue-sun": "Tue to Sun",
	} {
		days, ok := nudges.ParseDays(text)
		if got := daysLine(days, 3); !ok || got != want {
			t.Errorf("%s reads %q, want %q", text, got, want)
		}
	}
	if daysLine(0, 3) != "no day" {
		t.Error(daysLine(0, 3))
	}
}

func TestAMenuOffersTheChosenMissionHoweverMany(t *testing.T) {
	s := newSample(asWritten)
	var many []mission.Mission
	for i := range 200 {
		m := s.running()
		m.ID = mission.ID([]byte{'M', byte('A' + i/20), byte('A' + i%20)})
		many = append(many, m)
	}
	for _, i := range []int{0, 98, 99, 199} {
		options := missionOptions(many, many[i].ID, mostInMenu)
		if len(options) != mostInMenu || first(options, string(many[i].ID)) == nil {
			t.Errorf("mission %d is not among the %d that are offered", i, len(options))
		}
	}
}
