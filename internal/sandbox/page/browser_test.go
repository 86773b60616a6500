package page_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	cdpruntime "github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browser is the one Chromium that all tests share; each test has its own windows.
var browser struct {
	once   sync.Once
	ctx    context.Context
	cancel func()
	err    error
}

func TestMain(m *testing.M) {
	code := m.Run()
	for _, dir := range leftovers {
		_ = os.RemoveAll(dir)
	}
	if browser.cancel != nil {
		browser.cancel()
	}
	os.Exit(code)
}

// chromiumPath finds the browser, or says in a sentence what is missing.
func chromiumPath() (string, error) {
	names := []string{"chromium", "chromium-browser", "google-chrome"}
	if wanted := os.Getenv("THROUGHLINE_CHROMIUM"); wanted != "" {
		names = []string{wanted}
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("these tests need Chromium, but found none of %s: install the package chromium, or say where it is with THROUGHLINE_CHROMIUM",
		strings.Join(names, ", "))
}

func startBrowser() {
	path, err := chromiumPath()
	if err != nil {
		browser.err = err
		return
	}
	profile, err := os.MkdirTemp("", "page-test-")
	if err != nil {
		browser.err = err
		return
	}
	flags := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.UserDataDir(profile), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.NoFirstRun, chromedp.WindowSize(1280, 800),
	}
	for _, name := range []string{"disable-quic", "disable-background-networking", "disable-component-update", "disable-sync", "disable-dev-shm-usage"} {
		flags = append(flags, chromedp.Flag(name, true))
	}
	alloc, stopAlloc := chromedp.NewExecAllocator(context.Background(), flags...)
	ctx, stop := chromedp.NewContext(alloc)
	browser.ctx, browser.err = ctx, chromedp.Do(ctx) //nolint:fatcontext // it is set once, for all tests.
	browser.cancel = func() {
		stop()
		stopAlloc()
		_ = os.RemoveAll(profile)
	}
}

// window is one browser window, whose mistakes fail the test.
type window struct {
	t        *testing.T
	ctx      context.Context
	started  bool
	asked    atomic.Pointer[requests] // set where a test looks at what the page asks for
	forgives []string                 // what the browser may complain of, in a test that provokes it
}

// patience is how long a step or a change of the page may take.
const patience = 60 * time.Second

// step is something to do in a window.
type step = chromedp.Action[chromedp.Void]

// open starts a window of the given size at an address and waits until the page runs.
func open(t *testing.T, address string, width, height int64, also ...step) *window {
	t.Helper()
	browser.once.Do(startBrowser)
	if browser.err != nil {
		t.Fatal(browser.err)
	}
	w := &window{t: t}
	ctx, cancel := chromedp.NewContext(browser.ctx, chromedp.WithListener(w.complain))
	t.Cleanup(cancel)
	w.ctx = ctx
	w.do()
	if _, err := chromedp.Call(ctx, log.Enable, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	w.do(chromedp.EmulateViewport(width, height))
	w.do(also...)
	w.do(chromedp.Navigate(address))
	w.wait(`document.body.dataset.ready === "true"`)
	return w
}

// complain fails the test on exceptions and on anything that the browser
// refuses or cannot load. Refusals by the sandbox are the tests' own business.
func (w *window) complain(event any) {
	if seen := w.asked.Load(); seen != nil {
		seen.note(event)
	}
	switch event := event.(type) {
	case *cdpruntime.EventExceptionThrown:
		w.t.Errorf("the page threw: %s", describe(event.ExceptionDetails))
	case *log.EventEntryAdded:
		forgiven := slices.ContainsFunc(w.forgives, func(words string) bool { return strings.Contains(event.Entry.Text, words) })
		if event.Entry.Level == log.EntryLevelError && !forgiven && !strings.Contains(event.Entry.Text, "status of 400") {
			w.t.Errorf("the browser says: %s %s", event.Entry.Text, event.Entry.URL)
		}
	}
}

func describe(e *cdpruntime.ExceptionDetails) string {
	if e.Exception == nil {
		return e.Text
	}
	return e.Text + " " + e.Exception.Description
}

func (w *window) do(steps ...step) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, patience)
	defer cancel()
	if !w.started {
		ctx, w.started = w.ctx, true // the first run binds the window's life to its context
	}
	if err := chromedp.Do(ctx, steps...); err != nil {
		w.t.Fatalf("browser: %v", err)
	}
}

