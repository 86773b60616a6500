package nudges

import (
	"testing"
	"time"

	"throughline/internal/mission"
)

// onFriday is Friday 27 November 2026 in Lisbon, and onTuesday the Tuesday before.
func onFriday(hour, minute int) time.Time  { return lisbonDay(4, hour, minute) }
func onTuesday(hour, minute int) time.Time { return lisbonDay(1, hour, minute) }

// usual is a situation in which nothing speaks against a nudge of a kind, due at the given time.
func usual(k Kind, due time.Time) Situation {
	_, run := refundsTeam()
	s := Situation{
		Plan:      Plan{ID: "P", Team: team, Kind: k, Mission: run.ID},
		Row:       Row{Key: "N", Team: team, Due: due, Grace: graceOf(k, due, time.UTC), Nudge: &Asked{Kind: k, Plan: "P"}},
		Mission:   run,
		InChannel: true,
		Hours:     DefaultHours("Europe/Lisbon"),
		Fits: []Question{
			{ID: "q1", Theme: "risk", Text: "What could surprise us?"},
			{ID: "q2", Theme: "words", Text: "Which word do we use too easily?"},
		},
	}
	if !k.ToChannel() {
		s.Plan.User, s.Row.User = "UANA", "UANA"
		s.Member = mission.Member{Team: team, Mission: run.ID, User: "UANA", JoinedAt: run.StartedAt}
		s.Person = Person{Team: team, User: "UANA", Zone: "Europe/Lisbon"}
	}
	return s
}

func asked(question, theme string, at time.Time) Row {
	return Row{State: Settled, SentAt: at, Nudge: &Asked{Question: question, Theme: theme}}
}

// feastOn is a calendar with some days off.
func feastOn(days ...time.Time) *feast {
	f := make(feast, len(days))
	for _, d := range days {
		f[mission.DateOf(d)] = true
	}
	return &f
}

