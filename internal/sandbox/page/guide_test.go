package page_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"throughline/internal/sandbox"
)

// planner is a bot that posts at set times, beside a sandbox or a copy of it.
type planner struct {
	s     *stage
	clock *sandbox.Clock
	url   string
	due   []time.Time
	n     int
}

func (p *planner) Wake() {
	for len(p.due) > 0 && !p.due[0].After(p.clock.Now()) {
		p.due = p.due[1:]
		p.n++
		where := []string{"C0REFUNDS1", "U0ANA00001", "U0BO000001"}[p.n%3]
		at := &stage{t: p.s.t, url: p.url}
		at.api("chat.postMessage", object{"channel": where, "text": fmt.Sprintf("Question %d: what moved this week, and for whom did it move?", p.n)})
	}
}

func (p *planner) Status(context.Context) (time.Time, bool) {
	if len(p.due) == 0 {
		return time.Time{}, true
	}
	return p.due[0], true
}

// Rehearse has the same come in the copy.
func (p *planner) Rehearse(_ context.Context, on *sandbox.Server) (func() error, error) {
	url := on.Env().APIURL
	on.SetBot(&planner{s: p.s, clock: on.Clock(), url: url[:len(url)-len("/api/")], due: slices.Clone(p.due), n: p.n})
	return func() error { return nil }, nil
}

// planned is a stage whose app posts three times a week.
func planned(t *testing.T) *stage {
	t.Helper()
	s := newStage(t, func(*stage, envelope) any { return nil })
	s.act("channel", object{"as": "U0ANA00001", "op": "invite", "channel": "C0REFUNDS1", "user": "U0BOT00001"})
	for _, who := range []string{"U0ANA00001", "U0BO000001"} {
		s.act("home", object{"as": who, "tab": "messages"})
	}
	p := &planner{s: s, clock: s.srv.Clock(), url: s.url}
	for day := range 28 {
		if day%2 == 1 {
			p.due = append(p.due, start.AddDate(0, 0, day))
		}
	}
	s.srv.SetBot(p)
	s.srv.SetRehearser(p)
	return s
}

func TestLookingFourWeeksAhead(t *testing.T) {
	for _, look := range []struct {
		name          string
		width, height int64
		also          []step
	}{
		{"wide", 1280, 800, nil}, {"dark", 1280, 800, []step{dark()}}, {"narrow", 360, 740, nil},
	} {
		t.Run(look.name, func(t *testing.T) {
			s := planned(t)
			w := open(t, s.url+"/?as=U0ANA00001&in=C0REFUNDS1", look.width, look.height, look.also...)
			if look.width < 1000 {
				w.click("clock-now")
			}
			w.click("clock-ahead")
			w.see("calendar")
			w.look("ahead-" + look.name)
			w.withAxe()
			w.audit("calendar")
			w.wait(`document.querySelectorAll("[data-testid=cal-entry]").length === 9`)
			w.wait(`document.activeElement.dataset.testid === "cal-entry"`)
			w.press(kb.ArrowDown, kb.Enter)
			w.wait(`document.querySelector("[data-testid=ahead-one] .message")?.textContent.includes("Question 3")`)
			w.look("ahead-" + look.name + "-message")
			w.audit("calendar with a message")
			w.choose("ahead-as", "U0BO000001")
			w.wait(`document.querySelector("[data-testid=cal-entry]").textContent.includes("Question 2")`)
			w.press(kb.Escape)
			w.gone("ahead")
			w.wait(`!document.querySelector("[data-testid=messages]").textContent.includes("Question")`)
		})
	}
}

// choose picks an option of a list by its value.
func (w *window) choose(id, value string) {
	w.t.Helper()
	w.see(id)
	w.wait(fmt.Sprintf(`(() => { const el = document.querySelector(%q); el.value = %q; el.dispatchEvent(new Event("change", { bubbles: true })); return true; })()`, by(id), value))
}

func TestThreeThingsToTryTickThemselvesOff(t *testing.T) {
	s := planned(t)
	s.srv.SetTries([]sandbox.Try{
		{Text: "Write it as Bo.", Button: "Write /mission start", Kind: sandbox.TryWriting, As: "U0BO000001", Place: "C0REFUNDS1", Words: "/mission start Refunds"},
		{Text: "Open what came.", Button: "Open messages", Kind: sandbox.TryOpening, As: "U0BO000001", Place: "@app", Tab: "messages"},
		{Text: "Look ahead.", Button: "Look ahead", Kind: sandbox.TryAhead},
	})
	w := open(t, s.url+"/?as=U0ANA00001&in=C0GENERAL1", 1280, 800)
	w.see("tries")
	w.look("tries")
	w.withAxe()
	w.audit("things to try")
	w.click("try-1-do") // makes the window Bo's
	w.wait(`document.querySelector("[data-testid=composer]")?.value === "/mission start Refunds"`)
	w.wait(`location.search.includes("as=U0BO000001")`)
	w.click("send")
	w.wait(ticked(1))
	w.waitText(by("try-2-do"), "Go there") // one is Bo
	w.click("try-2-do")
	w.wait(ticked(2))
	w.wait(`document.querySelector("[data-testid=messages-tab]")?.getAttribute("aria-selected") === "true"`)
	w.click("try-3-do")
	w.see("calendar")
	w.press(kb.Escape)
	w.wait(ticked(3))
	w.wait(`document.querySelector("[data-testid=tries] h2").textContent === "All three tried"`)
	w.look("tries-done")
	w.withAxe() // anew: it became Bo's page
	w.audit("things tried")
	open(t, s.url+"/?as=U0ANA00001&in=C0GENERAL1", 1280, 800).gone("tries") // another window has no need of it
	w.see("tries")
	w.click("tries-dismiss")
	w.gone("tries")
	w.do(chromedp.Reload())
	w.wait(`document.body.dataset.ready === "true"`)
	w.gone("tries")
}

func ticked(n int) string {
	return fmt.Sprintf(`document.querySelector("[data-testid=try-%d]")?.dataset.done === "true"`, n)
}

// While a story is told people look on: nothing that they would do may come in between.
func TestThePageWaitsWhileSomethingIsMadeReady(t *testing.T) {
	s := newStage(t, nil)
	s.srv.SetPreparing("Getting the story ready: Monday 2 November")
	w := open(t, s.url+"/?as=U0ANA00001&in=C0REFUNDS1", 360, 740)
	w.waitText(by("preparing"), "Monday 2 November")
	w.wait(`document.querySelector("[data-testid=composer]").closest("[inert]")`)
	w.look("preparing")
	s.srv.SetPreparing("")
	w.gone("preparing")
	w.see("tries")
	w.typeIn("composer", "hello")
}

// An app that cannot be copied moves the clock for real, and only after a yes.
func TestLookingAheadForRealAsksFirst(t *testing.T) {
	s := planned(t)
	s.srv.SetRehearser(nil)
	w := open(t, s.url+"/?as=U0ANA00001&in=C0REFUNDS1", 1280, 800)
	w.click("clock-ahead")
	w.click("confirm-no")
	w.gone("ahead")
	w.click("clock-ahead")
	w.click("confirm-yes")
	w.see("calendar")
	w.waitText(chromedp.CSS(".ahead-told"), "What came while the clock moved")
	w.press(kb.Escape)
	w.waitText(by("messages"), "Question 3")
}
