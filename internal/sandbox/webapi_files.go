package sandbox

import (
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"
	"unicode/utf8"
)

// Limits of uploads (docs.slack.dev/reference/methods/files.getUploadURLExternal and
// files.completeUploadExternal).
const (
	maxAltText      = 1000
	maxSnippet      = 1 << 20
	maxFileChannels = 100
	maxFile         = 1 << 30
	maxUploadBody   = 64 << 20 // what the sandbox keeps in memory
)

// filesGetUploadURL is the first step: an address that takes the bytes.
func filesGetUploadURL(c *call) (obj, error) {
	name := c.args.text("filename")
	if name == "" {
		return nil, missing("filename")
	}
	length, ok := c.args.number("length", 0)
	switch {
	case !ok:
		return nil, failWith("invalid_arguments", "[ERROR] must be an integer [json-pointer:/length]")
	case length <= 0:
		return nil, fail("missing_argument")
	case length > maxFile:
		return nil, fail("file_upload_size_restricted")
	case c.args.text("snippet_type") != "" && length > maxSnippet:
		return nil, fail("snippet_too_large")
	case utf8.RuneCountInString(c.args.text("alt_txt")) > maxAltText:
		return nil, fail("alt_txt_too_large")
	}
	f := &file{
		ID: randomID("F0", 9), Name: name, Title: name, Alt: c.args.text("alt_txt"), Length: length,
		User: c.s.w.app.BotUserID, Created: c.s.clock.Now(), Snippet: c.args.text("snippet_type") != "",
	}
	secret := randomText(32)
	c.s.files.files[f.ID], c.s.files.awaited[secret] = f, f.ID
	return obj{"upload_url": c.s.baseURL + "/upload/v1/" + secret, "file_id": f.ID}, nil
}

// serveUpload is the second step: the bytes themselves, raw or as a form. It is no method of the Web API
// and takes no token: who has the address may use it, once.
func (s *Server) serveUpload(w http.ResponseWriter, r *http.Request) {
	s.busy.Add(1)
	defer s.busy.Add(-1)
	c := &call{s: s, name: "file_upload", args: args{}, host: r.Host, callTrace: startTrace()}
	f := s.takeFault(c.name)
	if !f.late() && f.delay(r.Context()) != nil {
		return
	}
	if f.hits() && !f.After {
		s.misbehave(w, c, f, nil)
		return
	}
	body, err := uploadedBytes(r)
	said, status := s.takeUpload(r.PathValue("secret"), body, err)
	if f.hits() {
		s.misbehave(w, c, f, obj{})
		return
	}
	c.args = args{"length": len(body)}
	s.recordCall(c, obj{"status": status, "said": said})
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, said)
}

// takeUpload keeps the bytes of a file that is awaited.
func (s *Server) takeUpload(secret string, body []byte, err error) (said string, status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.files.files[s.files.awaited[secret]]
	switch {
	case f == nil:
		return "Not found", http.StatusNotFound
	case err != nil || len(body) == 0:
		return "Bad request", http.StatusBadRequest
	case len(body) != f.Length:
		return "Length mismatch", http.StatusBadRequest
	}
	delete(s.files.awaited, secret)
	f.Body = body
	return "OK - " + strconv.Itoa(len(body)), http.StatusOK
}

// uploadedBytes reads the request's body: of a form the first file, else all of it.
func uploadedBytes(r *http.Request) ([]byte, error) {
	r.Body = http.MaxBytesReader(nil, r.Body, maxUploadBody)
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" {
		return io.ReadAll(r.Body)
	}
	form := multipart.NewReader(r.Body, params["boundary"])
	for {
		part, err := form.NextPart()
		if err != nil {
			return nil, err
		}
		if part.FileName() != "" {
			return io.ReadAll(part)
		}
	}
}

