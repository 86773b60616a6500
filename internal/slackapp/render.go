package slackapp

import (
	"context"
	"fmt"
	"strconv"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// latestShown is how many of the newest entries a person's card shows.
const latestShown = 5

// render makes the message that a row names, from what stands in the store now.
func (a *App) render(ctx context.Context, r nudges.Row) (view.Message, error) {
	if r.Subject == nudges.OfNudge {
		return a.renderNudge(ctx, r)
	}
	var m mission.Mission
	err := a.store.View(ctx, func(tx Tx) (err error) {
		if r.Mission != "" {
			m, err = tx.Mission(r.Team, r.Mission)
		}
		return err
	})
	if err != nil {
		return view.Message{}, err
	}
	if what, args := refParts(r.Ref); what == refTakenBack && len(args) == 2 {
		by := mission.UserID(args[1])
		return view.TakenBack(a.env(ctx, nil, by), m, by), nil
	}
	switch r.Subject {
	case nudges.OfCard:
		return a.renderCard(ctx, m, !r.Update)
	case nudges.OfEntry:
		return a.renderEntry(ctx, m, mission.ID(r.Ref))
	case nudges.OfThread:
		return a.renderLine(ctx, m, r)
	case nudges.OfPhase:
		return a.renderPhase(ctx, m, r)
	case nudges.OfOutcome:
		return a.renderOutcome(ctx, m)
	case nudges.OfNotice:
		return a.renderNotice(ctx, m, r)
	}
	return view.Message{}, unknown("subject", string(r.Subject))
}

// unknown refuses a row that names something which this version does not know: it cannot be sent.
func unknown(what, name string) error {
	return &nudges.SendError{Class: nudges.Refused, Code: "unknown_" + what, Err: fmt.Errorf("render: no such %s: %q", what, name)}
}

// cardData reads what a card shows.
func cardData(tx Tx, m mission.Mission) (view.CardData, error) {
	d := view.CardData{Mission: m}
	var err error
	if d.Members, err = tx.Members(m.Team, m.ID); err != nil {
		return d, err
	}
	if win := m.Tally.LatestWin; win != "" {
		if d.LatestWin, err = optional(tx.Entry(m.Team, m.ID, win)); err != nil {
			return d, err
		}
	}
	if m.Running() {
		return d, nil
	}
	d.Next, err = following(tx, m)
	return d, err
}

// following returns the mission that grew from m, or nil.
func following(tx Tx, m mission.Mission) (*mission.Mission, error) {
	all, err := tx.MissionsIn(m.Team, m.Channel)
	if err != nil {
		return nil, err
	}
	for _, next := range all {
		if next.From == m.ID {
			return &next, nil
		}
	}
	return nil, nil
}

// peopleOf lists those whose names a mission's card shows.
func peopleOf(m mission.Mission, members []mission.Member) []mission.UserID {
	ids := []mission.UserID{m.Lead, m.Starter, m.Offered}
	for _, member := range members {
		ids = append(ids, member.User)
	}
	return ids
}

func (a *App) renderCard(ctx context.Context, m mission.Mission, fresh bool) (view.Message, error) {
	var d view.CardData
	err := a.store.View(ctx, func(tx Tx) (err error) {
		d, err = cardData(tx, m)
		return err
	})
	d.New = fresh && m.Tally.LastEntry.IsZero() && m.Running()
	return view.Card(a.env(ctx, nil, peopleOf(m, d.Members)...), d), err
}

func (a *App) entry(ctx context.Context, m mission.Mission, id mission.ID) (e mission.Entry, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		e, err = tx.Entry(m.Team, m.ID, id)
		return err
	})
	return e, err
}

// peopleIn lists those whose names an entry shows.
func peopleIn(e mission.Entry) []mission.UserID {
	ids := append([]mission.UserID{e.Author, e.OpenedBy}, e.To...)
	return append(ids, e.Helpers...)
}

func (a *App) renderEntry(ctx context.Context, m mission.Mission, id mission.ID) (view.Message, error) {
	e, err := a.entry(ctx, m, id)
	if err != nil {
		return view.Message{}, err
	}
	env := a.env(ctx, nil, peopleIn(e)...)
	if e.Kind == mission.Reply && !e.Withdrawn() {
		return view.AnsweredHere(env, e.Author, e.Text), nil
	}
	return view.Entry(env, m, e), nil
}

// renderLine makes a line of a thread.
func (a *App) renderLine(ctx context.Context, m mission.Mission, r nudges.Row) (view.Message, error) {
	what, args := refParts(r.Ref)
	var user mission.UserID
	if len(args) > 0 {
		user = mission.UserID(args[len(args)-1])
	}
	if what == linePiece || what == lineJoined {
		user = mission.UserID(args[0])
	}
	env := a.env(ctx, nil, m.Lead, m.Starter, user)
	switch what {
	case lineStarted:
		return a.renderStarted(ctx, env, m)
	case lineJoined, linePiece:
		return a.renderPiece(ctx, env, m, what, user)
	case lineReworded:
		return a.renderReworded(ctx, m, args)
	case lineReopened:
		return view.ThreadReopened(env, m, user), nil
	case lineUnended:
		return view.ThreadUnended(env, m, user), nil
	case lineNoLead:
		return view.ThreadNoLead(env, m), nil
	case lineLed:
		return view.ThreadLed(env, m, user), nil
	case lineStory:
		return a.renderStory(ctx, m)
	case lineSuggestions:
		return view.ThreadAsk(env, m), nil
	case lineSkipped:
		return view.QuestionSkipped(env, m, user, false), nil
	case lineUnskipped:
		return view.QuestionSkipped(env, m, user, true), nil
	case lineOff:
		return view.QuestionsOff(env, m, user), nil
	case lineOn:
		return view.QuestionsOn(env, m, user), nil
	case lineHelp:
		e, err := a.entry(ctx, m, mission.ID(args[0]))
		return view.HelpOffered(a.env(ctx, nil, user, e.Author), e, user), err
	}
	return view.Message{}, unknown("line", what)
}

