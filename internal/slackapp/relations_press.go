package slackapp

import (
	"context"
	"slices"
	"strconv"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// What people press and choose about missions that serve or need one another.

func (a *App) relationClicks() map[string]pressed {
	return map[string]pressed{
		view.ActRelateYes:  a.at(a.clickRelate(true)),
		view.ActRelateNo:   a.at(a.clickRelate(false)),
		view.ActRelateHelp: a.at(a.clickRelateHelp),
	}
}

func (a *App) relationLines() map[string]lined {
	return map[string]lined{lineHelpAcross: a.renderHelpAcross}
}

// clickRelate answers for a mission whether it wants to be told.
func (a *App) clickRelate(yes bool) aimed {
	return func(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
		done, err := a.onMission(ctx, p.request, m.ID, func(tx Tx, m mission.Mission, w rows) (outcome, error) {
			err := a.answerRelation(tx, w, who, m, p.meta.Other, yes)
			return outcome{Did: "relate", Mission: m.ID, Entry: p.meta.Other}, err
		})
		if err != nil {
			return answer{}, err
		}
		return a.relateAnswered(ctx, p, m, done.Entry)
	}
}

// relateAnswered answers whoever answered for a mission.
func (a *App) relateAnswered(ctx context.Context, p press, to mission.Mission, from mission.ID) (answer, error) {
	d := view.RelationData{To: to}
	err := a.store.View(ctx, func(tx Tx) (err error) {
		if d.Relation, err = tx.Relation(a.team, from, to.ID); err == nil {
			d.From, err = tx.Mission(a.team, from)
		}
		return err
	})
	if err != nil {
		return answer{}, err
	}
	if p.message.TS == d.Relation.Ask.TS {
		return answer{}, nil // The message itself says it, to everyone.
	}
	d.Open = a.isPublic(ctx, d.From.Channel)
	return say(view.RelationAnswered(a.env(ctx, nil), d)), nil
}

// clickRelateHelp offers another mission help with what it told.
func (a *App) clickRelateHelp(ctx context.Context, p press, to mission.Mission, who mission.Actor) (answer, error) {
	from, byFrom, err := a.seen(ctx, p.request, p.meta.Other)
	if err != nil {
		return answer{}, err
	}
	ms, err := strconv.ParseInt(p.meta.TS, 10, 64)
	if err != nil || !a.isPublic(ctx, from.Channel) || !a.isPublic(ctx, to.Channel) {
		return answer{}, &mission.Refusal{Code: mission.MovedOn, Mission: to.ID}
	}
	at := time.UnixMilli(ms).UTC()
	done, err := a.onMission(ctx, p.request, to.ID, func(tx Tx, to mission.Mission, w rows) (outcome, error) {
		from, err := tx.Mission(a.team, from.ID)
		if err != nil {
			return outcome{}, err
		}
		_, fresh, err := mission.OfferAcross(tx, who, byFrom, to, from, at)
		if err != nil || !fresh {
			return outcome{Did: "help_across", Mission: to.ID}, err
		}
		return outcome{Did: "help_across", Mission: to.ID, New: true}, w.helpAcross(from, to.ID, who.User, at)
	})
	return say(view.HelpToldAcross(a.env(ctx, nil), from, done.New)), err
}

// helpAcross names an offer in the thread of the message that told of the closed phase, or of the card.
func (w rows) helpAcross(from mission.Mission, to mission.ID, user mission.UserID, at time.Time) error {
	i := slices.IndexFunc(from.Closings, func(c mission.Closing) bool { return c.At.Equal(at) })
	var thread string
	if i >= 0 {
		thread = from.Closings[i].Message.TS
	}
	what := ref(lineHelpAcross, string(to), string(user))
	return w.post(nudges.Row{
		Key: "thread/" + string(from.ID) + "/" + what + "/" + unix(at), Team: from.Team, Subject: nudges.OfThread,
		Mission: from.ID, Ref: what, Channel: from.Channel, InThread: true, ThreadTS: thread,
	})
}

func (a *App) renderHelpAcross(ctx context.Context, env view.Env, r rowRef) (view.Message, error) {
	other, err := a.mission(ctx, mission.ID(r.args[0]))
	if err != nil {
		return view.Message{}, err
	}
	channel := other.Channel
	if !a.isPublic(ctx, channel) {
		channel = ""
	}
	return view.HelpAcross(env, r.user(), channel), nil
}

// editing returns the form that says what a mission says, and how it is related to others.
func (a *App) editing(ctx context.Context, m mission.Mission) (view.EditForm, error) {
	in := view.NewEdit(m)
	all, err := a.around(ctx, m)
	if err != nil {
		return in, err
	}
	in.Public = a.isPublic(ctx, m.Channel) && !m.Private
	if !in.Public {
		return in, nil
	}
	for _, r := range all.named {
		to := all.standing(r.To)
		switch {
		case !r.Named() || !to.Relatable():
		case r.Bond == mission.NeedsIt:
			in.Needs = append(in.Needs, to.Mission.Channel)
		default:
			in.Serves = append(in.Serves, to.Mission.Channel)
		}
	}
	for _, r := range all.naming {
		if from := all.standing(r.From); r.Stands() && from.Relatable() {
			in.Naming = append(in.Naming, view.Related{Mission: r.From, Channel: from.Mission.Channel, Bond: r.Bond, Named: true})
			in.Keeps = append(in.Keeps, r.From)
		}
	}
	return in, nil
}

// chosen finds the missions of the channels that were chosen, as the one who chose sees them. What cannot be named is
// a mistake at its field.
func (a *App) chosen(ctx context.Context, r *request, m mission.Mission, in view.EditForm) (relating, view.FieldErrors, error) {
	out := relating{set: in.Public, public: in.Public}
	errs := view.FieldErrors{}
	if !in.Public {
		return out, nil, nil
	}
	for _, field := range []struct {
		bond     mission.Bond
		channels []mission.ChannelID
	}{{mission.ServesIt, in.Serves}, {mission.NeedsIt, in.Needs}} {
		for _, channel := range field.channels {
			w, err := a.wantedIn(ctx, r, channel)
			w.Bond = field.bond
			switch {
			case channel == m.Channel:
				errs[view.BondBlock(field.bond)] = view.OwnChannel()
			case err == nil:
				out.wanted = append(out.wanted, w)
			case isNotFound(err):
				errs[view.BondBlock(field.bond)] = view.NoMissionThere(a.env(ctx, nil), channel)
			default:
				return out, nil, err
			}
		}
	}
	all, err := a.around(ctx, m)
	if err != nil {
		return out, nil, err
	}
	for _, r := range all.named {
		if !all.standing(r.To).Relatable() {
			out.resting = append(out.resting, r.To)
		}
	}
	for _, other := range in.Naming {
		if !slices.Contains(in.Keeps, other.Mission) {
			out.stopped = append(out.stopped, other.Mission)
		}
	}
	return out, errs, nil
}

// wantedIn returns the running mission of a public channel that a person may see, or ErrNotFound.
func (a *App) wantedIn(ctx context.Context, r *request, channel mission.ChannelID) (mission.Wanted, error) {
	if !a.isPublic(ctx, channel) {
		return mission.Wanted{}, mission.ErrNotFound
	}
	var m mission.Mission
	err := a.store.View(ctx, func(tx Tx) (err error) {
		m, err = tx.ActiveMission(a.team, channel)
		return err
	})
	if err != nil {
		return mission.Wanted{}, err
	}
	who, err := a.actor(ctx, r, channel)
	if err != nil {
		return mission.Wanted{}, err
	}
	if mission.May(mission.See, who, m, nil, "") != nil {
		return mission.Wanted{}, mission.ErrNotFound
	}
	m.Private = false
	return mission.Wanted{To: mission.Standing{Mission: m, Public: true}, By: who}, nil
}

// reachAll joins the channels of the missions that are to be asked, so that the question can be posted.
func (a *App) reachAll(ctx context.Context, in relating) error {
	for _, w := range in.wanted {
		if err := a.canPost(ctx, w.To.Mission.Channel); err != nil {
			return err
		}
	}
	return nil
}

// askedNow returns the channels whose missions are asked since a moment.
func (a *App) askedNow(ctx context.Context, m mission.Mission, since time.Time) ([]mission.ChannelID, error) {
	all, err := a.around(ctx, m)
	var out []mission.ChannelID
	for _, r := range all.named {
		if r.Named() && r.Answer == mission.NotSaid && !r.At.Before(since) {
			out = append(out, all.missions[r.To].Channel)
		}
	}
	return out, err
}