func TestDecide(t *testing.T) {
	noon, three := onTuesday(10, 0), onFriday(15, 0)
	tests := []struct {
		name   string
		kind   Kind
		now    time.Time
		change func(*Situation)
		action Action
		reason Reason
		until  time.Time
	}{
		{name: "a question for the channel goes out", kind: Coach, now: noon, action: Send, reason: ReasonDue},
		{name: "a reflection goes out", kind: Reflect, now: three, action: Send, reason: ReasonDue},
		{name: "the connection is asked about", kind: Connect, now: onFriday(9, 5), action: Send, reason: ReasonDue},

		{"no nudge for a mission that is not there", Coach, noon, func(s *Situation) { s.Mission = mission.Mission{} },
			Drop, ReasonMissionEnded, time.Time{}},
		{"no nudge for a mission that ended", Coach, noon, func(s *Situation) { s.Mission.Outcome = &mission.Outcome{} },
			Drop, ReasonMissionEnded, time.Time{}},
		{"no nudge while the channel takes no messages", Reflect, three, func(s *Situation) { s.Mission.Unreachable = "is_archived" },
			Drop, ReasonUnreachable, time.Time{}},
		{"no nudge of a plan that is gone", Coach, noon, func(s *Situation) { s.Plan = Plan{} },
			Drop, ReasonPlanOff, time.Time{}},
		{"no nudge of a plan that was turned off", Coach, noon, func(s *Situation) { s.Plan.Off = true },
			Drop, ReasonPlanOff, time.Time{}},
		{"no nudge to somebody who left the mission", Reflect, three, func(s *Situation) { s.Member.LeftAt = noon },
			Drop, ReasonNotMember, time.Time{}},
		{"no nudge to somebody who was never in", Reflect, three, func(s *Situation) { s.Member = mission.Member{} },
			Drop, ReasonNotMember, time.Time{}},
		{"no nudge to a deactivated account", Reflect, three, func(s *Situation) { s.Person.Gone = true },
			Drop, ReasonPersonGone, time.Time{}},
		{"no nudge to somebody who left the private channel", Connect, onFriday(9, 5), func(s *Situation) {
			s.InChannel, s.Mission.Private = false, true
		}, Drop, ReasonNotInChannel, time.Time{}},
		{"who leaves a public channel stays in its mission", Reflect, three, func(s *Situation) { s.InChannel = false },
			Send, ReasonDue, time.Time{}},
		{"the channel's question needs nobody in particular", Coach, noon, func(s *Situation) { s.InChannel = false },
			Send, ReasonDue, time.Time{}},

		{"a snooze drops and keeps the plan away until it is over", Reflect, three, func(s *Situation) {
			s.Person.SnoozedUntil = map[string]time.Time{SnoozeKey(Reflect, "M1"): lisbonDay(8, 0, 0)}
		}, Drop, ReasonSnoozed, lisbonDay(8, 0, 0)},
		{"a snooze that is over holds nothing back", Reflect, three, func(s *Situation) {
			s.Person.SnoozedUntil = map[string]time.Time{SnoozeKey(Reflect, "M1"): three}
		}, Send, ReasonDue, time.Time{}},
		{"a snooze of another kind holds nothing back", Reflect, three, func(s *Situation) {
			s.Person.SnoozedUntil = map[string]time.Time{SnoozeKey(Connect, "M1"): lisbonDay(8, 0, 0)}
		}, Send, ReasonDue, time.Time{}},
		{"a snooze in another mission holds nothing back", Reflect, three, func(s *Situation) {
			s.Person.SnoozedUntil = map[string]time.Time{SnoozeKey(Reflect, "M2"): lisbonDay(8, 0, 0)}
		}, Send, ReasonDue, time.Time{}},

		{"an absence drops and keeps the plan away until she is back", Reflect, three, func(s *Situation) {
			s.Person.AwayThrough = mission.DateOf(lisbonDay(7, 0, 0))
		}, Drop, ReasonAway, lisbonDay(8, 0, 0)},
		{"the last day of an absence is one of it", Reflect, three, func(s *Situation) {
			s.Person.AwayThrough = mission.DateOf(three)
		}, Drop, ReasonAway, lisbonDay(5, 0, 0)},
		{"an absence ends by itself", Reflect, three, func(s *Situation) {
			s.Person.AwayThrough = mission.DateOf(lisbonDay(3, 0, 0))
		}, Send, ReasonDue, time.Time{}},
		{"quiet that was asked for drops every kind", Connect, onFriday(9, 5), func(s *Situation) {
			s.Person.SnoozedAll = lisbonDay(8, 0, 0)
		}, Drop, ReasonSnoozed, lisbonDay(8, 0, 0)},
		{"quiet that was asked for ends by itself", Reflect, three, func(s *Situation) { s.Person.SnoozedAll = three },
			Send, ReasonDue, time.Time{}},
		{"nobody's absence keeps the channel's question", Coach, noon, func(s *Situation) {
			s.Person.AwayThrough = mission.DateOf(lisbonDay(7, 0, 0))
		}, Send, ReasonDue, time.Time{}},

		{"before hours it waits for the end of the quiet", Reflect, onFriday(7, 0), nil, Wait, ReasonQuietHours, onFriday(8, 30)},
		{"in a quiet hour at noon it waits for its end", Reflect, onFriday(12, 10), func(s *Situation) {
			s.Hours.QuietFrom, s.Hours.QuietTo = 12*60, 13*60
		}, Wait, ReasonQuietHours, onFriday(13, 0)},
		{"in the evening the day is over and it is dropped", Reflect, onFriday(18, 0), nil, Drop, ReasonOutsideHours, time.Time{}},
		{"on a day off it is dropped", Coach, lisbonDay(5, 10, 0), nil, Drop, ReasonOutsideHours, time.Time{}},
		{"hours that allow nothing drop it", Coach, noon, func(s *Situation) { s.Hours.Days = 0 },
			Drop, ReasonOutsideHours, time.Time{}},
		{"allowed hours that come after its grace drop it", Coach, onTuesday(6, 0), func(s *Situation) {
			s.Row.Due = onTuesday(6, 0)
		}, Drop, ReasonOutsideHours, time.Time{}},
		{"the day is the place's own: in Chicago it is still Thursday night", Reflect, onFriday(3, 0), func(s *Situation) {
			s.Hours = DefaultHours("America/Chicago")
		}, Drop, ReasonOutsideHours, time.Time{}},

		{"a kind that is off in the mission", Reflect, three, func(s *Situation) { s.House.Off = map[Kind]bool{Reflect: true} },
			Drop, ReasonPlanOff, time.Time{}},
		{"on a holiday it is dropped", Coach, noon, func(s *Situation) { s.Hours.Off = feastOn(noon) },
			Drop, ReasonHoliday, time.Time{}},
		{"on a holiday what comes once is due anew on the next working day", Told, onFriday(9, 5), func(s *Situation) {
			s.Row.Nudge, s.Row.Grace, s.Hours.Off = &Asked{Kind: Told}, onceGrace, feastOn(onFriday(0, 0), lisbonDay(7, 0, 0))
		}, Wait, ReasonHoliday, lisbonDay(8, 9, 5)},
		{"however long the holidays last", FollowUp, onFriday(9, 5), func(s *Situation) {
			var closed []time.Time
			for i := range 30 {
				closed = append(closed, lisbonDay(4+i, 0, 0))
			}
			s.Row.Nudge, s.Row.Grace, s.Hours.Off = &Asked{Kind: FollowUp}, onceGrace, feastOn(closed...)
		}, Wait, ReasonHoliday, lisbonDay(35, 9, 5)},
		{"who follows has the digest on the next working day", Follow, lisbonDay(0, 9, 30), func(s *Situation) {
			s.Row.Grace, s.Hours.Off = onceGrace, feastOn(lisbonDay(0, 0, 0))
		}, Wait, ReasonHoliday, lisbonDay(1, 9, 5)},
		{"a weekend is no holiday", Coach, lisbonDay(5, 10, 0), func(s *Situation) { s.Hours.Off = feastOn(lisbonDay(5, 0, 0)) },
			Drop, ReasonOutsideHours, time.Time{}},
		{"quiet hours on a working day before a holiday are quiet hours", Reflect, onFriday(7, 0), func(s *Situation) {
			s.Hours.Off = feastOn(lisbonDay(7, 0, 0))
		}, Wait, ReasonQuietHours, onFriday(8, 30)},
		{"do-not-disturb is waited for", Reflect, three, func(s *Situation) { s.Quiet = onFriday(16, 30) },
			Wait, ReasonDoNotDisturb, onFriday(16, 30)},
		{"do-not-disturb that is over is nothing", Reflect, three, func(s *Situation) { s.Quiet = three },
			Send, ReasonDue, time.Time{}},
		{"do-not-disturb beyond the grace drops", Reflect, three, func(s *Situation) { s.Quiet = lisbonDay(5, 8, 0) },
			Drop, ReasonDoNotDisturb, time.Time{}},
		{"a promise waits for do-not-disturb too", FollowUp, onFriday(9, 5), func(s *Situation) {
			s.Row.Nudge, s.Row.Grace, s.Quiet = &Asked{Kind: FollowUp}, onceGrace, lisbonDay(5, 8, 0)
		}, Wait, ReasonDoNotDisturb, lisbonDay(5, 8, 0)},
		{"nobody's do-not-disturb keeps the channel's question", Coach, noon, func(s *Situation) { s.Quiet = onTuesday(11, 0) },
			Send, ReasonDue, time.Time{}},

		{"two people talking need no question", Coach, noon, func(s *Situation) { s.Authors = 2 },
			Drop, ReasonTalking, time.Time{}},
		{"one person telling is not talk", Coach, noon, func(s *Situation) { s.Authors = 1 },
			Send, ReasonDue, time.Time{}},
		{"whoever reflected today is not asked to", Reflect, three, func(s *Situation) { s.Reflected = onFriday(0, 1) },
			Drop, ReasonReflected, time.Time{}},
		{"whoever reflected yesterday is", Reflect, three, func(s *Situation) { s.Reflected = lisbonDay(3, 23, 59) },
			Send, ReasonDue, time.Time{}},
		{"what was written within a month rests until it is over", Connect, onFriday(9, 5), func(s *Situation) {
			s.Connected = lisbonDay(2, 17, 0)
		}, Drop, ReasonConnected, time.Date(2026, 12, 25, 0, 0, 0, 0, time.UTC)},
		{"what was written a month ago is asked after", Connect, onFriday(9, 5), func(s *Situation) {
			s.Connected = time.Date(2026, 10, 27, 17, 0, 0, 0, time.UTC)
		}, Send, ReasonDue, time.Time{}},

		{"one channel question a day", Coach, noon, func(s *Situation) {
			s.Asked = []Row{asked("q9", "why", onTuesday(9, 0))}
		}, Drop, ReasonBudgetDay, time.Time{}},
		{"one of yesterday spends nothing today", Coach, noon, func(s *Situation) {
			s.Asked = []Row{asked("q9", "why", lisbonDay(0, 23, 59))}
		}, Send, ReasonDue, time.Time{}},
		{"one direct message a day, of whatever kind", Reflect, three, func(s *Situation) {
			s.Asked = []Row{asked(ConnectFirst, themeConnect, onFriday(9, 5))}
		}, Drop, ReasonBudgetDay, time.Time{}},
		{"three direct messages a week", Reflect, three, func(s *Situation) {
			s.Asked = []Row{asked("q7", "why", lisbonDay(3, 9, 0)), asked("q8", "why", lisbonDay(1, 9, 0)), asked("q9", "why", lisbonDay(-2, 9, 0))}
		}, Drop, ReasonBudgetWeek, time.Time{}},
		{"a week is seven days", Reflect, three, func(s *Situation) {
			s.Asked = []Row{asked("q7", "why", lisbonDay(3, 9, 0)), asked("q8", "why", lisbonDay(1, 9, 0)), asked("q9", "why", lisbonDay(-3, 23, 0))}
		}, Send, ReasonDue, time.Time{}},
		{"what a clock that was set back left in a far future spends nothing", Reflect, three, func(s *Situation) {
			s.Asked = []Row{asked("q7", "why", lisbonDay(300, 9, 0)), asked("q8", "why", lisbonDay(200, 9, 0)), asked("q9", "why", lisbonDay(100, 9, 0))}
		}, Send, ReasonDue, time.Time{}},
		{"a channel has no weekly budget", Coach, noon, func(s *Situation) {
			s.Asked = []Row{asked("q7", "why", lisbonDay(0, 9, 0)), asked("q8", "why", lisbonDay(-1, 9, 0)), asked("q9", "why", lisbonDay(-2, 9, 0))}
		}, Send, ReasonDue, time.Time{}},

		{"when every question was asked lately none is sent", Coach, noon, func(s *Situation) {
			s.Asked = []Row{asked("q1", "risk", lisbonDay(-20, 9, 0)), asked("q2", "words", lisbonDay(-30, 9, 0))}
		}, Drop, ReasonNothingFits, time.Time{}},
		{"when no question fits the phase none is sent", Coach, noon, func(s *Situation) { s.Fits = nil },
			Drop, ReasonNothingFits, time.Time{}},
		{"a kind of a later version is left alone", Kind("later"), noon, nil, Drop, ReasonUnknownKind, time.Time{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := usual(tt.kind, tt.now)
			if tt.change != nil {
				tt.change(&s)
			}
			d := Decide(s, tt.now)
			if d.Action != tt.action || d.Reason != tt.reason || !d.Until.Equal(tt.until) {
				t.Errorf("decided to %s because of %s until %v; want %s, %s, %v",
					d.Action, d.Reason, d.Until, tt.action, tt.reason, tt.until)
			}
			if sends := d.Choice.Question.ID != ""; sends != (tt.action == Send) {
				t.Errorf("the choice is %q", d.Choice.Question.ID)
			}
		})
	}
}

