package page_test

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

func dark() step {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}},
		})
		return err
	})
}

// lively is a channel with talk, a card with a thread, an ephemeral and a pin.
func lively(t *testing.T) *stage {
	s := newStage(t, func(s *stage, e envelope) any {
		if e.Type == "slash_commands" {
			s.api("views.open", object{"trigger_id": e.text("trigger_id"), "view": read(t, formView)})
		}
		return nil
	})
	s.act("channel", object{"as": "U0ANA00001", "op": "invite", "channel": "C0REFUNDS1", "user": "U0BOT00001"})
	s.act("message", object{"as": "U0ANA00001", "channel": "C0REFUNDS1", "text": "Shall we make this a mission? @bo has numbers."})
	s.act("message", object{"as": "U0BO000001", "channel": "C0REFUNDS1", "text": "Followed refund 7 from end to end.\nThe bank step takes three of its five days."})
	s.act("message", object{"as": "U0BO000001", "channel": "C0REFUNDS1", "text": "More at https://example.com/refunds"})
	card := s.api("chat.postMessage", object{"channel": "C0REFUNDS1", "text": "Refunds in a day, middle, week 7 of 14.", "blocks": read(t, cardBlocks)})
	ts, _ := card["ts"].(string)
	s.api("pins.add", object{"channel": "C0REFUNDS1", "timestamp": ts})
	s.api("chat.postMessage", object{"channel": "C0REFUNDS1", "thread_ts": ts, "text": "Bo is in. Piece:\n&gt; find where the days go"})
	s.act("message", object{"as": "U0CHIDI001", "channel": "C0REFUNDS1", "thread_ts": ts, "text": "Good. I take the *bank's* test system."})
	s.act("react", object{"as": "U0DEE00001", "channel": "C0REFUNDS1", "ts": ts, "name": "eyes"})
	s.act("react", object{"as": "U0ANA00001", "channel": "C0REFUNDS1", "ts": ts, "name": "+1"})
	s.api("chat.postEphemeral", object{"channel": "C0REFUNDS1", "user": "U0ANA00001", "text": "I do not know *progess*. Did you mean *progress*?", "blocks": read(t, `[
	 {"type":"section","block_id":"oops","text":{"type":"mrkdwn","text":"I do not know *progess*. Did you mean *progress*?"}},
	 {"type":"actions","block_id":"fix","elements":[{"type":"button","action_id":"yes","style":"primary","text":{"type":"plain_text","text":"Yes, tell progress"}},{"type":"button","action_id":"help","text":{"type":"plain_text","text":"Help"}}]}]`)})
	s.api("views.publish", object{"user_id": "U0ANA00001", "view": read(t, homeView)})
	s.api("chat.postMessage", object{"channel": "U0ANA00001", "text": "Where did your last good hour on this come from?"})
	return s
}

// look keeps a picture and checks that nothing reaches beyond the window's edges.
func (w *window) look(name string) {
	w.t.Helper()
	w.shot(name)
	for _, el := range eval[[]string](w, `[...document.querySelectorAll("header, main, main *, aside, aside *, dialog[open], dialog[open] *, .menu, .menu *, .bar > *")]
	  .filter((el) => el.checkVisibility({ visibilityProperty: true }))
	  .filter((el) => !el.closest(".table *, .strip *")) // these scroll by themselves
	  .filter((el) => el.getBoundingClientRect().width > 0 && (el.getBoundingClientRect().right > innerWidth + 1 || el.getBoundingClientRect().left < -1))
	  .slice(0, 5).map((el) => el.tagName + "." + el.getAttribute("class") + " " + el.textContent.slice(0, 40))`) {
		w.t.Errorf("%s: beyond the edge: %s", name, el)
	}
}

func TestPictures(t *testing.T) {
	s := lively(t)
	for _, look := range []struct {
		name          string
		width, height int64
		also          []step
	}{
		{"wide", 1280, 800, nil},
		{"wide-dark", 1280, 800, []step{dark()}},
		{"narrow", 390, 844, nil},
		{"smallest", 320, 640, []step{dark()}},
	} {
		w := open(t, s.url+"/?as=U0ANA00001&in=C0REFUNDS1", look.width, look.height, look.also...)
		w.see("only-you")
		w.look(look.name + "-channel")
		w.do(chromedp.SendKeys(by("composer"), "/"))
		w.see("completion")
		w.look(look.name + "-complete")
		w.typeIn("composer", "mission start ")
		w.click("send")
		w.see("modal")
		w.look(look.name + "-modal")
		w.click("modal-submit")
		w.see("field-error-name")
		w.look(look.name + "-errors")
		w.click("modal-close")
		w.gone("modal")
		w.clickOn(chromedp.CSS(`.thread-link`))
		w.see("thread-panel")
		w.look(look.name + "-thread")
		w.click("thread-close")
		if look.width < 640 {
			w.click("open-sidebar")
			w.look(look.name + "-drawer")
		}
		w.click("dm-app")
		w.see("messages-tab")
		w.click("home-tab")
		w.see("block-today")
		w.look(look.name + "-home")
		w.click("person-switcher")
		w.see("as-bo")
		w.look(look.name + "-people")
	}
}
