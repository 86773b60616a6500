package slackapp

import (
	"cmp"
	"context"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/slackapp/view"
)

// submitted is a form that was sent, with what its private metadata holds.
type submitted struct {
	*request
	meta   view.Meta
	values *slack.ViewState
}

// submission answers a form.
func (a *App) submission(ctx context.Context, r *request) (answer, error) {
	if r.userTeam != a.team {
		return answer{}, &mission.Refusal{Code: mission.OtherTeam}
	}
	if err := a.beingErased(ctx, r.user); err != nil {
		return answer{}, err
	}
	do, ok := a.table.forms[r.view.CallbackID]
	if !ok {
		a.log.Debug("a form of no meaning", "form", r.view.CallbackID)
		return answer{}, nil
	}
	return do(ctx, submitted{request: r, meta: view.DecodeMeta(r.view.PrivateMetadata), values: r.view.State})
}

// startForms are the forms that begin a mission.
func (a *App) startForms() map[string]sent {
	return map[string]sent{
		view.ViewStart1: a.submitStart1,
		view.ViewStart2: a.submitStart2,
		view.ViewStart3: a.submitStart3,
	}
}

// memberForms are the forms about being in a mission.
func (a *App) memberForms() map[string]sent {
	return map[string]sent{
		view.ViewJoin:  a.submitJoin,
		view.ViewPiece: a.submitPiece,
	}
}

// entryForms are the forms in which something is told.
func (a *App) entryForms() map[string]sent {
	return map[string]sent{
		view.ViewTell:      a.submitTell,
		view.ViewEditEntry: a.submitEditEntry,
	}
}

// steerForms are the forms of whoever steers.
func (a *App) steerForms() map[string]sent {
	return map[string]sent{
		view.ViewClosePhase: a.submitClosePhase,
		view.ViewEdit1:      a.submitEdit1,
		view.ViewEdit2:      a.submitEdit2,
		view.ViewEdit3:      a.submitEdit3,
		view.ViewEnd1:       a.submitEnd1,
		view.ViewEnd2:       a.submitEnd2,
		view.ViewEnd3:       a.submitEnd3,
	}
}

// wrong answers a form with what is wrong, each at its field; what was typed stays.
func wrong(errs view.FieldErrors) (answer, error) {
	return answer{form: slack.NewErrorsViewSubmissionResponse(errs)}, nil
}

// next answers a form by putting another on top of it.
func next(v slack.ModalViewRequest) (answer, error) {
	return answer{form: slack.NewPushViewSubmissionResponse(&v)}, nil
}

// inPlace answers a form by putting another in its place.
func inPlace(v slack.ModalViewRequest) answer {
	return answer{form: slack.NewUpdateViewSubmissionResponse(&v)}
}

// done closes all views of a form.
func done() answer { return answer{form: slack.NewClearViewSubmissionResponse()} }

// doneAnd closes all views and tells the person something in the mission's channel.
func doneAnd(s submitted, m mission.Mission, msg view.Message) answer {
	ans := done()
	s.channel = m.Channel
	ans.message = &msg
	return ans
}

// subject returns the mission that a form is about.
func (a *App) subject(ctx context.Context, s submitted) (mission.Mission, mission.Actor, error) {
	return a.seen(ctx, s.request, s.meta.Mission)
}

// form opens a view: on top of the one that the click came from, or by itself.
func (a *App) form(r *request, v slack.ModalViewRequest) answer {
	ans := open(v)
	ans.push = r.view != nil && r.view.Type == slack.VTModal
	return ans
}

// onTop shows a view in the place of the modal that the click came from, or by itself. Where that modal is a
// form, in which something may be written already, it stays below.
func (a *App) onTop(p press, v slack.ModalViewRequest) answer {
	if p.view == nil || p.view.Type != slack.VTModal || p.view.Submit != nil {
		return a.form(p.request, v)
	}
	return a.refresh(p, v)
}

// may asks the domain whether an actor may do something, reading her membership.
func (a *App) may(ctx context.Context, do mission.Action, who mission.Actor, m mission.Mission) error {
	return a.store.View(ctx, func(tx Tx) error { return mission.Check(tx, do, who, m, "") })
}

// running refuses a mission that has ended.
func running(m mission.Mission) error {
	if m.Running() {
		return nil
	}
	return &mission.Refusal{Code: mission.Ended, Mission: m.ID}
}

