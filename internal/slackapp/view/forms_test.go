package view

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"pgregory.net/rapid"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// filled is what Slack sends when a form is submitted: as it was opened, with some fields changed.
func filled(v slack.ModalViewRequest, change map[string]slack.BlockAction) *slack.ViewState {
	state := &slack.ViewState{Values: map[string]map[string]slack.BlockAction{}}
	for _, b := range v.Blocks.BlockSet {
		in, ok := b.(*slack.InputBlock)
		if !ok {
			continue
		}
		action, value := opened(in.Element)
		if other, ok := change[in.BlockID]; ok {
			value = other
		}
		state.Values[in.BlockID] = map[string]slack.BlockAction{action: value}
	}
	return state
}

// opened is the value that an element begins with.
func opened(e slack.BlockElement) (action string, a slack.BlockAction) {
	switch v := e.(type) {
	case *slack.PlainTextInputBlockElement:
		return v.ActionID, slack.BlockAction{Value: v.InitialValue}
	case *slack.TimePickerBlockElement:
		return v.ActionID, slack.BlockAction{SelectedTime: v.InitialTime}
	case *slack.DatePickerBlockElement:
		return v.ActionID, slack.BlockAction{SelectedDate: v.InitialDate}
	case *slack.RadioButtonsBlockElement:
		if v.InitialOption != nil {
			a.SelectedOption = *v.InitialOption
		}
		return v.ActionID, a
	case *slack.CheckboxGroupsBlockElement:
		for _, o := range v.InitialOptions {
			a.SelectedOptions = append(a.SelectedOptions, *o)
		}
		return v.ActionID, a
	case *slack.SelectBlockElement:
		if v.InitialOption != nil {
			a.SelectedOption = *v.InitialOption
		}
		a.SelectedUser = v.InitialUser
		return v.ActionID, a
	case *slack.MultiSelectBlockElement:
		a.SelectedUsers = v.InitialUsers
		return v.ActionID, a
	}
	panic("an element that no form has")
}

// The changes that tests make.
func typed(s string) slack.BlockAction { return slack.BlockAction{Value: s} }
func chose(value string) slack.BlockAction {
	return slack.BlockAction{SelectedOption: slack.OptionBlockObject{Value: value}}
}
func ticked(values ...string) (a slack.BlockAction) {
	for _, v := range values {
		a.SelectedOptions = append(a.SelectedOptions, slack.OptionBlockObject{Value: v})
	}
	return a
}
func on(date string) slack.BlockAction { return slack.BlockAction{SelectedDate: date} }
func picked(users ...string) slack.BlockAction {
	return slack.BlockAction{SelectedUsers: users}
}

type changed = map[string]slack.BlockAction

