package main

import (
	"strings"
	"testing"
)

// Whatever Slack does with a file, whoever asked for it gets it once, or hears that it did not come.
func TestAFileComesOnceOrIsSaidNotToHaveCome(t *testing.T) {
	t.Parallel()
	d, _, chidi, _ := withChidi(t)
	chidi.asks("#refunds", "win the first shop pays out")
	for _, row := range []struct {
		method string
		fault  object
	}{
		{"files.getUploadURLExternal", object{"kind": "status", "status": 500}},
		{"files.getUploadURLExternal", object{"kind": "reset"}},
		{"files.getUploadURLExternal", object{"kind": "status", "status": 429, "retry_after": 20}},
		{"files.completeUploadExternal", object{"kind": "status", "status": 503}},
		{"files.completeUploadExternal", object{"kind": "status", "status": 503, "after": true}},
		{"files.completeUploadExternal", object{"kind": "error", "error": "internal_error"}},
		{"files.completeUploadExternal", object{"kind": "error", "error": "storage_limit_reached"}},
		{"files.completeUploadExternal", object{"kind": "error", "error": "not_in_channel"}},
	} {
		what := row.method + jsonText(row.fault)
		report := chidi.answered("#refunds", "report", "the first shop pays out (Chidi)")
		before := len(chidi.messages("@app"))
		row.fault["method"], row.fault["times"] = row.method, 1
		d.call("fault", row.fault)
		chidi.taps("#refunds", report, "Send it to me")
		d.call("clock", object{"advance": "30m"})
		d.call("fault", object{"kind": "clear"})
		if n := len(chidi.messages("@app")) - before; n != 1 {
			t.Errorf("%s: %d messages", what, n)
			continue
		}
		pictures, missing, unsure := 0, 0, 0
		for _, m := range chidi.thread("@app", newest(chidi.messages("@app"))) {
			pictures += len(files(m))
			missing += strings.Count(text(m, "text"), "The picture could not be sent.")
			unsure += strings.Count(text(m, "text"), "Slack did not tell me whether the picture came.")
		}
		if pictures > 1 || missing > 1-pictures || pictures+missing == 0 && unsure != 1 {
			t.Errorf("%s: %d pictures came, %d times it is missing, and %d times nobody knows", what, pictures, missing, unsure)
		}
	}
}
