package mission_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"throughline/internal/mission"
)

// whole is a mission with a done-when for each phase.
func whole() mission.Mission {
	m := mission.Mission{ID: "M1", Team: "T1", Lead: "UANA"}
	for p := range m.Plan {
		m.Plan[p].DoneWhen = "something can be shown"
	}
	return m
}

func TestWhichPhasesNoPieceTouches(t *testing.T) {
	t.Parallel()
	helps := func(piece string, phases ...mission.Phase) mission.Member {
		return mission.Member{Piece: piece, Helps: phases, JoinedAt: begin}
	}
	left := helps("the phones", mission.Beginning)
	left.LeftAt = begin
	middle, unwritten, over := whole(), whole(), whole()
	middle.Phase = mission.Middle
	unwritten.Plan[mission.Ending].DoneWhen = " "
	over.Outcome = &mission.Outcome{}
	all := mission.Phases[:]
	for _, c := range []struct {
		name    string
		m       mission.Mission
		members []mission.Member
		want    []mission.Phase
	}{
		{"nobody is in", whole(), nil, all},
		{"a piece that helps with the middle", whole(), []mission.Member{helps("the phones", mission.Middle)}, []mission.Phase{mission.Beginning, mission.Ending}},
		{"a piece that names no phase", whole(), []mission.Member{helps("the phones")}, all},
		{"a piece that was taken back", whole(), []mission.Member{helps("", mission.Middle)}, all},
		{"the piece of one who left", whole(), []mission.Member{left}, all},
		{"two pieces", whole(), []mission.Member{helps("a", mission.Beginning), helps("b", mission.Middle, mission.Ending)}, nil},
		{"a phase that is closed", middle, nil, []mission.Phase{mission.Middle, mission.Ending}},
		{"a phase without a done-when", unwritten, nil, []mission.Phase{mission.Beginning, mission.Middle}},
		{"a mission that has ended", over, nil, nil},
	} {
		if got := mission.Untouched(c.m, c.members); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// One more member never raises a question, whatever her piece.
func TestAPieceOnlyAnswersQuestions(t *testing.T) {
	t.Parallel()
	phase := rapid.SampledFrom(mission.Phases[:])
	member := rapid.Custom(func(t *rapid.T) mission.Member {
		return mission.Member{
			Piece: rapid.SampledFrom([]string{"", "the phones"}).Draw(t, "piece"),
			Helps: rapid.SliceOfN(phase, 0, 4).Draw(t, "helps"), JoinedAt: begin,
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		m := whole()
		m.Phase = phase.Draw(t, "phase")
		members := rapid.SliceOfN(member, 0, 5).Draw(t, "members")
		before := mission.Untouched(m, members)
		for _, p := range mission.Untouched(m, append(members, member.Draw(t, "one more"))) {
			if !slices.Contains(before, p) {
				t.Fatalf("one more member made the %s a question", p)
			}
		}
	})
}
