package main

import (
	"slices"
	"strings"
	"time"
)

// nobody says that a row has no words of anybody that could stand somewhere.
const nobody = -1

// refuses is a row in which a method answers with a code, once.
func refuses(method, code string) func(*scene) { return on(method, "error", object{"error": code}) }

func askingFaults() faultArea {
	const asks = "users.info"
	tries := []string{asks, "chat.postMessage"}
	body := func(s string) func(*scene) { return always(asks, "answer", object{"body": s}) }
	return faultArea{
		title: "Slack is asked who somebody is, and where",
		intro: "Bo tells a step, and the bot, which asked Slack about him more than five minutes ago, has to ask again before it may keep anything.",
		rows: []faultRow{
			{fault: "500", makes: always(asks, "status", object{"status": 500}), tries: tries},
			{fault: "503 with a page", makes: always(asks, "answer", object{"status": 503, "body": "<html>"}), tries: tries},
			{fault: "no answer for 12 seconds", makes: always(asks, "slow", object{"ms": 12_000}), tries: tries},
			{fault: "an answer after 2.9 seconds", makes: on(asks, "slow", object{"ms": 2_900}), tries: tries},
			{fault: "an answer after 1.5 seconds", makes: on(asks, "slow", object{"ms": 1_500}), tries: tries, stands: 1},
			{fault: "the connection is reset", makes: always(asks, "reset", nil), tries: tries},
			{fault: "half a JSON", makes: body(`{"ok":true,"user":{`), tries: tries},
			{fault: "an empty answer", makes: body(""), tries: tries},
			{fault: "`ok` without a person", makes: body(`{"ok":true}`), tries: tries},
			{fault: "429 with `Retry-After: 30`", makes: on(asks, "status", object{"status": 429, "retry_after": 30}), tries: tries},
			{fault: "`user_not_found`", makes: always(asks, "error", object{"error": "user_not_found"}), tries: tries, todo: "The person is of another workspace, or her account is gone."},
			{fault: "`missing_scope`", makes: always(asks, "error", object{"error": "missing_scope"}), tries: tries, todo: "Install the app again with the scopes of `bot manifest`; `bot doctor` names what is missing."},
			{fault: "`conversations.members`: `fetch_members_failed`", makes: always("conversations.members", "error", object{"error": "fetch_members_failed"}), tries: []string{"conversations.members"}},
			{fault: "`conversations.info`: `internal_error`", makes: always("conversations.info", "error", object{"error": "internal_error"}), tries: []string{"conversations.info"}},
			{fault: "nothing of the Web API answers, while the sockets go on", makes: always("*", "status", object{"status": 503}), tries: tries, todo: "Look at Slack's status page."},
			{fault: "the same, and all that would be asked is known", makes: func(c *scene) {
				c.knowsAll()
				always("*", "status", object{"status": 503})(c)
				c.commands("progress one thing before")
				time.Sleep(20 * time.Second)
				c.said = nil
			}, tries: []string{"chat.postMessage", "conversations.history"}, stands: 1, lasts: aWhile, history: true, todo: "Look at Slack's status page."},
		},
	}
}

func formFaults() faultArea {
	const open = "views.open"
	win := func(c *scene) { c.commands("win") }
	tries := []string{open, "views.push", "views.update", "response_url", "chat.postEphemeral", "chat.postMessage"}
	row := func(fault string, makes func(*scene), more ...string) faultRow {
		return faultRow{fault: fault, makes: makes, acts: win, tries: tries, stands: nobody, todo: strings.Join(more, "")}
	}
	return faultArea{
		title: "A form is to open",
		intro: "Bo types `/mission win`. A form opens within three seconds or not at all.",
		rows: []faultRow{
			row("it takes 3.2 seconds", on(open, "slow", object{"ms": 3_200})),
			row("429 with `Retry-After: 30`", on(open, "status", object{"status": 429, "retry_after": 30})),
			row("500", on(open, "status", object{"status": 500})),
			row("the connection is reset after the form opened", on(open, "reset", object{"after": true})),
			row("`expired_trigger_id`", refuses(open, "expired_trigger_id")),
			row("`trigger_expired`", refuses(open, "trigger_expired")),
			{fault: "`exchanged_trigger_id`: Slack sent the command twice, and the form is open", makes: refuses(open, "exchanged_trigger_id"), acts: win, tries: tries, stands: nobody, silent: "The form that is open."},
			{fault: "`trigger_exchanged`, another name of that", makes: refuses(open, "trigger_exchanged"), acts: win, tries: tries, stands: nobody, silent: "The form that is open."},
			row("`invalid_trigger_id`", refuses(open, "invalid_trigger_id")),
			row("`invalid_blocks`", refuses(open, "invalid_blocks"), "A fault of the bot's: tell its makers."),
			row("`view_too_large`", refuses(open, "view_too_large"), "A fault of the bot's: tell its makers."),
			row("`ok` without a form", on(open, "answer", object{"body": `{"ok":true}`, "after": true})),
			row("nothing of the Web API answers for half an hour, not even `response_url`", func(c *scene) {
				c.knowsAll()
				always("*", "status", object{"status": 503})(c)
				always("response_url", "status", object{"status": 503})(c)
			}, "Look at Slack's status page."),
			row("the same, and the bot knows it already", func(c *scene) {
				c.knowsAll()
				always("*", "status", object{"status": 503})(c)
				c.commands("win")
				time.Sleep(time.Minute)
				c.said = nil
			}, "Look at Slack's status page."),
		},
	}
}

