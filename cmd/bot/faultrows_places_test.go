package main

import (
	"strings"
	"time"
)

func placeFaults() faultArea {
	ops := func(op string) func(*scene) {
		return func(c *scene) {
			c.call("channel", object{"as": c.ana.id, "op": op, "channel": c.channel, "user": theBot, "name": c.channel[1:] + "-anew"})
			time.Sleep(time.Minute)
		}
	}
	back := func(fault string, op, undo string, stands int, todo string) faultRow {
		return faultRow{fault: fault, makes: ops(op), stands: stands, todo: todo, acts: func(c *scene) {
			c.tells()
			time.Sleep(10 * time.Minute)
			if undo != "" {
				c.call("channel", object{"as": c.ana.id, "op": undo, "channel": c.channel, "user": theBot})
			}
		}}
	}
	row := func(fault, code string, stands int, todo string) faultRow {
		return faultRow{fault: fault, makes: refuses("chat.postMessage", code), stands: stands, todo: todo}
	}
	const opens = "What was told meanwhile appears with the next thing that is told there, once the channel takes messages."
	return faultArea{
		title: "The channel changes",
		intro: "Bo tells a step in a channel that is not any more as it was. The rest of the mission goes on: what is told is kept.",
		rows: []faultRow{
			{fault: "it is archived before his words appear, and opened again five minutes later", stands: 1, makes: on("chat.postMessage", "status", object{"status": 429, "retry_after": 60}), acts: func(c *scene) {
				c.tells()
				for _, op := range []string{"archive", "unarchive"} {
					c.call("channel", object{"as": c.ana.id, "op": op, "channel": c.channel})
					time.Sleep(5 * time.Minute)
				}
			}},
			back("the bot is removed from the public channel, which it joins again", "kick", "", 1, ""),
			back("it is made private, with the bot in it", "make_private", "", 1, ""),
			{fault: "it is renamed", makes: ops("rename"), stands: 1, acts: func(c *scene) { c.channel += "-anew"; c.tells() }},
			{fault: "it is deleted", makes: func(*scene) {}, stands: nobody, silent: "The channel is gone, and with it the place for an answer.", acts: func(c *scene) {
				ops("delete")(c)
				time.Sleep(time.Minute)
			}},
			row("`not_in_channel`, and no event told of it", "not_in_channel", 0, opens),
			row("`channel_not_found`, and no event told of it", "channel_not_found", 0, opens),
			row("`is_archived`, and no event told of it", "is_archived", 0, opens),
			row("`restricted_action`: only admins may post", "restricted_action", 0, "Let the app post in the channel, under its settings. "+opens),
			row("`restricted_action_read_only_channel`", "restricted_action_read_only_channel", 0, "The same."),
			row("`restricted_action_thread_only_channel`", "restricted_action_thread_only_channel", 0, "The same."),
			row("`restricted_action_non_threadable_channel`", "restricted_action_non_threadable_channel", 0, ""),
			row("`restricted_action_thread_locked`", "restricted_action_thread_locked", 0, ""),
			row("`posting_to_channel_denied`", "posting_to_channel_denied", 0, "Let the app post in the channel."),
			row("`external_channel_migrating`: it is being shared", "external_channel_migrating", 1, ""),
		},
	}
}

// peopleFaults are about words for one person: the bot owes Bo a line, since Slack refused what he told.
func peopleFaults() faultArea {
	row := func(fault, method, code, silent, todo string) faultRow {
		return faultRow{fault: fault, silent: silent, todo: todo, tries: []string{"conversations.open", "chat.postMessage"}, makes: func(c *scene) {
			refuses("chat.postMessage", "invalid_blocks")(c)
			if method == "chat.postMessage" {
				c.fault("error", object{"method": method, "error": code, "times": 1})
				return
			}
			c.fault("error", object{"method": method, "error": code, "times": -1})
		}}
	}
	const nothing = "Nothing: there is no way to him."
	return faultArea{
		title: "Somebody cannot be written to",
		intro: "Bo tells a step, Slack refuses it, and so the bot owes him a line in his direct messages. His words are in the mission whatever comes.",
		rows: []faultRow{
			row("`conversations.open`: `user_disabled`", "conversations.open", "user_disabled", nothing, ""),
			row("`conversations.open`: `user_not_found`", "conversations.open", "user_not_found", nothing, ""),
			row("`conversations.open`: `user_not_visible`", "conversations.open", "user_not_visible", nothing, ""),
			row("`conversations.open`: `cannot_dm_bot`", "conversations.open", "cannot_dm_bot", nothing, ""),
			row("`conversations.open`: `missing_scope`", "conversations.open", "missing_scope", nothing, "Install the app again with the scopes of `bot manifest`."),
			row("`messages_tab_disabled`", "chat.postMessage", "messages_tab_disabled", nothing, "Switch the Messages tab on, under App Home in the app's settings."),
			row("`channel_not_found`: the conversation is closed to the bot", "chat.postMessage", "channel_not_found", nothing, ""),
			{fault: "his account is deactivated", stands: 1, silent: "He is out of his missions; what he told stays. His private words are erased after 30 days.", acts: func(c *scene) {
				c.tells()
				time.Sleep(time.Minute)
				c.call("user", object{"user": c.bo.id, "deleted": true})
				time.Sleep(time.Minute)
				c.call("user", object{"user": c.bo.id, "deleted": false})
			}},
		},
	}
}

