package slackapp

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/api"
	"throughline/internal/slackapp/view"
)

// inMany puts Ana into so many missions, each in a channel of its own, every tenth of them private and one that
// she has left.
func inMany(e *edge, n int) {
	e.t.Helper()
	e.update(func(tx Tx) error {
		for i := range n {
			id := fmt.Sprintf("%04d", i)
			channel := mission.ChannelID("C0MANY" + id)
			members := []string{string(ana)}
			if i%10 == 0 {
				members = nil
			}
			e.slack.channels[string(channel)] = api.Channel{ID: string(channel), Name: "many-" + id, Member: true, Private: i%10 == 0}
			e.slack.members[string(channel)] = members
			m := mission.Mission{
				ID: mission.ID("M" + id), Team: ourTeam, Channel: channel, Private: i%10 == 0, Zone: "Europe/Lisbon", Lead: ana,
				Wording: mission.Wording{Name: "Mission " + id}, StartedAt: noon.Add(-time.Duration(i) * time.Minute),
			}
			m.Plan[mission.Ending].Target = mission.Date{Year: 2027, Month: 3, Day: 1}
			member := mission.Member{Team: ourTeam, Mission: m.ID, User: ana, JoinedAt: noon, Piece: strings.Repeat("a piece ", 20)}
			plan := nudges.PlanMember(tx, m, nudges.Person{Team: ourTeam, User: ana}, nudges.Reflect, noon)
			if err := errors.Join(tx.PutMission(m), tx.PutMember(member), plan); err != nil {
				return err
			}
		}
		return nil
	})
}

// TestAHomeOfThreeHundredMissions holds every page to Slack's limits, to a few questions to Slack, and to
// showing nothing of a channel that its person is not in.
func TestAHomeOfThreeHundredMissions(t *testing.T) {
	e := newEdge(t)
	inMany(e, 300)
	me, err := e.me(t.Context(), ana)
	if err != nil {
		t.Fatal(err)
	}
	before := e.slack.asked
	seen := map[mission.ID]bool{}
	for page := range 31 {
		d, err := e.homeData(t.Context(), me, page)
		if err != nil {
			t.Fatal(err)
		}
		if page == 30 && d.Page != 29 {
			t.Errorf("a page past the last is page %d", d.Page)
		}
		v := view.Home(me.env, d)
		raw, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(v.Blocks.BlockSet); n >= 100 || len(raw) > 50_000 {
			t.Errorf("page %d has %d blocks and %d bytes", page, n, len(raw))
		}
		for _, h := range d.Missions {
			seen[h.Mission.ID] = true
			if h.Mission.Private {
				t.Errorf("page %d shows %s, in whose channel she is not", page, h.Mission.Name)
			}
		}
		for _, c := range d.Coming {
			if c.Mission.Private {
				t.Errorf("what comes names %s", c.Mission.Name)
			}
		}
	}
	if len(seen) != 270 {
		t.Errorf("%d missions were shown on all pages, want the 270 that she may see", len(seen))
	}
	if n := e.slack.asked - before; n > 60 {
		t.Errorf("Slack was asked %d times", n)
	}
}

func TestHomesAreRememberedForAnHour(t *testing.T) {
	h := newHomes()
	h.looks(ana, 2, noon)
	for _, c := range []struct {
		after time.Duration
		page  int
		ok    bool
	}{{0, 2, true}, {59 * time.Minute, 2, true}, {time.Hour, 2, false}, {-time.Second, 2, false}} {
		if page, ok := h.lately(ana, noon.Add(c.after)); page != c.page || ok != c.ok {
			t.Errorf("after %s: page %d, %v", c.after, page, ok)
		}
	}
	if _, ok := h.lately(bo, noon); ok {
		t.Error("a Home that was never opened follows")
	}
	for i := range maxHomes + 10 {
		h.looks(mission.UserID(fmt.Sprintf("U%d", i)), 0, noon.Add(time.Duration(i)*time.Second))
	}
	if len(h.opened) > maxHomes {
		t.Errorf("%d Homes are remembered", len(h.opened))
	}
	if _, ok := h.lately(ana, noon); ok {
		t.Error("the oldest was not the one that went")
	}
}