func answerFaults() faultArea {
	const url = "response_url"
	tries := []string{url, "chat.postEphemeral", "conversations.open", "chat.postMessage"}
	row := func(fault string, makes func(*scene), lasts ...time.Duration) faultRow {
		return faultRow{fault: fault, makes: makes, lasts: slices.Max(append(lasts, 0)), tries: tries, stands: nobody, acts: func(c *scene) {
			out := c.call("click", object{"as": c.bo.id, "channel": c.bo.channel(c.channel), "ts": c.bo.card(c.channel)["ts"], "action_id": "details"})
			c.shows(out)
		}}
	}
	both := func(first, second func(*scene)) func(*scene) {
		return func(c *scene) { first(c); second(c) }
	}
	down := always("*", "status", object{"status": 503})
	return faultArea{
		title: "An answer to a button",
		intro: "Bo presses *Details* on the card. Such an answer comes after the acknowledgement: by the address that Slack gave for it, else as a message that he alone sees, else as a direct message.",
		rows: []faultRow{
			row("the address is used up (`used_url`)", on(url, "answer", object{"status": 404, "body": `{"ok":false,"error":"used_url"}`})),
			row("the address has expired (`expired_url`)", on(url, "answer", object{"status": 404, "body": `{"ok":false,"error":"expired_url"}`})),
			row("the address answers 500", on(url, "status", object{"status": 500})),
			row("the address is reset after Slack took the answer", on(url, "reset", object{"after": true})),
			row("429 with `Retry-After: 5`", on(url, "status", object{"status": 429, "retry_after": 5})),
			row("it takes 12 seconds", on(url, "slow", object{"ms": 12_000})),
			row("the address has expired, and he has left the channel (`user_not_in_channel`)", both(
				on(url, "answer", object{"status": 404, "body": `{"ok":false,"error":"expired_url"}`}), refuses("chat.postEphemeral", "user_not_in_channel"))),
			row("nothing answers for half an hour, not even the address", both(down, always(url, "status", object{"status": 503})), aWhile),
		},
	}
}

func editFaults() faultArea {
	const update = "chat.update"
	tries := []string{update, "chat.postMessage"}
	row := func(fault string, makes func(*scene), todo string) faultRow {
		return faultRow{fault: fault, makes: makes, tries: tries, stands: 1, todo: todo}
	}
	return faultArea{
		title: "A message is edited",
		intro: "Bo tells a step, by which the card of the mission changes.",
		rows: []faultRow{
			row("`message_not_found`: somebody, or the workspace's retention, deleted the card", refuses(update, "message_not_found"), ""),
			row("`cant_update_message`: the card is of an app that was installed before", refuses(update, "cant_update_message"), ""),
			row("`edit_window_closed`: the workspace limits how long messages can be edited", refuses(update, "edit_window_closed"), "Let apps edit their messages, under Workspace Settings, Message Editing; until then cards stay as they are."),
			row("`block_mismatch`", refuses(update, "block_mismatch"), ""),
			row("`msg_too_long`", refuses(update, "msg_too_long"), "A fault of the bot's: tell its makers."),
			row("`update_failed`", refuses(update, "update_failed"), ""),
			row("`is_inactive`: the channel is frozen", refuses(update, "is_inactive"), "Open the channel again. What is told meanwhile appears then."),
			row("429 with `Retry-After: 30`", on(update, "status", object{"status": 429, "retry_after": 30}), ""),
			row("500 after the edit", on(update, "status", object{"status": 500, "after": true}), ""),
			row("`internal_error`", refuses(update, "internal_error"), ""),
			row("no answer for a minute", on(update, "slow", object{"ms": 60_000}), ""),
			row("the card was really deleted", func(c *scene) {
				c.deletesAsSlack(c.bo.card(c.channel))
			}, ""),
		},
	}
}

// knowsAll lets the bot have asked all that it would ask for a command of Bo's.
func (c *scene) knowsAll() {
	c.t.Helper()
	c.commands("")
	c.said = nil
}

// deletesAsSlack lets a message vanish as retention does: no event tells of it.
func (c *scene) deletesAsSlack(m object) {
	c.t.Helper()
	env := c.slack.Env()
	body := strings.NewReader("channel=" + c.bo.channel(c.channel) + "&ts=" + text(m, "ts"))
	c.posts("chat.delete", env.BotToken, body)
}
