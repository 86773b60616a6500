package page_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// fields opens a window on the inputs of a modal, drawn by themselves.
func fields(t *testing.T) *window {
	t.Helper()
	w := open(t, newStage(t, nil).as(ana, refunds), 1280, 2000)
	w.gallery("modal", galleryFields)
	return w
}

// typed is what stands in a field as Slack's state would have it.
func (w *window) typed(action string) string {
	w.t.Helper()
	return eval[string](w, `JSON.stringify(Object.values(window.values()).find((o) => o[`+quoted(action)+`] !== undefined)?.[`+quoted(action)+`] ?? null)`)
}

func (w *window) holds(action, want string) {
	w.t.Helper()
	if got := w.typed(action); got != want {
		w.t.Errorf("%s holds\n %s, want\n %s", action, got, want)
	}
}

func TestMenusAreNarrowedDownByTyping(t *testing.T) {
	w := fields(t)
	w.click("action-kind")
	w.waitText(".combo-list:not([hidden]) .menu-heading", "Hard")
	w.press("r", "i", "s")
	w.wait(`document.querySelectorAll(".combo-option").length === 1`)
	w.press(kb.Enter)
	w.wait(`document.activeElement.value === "Risk" && document.activeElement.getAttribute("aria-expanded") === "false"`)
	w.holds("kind", `{"selected_option":{"text":{"type":"plain_text","text":"Risk"},"value":"risk"}}`)
	w.click("action-kind")
	w.press("p", "r", "o", kb.Escape)
	w.wait(`document.activeElement.value === "Risk"`) // what was typed to look for something is no choice
	w.clickOn(chromedp.CSS(`.combo-box:has([data-testid=action-kind]) .combo-clear`))
	w.holds("kind", `null`)
}

func TestListsOfSeveralKeepToTheirLimit(t *testing.T) {
	w := fields(t)
	w.click("action-whom")
	w.click("option-U0ANA00001")
	w.waitText(".combo-note", "Up to 2 can be chosen.")
	w.click("option-U0CHIDI001") // refused: the list is full
	w.holds("whom", `{"selected_users":["U0BO000001","U0ANA00001"]}`)
	w.press(kb.Escape)
	w.click("remove-U0BO000001")
	w.holds("whom", `{"selected_users":["U0ANA00001"]}`)
	w.press(kb.Backspace)
	w.holds("whom", `{"selected_users":[]}`)
}

func TestMenusThatAskTheAppWaitForEnoughLetters(t *testing.T) {
	w := fields(t)
	w.click("action-city")
	w.waitText(".combo-list:not([hidden])", "Type a character or more.")
	w.press("l", "o")
	w.see("option-London")
	w.press(kb.ArrowDown, kb.Enter)
	w.wait(`document.activeElement.value === "London"`)
	if asked := eval[string](w, `window.asked`); asked != "lo" {
		t.Errorf("the app was asked for %q", asked)
	}
}

func TestConversationMenusOfferWhatTheirFilterLetsThrough(t *testing.T) {
	w := fields(t)
	w.holds("where", `{"selected_conversation":"C0REFUNDS1"}`) // the conversation in which the modal was opened
	w.click("action-where")
	w.wait(`[...document.querySelectorAll(".combo-option")].map((el) => el.textContent).join() === "refunds,quiet-room"`)
}

func TestWordsAreCountedNearTheirEnds(t *testing.T) {
	w := fields(t)
	count := `document.querySelector('[data-testid=field-` + blockOf("name") + `] .count').textContent`
	if got := eval[string](w, count); got != "" {
		t.Errorf("a short name is counted: %q", got)
	}
	w.typeIn("action-name", strings.Repeat("a", 60))
	if got := eval[string](w, count); got != "4" {
		t.Errorf("%q characters are left, want 4", got)
	}
	w.typeIn("action-why", "one\ntwo\nthree\nfour\nfive\nsix")
	if h := eval[float64](w, `document.querySelector('[data-testid=action-why]').offsetHeight`); h < 140 {
		t.Errorf("a box with six lines is %v px high", h)
	}
	w.typeIn("action-look", "a")
	w.press(kb.Enter)
	w.wait(`window.used.length === 1 && window.used[0].value === "a"`)
}

