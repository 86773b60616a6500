package sandbox

import (
	"bytes"
	"fmt"
	"image"
	_ "image/png" // for the size of a picture
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"
)

// file is what somebody uploaded. Until its upload is complete nobody sees it.
type file struct {
	ID, Name, Title, Alt string
	User                 string // who uploaded it
	Created              time.Time
	Length               int // as promised; the body has to have it
	Body                 []byte
	Complete             bool
	Snippet              bool
	Deleted              bool
	Channels             []string // where it was shared
}

// fileStore keeps files and the addresses at which they are awaited. Its methods expect Server.mu held.
type fileStore struct {
	files   map[string]*file
	awaited map[string]string // file ids by the secret part of the upload's address
}

func newFileStore() fileStore {
	return fileStore{files: map[string]*file{}, awaited: map[string]string{}}
}

// standing returns a file that is complete and not deleted, or nil.
func (fs fileStore) standing(id string) *file {
	f := fs.files[id]
	if f == nil || !f.Complete || f.Deleted {
		return nil
	}
	return f
}

// kind is the file's media type, by its name as Slack has it.
func (f *file) kind() string {
	switch ext := strings.ToLower(path.Ext(f.Name)); ext {
	case ".md", ".markdown":
		return "text/markdown"
	case ".txt":
		return "text/plain"
	case ".json":
		return "application/json"
	default:
		if kind, _, err := mime.ParseMediaType(mime.TypeByExtension(ext)); err == nil {
			return kind
		}
		return "application/octet-stream"
	}
}

// fileTypes are Slack's words for kinds of files (docs.slack.dev/reference/objects/file-object).
var fileTypes = map[string][2]string{
	"text/markdown":    {"markdown", "Markdown (raw)"},
	"text/plain":       {"text", "Plain Text"},
	"application/json": {"javascript", "JavaScript/JSON"},
	"image/png":        {"png", "PNG"},
}

// fileJSON is the file as messages carry it; one that was deleted leaves a tombstone.
func (s *Server) fileJSON(f *file) obj {
	if f.Deleted {
		return obj{"id": f.ID, "mode": "tombstone"}
	}
	words, known := fileTypes[f.kind()]
	if !known {
		words = [2]string{"binary", "Binary"}
	}
	address := s.baseURL + "/files-pri/" + s.w.team.ID + "-" + f.ID
	out := obj{
		"id": f.ID, "created": f.Created.Unix(), "timestamp": f.Created.Unix(), "name": f.Name, "title": f.Title,
		"mimetype": f.kind(), "filetype": words[0], "pretty_type": words[1], "user": f.User, "user_team": s.w.team.ID,
		"editable": false, "size": len(f.Body), "mode": "hosted", "is_external": false, "external_type": "",
		"is_public": s.isPublic(f), "public_url_shared": false, "display_as_bot": false, "username": "",
		"url_private":          address + "/" + f.Name,
		"url_private_download": address + "/download/" + f.Name,
		"permalink":            "https://" + s.w.team.Domain + ".slack.com/files/" + f.User + "/" + f.ID + "/" + f.Name,
		"has_rich_preview":     false, "file_access": "visible",
	}
	setIf(out, "alt_txt", f.Alt)
	if size, _, err := image.DecodeConfig(bytes.NewReader(f.Body)); err == nil {
		out["original_w"], out["original_h"] = size.Width, size.Height
	}
	return out
}

func (s *Server) filesJSON(m *message) []obj {
	out := []obj{}
	for _, id := range m.Files {
		if f := s.files.files[id]; f != nil {
			out = append(out, s.fileJSON(f))
		}
	}
	return out
}

// isPublic reports whether the file was shared in a public channel.
func (s *Server) isPublic(f *file) bool {
	return slices.ContainsFunc(f.Channels, func(id string) bool {
		ch := s.w.channel(id)
		return ch != nil && !ch.Private && !ch.IM
	})
}

// readsFile reports whether a person's client shows the file: in a conversation that she sees. A file
// shared nowhere is its uploader's alone.
func (s *Server) readsFile(u *user, f *file) bool {
	return f.User == u.ID || slices.ContainsFunc(f.Channels, func(id string) bool {
		ch := s.w.channel(id)
		return ch != nil && s.w.sees(u, ch) && slices.ContainsFunc(ch.Messages, func(m *message) bool {
			return slices.Contains(m.Files, f.ID)
		})
	})
}

// serveFile gives a file to a person's client: GET /_sandbox/file?as=…&id=….
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	u, err := s.viewer(r.URL.Query().Get("as"))
	f := s.files.standing(r.URL.Query().Get("id"))
	if err == nil && (f == nil || !s.readsFile(u, f)) {
		err = refusal("file_not_found", "This person sees no such file.")
	}
	s.mu.Unlock()
	if err != nil {
		answerControl(w, nil, err)
		return
	}
	sendFile(w, f, f.kind() != "image/png")
}

// servePrivate gives a file to the app, as url_private does: with a token in the header and files:read.
// Slack shows anyone else the page to sign in.
func (s *Server) servePrivate(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	team, id, _ := strings.Cut(r.PathValue("file"), "-")
	f := s.files.standing(id)
	token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	allowed := s.checkToken(method{}, token) == nil && s.w.app.hasScope("files:read")
	known := f != nil && team == s.w.team.ID
	s.mu.Unlock()
	if !allowed || !known {
		http.Error(w, "Sign in.", http.StatusForbidden)
		return
	}
	sendFile(w, f, true)
}

// sendFile writes a file so that no browser runs anything in it.
func sendFile(w http.ResponseWriter, f *file, download bool) {
	h := w.Header()
	h.Set("Content-Type", f.kind())
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cache-Control", "no-store")
	how := "inline"
	if download {
		how = "attachment"
	}
	h.Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": f.Name}))
	h.Set("Content-Length", fmt.Sprint(len(f.Body)))
	_, _ = w.Write(f.Body) // an error here means that the reader is gone
}
