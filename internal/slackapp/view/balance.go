package view

import (
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"throughline/internal/coaching"
	"throughline/internal/mission"
)

// The balance check: eight pairs of managing and leading, as and rather than or. Nothing of it stands in a
// message; the picture goes to whoever asks for it.

// side is one side of a pair: as it is asked, and as it is compared.
type side struct{ name, short string }

// pairs are the eight, in the order of the check.
var pairs = [coaching.Pairs][2]side{
	{{"systems and processes", "systems"}, {"people and culture", "people"}},
	{{"goals and measures", "measures"}, {"purpose and principles", "purpose"}},
	{{"control", "control"}, {"commitment", "commitment"}},
	{{"planning", "planning"}, {"seizing openings", "seizing openings"}},
	{{"a way of doing", "doing"}, {"a way of being", "being"}},
	{{"directing", "directing"}, {"serving", "serving"}},
	{{"responding", "responding"}, {"initiating", "initiating"}},
	{{"improving what is", "improving"}, {"inventing what could be", "inventing"}},
}

// firstHalf is how many pairs stand in the first form.
const firstHalf = coaching.Pairs / 2

// chosen says a choice about a pair in words.
func chosen(pair int, c coaching.Choice) string {
	switch c {
	case coaching.MostlyFirst:
		return "mostly " + pairs[pair][0].name
	case coaching.MostlySecond:
		return "mostly " + pairs[pair][1].name
	case coaching.Both:
		return "both"
	}
	return "little of either"
}

