package view

import (
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// TellForm is what the tell form holds.
type TellForm struct {
	Kind mission.EntryKind
	Text string
	Gain mission.Gain
	To   []mission.UserID
	// By is who tells, and Pieces are the members whose pieces it can belong to, hers among them.
	By     mission.UserID
	Pieces []mission.Member
	// PieceOf is whose piece it belongs to, empty for one's own; NoPiece says that it belongs to none.
	PieceOf mission.UserID
	NoPiece bool
	// Missions are those that it can be told in, where the form has to ask; In is the one that was chosen in it.
	Missions []mission.Mission
	In       mission.ID
	// Ref names words that wait until the form is sent.
	Ref string
}

// textField is the one text of the tell form. Its label follows the kind, its block does not, so that
// what was typed stays when the kind changes.
func textField(k mission.EntryKind) field {
	return field{block: BlockText, label: wordsFor(k).field, max: maxField, long: true, required: true}
}

// Tell is the form for an entry. Choosing another kind is sent at once, and the form is shown again for it.
func Tell(e Env, m mission.Mission, t TellForm) slack.ModalViewRequest {
	w := wordsFor(t.Kind)
	f := &form{callback: ViewTell, title: w.form, submit: "Post", close: "Cancel",
		meta: Meta{Mission: m.ID, Kind: string(w.kind), Ref: t.Ref}}
	if len(t.Missions) > 1 {
		f.missionSelect(field{block: BlockIn, label: "In which mission?", required: true}, ActTellIn, m.ID, missionOptions(t.Missions, m.ID, mostInMenu))
	}
	f.kindSelect(w.kind)
	if w.kind == mission.Thanks {
		f.input(field{block: BlockTo, label: "To whom?", hint: "Up to five people. They are really mentioned.", required: true}, people(t.To))
	}
	f.textInput(textField(w.kind), t.Text)
	if w.kind == mission.Win {
		var options []*slack.OptionBlockObject
		for _, g := range gains {
			options = append(options, option(string(g.gain), g.word, ""))
		}
		f.radio(field{block: BlockGain, label: "Who gains?"}, string(t.Gain), options...)
	}
	f.pieceSelect(e, t)
	f.context("Posted in %s, under your name. Everyone in the channel reads it.", e.channel(m.Channel))
	return f.view()
}

// The choices of a piece besides a member's id.
const (
	pieceMine = "mine"
	pieceNone = "none"
)

// pieceSelect adds which piece an entry belongs to, where there are any. Thanks belong to people.
func (f *form) pieceSelect(e Env, t TellForm) {
	if t.Kind == mission.Thanks || len(t.Missions) > 1 {
		return
	}
	chosen := pieceNone
	options := []*slack.OptionBlockObject{option(pieceNone, "None", "")}
	for _, member := range t.Pieces {
		words := Cut(oneLine(member.Piece), cutContext)
		switch {
		case words == "" || len(options) == maxOptions:
		case member.User == t.By:
			chosen = pieceMine
			options = append([]*slack.OptionBlockObject{option(pieceMine, "Mine: "+words, "")}, options...)
		default:
			options = append(options, option(string(member.User), Cut(e.who(member.User), cutButton)+": "+words, ""))
		}
	}
	if len(options) == 1 {
		return
	}
	if t.PieceOf != "" {
		chosen = string(t.PieceOf)
	} else if t.NoPiece {
		chosen = pieceNone
	}
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, actInput, options...)
	menu.InitialOption = first(options, chosen)
	f.input(field{block: BlockPieceOf, label: "Which piece does it belong to?"}, menu)
}

// pieceOf reads which piece an entry belongs to. Whether it is a member's is for the domain to say.
func (a *answers) pieceOf() (of mission.UserID, none bool) {
	v, shown := a.at(BlockPieceOf)
	switch value := v.SelectedOption.Value; {
	case !shown, value == pieceMine:
		return "", false
	case userID.MatchString(value):
		return mission.UserID(value), false
	}
	return "", true
}

func (f *form) kindSelect(chosen mission.EntryKind) {
	var options []*slack.OptionBlockObject
	for _, w := range kinds {
		options = append(options, option(string(w.kind), w.word, ""))
	}
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, ActTellKind, options...)
	e.InitialOption = first(options, string(chosen))
	b := f.input(field{block: BlockKind, label: "What is it?", required: true}, e)
	b.DispatchAction = true
}

