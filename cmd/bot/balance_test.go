package main

import (
	"strconv"
	"strings"
	"testing"
)

// half fills one view of the balance check: a letter a pair, from the given number on.
func half(from int, letters string) object {
	values := object{}
	for i, c := range letters {
		values["pair_"+strconv.Itoa(from+i)] = string(c)
	}
	return values
}

// balances makes a whole check by command.
func (p person) balances(channel, letters string) {
	p.t.Helper()
	p.asks(channel, "balance")
	p.fills("Your balance", half(0, letters[:4]))
	p.fills("Your balance", half(4, letters[4:]))
}

func TestABalanceIsComparedWithTheOneBefore(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	bo, dee := d.person("Bo"), d.person("Dee")
	bo.asks("#refunds", "balance")
	bo.tries("Your balance", half(0, "bbb"))
	bo.holds("Your balance", false, "Send me the picture")
	bo.fills("Your balance", half(0, "bbbb"))
	bo.holds("Your balance", true, "A way of doing, a way of being")
	bo.closes(true) // left halfway: the first half is kept for a while
	bo.asks("#refunds", "balance")
	bo.fills("Your balance", object{})
	bo.fills("Your balance", half(4, "bfbs"))
	bo.holds("Your balance", true, "Both, in six of eight. It is and, not or.", "Directing, serving: mostly directing")
	bo.closes(true)

	d.goes("2026-12-08T09:00:00Z")
	bo.balances("@app", "bbbbbbbf")
	bo.holds("Your balance", true, "Compared with Monday 23 November: more serving and improving, less inventing.")
	bo.tapsForm("All my checks")
	bo.holds("Your balance", true, "Tuesday 8 December", "Monday 23 November")
	bo.tapsForm("Open the check of Monday 23 November")
	bo.holds("Your balance", true, "Both, in six of eight.")
	if n := len(bo.messages("@app")); n != 0 {
		t.Errorf("%d messages tell of it", n)
	}
	bo.tapsForm("Send me the picture")
	bo.holds("Your balance", true, "The picture is on its way")
	file := bo.latest("@app")
	files := list(file, "files")
	if len(files) != 1 || !strings.Contains(jsonText(files), "Your balance, Monday 23 November") ||
		!strings.Contains(jsonText(files), "Directing, serving: mostly directing") {
		t.Errorf("the picture is %s", jsonText(file))
	}
	if strings.Contains(jsonText(files), "8 December") {
		t.Error("the picture shows a later check")
	}
	bo.tapsForm("Delete this one")
	bo.holds("Your balance", false, "23 November")
	bo.holds("Your balance", true, "Both, in seven of eight.", "8 December")

	dee.balances("#refunds", "llllllll")
	dee.holds("Your balance", true, "Both, in none of eight. It is and, not or.")
	if strings.Contains(dee.screen(), "seven of eight") {
		t.Error("Dee sees Bo's check")
	}
}
