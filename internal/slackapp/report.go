package slackapp

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/rounds"
	"throughline/internal/slackapp/api"
	"throughline/internal/slackapp/view"
)

// What moved, and for whom: for one who asks, posted in the channel, and each Monday as the digest.

// noticeReport is a report as a message: report:<span>:<from>:<to>:<user>, where user is who posted it or had it
// sent.
const noticeReport = "report"

func (a *App) reportCommands() map[verb]handler {
	return map[verb]handler{verbReport: a.reportCommand}
}

func (a *App) reportClicks() map[string]pressed {
	return map[string]pressed{
		view.ActReport:     a.at(a.clickReport),
		view.ActReportAll:  a.at(a.clickReportAll),
		view.ActReportHere: a.at(a.clickReportHere),
		view.ActReportMe:   a.at(a.clickReportMe),
	}
}

func (a *App) reportNotices() map[string]noticed {
	return map[string]noticed{noticeReport: a.renderReport}
}

// reportCommand shows what moved in this week, this phase, or all of it. Without a word it is the phase.
func (a *App) reportCommand(ctx context.Context, r *request) (answer, error) {
	word := strings.ToLower(strings.TrimSpace(r.text))
	span := cmp.Or(mission.Span(word), mission.ThisPhase)
	if !span.Valid() {
		span = ""
	}
	m, who, err := a.here(ctx, r)
	if errors.Is(err, errNoMission) {
		m, who, err = a.lastEnded(ctx, r)
		span = mission.AllOfIt
	}
	if err != nil {
		return answer{}, err
	}
	if span == "" {
		return say(view.AskSpan(a.env(ctx, nil), m)), nil
	}
	return a.report(ctx, r, m, who, span)
}

// lastEnded returns the mission that ended last in the channel of a command, where none is running: it still has
// something to tell.
func (a *App) lastEnded(ctx context.Context, r *request) (mission.Mission, mission.Actor, error) {
	all, err := a.missionsIn(ctx, r.channel)
	if err == nil && len(all) == 0 {
		err = errNoMission
	}
	if err != nil {
		return mission.Mission{}, mission.Actor{}, err
	}
	return a.towards(ctx, r, all[len(all)-1])
}

func (a *App) clickReport(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	span := cmp.Or(mission.Span(p.meta.Kind), mission.ThisPhase)
	if !span.Valid() {
		return answer{}, &mission.Refusal{Code: mission.BadChoice}
	}
	if p.view != nil { // no message can be shown there
		from, to := m.Days(span, a.clock.Now())
		d, err := a.reportData(ctx, m, span, from, to)
		return a.form(p.request, view.ReadReport(a.env(ctx, a.reader(ctx, p.user), d.People()...), d, 0)), err
	}
	ans, err := a.report(ctx, p.request, m, who, span)
	ans.replace = p.ephemeral && p.action.Type == "button"
	return ans, err
}

// report shows a report to the one who asks.
func (a *App) report(ctx context.Context, r *request, m mission.Mission, who mission.Actor, span mission.Span) (answer, error) {
	from, to := m.Days(span, a.clock.Now())
	d, err := a.reportData(ctx, m, span, from, to)
	if err != nil {
		return answer{}, err
	}
	here := !r.dm && r.channel == m.Channel && a.may(ctx, mission.PostReport, who, m) == nil
	return say(view.ReportAnswer(a.env(ctx, nil, d.People()...), d, here)), nil
}

