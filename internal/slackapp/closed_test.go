package slackapp

import (
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/api"
)

// TestClosedAccountsOfStrangersAreNotKept closes accounts as Slack tells of every one in the workspace: only of
// those whom the store knows is anything noted.
func TestClosedAccountsOfStrangersAreNotKept(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		sentence string
		known    func(Tx) error
		noted    bool
	}{
		{"somebody who never used the bot", func(Tx) error { return nil }, false},
		{"somebody whose settings are known", func(tx Tx) error { return tx.PutPerson(nudges.Person{Team: ourTeam, User: bo}) }, true},
		{"a member", func(tx Tx) error {
			return inOrder(
				func() error { return tx.PutMission(mission.Mission{ID: "M1", Team: ourTeam, Channel: refunds}) },
				func() error {
					return tx.PutMember(mission.Member{Team: ourTeam, Mission: "M1", User: bo, JoinedAt: noon})
				},
			)
		}, true},
		{"somebody with private words alone", func(tx Tx) error {
			return tx.PutReflection(mission.Reflection{ID: "R1", Team: ourTeam, User: bo, Text: mission.Sealed("sealed")})
		}, true},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			e := newEdge(t)
			e.update(row.known)
			for range 2 {
				if err := e.accountClosed(t.Context(), bo); err != nil {
					t.Fatal(err)
				}
			}
			var p nudges.Person
			err := e.store.View(t.Context(), func(tx Tx) (err error) {
				p, err = tx.Person(ourTeam, bo)
				return ignoreNotFound(err)
			})
			chores := 0
			for _, r := range e.waitingRows() {
				if r.Subject == nudges.OfChore {
					chores++
				}
			}
			if err != nil || p.Gone != row.noted || (chores == 1) != row.noted {
				t.Errorf("noted %v, %d chores, %v", p.Gone, chores, err)
			}
		})
	}
}

// TestEverybodyIsLookedAtOnceAndAtSlacksPace looks for closed accounts among the members of two missions. A few are
// asked about one by one, and then all at once.
func TestEverybodyIsLookedAtOnceAndAtSlacksPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newEdge(t)
		const people = 3*peopleAtOnce + 1
		e.update(func(tx Tx) error {
			var err error
			for _, id := range []mission.ID{"M1", "M2"} {
				err = errors.Join(err, tx.PutMission(mission.Mission{ID: id, Team: ourTeam, Channel: refunds}))
				for n := range people {
					user := fmt.Sprintf("U%09d", n)
					e.slack.people[user] = api.User{ID: user, TeamID: string(ourTeam)}
					err = errors.Join(err, tx.PutMember(mission.Member{Team: ourTeam, Mission: id, User: mission.UserID(user), JoinedAt: noon}))
				}
			}
			return err
		})
		began, looked := time.Now(), map[mission.UserID]bool{}
		for _, id := range []mission.ID{"M1", "M2"} {
			if err := e.closedAccounts(t.Context(), id, looked); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(began); took != 3*peoplePause || e.slack.asked != fewPeople+1 {
			t.Errorf("asked %d times in %s", e.slack.asked, took)
		}
	})
}