func threadFaults() faultArea {
	gone := func(c *scene) { c.deletesAsSlack(c.bo.card(c.channel)) }
	joins := func(c *scene) {
		c.call("command", object{"as": c.bo.id, "channel": c.bo.channel(c.channel), "text": "/mission join"})
		c.bo.submits("join", object{})
	}
	row := func(fault string, makes func(*scene), acts func(*scene), silent, todo string) faultRow {
		return faultRow{fault: fault, makes: makes, acts: acts, stands: nobody, silent: silent, todo: todo, tries: []string{"chat.postMessage", "chat.update"}}
	}
	return faultArea{
		title: "Messages vanish",
		intro: "The workspace keeps messages for a while only, or somebody deletes one. Bo joins, of which a line in the thread of the card tells, and by which the card changes.",
		rows: []faultRow{
			row("the card is gone", gone, joins, "", ""),
			row("`thread_not_found`", refuses("chat.postMessage", "thread_not_found"), joins, "", ""),
			row("`cannot_reply_to_message`", refuses("chat.postMessage", "cannot_reply_to_message"), joins, "", ""),
			row("the message whose button he presses is gone", func(c *scene) {}, func(c *scene) {
				card := c.bo.card(c.channel)
				out := c.call("click", object{"as": c.bo.id, "channel": c.bo.channel(c.channel), "ts": card["ts"], "action_id": "details"})
				gone(c)
				c.shows(out)
			}, "", ""),
		},
	}
}