func TestDecideAsksWhatRestedLongest(t *testing.T) {
	s := usual(Coach, onTuesday(10, 0))
	s.Asked = []Row{asked("q1", "risk", lisbonDay(-20, 9, 0))}
	d := Decide(s, onTuesday(10, 0))
	if d.Choice.Question.ID != "q2" || d.Choice.Candidates != 1 || d.Choice.Theme != "words" {
		t.Errorf("chose %+v", d.Choice)
	}
}

func TestTheConnectionIsAskedAboutDifferentlyTheSecondTime(t *testing.T) {
	s := usual(Connect, onFriday(9, 5))
	if got := Decide(s, onFriday(9, 5)).Choice.Question.ID; got != ConnectFirst {
		t.Errorf("first asked %q", got)
	}
	s.Connected, s.Written = lisbonDay(-60, 9, 0), true
	if got := Decide(s, onFriday(9, 5)).Choice.Question.ID; got != ConnectAgain {
		t.Errorf("then asked %q", got)
	}
	s.Written = false // it was taken back
	if got := Decide(s, onFriday(9, 5)).Choice.Question.ID; got != ConnectFirst {
		t.Errorf("after it was taken back asked %q", got)
	}
}

func TestGrace(t *testing.T) {
	chicago := mustZone(t, "America/Chicago")
	tests := []struct {
		name string
		kind Kind
		due  time.Time
		loc  *time.Location
		last time.Time // the last second within grace
	}{
		{"the channel's question may be two hours late", Coach, onTuesday(10, 0), time.UTC, onTuesday(12, 0)},
		{"a reflection may come the same day", Reflect, onFriday(15, 0), time.UTC, onFriday(23, 59).Add(59 * time.Second)},
		{"the day is the person's own", Reflect, onFriday(21, 0), chicago, lisbonDay(5, 5, 59).Add(59 * time.Second)},
		{"a day on which the clock is set back is longer", Connect,
			time.Date(2026, 11, 1, 9, 5, 0, 0, chicago), chicago, time.Date(2026, 11, 1, 23, 59, 59, 0, chicago)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := Row{Due: tt.due, Grace: graceOf(tt.kind, tt.due, tt.loc)}
			if late(r, tt.last) || !late(r, tt.last.Add(time.Second)) {
				t.Errorf("grace of %v ends at %v, want %v", r.Grace, r.Due.Add(r.Grace), tt.last)
			}
		})
	}
}

func TestAuthorsSince(t *testing.T) {
	since := onTuesday(6, 0)
	told := func(by mission.UserID, at time.Time) mission.Entry { return mission.Entry{Author: by, At: at} }
	entries := []mission.Entry{
		told("UANA", onTuesday(9, 0)), told("UANA", onTuesday(8, 0)), told("UBO", onTuesday(5, 0)),
		{Author: "UDEE", At: onTuesday(9, 0), WithdrawnAt: onTuesday(9, 1)},
	}
	if n := authorsSince(entries, since); n != 1 {
		t.Errorf("%d authors, want Ana alone: Bo told too early, Dee took it back", n)
	}
}