// pairName names a pair.
func pairName(pair int) string {
	return capital(pairs[pair][0].name) + ", " + pairs[pair][1].name
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// Balance1 is the first half of the check. Past says that there are earlier ones.
func Balance1(_ Env, in coaching.Balance, past bool) slack.ModalViewRequest {
	f := &form{callback: ViewBalance1, title: "Your balance", submit: "Next", close: "Cancel"}
	f.context("Eight pairs, in two views. Only you see your choices; they are sealed.")
	f.actions(when(past, button(ActBalancePast, "All my checks", Meta{})))
	f.pairs(0, firstHalf, in)
	return f.view()
}

// Balance2 is the second half.
func Balance2(_ Env, in coaching.Balance) slack.ModalViewRequest {
	f := &form{callback: ViewBalance2, title: "Your balance", submit: "Keep", close: "Cancel"}
	f.pairs(firstHalf, coaching.Pairs, in)
	return f.view()
}

func (f *form) pairs(from, to int, in coaching.Balance) {
	f.section("In the last two weeks, I gave myself to…")
	for i := from; i < to; i++ {
		var options []*slack.OptionBlockObject
		for _, c := range coaching.Choices {
			options = append(options, option(string(rune(c)), capital(chosen(i, c)), ""))
		}
		f.radio(field{block: BlockPair + strconv.Itoa(i), label: pairName(i), required: true}, string(rune(in[i])), options...)
	}
}

// ParseBalance reads one half of the check into b: the first, or the second.
func ParseBalance(state *slack.ViewState, second bool, b *coaching.Balance) FieldErrors {
	a := read(state)
	from, to := 0, firstHalf
	if second {
		from, to = firstHalf, coaching.Pairs
	}
	for i := from; i < to; i++ {
		block := BlockPair + strconv.Itoa(i)
		value := a.one(block, "f", "b", "s", "l")
		if value == "" {
			a.errs.put(block, "Choose one of the four; none of them is better.")
			continue
		}
		b[i] = coaching.Choice(value[0])
	}
	return a.errs
}

// BalanceData is one check, with the one before it where there is one.
type BalanceData struct {
	ID       mission.ID
	At       time.Time
	Choices  coaching.Balance
	Before   *coaching.Balance
	BeforeAt time.Time
	// Locked says that the choices cannot be opened: the key is another one.
	Locked bool
	// Turn tells which of the questions comes with it.
	Turn int
	// Sent says that the picture is on its way.
	Sent bool
}

// counted are the numbers up to eight in words.
var counted = [...]string{"none", "one", "two", "three", "four", "five", "six", "seven", "eight"}

// outline says in one line how a check stands.
func (d BalanceData) outline() string {
	n := d.Choices.Count(coaching.Both)
	if n == coaching.Pairs {
		return "Both, in all eight."
	}
	return "Both, in " + counted[n] + " of eight."
}

// compared says what changed since the check before, or is empty.
func (e Env) compared(d BalanceData) string {
	if d.Before == nil {
		return ""
	}
	more, less := d.Choices.Since(*d.Before)
	before := e.on(my, d.BeforeAt)
	if len(more)+len(less) == 0 {
		return "As it was on " + before + "."
	}
	var parts []string
	if len(more) > 0 {
		parts = append(parts, "more "+sides(more))
	}
	if len(less) > 0 {
		parts = append(parts, "less "+sides(less))
	}
	return "Compared with " + before + ": " + strings.Join(parts, ", ") + "."
}

// sides lists sides by their short names: "a, b and c".
func sides(all []coaching.Side) string {
	var names []line
	for _, s := range all {
		n := 0
		if s.Second {
			n = 1
		}
		names = append(names, own(pairs[s.Pair][n].short))
	}
	return list(names).plain()
}

// thoughts are the questions that come with a check, one at a time.
var thoughts = [...]string{
	"What is the one you miss?",
	"What would you like a little more of in the next two weeks?",
	"Which of these came by itself, and which did you choose?",
	"What would those around you say you gave yourself to?",
	"What could carry both sides of one pair tomorrow?",
}

// Balance shows a check to its author, in words.
func Balance(e Env, d BalanceData) slack.ModalViewRequest {
	f := reader("Your balance")
	f.section("*%s*", e.on(my, d.At))
	if d.Locked {
		f.section("I cannot open this check: the key that sealed it is missing. Your admin can mend it (bot doctor).")
		f.balanceButtons(d)
		return f.view()
	}
	f.section("%s", joined(" ", own(d.outline()), own(e.compared(d)), fill("It is and, not or.")))
	f.section(thoughts[d.Turn%len(thoughts)])
	var rows []line
	for i, c := range d.Choices {
		rows = append(rows, fill("%s: %s", own(pairName(i)), own(chosen(i, c))))
	}
	f.bullets("*In the two weeks before, I gave myself to*", rows)
	if d.Sent {
		f.context("The picture is on its way to our direct messages.")
	}
	f.balanceButtons(d)
	return f.view()
}

func (f *form) balanceButtons(d BalanceData) {
	meta := Meta{Entry: d.ID}
	f.meta = meta
	f.actions(when(!d.Locked, button(ActBalancePicture, "Send me the picture", meta)),
		button(ActBalancePast, "All my checks", Meta{}), surely(danger(ActBalanceDelete, "Delete this one", meta)))
	f.context("Only you see this. The picture goes to our direct messages when you ask for it, and lies in Slack from then on.")
}

// surely asks before what cannot be taken back.
func surely(b *slack.ButtonBlockElement) *slack.ButtonBlockElement {
	b.Confirm = slack.NewConfirmationBlockObject(plain("Delete it?"), plain("It is gone then, for good."), plain("Delete"), plain("Keep"))
	return b
}

// BalancesPage is a page of somebody's checks, newest first.
type BalancesPage struct {
	Checks    []BalanceData
	At, Pages int
}

// Balances lists somebody's checks in words.
func Balances(e Env, d BalancesPage) slack.ModalViewRequest {
	f := reader("Your balance")
	if len(d.Checks) == 0 {
		f.section("No check is kept. `/mission balance` begins one.")
		return f.view()
	}
	for i, c := range d.Checks {
		words := c.outline() + " " + e.compared(c)
		if c.Locked {
			words = "I cannot open this check: the key that sealed it is missing. Your admin can mend it (bot doctor)."
		}
		show := about(button(numbered(ActBalanceShow, i), "Open", Meta{Entry: c.ID}), "Open the check of "+e.on(my, c.At))
		f.sectionWith(show, "*%s* %s", e.on(my, c.At), own(strings.TrimSpace(words)))
	}
	f.turn(ActBalancePast, Meta{}, d.At, d.Pages)
	f.context("Only you see this.")
	return f.view()
}

// BalancePicture is what stands beside the picture: its title, and in words everything that it shows.
func BalancePicture(e Env, checks []BalanceData) (title, alt string) {
	title = "Your balance, " + e.on(my, checks[0].At)
	var rows []string
	for i := range coaching.Pairs {
		row := pairName(i) + ": " + chosen(i, checks[0].Choices[i])
		var before []string
		for _, c := range checks[1:] {
			before = append(before, chosen(i, c.Choices[i]))
		}
		if len(before) > 0 {
			row += ", before: " + strings.Join(before, ", ")
		}
		rows = append(rows, row)
	}
	return title, Cut(title+". "+strings.Join(rows, ". ")+".", maxAlt)
}

// maxAlt is how long a file's description may be (docs.slack.dev/reference/methods/files.getUploadURLExternal).
const maxAlt = 1000

// PairNames are the names at the two ends of a row of the picture.
func PairNames(pair int) (first, second string) {
	return capital(pairs[pair][0].name), capital(pairs[pair][1].name)
}