// by is the selector of a data-testid.
func by(id string) chromedp.CSS { return chromedp.CSS(`[data-testid="` + id + `"]`) }

func (w *window) click(id string) {
	w.t.Helper()
	w.clickOn(by(id))
}

// clickOn presses the mouse on the first element that a selector finds, once it
// can be hit there: what lies under something else, or is being drawn anew, is
// waited for. Where the page draws an element anew between press and release the
// browser makes no click of them, so a press that led to none is made again, as
// a person would.
func (w *window) clickOn(selector chromedp.CSS) {
	w.t.Helper()
	target := fmt.Sprintf(`(() => {
	  const el = document.querySelector(%q);
	  if (!el?.checkVisibility()) return null;
	  el.scrollIntoView({ block: "nearest" });
	  const box = el.getBoundingClientRect();
	  const at = [box.left + box.width / 2, box.top + box.height / 2];
	  if (!el.contains(document.elementFromPoint(...at))) return null;
	  window.clicksSeen = 0;
	  window.addEventListener("click", () => { window.clicksSeen++; }, { capture: true, once: true });
	  return at;
	})()`, selector)
	for deadline := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		at := eval[[]float64](w, target)
		if len(at) == 2 {
			w.do(chromedp.MouseClickXY(at[0], at[1]))
			if eval[bool](w, `window.clicksSeen !== 0`) { // undefined where the click led to another page
				return
			}
		}
		if time.Now().After(deadline) {
			w.t.Fatalf("could not click on %s", selector)
		}
	}
}

func (w *window) see(id string) {
	w.t.Helper()
	w.wait(fmt.Sprintf(`document.querySelector(%q)?.checkVisibility()`, by(id)))
}

func (w *window) gone(id string) {
	w.t.Helper()
	w.wait(fmt.Sprintf(`!document.querySelector(%q)?.checkVisibility()`, by(id)))
}

// typeIn types into a field, after what stands there, once it takes the keyboard: under a dialog that is closing it
// does not yet.
func (w *window) typeIn(id, text string) {
	w.t.Helper()
	w.see(id)
	w.wait(fmt.Sprintf(`((field) => { field?.focus(); return field && document.activeElement === field; })(document.querySelector(%q))`, by(id)))
	w.do(chromedp.SendKeys(by(id), text))
}

// say types into the composer and sends.
func (w *window) say(text string) {
	w.t.Helper()
	w.typeIn("composer", text)
	w.click("send")
}

// wait looks until an expression is true in the page. (chromedp's own polling
// compiles its predicate in the page, which the page's policy forbids.)
func (w *window) wait(expression string) {
	w.t.Helper()
	for deadline := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		if eval[bool](w, "Boolean("+expression+")") {
			return
		}
		if time.Now().After(deadline) {
			w.t.Fatalf("never became true: %s", expression)
		}
	}
}

// waitText waits until what a selector finds holds a text.
func (w *window) waitText(selector chromedp.CSS, text string) {
	w.t.Helper()
	w.wait(fmt.Sprintf(`[...document.querySelectorAll(%q)].some((el) => el.textContent.includes(%q))`, selector, text))
}

// eval is the value of an expression in the page, awaited where it is a promise.
func eval[T any](w *window, expression string) T {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		w.t.Fatalf("evaluate %s: %v", expression, err)
	}
	return v
}

// shot waits until nothing moves, and keeps a picture of the window where THROUGHLINE_SHOTS names a folder for it.
func (w *window) shot(name string) {
	w.t.Helper()
	w.wait(`document.getAnimations().every((a) => a.playState !== "running" || a.effect.getTiming().iterations === Infinity)`)
	dir := os.Getenv("THROUGHLINE_SHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(w.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o600); err != nil {
		w.t.Fatal(err)
	}
	if len(png) == 0 {
		w.t.Error("the picture is empty")
	}
}
