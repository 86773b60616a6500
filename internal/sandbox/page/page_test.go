package page_test

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"throughline/internal/sandbox/page"
)

// fetch returns what was recorded of an answer, which has no body to close.
func fetch(t *testing.T, method, path string, header http.Header) *httptest.ResponseRecorder {
	t.Helper()
	req := httptest.NewRequestWithContext(t.Context(), method, path, nil)
	if header != nil {
		req.Header = header
	}
	rec := httptest.NewRecorder()
	page.Handler().ServeHTTP(rec, req)
	return rec
}

func TestHandlerServesThePageAndNothingElse(t *testing.T) {
	for _, row := range []struct {
		sentence, method, path string
		status                 int
		kind                   string
	}{
		{"the frame stands at the root", "GET", "/", 200, "text/html; charset=utf-8"},
		{"modules are JavaScript", "GET", "/static/app.js", 200, "text/javascript; charset=utf-8"},
		{"styles are CSS", "GET", "/static/tokens.css", 200, "text/css; charset=utf-8"},
		{"the icon is a picture", "GET", "/static/icon.svg", 200, "image/svg+xml"},
		{"only the head can be asked for", "HEAD", "/", 200, "text/html; charset=utf-8"},
		{"other paths do not exist", "GET", "/static/", 404, ""},
		{"nor do paths that climb", "GET", "/static/../page.go", 404, ""},
		{"the page is only read", "POST", "/", 405, ""},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			resp := fetch(t, row.method, row.path, nil)
			if resp.Code != row.status {
				t.Fatalf("status %d, want %d", resp.Code, row.status)
			}
			if row.kind != "" && resp.Header().Get("Content-Type") != row.kind {
				t.Errorf("type %q, want %q", resp.Header().Get("Content-Type"), row.kind)
			}
		})
	}
}

func TestPolicyAllowsThisAddressOnly(t *testing.T) {
	policy := fetch(t, "GET", "/", nil).Header().Get("Content-Security-Policy")
	for part := range strings.SplitSeq(policy, "; ") {
		name, source, _ := strings.Cut(part, " ")
		if source != "'self'" && source != "'none'" {
			t.Errorf("%s allows %s", name, source)
		}
	}
	if !strings.Contains(policy, "default-src 'none'") {
		t.Errorf("the policy %q lets through what it does not name", policy)
	}
}

func TestUnchangedFilesAreNotSentAgain(t *testing.T) {
	tag := fetch(t, "GET", "/static/app.js", nil).Header().Get("ETag")
	resp := fetch(t, "GET", "/static/app.js", http.Header{"If-None-Match": {tag}})
	if tag == "" || resp.Code != http.StatusNotModified {
		t.Errorf("tag %q, status %d", tag, resp.Code)
	}
}

// TestSourcesMakeNoMarkup holds the modules to the rule that foreign text never
// becomes markup or code, and that nothing is fetched from elsewhere.
func TestSourcesMakeNoMarkup(t *testing.T) {
	banned := regexp.MustCompile(`innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|srcdoc|\beval\(|new Function|setHTML|createContextualFragment`)
	outside := regexp.MustCompile(`(src|href)="(https?:)?//|@import|url\(|from "https?:`)
	err := fs.WalkDir(os.DirFS("static"), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		raw, err := os.ReadFile("static/" + name)
		if err != nil {
			return err
		}
		for i, line := range strings.Split(string(raw), "\n") {
			if banned.MatchString(line) || outside.MatchString(line) {
				t.Errorf("%s:%d: %s", name, i+1, strings.TrimSpace(line))
			}
		}
		if n := strings.Count(string(raw), "\n"); n > 400 {
			t.Errorf("%s has %d lines: split it", name, n)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
