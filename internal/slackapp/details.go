package slackapp

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// What people read: the card that knows them, lists, whole texts, and the Home tab.

// undoFor is how long an ending or a closing can be taken back; the domain says the same.
const undoFor = 24 * time.Hour

// details shows a mission to one person: as a message, or as a form where no message can be shown.
func (a *App) details(ctx context.Context, r *request, m mission.Mission, who mission.Actor) (answer, error) {
	d, err := a.detailsData(ctx, m, who)
	if err != nil {
		return answer{}, err
	}
	ids := peopleOf(m, d.Members)
	for _, e := range slices.Concat(d.Latest, d.Open) {
		ids = append(ids, e.Author)
	}
	var reader *time.Location
	if r.dm || r.view != nil {
		reader = a.reader(ctx, r.user) // in a channel the mission's zone is meant
	}
	env := a.env(ctx, reader, ids...)
	if r.view != nil {
		return a.form(r, view.DetailsView(env, d)), nil
	}
	return say(view.Details(env, d)), nil
}

func (a *App) detailsData(ctx context.Context, m mission.Mission, who mission.Actor) (d view.DetailsData, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		if d.CardData, err = cardData(tx, m); err != nil {
			return err
		}
		if d.Member, err = optional(tx.Member(m.Team, m.ID, who.User)); err != nil {
			return err
		}
		if d.Latest, err = newest(tx, m, latestShown, mission.EntryKinds[:]...); err != nil {
			return err
		}
		if d.LeadAway, err = a.awayThrough(tx, m, who.User); err != nil {
			return err
		}
		if d.Open, err = mission.OpenPromises(tx, m); err != nil {
			return err
		}
		if d.Pursuits, err = anyOpen(tx, m, who); err != nil {
			return err
		}
		plan, err := optional(tx.Plan(m.Team, nudges.PlanID(nudges.Coach, m.ID, "")))
		d.QuestionsOff = plan != nil && plan.Off
		if err != nil {
			return err
		}
		plan, err = optional(tx.Plan(m.Team, nudges.PlanID(nudges.Digest, m.ID, "")))
		d.DigestOff = plan != nil && plan.Off
		if err != nil {
			return err
		}
		d.Follows, err = nudges.Follows(tx, m, who.User)
		return err
	})
	if err != nil {
		return d, err
	}
	d.Related, err = a.related(ctx, m)
	d.Steers = mission.May(mission.ClosePhaseOf, who, m, d.Member, "") == nil
	d.UndoClose, d.UndoEnd = undoable(m, who.User, a.clock.Now())
	d.UndoEnd = d.UndoEnd && d.Next == nil
	return d, err
}

// undoable reports what a person may still take back.
func undoable(m mission.Mission, user mission.UserID, now time.Time) (closing, ending bool) {
	if m.Outcome != nil {
		return false, m.Outcome.By == user && now.Sub(m.Outcome.At) <= undoFor
	}
	if n := len(m.Closings); n > 0 {
		last := m.Closings[n-1]
		return last.By == user && now.Sub(last.At) <= undoFor, false
	}
	return false, false
}

// list shows the running missions that a person may see.
func (a *App) list(ctx context.Context, r *request, page int) (answer, error) {
	seen, err := a.visible(ctx, r)
	if err != nil {
		return answer{}, err
	}
	from, to := view.ListPage(len(seen), page)
	var missions []mission.Mission
	err = a.store.View(ctx, func(tx Tx) error {
		for _, p := range seen[from:to] {
			m, err := optional(tx.Mission(a.team, p.ID))
			if err != nil {
				return err
			}
			if m != nil {
				missions = append(missions, *m)
			}
		}
		return nil
	})
	if err != nil {
		return answer{}, err
	}
	return say(view.List(a.env(ctx, a.reader(ctx, r.user)), missions, len(seen), page)), nil
}

// visible returns where the missions run that a person may see. For private channels Slack is asked whether
// she is in; where it cannot say, the answer is no.
func (a *App) visible(ctx context.Context, r *request) ([]mission.Place, error) {
	running, err := a.whereRunning(ctx)
	if err != nil {
		return nil, err
	}
	a.dir.manyFor(ctx, len(running), r.user)
	var seen []mission.Place
	for _, p := range running {
		if a.sees(ctx, r, mission.Mission{Team: a.team, ID: p.ID, Channel: p.Channel}) {
			seen = append(seen, p)
		}
	}
	return seen, nil
}

// seenBy returns the first missions that a person may see, at most limit of them.
func (a *App) seenBy(ctx context.Context, r *request, missions []mission.Mission, limit int) []mission.Mission {
	a.dir.manyFor(ctx, len(missions), r.user)
	var seen []mission.Mission
	for _, m := range missions {
		if len(seen) < limit && a.sees(ctx, r, m) {
			seen = append(seen, m)
		}
	}
	return seen
}

