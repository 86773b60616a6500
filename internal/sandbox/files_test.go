package sandbox

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"throughline/internal/sandbox/rules"
)

// upload takes a file through the three steps with Slack's own way of doing it.
func (r *rig) upload(name, channel, thread string, body []byte) *slack.FileSummary {
	r.t.Helper()
	f, err := r.api.UploadFileContext(context.Background(), slack.UploadFileParameters{
		Filename: name, FileSize: len(body), Reader: bytes.NewReader(body), Title: "A title", AltTxt: "What it shows.",
		Channel: channel, ThreadTimestamp: thread, InitialComment: "Here it is.",
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return f
}

func picture(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, 40, 20))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// fetched is what somebody's client got.
type fetched struct {
	status int
	header http.Header
}

// download fetches a file as somebody's client does.
func (r *rig) download(as, id string) (fetched, []byte) {
	r.t.Helper()
	resp, err := http.Get(r.url + "/_sandbox/file?" + url.Values{"as": {as}, "id": {id}}.Encode())
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return fetched{resp.StatusCode, resp.Header}, body
}

func TestUploadShowsInTheConversation(t *testing.T) {
	rules.Keeps(t, "file/three-steps")
	r := newRig(t)
	ch := r.s.w.channels[0]
	ch.add(r.s.w.app.BotUserID)
	as := ch.Members[0]
	body := picture(t)
	f := r.upload("trend.png", ch.ID, "", body)

	list := r.messages(as, ch.ID)
	m := list[len(list)-1]
	files, _ := m["files"].([]any)
	if m["subtype"] != "file_share" || m["text"] != "Here it is." || len(files) != 1 {
		t.Fatalf("the message: %v", m)
	}
	shown, _ := files[0].(map[string]any)
	for key, want := range map[string]any{
		"id": f.ID, "name": "trend.png", "title": "A title", "alt_txt": "What it shows.", "mimetype": "image/png",
		"filetype": "png", "size": float64(len(body)), "original_w": 40.0, "original_h": 20.0,
	} {
		if shown[key] != want {
			t.Errorf("%s = %v, want %v", key, shown[key], want)
		}
	}
	file, got := r.download(as, f.ID)
	if !bytes.Equal(got, body) || file.header.Get("Content-Type") != "image/png" {
		t.Errorf("the download: %s, %d bytes", file.header.Get("Content-Type"), len(got))
	}
}

func TestFileIsReadWhereItWasShared(t *testing.T) {
	rules.Keeps(t, "file/seen-by-members", "file/unshared", "file/delete")
	r := newRig(t)
	inside, outside := r.s.w.users[0].ID, ""
	for _, u := range r.s.w.users[1:] {
		if !u.IsBot {
			outside = u.ID
		}
	}
	closed := &channel{ID: "C0CLOSED01", Name: "closed", Private: true, Members: []string{inside, r.s.w.app.BotUserID}, lastRead: map[string]string{}}
	r.s.w.channels = append(r.s.w.channels, closed)

	f := r.upload("book.md", closed.ID, "", []byte("# Book\n"))
	if file, got := r.download(inside, f.ID); string(got) != "# Book\n" || !strings.HasPrefix(file.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("a member got %q, %s", got, file.header.Get("Content-Disposition"))
	}
	if file, got := r.download(outside, f.ID); file.status != http.StatusBadRequest || strings.Contains(string(got), "Book") {
		t.Errorf("an outsider got %d %q", file.status, got)
	}
	nowhere := r.upload("own.md", "", "", []byte("x"))
	if file, _ := r.download(inside, nowhere.ID); file.status != http.StatusBadRequest {
		t.Errorf("a file that was shared nowhere opens: %d", file.status)
	}
	if out := r.call("files.delete", map[string]string{"file": f.ID}); out["ok"] != true {
		t.Fatalf("delete: %v", out)
	}
	if file, _ := r.download(inside, f.ID); file.status != http.StatusBadRequest {
		t.Errorf("a deleted file opens: %d", file.status)
	}
	list := r.messages(inside, closed.ID)
	files, _ := list[len(list)-1]["files"].([]any)
	if shown, _ := files[0].(map[string]any); shown["mode"] != "tombstone" || shown["name"] != nil {
		t.Errorf("the deleted file shows as %v", shown)
	}
}

func TestUploadIsRefusedAsSlackDoes(t *testing.T) {
	rules.Keeps(t, "file/length", "file/snippet", "file/alt-text", "file/where", "file/url-once")
	r := newRig(t)
	ch := r.s.w.channels[0]
	ch.remove(r.s.w.app.BotUserID)
	for _, c := range []struct {
		why, method string
		form        map[string]string
		want        string
	}{
		{"A file has a name.", "files.getUploadURLExternal", map[string]string{"length": "3"}, "invalid_arguments"},
		{"A file has a length.", "files.getUploadURLExternal", map[string]string{"filename": "a", "length": "0"}, "missing_argument"},
		{"The text for a picture is short.", "files.getUploadURLExternal", map[string]string{"filename": "a", "length": "1", "alt_txt": strings.Repeat("x", 1001)}, "alt_txt_too_large"},
		{"A snippet is at most 1 MB.", "files.getUploadURLExternal", map[string]string{"filename": "a", "length": "1048577", "snippet_type": "go"}, "snippet_too_large"},
		{"Only what was begun is completed.", "files.completeUploadExternal", map[string]string{"files": `[{"id":"F0NOTHERE1"}]`}, "file_not_found"},
		{"Files are a list.", "files.completeUploadExternal", map[string]string{"files": `{}`}, "invalid_arguments"},
		{"Only a file that is there is deleted.", "files.delete", map[string]string{"file": "F0NOTHERE1"}, "file_not_found"},
	} {
		if out := r.call(c.method, c.form); out["error"] != c.want {
			t.Errorf("%s %s %v: %v, want %s", c.why, c.method, c.form, out["error"], c.want)
		}
	}
	out := r.call("files.getUploadURLExternal", map[string]string{"filename": "a.md", "length": "3"})
	id, _ := out["file_id"].(string)
	address, _ := out["upload_url"].(string)
	complete := map[string]string{"files": `[{"id":"` + id + `"}]`, "channel_id": ch.ID}
	if out := r.call("files.completeUploadExternal", complete); out["error"] != "file_not_found" {
		t.Errorf("a file without its bytes completes: %v", out)
	}
	if got := r.send(address, "four"); got != http.StatusBadRequest {
		t.Errorf("bytes of another length: %d", got)
	}
	if got := r.send(address, "abc"); got != http.StatusOK {
		t.Errorf("the bytes as promised: %d", got)
	}
	if got := r.send(address, "abc"); got != http.StatusNotFound {
		t.Errorf("the address of an upload works twice: %d", got)
	}
	if out := r.call("files.completeUploadExternal", complete); out["error"] != "not_in_channel" {
		t.Errorf("shared where the app is not: %v", out)
	}
	complete["channel_id"] = "C0NOTHERE1"
	if out := r.call("files.completeUploadExternal", complete); out["error"] != "channel_not_found" {
		t.Errorf("shared nowhere: %v", out)
	}
}

// send posts raw bytes.
func (r *rig) send(address, body string) int {
	r.t.Helper()
	resp, err := http.Post(address, "application/octet-stream", strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	_ = resp.Body.Close()
	return resp.StatusCode
}

func TestUploadNeedsItsScope(t *testing.T) {
	r := newRig(t, func(o *Options) {
		o.App = DefaultApp()
		o.App.Scopes = []string{"chat:write"}
	})
	out := r.call("files.getUploadURLExternal", map[string]string{"filename": "a", "length": "1"})
	if out["error"] != "missing_scope" || out["needed"] != "files:write" {
		t.Errorf("without files:write: %v", out)
	}
}
