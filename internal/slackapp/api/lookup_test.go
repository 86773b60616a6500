package api

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

const (
	whoAmI = `{"user_id":"UBOT","bot_id":"B1","team_id":"T1"}`
	mine   = `{"ts":"5.1","user":"UBOT","bot_id":"B1","metadata":{"event_type":"throughline_nudge","event_payload":{"k":"abc"}}}`
)

func history(hasMore bool, cursor string, messages ...string) answer {
	return ok(fmt.Sprintf(`{"messages":[%s],"has_more":%t,"response_metadata":{"next_cursor":%q}}`, strings.Join(messages, ","), hasMore, cursor))
}

func TestFindByMetadata(t *testing.T) {
	odd := `{"ts":"5.0","user":"U1","blocks":[{"type":"poem","lines":7}],"metadata":"none","attachments":{}}`
	for _, tc := range []struct {
		name   string
		thread string
		pages  map[string]answer // by method and cursor
		want   string            // the ts; empty: not found
		class  Class
	}{
		{"on the first page", "", map[string]answer{"conversations.history ": history(true, "p2", odd, mine)}, "5.1", 0},
		{"on the last page", "", map[string]answer{"conversations.history ": history(true, "p2", odd), "conversations.history p2": history(false, "", mine)}, "5.1", 0},
		{"by the bot's id alone", "", map[string]answer{"conversations.history ": history(false, "", strings.Replace(mine, `"user":"UBOT",`, "", 1))}, "5.1", 0},
		{"nowhere", "", map[string]answer{"conversations.history ": history(true, "p2", odd), "conversations.history p2": history(false, "")}, "", 0},
		{"with another key", "", map[string]answer{"conversations.history ": history(false, "", strings.Replace(mine, "abc", "abd", 1))}, "", 0},
		{"with another type", "", map[string]answer{"conversations.history ": history(false, "", strings.Replace(mine, "throughline_nudge", "other", 1))}, "", 0},
		{"posted by somebody else", "", map[string]answer{"conversations.history ": history(false, "", `{"ts":"5.1","user":"U2","metadata":{"event_type":"throughline_nudge","event_payload":{"k":"abc"}}}`)}, "", 0},
		{"posted by another bot", "", map[string]answer{"conversations.history ": history(false, "", `{"ts":"5.1","bot_id":"B2","metadata":{"event_type":"throughline_nudge","event_payload":{"k":"abc"}}}`)}, "", 0},
		{"in a thread", "4.0", map[string]answer{"conversations.replies ": history(false, "", odd, mine)}, "5.1", 0},
		{"not in a thread", "4.0", map[string]answer{"conversations.replies ": history(false, "", odd)}, "", 0},
		{"in the channel, as the thread is gone", "4.0", map[string]answer{"conversations.replies ": refused("thread_not_found"), "conversations.history ": history(false, "", mine)}, "5.1", 0},
		{"a page fails", "", map[string]answer{"conversations.history ": history(true, "p2", odd), "conversations.history p2": refused("internal_error")}, "", Transient},
		{"a page is held back", "", map[string]answer{"conversations.history ": history(true, "")}, "", Transient},
		{"a page comes again", "", map[string]answer{"conversations.history ": history(true, "p2"), "conversations.history p2": history(true, "p2")}, "", Transient},
		{"without the scope", "", map[string]answer{"conversations.history ": refused("missing_scope")}, "", Config},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, f, _, _ := withServer(t, func(c called) answer {
				if c.method == "auth.test" {
					return ok(whoAmI)
				}
				return tc.pages[c.method+" "+c.args.Get("cursor")]
			})
			got, found, err := c.FindByMetadata(t.Context(), "C1", tc.thread, "abc", time.Unix(1000, 7000))
			if ClassOf(err) != tc.class || got.TS != tc.want || found != (tc.want != "") || (found && got.Channel != "C1") {
				t.Errorf("got %+v, %v, %v", got, found, err)
			}
			for _, call := range f.seen()[1:] {
				if call.args.Get("oldest") != "1000.000007" || call.args.Get("include_all_metadata") != "true" || call.args.Get("channel") != "C1" {
					t.Errorf("asked with %v", call.args)
				}
				if call.method == "conversations.replies" && call.args.Get("ts") != tc.thread {
					t.Errorf("asked for the thread %q", call.args.Get("ts"))
				}
			}
		})
	}
}

// Without knowing who the bot is, no message can be called its own.
func TestFindByMetadataNeedsAnIdentity(t *testing.T) {
	c, f, _, _ := withServer(t, always(refused("invalid_auth")))
	if _, found, err := c.FindByMetadata(t.Context(), "C1", "", "abc", time.Unix(1, 0)); found || ClassOf(err) != TokenDead {
		t.Errorf("found %v, %v", found, err)
	}
	f.answers = func(c called) answer {
		if c.method == "auth.test" {
			return ok(whoAmI)
		}
		return history(false, "", mine)
	}
	for range 2 {
		if _, found, err := c.FindByMetadata(t.Context(), "C1", "", "abc", time.Unix(1, 0)); !found || err != nil {
			t.Errorf("found %v, %v", found, err)
		}
	}
	if n := len(f.seen()); n != 4 {
		t.Errorf("%d calls, want the identity asked for once more and then kept", n)
	}
}

// TestALookUpGoesByTheClockOfSlack has a row for each way in which the clocks differ: what was posted since a time of ours
// is among what is asked for.
func TestALookUpGoesByTheClockOfSlack(t *testing.T) {
	attempt := time.Date(2026, time.November, 24, 9, 0, 0, 0, time.UTC)
	for sentence, row := range map[string]struct {
		ahead []time.Duration // how far ours is ahead, call by call
		from  time.Duration   // how much earlier than the attempt is asked for
	}{
		"they agree":                              {[]time.Duration{0}, 0},
		"they differ by what a header cuts off":   {[]time.Duration{900 * time.Millisecond}, 0},
		"ours is ten minutes ahead":               {[]time.Duration{10 * time.Minute}, 10 * time.Minute},
		"ours is ten minutes behind":              {[]time.Duration{-10 * time.Minute}, 0},
		"ours was ahead, and was set since":       {[]time.Duration{10 * time.Minute, 0}, 10 * time.Minute},
		"ours was set ahead, which is no attempt": {[]time.Duration{-10 * time.Minute, 3 * time.Minute}, 3 * time.Minute},
		"a server in between that knows no time":  {[]time.Duration{50 * 365 * 24 * time.Hour}, 24 * time.Hour},
	} {
		t.Run(sentence, func(t *testing.T) {
			calls := 0
			c, f := withoutNetwork(t, Options{Now: func() time.Time { return attempt }}, func(c called) answer {
				a := ok(whoAmI)
				if c.method != "auth.test" {
					a = history(false, "")
				}
				theirs := attempt.Add(-row.ahead[min(calls, len(row.ahead)-1)])
				calls++
				a.header = map[string]string{"Date": theirs.UTC().Format(http.TimeFormat)}
				return a
			})
			for range row.ahead {
				if _, _, err := c.FindByMetadata(t.Context(), "C1", "", "abc", attempt); err != nil {
					t.Fatal(err)
				}
			}
			asked := f.seen()
			unix, err := strconv.ParseFloat(asked[len(asked)-1].args.Get("oldest"), 64)
			got := time.Unix(int64(unix), 0)
			if want := attempt.Add(-row.from); err != nil || got.After(want) || got.Before(want.Add(-time.Second)) {
				t.Errorf("it asks for what came since %s, want %s (%v)", got.UTC(), want, err)
			}
		})
	}
}