// blockOf is the block of the gallery's fields that holds an element.
func blockOf(action string) string {
	at := strings.Index(galleryFields, `"action_id":"`+action+`"`)
	rest := galleryFields[at:]
	_, rest, _ = strings.Cut(rest, `"block_id":"`)
	id, _, _ := strings.Cut(rest, `"`)
	return id
}

func TestRichTextIsWrittenAndRead(t *testing.T) {
	w := fields(t)
	area := chromedp.CSS(`[data-testid=action-note]`)
	wipe := func() {
		eval[bool](w, `(() => { const a = document.querySelector("[data-testid=action-note]"); a.focus(); getSelection().selectAllChildren(a); document.execCommand("delete"); return a.textContent === ""; })()`)
		w.press(kb.Backspace) // out of the list or quote that is empty now
	}
	tool := func(name string) { w.clickOn(chromedp.CSS(`.rich-tools [data-tool=` + name + `]`)) }

	w.do(chromedp.SendKeys(area, "x")) // what stood there is kept, and what is typed added
	if got := w.typed("note"); !strings.Contains(got, `{"type":"user","user_id":"U0BO000001"}`) || !strings.Contains(got, `"style":{"bold":true}`) || !strings.Contains(got, `"rich_text_list"`) {
		t.Errorf("the first words were read as %s", got)
	}
	for _, row := range []struct {
		sentence string
		write    func()
		want     string
	}{
		{"plain lines are one section", func() { w.press("a", kb.Enter, "b") }, `[{"type":"rich_text_section","elements":[{"type":"text","text":"a\nb"}]}]`},
		{"bold words have a style", func() { tool("bold"); w.press("a"); tool("bold"); w.press(" ", "b") },
			`[{"type":"rich_text_section","elements":[{"type":"text","text":"a","style":{"bold":true}},{"type":"text","text":" b"}]}]`},
		{"lists are lists", func() { tool("bullets"); w.press("a", kb.Enter, "b") },
			`[{"type":"rich_text_list","style":"bullet","indent":0,"border":0,"elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"a"}]},{"type":"rich_text_section","elements":[{"type":"text","text":"b"}]}]}]`},
		{"quotes are quotes", func() { tool("quote"); w.press("a") }, `[{"type":"rich_text_quote","elements":[{"type":"text","text":"a"}]}]`},
		{"an empty line leads out of a quote", func() { tool("quote"); w.press("a", kb.Enter, "b", kb.Enter, kb.Enter, "c") },
			`[{"type":"rich_text_quote","elements":[{"type":"text","text":"a\nb"}]},{"type":"rich_text_section","elements":[{"type":"text","text":"c"}]}]`},
		{"blocks of code have no style", func() { tool("fence"); w.press("a") }, `[{"type":"rich_text_preformatted","elements":[{"type":"text","text":"a"}]}]`},
		{"emoji and addresses are found in what is typed", func() { w.do(chromedp.SendKeys(area, ":wave: https://a.example/b.")) },
			`[{"type":"rich_text_section","elements":[{"type":"emoji","name":"wave","unicode":"1f44b"},{"type":"text","text":" "},{"type":"link","url":"https://a.example/b"},{"type":"text","text":"."}]}]`},
		{"a mention is a person", func() { tool("at"); w.click("mention-U0CHIDI001") }, `[{"type":"rich_text_section","elements":[{"type":"user","user_id":"U0CHIDI001"},{"type":"text","text":" "}]}]`},
	} {
		wipe()
		row.write()
		if got, want := w.typed("note"), `{"rich_text_value":{"type":"rich_text","elements":`+row.want+`}}`; got != want {
			t.Errorf("%s:\n got %s\nwant %s", row.sentence, got, want)
		}
	}
	wipe()
	w.holds("note", `null`)
}

