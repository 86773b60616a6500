package view

import (
	"fmt"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// JoinForm is what the join form and the piece form hold.
type JoinForm struct {
	Piece string
	Helps []mission.Phase
	Reach []nudges.Kind // what may reach the person in direct messages
}

var pieceField = field{block: BlockPiece, label: "Your piece, in your own words", max: mission.MaxLine, long: true,
	hint: "What do you want to bring? Nobody assigns it, and you can change it at any time."}

// Join is the form with which a person joins. Nothing in it is ticked beforehand.
func Join(_ Env, m mission.Mission, piece string) slack.ModalViewRequest {
	f := &form{callback: ViewJoin, title: "Join this mission", submit: "Join", close: "Not now", meta: Meta{Mission: m.ID}}
	f.aboutMission(m)
	f.pieceInputs(m, JoinForm{Piece: piece})
	f.context("Your piece stands in the card's thread, under your name.")
	f.reachChecks("What may reach you?", nil, joinReach...)
	f.hint("Joining means: at most one direct message of mine a day and three a week, when you work. Questions come when you tick them. " +
		"Besides: one welcome, one line when something concerns you, and one question after what you promise. " +
		"Everything can be turned off: /mission help nudges")
	return f.view()
}

// Piece is the form for a member's own piece.
func Piece(_ Env, m mission.Mission, member mission.Member) slack.ModalViewRequest {
	f := &form{callback: ViewPiece, title: "My piece", submit: "Save", close: "Cancel", meta: Meta{Mission: m.ID}}
	f.aboutMission(m)
	f.pieceInputs(m, JoinForm{Piece: member.Piece, Helps: member.Helps})
	f.context("It stands in the card's thread, under your name.")
	return f.view()
}

func (f *form) aboutMission(m mission.Mission) {
	f.rich("*%s*  done when %s", title(m), writtenOr(m.EndState))
}

// pieceInputs adds the piece, and the done-whens that it may help, where there are any.
func (f *form) pieceInputs(m mission.Mission, j JoinForm) {
	f.textInput(pieceField, j.Piece)
	var options []*slack.OptionBlockObject
	for _, p := range mission.Phases {
		if words := oneLine(m.Plan[p].DoneWhen); words != "" {
			options = append(options, option(p.String(), Cut(words, cutContext), "The "+p.String()))
		}
	}
	if len(options) == 0 {
		return
	}
	var ticked []string
	for _, p := range j.Helps {
		ticked = append(ticked, p.String())
	}
	f.checks(field{block: BlockHelps, label: "Which of these does it help?"}, ticked, options...)
}

// joinReach are the kinds that joining asks about. Rounds stand for all kinds of them.
var joinReach = []nudges.Kind{nudges.Reflect, nudges.Connect, nudges.Round}

func (f *form) reachChecks(label string, reach []nudges.Kind, offered ...nudges.Kind) {
	var options []*slack.OptionBlockObject
	for _, k := range offered {
		w := wordsOfNudge(k)
		options = append(options, option(string(w.kind), w.word, w.hint))
	}
	var ticked []string
	for _, k := range reach {
		ticked = append(ticked, string(k))
	}
	f.checks(field{block: BlockReach, label: label}, ticked, options...)
}

// ParseJoin reads the join form, and those parts of it that the piece form has.
func ParseJoin(state *slack.ViewState) (JoinForm, FieldErrors) {
	a := read(state)
	j := JoinForm{Piece: a.text(pieceField)}
	for _, value := range a.some(BlockHelps, phaseNames()...) {
		for _, p := range mission.Phases {
			if p.String() == value {
				j.Helps = append(j.Helps, p)
			}
		}
	}
	for _, value := range a.some(BlockReach, reachNames()...) {
		j.Reach = append(j.Reach, nudges.Kind(value))
	}
	return j, a.errs
}

func phaseNames() []string {
	var out []string
	for _, p := range mission.Phases {
		out = append(out, p.String())
	}
	return out
}

func reachNames() []string {
	var out []string
	for _, w := range reaching {
		out = append(out, string(w.kind))
	}
	return out
}

// Joined is told to a person alone who has joined. It offers what the card's thread does not: the piece,
// where none was written, and what may reach her, where she was not asked.
func Joined(_ Env, m mission.Mission, member mission.Member, asked bool) Message {
	meta := Meta{Mission: m.ID}
	reach := when(!asked, button(ActReaches, "What reaches me", meta))
	if Clean(member.Piece) == "" {
		return one(fill("You are in *%s*. Your piece is yours to write, whenever you like.", title(m)),
			button(ActMyPiece, "Write my piece", meta), reach)
	}
	if asked {
		return one(fill("You are in *%s*.", title(m)))
	}
	return one(fill("You are in *%s*. A welcome comes by direct message. Questions come when you tick them.", title(m)), reach)
}

// JoinedAlready answers a person who joins again.
func JoinedAlready(_ Env, m mission.Mission, member mission.Member) Message {
	var p canvas
	change := button(ActMyPiece, "Change my piece", Meta{Mission: m.ID})
	if Clean(member.Piece) == "" {
		return one(fill("You are in already. Your piece is not written yet."), button(ActMyPiece, "Write my piece", Meta{Mission: m.ID}))
	}
	p.section("You are in already. Your piece:")
	p.quote(member.Piece)
	p.actions(change)
	return p.message()
}

// PieceKept is told to a member alone whose piece has changed.
func PieceKept(_ Env, m mission.Mission, member mission.Member) Message {
	var p canvas
	if Clean(member.Piece) == "" {
		return one(fill("Your piece is taken back."), button(ActMyPiece, "Write my piece", Meta{Mission: m.ID}))
	}
	p.section("Your piece:")
	p.quote(member.Piece)
	p.actions(button(ActMyPiece, "Change my piece", Meta{Mission: m.ID}))
	return p.message()
}

// AskLeave asks whether to leave. Leads says that the person leads the mission.
func AskLeave(_ Env, m mission.Mission, leads bool) Message {
	extra := ""
	if leads {
		extra = " The mission is then governed by its members."
	}
	return one(fill("Leave *%s*? Your words stay; nothing more reaches you. You can come back.%s", title(m), own(extra)),
		danger(ActLeaveYes, "Leave", Meta{Mission: m.ID}), button(ActDismiss, "Stay", Meta{}))
}

// Left is told to a person who has left.
func Left(_ Env, m mission.Mission) Message {
	return one(fill("You have left *%s*. Your words stay.", title(m)), button(ActJoin, "Join again", Meta{Mission: m.ID}))
}

// Stayed takes the place of a question that was dismissed.
func Stayed(Env) Message { return one(fill("Nothing was changed.")) }

// AskedToLead asks a member in a direct message whether she will lead.
func AskedToLead(e Env, m mission.Mission, by mission.UserID) Message {
	meta := Meta{Mission: m.ID}
	var p canvas
	p.section("%s asks you to lead *%s*. Whoever leads closes its phases, changes its wording and ends it.", e.who(by), title(m))
	p.context("Until you accept nothing changes.")
	p.actions(button(ActAcceptLead, "I will lead it", meta), button(ActDeclineLead, "Not me", meta), button(ActDetails, "Details", meta))
	return p.message()
}

// LeadAccepted takes the place of that question where she leads by now. Mirror says that the mirror asks her.
func LeadAccepted(_ Env, m mission.Mission, mirror bool) Message {
	details := button(ActDetails, "Details", Meta{Mission: m.ID})
	if mirror {
		return one(fill("You lead *%s*. "+mirrorBegins, title(m)), details, button(ActSettings, "What reaches me", Meta{Mission: m.ID}))
	}
	return one(fill("You lead *%s*.", title(m)), details)
}

// LeadDeclined takes its place where she does not want to.
func LeadDeclined(_ Env, m mission.Mission) Message {
	return one(fill("Fine. *%s* goes on as it was.", title(m)), button(ActAcceptLead, "I will lead it after all", Meta{Mission: m.ID}))
}

// Follows tells a member in a direct message that a new mission follows hers.
func Follows(e Env, old, next mission.Mission) Message {
	var p canvas
	p.section("A new mission follows *%s*: *%s*. Join?", title(old), title(next))
	p.context("%s", fmt.Sprintf("In %s. Nobody is carried over; people join by themselves.", e.channel(next.Channel)))
	p.actions(primary(ActJoin, "Join", Meta{Mission: next.ID}), button(ActDetails, "Details", Meta{Mission: next.ID}))
	return p.message()
}
