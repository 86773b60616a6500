package page_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"throughline/internal/sandbox/rules"
)

const (
	ana     = "U0ANA00001"
	refunds = "C0REFUNDS1"
	app     = "U0BOT00001"
)

// as is the address of a person's window on a channel.
func (s *stage) as(user, channel string) string {
	return fmt.Sprintf("%s/?as=%s&in=%s", s.url, user, channel)
}

// wide opens a person's window on a channel at the usual size.
func (s *stage) wide(user, channel string) *window {
	s.t.Helper()
	return open(s.t, s.as(user, channel), 1280, 800)
}

func (s *stage) invite() {
	s.t.Helper()
	s.act("channel", object{"as": ana, "op": "invite", "channel": refunds, "user": app})
}

// until waits for something that the app got.
func (s *stage) until(w *window, sentence string, ok func() bool) {
	s.t.Helper()
	for range 200 {
		if ok() {
			return
		}
		w.do(chromedp.Sleep(tick))
	}
	s.t.Fatalf("never came: %s", sentence)
}

func (w *window) press(keys ...string) {
	w.t.Helper()
	for _, key := range keys {
		if key == kb.Enter {
			w.do(chromedp.Func(enter))
			continue
		}
		w.do(chromedp.KeyEvent(key))
	}
}

// enter presses Enter as a keyboard does: the character belongs to the key going
// down, so a page that handles the key gets no line break.
func enter(ctx context.Context, t *chromedp.Target) error {
	down := input.DispatchKeyEventParams{
		Type: input.DispatchKeyEventTypeKeyDown, Key: "Enter", Code: "Enter", Text: "\r", WindowsVirtualKeyCode: 13,
	}
	up := down
	up.Type, up.Text = input.DispatchKeyEventTypeKeyUp, ""
	for _, event := range []input.DispatchKeyEventParams{down, up} {
		if _, err := cdp.Call(ctx, t, input.DispatchKeyEvent, event); err != nil {
			return err
		}
	}
	return nil
}

func (w *window) focus() string {
	w.t.Helper()
	return eval[string](w, `document.activeElement?.dataset?.testid || document.activeElement?.className || ""`)
}

func (w *window) valueIn(selector chromedp.CSS) string {
	w.t.Helper()
	return eval[string](w, `document.querySelector(`+quoted(string(selector))+`).value`)
}

const nameField = `[data-testid="field-name"] input`