// reportData reads what was told of a mission in some days. In a channel that is shared with another organisation
// no result of a round is shown.
func (a *App) reportData(ctx context.Context, m mission.Mission, span mission.Span, from, to mission.Date) (view.ReportData, error) {
	d := view.ReportData{Mission: m, Span: span}
	energy := a.showsEnergy(ctx, m)
	err := a.store.View(ctx, func(tx Tx) (err error) {
		if d.Story, err = mission.StoryOf(tx, m, from, to); err != nil {
			return err
		}
		if win := m.Tally.LatestWin; win != "" {
			if d.LatestWin, err = optional(tx.Entry(m.Team, m.ID, win)); err != nil {
				return err
			}
		}
		if span == mission.AllOfIt {
			here, err := optional(tx.PlaceCounts(m.Team, string(m.Channel)))
			if err != nil {
				return err
			}
			if here != nil {
				d.Asked = here.Themes
			}
		}
		if energy {
			if d.Energy, err = energyUpTo(tx, m, to); err != nil {
				return err
			}
		}
		d.Trial, err = trialRead(tx, m, a.clock.Now())
		return err
	})
	return d, err
}

// showsEnergy reports whether results of rounds may stand in a mission's channel. Where Slack cannot say with whom
// the channel is shared, they do not.
func (a *App) showsEnergy(ctx context.Context, m mission.Mission) bool {
	c, err := a.dir.channel(ctx, m.Channel)
	return err == nil && !c.ExtShared
}

// energyUpTo returns the closed rounds on energy up to a day.
func energyUpTo(tx Tx, m mission.Mission, to mission.Date) ([]rounds.Result, error) {
	all, err := rounds.Trend(tx, m, rounds.Energy)
	end := to.AddDays(1).At(0, 0, m.Location())
	var out []rounds.Result
	for _, r := range all {
		if r.At.Before(end) {
			out = append(out, r)
		}
	}
	return out, err
}

func (a *App) clickReportAll(ctx context.Context, p press, m mission.Mission, _ mission.Actor) (answer, error) {
	d, err := a.pressedReport(ctx, p, m)
	if err != nil {
		return answer{}, err
	}
	return a.turnTo(p, view.ReadReport(a.env(ctx, a.reader(ctx, p.user), d.People()...), d, p.meta.Page)), nil
}

// pressedReport reads the report that a button names. Its days came back from a client: they choose among what the
// person may read anyway.
func (a *App) pressedReport(ctx context.Context, p press, m mission.Mission) (view.ReportData, error) {
	span, from, to, ok := view.ReportDays(p.meta.Kind)
	if !ok {
		return view.ReportData{}, &mission.Refusal{Code: mission.BadChoice}
	}
	return a.reportData(ctx, m, span, from, to)
}

// clickReportHere posts a report in the mission's channel, and nowhere else.
func (a *App) clickReportHere(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if err := a.may(ctx, mission.PostReport, who, m); err != nil {
		return answer{}, err
	}
	if err := a.reachable(ctx, m); err != nil {
		return answer{}, err
	}
	_, err := a.sendReport(ctx, p, m, "")
	return answer{}, err
}

func (a *App) clickReportMe(ctx context.Context, p press, m mission.Mission, _ mission.Actor) (answer, error) {
	done, err := a.sendReport(ctx, p, m, p.user)
	if err != nil || done.again || p.dm {
		return answer{}, err
	}
	return say(view.OnItsWay()), nil
}

// sendReport puts a report on its way: to the channel, or to the one who pressed.
func (a *App) sendReport(ctx context.Context, p press, m mission.Mission, to mission.UserID) (outcome, error) {
	span, from, until, ok := view.ReportDays(p.meta.Kind)
	if !ok {
		return outcome{}, &mission.Refusal{Code: mission.BadChoice}
	}
	row := nudges.Row{
		Key: "report/" + string(a.newID()), Team: m.Team, Subject: nudges.OfNotice, Mission: m.ID, User: to,
		Ref: ref(noticeReport, string(span), from.String(), until.String(), string(p.user)),
	}
	if to == "" {
		row.Channel = m.Channel
	}
	return a.once(ctx, p.key, func(tx Tx) (outcome, error) {
		return outcome{Did: "report", Mission: m.ID}, a.rows(tx).post(row)
	})
}

