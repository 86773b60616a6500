package slackapp

import (
	"cmp"
	"context"
	"errors"
	"unicode/utf8"

	"throughline/internal/manifest"
	"throughline/internal/mission"
	"throughline/internal/slackapp/view"
)

// startCommand opens the start form, with the title where one was typed. One that is too long is given back
// to be shortened: the form would show only its beginning.
func (a *App) startCommand(ctx context.Context, r *request) (answer, error) {
	name := unescape(r.text, a.dir.name)
	in := view.StartForm{Wording: mission.Wording{Name: name}}
	if !r.dm {
		in.Channel = r.channel
	}
	ans, err := a.startForm(ctx, r, in, false)
	if n := utf8.RuneCountInString(name); err == nil && n > mission.MaxName {
		err = &mission.Refusal{Code: mission.TooLong, Field: view.BlockName, Got: n, Max: mission.MaxName}
	}
	return ans, err
}

// clickStart opens the start form, with what the mission before hands over.
func (a *App) clickStart(ctx context.Context, p press) (answer, error) {
	return a.startForm(ctx, p.request, view.StartForm{Channel: p.startChannel(), From: p.meta.Mission}, false)
}

// clickFresh opens it empty, leaving the draft aside.
func (a *App) clickFresh(ctx context.Context, p press) (answer, error) {
	return a.startForm(ctx, p.request, view.StartForm{Channel: p.startChannel()}, true)
}

// startChannel is the channel that a button names, or else the one in which it was pressed.
func (p press) startChannel() mission.ChannelID {
	if p.meta.Channel != "" || p.dm {
		return p.meta.Channel
	}
	return p.channel
}

// startForm opens the first view of the start form. Where the channel is known, what would stand in the way
// is said before anything is typed.
func (a *App) startForm(ctx context.Context, r *request, in view.StartForm, fresh bool) (answer, error) {
	in.Draft = a.newID()
	if in.Channel != "" {
		if err := a.mayStart(ctx, r, in.Channel); err != nil {
			return answer{}, err
		}
		typed := in.Name
		if err := a.prefill(ctx, r, &in, fresh || typed != ""); err != nil {
			return answer{}, err
		}
		if typed != "" {
			in.Name = typed
		}
	}
	return a.form(r, view.Start1(a.env(ctx, a.reader(ctx, r.user)), in)), nil
}

// mayStart refuses where a mission runs, or where the bot could not post.
func (a *App) mayStart(ctx context.Context, r *request, channel mission.ChannelID) error {
	c, err := a.postable(ctx, channel)
	if err != nil {
		return err
	}
	who, err := a.actor(ctx, r, channel)
	if err != nil {
		return err
	}
	m := mission.Mission{Team: a.team, Channel: channel, Private: c.Private}
	err = mission.May(mission.StartOne, who, m, nil, "")
	if errors.Is(err, hidden) {
		return &mission.Refusal{Code: view.BotOutside} // as for a channel that the bot does not know
	}
	if err != nil {
		return err
	}
	return a.store.View(ctx, func(tx Tx) error {
		running, err := optional(tx.ActiveMission(a.team, channel))
		if running != nil {
			return &mission.Refusal{Code: mission.MissionRuns, Mission: running.ID, By: running.Starter}
		}
		return err
	})
}

func (a *App) isPrivate(ctx context.Context, channel mission.ChannelID) bool {
	c, err := a.dir.channel(ctx, channel)
	return err != nil || c.Private // unsure is private
}

// prefill fills a start form from the person's draft, or from what the mission before carries over.
func (a *App) prefill(ctx context.Context, r *request, in *view.StartForm, fresh bool) error {
	if in.From == "" && !fresh {
		var draft view.StartForm
		found, err := a.loadDraft(ctx, r.user, in.Channel, &draft)
		if err != nil {
			return err
		}
		if found {
			draft.Channel = in.Channel
			*in = draft
			return nil
		}
	}
	in.Plan = targets(a.zoneToday(ctx, r.user))
	return a.store.View(ctx, func(tx Tx) error { return a.carryOver(tx, in) })
}

