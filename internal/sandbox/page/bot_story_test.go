package page_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// program builds the real program once for all tests.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "page-bot-")
	if err != nil {
		return "", err
	}
	leftovers = append(leftovers, dir)
	path := filepath.Join(dir, "bot")
	if out, err := exec.Command("go", "build", "-o", path, "throughline/cmd/bot").CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return path, nil
})

// leftovers are folders that go when all tests are done.
var leftovers []string

// runBot runs `bot sandbox` of the real program; it returns the address of the page.
func runBot(t *testing.T, args ...string) string {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, append([]string{"sandbox", "--addr", "127.0.0.1:0", "--open=false"}, args...)...)
	cmd.Env = append(os.Environ(), "HOME="+t.TempDir(), "TMPDIR="+t.TempDir()) // being killed, it leaves things there
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	var url string
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(lines.Text()), "page"); ok {
			url = strings.TrimSpace(rest)
		}
		if strings.Contains(lines.Text(), "Ctrl-C") {
			return url
		}
	}
	t.Fatal("the sandbox did not get ready")
	return ""
}

// in is the selector of an input inside a form's field.
func in(block string) chromedp.CSS {
	return chromedp.CSS(fmt.Sprintf(`[data-testid="field-%s"] input, [data-testid="field-%s"] textarea`, block, block))
}

// write replaces what stands in a field.
func (w *window) write(block, words string) {
	w.t.Helper()
	w.see("field-" + block)
	eval[bool](w, fmt.Sprintf(`(() => { const el = document.querySelector(%q); el.focus(); el.select?.(); return true })()`, in(block)))
	w.do(chromedp.SendKeys(in(block), words))
}

// tick chooses an option of a field by its value.
func (w *window) tickOption(block, value string) {
	w.t.Helper()
	w.see("field-" + block)
	w.do(chromedp.Click(chromedp.CSS(fmt.Sprintf(`[data-testid="field-%s"] [data-testid="option-%s"]`, block, value))))
}

// send submits the form in front and waits until another title, or none, stands there.
func (w *window) send(title string) {
	w.t.Helper()
	w.waitText(by("modal"), title)
	w.click("modal-submit")
	w.wait(fmt.Sprintf(`![...document.querySelectorAll('[data-testid="modal"] h2')].some((h) => h.textContent === %q && h.checkVisibility())`, title))
}

// pressIn clicks a button of the message that holds the words.
func (w *window) pressIn(words, action string) {
	w.t.Helper()
	w.waitText(by("message"), words)
	find := fmt.Sprintf(`[...document.querySelectorAll('[data-testid="message"]')].filter((m) => m.textContent.includes(%q)).at(-1)?.querySelector('[data-testid="action-%s"]')`, words, action)
	w.wait(find)
	eval[bool](w, `(`+find+`).click() || true`)
}

// moveTo moves the clock to a moment on the wall of whoever looks, and waits for the walk to end.
func (w *window) moveTo(wall string) {
	w.t.Helper()
	w.click("clock-pick")
	eval[string](w, fmt.Sprintf(`document.querySelector('[data-testid="clock-pick-field"]').value = %q`, wall))
	w.click("clock-pick-go")
	w.see("clock-report")
	w.gone("clock-busy")
}

// The story with the real bot on the page: three people, each in a window of their own.
func TestTheStoryOnThePage(t *testing.T) {
	url := runBot(t, "--clock", "2026-11-23T09:12")
	at := func(user string, width, height int64) *window {
		return open(t, fmt.Sprintf("%s/?as=%s&in=%s", url, user, refunds), width, height)
	}
	anaW, bo, dee := at(ana, 1280, 800), at("U0BO000001", 390, 844), at("U0DEE00001", 1280, 800)

	anaW.say("/mission start Refunds in a day")
	anaW.write("end_state", "Nine refunds in ten reach the customer within a day.")
	anaW.shot("story-1-start")
	anaW.send("Start a mission")
	anaW.write("why_customers", "Their money is back before they begin to worry.")
	anaW.send("Why it matters")
	anaW.write("done_when_beginning", "we have followed ten refunds from end to end")
	anaW.shot("story-2-phases")
	anaW.send("Three phases")
	dee.waitText(by("message"), "Nine refunds in ten reach the customer within a day.")

	bo.pressIn("Done when", "join")
	bo.write("piece", "find where the days go")
	bo.tickOption("reach", "reflect")
	bo.shot("story-3-join-narrow")
	bo.send("Join this mission")
	anaW.waitText(by("message"), "Bo is in")

	bo.say("/mission blocked The bank's test system is closed until we have a contract number.")
	dee.pressIn("The bank's test system is closed", "help_offer")
	dee.say("/mission win")
	dee.write("text", "The first shop pays out the same day.")
	dee.send("Tell a win")
	anaW.waitText(by("message"), "The first shop pays out the same day.")
	anaW.shot("story-4-channel")
	bo.shot("story-4-channel-narrow")

	anaW.moveTo("2026-11-24T10:00")
	dee.pressIn("Answer in the thread among yourselves", "answer_here")
	dee.write("text", "We begin by asking the bank.")
	dee.shot("story-5-answer")
	dee.send("Answer here")
	dee.waitText(by("message"), "1 reply")

	anaW.moveTo("2026-11-27T22:00")
	bo.do(chromedp.Navigate(fmt.Sprintf("%s/?as=U0BO000001&in=@app", url)))
	bo.waitText(by("message"), "Answer opens a form that only I keep")
	bo.say("I learned to ask before I plan.")
	bo.waitText(by("message"), "Kept. Your message stays")
	bo.shot("story-6-reflection-narrow")

	anaW.say("/mission phase")
	anaW.tickOption("reached", "yes")
	anaW.write("learned", "Two of the bank's five days were our own queue.")
	anaW.send("Close the beginning")
	dee.waitText(by("message"), "The beginning is done. The middle starts today.")

	anaW.say("/mission complete")
	anaW.tickOption("ending", "on_purpose")
	anaW.send("End the mission")
	anaW.write("story", "The bank does this itself from March. We hand over what we learned.")
	anaW.send("Its story")
	anaW.shot("story-7-what-next")
	anaW.send("What comes next")
	dee.waitText(by("message"), "We hand over what we learned.")
	dee.shot("story-8-ended")

	bo.do(chromedp.Navigate(fmt.Sprintf("%s/?as=U0BO000001&in=%s", url, refunds)))
	bo.pressIn("We hand over what we learned.", "start_next")
	bo.see("field-name")
	bo.shot("story-9-next-narrow")
}
