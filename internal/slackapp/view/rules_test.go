package view

import (
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

func TestTheFirstSentenceSaysItAll(t *testing.T) {
	all := catalogue(asWritten)
	for _, c := range []struct{ name, begins string }{
		{"entry progress", "Bo told progress on Refunds in a day: Followed refund 7"},
		{"entry win", "Dee told a win on Refunds in a day: The first shop"},
		{"entry thanks", "Bo thanks Dee on Refunds in a day: for staying"},
		{"entry withdrawn", "Bo withdrew an entry."},
		{"commitment", "Chidi made a commitment on Refunds in a day, by Friday 27 November: If the contract number"},
		{"nudge coach", "A question for #refunds: What are we doing"},
		{"nudge reflect", "Where did your last good hour on this come from?"},
		{"nudge connect", "How does Refunds in a day touch something you are after yourself?"},
		{"card", "Refunds in a day, middle, week 7 of 14."},
		{"card on the first day", "Ana started a mission: Refunds in a day."},
		{"card of an ended mission", "Refunds in a day, ended on purpose on Friday 20 November."},
		{"outcome completed", "Refunds in a day, completed on Friday 20 November, after 40 days."},
		{"thread joined", "Bo is in. Piece: find where the days go"},
		{"beginning closed", "The beginning is done. The middle starts today."},
	} {
		if got := named(t, all, c.name).message.Text; !strings.HasPrefix(got, c.begins) {
			t.Errorf("%s begins %q, want %q", c.name, got, c.begins)
		}
	}
}

func TestEveryMessageHasAtMostOneButtonThatStandsOut(t *testing.T) {
	for _, s := range catalogue(asWritten) {
		n := 0
		for _, e := range elements(s) {
			if b, ok := e.(*slack.ButtonBlockElement); ok && b.Style == slack.StylePrimary {
				n++
			}
		}
		if n > 1 {
			t.Errorf("%s has %d", s.name, n)
		}
	}
}

// elements are the buttons and menus of a surface.
func elements(s surface) []slack.BlockElement {
	var out []slack.BlockElement
	for _, b := range s.blocks() {
		switch v := b.(type) {
		case *slack.ActionBlock:
			out = append(out, v.Elements.ElementSet...)
		case *slack.SectionBlock:
			if v.Accessory != nil {
				out = append(out, accessoryOf(v))
			}
		}
	}
	return out
}

func TestAnEntryHasAtMostFiveBlocksAndKeepsRichText(t *testing.T) {
	s := newSample(asWritten)
	for _, x := range s.entries()[:12] {
		if n := len(x.message.Blocks); n > 5 {
			t.Errorf("%s has %d blocks", x.name, n)
		}
		keepsRichText(t, x)
	}
	for _, x := range s.cards()[:6] {
		keepsRichText(t, x)
	}
}

// keepsRichText holds messages that are edited in place to what Slack's update takes: a message with
// rich_text goes on having some (docs.slack.dev/reference/methods/chat.update, block_mismatch).
func keepsRichText(t *testing.T, s surface) {
	t.Helper()
	for _, b := range s.message.Blocks {
		if _, ok := b.(*slack.RichTextBlock); ok {
			return
		}
	}
	t.Errorf("%s has no rich text", s.name)
}

// TestFewThingsMention keeps everything else quiet: thanks, offers of help, and who is told that her message was added.
func TestFewThingsMention(t *testing.T) {
	may := map[string]bool{"help offered": true, "entry thanks": true, "told of the adding": true}
	for _, s := range catalogue(asWritten) {
		if strings.HasPrefix(s.name, "outcome") {
			may[s.name] = true // it says whom the team thanks
		}
		if mentions := strings.Contains(s.draw(), "<@"); mentions && !may[s.name] {
			t.Errorf("%s mentions somebody", s.name)
		}
	}
}

// TestPrivateWordsStandInNoMessage tells private words that are known and looks for them.
func TestPrivateWordsStandInNoMessage(t *testing.T) {
	s := newSample(asWritten)
	in := connection(asWritten)
	m, d := s.running(), s.question(nudges.Connect)
	noKey := Refusal(&mission.Refusal{Code: NoKey}, RefusalContext{Env: s.env, Words: in.Sentences[0].Words})
	for _, got := range []Message{
		noKey, ConnectKept(s.env, m, in.Rings()), ConnectNarrowed(s.env, m, in.Rings()), Nudge(s.env, d),
		MayICelebrate(s.env, m, s.win(), ana, bo, mission.ThisServes), SharedWithYou(s.env, m, bo),
	} {
		drawn := surface{message: &got}.draw()
		for _, private := range in.Sentences {
			if strings.Contains(drawn, private.Words) {
				t.Errorf("private words in a message:\n%s", drawn)
			}
		}
	}
	v := Connect(s.env, m, bo, nudge, in)
	drawn := (surface{modal: &v}).draw()
	for _, private := range in.Sentences {
		if !strings.Contains(drawn, private.Words) {
			t.Errorf("the form does not show the words to their author:\n%s", drawn)
		}
	}
}

// TestEveryButtonComesBack presses everything there is.
func TestEveryButtonComesBack(t *testing.T) {
	for _, s := range catalogue(asWritten) {
		for _, e := range elements(s) {
			for _, a := range presses(e) {
				action, _ := Pressed(&a)
				if action == "" || strings.ContainsAny(action, "#{ ") || action == actOverflow {
					t.Errorf("%s: %+v came back as %q", s.name, a, action)
				}
			}
		}
	}
}

// presses are the clicks that an element can send.
func presses(e slack.BlockElement) []slack.BlockAction {
	var options []*slack.OptionBlockObject
	action := ""
	switch v := e.(type) {
	case *slack.ButtonBlockElement:
		return []slack.BlockAction{{ActionID: v.ActionID, Value: v.Value}}
	case *slack.OverflowBlockElement:
		action, options = v.ActionID, v.Options
	case *slack.SelectBlockElement:
		action, options = v.ActionID, v.Options
	}
	var out []slack.BlockAction
	for _, o := range options {
		out = append(out, slack.BlockAction{ActionID: action, SelectedOption: *o})
	}
	return out
}

func TestPressed(t *testing.T) {
	meta := Meta{Mission: "01M", Entry: "01E", Kind: "win"}
	for _, c := range []struct {
		says   string
		in     slack.BlockAction
		action string
		meta   Meta
	}{
		{"a button", slack.BlockAction{ActionID: ActTell, Value: meta.Encode()}, ActTell, meta},
		{"one of several buttons of an action", slack.BlockAction{ActionID: numbered(ActWhich, 3), Value: meta.Encode()}, ActWhich, meta},
		{"a line of a menu", slack.BlockAction{ActionID: actOverflow, SelectedOption: *overflow(meta, choice{action: ActWithdraw, label: "x"}).Options[0]}, ActWithdraw, meta},
		{"a select of names", slack.BlockAction{ActionID: ActHelpTopic, SelectedOption: *option("nudges", "x", "")}, ActHelpTopic, Meta{Kind: "nudges"}},
		{"garbage", slack.BlockAction{ActionID: ActTell, Value: "{{"}, ActTell, Meta{Kind: "{{"}},
		{"an empty menu", slack.BlockAction{ActionID: actOverflow}, "", Meta{}},
	} {
		action, m := Pressed(&c.in)
		if action != c.action || m != c.meta {
			t.Errorf("%s came back as %q %+v", c.says, action, m)
		}
	}
}

func FuzzDecodeMeta(f *testing.F) {
	f.Add(Meta{Mission: "01M", Page: 3, Nudge: nudge}.Encode())
	f.Add(`{"m":1}`)
	f.Add(`{"g":-5}`)
	f.Fuzz(func(t *testing.T, s string) {
		m := DecodeMeta(s)
		if m.Page < 0 {
			t.Errorf("a page before the first: %+v", m)
		}
		if back := DecodeMeta(m.Encode()); back != m {
			t.Errorf("%+v came back as %+v", m, back)
		}
	})
}

// TestTheTellFormKeepsWhatWasTyped changes the kind: the text's block and action stay the same, so that
// Slack keeps what stands in it.
func TestTheTellFormKeepsWhatWasTyped(t *testing.T) {
	s := newSample(asWritten)
	for _, w := range kinds {
		v := Tell(s.env, s.running(), TellForm{Kind: w.kind})
		found := false
		for _, b := range v.Blocks.BlockSet {
			if in, ok := b.(*slack.InputBlock); ok && in.BlockID == BlockText {
				found = in.Element.(*slack.PlainTextInputBlockElement).ActionID == actInput
			}
		}
		if !found {
			t.Errorf("the form for %s has its text elsewhere", w.word)
		}
	}
}

func TestTheHelpNamesWhatIsThere(t *testing.T) {
	help := Help(newSample(asWritten).env).Text
	for _, word := range []string{"progress", "win", "learned", "blocked", "changed", "thanks", "commit", "risk", "start", "join", "piece", "leave", "phase", "complete", "edit", "list", "history", "report", "book", "follow",
		"coach", "balance", "mirror", "snooze", "away", "resume", "quiet", "days", "energy", "own-words", "connect", "reflect", "journal"} {
		if !strings.Contains(help, word) {
			t.Errorf("the help does not name %q", word)
		}
	}
}

func TestJoiningOffersExactlyThreeKindsAndTicksNone(t *testing.T) {
	s := newSample(asWritten)
	v := Join(s.env, s.running(), "")
	for _, b := range v.Blocks.BlockSet {
		in, ok := b.(*slack.InputBlock)
		if !ok || in.BlockID != BlockReach {
			continue
		}
		e := in.Element.(*slack.CheckboxGroupsBlockElement)
		if got := drawOptions(e.Options); len(e.Options) != 3 || len(e.InitialOptions) != 0 {
			t.Errorf("it offers %s", got)
		}
		for i, k := range []nudges.Kind{nudges.Reflect, nudges.Connect, nudges.Round} {
			if e.Options[i].Value != string(k) {
				t.Errorf("it offers %s as number %d, want %s", e.Options[i].Value, i, k)
			}
		}
	}
}

func TestReadingOnShowsEveryWord(t *testing.T) {
	s := newSample(asWritten)
	entry := s.step()
	entry.Text = strings.Repeat(lorem+"\n", 110) // about 40,000 characters
	var got strings.Builder
	for page := range 2 {
		v := ReadEntry(s.env, s.running(), entry, page)
		for _, b := range v.Blocks.BlockSet {
			if r, ok := b.(*slack.RichTextBlock); ok {
				if q, ok := r.Elements[0].(*slack.RichTextQuote); ok {
					got.WriteString(drawSpans(q.Elements) + " ")
				}
			}
		}
	}
	if squeezed(got.String()) != squeezed(entry.Text) {
		t.Errorf("%d characters of %d are shown", len(squeezed(got.String())), len(squeezed(entry.Text)))
	}
}
