package sandbox

import (
	"errors"
	"maps"
	"net/url"
	"strconv"
	"strings"
	"time"
)

func apiTest(c *call) (obj, error) {
	if code := c.args.text("error"); code != "" {
		return obj{"args": c.args.public()}, fail(code)
	}
	return obj{"args": c.args.public()}, nil
}

func authTest(c *call) (obj, error) {
	w := c.s.w
	return obj{
		"url": "https://" + w.team.Domain + ".slack.com/", "team": w.team.Name, "user": w.app.BotName,
		"team_id": w.team.ID, "user_id": w.app.BotUserID, "bot_id": w.app.BotID, "is_enterprise_install": false,
	}, nil
}

func teamInfo(c *call) (obj, error) {
	t := c.s.w.team
	return obj{"team": obj{
		"id": t.ID, "name": t.Name, "domain": t.Domain, "url": "https://" + t.Domain + ".slack.com/",
		"email_domain": "", "icon": obj{"image_default": true},
	}}, nil
}

func botsInfo(c *call) (obj, error) {
	if id := c.args.text("bot"); id != c.s.w.app.BotID {
		return nil, fail("bot_not_found")
	}
	out := c.s.botProfile()
	delete(out, "team_id") // of a message's bot_profile alone
	return obj{"bot": out}, nil
}

func usersInfo(c *call) (obj, error) {
	u, err := c.person(c.args.text("user"))
	if err != nil {
		return nil, err
	}
	out := c.s.userJSON(u)
	if c.args.flag("include_locale") && !c.s.w.external(u) {
		out["locale"] = "en-GB"
	}
	return obj{"user": out}, nil
}

func (c *call) person(id string) (*user, error) {
	u := c.s.w.user(id)
	if id == slackbotID {
		u = c.s.w.slackbot()
	}
	if u == nil {
		return nil, fail("user_not_found")
	}
	return u, nil
}

// slackbot is Slack's own helper, whom the API shows as a person.
func (w *world) slackbot() *user {
	return &user{
		ID: slackbotID, TeamID: w.team.ID, Name: "slackbot", RealName: "Slackbot", DisplayName: "Slackbot",
		TZ: "America/Los_Angeles", Updated: w.channels[0].Created,
	}
}

// usersList leaves out people of other organisations, as Slack does
// (docs.slack.dev/apis/slack-connect).
func usersList(c *call) (obj, error) {
	list := []obj{c.s.userJSON(c.s.w.slackbot())}
	for _, u := range c.s.w.users {
		if !c.s.w.external(u) {
			list = append(list, c.s.userJSON(u))
		}
	}
	page, meta, err := paged(c, list)
	return obj{"members": page, "cache_ts": c.s.clock.Now().Unix(), "response_metadata": meta}, err
}

func dndInfo(c *call) (obj, error) {
	u, err := c.person(orElse(c.args.text("user"), c.s.w.app.BotUserID))
	if err != nil {
		return nil, err
	}
	return u.DND.json(u, c.s.clock.Now()), nil
}

func dndTeamInfo(c *call) (obj, error) {
	ids := c.args.list("users")
	if len(ids) == 0 {
		return nil, fail("no_users_provided")
	}
	if len(ids) > 50 {
		return nil, fail("too_many_users")
	}
	users := obj{}
	for _, id := range ids {
		if u, err := c.person(id); err == nil {
			users[id] = u.DND.json(u, c.s.clock.Now())
		}
	}
	return obj{"users": users}, nil
}

// connectionsOpen hands out the address of a socket, good for one dial. [unknown] with which code Slack refuses an app
// that has Socket Mode switched off: the manifest methods call it socket_mode_not_enabled
// (docs.slack.dev/reference/methods/apps.manifest.create).
func connectionsOpen(c *call) (obj, error) {
	if c.s.w.app.SocketModeOff || c.s.off {
		return nil, fail("socket_mode_not_enabled")
	}
	now, ticket := realNow(), randomUUID()+"-"+randomText(16)
	maps.DeleteFunc(c.s.tickets, func(_ string, given time.Time) bool { return now.Sub(given) > c.s.opt.Timing.Ticket })
	c.s.tickets[ticket] = now
	at := url.URL{Scheme: "ws", Host: c.host, Path: "/socket", RawQuery: url.Values{
		"ticket": {ticket}, "app_id": {c.s.w.app.ID},
	}.Encode()}
	return obj{"url": at.String()}, nil
}

var errZoneTime = errors.New("a time of day is written HH:MM")

// clockTime reads "HH:MM" as minutes of the day.
func clockTime(s string) (minutes int, err error) {
	h, m, found := strings.Cut(s, ":")
	hours, hErr := strconv.Atoi(h)
	mins, mErr := strconv.Atoi(m)
	if !found || hErr != nil || mErr != nil || hours < 0 || hours > 23 || mins < 0 || mins > 59 {
		return 0, errZoneTime
	}
	return hours*60 + mins, nil
}