// ParseTell reads the tell form. By is who tells: nobody thanks herself.
func ParseTell(state *slack.ViewState, by mission.UserID) (TellForm, FieldErrors) {
	a := read(state)
	t := TellForm{Kind: mission.EntryKind(a.one(BlockKind, kindNames()...))}
	if t.Kind == "" {
		a.errs.put(BlockKind, "Choose one of these.")
	}
	if v, asked := a.at(BlockIn); asked {
		t.In = mission.ID(v.SelectedOption.Value)
	}
	t.Text = a.text(textField(t.Kind))
	if t.Kind == mission.Win {
		t.Gain = mission.Gain(a.one(BlockGain, gainNames()...))
	}
	t.PieceOf, t.NoPiece = a.pieceOf()
	if t.Kind == mission.Thanks {
		t.To = a.users(BlockTo)
		a.checkThanks(t.To, by)
	}
	return t, a.errs
}

func (a *answers) checkThanks(to []mission.UserID, by mission.UserID) {
	switch {
	case len(to) == 0:
		a.errs.put(BlockTo, "Who is it for? Choose at least one person.")
	case len(to) > mission.MaxThanks:
		a.errs.put(BlockTo, "Thanks go to up to five people at once.")
	}
	for _, u := range to {
		if u == by {
			a.errs.put(BlockTo, "Thanks go to someone else. Tell it as a win?")
		}
	}
}

func gainNames() []string {
	var out []string
	for _, g := range gains {
		out = append(out, string(g.gain))
	}
	return out
}

// moreTexts are the blocks of the fields in which an entry's words go on. A field takes 3,000 characters
// and an entry keeps 12,000, as a command may bring.
var moreTexts = [...]string{BlockText, BlockText + "_2", BlockText + "_3", BlockText + "_4"}

// EditEntry is the form for an author's own words.
func EditEntry(e Env, m mission.Mission, entry mission.Entry) slack.ModalViewRequest {
	f := &form{callback: ViewEditEntry, title: "Change your words", submit: "Save", close: "Cancel",
		meta: Meta{Mission: m.ID, Entry: entry.ID}}
	f.longText(textField(entry.Kind), entry.Text)
	f.context("The message in %s follows, and says that it was edited.", e.channel(m.Channel))
	return f.view()
}

// longText adds as many fields as words need that may be longer than one field takes.
func (f *form) longText(in field, words string) {
	for i, block := range moreTexts {
		in.block = block
		if i > 0 {
			if words == "" {
				return
			}
			in.label, in.required = "It goes on", false
		}
		var head string
		head, words = splitField(words, i == len(moreTexts)-1)
		f.textInput(in, head)
	}
}

// splitField takes off s what one field takes; the last field takes all that is left.
func splitField(s string, last bool) (head, rest string) {
	if last || utf8.RuneCountInString(s) <= maxField {
		return s, ""
	}
	head = firstRunes(s, maxField)
	if i := strings.LastIndexAny(head, " \n"); i > len(head)/2 {
		head = head[:i+1]
	}
	return head, s[len(head):]
}

// ParseEditEntry reads the words back, in as many fields as they were given.
func ParseEditEntry(state *slack.ViewState) (string, FieldErrors) {
	a := read(state)
	text := a.longText()
	if text == "" {
		a.errs.put(BlockText, "This needs a few words. To take it back, withdraw it.")
	}
	return text, a.errs
}

// longText reads words back, in as many fields as they were given.
func (a *answers) longText() string {
	var b strings.Builder
	before := ""
	for _, block := range moreTexts {
		v, ok := a.at(block)
		if !ok {
			continue
		}
		if n := utf8.RuneCountInString(v.Value); n > maxField {
			a.errs.put(block, tooLong(n, maxField))
		}
		if tornApart(before, v.Value) {
			b.WriteByte(' ')
		}
		b.WriteString(v.Value)
		before = v.Value
	}
	return strings.TrimSpace(b.String())
}

// tornApart reports whether two fields would run together where a space stood between them. A field that
// is full may end inside of a word.
func tornApart(before, after string) bool {
	if before == "" || after == "" || utf8.RuneCountInString(before) >= maxField {
		return false
	}
	return !strings.HasSuffix(before, " ") && !strings.HasSuffix(before, "\n") &&
		!strings.HasPrefix(after, " ") && !strings.HasPrefix(after, "\n")
}
