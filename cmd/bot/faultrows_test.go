package main

import (
	"maps"
	"time"
)

const faultIntro = `# What Slack can do, and what the bot does then

This page is written by a test that makes each fault happen (` + "`go test ./cmd/bot -run EverythingThatSlackCanDo -update-faults`" + `) and
looks at what comes of it. Times count from what the person did.
`

// aWhile is how long a fault goes on that stays: a little less, so that it ends when nothing is tried.
const aWhile = 30*time.Minute - 27*time.Second

func faultAreas() []faultArea {
	return []faultArea{
		postingFaults(), editFaults(), askingFaults(), formFaults(), stackFaults(), answerFaults(),
		placeFaults(), threadFaults(), peopleFaults(), guestFaults(), fileFaults(), socketFaults(), clockFaults(), startFaults(), tokenFaults(),
	}
}

// on makes a method fail once.
func on(method, kind string, more object) func(*scene) { return times(1, method, kind, more) }

// always makes a method fail until the fault is over.
func always(method, kind string, more object) func(*scene) { return times(-1, method, kind, more) }

func times(n int, method, kind string, more object) func(*scene) {
	return func(c *scene) {
		c.t.Helper()
		body := object{"times": n}
		maps.Copy(body, more)
		c.fails(method, kind, body)
	}
}

