package slackapp

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/rounds"
	"throughline/internal/slackapp/view"
	"throughline/internal/trial"
)

// What is planned for a channel: seen by its people, changed by whoever steers.

func (a *App) planCommands() map[verb]handler {
	return map[verb]handler{verbNudges: a.nudgesCommand}
}

func (a *App) planClicks() map[string]pressed {
	return map[string]pressed{
		view.ActPlans:    a.clickPlans,
		view.ActPace:     a.clickPace,
		view.ActPreview:  a.at(a.clickPreview),
		view.ActPlanBack: a.at(a.clickPlanBack),
		view.ActSayBack:  a.clickSayBack,
	}
}

func (a *App) planForms() map[string]sent {
	return map[string]sent{view.ViewRetime: a.submitRetime}
}

func (a *App) planLines() map[string]lined {
	return map[string]lined{linePlanned: a.renderPlanned(false), linePlanBack: a.renderPlanned(true)}
}

// nudgesCommand opens what is planned, or lists what comes.
func (a *App) nudgesCommand(ctx context.Context, r *request) (answer, error) {
	m, who, err := a.here(ctx, r)
	if err != nil {
		return answer{}, err
	}
	if strings.EqualFold(strings.TrimSpace(r.text), "preview") || r.source == fromMention {
		d, err := a.previewData(ctx, m, who)
		return say(view.Preview(a.env(ctx, nil), d)), err
	}
	return a.plansForm(ctx, r, m, who)
}

func (a *App) plansForm(ctx context.Context, r *request, m mission.Mission, who mission.Actor) (answer, error) {
	v, err := a.plansView(ctx, m, who)
	if err != nil {
		return answer{}, err
	}
	return a.form(r, v), nil
}

func (a *App) plansView(ctx context.Context, m mission.Mission, who mission.Actor) (slack.ModalViewRequest, error) {
	if err := stillComes(m); err != nil {
		return slack.ModalViewRequest{}, err
	}
	d := view.PlansData{Mission: m, Steers: a.may(ctx, mission.PlanNudges, who, m) == nil, Agreed: make(map[nudges.Kind]nudges.Agreed)}
	err := a.store.View(ctx, func(tx Tx) (err error) {
		for _, k := range view.PlannedKinds() {
			if d.Agreed[k], err = nudges.AgreedOn(tx, m, k); err != nil {
				return err
			}
		}
		house, err := nudges.HouseOf(tx, m.Team, m.ID)
		if err != nil {
			return err
		}
		d.Holidays = a.holidayName(house.Holidays)
		t, found, err := trial.Latest(tx, m.Team, m.Channel)
		if d.Trial = found && !t.Over(a.clock.Now()); err != nil {
			return err
		}
		d.RoundsNeed, err = roundsNeed(tx, m)
		return err
	})
	return view.Plans(a.env(ctx, nil, m.Lead), d), err
}

// roundsNeed is how many have to tick rounds before one opens, where a mission's people were told that they are too
// few; else 0. How many have is not said.
func roundsNeed(tx Tx, m mission.Mission) (int, error) {
	few, err := rounds.SaidFew(tx, m)
	if err != nil || !few {
		return 0, err
	}
	floor, err := rounds.Floor(tx, m)
	return floor + 1, err
}

// clickPlans opens what is planned for the mission that a button names, or that a nudge is of.
func (a *App) clickPlans(ctx context.Context, p press) (answer, error) {
	if p.meta.Nudge == "" {
		return a.at(func(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
			return a.plansForm(ctx, p.request, m, who)
		})(ctx, p)
	}
	_, m, who, err := a.asked(ctx, p)
	if err != nil {
		return answer{}, err
	}
	return a.plansForm(ctx, p.request, m, who)
}

// planned returns a mission whose plans the one who asks may change, and the kind that a button or form names.
func (a *App) planned(ctx context.Context, r *request, meta view.Meta) (m mission.Mission, who mission.Actor, k nudges.Kind, err error) {
	if m, who, err = a.seen(ctx, r, meta.Mission); err != nil {
		return m, who, k, err
	}
	if err := stillComes(m); err != nil {
		return m, who, k, err
	}
	if k = nudges.Kind(meta.Kind); !slices.Contains(view.PlannedKinds(), k) {
		return m, who, k, &mission.Refusal{Code: mission.BadChoice}
	}
	return m, who, k, a.may(ctx, mission.PlanNudges, who, m)
}