// TestFormIsFilledInCorrectedAndPassedOn: a command opens a form; what is
// missing is said at its field, what the app refuses too; a pushed view has a
// way back; nothing typed is lost on the way.
func TestFormIsFilledInCorrectedAndPassedOn(t *testing.T) {
	pushed := `{"type":"modal","title":{"type":"plain_text","text":"Why it matters"},"submit":{"type":"plain_text","text":"Start"},"close":{"type":"plain_text","text":"Back"},
	 "blocks":[{"type":"input","block_id":"us","optional":true,"label":{"type":"plain_text","text":"What changes for us?"},"element":{"type":"plain_text_input","action_id":"v"}}]}`
	tries := 0
	s := newStage(t, func(s *stage, e envelope) any {
		switch {
		case e.Type == "slash_commands":
			s.api("views.open", object{"trigger_id": e.text("trigger_id"), "view": read(s.t, formView)})
		case e.text("type") == "view_submission" && e.text("view", "title", "text") == "Start a mission":
			tries++
			if tries == 1 {
				return object{"response_action": "errors", "errors": object{"name": "That name is taken. Choose another."}}
			}
			return object{"response_action": "push", "view": read(s.t, pushed)}
		}
		return nil
	})
	w := s.wide(ana, refunds)
	w.say("/mission start")
	w.see("modal")
	w.wait(`document.activeElement.matches('` + nameField + `')`)
	w.click("modal-submit")
	w.see("field-error-name")
	if s.last("interactive").ID != "" {
		t.Error("an empty form was sent to the app")
	}

	w.do(chromedp.SendKeys(chromedp.CSS(nameField), "Refunds in a day"))
	w.clickOn(chromedp.CSS(`[data-testid="field-steer"] [data-testid="option-self"]`))
	w.clickOn(chromedp.CSS(`[data-testid="field-whom"] .combo-box`))
	w.click("option-U0DEE00001")
	w.press(kb.Escape)
	w.see("modal")
	w.click("modal-submit")
	w.waitText(by("field-error-name"), "That name is taken.")
	w.wait(`document.activeElement.matches('` + nameField + `[aria-invalid=true]')`)
	w.do(chromedp.SendKeys(chromedp.CSS(nameField), " now"))
	w.click("modal-submit")
	w.waitText(".modal-title", "Why it matters")

	sent := s.last("interactive").at("view", "state", "values")
	if name := sent.text("name", "v", "value"); name != "Refunds in a day now" {
		t.Errorf("the name came as %q", name)
	}
	if lead := sent.text("steer", "v", "selected_option", "value"); lead != "self" {
		t.Errorf("who steers came as %q", lead)
	}
	if by := sent.text("by", "v", "selected_date"); by != "2026-12-18" {
		t.Errorf("the untouched date came as %q", by)
	}
	if whom := fmt.Sprint(sent.at("whom", "v")["selected_users"]); whom != "[U0DEE00001]" {
		t.Errorf("whom to thank came as %s", whom)
	}

	w.click("modal-back")
	w.waitText(".modal-title", "Start a mission")
	if got := w.valueIn(nameField); got != "Refunds in a day now" {
		t.Errorf("after Back the name is %q", got)
	}
	w.click("modal-submit")
	w.waitText(".modal-title", "Why it matters")
	w.click("modal-submit")
	w.waitText(".modal-title", "Start a mission")
	w.click("modal-x")
	w.see("confirm")
	w.click("confirm-yes")
	w.gone("modal")
	s.until(w, "view_closed with is_cleared", func() bool {
		last := s.last("interactive")
		return last.text("type") == "view_closed" && last.Payload["is_cleared"] == true
	})
}

func TestUpdateKeepsWhatWasTyped(t *testing.T) {
	s := newStage(t, func(s *stage, e envelope) any {
		if e.Type == "slash_commands" {
			s.api("views.open", object{"trigger_id": e.text("trigger_id"), "view": read(s.t, formView)})
		}
		return nil
	})
	w := s.wide(ana, refunds)
	w.say("/mission start")
	w.see("modal")
	w.do(chromedp.SendKeys(chromedp.CSS(nameField), "Half a na"))
	state := eval[object](w, `fetch("/_sandbox/state?as=U0ANA00001").then((r) => r.json())`)
	views, _ := state["views"].([]any)
	top, _ := views[0].(object)
	changed := strings.Replace(formView, "For refunds. Anyone may start a mission.", "Chidi is typing too.", 1)
	s.api("views.update", object{"view_id": top["id"], "view": read(t, changed)})
	w.waitText(by("block-for"), "Chidi is typing too.")
	w.press("m", "e")
	if got := w.valueIn(nameField); got != "Half a name" {
		t.Errorf("after the update the field holds %q", got)
	}
}

