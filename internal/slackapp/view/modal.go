package view

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// form is a modal under construction. A title, submit or close is ours and has at most 24 characters;
// no channel or mission is ever named in them.
type form struct {
	canvas
	callback, title, submit, close string
	meta                           Meta
	copied                         int // quotes of words that a field could not take
}

// view returns what was built.
func (f *form) view() slack.ModalViewRequest {
	v := slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: f.callback, PrivateMetadata: f.meta.Encode(),
		Title: plain(f.title), Blocks: slack.Blocks{BlockSet: f.blocks},
	}
	if f.submit != "" {
		v.Submit = plain(f.submit)
	}
	if f.close != "" {
		v.Close = plain(f.close)
	}
	return v
}

// field describes an input of a form.
type field struct {
	block    string
	label    string
	hint     string
	max      int  // characters of a text
	long     bool // several lines
	required bool
}

// input adds an input block with an element of its own.
func (f *form) input(in field, e slack.BlockElement) *slack.InputBlock {
	b := slack.NewInputBlock(in.block, plain(in.label), nil, e)
	if in.hint != "" {
		b.Hint = plain(in.hint)
	}
	b.Optional = !in.required
	f.blocks = append(f.blocks, b)
	return b
}

// textInput adds a text field that begins with value. Where value is longer than the field the whole of
// it follows in a quote, so that nothing typed is lost.
func (f *form) textInput(in field, value string) {
	limit := min(in.max, maxField)
	e := slack.NewPlainTextInputBlockElement(nil, actInput)
	e.Multiline = in.long
	e.MaxLength = limit
	value = strings.ToValidUTF8(strings.ReplaceAll(value, "\x00", ""), "\uFFFD")
	e.InitialValue = firstRunes(value, limit)
	f.input(in, e)
	if e.InitialValue != value {
		f.section("That is longer than the field takes. Your words, to copy:")
		f.copyOut(value)
	}
}

// copyOut quotes words to be copied. A command brings 12,000 characters at most, which is five quotes; more
// than ten in all would not fit into a view.
func (f *form) copyOut(words string) {
	for _, part := range chunks(words, maxChunk) {
		if f.copied++; f.copied <= pageBlocks {
			f.blocks = append(f.blocks, quoteBlock(part))
		}
	}
}

// firstRunes returns the first n code points of s.
func firstRunes(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n])
}

// dateInput adds a date picker.
func (f *form) dateInput(in field, d mission.Date) { f.input(in, datePicker(d)) }

// radio adds a choice of one.
func (f *form) radio(in field, value string, options ...*slack.OptionBlockObject) {
	e := slack.NewRadioButtonsBlockElement(actInput, options...)
	e.InitialOption = first(options, value)
	f.input(in, e)
}

// checks adds a choice of any number. Slack takes one to ten options.
func (f *form) checks(in field, ticked []string, options ...*slack.OptionBlockObject) {
	e := slack.NewCheckboxGroupsBlockElement(actInput, options...)
	e.InitialOptions = pick(options, ticked...)
	f.input(in, e)
}

// FieldErrors are the mistakes of a submitted form, by the block id of the field. They are what the
// acknowledgement's response_action "errors" takes. Nil means that there are none.
type FieldErrors map[string]string

// put notes a mistake; the first one of a field stands.
func (f *FieldErrors) put(block, sentence string) {
	if *f == nil {
		*f = FieldErrors{}
	}
	if _, ok := (*f)[block]; !ok {
		(*f)[block] = sentence
	}
}

// answers reads what was filled into a form. Everything in it may be missing or forged.
type answers struct {
	values map[string]map[string]slack.BlockAction
	errs   FieldErrors
}

func read(state *slack.ViewState) *answers {
	if state == nil {
		return &answers{}
	}
	return &answers{values: state.Values}
}

// andWrong returns what was read with every mistake in it. As an argument v is read before the mistakes are; in a
// return statement beside them the order would be the compiler's.
func andWrong[T any](a *answers, v T) (T, FieldErrors) { return v, a.errs }

// at returns the one element of an input block.
func (a *answers) at(block string) (slack.BlockAction, bool) {
	for _, v := range a.values[block] {
		return v, true
	}
	return slack.BlockAction{}, false
}

// text returns a text field, trimmed, and notes where it is too long or needed and empty.
func (a *answers) text(in field) string {
	v, _ := a.at(in.block)
	text := strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(v.Value, "\uFFFD"), "\x00", ""))
	if in.required && text == "" {
		a.errs.put(in.block, "This needs a few words.")
	}
	if n := utf8.RuneCountInString(text); n > in.max {
		a.errs.put(in.block, tooLong(n, in.max))
	}
	return text
}

// date returns a date field, or no date.
func (a *answers) date(block string) mission.Date {
	v, _ := a.at(block)
	if v.SelectedDate == "" {
		return mission.Date{}
	}
	d, err := mission.ParseDate(v.SelectedDate)
	if err != nil {
		a.errs.put(block, "I could not read that as a day. Choose one from the calendar.")
	}
	return d
}

// one returns the choice of a radio group or select. It must be one of the allowed values, or absent.
func (a *answers) one(block string, allowed ...string) string {
	v, _ := a.at(block)
	value := v.SelectedOption.Value
	if value == "" || slices.Contains(allowed, value) {
		return value
	}
	a.errs.put(block, "Choose one of these.")
	return ""
}

// some returns the choices of a checkbox group; those that are not allowed are a mistake.
func (a *answers) some(block string, allowed ...string) []string {
	v, _ := a.at(block)
	var out []string
	for _, o := range v.SelectedOptions {
		if !slices.Contains(allowed, o.Value) {
			a.errs.put(block, "Choose from these.")
			continue
		}
		if !slices.Contains(out, o.Value) {
			out = append(out, o.Value)
		}
	}
	return out
}

// users returns the people of a select, each once.
func (a *answers) users(block string) []mission.UserID {
	v, _ := a.at(block)
	var out []mission.UserID
	seen := map[string]bool{}
	for _, u := range v.SelectedUsers {
		if userID.MatchString(u) && !seen[u] {
			seen[u] = true
			out = append(out, mission.UserID(u))
		}
	}
	return out
}
