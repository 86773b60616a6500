// Package page is the sandbox's web page: a small chat client in plain ES
// modules, embedded in the binary and served as it stands. It speaks to the
// sandbox's control interface on the same address and to nothing else, which
// its Content-Security-Policy holds it to.
//
// # Reading order
//
// static/index.html is the frame. app.js starts the window, navigate.js says
// what is on the screen; state.js knows what the server said and fetches what
// changed. sidebar.js, people.js, header.js, conversation.js, thread.js,
// inspector.js, modal.js, home.js, clock.js and faults.js each keep one part of
// the window drawn. composer.js takes what is typed, complete.js offers what
// could be, send.js sends it; the app's own words come with its definition. list.js and message.js draw
// conversations, content.js what a message says.
//
// blocks.js draws what apps send, and hands on to a file for each family:
// cards.js, tasks.js, media.js, table.js, datatable.js, chart.js, markdown.js,
// richtext.js, mrkdwn.js, attachments.js. elements.js does so for what one presses
// or fills in: choices.js over combo.js, boxes.js, datefield.js, textinput.js,
// richinput.js, fileinput.js, on what site.js says of all of them. surface.js is
// what blocks stand on, views.js keeps those of a modal or Home; actions.js sends
// what people do.
package page

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

//go:embed static
var files embed.FS

// policy lets the page load and call what this address serves, and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// asset is a file ready to be sent.
type asset struct {
	body []byte
	kind string
	etag string
}

// Handler serves the page at "/" and its parts under "/static/".
func Handler() http.Handler {
	assets := load()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := r.URL.Path
		if name == "/" {
			name = "/static/index.html"
		}
		a, found := assets[name]
		if !found {
			http.NotFound(w, r)
			return
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "The page is only read.", http.StatusMethodNotAllowed)
			return
		}
		serve(w, r, a)
	})
}

func serve(w http.ResponseWriter, r *http.Request, a asset) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Type", a.kind)
	h.Set("ETag", a.etag)
	if r.Header.Get("If-None-Match") == a.etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if r.Method == http.MethodGet {
		_, _ = w.Write(a.body) // an error here means that the browser is gone
	}
}

// load reads the embedded files. They are part of the binary, so a failure is a
// mistake of the build.
func load() map[string]asset {
	assets := map[string]asset{}
	err := fs.WalkDir(files, "static", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(body)
		assets["/"+name] = asset{body: body, kind: kindOf(name), etag: `"` + hex.EncodeToString(sum[:8]) + `"`}
		return nil
	})
	if err != nil {
		panic("page: read the embedded files: " + err.Error())
	}
	return assets
}

// kindOf is a file's media type, independent of what the machine's tables say.
func kindOf(name string) string {
	switch ext := path.Ext(name); ext {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	default:
		if kind := mime.TypeByExtension(ext); strings.HasPrefix(kind, "text/html") {
			return "text/html; charset=utf-8"
		}
		return "application/octet-stream"
	}
}