// sees reports whether a person may see a mission. Slack is asked whether the channel is still public; only
// where it is not, or the person sees no more than her own channels, also whether she is in it.
func (a *App) sees(ctx context.Context, r *request, m mission.Mission) bool {
	c, err := a.dir.channel(ctx, m.Channel)
	m.Private = err != nil || c.Private
	channel := m.Channel
	if person, err := a.dir.person(ctx, r.user); err == nil && !person.Guest && !m.Private {
		channel = ""
	}
	who, err := a.actor(ctx, r, channel)
	return err == nil && mission.May(mission.See, who, m, nil, "") == nil
}

// history shows the ended missions of a channel.
func (a *App) history(ctx context.Context, r *request, channel mission.ChannelID, page int) (answer, error) {
	if r.dm && channel == r.channel {
		m, _, err := a.here(ctx, r)
		if err != nil {
			return answer{}, err
		}
		channel = m.Channel
	}
	var all, seen []mission.Mission
	err := a.store.View(ctx, func(tx Tx) (err error) {
		all, err = tx.MissionsIn(a.team, channel)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	for _, m := range all {
		if a.sees(ctx, r, m) {
			seen = append(seen, m)
		}
	}
	slices.Reverse(seen)
	return say(view.History(a.env(ctx, a.reader(ctx, r.user)), channel, seen, page)), nil
}

// clickReadRest shows the whole of an entry, or of a mission's wording.
func (a *App) clickReadRest(ctx context.Context, p press, m mission.Mission, _ mission.Actor) (answer, error) {
	reader := a.reader(ctx, p.user)
	if p.meta.Entry == "" {
		return a.turnTo(p, view.ReadWording(a.env(ctx, reader), m, p.meta.Page)), nil
	}
	e, err := a.entry(ctx, m, p.meta.Entry)
	if isNotFound(err) {
		err = &mission.Refusal{Code: mission.Hidden}
	}
	if err != nil {
		return answer{}, err
	}
	return a.turnTo(p, view.ReadEntry(a.env(ctx, reader, peopleIn(e)...), m, e, p.meta.Page)), nil
}

func (a *App) clickReadStory(ctx context.Context, p press, m mission.Mission, _ mission.Actor) (answer, error) {
	return a.readLessons(ctx, p, m, view.ReadStory)
}

func (a *App) clickReadLessons(ctx context.Context, p press, m mission.Mission, _ mission.Actor) (answer, error) {
	return a.readLessons(ctx, p, m, view.ReadLessons)
}

func (a *App) readLessons(ctx context.Context, p press, m mission.Mission, read func(view.Env, mission.Mission, []mission.Entry, int) slack.ModalViewRequest) (answer, error) {
	d, err := a.outcomeData(ctx, m)
	if err != nil {
		return answer{}, err
	}
	var ids []mission.UserID
	for _, l := range d.Lessons {
		ids = append(ids, l.Author)
	}
	return a.turnTo(p, read(a.env(ctx, a.reader(ctx, p.user), ids...), m, d.Lessons, p.meta.Page)), nil
}

// turnTo shows a page to read: in place of the page that the click came from, or as a form of its own.
func (a *App) turnTo(p press, v slack.ModalViewRequest) answer {
	if p.view != nil && p.view.CallbackID == view.ViewRead && p.view.Title != nil && p.view.Title.Text == v.Title.Text {
		return a.refresh(p, v)
	}
	return a.form(p.request, v)
}

// byMoved puts the missions first that moved last.
func byMoved(missions []mission.Mission) {
	slices.SortStableFunc(missions, func(x, y mission.Mission) int { return moved(y).Compare(moved(x)) })
}

// moved is when a mission last moved.
func moved(m mission.Mission) time.Time {
	if m.Tally.LastEntry.After(m.StartedAt) {
		return m.Tally.LastEntry
	}
	return m.StartedAt
}

// reachIn returns the kinds of nudges that reach a member.
func reachIn(tx Tx, m mission.Mission, user mission.UserID) ([]nudges.Kind, error) {
	var kinds []nudges.Kind
	for _, k := range nudges.MemberKinds {
		plan, err := optional(tx.Plan(m.Team, nudges.PlanID(k, m.ID, user)))
		if err != nil {
			return nil, err
		}
		if plan != nil && !plan.Off {
			kinds = append(kinds, k)
		}
	}
	p, err := tx.Person(m.Team, user)
	for _, k := range nudges.ByConsent {
		if !p.IsOff(k, m.ID) {
			kinds = append(kinds, k)
		}
	}
	return kinds, ignoreNotFound(err)
}

func isNotFound(err error) bool { return errors.Is(err, mission.ErrNotFound) }
