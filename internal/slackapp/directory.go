package slackapp

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/singleflight"

	"throughline/internal/mission"
	"throughline/internal/slackapp/api"
)

// freshFor is how long an answer of Slack's about a person or a channel is trusted. Who leaves or is
// removed loses sight of a channel at once, by the event; five minutes is the bound where the event is
// lost.
const freshFor = 5 * time.Minute

// directory knows people and channels, as Slack last told.
type directory struct {
	api directoryAPI
	now func() time.Time
	one singleflight.Group

	mu       sync.Mutex
	people   map[mission.UserID]known[api.User]
	channels map[mission.ChannelID]known[api.Channel]
	members  map[mission.ChannelID]known[map[mission.UserID]bool]
	closed   map[mission.ChannelID]bool                                  // whether a channel was closed to some when it was last looked at
	places   map[mission.UserID]known[map[mission.ChannelID]api.Channel] // where people are; the bot stands under ""
	asking   map[string]*bool                                            // questions on their way; true where the answer is not to be kept

	// turned takes channels that turned out to be private, or public, since they were last looked at. One that finds no
	// room is left to the next look.
	turned chan mission.ChannelID

	crowd crowd
}

// directoryAPI is what the directory asks Slack.
type directoryAPI interface {
	UserInfo(ctx context.Context, id string) (api.User, error)
	ChannelInfo(ctx context.Context, id string) (api.Channel, error)
	ChannelMembers(ctx context.Context, id string) ([]string, error)
	Conversations(ctx context.Context, userID string) ([]api.Channel, error)
	Users(ctx context.Context, most int) (all []api.User, more bool, err error)
}

// known is a fact and when it was learnt.
type known[T any] struct {
	fact T
	at   time.Time
}

func newDirectory(client directoryAPI, now func() time.Time) *directory {
	return &directory{
		api: client, now: now,
		people:   make(map[mission.UserID]known[api.User]),
		channels: make(map[mission.ChannelID]known[api.Channel]),
		members:  make(map[mission.ChannelID]known[map[mission.UserID]bool]),
		closed:   make(map[mission.ChannelID]bool),
		places:   make(map[mission.UserID]known[map[mission.ChannelID]api.Channel]),
		asking:   make(map[string]*bool),
		turned:   make(chan mission.ChannelID, 64),
	}
}

// person returns what Slack says of a person.
func (d *directory) person(ctx context.Context, id mission.UserID) (api.User, error) {
	d.manyPeople(ctx, id)
	return ask(ctx, d, d.people, id, userKey(id), func(ctx context.Context) (api.User, error) {
		return d.api.UserInfo(ctx, string(id))
	})
}

// channel returns what Slack says of a channel.
func (d *directory) channel(ctx context.Context, id mission.ChannelID) (api.Channel, error) {
	if conceals(ctx, id) {
		return api.Channel{}, errConcealed
	}
	if c, ok := d.listed(id); ok {
		return c, nil
	}
	return ask(ctx, d, d.channels, id, channelKey(id), func(ctx context.Context) (api.Channel, error) {
		c, err := d.api.ChannelInfo(ctx, string(id))
		if err == nil || gone(err) {
			d.noteTurn(id, err != nil || c.Private || c.ExtShared)
		}
		return c, err
	})
}

// inChannel reports whether a person is in a channel. Where Slack cannot be asked, or the bot cannot
// see the channel, the answer is no.
func (d *directory) inChannel(ctx context.Context, id mission.ChannelID, user mission.UserID) (bool, error) {
	if conceals(ctx, id) {
		return false, nil
	}
	if in, ok := d.knownPlace(id, user); ok {
		return in, nil
	}
	set, err := ask(ctx, d, d.members, id, membersKey(id), func(ctx context.Context) (map[mission.UserID]bool, error) {
		ids, err := d.api.ChannelMembers(ctx, string(id))
		set := make(map[mission.UserID]bool, len(ids))
		for _, m := range ids {
			set[mission.UserID(m)] = true
		}
		return set, err
	})
	if gone(err) {
		return false, nil
	}
	return set[user], err
}

