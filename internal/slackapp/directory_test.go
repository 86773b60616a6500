package slackapp

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"throughline/internal/mission"
	"throughline/internal/slackapp/api"
)

func TestDirectoryAsksAgainAfterFiveMinutes(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		sentence string
		after    time.Duration
		want     string
	}{
		{"what was just asked is known", 0, "Ana"},
		{"it is known just before five minutes", 5*time.Minute - 1, "Ana"},
		{"after five minutes it is asked anew", 5 * time.Minute, "Ana Lima"},
		{"a clock that was set back makes it old", -time.Second, "Ana Lima"},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			slack, clock := newKnownSlack(), &setClock{now: noon}
			d := newDirectory(slack, clock.Now)
			if u, err := d.person(t.Context(), ana); err != nil || u.Name != "Ana" {
				t.Fatalf("at first: %+v, %v", u, err)
			}
			slack.set(func() { slack.people[string(ana)] = api.User{ID: string(ana), Name: "Ana Lima"} })
			clock.move(row.after)
			if u, err := d.person(t.Context(), ana); err != nil || u.Name != row.want {
				t.Errorf("after %v: %+v, %v", row.after, u, err)
			}
		})
	}
}

func TestDirectoryAnswersNoWhereItIsUnsure(t *testing.T) {
	t.Parallel()
	lost := errors.New("no answer")
	for _, row := range []struct {
		sentence string
		channel  mission.ChannelID
		user     mission.UserID
		down     error
		want     bool
		err      error
	}{
		{"who is in it is in it", refunds, ana, nil, true, nil},
		{"who is not is not", refunds, "U0DEE00001", nil, false, nil},
		{"a channel that the bot cannot see has nobody in it", "C0SECRET01", ana, nil, false, nil},
		{"where Slack does not answer nobody is in it", refunds, ana, lost, false, lost},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			slack := newKnownSlack()
			slack.down = row.down
			d := newDirectory(slack, func() time.Time { return noon })
			if in, err := d.inChannel(t.Context(), row.channel, row.user); in != row.want || !errors.Is(err, row.err) {
				t.Errorf("in channel: %v, %v", in, err)
			}
		})
	}
}

func TestDirectoryTrustsNothingOldWhileSlackIsAway(t *testing.T) {
	t.Parallel()
	slack, clock := newKnownSlack(), &setClock{now: noon}
	d := newDirectory(slack, clock.Now)
	if in, err := d.inChannel(t.Context(), refunds, ana); !in || err != nil {
		t.Fatalf("at first: %v, %v", in, err)
	}
	slack.set(func() { slack.down = errors.New("no answer") })
	if in, err := d.inChannel(t.Context(), refunds, ana); !in || err != nil {
		t.Errorf("while it is fresh: %v, %v", in, err)
	}
	clock.move(freshFor)
	if in, err := d.inChannel(t.Context(), refunds, ana); in || err == nil {
		t.Errorf("once it is old: %v, %v", in, err)
	}
	slack.set(func() { slack.down = nil })
	if in, err := d.inChannel(t.Context(), refunds, ana); !in || err != nil {
		t.Errorf("a failure was kept: %v, %v", in, err)
	}
}

func TestDirectoryForgets(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		sentence string
		forget   func(*directory)
		asks     int
	}{
		{"a person alone", func(d *directory) { d.forgetPerson(ana) }, 1},
		{"a channel and who is in it", func(d *directory) { d.forgetChannel(refunds) }, 2},
		{"nothing that was not named", func(d *directory) { d.forgetPerson(bo); d.forgetChannel("C0OTHER001") }, 0},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			slack := newKnownSlack()
			d := newDirectory(slack, func() time.Time { return noon })
			askAll := func() {
				_, perr := d.person(t.Context(), ana)
				_, cerr := d.channel(t.Context(), refunds)
				_, merr := d.inChannel(t.Context(), refunds, ana)
				if err := errors.Join(perr, cerr, merr); err != nil {
					t.Fatal(err)
				}
			}
			askAll()
			before := slack.questions()
			row.forget(d)
			askAll()
			if asks := slack.questions() - before; asks != row.asks {
				t.Errorf("%d questions were asked again, want %d", asks, row.asks)
			}
		})
	}
}

func TestDirectoryAsksOnceForMany(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		slack := newKnownSlack()
		slack.hold = make(chan struct{})
		d := newDirectory(slack, time.Now)
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() {
				if u, err := d.person(t.Context(), ana); err != nil || u.Name != "Ana" {
					t.Errorf("person: %+v, %v", u, err)
				}
			})
		}
		synctest.Wait()
		close(slack.hold)
		wg.Wait()
		if n := slack.questions(); n != 1 {
			t.Errorf("Slack was asked %d times", n)
		}
	})
}

// Somebody is removed from the channel while its members are being asked for: the answer that is on its way
// still names her.
func TestDirectoryForgetsWhatIsOnItsWay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		slack := newKnownSlack()
		slack.hold = make(chan struct{})
		d := newDirectory(slack, time.Now)
		go func() { _, _ = d.inChannel(t.Context(), refunds, bo) }()
		synctest.Wait()
		slack.set(func() { slack.members[string(refunds)] = []string{string(ana)} })
		d.forgetChannel(refunds)
		close(slack.hold)
		synctest.Wait()
		if in, err := d.inChannel(t.Context(), refunds, bo); in || err != nil {
			t.Errorf("after she was removed: %v, %v", in, err)
		}
	})
}

func TestDirectoryNames(t *testing.T) {
	t.Parallel()
	slack := newKnownSlack()
	d := newDirectory(slack, func() time.Time { return noon })
	name := d.names(t.Context(), ana, "", bo, "U0NOBODY01")
	if got := []string{name(ana), name(bo), name("U0NOBODY01"), name("")}; got[0] != "Ana" || got[1] != "Bo" || got[2] != "" || got[3] != "" {
		t.Errorf("names: %q", got)
	}
	if slack.questions() != 3 {
		t.Errorf("%d questions were asked for three people", slack.questions())
	}
}

// The acknowledgement has three seconds, however long Slack takes to tell who somebody is.
func TestDirectoryLetsGoOfThoseWhoCannotWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		slack := newKnownSlack()
		slack.hold = make(chan struct{})
		d := newDirectory(slack, time.Now)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		if _, err := d.person(ctx, ana); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
		close(slack.hold)
		synctest.Wait()
		if u, err := d.person(t.Context(), ana); err != nil || u.Name != "Ana" || slack.questions() != 1 {
			t.Errorf("the answer that came late: %+v, %v, after %d questions", u, err, slack.questions())
		}
	})
}