// joinForm opens the form for joining, or for the piece of a member; who types the command again is told
// that she is in.
func (a *App) joinForm(ctx context.Context, r *request, m mission.Mission, who mission.Actor) (answer, error) {
	if r.source != fromCommand || !m.Running() {
		return a.pieceForm(ctx, r, m, who, "")
	}
	member, err := a.membership(ctx, m, who.User)
	if err != nil || member == nil || !member.In() {
		return a.form(r, view.Join(a.env(ctx, nil), m, "")), err
	}
	return say(view.JoinedAlready(a.env(ctx, nil), m, *member)), nil
}

func (a *App) membership(ctx context.Context, m mission.Mission, user mission.UserID) (member *mission.Member, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		member, err = optional(tx.Member(m.Team, m.ID, user))
		return err
	})
	return member, err
}

func (a *App) submitJoin(ctx context.Context, s submitted) (answer, error) {
	in, errs := view.ParseJoin(s.values)
	if len(errs) > 0 {
		return wrong(errs)
	}
	m, who, err := a.subject(ctx, s)
	if err != nil {
		return answer{}, err
	}
	if _, err := a.join(ctx, s.request, who, m.ID, in.Piece, in.Helps, withRounds(in.Reach)); err != nil {
		return answer{}, err
	}
	member, err := a.membership(ctx, m, s.user)
	if err != nil || member == nil {
		return answer{}, err
	}
	return doneAnd(s, m, view.Joined(a.env(ctx, nil), m, *member, true)), nil
}

// memberOf reads the mission and the membership that an outcome names.
func (a *App) memberOf(ctx context.Context, o outcome) (m mission.Mission, member mission.Member, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		if m, err = tx.Mission(a.team, o.Mission); err == nil {
			member, err = tx.Member(a.team, o.Mission, o.User)
		}
		return err
	})
	return m, member, err
}

// joined answers a person who joined by a command.
func (a *App) joined(ctx context.Context, _ *request, o outcome) (answer, error) {
	m, member, err := a.memberOf(ctx, o)
	return say(view.Joined(a.env(ctx, nil), m, member, false)), err
}

// pieceForm opens the form for one's piece, with what was typed in place of what stands, where something was.
// Who is not in joins by the other form.
func (a *App) pieceForm(ctx context.Context, r *request, m mission.Mission, who mission.Actor, typed string) (answer, error) {
	if err := running(m); err != nil {
		return answer{}, err
	}
	member, err := a.membership(ctx, m, who.User)
	if err != nil {
		return answer{}, err
	}
	if member == nil || !member.In() {
		return a.form(r, view.Join(a.env(ctx, nil), m, typed)), nil
	}
	member.Piece = cmp.Or(typed, member.Piece)
	return a.form(r, view.Piece(a.env(ctx, nil), m, *member)), nil
}

func (a *App) submitPiece(ctx context.Context, s submitted) (answer, error) {
	in, errs := view.ParseJoin(s.values)
	if len(errs) > 0 {
		return wrong(errs)
	}
	m, who, err := a.subject(ctx, s)
	if err != nil {
		return answer{}, err
	}
	_, err = a.setPiece(ctx, s.request, who, m.ID, in.Piece, in.Helps)
	return done(), err
}

// pieceKept answers a person who changed her piece by a command.
func (a *App) pieceKept(ctx context.Context, o outcome) (answer, error) {
	m, member, err := a.memberOf(ctx, o)
	return say(view.PieceKept(a.env(ctx, nil), m, member)), err
}

// tellForm opens the form for telling something, with what is known of it.
func (a *App) tellForm(ctx context.Context, r *request, m mission.Mission, who mission.Actor, in view.TellForm) (answer, error) {
	if err := running(m); err != nil {
		return answer{}, err
	}
	if err := a.may(ctx, mission.TellEntry, who, m); err != nil {
		return answer{}, err
	}
	v, err := a.tellView(ctx, m, who.User, in)
	return a.form(r, v), err
}

// piecesOffered is how many other members' pieces the tell form offers: more names would take Slack too long to tell.
const piecesOffered = 25

