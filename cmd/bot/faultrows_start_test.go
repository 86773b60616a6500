package main

import (
	"context"
	"log/slog"
	"maps"
	"net/http"
	"strings"
	"time"

	"throughline/internal/slackapp/api"
)

// startFaults are about the first thing that the bot asks: who it is.
func startFaults() faultArea {
	row := func(fault string, makes func(*scene), todo string) faultRow {
		return faultRow{fault: fault, makes: makes, stands: nobody, tries: []string{"auth.test"}, todo: todo, acts: (*scene).startsAgain}
	}
	answers := func(code string) func(*scene) { return always("auth.test", "error", object{"error": code}) }
	thrice := func(kind string, more object) func(*scene) { return times(3, "auth.test", kind, more) }
	const (
		token = "Give the bot the Bot User OAuth Token of OAuth & Permissions; `bot doctor` says which token is wrong."
		admin = "Ask an admin of the workspace or of the organisation to let the app in again."
	)
	return faultArea{
		title: "The start",
		intro: "The bot asks `auth.test` who it is before it does anything else. What surely does not pass ends it with a sentence and with code 1; what may pass is asked again, after 1, 2, 4 … seconds, at most once a minute.",
		rows: []faultRow{
			row("`invalid_auth`", answers("invalid_auth"), token),
			row("`not_authed`", answers("not_authed"), token),
			row("`account_inactive`", answers("account_inactive"), "Install the app again. "+token),
			row("`token_revoked`", answers("token_revoked"), "Install the app again. "+token),
			row("`token_expired`", answers("token_expired"), "Switch token rotation off in the app's settings. "+token),
			row("`not_allowed_token_type`", answers("not_allowed_token_type"), token),
			row("`missing_scope`", answers("missing_scope"), "Install the app again with the scopes of `bot manifest`."),
			row("`team_access_not_granted`", answers("team_access_not_granted"), admin),
			row("`two_factor_setup_required`", answers("two_factor_setup_required"), admin),
			row("`enterprise_is_restricted`", answers("enterprise_is_restricted"), admin),
			row("`app_access_restricted`", answers("app_access_restricted"), admin),
			row("`org_login_required`, three times: the workspace moves into an organisation", thrice("error", object{"error": "org_login_required"}), ""),
			row("429 with `Retry-After: 30`", on("auth.test", "status", object{"status": 429, "retry_after": 30}), ""),
			row("500, three times", thrice("status", object{"status": 500}), ""),
			row("`internal_error`, three times", thrice("error", object{"error": "internal_error"}), ""),
			row("the connection is reset, three times", thrice("reset", nil), ""),
			row("a page instead of an answer, three times", thrice("answer", object{"body": "<html>maintenance</html>"}), ""),
			row("the network is gone for five minutes", func(c *scene) {
				c.line.breaks(true)
				time.AfterFunc(5*time.Minute, func() { c.line.breaks(false) })
			}, "Let this machine reach Slack by HTTPS; `bot doctor` says whether it does."),
		},
	}
}

// startsAgain asks who the bot is, as each start does, and notes what became of it.
func (c *scene) startsAgain() {
	c.t.Helper()
	env, log := c.slack.Env(), slog.New(c.log)
	client := api.New(api.Options{
		BotToken: env.BotToken, APIURL: env.APIURL, HTTPClient: &http.Client{Transport: c.line.transport("auth.test", true)}, Logger: log,
	})
	ctx, cancel := context.WithTimeout(c.t.Context(), 30*time.Minute)
	defer cancel()
	if _, err := whoAmI(ctx, client, log); err != nil {
		c.start = "It does not start: “" + err.Error() + "”"
		return
	}
	c.start = "It starts after " + briefly(time.Since(c.began)) + "."
}

// fileFaults are about the picture of a report, which follows it into its thread.
func fileFaults() faultArea {
	const (
		address, upload, complete = "files.getUploadURLExternal", "file_upload", "files.completeUploadExternal"
		room                      = "Make room for files, or change the plan of the workspace."
	)
	row := func(fault string, makes func(*scene), todo string) faultRow {
		return faultRow{fault: fault, makes: makes, stands: nobody, todo: todo, tries: []string{address, upload, complete}, acts: (*scene).wantsReport}
	}
	return faultArea{
		title: "A file is to come",
		intro: "Bo has a report sent to himself, whose picture follows it into the thread. The words of the report stand without it.",
		rows: []faultRow{
			row("`files.getUploadURLExternal`: 500", on(address, "status", object{"status": 500}), ""),
			row("`files.getUploadURLExternal`: 429 with `Retry-After: 20`", on(address, "status", object{"status": 429, "retry_after": 20}), ""),
			row("`files.getUploadURLExternal`: `missing_scope`", refuses(address, "missing_scope"), "Install the app again with the scopes of `bot manifest`."),
			row("`files.getUploadURLExternal`: `file_uploads_disabled`", refuses(address, "file_uploads_disabled"), "Let people and apps upload files, in the settings of the workspace."),
			row("`files.completeUploadExternal`: `storage_limit_reached`", refuses(complete, "storage_limit_reached"), room),
			row("`files.completeUploadExternal`: `file_uploads_except_images_disabled`", refuses(complete, "file_uploads_except_images_disabled"), ""),
			row("`files.completeUploadExternal`: `plan_upgrade_required`", refuses(complete, "plan_upgrade_required"), room),
			row("`files.completeUploadExternal`: `not_in_channel`", refuses(complete, "not_in_channel"), ""),
			row("`files.completeUploadExternal`: `internal_error`", refuses(complete, "internal_error"), ""),
			row("`files.completeUploadExternal`: 503 after the file came", on(complete, "status", object{"status": 503, "after": true}), ""),
		},
	}
}

