package slackapp

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"throughline/internal/mission"
	"throughline/internal/slackapp/view"
)

// command answers what was typed after /mission.
func (a *App) command(ctx context.Context, r *request, v verb, known bool) (answer, error) {
	if r.userTeam != a.team {
		return answer{}, &mission.Refusal{Code: mission.OtherTeam}
	}
	if err := a.beingErased(ctx, r.user); err != nil {
		return answer{}, err
	}
	if !known {
		return a.unknownVerb(ctx, r, v)
	}
	if n := utf8.RuneCountInString(unescape(r.text, a.dir.name)); n > mission.MaxText && !v.private() {
		return a.tooMuch(ctx, r, n)
	}
	if kind, ok := told[v]; ok {
		return a.tellCommand(ctx, r, kind)
	}
	return a.table.commands[v](ctx, r)
}

// missionCommands are the commands about missions. Every verb that parseVerb knows has a handler in a table, or a
// kind in told.
func (a *App) missionCommands() map[verb]handler {
	return map[verb]handler{
		verbCard:     a.cardCommand,
		verbStart:    a.startCommand,
		verbJoin:     a.joinCommand,
		verbPiece:    a.pieceCommand,
		verbLeave:    a.leaveCommand,
		verbThanks:   a.thanksCommand,
		verbPhase:    a.phaseCommand,
		verbComplete: a.completeCommand,
		verbEdit:     a.editCommand,
		verbList:     a.listCommand,
		verbHistory:  a.historyCommand,
		verbHelp:     a.helpCommand,
	}
}

// mention answers a mention in a channel. The words after it are those of the command; where a form would
// open there is no trigger to open it with, so the words are asked for instead. Private words come back in no
// answer.
func (a *App) mention(ctx context.Context, r *request, v verb, known bool) (answer, error) {
	if !r.dm && v.private() {
		return a.privateHere(ctx, v), nil
	}
	if !r.dm && v.round() && strings.TrimSpace(r.text) != "" {
		return say(view.RoundHere(a.env(ctx, nil), string(v))), nil
	}
	ans, err := a.command(ctx, r, v, known)
	if err == nil && ans.open != nil {
		return answer{}, &mission.Refusal{Code: mission.Empty, Field: "text"}
	}
	return ans, err
}

// privateHere answers a private word in a channel, with a button to the form where there is one.
func (a *App) privateHere(ctx context.Context, v verb) answer {
	word := verb(strings.TrimRight(strings.ToLower(string(v)), ":,.;"))
	if !slices.Contains(verbs, word) {
		word = ""
	}
	return say(view.PrivateHere(a.env(ctx, nil), string(word)))
}

// unknownVerb suggests the word that was most likely meant, and otherwise shows the help.
func (a *App) unknownVerb(ctx context.Context, r *request, typed verb) (answer, error) {
	e := a.env(ctx, nil)
	word := unescape(string(typed), a.dir.name)
	meant, ok := nearest(typed)
	waits := r.text // in memory alone, until she says what she meant
	if ok && meant.private() {
		r.taken(a) // what was meant to be private comes back in no message
		if r.source == fromMention && !r.dm {
			return a.privateHere(ctx, meant), nil
		}
	}
	words := unescape(r.text, a.dir.name)
	if !ok {
		return say(view.UnknownWord(e, word, words)), nil
	}
	asked := view.Meta{Channel: r.channel, Kind: string(meant), Ref: a.waiting.keep(r.user, waits)}
	return say(view.DidYouMean(e, word, string(meant), words, asked)), nil
}

// tooMuch gives words back that are more than anybody keeps: in the person's direct messages, whole.
func (a *App) tooMuch(ctx context.Context, r *request, n int) (answer, error) {
	words := unescape(r.text, a.dir.name)
	refusal := &mission.Refusal{Code: mission.TooLong, Field: "text", Got: n, Max: mission.MaxText}
	ans := say(view.Refusal(refusal, view.RefusalContext{Env: a.env(ctx, nil), Filed: true}))
	ans.then = func(ctx context.Context) {
		for _, m := range view.WordsBack(words) {
			a.tellDirectly(ctx, r, m)
		}
	}
	return ans, nil
}

// cardCommand shows the card that knows its reader, or how to start a mission.
func (a *App) cardCommand(ctx context.Context, r *request) (answer, error) {
	m, who, err := a.here(ctx, r)
	if errors.Is(err, errNoMission) {
		return a.noMission(ctx, r)
	}
	if err != nil {
		return answer{}, err
	}
	return a.details(ctx, r, m, who)
}

func (a *App) noMission(ctx context.Context, r *request) (answer, error) {
	who, err := a.actor(ctx, r, r.channel)
	if err != nil {
		return answer{}, err
	}
	if _, err := a.dir.channel(ctx, r.channel); err != nil && !gone(err) {
		return answer{}, err
	}
	d := view.NoMissionData{Channel: r.channel}
	err = a.store.View(ctx, func(tx Tx) error {
		past, err := tx.MissionsIn(a.team, r.channel)
		if err != nil {
			return err
		}
		if n := len(past); n > 0 && mission.May(mission.See, who, past[n-1], nil, "") == nil {
			d.Last = &past[n-1]
		}
		draft, err := optional(tx.Draft(a.team, r.user, r.channel))
		if draft != nil && a.clock.Now().Sub(draft.At) < draftFor {
			d.Draft = draft
		}
		return err
	})
	return say(view.NoMission(a.env(ctx, a.reader(ctx, r.user)), d)), err
}

