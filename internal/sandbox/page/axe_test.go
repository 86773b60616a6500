package page_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"throughline/internal/sandbox/judges"
)

// axe is axe-core, which knows the rules of WCAG 2.0 to 2.2 that a program can check. It is read once.
var axe struct {
	once   sync.Once
	source string
	err    error
}

// withAxe makes axe-core known to a window, in which nothing moves from then on: what fades in while axe-core looks at it
// is too pale to read for that moment, and is no breach.
func (w *window) withAxe() {
	w.t.Helper()
	path := judges.Module(w.t, "axe-core/axe.min.js")
	axe.once.Do(func() {
		raw, err := os.ReadFile(path)
		axe.source, axe.err = string(raw), err
	})
	if axe.err != nil {
		w.t.Fatal(axe.err)
	}
	eval[bool](w, axe.source+`; Boolean(window.axe)`)
	w.scheme("light")
}

// violation is what axe-core found, with the places in the page.
type violation struct {
	ID, Help string
	Places   []string
}

// audit fails the test on every breach of WCAG 2.2 at levels A and AA and of axe-core's best practices, in light; the
// contrasts are looked at in dark as well.
func (w *window) audit(screen string) {
	w.t.Helper()
	w.auditOf("document", screen)
}

// What each width adds: the widest window has all rules and both schemes, a narrow one has markup of its own in the
// same colours, and the narrowest has that markup in less room.
const (
	everyRule = `{ runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } }`
	colours   = `{ runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } }`
	room      = `{ runOnly: { type: "rule", values: ["target-size", "scrollable-region-focusable"] } }`
)

// auditOf looks at a part of the page, which a selector names.
func (w *window) auditOf(part, screen string) {
	w.t.Helper()
	width := eval[int](w, `innerWidth`)
	if width < 360 {
		w.breaches(part, screen, room)
		return
	}
	w.breaches(part, screen, everyRule)
	if width < 640 {
		return
	}
	w.scheme("dark")
	w.breaches(part, screen+", dark", colours)
	w.scheme("light")
}

func (w *window) breaches(part, screen, options string) {
	w.t.Helper()
	w.wait(`document.getAnimations().every((a) => a.playState !== "running" || a.effect.getTiming().iterations === Infinity)`)
	found := eval[[]violation](w, `axe.run(`+part+`, Object.assign(`+options+`, { resultTypes: ["violations"] })).then((r) => r.violations
	  .filter((v) => v.id !== "scrollable-region-focusable" || v.nodes.some((n) => !document.querySelector(n.target[0])?.matches(".completion"))) // driven from its field, and scrolled with what is chosen
	  .map((v) => (
	  { ID: v.id, Help: v.help, Places: v.nodes.map((n) => n.target.join(" ") + "  " + n.html.slice(0, 160) + "  " + (n.any[0]?.message || n.all[0]?.message || n.none[0]?.message || "")) })))`)
	for _, v := range found {
		if exempt[v.ID] && w.covered() {
			continue
		}
		w.t.Errorf("%s: %s: %s\n\t%s", screen, v.ID, v.Help, strings.Join(v.Places, "\n\t"))
	}
}

// exempt are practices, and no rules of WCAG, that do not hold where a panel covers a small window: the conversation,
// which is the page's main part and has its title, is hidden then, and the panel is a landmark with a title of its own.
var exempt = map[string]bool{"landmark-one-main": true, "page-has-heading-one": true}

func (w *window) covered() bool {
	w.t.Helper()
	return eval[bool](w, `getComputedStyle(document.getElementById("conversation")).visibility === "hidden"`)
}

// scheme is what the person's system says of light and dark, and that it wants no motion.
func (w *window) scheme(value string) {
	w.t.Helper()
	w.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: value}, {Name: "prefers-reduced-motion", Value: "reduce"}},
		})
		return err
	}))
}