// carryOver fills in what the last mission of the channel hands to the next.
func (a *App) carryOver(tx Tx, in *view.StartForm) error {
	all, err := tx.MissionsIn(a.team, in.Channel)
	if err != nil || len(all) == 0 {
		return err
	}
	last := all[len(all)-1]
	if last.Running() || in.From != "" && in.From != last.ID || in.From == "" && !last.Outcome.Carry.Any() {
		in.From = ""
		return nil
	}
	in.From = last.ID
	if last.Outcome.Carry.Why {
		in.Why = last.Why
	}
	if last.Outcome.Carry.Aspiration {
		in.Aspiration = last.Aspiration
	}
	return nil
}

func targets(today mission.Date) (plan [3]mission.PhasePlan) {
	for p, day := range mission.DefaultTargets(today) {
		plan[p].Target = day
	}
	return plan
}

// zoneToday returns the date where a person lives, which is where her mission's dates are meant.
func (a *App) zoneToday(ctx context.Context, user mission.UserID) mission.Date {
	m := mission.Mission{Zone: a.zoneOf(ctx, user, "UTC")}
	return m.Today(a.clock.Now())
}

// clickRest follows the choice who writes the rest: the submit button says what it will do.
func (a *App) clickRest(ctx context.Context, p press) (answer, error) {
	if p.view == nil {
		return answer{}, nil
	}
	meta := view.DecodeMeta(p.view.PrivateMetadata)
	in, _ := view.ParseStart1(p.view.State, startOf(meta))
	in.Channel = meta.Channel
	return a.refresh(p, view.Start1(a.env(ctx, a.reader(ctx, p.user)), in)), nil
}

// startOf is an empty start form, for the channel and the mission before that its metadata names.
func startOf(meta view.Meta) view.StartForm {
	return view.StartForm{Channel: meta.Channel, From: meta.Mission, Draft: mission.ID(meta.Ref)}
}

// startDraft returns what was kept of this writing of a start form so far. A draft that an earlier one
// left is not its own.
func (a *App) startDraft(ctx context.Context, s submitted) (view.StartForm, error) {
	in := startOf(s.meta)
	if in.Channel == "" {
		return in, nil
	}
	var kept view.StartForm
	found, err := a.loadDraft(ctx, s.user, in.Channel, &kept)
	if err != nil || !found || kept.Draft != in.Draft {
		return in, err
	}
	kept.Channel, kept.From = in.Channel, in.From
	return kept, nil
}

func (a *App) submitStart1(ctx context.Context, s submitted) (answer, error) {
	if done, err := a.before(ctx, s.key); err != nil {
		return answer{}, err
	} else if done != nil {
		return a.begun(ctx, s, done.Mission)
	}
	in, err := a.startDraft(ctx, s)
	if err != nil {
		return answer{}, err
	}
	in, errs := view.ParseStart1(s.values, in)
	if len(errs) > 0 {
		return wrong(errs)
	}
	s.channel = in.Channel
	if err := a.mayStart(ctx, s.request, in.Channel); err != nil {
		return answer{}, cmp.Or(a.saveDraft(ctx, s.user, in.Channel, in), err)
	}
	if err := a.completeStart(ctx, s, &in); err != nil {
		return answer{}, err
	}
	if err := a.saveDraft(ctx, s.user, in.Channel, in); err != nil {
		return answer{}, err
	}
	if in.AskTeam {
		return a.begin(ctx, s, in)
	}
	return next(view.Start2(a.env(ctx, a.reader(ctx, s.user)), in))
}

// completeStart fills in what the later views begin with, where no draft held it.
func (a *App) completeStart(ctx context.Context, s submitted, in *view.StartForm) error {
	if !in.Plan[mission.Ending].Target.IsZero() {
		return nil
	}
	carried := view.StartForm{Channel: in.Channel, From: in.From}
	if err := a.prefill(ctx, s.request, &carried, true); err != nil {
		return err
	}
	in.From, in.Why, in.Plan = carried.From, carried.Why, carried.Plan
	if in.AskTeam {
		in.Plan[mission.Ending].DoneWhen = in.EndState // the third view would begin with it
	}
	return nil
}

func (a *App) submitStart2(ctx context.Context, s submitted) (answer, error) {
	in, err := a.startDraft(ctx, s)
	if err != nil {
		return answer{}, err
	}
	in, errs := view.ParseStart2(s.values, in)
	if len(errs) > 0 {
		return wrong(errs)
	}
	if err := a.saveDraft(ctx, s.user, in.Channel, in); err != nil {
		return answer{}, err
	}
	return next(view.Start3(a.env(ctx, a.reader(ctx, s.user)), in))
}

