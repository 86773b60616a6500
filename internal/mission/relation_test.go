package mission_test

import (
	"testing"
	"time"

	"throughline/internal/mission"
)

// two is a workspace with two running missions in public channels: Ana leads Refunds, Chidi leads Checkout.
type two struct {
	*memory
	refunds, checkout mission.Mission
}

func newTwo() *two {
	s := &two{memory: newMemory()}
	s.refunds = mission.Mission{ID: "M1", Team: "T1", Channel: "C1", Zone: "UTC", Lead: "UANA", StartedAt: begin}
	s.checkout = mission.Mission{ID: "M2", Team: "T1", Channel: "C2", Zone: "UTC", Lead: "UCHIDI", StartedAt: begin}
	for _, m := range []mission.Mission{s.refunds, s.checkout} {
		s.missions[m.ID] = m
		_ = s.PutMember(mission.Member{Team: "T1", Mission: m.ID, User: m.Lead, JoinedAt: begin})
	}
	return s
}

func inside(u mission.UserID) mission.Actor {
	return mission.Actor{Team: "T1", User: u, InChannel: true}
}

func standing(m mission.Mission) mission.Standing { return mission.Standing{Mission: m, Public: true} }

func (s *two) wants(bond mission.Bond) []mission.Wanted {
	return []mission.Wanted{{To: standing(s.checkout), By: inside("UANA"), Bond: bond}}
}