// tellCommand keeps what was told, or opens the form where no words came.
func (a *App) tellCommand(ctx context.Context, r *request, kind mission.EntryKind) (answer, error) {
	m, who, err := a.here(ctx, r)
	if err != nil {
		return answer{}, err
	}
	if strings.TrimSpace(r.text) == "" {
		return a.tellForm(ctx, r, m, who, view.TellForm{Kind: kind})
	}
	if err := a.reachable(ctx, m); err != nil {
		return answer{}, err
	}
	in := a.typed(kind, r.text)
	if a.showsFirst(ctx, r) {
		return a.preview(ctx, r, m, who, in)
	}
	_, err = a.tellEntry(ctx, r, who, m.ID, in)
	return answer{}, err
}

// thanksCommand thanks those who are named first.
func (a *App) thanksCommand(ctx context.Context, r *request) (answer, error) {
	m, who, err := a.here(ctx, r)
	if err != nil {
		return answer{}, err
	}
	in := a.typed(mission.Thanks, r.text)
	if in.Text == "" {
		return a.tellForm(ctx, r, m, who, view.TellForm{Kind: mission.Thanks, To: in.To})
	}
	if err := a.reachable(ctx, m); err != nil {
		return answer{}, err
	}
	if a.showsFirst(ctx, r) {
		return a.preview(ctx, r, m, who, in)
	}
	return a.thank(ctx, r, who, m, in, false)
}

// thank tells thanks, having asked where somebody thanked would not see it.
func (a *App) thank(ctx context.Context, r *request, who mission.Actor, m mission.Mission, in mission.NewEntry, anyway bool) (answer, error) {
	for _, user := range in.To {
		person, inside, err := a.stand(ctx, user, m.Channel)
		if err != nil {
			return answer{}, err
		}
		if person.Bot {
			return answer{}, &mission.Refusal{Code: view.ThanksApp, By: user}
		}
		if !inside && !anyway {
			return answer{}, &mission.Refusal{Code: view.ThanksOutside, By: user}
		}
	}
	_, err := a.tellEntry(ctx, r, who, m.ID, in)
	return answer{}, err
}

func (a *App) joinCommand(ctx context.Context, r *request) (answer, error) {
	m, who, err := a.here(ctx, r)
	if err != nil {
		return answer{}, err
	}
	piece := strings.TrimSpace(unescape(r.text, a.dir.name))
	if piece == "" {
		return a.joinForm(ctx, r, m, who)
	}
	done, err := a.join(ctx, r, who, m.ID, piece, nil, nil)
	if err != nil {
		return answer{}, err
	}
	return a.joined(ctx, r, done)
}

func (a *App) pieceCommand(ctx context.Context, r *request) (answer, error) {
	m, who, err := a.here(ctx, r)
	if err != nil {
		return answer{}, err
	}
	piece := strings.TrimSpace(unescape(r.text, a.dir.name))
	if piece == "" {
		return a.pieceForm(ctx, r, m, who, "")
	}
	var helps []mission.Phase
	if member, err := a.membership(ctx, m, who.User); err == nil && member != nil {
		helps = member.Helps // what it helps with is ticked in the form alone
	}
	done, err := a.setPiece(ctx, r, who, m.ID, piece, helps)
	if err != nil {
		return answer{}, err
	}
	return a.pieceKept(ctx, done)
}

func (a *App) leaveCommand(ctx context.Context, r *request) (answer, error) {
	m, who, err := a.here(ctx, r)
	if err != nil {
		return answer{}, err
	}
	err = a.may(ctx, mission.LeaveIt, who, m)
	if refused, ok := mission.Refused(err); ok && refused.Code == mission.MembersOnly {
		err = &mission.Refusal{Code: mission.NotIn, Mission: m.ID}
	}
	if err != nil {
		return answer{}, err
	}
	return say(view.AskLeave(a.env(ctx, nil), m, m.Lead == r.user)), nil
}

func (a *App) phaseCommand(ctx context.Context, r *request) (answer, error) {
	m, who, err := a.here(ctx, r)
	if err != nil {
		return answer{}, err
	}
	return a.phaseForm(ctx, r, m, who)
}

func (a *App) completeCommand(ctx context.Context, r *request) (answer, error) {
	m, who, err := a.here(ctx, r)
	if err != nil {
		return answer{}, err
	}
	return a.endForm(ctx, r, m, who)
}

func (a *App) editCommand(ctx context.Context, r *request) (answer, error) {
	m, who, err := a.here(ctx, r)
	if err != nil {
		return answer{}, err
	}
	return a.editForm(ctx, r, m, who)
}

// listCommand lists the running missions that the person may see.
func (a *App) listCommand(ctx context.Context, r *request) (answer, error) {
	return a.list(ctx, r, 0)
}

// historyCommand lists the channel's missions that have ended.
func (a *App) historyCommand(ctx context.Context, r *request) (answer, error) {
	return a.history(ctx, r, r.channel, 0)
}

// helpCommand shows a chapter of the help, suggests the one that was most likely meant, and otherwise shows
// all of it.
func (a *App) helpCommand(ctx context.Context, r *request) (answer, error) {
	e := a.env(ctx, nil)
	word := strings.ToLower(strings.TrimSpace(r.text))
	if msg, ok := view.HelpTopic(e, word); ok {
		return say(msg), nil
	}
	if topic, ok := near(word, view.Topics()); ok && !slices.Contains(verbs, verb(word)) {
		return say(view.DidYouMean(e, unescape(word, a.dir.name), string(verbHelp)+" "+topic, "", view.Meta{Channel: r.channel})), nil
	}
	return say(view.Help(e)), nil
}

// optional turns a record that is not there into nil.
func optional[T any](v T, err error) (*T, error) {
	if isNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &v, nil
}

// reader returns the zone of the one who reads, or nil where Slack does not tell it.
func (a *App) reader(ctx context.Context, user mission.UserID) *time.Location {
	zone := a.zoneOf(ctx, user, "")
	if zone == "" {
		return nil
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return nil
	}
	return loc
}