func (a *App) submitStart3(ctx context.Context, s submitted) (answer, error) {
	if done, err := a.before(ctx, s.key); err != nil {
		return answer{}, err
	} else if done != nil {
		return a.begun(ctx, s, done.Mission)
	}
	in, err := a.startDraft(ctx, s)
	if err != nil {
		return answer{}, err
	}
	in, errs := view.ParseStart3(s.values, in, a.zoneToday(ctx, s.user))
	if len(errs) > 0 {
		return wrong(errs)
	}
	if err := a.saveDraft(ctx, s.user, in.Channel, in); err != nil {
		return answer{}, err
	}
	return a.begin(ctx, s, in)
}

// begin starts the mission that a form describes.
func (a *App) begin(ctx context.Context, s submitted, in view.StartForm) (answer, error) {
	who, err := a.actor(ctx, s.request, in.Channel)
	if err != nil {
		return answer{}, err
	}
	if err := a.mayStart(ctx, s.request, in.Channel); err != nil {
		return answer{}, err
	}
	if err := a.canPost(ctx, in.Channel); err != nil {
		return answer{}, err
	}
	done, err := a.start(ctx, s.request, who, mission.NewMission{
		ID: a.newID(), Channel: in.Channel, Private: a.isPrivate(ctx, in.Channel), Zone: a.zoneOf(ctx, s.user, "UTC"),
		Wording: in.Wording, SelfGoverned: in.SelfGoverned, From: in.From,
	}, in.AskTeam)
	if err != nil {
		return answer{}, err
	}
	return a.begun(ctx, s, done.Mission)
}

// begun says that a mission has started, in its channel.
func (a *App) begun(ctx context.Context, s submitted, id mission.ID) (answer, error) {
	m, err := a.mission(ctx, id)
	if err != nil {
		return answer{}, err
	}
	return doneAnd(s, m, view.Started(a.env(ctx, nil), a.followed(ctx, id), a.mirrorAsks(ctx, m, s.user))), nil
}

// followed returns the mission that another one follows, or nil. The mission has started by then, so that
// an error is logged alone.
func (a *App) followed(ctx context.Context, id mission.ID) (from *mission.Mission) {
	err := a.store.View(ctx, func(tx Tx) error {
		m, err := tx.Mission(a.team, id)
		if err != nil || m.From == "" {
			return err
		}
		from, err = optional(tx.Mission(a.team, m.From))
		return err
	})
	if err != nil {
		a.log.Warn("the mission before is not known", "error", err)
	}
	return from
}

// shortcut opens what a global shortcut stands for.
func (a *App) shortcut(ctx context.Context, r *request, callback string) (answer, error) {
	if r.userTeam != a.team {
		return answer{}, &mission.Refusal{Code: mission.OtherTeam}
	}
	if err := a.beingErased(ctx, r.user); err != nil {
		return answer{}, err
	}
	do, ok := a.table.shorts[callback]
	if !ok {
		a.log.Debug("a shortcut of no meaning", "shortcut", callback)
		return answer{}, nil
	}
	r.dm = r.dm || r.chosen == nil
	return do(ctx, r)
}

// missionShortcuts are the shortcuts that begin a mission or tell of one.
func (a *App) missionShortcuts() map[string]handler {
	return map[string]handler{
		manifest.ShortcutStart: func(ctx context.Context, r *request) (answer, error) {
			return a.startForm(ctx, r, view.StartForm{}, true)
		},
		manifest.ShortcutTell: a.tellShortcut,
	}
}

// tellShortcut opens the form for a step; where a person is in several missions its first field asks which.
func (a *App) tellShortcut(ctx context.Context, r *request) (answer, error) {
	missions, err := a.tellable(ctx, r.user)
	if err != nil {
		return answer{}, err
	}
	if len(missions) == 0 {
		return answer{}, a.noneOfMine(ctx, r)
	}
	m, who, err := a.towards(ctx, r, missions[0])
	if err != nil {
		return answer{}, err
	}
	return a.tellForm(ctx, r, m, who, view.TellForm{Kind: mission.Progress, Missions: missions})
}

// tellable returns the running missions that somebody is in and may see, the most recently moved first.
func (a *App) tellable(ctx context.Context, user mission.UserID) (missions []mission.Mission, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		missions, err = a.runningOf(tx, user)
		return err
	})
	return a.seenBy(ctx, &request{user: user, userTeam: a.team}, missions, len(missions)), err
}