// ask returns the kept fact while it is fresh, and asks Slack once for all who want it otherwise. Whoever
// asked may give up at any time; the answer is still kept for the others.
func ask[K comparable, T any](ctx context.Context, d *directory, kept map[K]known[T], key K, name string, fetch func(context.Context) (T, error)) (T, error) {
	d.mu.Lock()
	k, ok := kept[key]
	d.mu.Unlock()
	if ok && fresh(d.now().Sub(k.at)) {
		return k.fact, nil
	}
	asked := d.one.DoChan(name, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		old := d.begin(name)
		fact, err := fetch(ctx)
		d.mu.Lock()
		defer d.mu.Unlock()
		if err == nil && !*old {
			kept[key] = known[T]{fact: fact, at: d.now()}
		}
		if d.asking[name] == old {
			delete(d.asking, name)
		}
		return fact, err
	})
	select {
	case answer := <-asked:
		fact, _ := answer.Val.(T)
		return fact, answer.Err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

// fresh reports whether a fact of this age is trusted. A clock that was set back makes it old.
func fresh(age time.Duration) bool { return age >= 0 && age < freshFor }

// begin notes that a question is on its way, and returns what becomes true if its answer is forgotten
// before it is there.
func (d *directory) begin(name string) *bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	old := new(bool)
	d.asking[name] = old
	return old
}

// drop lets nobody share or keep the answer to a question that is on its way: it may be older than the
// reason to forget. The caller holds the lock.
func (d *directory) drop(name string) {
	if old, ok := d.asking[name]; ok {
		*old = true
		d.one.Forget(name)
	}
}

// The names under which questions to Slack are shared.
func userKey(id mission.UserID) string       { return "user/" + string(id) }
func channelKey(id mission.ChannelID) string { return "channel/" + string(id) }
func membersKey(id mission.ChannelID) string { return "members/" + string(id) }
func placesKey(id mission.UserID) string     { return "places/" + string(id) }

// forgetPerson drops what was known of a person.
func (d *directory) forgetPerson(id mission.UserID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.people, id)
	if d.crowd.forgotten != nil {
		d.crowd.forgotten[id] = true
	}
	delete(d.places, id)
	d.drop(placesKey(id))
	d.drop(userKey(id))
}

// forgetChannel drops what was known of a channel and of who is in it.
func (d *directory) forgetChannel(id mission.ChannelID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.channels, id)
	delete(d.members, id)
	d.drop(channelKey(id))
	d.drop(membersKey(id))
	clear(d.places)
	for name := range d.asking {
		if strings.HasPrefix(name, placesKey("")) {
			d.drop(name)
		}
	}
}

// forgetAll drops everything that was learnt, but for names, which are only shown.
func (d *directory) forgetAll() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for id, k := range d.people {
		k.at = time.Time{}
		d.people[id] = k
		if d.crowd.forgotten != nil {
			d.crowd.forgotten[id] = true
		}
	}
	for id, k := range d.channels {
		k.at = time.Time{}
		d.channels[id] = k
	}
	clear(d.members)
	clear(d.places)
	for name := range d.asking {
		d.drop(name)
	}
}

// names returns a function that names people, having asked for those given. Whoever is not known has no
// name.
func (d *directory) names(ctx context.Context, ids ...mission.UserID) func(mission.UserID) string {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(8)
	for _, id := range ids {
		if id != "" {
			g.Go(func() error { _, _ = d.person(ctx, id); return nil })
		}
	}
	_ = g.Wait()
	return d.name
}

// name returns a person's name as it was last known.
func (d *directory) name(id mission.UserID) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.people[id].fact.Name
}

// channelName returns a channel's name as it was last known, or "".
func (d *directory) channelName(id mission.ChannelID) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	if name := d.channels[id].fact.Name; name != "" {
		return name
	}
	return d.places[""].fact[id].Name
}

// gone reports whether Slack says that the channel or person is not there for the bot.
func gone(err error) bool {
	var e *api.Error
	return errors.As(err, &e) && e.Class == api.TargetGone
}
