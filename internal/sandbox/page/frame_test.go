package page_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"throughline/internal/sandbox"
	"throughline/internal/sandbox/page"
	"throughline/internal/sandbox/rules"
)

const bo = "U0BO000001"

// say writes as somebody and gives the message's ts.
func (s *stage) say(as, channel, text string) string {
	s.t.Helper()
	return fmt.Sprint(s.act("message", object{"as": as, "channel": channel, "text": text})["ts"])
}

// ctrl presses a key with the control key held.
func (w *window) ctrl(key string) {
	w.t.Helper()
	w.do(chromedp.KeyEvent(key, chromedp.KeyModifiers(2)))
}

func TestWhatIsNewIsCountedAndMarked(t *testing.T) {
	s := newStage(t, nil)
	s.say(bo, refunds, "An earlier line")
	w := s.wide(ana, refunds)
	w.click("channel-general")
	w.waitText(chromedp.CSS("h1"), "general")
	s.say(bo, refunds, "The bank step takes three days")
	named := s.say(bo, refunds, "@ana, shall we?")
	w.waitText(chromedp.CSS(`[data-testid="channel-refunds"] .count.loud`), "1")
	w.wait(`document.title.startsWith("(1) ")`)
	w.click("channel-refunds")
	w.see("new-line")
	if got := eval[string](w, `document.querySelector(".new-line").nextElementSibling.textContent`); !strings.Contains(got, "The bank step") {
		t.Errorf("the new begins with %q", got)
	}
	w.wait(`!document.querySelector('[data-testid="channel-refunds"] .count')`)
	w.say("Let us")
	w.gone("new-line")

	w.click("more-" + named)
	w.click("mark-unread")
	w.waitText(chromedp.CSS(`[data-testid="channel-refunds"] .count.loud`), "1")
	w.see("new-line")
	s.say("U0DEE00001", refunds, "And more")
	w.waitText(chromedp.CSS(`[data-testid="message"]`), "And more")
	w.waitText(chromedp.CSS(`[data-testid="channel-refunds"] .count`), "1")
	w.click("channel-general")
	w.waitText(chromedp.CSS("h1"), "general")
	w.click("channel-refunds")
	w.wait(`!document.querySelector('[data-testid="channel-refunds"] .count')`)
}

func TestOneGoesAnywhereFromTheKeyboard(t *testing.T) {
	s := newStage(t, nil)
	first := s.say(bo, refunds, "First line")
	s.say("U0DEE00001", refunds, "Second line")
	w := s.wide(ana, refunds)
	w.waitText(by("message"), "Second line")
	w.ctrl("k")
	w.see("switcher")
	w.typeIn("switcher-field", "dee")
	w.press(kb.Enter)
	w.waitText(chromedp.CSS("h1"), "Dee")
	w.wait(`document.querySelector('[data-testid="dm-dee"]')?.getAttribute("aria-current") === "page"`)
	w.ctrl("k")
	w.typeIn("switcher-field", "refu")
	w.press(kb.Enter)
	w.waitText(by("message"), "Second line")
	w.do(chromedp.Focus(by("messages")))
	w.press(kb.ArrowUp, kb.ArrowUp)
	w.wait(fmt.Sprintf(`document.activeElement.dataset.ts === %q`, first))
	w.press(kb.ArrowRight, kb.ArrowRight)
	w.wait(fmt.Sprintf(`document.activeElement.dataset.testid === "open-thread-%s"`, first))
	w.press(kb.Escape, "t")
	w.see("thread-panel")
	w.press(kb.Escape)
	w.gone("thread-panel")
	w.do(chromedp.Focus(by("messages")))
	w.press("?")
	w.see("keys")
	w.press(kb.Escape)
	w.gone("keys")
	w.ctrl(".")
	w.see("inspector")
}

func TestReactionsArePickedByName(t *testing.T) {
	s := newStage(t, nil)
	ts := s.say(bo, refunds, "The first shop pays out the same day")
	w := s.wide(ana, refunds)
	w.click("react-" + ts)
	w.typeIn("emoji-search", "rocket")
	w.press(kb.Enter)
	w.see("reaction-rocket")
	w.gone("emoji-picker")
	if got := eval[string](w, `document.querySelector('[data-testid="reaction-rocket"]').getAttribute("aria-label")`); got != "rocket, 1: you" {
		t.Errorf("it is called %q", got)
	}
	w.click("reaction-rocket")
	w.gone("reaction-rocket")
}

