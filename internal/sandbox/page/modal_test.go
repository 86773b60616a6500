package page_test

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"throughline/internal/sandbox/rules"
)

// askView is a modal with what is asked of the app and of this machine.
const askView = `{"type":"modal","callback_id":"ask","notify_on_close":true,"title":{"type":"plain_text","text":"A book"},"submit":{"type":"plain_text","text":"Send"},"blocks":[
 {"type":"input","block_id":"city","label":{"type":"plain_text","text":"City"},"element":{"type":"external_select","action_id":"v","min_query_length":2}},
 {"type":"input","block_id":"files","optional":true,"label":{"type":"plain_text","text":"Files"},"element":{"type":"file_input","action_id":"v","filetypes":["md"],"max_files":1}},
 {"type":"input","block_id":"note","optional":true,"label":{"type":"plain_text","text":"Note"},"element":{"type":"rich_text_input","action_id":"v","focus_on_load":true}}]}`

func opens(view string, also func(s *stage, e envelope) any) func(s *stage, e envelope) any {
	return func(s *stage, e envelope) any {
		if e.Type == "slash_commands" {
			s.api("views.open", object{"trigger_id": e.text("trigger_id"), "view": read(s.t, view)})
			return nil
		}
		return also(s, e)
	}
}

// TestAFormAsksTheAppAndTakesFiles: a menu that the app fills, a file of this
// machine and rich text arrive as Slack sends them.
func TestAFormAsksTheAppAndTakesFiles(t *testing.T) {
	s := newStage(t, opens(askView, func(_ *stage, e envelope) any {
		if e.text("type") != "block_suggestion" {
			return nil
		}
		return object{"options": []object{{"text": object{"type": "plain_text", "text": "Lisbon, " + e.text("value")}, "value": "lis"}}}
	}))
	w := s.wide(ana, refunds)
	w.say("/mission start")
	w.see("modal")
	w.wait(`document.activeElement.matches("[data-testid=field-note] [contenteditable]")`) // focus_on_load
	w.press("h", "i")
	w.click("modal-submit")
	w.see("field-error-city")
	w.wait(`document.activeElement.matches("[data-testid=field-city] input[aria-invalid=true]")`)
	w.press("l", "i", "s")
	w.click("option-lis")
	w.wait(`document.activeElement.value === "Lisbon, lis"`)

	note := filepath.Join(t.TempDir(), "note.md")
	if err := os.WriteFile(note, []byte("# Note\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.do(chromedp.SetUploadFiles(by("files-v"), []string{note}))
	w.see("chosen-note.md")
	w.click("modal-submit")
	w.gone("modal")
	sent := s.last("interactive").at("view", "state", "values")
	if city := sent.text("city", "v", "selected_option", "value"); city != "lis" {
		t.Errorf("the city came as %q", city)
	}
	files, _ := sent.at("files", "v")["files"].([]any)
	if len(files) != 1 || tree(files[0].(object)).text("name") != "note.md" {
		t.Errorf("the files came as %v", files)
	}
	if words := fmt.Sprint(sent.at("note", "v")["rich_text_value"]); !strings.Contains(words, "text:hi") {
		t.Errorf("the note came as %s", words)
	}
}

// TestUpdatesLeaveOpenListsAlone: what an update did not change keeps its
// elements, a list that is open among them.
func TestUpdatesLeaveOpenListsAlone(t *testing.T) {
	s := newStage(t, opens(formView, func(*stage, envelope) any { return nil }))
	w := s.wide(ana, refunds)
	w.say("/mission start")
	w.see("modal")
	w.clickOn(chromedp.CSS(`[data-testid=field-whom] .combo-box`))
	w.see("option-U0DEE00001")
	id := eval[string](w, `fetch("/_sandbox/state?as=U0ANA00001").then((r) => r.json()).then((s) => s.views[0].id)`)
	s.api("views.update", object{"view_id": id, "view": read(t, strings.Replace(formView, "For refunds. Anyone may start a mission.", "Chidi is typing too.", 1))})
	w.waitText(by("block-for"), "Chidi is typing too.")
	w.click("option-U0DEE00001")
	w.see("remove-U0DEE00001")
	w.press("e", "m", "i")
	w.wait(`document.activeElement.value === "emi"`)
}

// TestModalsStandOnEachOther: three of them, each with its depth; a form that is
// under way says so, one that the app does not answer keeps what was typed.
func TestModalsStandOnEachOther(t *testing.T) {
	hold := make(chan struct{})
	level := func(n int) string {
		return fmt.Sprintf(`{"type":"modal","title":{"type":"plain_text","text":"Level %d"},"submit":{"type":"plain_text","text":"Next"},
		 "blocks":[{"type":"input","block_id":"b%d","label":{"type":"plain_text","text":"Words"},"element":{"type":"plain_text_input","action_id":"v"}}]}`, n, n)
	}
	s := newStage(t, opens(level(1), func(s *stage, e envelope) any {
		switch e.text("view", "title", "text") {
		case "Level 1":
			return object{"response_action": "push", "view": read(s.t, level(2))}
		case "Level 2":
			return object{"response_action": "push", "view": read(s.t, level(3))}
		case "Level 3":
			<-hold
			return object{"response_action": "errors", "errors": object{"nobody": "has this block"}}
		}
		return nil
	}))
	w := s.wide(ana, refunds)
	w.say("/mission start")
	for n := 1; n <= 3; n++ {
		w.waitText(".modal-title", fmt.Sprintf("Level %d", n))
		w.wait(fmt.Sprintf(`document.activeElement.matches("[data-testid=field-b%d] input")`, n))
		w.press("a")
		if n == 3 {
			w.waitText(".modal-depth", "3 of 3")
			w.look("modal-third")
		}
		w.press(kb.Enter)
	}
	w.wait(`document.querySelector(".modal.submitting .modal-body").inert`)
	close(hold)
	w.see("modal-trouble")
	w.wait(`document.activeElement.matches("[data-testid=field-b3] input") && document.activeElement.value === "a"`)
	w.click("modal-back")
	w.waitText(".modal-title", "Level 2")
	w.wait(`document.querySelector("[data-testid=field-b2] input").value === "a"`)
}

// TestMessagesShowAllTheySay: blocks beside attachments, the table last; what
// hangs on a message can be pressed.
func TestMessagesShowAllTheySay(t *testing.T) {
	s := newStage(t, func(*stage, envelope) any { return nil })
	s.invite()
	s.api("chat.postMessage", object{"channel": refunds, "text": "all", "blocks": read(t, `[
	 {"type":"table","block_id":"t","rows":[[{"type":"raw_text","text":"Shop"}],[{"type":"raw_text","text":"Lisbon"}]]},
	 {"type":"section","block_id":"s","text":{"type":"mrkdwn","text":"*Above* the table"}}]`),
		"attachments": read(t, `[{"color":"#0B6B63","fallback":"hung","blocks":[{"type":"actions","block_id":"h","elements":[{"type":"button","action_id":"hung","text":{"type":"plain_text","text":"Press"},"value":"1"}]}]}]`)})
	w := s.wide(ana, refunds)
	w.see("attachment")
	order := eval[string](w, `[...document.querySelectorAll(".message-body > .content > .block")].map((el) => el.dataset.testid).join()`)
	if order != "block-s,block-t" {
		t.Errorf("the blocks stand as %s", order)
	}
	w.click("action-hung")
	s.until(w, "the button of the attachment", func() bool { return s.last("interactive").action().text("action_id") == "hung" })
	w.look("message-all")
}

// TestPicturesAreThoseOfThisMachine: a picture of the sandbox shows, by its file
// or its address; one of another host is named, and nothing is asked there.
func TestPicturesAreThoseOfThisMachine(t *testing.T) {
	s := newStage(t, func(*stage, envelope) any { return nil })
	s.invite()
	up := s.act("upload", object{"as": ana, "name": "dot.png", "data": base64.StdEncoding.EncodeToString(drawing(t))})
	f, _ := up["file"].(object)
	w := s.wide(ana, refunds)
	w.gallery("message", fmt.Sprintf(`[
	 {"type":"image","block_id":"a","slack_file":{"id":%q},"alt_text":"By its file"},
	 {"type":"image","block_id":"b","image_url":%q,"alt_text":"By its address"},
	 {"type":"image","block_id":"c","image_url":"https://pictures.example/x.png","alt_text":"Elsewhere"}]`, f["id"], f["url_private"]))
	w.wait(`[...document.querySelectorAll("img.large")].filter((el) => el.naturalWidth === 1600).length === 2`)
	w.waitText(".absent", "pictures.example, not loaded here")
	if waits := eval[float64](w, `performance.getEntriesByType("resource").filter((r) => !r.name.startsWith(location.origin)).length`); waits != 0 {
		t.Errorf("%v requests left the machine", waits)
	}
}

// TestAppsMayGoByAnotherName: a name and a face that an app gave itself stand in
// place of its own.
func TestAppsMayGoByAnotherName(t *testing.T) {
	w := open(t, newStage(t, nil).as(ana, refunds), 1280, 800)
	got := eval[string](w, `import("/static/message.js").then((m) => {
	  const store = { app: () => ({ user_id: "U0BOT00001" }), user: (id) => ({ id, is_bot: true, real_name: "Throughline" }) };
	  const author = m.authorOf({ user: "U0BOT00001", bot_id: "B0BOT00001", username: "Ledger", icons: { emoji: ":ledger:" } }, store);
	  return author.display_name + " " + m.avatar(author).textContent + " " + m.authorOf({ user: "U0BOT00001", bot_id: "B0BOT00001" }, store).real_name;
	})`)
	if got != "Ledger 📒 Throughline" {
		t.Errorf("the app goes by %q", got)
	}
}

// TestReadersSeeNamesChannelsAndTimesAsTheirOwn: a mention shows the name of now,
// a channel that the reader does not see shows as private, a date in the
// reader's zone; with blocks the text is read aloud and not shown.
func TestReadersSeeNamesChannelsAndTimesAsTheirOwn(t *testing.T) {
	rules.Keeps(t, "text/current-name", "text/private-channel-label", "text/dates", "text/blocks-over-text")
	s := newStage(t, func(*stage, envelope) any { return nil })
	s.invite()
	a, b := s.wide(ana, refunds), s.wide("U0CHIDI001", refunds)
	s.api("chat.postMessage", object{"channel": refunds, "text": "Said aloud", "blocks": read(t, `[{"type":"section","block_id":"s","text":{"type":"mrkdwn",
	 "text":"<@U0BO000001> in <#C0QUIET001> on <!date^1795687200^{date_num} {time}|26 November>"}}]`)})
	a.waitText(by("block-s"), "@Bo in quiet-room on 2026-11-26 10:00")
	b.waitText(by("block-s"), "@Bo in private channel on 2026-11-26 11:00")
	b.waitText("#polite", "Said aloud")
	if eval[bool](b, `document.querySelector(".content").textContent.includes("Said aloud")`) {
		t.Error("the text shows beside the blocks")
	}
	s.act("user", object{"user": "U0BO000001", "display_name": "Bodil"})
	a.waitText(by("block-s"), "@Bodil in")
}

// TestMenusOfPeopleAndChannels: people, bots and guests in the one, public channels in the other.
func TestMenusOfPeopleAndChannels(t *testing.T) {
	rules.Keeps(t, "element/users-list", "element/channels-list")
	s := newStage(t, opens(`{"type":"modal","title":{"type":"plain_text","text":"Menus"},"submit":{"type":"plain_text","text":"Send"},"blocks":[
	 {"type":"input","block_id":"who","label":{"type":"plain_text","text":"Who"},"element":{"type":"users_select","action_id":"who"}},
	 {"type":"input","block_id":"where","label":{"type":"plain_text","text":"Where"},"element":{"type":"channels_select","action_id":"where"}}]}`, func(*stage, envelope) any { return nil }))
	w := s.wide(ana, refunds)
	w.say("/mission start")
	w.see("modal")
	w.click("action-who")
	for _, id := range []string{"U0BO000001", app, "U0LOU00001"} { // a colleague, the app, a guest
		w.see("option-" + id)
	}
	w.press(kb.Escape)
	w.click("action-where")
	w.see("option-C0REFUNDS1")
	if eval[bool](w, `Boolean(document.querySelector("[data-testid=option-C0QUIET001]"))`) {
		t.Error("a private channel is offered among the public ones")
	}
}
