package slackapp

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"throughline/internal/mission"
	"throughline/internal/slackapp/api"
)

// many is a workspace with so many public channels that Ana is in, and the bot, and one private channel of Bo's.
func many(n int) *knownSlack {
	slack := newKnownSlack()
	for i := range n {
		id := fmt.Sprintf("C0MANY%04d", i)
		slack.channels[id] = api.Channel{ID: id, Name: fmt.Sprintf("many-%d", i), Member: true}
		slack.members[id] = []string{string(ana)}
	}
	slack.channels["C0PRIVATE1"] = api.Channel{ID: "C0PRIVATE1", Name: "private", Private: true, Member: true}
	slack.members["C0PRIVATE1"] = []string{string(bo)}
	return slack
}

func manyID(i int) mission.ChannelID { return mission.ChannelID(fmt.Sprintf("C0MANY%04d", i)) }

func TestManyChannelsCostTwoQuestions(t *testing.T) {
	t.Parallel()
	slack, clock := many(60), &setClock{now: noon}
	d := newDirectory(slack, clock.Now)
	look := func() {
		t.Helper()
		d.manyFor(t.Context(), 60, ana)
		for i := range 60 {
			c, err := d.channel(t.Context(), manyID(i))
			in, inErr := d.inChannel(t.Context(), manyID(i), ana)
			if err != nil || inErr != nil || !in || c.Private || d.channelName(manyID(i)) == "" {
				t.Fatalf("channel %d: %+v, in %v, %v, %v", i, c, in, err, inErr)
			}
		}
		if in, err := d.inChannel(t.Context(), "C0PRIVATE1", ana); in || err != nil {
			t.Errorf("Ana is in Bo's private channel: %v, %v", in, err)
		}
	}
	look()
	look()
	if n := slack.questions(); n != 2 {
		t.Errorf("Slack was asked %d times for sixty channels", n)
	}
	slack.set(func() { slack.members[string(manyID(3))] = nil })
	d.forgetChannel(manyID(3)) // as an event tells that somebody left it
	if in, err := d.inChannel(t.Context(), manyID(3), ana); in || err != nil {
		t.Errorf("after she left: %v, %v", in, err)
	}
	clock.move(freshFor)
	slack.set(func() {
		c := slack.channels[string(manyID(5))]
		c.Private = true
		slack.channels[string(manyID(5))] = c
	})
	d.manyFor(t.Context(), 60, ana)
	if c, err := d.channel(t.Context(), manyID(5)); !c.Private || err != nil {
		t.Errorf("a channel that was made private: %+v, %v", c, err)
	}
	select {
	case id := <-d.turned:
		if id != manyID(5) {
			t.Errorf("%s turned, want %s", id, manyID(5))
		}
	default:
		t.Error("nobody is told that a channel was made private")
	}
}

func TestFewChannelsAreAskedForOneByOne(t *testing.T) {
	t.Parallel()
	slack := many(bulk - 1)
	d := newDirectory(slack, func() time.Time { return noon })
	d.manyFor(t.Context(), bulk-1, ana)
	if n := slack.questions(); n != 0 {
		t.Errorf("%d questions for few channels", n)
	}
}

// Somebody leaves a channel while the list of her channels is being asked for: the answer on its way still has it.
func TestAListOnItsWayIsForgotten(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		slack := many(bulk)
		slack.hold = make(chan struct{})
		d := newDirectory(slack, time.Now)
		go d.manyFor(t.Context(), bulk, ana)
		synctest.Wait()
		slack.set(func() { slack.members[string(manyID(1))] = nil })
		d.forgetChannel(manyID(1))
		close(slack.hold)
		synctest.Wait()
		if in, err := d.inChannel(t.Context(), manyID(1), ana); in || err != nil {
			t.Errorf("after she left: %v, %v", in, err)
		}
	})
}