func TestAReplyGoesToTheChannelToo(t *testing.T) {
	rules.Keeps(t, "command/no-threads")
	s := newStage(t, nil)
	ts := s.say(bo, refunds, "Which step takes longest?")
	w := s.wide(ana, refunds)
	w.do(chromedp.Focus(chromedp.CSS(`[data-testid="open-thread-` + ts + `"]`)))
	w.press(kb.Enter)
	w.see("thread-composer")
	w.typeIn("thread-composer", "/mission")
	if eval[bool](w, `Boolean(document.querySelector(".panel [role=option]"))`) {
		t.Error("commands are offered where they do not work")
	}
	w.press(kb.Enter)
	w.waitText(by("notice"), "does not work in threads")
	if got := w.valueIn(by("thread-composer")); got != "/mission" {
		t.Errorf("the composer holds %q", got)
	}
	w.ctrl("a")
	w.press(kb.Delete)
	w.click("thread-also")
	w.typeIn("thread-composer", "The bank")
	w.press(kb.Enter)
	w.waitText(chromedp.CSS(`#conversation [data-testid="message"]`), "The bank")
	w.wait(`!document.querySelector('[data-testid="thread-also"]').checked`)
}

func TestChannelsAreMadeFilledAndPutAway(t *testing.T) {
	s := newStage(t, nil)
	w := s.wide(ana, refunds)
	w.click("new-channel")
	w.typeIn("channel-name", "Late Refunds")
	w.click("channel-private")
	w.click("channel-dialog-yes")
	w.waitText(chromedp.CSS("h1"), "late-refunds")
	w.click("members")
	w.click("add-people-open")
	w.click("tick-bo")
	w.click("tick-throughline")
	w.click("add-people-yes")
	w.waitText(by("members"), "3")
	w.click("members")
	w.clickOn(chromedp.CSS(`[aria-label="Remove Bo"]`))
	w.waitText(by("confirm"), "Remove Bo from late-refunds?")
	w.click("confirm-no")
	w.gone("confirm")
	w.waitText(by("members"), "3")
	w.click("members")
	w.clickOn(chromedp.CSS(`[aria-label="Remove Bo"]`))
	w.click("confirm-yes")
	w.waitText(by("members"), "2")
	w.click("channel-menu")
	w.click("do-rename")
	w.do(chromedp.SetValue(by("channel-name"), "slow-refunds"))
	w.click("rename-dialog-yes")
	w.waitText(chromedp.CSS("h1"), "slow-refunds")
	w.click("channel-menu")
	w.click("do-archive")
	w.waitText(chromedp.CSS(".closed-note"), "archived")
	w.click("channel-general")
	w.gone("channel-slow-refunds")
	w.click("new-channel")
	w.click("archived-slow-refunds")
	w.waitText(chromedp.CSS("h1"), "slow-refunds")
	w.click("channel-menu")
	w.click("do-unarchive")
	w.see("composer")
	w.click("channel-menu")
	w.click("do-delete")
	w.click("confirm-yes")
	w.gone("channel-slow-refunds")
	w.waitText(chromedp.CSS("h1"), "refunds") // what is gone makes room for what is there
}

func TestSeveralPeopleTalkInAGroup(t *testing.T) {
	s := newStage(t, nil)
	w := s.wide(ana, refunds)
	w.click("new-message")
	w.click("tick-bo")
	w.click("tick-emi")
	w.click("message-dialog-yes")
	w.waitText(chromedp.CSS("h1"), "Bo, Emi")
	w.say("Shall the three of us look at the bank step?")
	w.waitText(by("message"), "the three of us")
	other := s.wide("U0EMI00001", refunds)
	other.waitText(chromedp.CSS(".place.unread .place-name"), "Ana, Bo")
}

func TestPeopleShowWhetherOneMayReachThem(t *testing.T) {
	s := newStage(t, nil)
	w := s.wide(ana, refunds)
	w.click("person-bo")
	w.click("away-bo")
	w.waitText(by("person-bo"), "away")
	w.click("person-bo")
	w.click("quiet-bo")
	w.waitText(by("person-bo"), "notifications paused")
	w.waitText(by("person-noor"), "another organisation")
	w.waitText(by("person-lou"), "guest")
	w.click("person-bo")
	w.click("message-bo")
	w.waitText(chromedp.CSS("h1"), "Bo")
	w.waitText(chromedp.CSS(".topic"), "Chicago, 03:12 · away · notifications paused")
}