func TestElementsOfAMessageActAndAskFirst(t *testing.T) {
	rules.Keeps(t, "click/confirm")
	s := newStage(t, func(*stage, envelope) any { return nil })
	s.invite()
	s.api("chat.postMessage", object{"channel": refunds, "text": "card", "blocks": read(t, cardBlocks)})
	w := s.wide(ana, refunds)
	pressed := func(id string) func() bool {
		return func() bool { return s.last("interactive").action().text("action_id") == id }
	}
	w.click("action-tell")
	s.until(w, "the primary button", pressed("tell"))
	if v := s.last("interactive").action().text("value"); v != "m1" {
		t.Errorf("the button's value came as %q", v)
	}
	w.click("action-erase")
	w.click("confirm-no")
	w.gone("confirm")
	w.click("action-more")
	w.click("option-block")
	s.until(w, "the overflow menu", pressed("more"))
	if v := s.last("interactive").action().text("selected_option", "value"); v != "block" {
		t.Errorf("the overflow's option came as %q", v)
	}
	w.click("action-topic")
	w.click("option-privacy")
	s.until(w, "the select", pressed("topic"))
	w.click("action-erase")
	w.see("confirm")
	w.press(kb.Escape)
	w.gone("confirm")
	if pressed("erase")() {
		t.Error("the button was pressed although it was not confirmed")
	}
	w.click("action-erase")
	w.click("confirm-yes")
	s.until(w, "the confirmed button", pressed("erase"))
}

func TestWindowsOfTwoPeopleLiveSideBySide(t *testing.T) {
	s := newStage(t, func(*stage, envelope) any { return nil })
	s.invite()
	a, b := s.wide(ana, refunds), s.wide("U0BO000001", refunds)
	b.say("Followed refund 7, @ana")
	a.waitText(by("message"), "Followed refund 7, @Ana")
	a.wait(`document.querySelector(".mention.me")`)
	s.api("chat.postEphemeral", object{"channel": refunds, "user": ana, "text": "Between us."})
	a.see("only-you")
	a.say("I saw it")
	b.waitText(by("message"), "I saw it")
	if eval[bool](b, `document.body.textContent.includes("Between us.")`) {
		t.Error("Bo sees what only Ana may see")
	}
	s.act("message", object{"as": "U0CHIDI001", "channel": "C0CHECKOU1", "text": "Elsewhere"})
	a.waitText(by("channel-checkout")+" .count", "1")
	a.click("channel-checkout")
	a.waitText(by("message"), "Elsewhere")
	a.wait(`!document.querySelector('[data-testid="channel-checkout"] .count')`)
	b.wait(`document.querySelector('[data-testid="channel-quiet-room"]') && !document.querySelector('[data-testid="channel-partners"].unread')`)
}

func TestComposerCompletesByKeyboard(t *testing.T) {
	s := newStage(t, func(*stage, envelope) any { return nil })
	w := s.wide(ana, refunds)
	w.typeIn("composer", "/mission pro")
	w.see("completion")
	w.press(kb.Enter)
	if got := w.valueIn(by("composer")); got != "/mission progress " {
		t.Fatalf("Enter completed to %q", got)
	}
	w.press("@", "d", "e")
	w.waitText(by("completion"), "Dee")
	w.press(kb.Tab)
	w.typeIn("composer", "drew it")
	w.press(kb.Enter)
	s.until(w, "the command", func() bool { return s.last("slash_commands").ID != "" })
	if got := s.last("slash_commands").text("text"); got != "progress <@U0DEE00001|dee> drew it" {
		t.Errorf("the command's text is %q", got)
	}
	w.typeIn("composer", "/mission ")
	w.see("completion")
	w.press(kb.Enter)
	s.until(w, "the bare command", func() bool { return s.last("slash_commands").text("text") == "" })
	w.typeIn("composer", "/mi")
	w.press(kb.ArrowDown, kb.ArrowDown, kb.Tab)
	if got := w.valueIn(by("composer")); got != "/mission join " {
		t.Errorf("the third row gave %q", got)
	}
}

func TestTypedTextComesBackWhenNobodyTakesIt(t *testing.T) {
	s := newStage(t, nil)
	w := s.wide(ana, refunds)
	w.say("/mission progress with no app there")
	w.see("notice")
	if got := w.valueIn(by("composer")); got != "/mission progress with no app there" {
		t.Errorf("the composer holds %q", got)
	}
	w.waitText(by("message"), "dispatch_failed")
}