// TestAFormSentBackAsItWasOpenedSaysTheSame goes round every form that shows values.
func TestAFormSentBackAsItWasOpenedSaysTheSame(t *testing.T) {
	s := newSample(asWritten)
	e, m, today := s.env, s.running(), date(2026, 10, 12)
	start := StartForm{Channel: refunds, Wording: s.wording(), SelfGoverned: true, AskTeam: true}
	got, errs := ParseStart1(filled(Start1(e, start), nil), StartForm{Channel: refunds})
	same(t, "start 1", StartForm{Channel: refunds, SelfGoverned: true, AskTeam: true, Wording: mission.Wording{
		Name: start.Name, Aspiration: start.Aspiration, EndState: start.EndState,
	}}, got, errs)
	got, errs = ParseStart2(filled(Start2(e, start), nil), got)
	same(t, "start 2", start.Why, got.Why, errs)
	got, errs = ParseStart3(filled(Start3(e, start), nil), got, today)
	same(t, "start 3", start, got, errs)

	edit := NewEdit(m)
	edit.Reason, edit.NextLead = "Sooner could mean anything.", dee
	in, errs := ParseEdit1(filled(Edit1(e, m, edit), nil), m, NewEdit(m))
	same(t, "edit 1", edit, in, errs)
	in, errs = ParseEdit2(filled(Edit2(e, m, edit), nil), in)
	same(t, "edit 2", edit, in, errs)
	in, errs = ParseEdit3(filled(Edit3(e, m, edit), nil), m, in, today)
	same(t, "edit 3", edit, in, errs)

	join := JoinForm{Piece: "find where the days go", Helps: []mission.Phase{mission.Middle}}
	j, errs := ParseJoin(filled(Piece(e, m, s.member(bo)), nil))
	same(t, "piece", join, j, errs)

	for _, form := range []TellForm{
		{Kind: mission.Win, Text: "The first shop pays.", Gain: mission.ForUs},
		{Kind: mission.Thanks, Text: "for the bank", To: []mission.UserID{dee, chidi}},
		{Kind: mission.Blocked, Text: "no contract number"},
	} {
		tell, errs := ParseTell(filled(Tell(e, m, form), nil), bo)
		same(t, "tell "+string(form.Kind), form, tell, errs)
	}

	connect := connection(asWritten)
	c, errs := ParseConnect(filled(Connect(e, m, bo, nudge, connect), nil), false)
	same(t, "connect", connect, c, errs)
	c, errs = ParseConnect(filled(ConnectWider(e, m, bo, nudge, connect, mission.Sentences[:]), nil), false)
	same(t, "connect, asked about", connect, c, errs)

	end := EndForm{EndOfMission: mission.EndOfMission{
		Kind: mission.Overtaken, Story: "The bank does it now.", Thanks: []mission.UserID{dee},
		Lessons: []mission.ID{s.lesson().ID}, Carry: mission.CarryOver{Why: true, Aspiration: true},
	}, StartNext: true}
	f, errs := ParseEnd1(filled(End1(e, m, end), nil), EndForm{})
	same(t, "end 1", mission.Overtaken, f.Kind, errs)
	f, errs = ParseEnd2(filled(End2(e, m, end, []mission.Entry{s.lesson()}), nil), f)
	same(t, "end 2", end.Story, f.Story, errs)
	f, errs = ParseEnd3(filled(End3(e, m, end), nil), f)
	same(t, "end 3", end, f, errs)
}

func same(t *testing.T, form string, want, got any, errs FieldErrors) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" || errs != nil {
		t.Errorf("%s came back otherwise (-want +got):\n%s\nmistakes: %v", form, diff, errs)
	}
}