func (a *App) renderStarted(ctx context.Context, env view.Env, m mission.Mission) (view.Message, error) {
	var from *mission.Mission
	err := a.store.View(ctx, func(tx Tx) (err error) {
		if m.From != "" {
			from, err = optional(tx.Mission(m.Team, m.From))
		}
		return err
	})
	return view.ThreadStarted(env, m, from), err
}

func (a *App) renderPiece(ctx context.Context, env view.Env, m mission.Mission, what string, user mission.UserID) (view.Message, error) {
	var member mission.Member
	err := a.store.View(ctx, func(tx Tx) (err error) {
		member, err = tx.Member(m.Team, m.ID, user)
		return err
	})
	if what == lineJoined {
		return view.ThreadJoined(env, member), err
	}
	return view.ThreadPiece(env, member), err
}

// renderReworded shows the nth change of the wording: before, after and why.
func (a *App) renderReworded(ctx context.Context, m mission.Mission, args []string) (view.Message, error) {
	n, err := strconv.Atoi(args[0])
	if err != nil || n < 1 || n > len(m.Earlier) {
		return view.Message{}, unknown("wording", args[0])
	}
	after := m.Wording
	if n < len(m.Earlier) {
		after = m.Earlier[n].Wording
	}
	change := m.Earlier[n-1]
	return view.ThreadReworded(a.env(ctx, nil, change.By), m, change, after), nil
}

func (a *App) renderPhase(ctx context.Context, m mission.Mission, r nudges.Row) (view.Message, error) {
	n, err := strconv.Atoi(r.Ref)
	if err != nil {
		return view.Message{}, fmt.Errorf("render: phase: %w", err)
	}
	closing, ok := m.Closing(mission.Phase(n))
	if !ok {
		return view.Message{}, &nudges.SendError{Class: nudges.Refused, Code: "taken_back"}
	}
	return view.PhaseClosed(a.env(ctx, nil, closing.By), m, closing), nil
}

func (a *App) renderOutcome(ctx context.Context, m mission.Mission) (view.Message, error) {
	if m.Outcome == nil {
		return view.Message{}, &nudges.SendError{Class: nudges.Refused, Code: "taken_back"}
	}
	d, err := a.outcomeData(ctx, m)
	ids := append([]mission.UserID{m.Outcome.By}, m.Outcome.Thanks...)
	return view.Outcome(a.env(ctx, nil, ids...), d), err
}

// renderStory makes the whole story, for the thread of the message about the ending.
func (a *App) renderStory(ctx context.Context, m mission.Mission) (view.Message, error) {
	if m.Outcome == nil {
		return view.Message{}, &nudges.SendError{Class: nudges.Refused, Code: "taken_back"}
	}
	d, err := a.outcomeData(ctx, m)
	var authors []mission.UserID
	for _, l := range d.Lessons {
		authors = append(authors, l.Author)
	}
	return view.Story(a.env(ctx, nil, authors...), m, d.Lessons), err
}

// renderNotice makes a line to one person or channel.
func (a *App) renderNotice(ctx context.Context, m mission.Mission, r nudges.Row) (view.Message, error) {
	what, args := refParts(r.Ref)
	if what == noticeHello {
		return view.Hello(a.env(ctx, nil), r.Channel, a.reads), nil
	}
	if _, err := a.dir.channel(ctx, m.Channel); err != nil {
		a.log.Debug("a channel's name is not known", "error", err)
	}
	env := a.env(ctx, a.reader(ctx, r.User), m.Lead, m.Starter)
	switch what {
	case noticeFollows:
		old, _, err := a.pair(ctx, m)
		return view.Follows(env, old, m), err
	case noticeLeadAsked:
		by := mission.UserID(args[len(args)-1])
		return view.AskedToLead(a.env(ctx, a.reader(ctx, r.User), by), m, by), nil
	case noticeNoCard:
		return view.CardUnsent(env, m), nil
	case noticeUnsent, noticeUnsure:
		e, err := a.entry(ctx, m, mission.ID(args[0]))
		if what == noticeUnsent {
			return view.Unsent(env, m, e), err
		}
		return view.Unsure(env, m, e), err
	case noticeSuggest:
		by := mission.UserID(args[0])
		return view.Suggestion(a.env(ctx, a.reader(ctx, r.User), by), m, by, mission.Action(args[1])), nil
	case noticeKept:
		return a.renderKept(ctx, env, m, r)
	}
	return view.Message{}, unknown("notice", what)
}

// pair returns the mission that m follows, and m.
func (a *App) pair(ctx context.Context, m mission.Mission) (old, next mission.Mission, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		old, err = tx.Mission(m.Team, m.From)
		return err
	})
	return old, m, err
}
