package api

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/slack-go/slack"
)

// slackbot is a bot although Slack does not mark it as one.
const slackbot = "USLACKBOT"

// User is what is known of a person.
type User struct {
	ID, TeamID string
	// Name is the display name, or the real name without one.
	Name string
	// Names are all names under which others may mention the person, each once.
	Names []string
	// TZ is the zone by name, for instance "Europe/Vienna"; it may be empty.
	TZ string
	// Bot is true for all that are no people.
	Bot bool
	// Guest means restricted to some channels.
	Guest bool
	// Deleted means deactivated.
	Deleted bool
	// Stranger means from another organisation and in no channel with the bot.
	Stranger bool
	// Invited means that they never signed in.
	Invited bool
}

// UserInfo returns what is known of a person.
func (c *Client) UserInfo(ctx context.Context, id string) (User, error) {
	var user User
	err := c.call(ctx, "users.info", "", func(ctx context.Context) error {
		info, err := c.slack.GetUserInfoContext(ctx, id, slack.GetUserInfoOptionIncludeLocale(false))
		if err != nil {
			return err
		}
		if info.ID == "" {
			return errUnreadable
		}
		user = userOf(info)
		return nil
	})
	return user, err
}

// usersPage is how many people are asked for at a time; Slack allows fewer than a thousand
// (docs.slack.dev/reference/methods/users.list).
const usersPage = 900

// Users returns the people and bots of the workspace, those whose accounts are deactivated included and people of
// other organisations left out, but no more than so many; more is false where that is not everybody.
func (c *Client) Users(ctx context.Context, most int) (all []User, more bool, err error) {
	page := c.slack.GetUsersPaginated(slack.GetUsersOptionLimit(usersPage), slack.GetUsersOptionIncludeLocale(false))
	for {
		last := page.Cursor
		err := c.call(ctx, "users.list", "", func(ctx context.Context) (err error) {
			page, err = page.Next(ctx)
			if err == nil && page.Cursor != "" && page.Cursor == last {
				err = errUnreadable
			}
			return err
		})
		if err != nil {
			return nil, false, err
		}
		for i := range page.Users {
			all = append(all, userOf(&page.Users[i]))
		}
		if page.Cursor == "" || len(all) >= most {
			return all, page.Cursor != "", nil
		}
	}
}

func userOf(info *slack.User) User {
	return User{
		ID: info.ID, TeamID: info.TeamID, TZ: info.TZ,
		Name:    cmp.Or(info.Profile.DisplayName, info.Profile.RealName, info.RealName, info.Name),
		Names:   distinct(info.Profile.DisplayName, info.Profile.RealName, info.RealName, info.Name),
		Bot:     info.IsBot || info.IsWorkflowBot || info.IsConnectorBot || info.ID == slackbot,
		Guest:   info.IsRestricted || info.IsUltraRestricted,
		Deleted: info.Deleted, Stranger: info.IsStranger, Invited: info.IsInvitedUser,
	}
}

// distinct returns the names that are some, each once.
func distinct(names ...string) []string {
	var out []string
	for _, name := range names {
		if name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// DND is when a person does not want to be disturbed.
type DND struct {
	// Enabled says whether Start and End hold: the next scheduled quiet time.
	Enabled    bool
	Start, End time.Time
	// SnoozeEnd is when a snooze ends; zero without one.
	SnoozeEnd time.Time
}

// Until returns when the quiet time around now ends, or the zero time if there
// is none.
func (d DND) Until(now time.Time) time.Time {
	var until time.Time
	if d.Enabled && !now.Before(d.Start) && now.Before(d.End) {
		until = d.End
	}
	if now.Before(d.SnoozeEnd) && d.SnoozeEnd.After(until) {
		until = d.SnoozeEnd
	}
	return until
}

// DNDMost is how many people DND asks about at a time (docs.slack.dev/reference/methods/dnd.teamInfo).
const DNDMost = 50

// DND returns when people do not want to be disturbed, at most DNDMost of them. Whoever Slack says nothing of is
// missing. A snooze is told by snooze_endtime to oneself alone (docs.slack.dev/reference/methods/dnd.info); where it
// is told it is read.
func (c *Client) DND(ctx context.Context, userIDs []string) (map[string]DND, error) {
	var all map[string]DND
	err := c.call(ctx, "dnd.teamInfo", "", func(ctx context.Context) error {
		found, err := c.slack.GetDNDTeamInfoContext(ctx, userIDs)
		if err != nil {
			return err
		}
		all = make(map[string]DND, len(found))
		for id, status := range found {
			all[id] = dndOf(status)
		}
		return nil
	})
	return all, err
}

func dndOf(status slack.DNDStatus) DND {
	dnd := DND{
		Enabled: status.Enabled,
		Start:   time.Unix(int64(status.NextStartTimestamp), 0),
		End:     time.Unix(int64(status.NextEndTimestamp), 0),
	}
	if status.SnoozeEnabled {
		dnd.SnoozeEnd = time.Unix(int64(status.SnoozeEndTime), 0)
	}
	return dnd
}