// TestMistakesStayInTheForm says on which field each mistake is told, and how.
func TestMistakesStayInTheForm(t *testing.T) {
	s := newSample(asWritten)
	e, m, today := s.env, s.running(), date(2026, 11, 24)
	start := StartForm{Channel: refunds, Wording: s.wording()}
	start.Plan = s.begun().Plan
	for _, c := range []struct {
		says, block, want string
		errs              func() FieldErrors
	}{
		{"a mission without a name", BlockName, "This needs a few words.", func() FieldErrors {
			_, errs := ParseStart1(filled(Start1(e, start), changed{BlockName: typed(" \n")}), start)
			return errs
		}},
		{"a name that is forged too long", BlockName, "That is 81 characters; this holds at most 80.", func() FieldErrors {
			_, errs := ParseStart1(filled(Start1(e, start), changed{BlockName: typed(strings.Repeat("x", 81))}), start)
			return errs
		}},
		{"a steering that nobody offered", BlockSteer, "Choose one of these.", func() FieldErrors {
			_, errs := ParseStart1(filled(Start1(e, start), changed{BlockSteer: chose("king")}), start)
			return errs
		}},
		{"no channel", BlockChannel, "Choose the channel where the work is done.", func() FieldErrors {
			_, errs := ParseStart1(filled(Start1(e, StartForm{}), changed{BlockName: typed("x"), BlockEndState: typed("y")}), StartForm{})
			return errs
		}},
		{"a date that has passed", "target_beginning", "That day has passed. Choose Wednesday 25 November or later.", func() FieldErrors {
			_, errs := ParseStart3(filled(Start3(e, start), changed{"target_beginning": on("2026-11-20")}), start, today)
			return errs
		}},
		{"a date that does not exist", "target_middle", "I could not read that as a day. Choose one from the calendar.", func() FieldErrors {
			_, errs := ParseStart3(filled(Start3(e, start), changed{"target_middle": on("2026-02-30")}), start, today)
			return errs
		}},
		{"no date", "target_end", "Choose a day. It can be changed later.", func() FieldErrors {
			_, errs := ParseStart3(filled(Start3(e, start), changed{"target_end": on("")}), start, today)
			return errs
		}},
		{"a middle before its beginning", "target_middle", "The middle cannot be done before the beginning. Choose a day after Friday 18 December.", func() FieldErrors {
			_, errs := ParseStart3(filled(Start3(e, start), changed{"target_middle": on("2026-12-18")}), start, today)
			return errs
		}},
		{"a change without a reason", BlockReason, "This needs a few words.", func() FieldErrors {
			_, errs := ParseEdit1(filled(Edit1(e, m, NewEdit(m)), nil), m, NewEdit(m))
			return errs
		}},
		{"someone else without a name", BlockNextLead, "Choose who is to lead. They are asked first.", func() FieldErrors {
			_, errs := ParseEdit1(filled(Edit1(e, m, NewEdit(m)), changed{BlockReason: typed("x"), BlockSteer: chose(steerOther)}), m, NewEdit(m))
			return errs
		}},
		{"thanks to nobody", BlockTo, "Who is it for? Choose at least one person.", func() FieldErrors {
			_, errs := ParseTell(filled(Tell(e, m, TellForm{Kind: mission.Thanks, Text: "x"}), nil), bo)
			return errs
		}},
		{"thanks to oneself", BlockTo, "Thanks go to someone else. Tell it as a win?", func() FieldErrors {
			_, errs := ParseTell(filled(Tell(e, m, TellForm{Kind: mission.Thanks, Text: "x", To: []mission.UserID{dee, bo}}), nil), bo)
			return errs
		}},
		{"thanks to six", BlockTo, "Thanks go to up to five people at once.", func() FieldErrors {
			_, errs := ParseTell(filled(Tell(e, m, TellForm{Kind: mission.Thanks, Text: "x"}), changed{BlockTo: picked("U1", "U2", "U3", "U4", "U5", "U6")}), bo)
			return errs
		}},
		{"a kind that is not told here", BlockKind, "Choose one of these.", func() FieldErrors {
			_, errs := ParseTell(filled(Tell(e, m, TellForm{Text: "x"}), changed{BlockKind: chose("risk")}), bo)
			return errs
		}},
		{"no words", BlockText, "This needs a few words.", func() FieldErrors {
			_, errs := ParseTell(filled(Tell(e, m, TellForm{Kind: mission.Progress}), nil), bo)
			return errs
		}},
		{"an entry emptied", BlockText, "This needs a few words. To take it back, withdraw it.", func() FieldErrors {
			_, errs := ParseEditEntry(filled(EditEntry(e, m, s.step()), changed{BlockText: typed("")}))
			return errs
		}},
		{"a reflection without words", BlockText, "This needs a few words.", func() FieldErrors {
			_, _, errs := ParseReflect(filled(Reflect(e, ReflectForm{}), nil))
			return errs
		}},
		{"a note emptied", BlockText, "This needs a few words. To be rid of the note, delete it in your journal.", func() FieldErrors {
			_, errs := ParseNote(filled(Reflect(e, ReflectForm{Text: "x"}), changed{BlockText: typed("")}))
			return errs
		}},
		{"a phase closed without saying whether it is true", BlockReached, "Choose one of these. All three are honest answers.", func() FieldErrors {
			_, errs := ParseClosePhase(filled(ClosePhase(e, m), nil), m, int(m.Phase), today)
			return errs
		}},
		{"a middle after the end", BlockNextTarget, "The middle cannot be done after the end. Choose a day before Friday 5 March 2027.", func() FieldErrors {
			first := s.begun()
			_, errs := ParseClosePhase(filled(ClosePhase(e, first), changed{BlockReached: chose("yes"), BlockNextTarget: on("2027-03-05")}), first, 0, today)
			return errs
		}},
		{"an ending that was not chosen", BlockEnding, "Choose one of these. All three have the same weight.", func() FieldErrors {
			_, errs := ParseEnd1(filled(End1(e, m, EndForm{}), nil), EndForm{})
			return errs
		}},
		{"something carried over that nobody offered", BlockCarry, "Choose from these.", func() FieldErrors {
			_, errs := ParseEnd3(filled(End3(e, m, EndForm{}), changed{BlockCarry: ticked("people")}), EndForm{})
			return errs
		}},
		{"a connection of nothing", BlockPersonal, "Write one of the three, or press Cancel.", func() FieldErrors {
			_, errs := ParseConnect(filled(Connect(e, m, bo, nudge, ConnectForm{}), nil), false)
			return errs
		}},
		{"an answer of nothing", BlockText, "This needs a few words.", func() FieldErrors {
			_, errs := ParseAnswer(filled(Answer(e, s.question(nudges.Reflect), ""), nil))
			return errs
		}},
	} {
		if got := c.errs(); got[c.block] != c.want || len(got) != 1 {
			t.Errorf("%s: %v, want %q on %s", c.says, got, c.want, c.block)
		}
	}
}

