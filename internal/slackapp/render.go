package slackapp

import (
	"context"
	"fmt"
	"strconv"
	"time"

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
	case nudges.OfMidpoint:
		return a.renderDecided(ctx, m)
	case nudges.OfRelation:
		return a.renderRelated(ctx, m, r)
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
	if d.Followers, err = nudges.Followers(tx, m); err != nil {
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
	if err != nil {
		return view.Message{}, err
	}
	d.Related, err = a.related(ctx, m)
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
	ids := append([]mission.UserID{e.Author, e.OpenedBy, e.PieceOf, e.UsedBy}, e.To...)
	return append(ids, e.Helpers...)
}

func (a *App) renderEntry(ctx context.Context, m mission.Mission, id mission.ID) (view.Message, error) {
	e, err := a.entry(ctx, m, id)
	if err != nil {
		return view.Message{}, err
	}
	if e.Kind == mission.Celebration {
		return a.renderCelebration(ctx, e)
	}
	if e.Kind.Promised() && !e.Withdrawn() {
		return a.renderPromise(ctx, m, e)
	}
	env := a.env(ctx, nil, peopleIn(e)...)
	if e.Kind == mission.Reply && !e.Withdrawn() {
		return view.AnsweredHere(env, e.Author, e.Text), nil
	}
	if e.Kind == mission.Suggestion && !e.Withdrawn() {
		return view.SuggestedWords(env, e), nil
	}
	return view.Entry(env, m, e), nil
}

// renderLine makes a line of a thread.
func (a *App) renderLine(ctx context.Context, m mission.Mission, r nudges.Row) (view.Message, error) {
	what, args := refParts(r.Ref)
	line, ok := a.table.lines[what]
	if !ok {
		return view.Message{}, unknown("line", what)
	}
	ref := rowRef{mission: m, row: r, args: args}
	return line(ctx, a.env(ctx, nil, m.Lead, m.Starter, ref.user()), ref)
}

// missionLines are the lines that tell how a mission goes on.
func (a *App) missionLines() map[string]lined {
	return map[string]lined{
		lineStarted:     a.renderStarted,
		lineJoined:      a.renderPiece(view.ThreadJoined),
		linePiece:       a.renderPiece(view.ThreadPiece),
		lineReworded:    a.renderReworded,
		lineReopened:    byWhom(view.ThreadReopened),
		lineUnended:     byWhom(view.ThreadUnended),
		lineNoLead:      plainly(view.ThreadNoLead),
		lineLed:         byWhom(view.ThreadLed),
		lineStory:       a.renderStory,
		lineSuggestions: plainly(view.ThreadAsk),
		lineHelp:        a.renderHelp,
	}
}

// byWhom renders a line that says who did something.
func byWhom(render func(view.Env, mission.Mission, mission.UserID) view.Message) lined {
	return func(_ context.Context, env view.Env, r rowRef) (view.Message, error) {
		return render(env, r.mission, r.user()), nil
	}
}

// plainly renders a line that the mission alone decides.
func plainly(render func(view.Env, mission.Mission) view.Message) lined {
	return func(_ context.Context, env view.Env, r rowRef) (view.Message, error) {
		return render(env, r.mission), nil
	}
}

// renderHelp says who offers to help with a block.
func (a *App) renderHelp(ctx context.Context, _ view.Env, r rowRef) (view.Message, error) {
	e, err := a.entry(ctx, r.mission, mission.ID(r.args[0]))
	return view.HelpOffered(a.env(ctx, nil, r.user(), e.Author), e, r.user()), err
}

func (a *App) renderStarted(ctx context.Context, env view.Env, r rowRef) (view.Message, error) {
	m := r.mission
	var from *mission.Mission
	err := a.store.View(ctx, func(tx Tx) (err error) {
		if m.From != "" {
			from, err = optional(tx.Mission(m.Team, m.From))
		}
		return err
	})
	return view.ThreadStarted(env, m, from), err
}

// renderPiece makes a line about a member, who is the first argument.
func (a *App) renderPiece(render func(view.Env, mission.Member) view.Message) lined {
	return func(ctx context.Context, _ view.Env, r rowRef) (view.Message, error) {
		m, user := r.mission, mission.UserID(r.args[0])
		var member mission.Member
		err := a.store.View(ctx, func(tx Tx) (err error) {
			member, err = tx.Member(m.Team, m.ID, user)
			return err
		})
		return render(a.env(ctx, nil, m.Lead, m.Starter, user), member), err
	}
}

// renderReworded shows the nth change of the wording: before, after and why.
func (a *App) renderReworded(ctx context.Context, _ view.Env, r rowRef) (view.Message, error) {
	m := r.mission
	n, err := strconv.Atoi(r.args[0])
	if err != nil || n < 1 || n > len(m.Earlier) {
		return view.Message{}, unknown("wording", r.args[0])
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
func (a *App) renderStory(ctx context.Context, _ view.Env, r rowRef) (view.Message, error) {
	m := r.mission
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
	if m.Channel != "" {
		if _, err := a.dir.channel(ctx, m.Channel); err != nil {
			a.log.Debug("a channel's name is not known", "error", err)
		}
	}
	var reader *time.Location
	if r.User != "" {
		reader = a.reader(ctx, r.User)
	}
	env := a.env(ctx, reader, m.Lead, m.Starter)
	notice, ok := a.table.notices[what]
	if !ok {
		return view.Message{}, unknown("notice", what)
	}
	return notice(ctx, env, rowRef{mission: m, row: r, args: args})
}

// missionNotices are the notices about missions and what was told in them.
func (a *App) missionNotices() map[string]noticed {
	return map[string]noticed{
		noticeFollows:   a.renderFollows,
		noticeLeadAsked: a.renderLeadAsked,
		noticeNoCard: func(_ context.Context, env view.Env, r rowRef) (view.Message, error) {
			return view.CardUnsent(env, r.mission), nil
		},
		noticeUnsent:  a.renderUntold(view.Unsent),
		noticeRefused: a.renderUntold(view.Refused),
		noticeLate:    a.renderUntold(view.Late),
		noticeUnsure:  a.renderUntold(view.Unsure),
		noticeSuggest: a.renderSuggest,
		noticeKept:    a.renderKept,
	}
}

func (a *App) renderFollows(ctx context.Context, env view.Env, r rowRef) (view.Message, error) {
	old, _, err := a.pair(ctx, r.mission)
	return view.Follows(env, old, r.mission), err
}

func (a *App) renderLeadAsked(ctx context.Context, _ view.Env, r rowRef) (view.Message, error) {
	by := r.user()
	return view.AskedToLead(a.env(ctx, a.reader(ctx, r.row.User), by), r.mission, by), nil
}

// renderUntold tells an author that an entry of hers did not appear, or may not have.
func (a *App) renderUntold(render func(view.Env, mission.Mission, mission.Entry) view.Message) noticed {
	return func(ctx context.Context, env view.Env, r rowRef) (view.Message, error) {
		e, err := a.entry(ctx, r.mission, mission.ID(r.args[0]))
		return render(env, r.mission, e), err
	}
}

func (a *App) renderSuggest(ctx context.Context, _ view.Env, r rowRef) (view.Message, error) {
	by := mission.UserID(r.args[0])
	return view.Suggestion(a.env(ctx, a.reader(ctx, r.row.User), by), r.mission, by, mission.Action(r.args[1])), nil
}

// pair returns the mission that m follows, and m.
func (a *App) pair(ctx context.Context, m mission.Mission) (old, next mission.Mission, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		old, err = tx.Mission(m.Team, m.From)
		return err
	})
	return old, m, err
}