func socketFaults() faultArea {
	frame := func(words string, binary bool) func(*scene) {
		return func(c *scene) { c.fault("frame", object{"frame": words, "binary": binary}) }
	}
	after := func(d time.Duration) func(*scene) {
		return func(c *scene) { time.Sleep(d); c.tells() }
	}
	opens := []string{"chat.postMessage"} // openings have a jitter
	row := func(fault string, makes func(*scene), acts func(*scene), todo string) faultRow {
		return faultRow{fault: fault, makes: makes, acts: acts, stands: 1, tries: opens, todo: todo}
	}
	ends := func(reason string) func(*scene) {
		return func(c *scene) { c.fault("disconnect", object{"reason": reason}) }
	}
	soon := after(5 * time.Second)
	return faultArea{
		title: "The sockets",
		intro: "Two connections stand, opened twenty seconds apart. Something comes over them that is no envelope, or they end; then Bo tells a step. What Slack cannot deliver it tells people itself; such a command has to be typed again. A connection that ends is opened anew at once, and then after 1, 2, 4 … seconds and up to a fifth more, at most once a minute.",
		alone: true,
		rows: []faultRow{
			row("garbage", frame("}{ not JSON", false), soon, ""),
			row("an empty frame", frame("", false), soon, ""),
			row("a frame of zeroes, binary", frame("\x00\x00\x00", true), soon, ""),
			row("a frame of 200 KB", frame(`{"type":"`+strings.Repeat("x", 200<<10)+`"}`, false), soon, ""),
			row("a JSON that is no object", frame(`[1,2,3]`, false), soon, ""),
			row("an envelope of an unknown type", func(c *scene) { c.sends("moonrise", object{"a": 1}) }, soon, ""),
			row("an event of an unknown type", func(c *scene) {
				c.sends("events_api", object{"type": "event_callback", "event_id": fresh("Ev"), "team_id": ourTeam, "event": object{"type": "moon_rose"}})
			}, soon, ""),
			row("`app_rate_limited`: Slack drops events", func(c *scene) {
				c.sends("events_api", object{"type": "app_rate_limited", "team_id": ourTeam, "minute_rate_limited": 1518467820, "api_app_id": "A0APP00001"})
			}, soon, "Find out what makes so many events: Slack sends 30,000 an hour."),
			row("`disconnect`, `warning`", ends("warning"), soon, ""),
			row("`disconnect`, `refresh_requested`, both at once", ends("refresh_requested"), soon, ""),
			row("`disconnect`, `too_many_websockets`, both at once", ends("too_many_websockets"), after(2*time.Minute), "Stop the other process that uses the same app token."),
			row("`disconnect` for a reason that nobody knows", frame(`{"type":"disconnect","reason":"moonrise"}`, false), soon, ""),
			row("both are cut without a word", func(c *scene) { c.fault("drop", nil) }, soon, ""),
			row("`apps.connections.open`: 429 with `Retry-After: 60`, after both were cut", func(c *scene) {
				c.fails("apps.connections.open", "status", object{"status": 429, "retry_after": 60})
				c.fault("drop", nil)
			}, after(3*time.Minute), ""),
			row("`apps.connections.open`: 429 with `Retry-After: 99999999`, after both were cut", func(c *scene) {
				c.fails("apps.connections.open", "answer", object{"status": 429, "headers": object{"Retry-After": "99999999"}})
				c.fault("drop", nil)
			}, after(15*time.Minute), ""),
			row("`apps.connections.open`: `internal_error`, twice, after both were cut", func(c *scene) {
				c.fails("apps.connections.open", "error", object{"error": "internal_error", "times": 2})
				c.fault("drop", nil)
			}, after(10*time.Minute), ""),
			row("`apps.connections.open`: `ok` without an address, after both were cut", func(c *scene) {
				c.fails("apps.connections.open", "answer", object{"body": `{"ok":true}`})
				c.fault("drop", nil)
			}, after(3*time.Minute), ""),
			row("`disconnect`, `link_disabled`, on one of the two, while Socket Mode is on", func(c *scene) {
				c.fault("frame", object{"frame": `{"type":"disconnect","reason":"link_disabled"}`, "one": true})
			}, after(3*time.Minute), ""),
		},
	}
}

// tokenFaults are after which the bot stops.
func tokenFaults() faultArea {
	row := func(fault string, makes func(*scene), todo string) faultRow {
		return faultRow{fault: fault, makes: makes, acts: func(c *scene) { time.Sleep(5 * time.Minute) }, stands: nobody, ends: true, tries: []string{"auth.test"},
			todo: todo}
	}
	token := func(code string) func(*scene) {
		return func(c *scene) {
			always("*", "error", object{"error": code})(c)
			c.tells()
			c.said = nil
		}
	}
	cut := func(code string) func(*scene) {
		return func(c *scene) {
			always("apps.connections.open", "error", object{"error": code})(c)
			c.fault("drop", nil)
		}
	}
	const again = "Install the app again and give the bot its new token. What waits is kept for three days."
	return faultArea{
		title: "The installation ends",
		intro: "The bot stops with a sentence, rather than failing at every turn, and ends with code 1. All that it knows stays in its store; Slack tells people that commands and buttons fail meanwhile.",
		rows: []faultRow{
			row("`tokens_revoked`", func(c *scene) { c.fault("revoke", nil) }, again),
			row("`app_uninstalled`", func(c *scene) { c.fault("uninstall", nil) }, "Install it again, or delete the store: Slack asks that data be deleted within 14 business days."),
			row("`token_revoked` to whatever is asked, and no event told of it", token("token_revoked"), again),
			row("`invalid_auth` to whatever is asked", token("invalid_auth"), again),
			row("`account_inactive` to whatever is asked", token("account_inactive"), again),
			row("`token_expired` to whatever is asked", token("token_expired"), "Switch token rotation off in the app's settings. "+again),
			row("`link_disabled`, and it stays off", func(c *scene) { c.fault("disconnect", object{"reason": "link_disabled"}) }, "Switch Socket Mode on in the app's settings."),
			row("`apps.connections.open`: `invalid_auth`, after the sockets were cut", cut("invalid_auth"), "Make a new app-level token."),
			row("`apps.connections.open`: `missing_scope`", cut("missing_scope"), "Add the scope `connections:write` to the app-level token."),
			row("`apps.connections.open`: `socket_mode_not_enabled`", cut("socket_mode_not_enabled"), "Switch Socket Mode on in the app's settings."),
		},
	}
}