func TestPeopleJoinAndGo(t *testing.T) {
	s := newStage(t, nil)
	w := s.wide(ana, refunds)
	w.click("new-person")
	w.typeIn("person-name", "gil")
	w.click("person-dialog-yes")
	w.click("person-gil")
	w.click("account-gil")
	w.waitText(by("person-gil"), "deactivated")
	w.click("person-switcher")
	w.see("as-bo")
	if eval[bool](w, `Boolean(document.querySelector('[data-testid="as-gil"]'))`) {
		t.Error("one can be somebody whose account is deactivated")
	}
}

func TestTheClockRunsUntilItIsPaused(t *testing.T) {
	s := newStage(t, nil)
	w := s.wide(ana, refunds)
	w.click("clock-play")
	w.click("play-day")
	w.waitText(by("clock-play"), "1 day/s")
	w.wait(`document.querySelector('[data-testid="clock-hour"]').ariaDisabled === "true"`)
	w.waitText(by("clock-now"), "Wed 25 Nov")
	w.waitText(by("clock-report"), "Nothing fell due on the way")
	w.click("clock-play")
	w.wait(`document.querySelector('[data-testid="clock-hour"]').ariaDisabled !== "true"`)
	stood := eval[string](w, `document.querySelector('[data-testid="clock-now"] .clock-day').textContent`)
	w.click("clock-hour")
	w.gone("clock-busy")
	if got := eval[string](w, `document.querySelector('[data-testid="clock-now"] .clock-day').textContent`); got != stood {
		t.Errorf("paused on %q it went on to %q", stood, got)
	}
}

func TestAFaultStaysOnTheScreenUntilItIsCleared(t *testing.T) {
	s := newStage(t, func(*stage, envelope) any { return nil })
	w := s.wide(ana, refunds)
	w.click("faults")
	w.click("fault-slack-is-down")
	w.waitText(by("fault-banner"), "Every call gets HTTP 503.")
	resp, err := http.Post(s.url+"/api/api.test", "application/json", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("a call gets %d", resp.StatusCode)
	}
	w.see("fault-banner")
	w.click("fault-clear")
	w.gone("fault-banner")
	s.api("api.test", object{})
}

func TestTheInspectorShowsWhatWentBetween(t *testing.T) {
	s := newStage(t, func(*stage, envelope) any { return nil })
	s.invite()
	card := fmt.Sprint(s.api("chat.postMessage", object{"channel": refunds, "text": "Refunds in a day", "blocks": read(t, cardBlocks)})["ts"])
	s.api("chat.postMessage", object{"channel": bo, "text": "Between Bo and me"})
	w := s.wide(ana, refunds)
	w.say("/mission progress followed refund 7")
	w.click("inspect")
	w.waitText(chromedp.CSS(`[data-name="slash_commands"]`), "acked")
	w.waitText(chromedp.CSS(`[data-name="slash_commands"]`), "acknowledged after")
	w.clickOn(`[data-name="slash_commands"] .trace-head`)
	w.waitText(chromedp.CSS(`[data-name="slash_commands"] .json`), `"text": "progress followed refund 7"`)
	w.look("inspector-row")
	w.typeIn("trace-filter", "chat.")
	w.wait(`document.querySelectorAll(".trace-row").length === 2`)
	w.clickOn(`[data-name="chat.postMessage"] .trace-head`) // the newest: Bo's
	w.waitText(chromedp.CSS(".trace-row"), "between the app and somebody else")
	if eval[bool](w, `document.body.textContent.includes("Between Bo and me")`) {
		t.Error("what was said to Bo stands in Ana's window")
	}
	s.send("/api/chat.postMessage", sandbox.DefaultBotToken, object{"channel": "C0NOWHERE1", "text": "x"})
	w.click("trace-kind-failed")
	w.waitText(by("trace"), "channel_not_found")
	w.wait(`document.querySelectorAll(".trace-row").length === 1`)
	w.click("more-" + card)
	w.click("inspect-message")
	blocks, _ := read(t, cardBlocks).([]any)
	w.waitText(by("limits"), fmt.Sprintf("blocks %d of 50", len(blocks)))
	w.waitText(by("limits"), "text 16 of 40,000")
	w.waitText(chromedp.CSS(".inspected .json"), `"type": "header"`)
	w.click("trace-kind-call")
	w.clickOn(`[data-name="chat.postMessage"]:last-child .trace-head`)
	w.waitText(chromedp.CSS(`.trace-row [data-testid="limits"]`), fmt.Sprintf("blocks %d of 50", len(blocks)))
	w.press(kb.Escape)
	w.gone("inspector")
}