// screens leads through everything that the page shows, and looks at each with a function.
func screens(w *window, narrow bool, look func(screen string)) {
	w.see("only-you")
	look("channel")
	w.do(chromedp.SendKeys(by("composer"), "/"))
	w.see("completion")
	look("completion")
	w.typeIn("composer", "mission start ")
	w.click("send")
	w.see("modal")
	look("form")
	w.click("modal-submit")
	w.see("field-error-name")
	look("form with errors")
	w.click("modal-close")
	w.gone("modal")
	w.clickOn(`[data-testid="action-more"]`)
	look("menu of an element")
	w.press(kb.Escape)
	w.clickOn(`[data-testid="action-erase"]`)
	w.see("confirm")
	look("question before something dangerous")
	w.press(kb.Escape)
	w.gone("confirm")
	w.clickOn(chromedp.CSS(`.thread-link`))
	w.see("thread-panel")
	look("thread")
	w.click("thread-close")
	w.click("inspect")
	w.wait(`document.querySelector(".trace-row")`)
	look("inspector")
	w.click("inspector-close")
	w.clickOn(`[data-testid^="more-"]`)
	w.see("message-menu")
	look("menu of a message")
	w.click("inspect-message")
	w.see("limits")
	look("message inspected")
	w.click("inspector-close")
	w.clickOn(`.reaction.more`)
	w.see("emoji-picker")
	look("picker of reactions")
	w.press(kb.Escape)
	w.gone("emoji-picker")
	w.click("faults")
	w.see("faults-menu")
	look("faults")
	w.click("fault-slack-is-down")
	w.see("fault-banner")
	look("a fault that strikes")
	w.click("fault-clear")
	w.gone("fault-banner")
	if !narrow {
		w.click("clock-pick")
		look("pick of a time")
		w.press(kb.Escape)
	}
	w.ctrl("k")
	w.see("switcher")
	look("switcher")
	w.press(kb.Escape)
	w.do(chromedp.Focus(by("messages")))
	w.press("?")
	w.see("keys")
	look("keys")
	w.press(kb.Escape)
	w.gone("keys")
	w.click("person-switcher")
	w.see("as-bo")
	look("people")
	w.press(kb.Escape)
	if narrow {
		w.click("open-sidebar")
		look("drawer")
	}
	w.click("new-message")
	w.see("message-dialog")
	look("new message")
	w.click("message-dialog-no")
	w.click("dm-app")
	w.see("messages-tab")
	look("messages of the app")
	w.click("home-tab")
	w.see("block-today")
	look("home")
}

// TestEveryScreenIsAccessible looks at every screen with axe-core.
func TestEveryScreenIsAccessible(t *testing.T) {
	for _, size := range []struct{ width, height int64 }{{1280, 800}, {360, 740}, {320, 640}} {
		t.Run(fmt.Sprint(size.width), func(t *testing.T) {
			s := lively(t)
			w := open(t, s.as(ana, refunds), size.width, size.height)
			w.withAxe()
			screens(w, size.width < 640, w.audit)
		})
	}
}

// TestEveryBlockIsAccessible looks at all that Block Kit has, as the page draws it.
func TestEveryBlockIsAccessible(t *testing.T) {
	s := newStage(t, nil)
	w := open(t, s.as(ana, refunds), 1280, 2600)
	w.withAxe()
	for _, set := range []struct{ name, kind, blocks, hung string }{
		{"words", "message", galleryWords, "[]"}, {"markdown", "message", galleryMarkdown, "[]"}, {"holders", "message", galleryHolders, galleryAttachments},
		{"numbers", "message", galleryNumbers, "[]"}, {"fields", "modal", galleryFields, "[]"},
	} {
		eval[bool](w, `Boolean(window.hung = `+set.hung+`)`)
		w.gallery(set.kind, set.blocks)
		w.wait(`[...document.querySelectorAll(".chart-drawing")].every((el) => el.childElementCount > 0)`)
		w.auditOf(`".gallery"`, set.name)
	}
}

// TestAuditFinds shows that a breach fails: a button without a name, and words too pale to read.
func TestAuditFinds(t *testing.T) {
	s := newStage(t, nil)
	w := s.wide(ana, refunds)
	w.withAxe()
	eval[bool](w, `(() => { const b = document.createElement("button"); const p = document.createElement("p"); p.textContent = "pale"; p.style.color = "#ddd"; document.querySelector("main").append(b, p); return true })()`)
	found := eval[[]string](w, `axe.run(document, { resultTypes: ["violations"] }).then((r) => r.violations.map((v) => v.id))`)
	for _, id := range []string{"button-name", "color-contrast"} {
		if !strings.Contains(strings.Join(found, " "), id) {
			t.Errorf("axe-core found %q and not %s", found, id)
		}
	}
}
