package api

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// uploading answers the three steps of an upload, or what is given instead of one.
func uploading(instead map[string]answer) func(called) answer {
	return func(c called) answer {
		if a, ok := instead[c.method]; ok {
			return a
		}
		switch c.method {
		case "files.getUploadURLExternal":
			return ok(`{"upload_url":"http://slack.test/respond/upload","file_id":"F1"}`)
		case "/respond/upload":
			return answer{body: "OK - 3"}
		}
		return ok(`{"files":[{"id":"F1","title":"The book"}]}`)
	}
}

var book = File{Channel: "C1", ThreadTS: "1.1", Name: "book.md", Title: "The book", Alt: "a", Comment: "Here.", Body: []byte("abc")}

func TestUploadTakesThreeSteps(t *testing.T) {
	c, f := withoutNetwork(t, Options{}, uploading(nil))
	id, err := c.Upload(context.Background(), book)
	if err != nil || id != "F1" {
		t.Fatalf("Upload = %q, %v", id, err)
	}
	var methods []string
	for _, call := range f.seen() {
		methods = append(methods, call.method)
	}
	want := []string{"files.getUploadURLExternal", "/respond/upload", "files.completeUploadExternal"}
	if d := cmp.Diff(want, methods); d != "" {
		t.Errorf("the calls (-want +got):\n%s", d)
	}
	first, last := f.seen()[0].args, f.seen()[2].args
	for _, arg := range []struct{ got, want string }{
		{first.Get("filename"), "book.md"},
		{first.Get("length"), "3"},
		{first.Get("alt_txt"), "a"},
		{last.Get("files"), `[{"id":"F1","title":"The book"}]`},
		{last.Get("channel_id"), "C1"},
		{last.Get("thread_ts"), "1.1"},
		{last.Get("initial_comment"), "Here."},
	} {
		if arg.got != arg.want {
			t.Errorf("sent %q, want %q", arg.got, arg.want)
		}
	}
}

// What goes wrong before the last step leaves no doubt: nobody has seen anything.
func TestUploadFaults(t *testing.T) {
	for _, tc := range []struct {
		why, step string
		answer    answer
		want      Class
		calls     int
	}{
		{"The workspace has no room.", "files.getUploadURLExternal", refused("storage_limit_reached"), Config, 1},
		{"Uploads are off.", "files.getUploadURLExternal", refused("file_uploads_disabled"), Config, 1},
		{"Slack limits the rate.", "files.getUploadURLExternal", answer{status: 429, header: map[string]string{"Retry-After": "7"}}, RateLimited, 1},
		{"Slack breaks at the first step.", "files.getUploadURLExternal", answer{status: 503}, Transient, 1},
		{"Slack breaks while it takes the bytes.", "/respond/upload", answer{status: 500}, Transient, 2},
		{"Slack does not take the bytes.", "/respond/upload", answer{status: 400, body: "no"}, Bug, 2},
		{"The channel is gone.", "files.completeUploadExternal", refused("channel_not_found"), TargetGone, 3},
		{"The answer to the last step is lost.", "files.completeUploadExternal", answer{status: 503}, Doubt, 3},
	} {
		t.Run(tc.why, func(t *testing.T) {
			c, f := withoutNetwork(t, Options{}, uploading(map[string]answer{tc.step: tc.answer}))
			_, err := c.Upload(context.Background(), book)
			if ClassOf(err) != tc.want {
				t.Errorf("%v is %v, want %v", err, ClassOf(err), tc.want)
			}
			if n := len(f.seen()); n != tc.calls {
				t.Errorf("%d calls, want %d", n, tc.calls)
			}
			if err != nil && strings.Contains(err.Error(), "respond/upload") {
				t.Errorf("the error tells the secret address: %v", err)
			}
		})
	}
}

func TestUploadGoesNowhereWithoutAConversation(t *testing.T) {
	c, f := withoutNetwork(t, Options{}, uploading(nil))
	nowhere := book
	nowhere.Channel = ""
	if _, err := c.Upload(context.Background(), nowhere); ClassOf(err) != Bug || len(f.seen()) > 0 {
		t.Errorf("a file for nobody: %v after %d calls", err, len(f.seen()))
	}
}

func TestDeleteFile(t *testing.T) {
	for code, want := range map[string]bool{"file_deleted": true, "file_not_found": true, "cant_delete_file": false} {
		c, _ := withoutNetwork(t, Options{}, always(refused(code)))
		if err := c.DeleteFile(context.Background(), "F1"); errors.Is(err, nil) != want {
			t.Errorf("%s: %v", code, err)
		}
	}
}