// filesCompleteUpload is the third step: the files become visible, in a conversation where one is named.
func filesCompleteUpload(c *call) (obj, error) {
	files, err := c.uploaded()
	if err != nil {
		return nil, err
	}
	where, err := c.sharedIn()
	if err != nil {
		return nil, err
	}
	thread := ""
	if len(where) == 1 {
		if thread, err = c.thread(where[0]); err != nil {
			return nil, err
		}
	}
	comment := content{}
	c.readAuthor(&comment)
	if text := c.args.text("initial_comment"); text != "" {
		comment.text = c.s.w.appText(text, "", false)
	} else if err := c.readBlocks(&comment); err != nil {
		return nil, err
	}
	shown := []obj{}
	for _, ch := range where {
		if err := c.s.spendPost(ch.ID); err != nil {
			return nil, err
		}
	}
	for _, f := range files {
		f.Complete = true
		shown = append(shown, obj{"id": f.ID, "title": f.Title})
	}
	for _, ch := range where {
		c.s.shareFiles(ch, thread, comment, files)
	}
	return obj{"files": shown}, nil
}

// uploaded are the files that the call completes: uploaded, and not complete yet.
func (c *call) uploaded() ([]*file, error) {
	var named []struct {
		ID    string `json:"id"`
		Title string `json:"title"`
	}
	raw, given := c.args.raw("files")
	if !given {
		return nil, missing("files")
	}
	if json.Unmarshal(raw, &named) != nil || len(named) == 0 {
		return nil, failWith("invalid_arguments", "[ERROR] must be an array of files [json-pointer:/files]")
	}
	var files []*file
	for _, n := range named {
		f := c.s.files.files[n.ID]
		if f == nil || f.Body == nil || f.Complete || f.Deleted {
			return nil, fail("file_not_found")
		}
		f.Title = orElse(n.Title, f.Name)
		files = append(files, f)
	}
	return files, nil
}

// sharedIn are the conversations that the call names: ids alone, no names. In
// channels a person's id opens the direct conversation.
func (c *call) sharedIn() ([]*channel, error) {
	ids := c.args.list("channels")
	named := len(ids)
	if id := c.args.text("channel_id"); id != "" {
		ids = append(ids, id)
	}
	if len(ids) > maxFileChannels {
		return nil, fail("channels_limit_exceeded")
	}
	var where []*channel
	for i, id := range ids {
		ch := c.s.w.channel(id)
		if u := c.s.w.user(id); u != nil && i < named { // channels takes people too, channel_id does not
			ch, _ = c.s.openDM(u)
		}
		switch {
		case ch == nil && i < named:
			return nil, fail("invalid_channel")
		case c.s.w.knownOf(ch) == nil:
			return nil, fail("channel_not_found")
		}
		switch {
		case !ch.has(c.s.w.app.BotUserID):
			return nil, fail("not_in_channel")
		case ch.IM && !c.s.w.app.MessagesTab:
			return nil, fail("messages_tab_disabled")
		case ch.Archived:
			return nil, fail("is_archived")
		}
		where = append(where, ch)
	}
	return where, nil
}

// shareFiles puts a message with files into a conversation. Locked.
func (s *Server) shareFiles(ch *channel, thread string, comment content, files []*file) {
	m := s.botMessage(comment)
	m.Subtype, m.ThreadTS = "file_share", thread
	for _, f := range files {
		f.Channels = append(f.Channels, ch.ID)
		m.Files = append(m.Files, f.ID)
	}
	s.publishMessage(ch, m)
	for _, f := range files {
		s.fileEvent(ch, f)
	}
}

// fileEvent tells the app of a file that was shared where it is (docs.slack.dev/reference/events/file_shared). Locked.
func (s *Server) fileEvent(ch *channel, f *file) {
	if !ch.has(s.w.app.BotUserID) {
		return
	}
	s.emit("file_shared", ch, obj{
		"type": "file_shared", "channel_id": ch.ID, "file_id": f.ID, "user_id": f.User, "file": obj{"id": f.ID},
	})
}

// filesDelete takes a file of the app's away everywhere; its messages keep a tombstone.
func filesDelete(c *call) (obj, error) {
	id := c.args.text("file")
	if id == "" {
		return nil, missing("file")
	}
	f := c.s.files.files[id]
	switch {
	case f == nil:
		return nil, fail("file_not_found")
	case f.Deleted:
		return nil, fail("file_deleted")
	case f.User != c.s.w.app.BotUserID:
		return nil, fail("cant_delete_file")
	}
	f.Deleted, f.Body = true, nil
	for _, ch := range f.Channels {
		c.s.changed("messages:" + ch)
	}
	return nil, nil
}