// TestAnotherAppsPageOffersItsOwnWords holds the page to knowing nothing of the app that it was made beside.
func TestAnotherAppsPageOffersItsOwnWords(t *testing.T) {
	t.Parallel()
	srv, err := sandbox.New(sandbox.Options{Start: start, Page: page.Handler(), App: sandbox.App{
		Name: "Lunch", BotName: "lunch", Scopes: []string{"commands"}, MessagesTab: true,
		Commands: []sandbox.Command{{Name: "/lunch", Description: "Who eats where", UsageHint: "today | tomorrow [place]"}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(srv.Handler())
	srv.SetBaseURL(web.URL)
	t.Cleanup(func() {
		_ = srv.Close()
		web.Close()
	})
	w := open(t, fmt.Sprintf("%s/?as=%s&in=%s", web.URL, ana, refunds), 1280, 800)
	w.typeIn("composer", "/lunch ")
	w.waitText(by("completion"), "/lunch tomorrow")
	words := eval[string](w, `document.body.innerText`)
	for _, foreign := range []string{"/mission", "Throughline", "mission"} {
		if strings.Contains(words, foreign) {
			t.Errorf("the page of another app says %q", foreign)
		}
	}
}

// TestSuggestionsShowThatTheyGoOn goes down a list that is longer than its room: below the last whole row stands a part
// of the next, until there is none.
func TestSuggestionsShowThatTheyGoOn(t *testing.T) {
	s := newStage(t, nil)
	w := open(t, s.as(ana, refunds), 1280, 400)
	w.typeIn("composer", "/")
	w.see("completion")
	cut := `(() => {
	  const keys = document.querySelector(".option-keys").getBoundingClientRect(), rows = [...document.querySelectorAll(".completion .option")].map((el) => el.getBoundingClientRect());
	  const here = document.querySelector(".completion [aria-selected=true]").getBoundingClientRect();
	  if (here.bottom > keys.top + 1) return "the chosen row is covered";
	  return rows.some((row) => row.top + 6 < keys.top && row.bottom - 6 > keys.top) ? "goes on" : "ends";
	})()`
	rows := eval[int](w, `document.querySelectorAll(".completion .option").length`)
	for row := 1; row <= rows; row++ {
		want := "goes on"
		if row == rows {
			want = "ends"
		}
		if got := eval[string](w, cut); got != want {
			t.Errorf("at row %d of %d: %s", row, rows, got)
		}
		if row == 1 {
			w.shot("completion-goes-on")
		}
		w.press(kb.ArrowDown)
	}
}

// TestThePageComesBackByItself takes the sandbox away from a page and gives it back.
func TestThePageComesBackByItself(t *testing.T) {
	t.Parallel()
	srv, err := sandbox.New(sandbox.Options{Start: start, Page: page.Handler()})
	if err != nil {
		t.Fatal(err)
	}
	var gone atomic.Bool
	handler := srv.Handler()
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if gone.Load() {
			panic(http.ErrAbortHandler)
		}
		handler.ServeHTTP(w, r)
	}))
	srv.SetBaseURL(web.URL)
	t.Cleanup(func() {
		_ = srv.Close()
		web.Close()
	})
	w := open(t, fmt.Sprintf("%s/?as=%s&in=%s", web.URL, ana, refunds), 1280, 800)
	w.forgives = []string{"ERR_", "closed before"} // as a socket that was opening
	s := &stage{t: t, url: web.URL}
	w.typeIn("composer", "half a thought")
	gone.Store(true)
	_ = srv.Close() // hangs up on the page
	w.wait(`!document.getElementById("offline").hidden`)
	w.press(kb.Enter)
	w.waitText(by("notice"), "The sandbox does not answer.")
	if got := w.valueIn(by("composer")); got != "half a thought" {
		t.Errorf("the composer holds %q", got)
	}
	again, err := sandbox.New(sandbox.Options{Start: start, Page: page.Handler()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = again.Close() })
	handler = again.Handler()
	gone.Store(false)
	w.wait(`document.getElementById("offline").hidden`)
	s.say(bo, refunds, "Here again")
	w.waitText(by("message"), "Here again")
}

// TestTheBarHoldsAllThatItMayShow measures the bar at its fullest: something is due and a fault is on.
func TestTheBarHoldsAllThatItMayShow(t *testing.T) {
	s := newStage(t, func(*stage, envelope) any { return nil })
	for _, width := range []int64{1440, 1280, 1170, 1100, 700, 360} {
		w := open(t, s.as(ana, refunds), width, 700)
		s.act("bot", object{"next_due": "2026-11-24T10:00:00Z", "rested": true, "seq": 0})
		s.act("fault", object{"kind": "slow", "method": "*", "ms": 1, "times": -1})
		w.see("fault-banner")
		w.wait(`!document.querySelector('[data-testid="clock-due"]').hidden`)
		if apart := eval[string](w, `(() => {
		  const shown = [...document.querySelectorAll(".bar > *, .clock > *, .clock-moves > *")].filter((el) => el.checkVisibility() && !el.matches(".clock, .clock-moves"));
		  const boxes = shown.map((el) => [el, el.getBoundingClientRect()]);
		  for (const [a, at] of boxes) {
		    if (at.right > innerWidth + 1) return a.outerHTML.slice(0, 80) + " reaches beyond the edge";
		    for (const [b, other] of boxes) if (a !== b && at.left < other.right - 1 && other.left < at.right - 1 && at.top < other.bottom - 1 && other.top < at.bottom - 1) return a.textContent + " lies over " + b.textContent;
		  }
		  return "";
		})()`); apart != "" {
			t.Errorf("at %d px: %s", width, apart)
		}
		w.look(fmt.Sprintf("bar-%d", width))
		s.act("fault", object{"kind": "clear"})
	}
}

// TestFramePictures keeps pictures of the frame's parts, to look at.
func TestFramePictures(t *testing.T) {
	s := lively(t)
	s.act("user", object{"user": bo, "active": false})
	s.act("user", object{"user": "U0EMI00001", "dnd": object{"snooze_minutes": 60}})
	group := fmt.Sprint(s.act("channel", object{"as": bo, "op": "open", "users": []string{ana, "U0EMI00001"}})["channel"])
	s.say(bo, group, "The three of us?")
	s.say(bo, "C0GENERAL1", "Lunch, @ana?")
	for _, look := range []struct {
		name          string
		width, height int64
		also          []step
	}{
		{"frame-dark", 1280, 800, []step{dark()}},
		{"frame-narrow", 360, 740, nil},
	} {
		w := open(t, s.as(ana, refunds), look.width, look.height, look.also...)
		w.see("only-you")
		w.click("inspect")
		w.see("trace")
		w.wait(`document.querySelector(".trace-row")`)
		w.look(look.name + "-inspector")
		w.click("inspector-close")
		w.clickOn(`[data-testid^="more-"]`)
		w.look(look.name + "-menu")
		w.click("inspect-message")
		w.see("limits")
		w.look(look.name + "-inspected")
		w.click("inspector-close")
		w.clickOn(`.reaction.more`)
		w.look(look.name + "-picker")
		w.press(kb.Escape)
		w.click("faults")
		w.look(look.name + "-faults")
		w.click("fault-slack-is-down")
		w.see("fault-banner")
		w.look(look.name + "-banner")
		w.click("fault-clear")
		w.gone("fault-banner")
		w.ctrl("k")
		w.look(look.name + "-switcher")
		w.press(kb.Escape)
		w.do(chromedp.Focus(by("messages")))
		w.press("?")
		w.look(look.name + "-keys")
		w.press(kb.Escape)
		if look.width < 640 {
			w.click("open-sidebar")
			w.look(look.name + "-drawer")
		}
		w.click("new-message")
		w.look(look.name + "-to")
		w.click("message-dialog-no")
	}
}
