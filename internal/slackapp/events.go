package slackapp

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack/slackevents"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/api"
)

// event handles what Slack tells without anybody asking us, and returns what is to be said once it is
// acknowledged, or nil. An error that may pass leaves the event unacknowledged, so that it comes again; what
// makes no sense is let go.
func (a *App) event(ctx context.Context, key string, e slackevents.EventsAPIEvent, raw json.RawMessage) (func(context.Context), error) {
	switch ev := e.InnerEvent.Data.(type) {
	case *slackevents.AppHomeOpenedEvent:
		return a.homeOpened(ev), nil
	case *slackevents.AppMentionEvent:
		return a.mentioned(ctx, key, ev)
	case *slackevents.MessageEvent:
		return a.directMessage(ctx, key, ev)
	case *slackevents.MemberJoinedChannelEvent:
		return a.memberJoined(ctx, key, ev)
	case *slackevents.MemberLeftChannelEvent:
		return nil, a.memberLeft(ctx, key, mission.ChannelID(ev.Channel), mission.UserID(ev.User))
	case *slackevents.UserChangeEvent:
		return nil, a.userChanged(ctx, key, ev)
	}
	if end := a.endedBy(e.InnerEvent.Type, raw); end != nil {
		return func(context.Context) { a.shared.Tell(newsEnd, endCode(end)); a.stop(end) }, nil //nolint:nilerr // The event was handled; end is what it says.
	}
	return nil, a.channelEvent(ctx, key, e.InnerEvent.Type, raw)
}

// channelEvent handles what happens to a channel. Slack sends some of these with the channel's id and
// some with the channel, so the id is read from the raw event.
func (a *App) channelEvent(ctx context.Context, key, kind string, raw json.RawMessage) error {
	var ev struct {
		Channel json.RawMessage `json:"channel"`
		Old     string          `json:"old_channel_id"`
		New     string          `json:"new_channel_id"`
	}
	if err := json.Unmarshal(raw, &ev); err != nil {
		return nil //nolint:nilerr // It is no event about a channel.
	}
	channel := channelIn(ev.Channel)
	a.forgetChannel(channel)
	switch kind {
	case "channel_archive", "group_archive":
		return a.setUnreachable(ctx, key, channel, "is_archived")
	case "channel_deleted", "group_deleted":
		return a.setUnreachable(ctx, key, channel, "channel_not_found")
	case "channel_left", "group_left":
		return a.setUnreachable(ctx, key, channel, "not_in_channel")
	case "channel_unarchive", "group_unarchive":
		return a.setUnreachable(ctx, key, channel, "")
	case "channel_id_changed":
		return a.channelMoved(ctx, key, mission.ChannelID(ev.Old), mission.ChannelID(ev.New))
	}
	return nil
}

// The ends that Slack puts to an installation. Nothing works after them, so the program says so and stops
// rather than failing at every turn.
var (
	errUninstalled = errors.New("the app was uninstalled from the workspace; install it again, or delete its store: " +
		"Slack asks that data be deleted within 14 business days")
	errRevoked = errors.New("the bot's token was revoked; install the app again and give the bot its new token")
)

// endedBy returns the end that an event puts to the installation: the app was uninstalled, or the bot's own
// token is among those that were revoked. Other events put none.
func (a *App) endedBy(kind string, raw json.RawMessage) error {
	if kind == "app_uninstalled" {
		return errUninstalled
	}
	var ev struct {
		Tokens struct {
			Bot []mission.UserID `json:"bot"`
		} `json:"tokens"`
	}
	if json.Unmarshal(raw, &ev) == nil && kind == "tokens_revoked" && slices.Contains(ev.Tokens.Bot, a.bot) {
		return errRevoked
	}
	return nil
}

// endWithin is how long an end waits for one that says more, and endsHeld how many are waited for. Uninstalling takes the
// token back as well, and Slack tells of both, in either order (docs.slack.dev/reference/events/app_uninstalled).
const (
	endWithin = time.Second
	endsHeld  = 4
)

