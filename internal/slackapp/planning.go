package slackapp

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// What is planned for a channel: seen by its people, changed by whoever steers.

// previewFor is how far a preview looks ahead.
const previewFor = 4 * 7 * 24 * time.Hour

func (a *App) planCommands() map[verb]handler {
	return map[verb]handler{verbNudges: a.nudgesCommand}
}

func (a *App) planClicks() map[string]pressed {
	return map[string]pressed{
		view.ActPlans:   a.clickPlans,
		view.ActPace:    a.clickPace,
		view.ActPreview: a.at(a.clickPreview),
	}
}

func (a *App) planForms() map[string]sent {
	return map[string]sent{view.ViewRetime: a.submitRetime}
}

func (a *App) planLines() map[string]lined {
	return map[string]lined{linePlanned: a.renderPlanned}
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
	if err := running(m); err != nil {
		return slack.ModalViewRequest{}, err
	}
	d := view.PlansData{Mission: m, Steers: a.may(ctx, mission.PlanNudges, who, m) == nil}
	var err error
	d.Plans, err = a.plansOf(ctx, m, "")
	return view.Plans(a.env(ctx, nil, m.Lead), d), err
}

// plansOf returns the plans of a mission for its channel, or for one of its members.
func (a *App) plansOf(ctx context.Context, m mission.Mission, user mission.UserID) (plans []nudges.Plan, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		all, err := tx.PlansOf(m.Team, m.ID)
		for _, p := range all {
			if p.User == user {
				plans = append(plans, p)
			}
		}
		return err
	})
	return plans, err
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

// channelPlan returns a plan of a channel with its mission, where the one who asks may change it.
func (a *App) channelPlan(ctx context.Context, r *request, id string) (plan nudges.Plan, m mission.Mission, who mission.Actor, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		plan, err = tx.Plan(a.team, id)
		return err
	})
	if isNotFound(err) || err == nil && plan.User != "" {
		return plan, m, who, hidden
	}
	if err != nil {
		return plan, m, who, err
	}
	if m, who, err = a.seen(ctx, r, plan.Mission); err != nil {
		return plan, m, who, err
	}
	if err := running(m); err != nil {
		return plan, m, who, err
	}
	return plan, m, who, a.may(ctx, mission.PlanNudges, who, m)
}

// clickPace changes how often a plan comes, at once, or opens the form for another time.
func (a *App) clickPace(ctx context.Context, p press) (answer, error) {
	plan, m, who, err := a.channelPlan(ctx, p.request, p.meta.Plan)
	if err != nil {
		return answer{}, err
	}
	if p.meta.Kind == view.PaceOther {
		return a.form(p.request, view.Retime(a.env(ctx, nil), m, plan)), nil
	}
	pace := nudges.Pace(p.meta.Kind)
	if pace != nudges.AsPlanned && pace != nudges.HalfAsOften && pace != nudges.Never {
		return answer{}, &mission.Refusal{Code: mission.BadChoice}
	}
	err = a.replan(ctx, p.request, plan, func(tx Tx, now time.Time) error {
		return nudges.SetPace(tx, a.team, plan.ID, pace, now)
	})
	if err != nil {
		return answer{}, err
	}
	v, err := a.plansView(ctx, m, who)
	if err != nil || p.view == nil {
		return answer{}, err
	}
	return a.refresh(p, v), nil
}

// replan changes a plan of a channel and says so in the card's thread.
func (a *App) replan(ctx context.Context, r *request, plan nudges.Plan, change func(Tx, time.Time) error) error {
	_, err := a.once(ctx, r.key, func(tx Tx) (outcome, error) {
		m, err := tx.Mission(a.team, plan.Mission)
		if err != nil {
			return outcome{}, err
		}
		before, err := tx.Plan(a.team, plan.ID)
		if err != nil {
			return outcome{}, err
		}
		if err := change(tx, a.clock.Now()); err != nil {
			return outcome{}, err
		}
		after, err := tx.Plan(a.team, plan.ID)
		if err != nil || after == before {
			return outcome{Did: "plan", Mission: m.ID}, err
		}
		return outcome{Did: "plan", Mission: m.ID}, a.rows(tx).line(m, linePlanned, string(plan.Kind), string(r.user))
	})
	return err
}

func (a *App) submitRetime(ctx context.Context, s submitted) (answer, error) {
	expr, errs := view.ParseRetime(s.values)
	if len(errs) > 0 {
		return wrong(errs)
	}
	plan, m, who, err := a.channelPlan(ctx, s.request, s.meta.Plan)
	if err != nil {
		return answer{}, err
	}
	err = a.replan(ctx, s.request, plan, func(tx Tx, now time.Time) error {
		return nudges.Retime(tx, a.team, plan.ID, expr, now)
	})
	if bad, ok := errors.AsType[*nudges.ScheduleError](err); ok {
		return wrong(view.BadCron(bad.Sentence))
	}
	if err != nil {
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

func (a *App) renderPlanned(ctx context.Context, env view.Env, r rowRef) (view.Message, error) {
	var plan nudges.Plan
	err := a.store.View(ctx, func(tx Tx) (err error) {
		plan, err = tx.Plan(a.team, nudges.PlanID(nudges.Kind(r.args[0]), r.mission.ID, ""))
		return err
	})
	return view.PlanChanged(env, r.mission, plan, r.user()), err
}

func (a *App) clickPreview(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	d, err := a.previewData(ctx, m, who)
	if err != nil {
		return answer{}, err
	}
	return a.form(p.request, view.PreviewView(a.env(ctx, nil), d)), nil
}

// previewData gathers what comes to the channel, and to the one who asks: what comes to others is theirs.
func (a *App) previewData(ctx context.Context, m mission.Mission, who mission.Actor) (view.PreviewData, error) {
	if err := running(m); err != nil {
		return view.PreviewData{}, err
	}
	if _, err := a.dir.channel(ctx, m.Channel); err != nil {
		a.log.Debug("a channel's name is not known", "error", err)
	}
	d := view.PreviewData{Mission: m, Weeks: int(previewFor / (7 * 24 * time.Hour)), Hours: nudges.DefaultHours(m.Zone)}
	var err error
	if d.Channel, err = a.coming(ctx, m, ""); err != nil {
		return d, err
	}
	member, err := a.membership(ctx, m, who.User)
	if err != nil || member == nil || !member.In() {
		return d, err
	}
	person, err := a.person(ctx, who.User)
	if err != nil {
		return d, err
	}
	d.Member, d.MyHours = true, person.Hours(m.Zone)
	d.Mine, err = a.coming(ctx, m, who.User)
	return d, err
}

func (a *App) coming(ctx context.Context, m mission.Mission, user mission.UserID) ([]nudges.Coming, error) {
	plans, err := a.plansOf(ctx, m, user)
	if err != nil {
		return nil, err
	}
	now := a.clock.Now()
	return nudges.Ahead(plans, now, now.Add(previewFor))
}
