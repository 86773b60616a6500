package page_test

import (
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// requests are what a window has asked for.
type requests struct {
	mu   sync.Mutex
	urls []string
}

// watchRequests notes every request of a window, WebSockets included, from now on.
func (w *window) watchRequests() *requests {
	w.t.Helper()
	seen := &requests{}
	w.asked.Store(seen)
	if _, err := chromedp.Call(w.ctx, network.Enable, network.EnableParams{}); err != nil {
		w.t.Fatal(err)
	}
	return seen
}

func (r *requests) note(event any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch event := event.(type) {
	case *network.EventRequestWillBeSent:
		r.urls = append(r.urls, event.Request.URL)
	case *network.EventWebSocketCreated:
		r.urls = append(r.urls, event.URL)
	}
}

// TestNoRequestLeavesTheMachine walks through everything that the page shows, with pictures and links from elsewhere
// among it, and looks at each request.
func TestNoRequestLeavesTheMachine(t *testing.T) {
	s := lively(t)
	s.api("chat.postMessage", object{"channel": refunds, "text": "x", "blocks": read(t, `[
	 {"type":"image","block_id":"i","image_url":"https://example.com/x.png","alt_text":"A picture"},
	 {"type":"context","block_id":"c","elements":[{"type":"image","image_url":"https://example.com/y.png","alt_text":"Another"}]},
	 {"type":"section","block_id":"s","text":{"type":"mrkdwn","text":"<https://example.com/z|A link> https://example.com/w"}}]`)})
	w := open(t, s.url+"/?as="+ana, 1280, 800)
	seen := w.watchRequests()
	w.do(chromedp.Navigate(s.as(ana, refunds)))
	w.wait(`document.body.dataset.ready === "true"`)
	w.see("block-i")
	screens(w, false, func(string) {})
	seen.mu.Lock()
	defer seen.mu.Unlock()
	here, err := url.Parse(s.url)
	if err != nil {
		t.Fatal(err)
	}
	sockets := 0
	for _, asked := range seen.urls {
		u, err := url.Parse(asked)
		if err != nil || (u.Scheme != "data" && u.Scheme != "blob" && u.Host != here.Host) {
			t.Errorf("the page asked for %s", asked)
		}
		if strings.HasPrefix(asked, "ws://") {
			sockets++
		}
	}
	if len(seen.urls) < 30 || sockets == 0 {
		t.Errorf("only %d requests and %d sockets were seen", len(seen.urls), sockets)
	}
}

// TestPicturesShowUnderThisMachinesOtherName opens the page at localhost, while payloads say 127.0.0.1.
func TestPicturesShowUnderThisMachinesOtherName(t *testing.T) {
	s := lively(t)
	s.api("chat.postMessage", object{"channel": refunds, "text": "x", "blocks": []object{
		{"type": "image", "block_id": "own", "image_url": s.url + "/avatars/" + bo + "_72.png", "alt_text": "Bo"},
	}})
	w := open(t, strings.Replace(s.as(ana, refunds), "127.0.0.1", "localhost", 1), 1280, 800)
	w.wait(`document.body.dataset.ready === "true"`)
	w.see("block-own")
	w.wait(`document.querySelector("[data-testid=block-own] img")?.naturalWidth === 72`)
}

// TestFirstPaint prints how soon a window shows something and what that takes over the wire, and holds the page to
// few and small files: what a slow machine feels.
func TestFirstPaint(t *testing.T) {
	s := lively(t)
	w := s.wide(ana, refunds)
	w.see("only-you")
	type timing struct {
		Paint, Ready float64
		Bytes, Files int
	}
	got := eval[timing](w, `new Promise((done) => {
	  const paint = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? -1;
	  const files = [performance.getEntriesByType("navigation")[0], ...performance.getEntriesByType("resource").filter((e) => e.name.includes("/static/"))];
	  done({ Paint: paint, Ready: Math.max(...files.map((e) => e.responseEnd)), Bytes: files.reduce((n, e) => n + e.encodedBodySize, 0), Files: files.length });
	})`)
	t.Logf("first paint after %.0f ms, all files there after %.0f ms, %d kB in %d files", got.Paint, got.Ready, got.Bytes/1000, got.Files)
	if got.Paint <= 0 || got.Bytes > 1_500_000 || got.Files > 150 {
		t.Errorf("the page is slow or large: %+v", got)
	}
}
