package slackapp

import (
	"errors"
	"fmt"
	"testing"
	"testing/synctest"

	"throughline/internal/mission"
	"throughline/internal/slackapp/api"
)

// crowded is a workspace of so many people.
func crowded(n int) *knownSlack {
	slack := newKnownSlack()
	for i := range n {
		id := string(crowdID(i))
		slack.people[id] = api.User{ID: id, TeamID: string(ourTeam), Name: fmt.Sprintf("Person %d", i)}
	}
	return slack
}

func crowdID(i int) mission.UserID { return mission.UserID(fmt.Sprintf("U0CROWD%03d", i)) }

func TestManyPeopleAreAskedForTogether(t *testing.T) {
	t.Parallel()
	slack, clock := crowded(400), &setClock{now: noon}
	d := newDirectory(slack, clock.Now)
	look := func(n int) {
		t.Helper()
		for i := range n {
			if u, err := d.person(t.Context(), crowdID(i)); err != nil || u.Name != fmt.Sprintf("Person %d", i) {
				t.Fatalf("person %d: %+v, %v", i, u, err)
			}
		}
	}
	look(400)
	if n := slack.questions(); n != fewPeople+1 {
		t.Errorf("Slack was asked %d times for 400 people, want %d and all of them once", n, fewPeople)
	}
	clock.move(freshFor)
	look(fewPeople)
	if n := slack.questions(); n != 2*fewPeople+1 {
		t.Errorf("Slack was asked %d times in all, want a few people one by one again", n)
	}
}

func TestAPersonWhoIsNotListedIsAskedAboutAlone(t *testing.T) {
	t.Parallel()
	slack, clock := crowded(fewPeople), &setClock{now: noon}
	d := newDirectory(slack, clock.Now)
	for i := range fewPeople {
		_, _ = d.person(t.Context(), mission.UserID(fmt.Sprintf("U0NOBODY%02d", i)))
	}
	if u, err := d.person(t.Context(), crowdID(1)); err != nil || u.Name != "Person 1" {
		t.Fatalf("after many who are not there: %+v, %v", u, err)
	}
	slack.set(func() { slack.people["U0LATE0001"] = api.User{ID: "U0LATE0001", Name: "Dee"} })
	if u, err := d.person(t.Context(), "U0LATE0001"); err != nil || u.Name != "Dee" {
		t.Errorf("who came since the list: %+v, %v", u, err)
	}
	slack.set(func() { slack.down = errors.New("no answer") })
	clock.move(freshFor)
	for range fewPeople + 2 {
		if _, err := d.person(t.Context(), crowdID(2)); err == nil {
			t.Fatal("an old answer was given while Slack is away")
		}
	}
}

func TestWhatWasForgottenIsNotKeptFromAnOlderList(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		slack, clock := crowded(fewPeople+9), &setClock{now: noon}
		d := newDirectory(slack, clock.Now)
		for i := range fewPeople {
			if _, err := d.person(t.Context(), crowdID(i)); err != nil {
				t.Fatal(err)
			}
		}
		hold := make(chan struct{})
		slack.set(func() { slack.hold = hold })
		go func() { _, _ = d.person(t.Context(), crowdID(fewPeople)) }()
		synctest.Wait() // the list was read and is on its way
		slack.set(func() {
			slack.hold = nil
			u := slack.people[string(crowdID(0))]
			u.Deleted = true
			slack.people[u.ID] = u
		})
		d.forgetPerson(crowdID(0)) // as an event tells that the account was closed
		close(hold)
		synctest.Wait()
		if u, err := d.person(t.Context(), crowdID(0)); err != nil || !u.Deleted {
			t.Errorf("after the event: %+v, %v", u, err)
		}
	})
}