// renderReport makes a report as a message of its own. Who had it sent to her must still see the mission.
func (a *App) renderReport(ctx context.Context, env view.Env, r rowRef) (view.Message, error) {
	if len(r.args) != 4 {
		return view.Message{}, unknown("report", r.row.Ref)
	}
	if r.row.User != "" && !a.sees(ctx, &request{user: r.row.User, userTeam: a.team}, r.mission) {
		return view.Message{}, mission.ErrNotFound
	}
	span, from, to, ok := view.ReportDays(strings.Join(r.args[:3], "/"))
	if !ok {
		return view.Message{}, unknown("report", r.row.Ref)
	}
	d, err := a.reportData(ctx, r.mission, span, from, to)
	if r.row.User == "" {
		d.By = r.user()
	}
	env.Names, env.Zone = a.dir.names(ctx, d.People()...), nil
	return view.Report(env, d), err
}

// reportPictures puts the pictures of a report that stands into its thread.
func (a *App) reportPictures(tx nudges.Tx, w rows, r nudges.Row) error {
	_, args := refParts(r.Ref)
	asked := rowRef{args: args}.user()
	return inOrder(
		func() error { return w.energyPicture(tx, r, asked, nil) },
		func() error { return w.picture(r, fileTimeline, asked) },
	)
}

// energyPicture puts the picture of energy into the thread of a message, where there were rounds. Since says that
// it is wanted only where one closed from that day on.
func (w rows) energyPicture(tx nudges.Tx, r nudges.Row, asked mission.UserID, since *mission.Date) error {
	held, ok := tx.(rounds.Tx)
	if !ok {
		return nil
	}
	m, err := tx.Mission(r.Team, r.Mission)
	if err != nil {
		return err
	}
	all, err := rounds.Trend(held, m, rounds.Energy)
	if err != nil || len(all) == 0 {
		return err
	}
	if since != nil && all[len(all)-1].At.Before(since.At(0, 0, m.Location())) {
		return nil
	}
	return w.picture(r, fileEnergy, asked)
}

// resultPicture puts the picture of energy into the thread of a round's result, where energy was asked about.
func (w rows) resultPicture(tx nudges.Tx, r nudges.Row) error {
	held, ok := tx.(rounds.Tx)
	if !ok {
		return nil
	}
	round, err := held.Round(r.Team, r.Mission, mission.ID(r.Ref))
	if err != nil || round.Topic != rounds.Energy {
		return err
	}
	return w.energyPicture(tx, r, "", nil)
}

// energyFile is the picture of energy.
func (a *App) energyFile(ctx context.Context, m mission.Mission) (api.File, error) {
	if !a.showsEnergy(ctx, m) {
		return api.File{}, mission.ErrNotFound
	}
	d := view.EnergyData{Mission: m, Then: make(map[mission.Phase]rounds.Word)}
	err := a.store.View(ctx, func(tx Tx) (err error) {
		if d.Rounds, err = rounds.Trend(tx, m, rounds.Energy); err != nil || m.From == "" {
			return err
		}
		if d.Earlier, err = tx.Mission(m.Team, m.From); err != nil {
			return ignoreNotFound(err)
		}
		before, err := rounds.Trend(tx, d.Earlier, rounds.Energy)
		for _, r := range before {
			if r.Word != "" {
				d.Then[r.Phase] = r.Word
			}
		}
		return err
	})
	if err != nil {
		return api.File{}, err
	}
	p, held, err := view.EnergyPicture(a.env(ctx, nil), d)
	if err == nil && !held {
		err = mission.ErrNotFound
	}
	return pictureFile(p), err
}

// timelineFile is the picture of a mission's phases.
func (a *App) timelineFile(ctx context.Context, m mission.Mission) (api.File, error) {
	from, to := m.Days(mission.AllOfIt, a.clock.Now())
	var s mission.Story
	err := a.store.View(ctx, func(tx Tx) (err error) {
		s, err = mission.StoryOf(tx, m, from, to)
		return err
	})
	if err != nil {
		return api.File{}, err
	}
	p, err := view.TimelinePicture(a.env(ctx, nil), m, s)
	return pictureFile(p), err
}