func TestWhatWasBegunMeanwhileStaysBehindWhatComesBack(t *testing.T) {
	release := make(chan struct{})
	t.Cleanup(func() { close(release) })
	s := newStage(t, func(*stage, envelope) any {
		<-release
		return nil
	})
	w := s.wide(ana, refunds)
	w.say("/mission progress unheard")
	w.wait(`document.querySelector('[data-testid="composer"]').value === ""`)
	w.typeIn("composer", "and something new")
	s.act("fault", object{"kind": "drop"})
	w.see("notice")
	if got := w.valueIn(by("composer")); got != "/mission progress unheard\nand something new" {
		t.Errorf("the composer holds %q", got)
	}
}

func TestWhatWasBegunOutlivesAReload(t *testing.T) {
	s := newStage(t, nil)
	w := s.wide(ana, refunds)
	w.typeIn("composer", "half a sentence")
	w.do(chromedp.Reload())
	w.see("composer")
	w.wait(`document.querySelector('[data-testid="composer"]').value === "half a sentence"`)
	if other := s.wide(bo, refunds).valueIn(by("composer")); other != "" {
		t.Errorf("Bo finds %q begun", other)
	}
}

func TestWhatWasDismissedStaysAway(t *testing.T) {
	s := newStage(t, nil)
	s.invite()
	s.api("chat.postEphemeral", object{"channel": refunds, "user": "U0ANA00001", "text": "read and done"})
	w := s.wide(ana, refunds)
	w.waitText(by("messages"), "read and done")
	w.do(chromedp.Click(chromedp.Search(`//button[contains(., "Dismiss")][ancestor::*[@data-testid="message"]]`)))
	away := `document.body.dataset.ready === "true" && !document.querySelector("[data-testid=messages]").textContent.includes("read and done")`
	w.wait(away)
	w.do(chromedp.Reload())
	w.wait(away)
}

func TestThreadPanel(t *testing.T) {
	s := newStage(t, func(*stage, envelope) any { return nil })
	ts := fmt.Sprint(s.act("message", object{"as": "U0BO000001", "channel": refunds, "text": "Which step takes longest?"})["ts"])
	w := s.wide(ana, refunds)
	w.do(chromedp.Focus(chromedp.CSS(`[data-testid="open-thread-` + ts + `"]`)))
	w.click("open-thread-" + ts)
	w.see("thread-panel")
	w.typeIn("thread-composer", "The bank's")
	w.click("thread-send")
	w.waitText(`[data-testid="thread-panel"] [data-testid="message"]`, "The bank's")
	w.waitText(chromedp.CSS(`[data-testid="messages"] [data-testid="open-thread-`+ts+`"]`), "1 reply")
	w.typeIn("thread-composer", "/mission win in a thread")
	w.click("thread-send")
	w.waitText(by("notice"), "does not work in threads")
	w.click("thread-close")
	w.gone("thread-panel")
}

func TestAppHasHomeAndMessages(t *testing.T) {
	s := newStage(t, func(s *stage, e envelope) any {
		if e.text("event", "type") == "app_home_opened" && e.text("event", "tab") == "home" {
			s.api("views.publish", object{"user_id": e.text("event", "user"), "view": read(s.t, homeView)})
		}
		return nil
	})
	w := s.wide(ana, refunds)
	w.click("dm-app")
	w.click("home-tab")
	w.see("block-today")
	w.click("action-open_it")
	s.until(w, "the Home's button", func() bool { return s.last("interactive").action().text("action_id") == "open_it" })
	w.click("messages-tab")
	w.say("a reply in the direct conversation")
	w.waitText(by("message"), "a reply in the direct conversation")
	s.until(w, "message.im", func() bool { return s.last("events_api").text("event", "channel_type") == "im" })
	byID := s.wide(ana, "D0ANA00001") // as a link to a message there
	byID.wait(`document.querySelector('[data-testid="messages-tab"]')?.ariaSelected === "true"`)
}