// stillComes refuses to plan for a mission that has ended, from which nothing comes.
func stillComes(m mission.Mission) error {
	if m.Running() {
		return nil
	}
	return &mission.Refusal{Code: view.NothingComes, Mission: m.ID}
}

// plannable refuses to plan for a channel that is gone or takes no messages. What is turned off there may be.
func (a *App) plannable(ctx context.Context, m mission.Mission) error {
	_, err := a.postable(ctx, m.Channel)
	if refusal, ok := mission.Refused(err); ok {
		refusal.Mission = m.ID
	}
	return err
}

// clickPace changes how often a kind comes, at once, or opens the form for another time.
func (a *App) clickPace(ctx context.Context, p press) (answer, error) {
	m, who, k, err := a.planned(ctx, p.request, p.meta)
	if err != nil {
		return answer{}, err
	}
	agreed, err := a.agreedOn(ctx, m, k)
	if err != nil {
		return answer{}, err
	}
	if p.meta.Ref != string(nudges.Never) {
		if err := a.plannable(ctx, m); err != nil {
			return answer{}, err
		}
	}
	switch pace := nudges.Pace(p.meta.Ref); {
	case p.meta.Ref == view.PaceOther && k.Timed():
		if agreed.Recur.Expr == "" {
			agreed.Recur.Expr = nudges.UsualTimes(k)
		}
		return a.form(p.request, view.Retime(a.env(ctx, nil), view.RetimeForm{Mission: m, Kind: k, Recur: agreed.Recur})), nil
	case p.meta.Ref == view.PaceUsual:
		agreed = nudges.Usually(m, k)
	case pace == nudges.AsPlanned, pace == nudges.Never, pace == nudges.HalfAsOften && k.Rarer():
		agreed = agreed.At(k, pace, m.Today(a.clock.Now()))
	default:
		return answer{}, &mission.Refusal{Code: mission.BadChoice}
	}
	if err := a.agree(ctx, p.request, m, k, agreed); err != nil {
		return answer{}, err
	}
	v, err := a.plansView(ctx, m, who)
	if err != nil || p.view == nil {
		return answer{}, err
	}
	return a.refresh(p, v), nil
}

func (a *App) agreedOn(ctx context.Context, m mission.Mission, k nudges.Kind) (agreed nudges.Agreed, err error) {
	err = a.store.View(ctx, func(tx Tx) (err error) {
		agreed, err = nudges.AgreedOn(tx, m, k)
		return err
	})
	return agreed, err
}

// agree changes how a kind comes in a mission and says so in the card's thread.
func (a *App) agree(ctx context.Context, r *request, m mission.Mission, k nudges.Kind, agreed nudges.Agreed) error {
	_, err := a.once(ctx, r.key, func(tx Tx) (outcome, error) {
		turn, err := nudges.Agree(tx, m, k, agreed, a.clock.Now())
		if err != nil || turn == 0 {
			return outcome{Did: "plan", Mission: m.ID}, err
		}
		return outcome{Did: "plan", Mission: m.ID}, a.rows(tx).line(m, linePlanned, string(k), strconv.Itoa(turn), string(r.user))
	})
	return err
}

// clickPlanBack takes the last change of a kind back. Any member may.
func (a *App) clickPlanBack(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if err := stillComes(m); err != nil {
		return answer{}, err
	}
	if err := a.may(ctx, mission.SteerNudges, who, m); err != nil {
		return answer{}, err
	}
	k := nudges.Kind(p.meta.Kind)
	_, err := a.once(ctx, p.key, func(tx Tx) (outcome, error) {
		turn, ok, err := nudges.TakeBack(tx, m, k, p.meta.Page, a.clock.Now())
		if err == nil && !ok {
			err = &mission.Refusal{Code: mission.MovedOn, Mission: m.ID}
		}
		if err != nil {
			return outcome{}, err
		}
		return outcome{Did: "plan_back", Mission: m.ID}, a.rows(tx).planLine(m, nudges.Row{TS: p.thread}, linePlanBack, string(k), strconv.Itoa(turn), string(p.user))
	})
	return answer{}, err
}