// tellView makes the tell form, with the pieces that an entry can belong to.
func (a *App) tellView(ctx context.Context, m mission.Mission, by mission.UserID, in view.TellForm) (slack.ModalViewRequest, error) {
	var members []mission.Member
	err := a.store.View(ctx, func(tx Tx) (err error) {
		members, err = tx.Members(m.Team, m.ID)
		return err
	})
	in.By, in.Pieces = by, nil
	var names []mission.UserID
	for _, member := range members {
		if member.Piece == "" || len(names) == piecesOffered && member.User != by {
			continue
		}
		in.Pieces = append(in.Pieces, member)
		if member.User != by {
			names = append(names, member.User)
		}
	}
	return view.Tell(a.env(ctx, nil, names...), m, in), err
}

// clickTellKind shows the form again for the kind that was chosen; what was typed stays in its field.
func (a *App) clickTellKind(ctx context.Context, p press) (answer, error) {
	if p.view == nil {
		return answer{}, nil
	}
	meta := view.DecodeMeta(p.view.PrivateMetadata)
	in, _ := view.ParseTell(p.view.State, p.user)
	in.Ref = meta.Ref
	if in.In != "" {
		missions, err := a.tellable(ctx, p.user)
		if err != nil {
			return answer{}, err
		}
		meta.Mission, in.Missions = in.In, missions
	}
	m, _, err := a.seen(ctx, p.request, meta.Mission)
	if err != nil {
		return answer{}, err
	}
	v, err := a.tellView(ctx, m, p.user, in)
	return a.refresh(p, v), err
}

// refresh puts a new version of a view in the place of the one that the click came from.
func (a *App) refresh(p press, v slack.ModalViewRequest) answer {
	id, hash := p.view.ID, p.view.Hash
	return answer{then: func(ctx context.Context) {
		if _, err := a.api.UpdateView(ctx, id, hash, v); err != nil {
			a.log.Debug("view not brought up to date", "form", v.CallbackID, "error", err)
		}
	}}
}

func (a *App) submitTell(ctx context.Context, s submitted) (answer, error) {
	in, errs := view.ParseTell(s.values, s.user)
	if len(errs) > 0 {
		return wrong(errs)
	}
	if in.In != "" {
		s.meta.Mission = in.In
	}
	m, who, err := a.subject(ctx, s)
	if err != nil {
		return answer{}, err
	}
	if err := a.reachable(ctx, m); err != nil {
		return answer{}, err
	}
	entry := mission.NewEntry{Kind: in.Kind, Text: in.Text, Gain: in.Gain, To: in.To, PieceOf: in.PieceOf, NoPiece: in.NoPiece}
	_, err = a.thank(ctx, s.request, who, m, entry, false)
	if refusal, ok := mission.Refused(err); ok && refusal.Code == view.ThanksOutside {
		return a.askThanks(ctx, s, m, in, refusal), nil
	}
	if err == nil {
		a.waiting.drop(s.meta.Ref, s.user)
	}
	return done(), err
}

// askThanks asks in a message about thanks that somebody would not see: a form has no button to say yes.
func (a *App) askThanks(ctx context.Context, s submitted, m mission.Mission, in view.TellForm, refusal *mission.Refusal) answer {
	for _, user := range in.To {
		s.text += "<@" + string(user) + "> "
	}
	s.text += "for " + escape(in.Text)
	return doneAnd(s, m, view.Refusal(refusal, a.refusalContext(ctx, s.request, refusal)))
}

// clickEditEntry opens an author's own words.
func (a *App) clickEditEntry(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	e, err := a.own(ctx, p, m, who, mission.EditEntry)
	if err != nil {
		return answer{}, err
	}
	if e.Kind.Promised() {
		return a.changeForm(ctx, p, promiseRef{mission: m, who: who, entry: e})
	}
	return a.form(p.request, view.EditEntry(a.env(ctx, nil), m, e)), nil
}

func (a *App) submitEditEntry(ctx context.Context, s submitted) (answer, error) {
	text, errs := view.ParseEditEntry(s.values)
	if len(errs) > 0 {
		return wrong(errs)
	}
	m, who, err := a.subject(ctx, s)
	if err != nil {
		return answer{}, err
	}
	_, err = a.onEntry(ctx, s.request, "edit_entry", m.ID, s.meta.Entry, func(tx Tx, m mission.Mission) (mission.Entry, error) {
		return mission.EditText(tx, a.clock.Now(), who, m, s.meta.Entry, text)
	})
	return done(), err
}
