package api

import (
	"context"

	"github.com/slack-go/slack"
)

// membersPage is how many members are asked for at a time; Slack allows a thousand.
const membersPage = 500

// Channel is what is known of a conversation.
type Channel struct {
	ID, Name string
	// Private is true for private channels and for all direct messages.
	Private  bool
	Archived bool
	// ExtShared means shared with another organisation.
	ExtShared bool
	// Member says whether the bot is in it.
	Member bool
	// General is the channel that everybody is in.
	General bool
	IM      bool
}

// ChannelInfo returns what is known of a conversation. A private channel that
// the bot is not in fails as not found.
func (c *Client) ChannelInfo(ctx context.Context, id string) (Channel, error) {
	var channel Channel
	err := c.call(ctx, "conversations.info", "", func(ctx context.Context) error {
		info, err := c.slack.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: id})
		if err != nil {
			return err
		}
		if info.ID == "" {
			return errUnreadable
		}
		channel = channelOf(info)
		return nil
	})
	return channel, err
}

// ChannelMembers returns the ids of all in a conversation, bots and people of
// other organisations included.
func (c *Client) ChannelMembers(ctx context.Context, id string) ([]string, error) {
	var members []string
	params := slack.GetUsersInConversationParameters{ChannelID: id, Limit: membersPage}
	for {
		var page []string
		last := params.Cursor
		err := c.call(ctx, "conversations.members", "", func(ctx context.Context) (err error) {
			page, params.Cursor, err = c.slack.GetUsersInConversationContext(ctx, &params)
			if err == nil && params.Cursor != "" && params.Cursor == last {
				err = errUnreadable
			}
			return err
		})
		if err != nil {
			return nil, err
		}
		members = append(members, page...)
		if params.Cursor == "" {
			return members, nil
		}
	}
}

// conversationsPage is how many conversations are asked for at a time; Slack allows a thousand and asks for fewer
// (docs.slack.dev/reference/methods/users.conversations).
const conversationsPage = 500

// Conversations returns the channels, public and private, that a person is in and the bot can see, and with no person
// given those that the bot is in.
func (c *Client) Conversations(ctx context.Context, userID string) ([]Channel, error) {
	var all []Channel
	params := slack.GetConversationsForUserParameters{
		UserID: userID, Types: []string{"public_channel", "private_channel"}, Limit: conversationsPage,
	}
	for {
		var page []slack.Channel
		last := params.Cursor
		err := c.call(ctx, "users.conversations", "", func(ctx context.Context) (err error) {
			page, params.Cursor, err = c.slack.GetConversationsForUserContext(ctx, &params)
			if err == nil && params.Cursor != "" && params.Cursor == last {
				err = errUnreadable
			}
			return err
		})
		if err != nil {
			return nil, err
		}
		for _, info := range page {
			channel := channelOf(&info)
			if userID == "" {
				channel.Member = true // Slack lists no others, and leaves is_member out
			}
			all = append(all, channel)
		}
		if params.Cursor == "" {
			return all, nil
		}
	}
}

func channelOf(info *slack.Channel) Channel {
	return Channel{
		ID: info.ID, Name: info.Name, Private: info.IsPrivate || info.IsIM || info.IsMpIM, Archived: info.IsArchived,
		ExtShared: info.IsExtShared, Member: info.IsMember, General: info.IsGeneral, IM: info.IsIM,
	}
}

// OpenDM returns the channel id of the direct message with a user. Asking again
// gives the same one.
func (c *Client) OpenDM(ctx context.Context, userID string) (string, error) {
	var id string
	err := c.call(ctx, methodOpenDM, "", func(ctx context.Context) error {
		channel, _, _, err := c.slack.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{userID}})
		if err != nil {
			return err
		}
		if channel == nil || channel.ID == "" {
			return errUnreadable
		}
		id = channel.ID
		return nil
	})
	return id, err
}

// JoinChannel makes the bot a member of a public channel. Private ones take an
// invitation.
func (c *Client) JoinChannel(ctx context.Context, id string) error {
	return c.call(ctx, "conversations.join", "", func(ctx context.Context) error {
		_, _, _, err := c.slack.JoinConversationContext(ctx, id)
		return except(err, "already_in_channel")
	})
}

// Pin pins a message. One that is pinned already is no error.
func (c *Client) Pin(ctx context.Context, channel, ts string) error {
	return c.call(ctx, "pins.add", "", func(ctx context.Context) error {
		return except(c.slack.AddPinContext(ctx, channel, slack.NewRefToMessage(channel, ts)), "already_pinned")
	})
}

// Unpin takes the pin from a message. One that is not pinned is no error.
func (c *Client) Unpin(ctx context.Context, channel, ts string) error {
	return c.call(ctx, "pins.remove", "", func(ctx context.Context) error {
		return except(c.slack.RemovePinContext(ctx, channel, slack.NewRefToMessage(channel, ts)), "no_pin", "not_pinned")
	})
}