// whichEnd returns the end that counts: the first, unless the app turns out to have been uninstalled.
func (a *App) whichEnd(ctx context.Context, first error) error {
	ctx, cancel := context.WithTimeout(ctx, endWithin)
	defer cancel()
	for end := first; ; {
		if errors.Is(end, errUninstalled) {
			return end
		}
		select {
		case end = <-a.ended:
		case <-ctx.Done():
			return first
		}
	}
}

// stop ends Run with an error, see whichEnd.
func (a *App) stop(err error) {
	select {
	case a.ended <- err:
	default:
	}
}

func channelIn(raw json.RawMessage) mission.ChannelID {
	var id string
	if json.Unmarshal(raw, &id) == nil {
		return mission.ChannelID(id)
	}
	var channel struct {
		ID string `json:"id"`
	}
	if json.Unmarshal(raw, &channel) == nil {
		return mission.ChannelID(channel.ID)
	}
	return ""
}

// setUnreachable notes whether a channel takes messages of ours. While it does not its mission rests.
func (a *App) setUnreachable(ctx context.Context, key string, channel mission.ChannelID, why string) error {
	_, err := a.once(ctx, key, func(tx Tx) (outcome, error) {
		m, err := tx.ActiveMission(a.team, channel)
		if errors.Is(err, mission.ErrNotFound) {
			return outcome{Did: "channel"}, nil
		}
		if err != nil {
			return outcome{}, err
		}
		return outcome{Did: "channel", Mission: m.ID}, a.reached(tx, m, why)
	})
	return err
}

// reached notes why a channel takes no messages, or "" where it does. What was told and what changed on the
// card while it did not is shown then.
func (a *App) reached(tx Tx, m mission.Mission, why string) error {
	back := m.Unreachable != "" && why == ""
	m.Unreachable = why
	if err := tx.PutMission(m); err != nil || !back {
		return err
	}
	w := a.rows(tx)
	if !m.Card.Posted() {
		return inOrder(func() error { return w.cardPostedAnew(m) }, func() error { return w.unsentPosted(m) })
	}
	return inOrder(func() error { return w.cardChanged(m) }, func() error { return w.unsentPosted(m) })
}

// channelMoved follows a channel that Slack gave a new id, as happens when it is shared.
func (a *App) channelMoved(ctx context.Context, key string, from, to mission.ChannelID) error {
	a.forgetChannel(from)
	a.forgetChannel(to)
	if from == "" || to == "" {
		return nil
	}
	_, err := a.once(ctx, key, func(tx Tx) (outcome, error) {
		return outcome{Did: "channel"}, tx.MoveChannel(a.team, from, to)
	})
	return err
}

// memberJoined greets a channel that the bot itself was invited to; anyone else who joins is only noted.
func (a *App) memberJoined(ctx context.Context, key string, ev *slackevents.MemberJoinedChannelEvent) (func(context.Context), error) {
	channel := mission.ChannelID(ev.Channel)
	a.forgetChannel(channel)
	if mission.UserID(ev.User) != a.bot || channel == "" {
		return nil, nil
	}
	if err := a.setUnreachable(ctx, key+"/reached", channel, ""); err != nil {
		return nil, err
	}
	return a.greet(ctx, key, channel, mission.UserID(ev.Inviter))
}

// memberLeft takes a person who left a private channel out of its mission. Who leaves a public channel
// stays in; she can still read there.
func (a *App) memberLeft(ctx context.Context, key string, channel mission.ChannelID, user mission.UserID) error {
	a.forgetChannel(channel)
	if user == a.bot {
		return a.setUnreachable(ctx, key, channel, "not_in_channel")
	}
	_, err := a.once(ctx, key, func(tx Tx) (outcome, error) {
		m, err := tx.ActiveMission(a.team, channel)
		if errors.Is(err, mission.ErrNotFound) || err == nil && !m.Private {
			return outcome{Did: "left"}, nil
		}
		if err != nil {
			return outcome{}, err
		}
		return outcome{Did: "left", Mission: m.ID, User: user}, a.remove(tx, m, user)
	})
	return err
}