// relate names Checkout for Refunds.
func (s *two) relate(t *testing.T, wanted []mission.Wanted) mission.Named {
	t.Helper()
	out, err := mission.Relate(s, begin, inside("UANA"), standing(s.refunds), wanted)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (s *two) relation(t *testing.T) mission.Relation {
	t.Helper()
	r, err := s.Relation("T1", "M1", "M2")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRelatingIsRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		by     mission.Actor
		from   func(*mission.Standing)
		wanted func(*mission.Wanted)
		want   mission.Code
	}{
		{name: "to somebody who does not steer", by: inside("UBO"), want: mission.LeadOnly},
		{name: "where the mission is in a private channel", from: func(s *mission.Standing) { s.Mission.Private = true }, want: mission.NotPublic},
		{name: "where Slack cannot say that it is public", from: func(s *mission.Standing) { s.Public = false }, want: mission.NotPublic},
		{name: "to a mission in a private channel", wanted: func(w *mission.Wanted) { w.To.Mission.Private, w.To.Public = true, false }, want: mission.BadChoice},
		{name: "to a mission in a private channel that she is not in", wanted: func(w *mission.Wanted) {
			w.To.Mission.Private, w.By.InChannel = true, false
		}, want: mission.Hidden},
		{name: "to a mission that a guest may not see", wanted: func(w *mission.Wanted) { w.By.Guest, w.By.InChannel = true, false }, want: mission.Hidden},
		{name: "to one of another workspace", wanted: func(w *mission.Wanted) { w.To.Mission.Team = "T2" }, want: mission.OtherTeam},
		{name: "to one that has ended", wanted: func(w *mission.Wanted) { w.To.Mission.Outcome = &mission.Outcome{} }, want: mission.BadChoice},
		{name: "to itself", wanted: func(w *mission.Wanted) { w.To.Mission.ID = "M1" }, want: mission.BadChoice},
		{name: "in a way that there is not", wanted: func(w *mission.Wanted) { w.Bond = "likes" }, want: mission.BadChoice},
	} {
		s := newTwo()
		by, from, wanted := inside("UANA"), standing(s.refunds), s.wants(mission.ServesIt)
		if c.by.User != "" {
			by = c.by
		}
		if c.from != nil {
			c.from(&from)
		}
		if c.wanted != nil {
			c.wanted(&wanted[0])
		}
		_, err := mission.Relate(s, begin, by, from, wanted)
		if got := verdict(err); got != string(c.want) {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if len(s.relations) != 0 {
			t.Errorf("%s: a relation was kept", c.name)
		}
	}
	s := newTwo()
	if _, err := mission.Relate(s, begin, inside("UANA"), standing(s.refunds), append(s.wants(mission.ServesIt), s.wants(mission.NeedsIt)...)); verdict(err) != "bad_choice" {
		t.Errorf("one mission chosen twice: %v", err)
	}
}

func TestAMissionIsAskedOnce(t *testing.T) {
	t.Parallel()
	s := newTwo()
	if out := s.relate(t, s.wants(mission.ServesIt)); len(out.Asked) != 1 {
		t.Fatalf("naming asks %d missions", len(out.Asked))
	}
	if out := s.relate(t, s.wants(mission.ServesIt)); len(out.Asked)+len(out.Dropped) != 0 {
		t.Errorf("naming it again: %+v", out)
	}
	if _, _, err := mission.AnswerRelation(s, begin, inside("UANA"), s.checkout, "M1", true); verdict(err) != "lead_only" {
		t.Errorf("Ana answers for Checkout: %v", err)
	}
	if _, _, err := mission.AnswerRelation(s, begin, inside("UCHIDI"), s.checkout, "M9", true); verdict(err) != "moved_on" {
		t.Errorf("an answer to nobody: %v", err)
	}
	for _, changed := range []bool{true, false} {
		if _, got, err := mission.AnswerRelation(s, begin, inside("UCHIDI"), s.checkout, "M1", false); err != nil || got != changed {
			t.Errorf("a no: changed %v, %v; want %v", got, err, changed)
		}
	}
	if out, err := mission.Relate(s, begin, inside("UANA"), standing(s.refunds), nil, "M2"); err != nil || len(out.Dropped) != 0 {
		t.Errorf("one that rests: %+v, %v", out, err)
	}
	if out := s.relate(t, nil); len(out.Dropped) != 1 {
		t.Errorf("taking it back: %+v", out)
	}
	if out := s.relate(t, s.wants(mission.NeedsIt)); len(out.Asked) != 0 {
		t.Errorf("one that declined is asked again")
	}
	if r := s.relation(t); r.Stands() || !r.Named() {
		t.Errorf("after a no it stands as %+v", r)
	}
}

func TestARelationEndsFromEitherSide(t *testing.T) {
	t.Parallel()
	s := newTwo()
	s.relate(t, s.wants(mission.ServesIt))
	agree := func() {
		t.Helper()
		if _, _, err := mission.AnswerRelation(s, begin, inside("UCHIDI"), s.checkout, "M1", true); err != nil {
			t.Fatal(err)
		}
	}
	agree()
	s.relate(t, nil)
	if s.relation(t).Stands() {
		t.Error("it stands although it was taken back")
	}
	if out := s.relate(t, s.wants(mission.ServesIt)); len(out.Asked) != 1 || s.relation(t).Stands() {
		t.Error("one that was taken back and named anew is not asked about")
	}
	agree()
	if out := s.relate(t, s.wants(mission.NeedsIt)); len(out.Asked) != 1 || s.relation(t).Stands() {
		t.Error("another bond is not asked about")
	}
	agree()
	if _, _, err := mission.AnswerRelation(s, begin, inside("UCHIDI"), s.checkout, "M1", false); err != nil {
		t.Fatal(err)
	}
	if s.relation(t).Stands() {
		t.Error("it stands although it was stopped")
	}
	agree()
	if !s.relation(t).Stands() {
		t.Error("a yes after a no does not count")
	}
}

// Who is told of a closing, and on whose card it stands: both sides have to want it, and both channels to be public.
func TestWhoIsTold(t *testing.T) {
	t.Parallel()
	over := &mission.Outcome{At: begin}
	for _, c := range []struct {
		name         string
		change       func(r *mission.Relation, from, to *mission.Standing)
		shown, tells bool
	}{
		{"agreed", func(*mission.Relation, *mission.Standing, *mission.Standing) {}, true, true},
		{"not answered", func(r *mission.Relation, _, _ *mission.Standing) { r.Answer = mission.NotSaid }, false, false},
		{"declined", func(r *mission.Relation, _, _ *mission.Standing) { r.Answer = mission.Declined }, false, false},
		{"taken back", func(r *mission.Relation, _, _ *mission.Standing) { r.DroppedAt = begin }, false, false},
		{"the one that tells is private", func(_ *mission.Relation, f, _ *mission.Standing) { f.Public = false }, false, false},
		{"the one that tells was private", func(_ *mission.Relation, f, _ *mission.Standing) { f.Mission.Private = true }, false, false},
		{"the one that is told is private", func(_ *mission.Relation, _, to *mission.Standing) { to.Public = false }, false, false},
		{"the one that is told was private", func(_ *mission.Relation, _, to *mission.Standing) { to.Mission.Private = true }, false, false},
		{"the one that is told has ended", func(_ *mission.Relation, _, to *mission.Standing) { to.Mission.Outcome = over }, false, false},
		{"the one that tells has ended", func(_ *mission.Relation, f, _ *mission.Standing) { f.Mission.Outcome = over }, false, true},
	} {
		r := mission.Relation{Answer: mission.Agreed}
		from, to := mission.Standing{Public: true}, mission.Standing{Public: true}
		c.change(&r, &from, &to)
		if got := r.Shown(from, to); got != c.shown {
			t.Errorf("%s: shown %v, want %v", c.name, got, c.shown)
		}
		if got := r.Tells(from, to); got != c.tells {
			t.Errorf("%s: tells %v, want %v", c.name, got, c.tells)
		}
	}
}

func TestHelpIsOfferedOnceAPerson(t *testing.T) {
	t.Parallel()
	s := newTwo()
	s.relate(t, s.wants(mission.NeedsIt))
	if _, _, err := mission.AnswerRelation(s, begin, inside("UCHIDI"), s.checkout, "M1", true); err != nil {
		t.Fatal(err)
	}
	at := begin.Add(time.Hour)
	s.refunds.Phase, s.refunds.Closings = mission.Middle, []mission.Closing{{Phase: mission.Beginning, At: at}}
	look := func(id mission.ID) (mission.Standing, error) { return standing(s.missions[id]), nil }
	told, err := mission.TellRelated(s, s.refunds, mission.Telling{Phase: mission.Beginning, At: at}, look)
	if err != nil || len(told) != 1 {
		t.Fatalf("told %d, %v", len(told), err)
	}
	guest := inside("UGUEST")
	guest.Guest = true
	outside := guest
	outside.InChannel = false
	for _, c := range []struct {
		name    string
		by, far mission.Actor
		at      time.Time
		fresh   bool
		want    string
	}{
		{"Dee", inside("UDEE"), mission.Actor{Team: "T1", User: "UDEE"}, at, true, "ok"},
		{"Dee again", inside("UDEE"), mission.Actor{Team: "T1", User: "UDEE"}, at, false, "ok"},
		{"Emi", inside("UEMI"), mission.Actor{Team: "T1", User: "UEMI"}, at, true, "ok"},
		{"a guest who may not see the other channel", guest, outside, at, false, "hidden"},
		{"somebody outside of the channel", mission.Actor{Team: "T1", User: "UKIRI"}, mission.Actor{Team: "T1", User: "UKIRI"}, at, false, "not_in_channel"},
		{"somebody about nothing that was told", inside("UFARID"), inside("UFARID"), at.Add(1), false, "moved_on"},
	} {
		_, fresh, err := mission.OfferAcross(s, c.by, c.far, s.checkout, s.refunds, c.at)
		if fresh != c.fresh || verdict(err) != c.want {
			t.Errorf("%s: %v, %s; want %v, %s", c.name, fresh, verdict(err), c.fresh, c.want)
		}
	}
	if got := s.relation(t).Told[0].Helpers; len(got) != 2 {
		t.Errorf("helpers: %v", got)
	}
	s.refunds.Closings = nil // The closing is taken back.
	if _, _, err := mission.OfferAcross(s, inside("UINES"), inside("UINES"), s.checkout, s.refunds, at); verdict(err) != "moved_on" {
		t.Errorf("help with a closing that was taken back: %v", err)
	}
}