func TestADateThatHasPassedMayStayAsItWas(t *testing.T) {
	s := newSample(asWritten)
	m := s.late()
	in, errs := ParseEdit3(filled(Edit3(s.env, m, NewEdit(m)), nil), m, NewEdit(m), date(2026, 11, 24))
	same(t, "edit 3", m.Plan, in.Plan, errs)
}

func TestWhatWasWrittenMayBeEmptied(t *testing.T) {
	s := newSample(asWritten)
	in, errs := ParseConnect(filled(Connect(s.env, s.running(), bo, "", ConnectForm{}), nil), true)
	same(t, "connect", ConnectForm{}, in, errs)
}

// TestLongWordsSurviveTheirForm sends an entry of up to 12,000 characters through its form, in as many
// fields as it needs.
func TestLongWordsSurviveTheirForm(t *testing.T) {
	s := newSample(asWritten)
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-zé<😀]{1,40}`), 1, 400).Draw(t, "words")
		entry := s.step()
		entry.Text = strings.Join(words, rapid.SampledFrom([]string{" ", "\n", "  \n"}).Draw(t, "between"))
		if r := []rune(entry.Text); len(r) > mission.MaxText {
			entry.Text = strings.TrimSpace(string(r[:mission.MaxText]))
		}
		got, errs := ParseEditEntry(filled(EditEntry(s.env, s.running(), entry), nil))
		if got != entry.Text || errs != nil {
			t.Fatalf("%d characters came back as %d, %v", len(entry.Text), len(got), errs)
		}
	})
}

// TestAnyStateIsRead gives every parser what no form would send.
func TestAnyStateIsRead(t *testing.T) {
	s := newSample(asWritten)
	m := s.running()
	parse := func(state *slack.ViewState) {
		_, _ = ParseStart1(state, StartForm{})
		_, _ = ParseStart2(state, StartForm{})
		_, _ = ParseStart3(state, StartForm{}, date(2026, 11, 24))
		_, _ = ParseEdit1(state, m, EditForm{})
		_, _ = ParseEdit2(state, EditForm{})
		_, _ = ParseEdit3(state, m, EditForm{}, date(2026, 11, 24))
		_, _ = ParseJoin(state)
		_, _ = ParseTell(state, bo)
		_, _ = ParseEditEntry(state)
		_, _ = ParseClosePhase(state, m, 7, date(2026, 11, 24))
		_, _ = ParseEnd1(state, EndForm{})
		_, _ = ParseEnd2(state, EndForm{})
		_, _ = ParseEnd3(state, EndForm{})
		_, _ = ParseConnect(state, true)
		_, _, _ = ParseJournal(state)
		_, _, _ = ParseReflect(state)
		_, _ = ParseAnswer(state)
		_ = Typed(state)
	}
	parse(nil)
	rapid.Check(t, func(t *rapid.T) {
		state := &slack.ViewState{Values: map[string]map[string]slack.BlockAction{}}
		for _, block := range []string{BlockName, BlockSteer, BlockRest, BlockText, BlockKind, BlockTo, BlockReached, BlockNextTarget, BlockCarry, BlockHelps, BlockPowers, BlockMission, BlockFind, "ring_power", "target_end"} {
			word := anyText().Draw(t, block)
			state.Values[block] = map[string]slack.BlockAction{"v": {
				Value: word, SelectedDate: word, SelectedUsers: []string{word, "U0BO000002"}, SelectedUser: word,
				SelectedOption: slack.OptionBlockObject{Value: word}, SelectedOptions: []slack.OptionBlockObject{{Value: word}, {Value: word}},
			}}
		}
		parse(state)
	})
}

func TestFieldsOnlyNamesBlocksOfTheForm(t *testing.T) {
	s := newSample(asWritten)
	c := RefusalContext{Env: s.env}
	start1, start3 := Start1(s.env, StartForm{Channel: refunds}), Start3(s.env, StartForm{Channel: refunds})
	edit1 := Edit1(s.env, s.running(), NewEdit(s.running()))
	tell := Tell(s.env, s.running(), TellForm{Kind: mission.Thanks})
	phase := ClosePhase(s.env, s.begun())
	for _, r := range []struct {
		says string
		r    mission.Refusal
		on   slack.ModalViewRequest
		want FieldErrors
	}{
		{"a field of this view", mission.Refusal{Code: mission.TooLong, Field: "name", Got: 90, Max: 80}, start1,
			FieldErrors{BlockName: "That is 90 characters; this holds at most 80."}},
		{"a field of an earlier view", mission.Refusal{Code: mission.Empty, Field: "name"}, start3, nil},
		{"dates out of order", mission.Refusal{Code: mission.DateOrder, Field: "target_end", Date: date(2026, 12, 11)}, start3,
			FieldErrors{"target_end": "The end cannot be done before the middle. Choose a day after Friday 11 December."}},
		{"the middle after the end", mission.Refusal{Code: mission.DateOrder, Field: "next_target", Date: date(2026, 12, 11)}, phase,
			FieldErrors{BlockNextTarget: "The middle cannot be done after the end. Choose a day before Friday 11 December."}},
		{"a date that has passed", mission.Refusal{Code: mission.DatePast, Field: "target_end", Date: date(2026, 11, 1)}, start3,
			FieldErrors{"target_end": "That day has passed. Choose Wednesday 25 November or later."}},
		{"thanks to oneself", mission.Refusal{Code: mission.ThanksSelf}, tell, FieldErrors{BlockTo: "Thanks go to someone else. Tell it as a win?"}},
		{"a lead who is not in", mission.Refusal{Code: mission.NotIn, By: dee}, edit1,
			FieldErrors{BlockNextLead: "Dee is not in the mission. Whoever is to lead joins first."}},
		{"a missing day", mission.Refusal{Code: mission.NoDate, Field: "target_end"}, start3, FieldErrors{"target_end": "Choose a day. It can be changed later."}},
		{"a forged choice", mission.Refusal{Code: mission.BadChoice, Field: "kind"}, tell, FieldErrors{BlockKind: "Choose one of these."}},
		{"something that is no field's", mission.Refusal{Code: mission.Ended}, tell, nil},
		{"a reason that is not known", mission.Refusal{Code: "new", Field: "name"}, start1, nil},
	} {
		if diff := cmp.Diff(r.want, Fields(&r.r, c, r.on.Blocks)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", r.says, diff)
		}
	}
}

func TestTypedGivesBackEveryText(t *testing.T) {
	s := newSample(asWritten)
	state := filled(Connect(s.env, s.running(), bo, "", ConnectForm{Sentences: [3]Shared{{Words: "one"}, {}, {Words: "two"}}}), nil)
	if got := Typed(state); got != "one\n\ntwo" {
		t.Errorf("got %q", got)
	}
}

// TestEveryReasonHasASentence keeps a new reason of the domain from reading as a fault.
func TestEveryReasonHasASentence(t *testing.T) {
	for _, code := range []mission.Code{
		mission.NoMission, mission.MissionRuns, mission.Ended, mission.MovedOn, mission.OtherTeam, mission.Hidden,
		mission.Deactivated, mission.NotInChannel, mission.MembersOnly, mission.LeadOnly, mission.AuthorOnly, mission.AlreadyIn,
		mission.NotIn, mission.Empty, mission.TooLong, mission.NoDate, mission.DatePast, mission.DateOrder,
		mission.ThanksNobody, mission.ThanksSelf, mission.ThanksMany, mission.TooLate, mission.BadChoice, mission.NotPublic, mission.TooEarly,
	} {
		if _, ok := sentences[code]; !ok {
			t.Errorf("%s has none", code)
		}
	}
}

func TestReferenceIsSpeakable(t *testing.T) {
	seen := map[string]bool{}
	for n := range uint64(32000) {
		word := Reference(n)
		if first, second, ok := strings.Cut(word, "-"); !ok || len(first) < 4 || len(second) != 3 {
			t.Fatalf("%q has not two parts", word)
		}
		seen[word] = true
	}
	if len(seen) != 32000 {
		t.Errorf("%d words for 32,000 numbers", len(seen))
	}
}