// remove takes somebody out of a mission who did not ask for it.
func (a *App) remove(tx Tx, m mission.Mission, user mission.UserID) error {
	member, err := tx.Member(m.Team, m.ID, user)
	if errors.Is(err, mission.ErrNotFound) || err == nil && !member.In() && m.Lead != user {
		return a.followsNoMore(tx, m, user)
	}
	if err != nil {
		return err
	}
	led := m.Lead
	if m, err = mission.Remove(tx, a.clock.Now(), m, user); err != nil {
		return err
	}
	return a.gone(tx, m, led, user)
}

// userChanged follows a person's zone and her account. Slack sends this for every change of status too,
// so what is of no interest must cost next to nothing.
func (a *App) userChanged(ctx context.Context, key string, ev *slackevents.UserChangeEvent) error {
	user := mission.UserID(ev.User.ID)
	if user == "" {
		return nil
	}
	a.forgetPerson(user)
	var p nudges.Person
	err := a.store.View(ctx, func(tx Tx) (err error) {
		p, err = tx.Person(a.team, user)
		return err
	})
	switch {
	case errors.Is(err, mission.ErrNotFound) && !ev.User.Deleted:
		return nil
	case err != nil && !errors.Is(err, mission.ErrNotFound):
		return err
	case err == nil && p.Zone == ev.User.TZ && p.Gone == ev.User.Deleted && p.Gone != p.GoneAt.IsZero():
		return nil
	}
	_, err = a.once(ctx, key, func(tx Tx) (outcome, error) {
		if ev.User.Deleted {
			return outcome{Did: "user"}, a.deactivated(tx, user)
		}
		return outcome{Did: "user"}, a.rezoned(tx, user, ev.User.TZ)
	})
	return err
}

func (a *App) rezoned(tx Tx, user mission.UserID, zone string) error {
	p, err := tx.Person(a.team, user)
	if err != nil {
		return err
	}
	p.Gone, p.GoneAt = false, time.Time{}
	if err := tx.PutPerson(p); err != nil || zone == "" {
		return err
	}
	return nudges.Rezone(tx, a.team, user, zone, a.clock.Now())
}

// mentioned handles a mention in a channel: the same words as after the command, since commands do not
// work in threads.
func (a *App) mentioned(ctx context.Context, key string, ev *slackevents.AppMentionEvent) (func(context.Context), error) {
	if ev.BotID != "" || mission.UserID(ev.User) == a.bot || ev.User == "" {
		return nil, nil
	}
	v, rest, known := parseVerb(a.withoutMention(ev.Text))
	a.dir.names(ctx, nameless(rest)...) // the words name people by their ids alone
	r := &request{
		source: fromMention, key: key, user: mission.UserID(ev.User), userTeam: a.teamOf(ev.UserTeam),
		channel: mission.ChannelID(ev.Channel), thread: ev.ThreadTimeStamp, text: rest,
	}
	if known {
		r.verb = string(v)
	}
	if err := a.tooFast(r.user); err != nil {
		return a.reply(ctx, r, answer{}, err).After, nil
	}
	ctx = a.concealing(causedBy(ctx, r.user, utf8.RuneCountInString(ev.Text)), r)
	ans, err := safely(func() (answer, error) { return a.mention(ctx, r, v, known) })
	if err != nil && transient(err) {
		return nil, err
	}
	return a.reply(ctx, r, ans, err).After, nil
}

func (a *App) teamOf(id string) mission.TeamID {
	if id == "" {
		return a.team
	}
	return mission.TeamID(id)
}

// withoutMention drops the mention of the bot from a message.
func (a *App) withoutMention(text string) string {
	me := "<@" + string(a.bot)
	for {
		i := strings.Index(text, me)
		if i < 0 {
			return strings.TrimSpace(text)
		}
		end := strings.IndexByte(text[i:], '>')
		if end < 0 {
			return strings.TrimSpace(text[:i])
		}
		text = text[:i] + " " + text[i+end+1:]
	}
}

// transient reports whether trying the same again later may succeed.
func transient(err error) bool {
	if _, refused := mission.Refused(err); refused || panicked(err) {
		return false // It would only break again.
	}
	switch api.ClassOf(err) {
	case api.Bug, api.Config, api.TargetGone, api.Race:
		return false // Slack would only say the same again
	}
	var which *whichError
	return !errors.As(err, &which)
}