// retimed reads the form for another time, or says what is wrong with it, at its field.
func (a *App) retimed(values *slack.ViewState, m mission.Mission, k nudges.Kind) (view.RetimeForm, view.FieldErrors) {
	in, errs := view.ParseRetime(values, m, k)
	if len(errs) > 0 {
		return in, errs
	}
	recur := nudges.Recur{Expr: in.Expr(), Zone: in.Recur.Zone}
	if err := nudges.CheckTimes(m, recur); err != nil {
		return in, view.BadTimes(in, err.Error())
	}
	if recur.Zone == "" {
		recur.Zone = nudges.FirstZone(m.Zone)
	}
	hours := nudges.DefaultHours(recur.Zone)
	if k.ToChannel() {
		hours = nudges.DefaultHours(m.Zone)
	}
	if k == nudges.Round && nudges.RoundsWithin(recur, rounds.GapDays, a.clock.Now()) {
		return in, view.RoundsTooOften(in)
	}
	falls, all, err := recur.Falls(hours, a.clock.Now())
	switch {
	case err != nil:
		return in, view.BadTimes(in, err.Error())
	case k.ToChannel() && falls == 0:
		return in, view.BadTimes(in, view.NeverInHours(hours))
	case 2*falls < all:
		in.Said, in.Warned = view.SeldomInHours(in, hours), in.Expr()
	}
	return in, nil
}

// clickSayBack says in words what stands in the form for another time; what was typed stays.
func (a *App) clickSayBack(ctx context.Context, p press) (answer, error) {
	if p.view == nil {
		return answer{}, nil
	}
	m, _, k, err := a.planned(ctx, p.request, view.DecodeMeta(p.view.PrivateMetadata))
	if err != nil {
		return answer{}, err
	}
	in, errs := a.retimed(p.view.State, m, k)
	in.Warned = ""
	for _, sentence := range errs {
		in.Said = sentence
	}
	if in.Said == "" {
		in.Said = view.SaidBack(in)
	}
	return a.refresh(p, view.Retime(a.env(ctx, nil), in)), nil
}

func (a *App) submitRetime(ctx context.Context, s submitted) (answer, error) {
	m, who, k, err := a.planned(ctx, s.request, s.meta)
	if err != nil {
		return answer{}, err
	}
	if !k.Timed() {
		return answer{}, &mission.Refusal{Code: mission.BadChoice}
	}
	in, errs := a.retimed(s.values, m, k)
	if err := a.plannable(ctx, m); err != nil {
		if _, refused := mission.Refused(err); !refused {
			return answer{}, err
		}
		return wrong(view.BadTimes(in, view.NoMessagesIn(a.env(ctx, nil), m)))
	}
	if len(errs) > 0 {
		return wrong(errs)
	}
	if in.Warned != "" && in.Warned != s.meta.Ref {
		return inPlace(view.Retime(a.env(ctx, nil), in)), nil
	}
	agreed, err := a.agreedOn(ctx, m, k)
	if err != nil {
		return answer{}, err
	}
	agreed.Off, agreed.Recur.Expr, agreed.Recur.Zone = false, in.Expr(), in.Recur.Zone
	if err := a.agree(ctx, s.request, m, k, agreed); err != nil {
		return answer{}, err
	}
	return answer{then: a.refreshBelow(s, m, who)}, nil
}

// refreshBelow brings the form up to date from which this one was opened, and which shows again once it is
// closed.
func (a *App) refreshBelow(s submitted, m mission.Mission, who mission.Actor) func(context.Context) {
	below := s.view.PreviousViewID
	return func(ctx context.Context) {
		v, err := a.plansView(ctx, m, who)
		if err == nil && below != "" {
			_, err = a.api.UpdateView(ctx, below, "", v)
		}
		if err != nil {
			a.log.Debug("view not brought up to date", "error", err)
		}
	}
}

// renderPlanned says who changed when a kind comes, or took that back.
func (a *App) renderPlanned(back bool) lined {
	return func(ctx context.Context, env view.Env, r rowRef) (view.Message, error) {
		d := view.PlanChange{Kind: nudges.Kind(r.args[0]), By: r.user(), Back: back}
		if len(r.args) > 2 { // of an earlier version there is no number
			d.Turn, _ = strconv.Atoi(r.args[1])
		}
		var err error
		d.Agreed, err = a.agreedOn(ctx, r.mission, d.Kind)
		return view.PlanChanged(env, r.mission, d), err
	}
}
