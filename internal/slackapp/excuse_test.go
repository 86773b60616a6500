package slackapp

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/slackapp/view"
)

func TestUnforeseenErrorsGetHonestWords(t *testing.T) {
	t.Parallel()
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	for _, row := range []struct {
		sentence string
		ctx      context.Context
		err      error
		want     mission.Code
	}{
		{"what was not confirmed may be saved", t.Context(), errUnconfirmed, view.NotConfirmed},
		{"also when the time is over", ended, fmt.Errorf("tell: %w", errUnconfirmed), view.NotConfirmed},
		{"what ran out of time while it waited is not saved", ended, context.Canceled, view.NotSaved},
		{"a call that ran out of time came before the change", t.Context(), fmt.Errorf("users.info: %w", context.DeadlineExceeded), view.NotSaved},
		{"a store that cannot be asked has saved nothing", t.Context(), fmt.Errorf("mission: %w", deaf{errors.New("refused")}), view.CannotRead},
		{"one that cannot be written to has neither", t.Context(), fmt.Errorf("%w: %w", errCannotSave, deaf{errors.New("full")}), view.CannotSave},
		{"what is not there is not told apart from what is hidden", t.Context(), fmt.Errorf("mission: %w", mission.ErrNotFound), mission.Hidden},
		{"anything else is a fault of ours", t.Context(), errors.New("out of cheese"), view.Unforeseen},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			e := newEdge(t)
			var c view.RefusalContext
			got := e.unforeseen(row.ctx, &request{key: "command/1", text: "two days at the bank"}, row.err, &c)
			if got.Code != row.want {
				t.Errorf("the code is %s, want %s", got.Code, row.want)
			}
			if log := e.log.String(); c.Reference == "" || !strings.Contains(log, c.Reference) || strings.Contains(log, "bank") {
				t.Errorf("the word is %q, and the log says %q", c.Reference, log)
			}
		})
	}
}

func TestExcuseGivesWordsBack(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		sentence string
		err      error
		want     []string
	}{
		{"where no mission runs", errNoMission, []string{"two days & a bank"}},
		{"where something broke, with a word to pass on and to whom", errors.New("out of cheese"), []string{"two days & a bank", "Dee", "nothing was changed"}},
		{"where it may be saved", errUnconfirmed, []string{"two days & a bank", "Look in the channel"}},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			e := newEdge(t)
			r := &request{source: fromCommand, key: "command/1", user: ana, userTeam: ourTeam, channel: refunds, verb: "progress", text: "two days &amp; a bank"}
			ans := e.excuse(t.Context(), r, row.err)
			if ans.message == nil {
				t.Fatalf("the answer is %+v", ans)
			}
			shown := fmt.Sprint(ans.message.Text, typedBack(ans.message.Blocks))
			for _, words := range row.want {
				if !strings.Contains(shown, words) {
					t.Errorf("%q is not in %s", words, shown)
				}
			}
			if strings.Contains(shown, "cheese") {
				t.Errorf("the error itself is shown: %s", shown)
			}
		})
	}
}

// typedBack returns the words in a message's quotes.
func typedBack(blocks []slack.Block) string {
	var words strings.Builder
	for _, b := range blocks {
		rich, ok := b.(*slack.RichTextBlock)
		if !ok {
			continue
		}
		for _, e := range rich.Elements {
			if quote, ok := e.(*slack.RichTextQuote); ok {
				for _, span := range quote.Elements {
					if text, ok := span.(*slack.RichTextSectionTextElement); ok {
						words.WriteString(text.Text)
					}
				}
			}
		}
	}
	return words.String()
}

func TestExcuseAnswersAForm(t *testing.T) {
	t.Parallel()
	input := slack.NewInputBlock("text", slack.NewTextBlockObject(slack.PlainTextType, "What happened?", false, false), nil,
		slack.NewPlainTextInputBlockElement(nil, "v"))
	for _, row := range []struct {
		sentence string
		err      error
		want     slack.ViewResponseAction
	}{
		{"at the field that it is about", &mission.Refusal{Code: mission.Empty, Field: "text"}, slack.RAErrors},
		{"in its place where no field is meant", &mission.Refusal{Code: mission.Hidden}, slack.RAUpdate},
		{"in its place where the field is not there", &mission.Refusal{Code: mission.Empty, Field: "name"}, slack.RAUpdate},
		{"in its place where something broke", errors.New("out of cheese"), slack.RAUpdate},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			e := newEdge(t)
			r := &request{source: fromForm, key: "form/1", user: ana, userTeam: ourTeam, view: &slack.View{
				Blocks: slack.Blocks{BlockSet: []slack.Block{input}}, State: &slack.ViewState{},
			}}
			ans := e.excuse(t.Context(), r, row.err)
			if ans.form == nil || ans.message != nil || ans.form.ResponseAction != row.want {
				t.Errorf("the answer is %+v", ans.form)
			}
		})
	}
}

// A refusal names the mission to those alone who may see it.
func TestRefusedMissionIsShownToThoseWhoSeeIt(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		sentence string
		by       mission.UserID
		private  bool
		code     mission.Code
		want     bool
	}{
		{"to a member of the channel", bo, true, mission.Ended, true},
		{"to anyone where the channel is public", "U0DEE00001", false, mission.Ended, true},
		{"not to an outsider where it is private", "U0DEE00001", true, mission.Ended, false},
		{"not where it is to stay hidden", bo, false, mission.Hidden, false},
		{"not to another organisation", bo, false, mission.OtherTeam, false},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			e := newEdge(t)
			e.stand()
			e.slack.people["U0DEE00001"] = e.slack.people[string(ana)]
			c := e.slack.channels[string(refunds)]
			c.Private = row.private
			e.slack.channels[string(refunds)] = c
			r := &request{user: row.by, userTeam: ourTeam}
			m := e.refusedMission(t.Context(), r, &mission.Refusal{Code: row.code, Mission: "M1"})
			if (m != nil) != row.want {
				t.Errorf("the mission is %+v", m)
			}
		})
	}
}

func TestAskWhichKeepsTheWords(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	e.stand()
	r := &request{source: fromCommand, user: ana, userTeam: ourTeam, dm: true, verb: "progress", text: "two days &amp; a bank"}
	ans := e.excuse(t.Context(), r, &whichError{missions: []mission.Mission{e.kept("M1"), e.kept("M1")}})
	if ans.message == nil || len(e.waiting.order) != 1 {
		t.Fatalf("the answer is %+v, %d words wait", ans, len(e.waiting.order))
	}
	if words, ok := e.waiting.get(e.waiting.order[0], ana); !ok || words != r.text {
		t.Errorf("the words that wait are %q", words)
	}
}

func TestTried(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		sentence string
		r        request
		want     mission.Action
	}{
		{"the command for editing", request{verb: "edit"}, mission.EditMission},
		{"the command for ending", request{verb: "complete"}, mission.EndMission},
		{"the command for a phase", request{verb: "phase"}, mission.ClosePhaseOf},
		{"the button for editing", request{action: &slack.BlockAction{ActionID: view.ActEdit}}, mission.EditMission},
		{"the button for ending", request{action: &slack.BlockAction{ActionID: view.ActEnd}}, mission.EndMission},
		{"anything else steers a phase", request{}, mission.ClosePhaseOf},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			if got := row.r.tried(); got != row.want {
				t.Errorf("tried to %s, want %s", got, row.want)
			}
		})
	}
}

// deaf is an error of a store that keeps nothing of what was asked.
type deaf struct{ error }

func (deaf) NotSaved() bool { return true }