// wantsReport lets Bo have a report sent to himself, and notes what comes of its picture.
func (c *scene) wantsReport() {
	c.t.Helper()
	c.call("command", object{"as": c.bo.id, "channel": c.bo.channel(c.channel), "text": "/mission report"})
	var ts any
	for _, m := range c.bo.messages(c.channel) {
		if strings.Contains(jsonText(m["blocks"]), `"report_me"`) {
			ts = m["ts"]
		}
	}
	c.call("click", object{"as": c.bo.id, "channel": c.bo.channel(c.channel), "ts": ts, "action_id": "report_me"})
	time.Sleep(10 * time.Minute)
	told := newest(c.bo.messages("@app"))
	path := "messages?as=" + c.bo.id + "&channel=" + c.bo.channel("@app") + "&thread_ts=" + text(told, "ts")
	c.said = nil
	for _, m := range list(c.call(path, nil), "messages") {
		switch {
		case m["ts"] == told["ts"]:
		case len(files(m)) > 0:
			c.said = append(c.said, "(the picture)")
		default:
			c.said = append(c.said, text(m, "text"))
		}
	}
}

// clockFaults are about a machine whose clock is wrong.
func clockFaults() faultArea {
	row := func(fault string, ahead time.Duration) faultRow {
		return faultRow{
			fault: fault, clock: ahead, stands: 1, history: true, todo: "Let the machine set its clock by NTP; `bot doctor` and `/readyz` tell of it.",
			makes: on("chat.postMessage", "status", object{"status": 503, "after": true}),
		}
	}
	return faultArea{
		title: "The clocks differ",
		intro: "Bo tells a step, which Slack posts without saying so, and so it is looked up in the channel's history, where times are Slack's. What is due comes by the machine's own clock.",
		rows: []faultRow{
			row("Slack's clock is ten minutes behind the machine's", -10*time.Minute),
			row("Slack's clock is ten minutes ahead of the machine's", 10*time.Minute),
		},
	}
}

// guestFaults are about people whom Slack shows less than others.
func guestFaults() faultArea {
	return faultArea{
		title: "Somebody is a guest",
		intro: "Lou is a guest of this one channel, and tells a step there.",
		rows: []faultRow{
			{fault: "a guest (`is_restricted`) who is in the channel", stands: 1, makes: func(c *scene) {
				c.bo = c.as("Lou")
				c.call("channel", object{"as": c.ana.id, "op": "invite", "channel": c.channel, "user": c.bo.id})
			}},
		},
	}
}

// stackFaults are about a form on top of another one, and a form that changes while it is open.
func stackFaults() faultArea {
	row := func(fault, method, code, silent string) faultRow {
		return faultRow{
			fault: fault, stands: nobody, silent: silent, tries: []string{"views.open", "views.push", "views.update"},
			makes: func(c *scene) {
				c.bo = c.ana
				refuses(method, code)(c)
			},
			acts: func(c *scene) {
				c.commands("nudges")
				c.pressesForm("holidays", nil)
				c.pressesForm("holidays_pick", object{"value": "gb"})
			},
		}
	}
	return faultArea{
		title: "A form is open already",
		intro: "Ana types `/mission nudges`, presses *Holidays* in the form, which opens another one on top of it, and picks a calendar there, by which that one changes.",
		rows: []faultRow{
			row("`views.push`: `push_limit_reached`", "views.push", "push_limit_reached", ""),
			row("`views.push`: `expired_trigger_id`", "views.push", "expired_trigger_id", ""),
			row("`views.update`: `hash_conflict`: she pressed something else meanwhile, by which it changed", "views.update", "hash_conflict", "The form as it changed meanwhile."),
			row("`views.update`: `not_found`: she has closed it", "views.update", "not_found", "The form is gone, as she wanted."),
		},
	}
}

// pressesForm presses a button of the form on top, where there is one with it.
func (c *scene) pressesForm(action string, more object) {
	c.t.Helper()
	time.Sleep(5 * time.Second)
	top := newest(list(c.call("state?as="+c.bo.id, nil), "views"))
	if view, _ := top["view"].(object); strings.Contains(jsonText(view["blocks"]), `"`+action+`"`) {
		press := object{"as": c.bo.id, "view_id": top["id"], "action_id": action}
		maps.Copy(press, more)
		c.shows(c.call("click", press))
	}
}