func postingFaults() faultArea {
	const post = "chat.postMessage"
	said := func(body string, more object) func(*scene) {
		all := object{"body": body}
		maps.Copy(all, more)
		return on(post, "answer", all)
	}
	after := object{"after": true}
	return faultArea{
		title: "A message is posted",
		intro: "Bo tells a step, which is saved before he is answered, and Slack does not simply take the message.",
		rows: []faultRow{
			{fault: "429 with `Retry-After: 30`", makes: on(post, "status", object{"status": 429, "retry_after": 30}), stands: 1},
			{fault: "429 without a header", makes: on(post, "status", object{"status": 429}), stands: 1},
			{fault: "429 without a header or a code: the workspace is over its cap", makes: on(post, "answer", object{"status": 429}), stands: 1},
			{fault: "429 with `Retry-After: 99999999999`", makes: on(post, "answer", object{"status": 429, "headers": object{"Retry-After": "99999999999"}}), stands: 1, lasts: 90 * time.Minute},
			{fault: "429 with `Retry-After: soon`", makes: on(post, "answer", object{"status": 429, "headers": object{"Retry-After": "soon"}}), stands: 1},
			{fault: "`ratelimited` in a 200", makes: on(post, "error", object{"error": "ratelimited"}), stands: 1},
			{fault: "`message_limit_exceeded`", makes: on(post, "error", object{"error": "message_limit_exceeded"}), stands: 1},
			{fault: "500 before the message was posted, and the app may not look it up", makes: on(post, "status", object{"status": 500}), stands: 0},
			{fault: "500 after the message was posted, and the app may not look it up", makes: on(post, "status", object{"status": 500, "after": true}), stands: 1},
			{fault: "500 before the message was posted", makes: on(post, "status", object{"status": 500}), stands: 1, history: true},
			{fault: "503 after the message was posted", makes: on(post, "status", object{"status": 503, "after": true}), stands: 1, history: true},
			{fault: "502 with a page of HTML", makes: said("<html>bad gateway</html>", object{"status": 502}), stands: 1, history: true},
			{fault: "503 with JSON that says ok", makes: said(`{"ok":true}`, object{"status": 503}), stands: 1, history: true},
			{fault: "the connection is reset before", makes: on(post, "reset", nil), stands: 1, history: true},
			{fault: "the connection is reset after the message was posted", makes: on(post, "reset", after), stands: 1, history: true},
			{fault: "no answer for a minute, and the message is not posted", makes: on(post, "slow", object{"ms": 60_000}), stands: 1, history: true},
			{fault: "no answer for a minute after the message was posted", makes: on(post, "slow", object{"ms": 60_000, "after": true}), stands: 1, history: true},
			{fault: "half a JSON", makes: said(`{"ok":true,"ts":`, nil), stands: 1, history: true},
			{fault: "an empty answer", makes: said("", nil), stands: 1, history: true},
			{fault: "a page instead of an answer", makes: said("<html>maintenance</html>", nil), stands: 1, history: true},
			{fault: "`ok` without saying where the message stands", makes: said(`{"ok":true}`, after), stands: 1, history: true},
			{fault: "`internal_error` before", makes: on(post, "error", object{"error": "internal_error"}), stands: 1, history: true},
			{fault: "`fatal_error` after the message was posted", makes: on(post, "error", object{"error": "fatal_error", "after": true}), stands: 1, history: true},
			{fault: "`request_timeout`", makes: on(post, "error", object{"error": "request_timeout"}), stands: 1},
			{fault: "`service_unavailable`, for half an hour", makes: always(post, "error", object{"error": "service_unavailable"}), lasts: aWhile, stands: 1},
			{fault: "`team_added_to_org`, for half an hour: the workspace moves", makes: always(post, "error", object{"error": "team_added_to_org"}), lasts: aWhile, stands: 1},
			{fault: "`migration_in_progress`, for half an hour", makes: always(post, "error", object{"error": "migration_in_progress"}), lasts: aWhile, stands: 1},
			{fault: "`org_login_required`, for half an hour", makes: always(post, "error", object{"error": "org_login_required"}), lasts: aWhile, stands: 1},
			{fault: "a redirect", makes: on(post, "answer", object{"status": 302, "headers": object{"Location": "http://elsewhere.test/"}}), stands: 0},
			{fault: "a code that nobody knows", makes: on(post, "error", object{"error": "moon_in_the_way"}), stands: 0},
			{fault: "`invalid_blocks`", makes: on(post, "error", object{"error": "invalid_blocks"}), stands: 0},
			{fault: "`msg_blocks_too_long`", makes: on(post, "error", object{"error": "msg_blocks_too_long"}), stands: 0, todo: "A fault of the bot's: tell its makers."},
			{fault: "`no_text`", makes: on(post, "error", object{"error": "no_text"}), stands: 0, todo: "A fault of the bot's: tell its makers."},
			{fault: "`invalid_arguments`", makes: on(post, "error", object{"error": "invalid_arguments"}), stands: 0, todo: "A fault of the bot's: tell its makers."},
			{fault: "`metadata_too_large`", makes: on(post, "error", object{"error": "metadata_too_large"}), stands: 0, todo: "A fault of the bot's: tell its makers."},
			{fault: "`missing_scope`", makes: on(post, "error", object{"error": "missing_scope"}), stands: 0},
			{fault: "`no_permission`", makes: on(post, "error", object{"error": "no_permission"}), stands: 0},
			{fault: "`enterprise_is_restricted`", makes: on(post, "error", object{"error": "enterprise_is_restricted"}), stands: 1, lasts: 10 * time.Minute, todo: "Ask an admin of the organisation to let the app in."},
			{fault: "`app_access_restricted`", makes: on(post, "error", object{"error": "app_access_restricted"}), stands: 1, lasts: 10 * time.Minute, todo: "Ask an admin of the workspace to let the app in."},
			{fault: "`method_deprecated`", makes: on(post, "error", object{"error": "method_deprecated"}), stands: 0, todo: "Run a newer version of the bot."},
			{fault: "`ekm_access_denied`, for half an hour", makes: always(post, "error", object{"error": "ekm_access_denied"}), lasts: aWhile, stands: 1},
			{fault: "`access_denied`, for half an hour", makes: always(post, "error", object{"error": "access_denied"}), lasts: aWhile, stands: 1},
			{fault: "`accesslimited`, for half an hour", makes: always(post, "error", object{"error": "accesslimited"}), lasts: aWhile, stands: 1},
			{fault: "the network is gone, for half an hour", makes: func(c *scene) {
				c.line.breaks(true)
			}, lasts: aWhile, tries: []string{"api", "chat.postMessage"}},
		},
	}
}
