package slackapp

import (
	"testing"

	"throughline/internal/mission"
	"throughline/internal/nudges"
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