func TestTablesAreSortedFilteredAndTurned(t *testing.T) {
	w := open(t, newStage(t, nil).as(ana, refunds), 1280, 2000)
	w.gallery("message", galleryNumbers)
	column := func(n int) string {
		return eval[string](w, fmt.Sprintf(`[...document.querySelectorAll(".data tbody tr")].map((row) => row.children[%d].textContent).join()`, n))
	}
	for _, step := range []struct{ press, want string }{
		{"", "5,2.5,12"}, {"table-next", "1,3"}, {"sort-2", "1,2.5,3"}, {"sort-2", "12,5,3"}, {"sort-2", "5,2.5,12"},
	} {
		if step.press != "" {
			w.click(step.press)
		}
		if got := column(2); got != step.want {
			t.Errorf("after %q the days are %s, want %s", step.press, got, step.want)
		}
	}
	w.typeIn("table-filter", "lis")
	if got := column(1); got != "Lisbon,Lisbon" {
		t.Errorf("the filter shows %s", got)
	}
	w.click("action-row7")
	w.wait(`window.used.at(-1).action_id === "row7"`)
}

func TestChartsHaveTheirNumbersAsATable(t *testing.T) {
	w := open(t, newStage(t, nil).as(ana, refunds), 1280, 2000)
	w.gallery("message", galleryNumbers)
	w.clickOn(chromedp.CSS(`.chart:has(.of-bar) summary`))
	got := eval[string](w, `[...document.querySelectorAll(".chart:has(.of-bar) tbody tr")].map((row) => [...row.children].map((cell) => cell.textContent).join(" ")).join("|")`)
	if want := "Mon 12 5 3|Tue 9 8 4|Wed 14 6 2|Thu 7 -3 6|Fri 11 9 5"; got != want {
		t.Errorf("the table reads\n %s, want\n %s", got, want)
	}
	below := eval[bool](w, `(() => { const [bar] = [...document.querySelectorAll(".of-bar .series-1 .swatch")].filter((r, i) => i === 3); return bar.y.baseVal.value >= document.querySelector(".of-bar .base").y1.baseVal.value; })()`)
	if !below {
		t.Error("a bar below zero does not hang below the line")
	}
	for _, row := range []struct{ values, want string }{
		{"[]", "0,1"}, {"[0]", "0,1"}, {"[3]", "0,1,2,3"}, {"[-3, 14]", "-5,0,5,10,15"}, {"[0.02, 0.11]", "0,0.025,0.05,0.075,0.1,0.125"}, {"[-7]", "-8,-6,-4,-2,0"},
	} {
		if got := inModule[string](w, "chart_axes", "m.ticks("+row.values+").join()"); got != row.want {
			t.Errorf("the scale of %s is %s, want %s", row.values, got, row.want)
		}
	}
}

func TestLongSectionsFoldInMessages(t *testing.T) {
	w := open(t, newStage(t, nil).as(ana, refunds), 1280, 2000)
	w.gallery("message", galleryWords)
	w.wait(`document.querySelectorAll(".folded").length === 1`)
	w.click("see-more")
	w.wait(`document.querySelectorAll(".folded").length === 0 && document.querySelector("[data-testid=see-more]").textContent === "See less"`)
	w.gallery("home", galleryWords)
	w.wait(`document.querySelectorAll(".folded").length === 0`)
}

// TestTakenBackChoicesShowWhatStoodThere: a choice that is not confirmed is none.
func TestTakenBackChoicesShowWhatStoodThere(t *testing.T) {
	w := fields(t)
	w.gallery("message", `[{"type":"actions","block_id":"a","elements":[
	 {"type":"static_select","action_id":"topic","initial_option":{"text":{"type":"plain_text","text":"One"},"value":"1"},"options":[{"text":{"type":"plain_text","text":"One"},"value":"1"},{"text":{"type":"plain_text","text":"Two"},"value":"2"}]},
	 {"type":"checkboxes","action_id":"boxes","options":[{"text":{"type":"plain_text","text":"Box"},"value":"b"}]}]}]`)
	eval[bool](w, `window.refuse = true`)
	w.click("action-topic")
	w.click("option-2")
	w.wait(`document.querySelector("[data-testid=action-topic]").value === "One"`)
	w.click("option-b")
	w.wait(`!document.querySelector("[data-testid=option-b]").checked`)
}
