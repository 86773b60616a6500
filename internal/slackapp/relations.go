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

// Missions that serve or need one another. What Slack says of their channels is asked before a change and again at
// every send: what is not public at that moment is told nowhere.

// The first part of the Ref of a row of subject OfRelation. Its mission is the one that is asked or told.
const (
	refRelateAsk  = "ask"  // ask:<from>:<unix>, when it was named
	refRelateTold = "told" // told:<from>:<unix>, when the phase was closed or the mission ended
)

// lineHelpAcross says in the thread of a closed phase who of another mission offers help: help_across:<to>:<user>.
const lineHelpAcross = "help_across"

// standing returns a mission together with what Slack says of its channel.
func (a *App) standingOf(ctx context.Context, m mission.Mission) mission.Standing {
	return mission.Standing{Mission: m, Public: a.isPublic(ctx, m.Channel)}
}

// isPublic reports whether Slack says that a channel is a public one, of this workspace alone. Unsure is no.
func (a *App) isPublic(ctx context.Context, channel mission.ChannelID) bool {
	c, err := a.dir.channel(ctx, channel)
	return err == nil && !c.Private && !c.ExtShared && !c.IM
}

// around is a mission with all that are related to it, as Slack sees their channels.
type around struct {
	named, naming []mission.Relation
	public        map[mission.ID]bool
	missions      map[mission.ID]mission.Mission
}

// around reads a mission's relations and asks Slack about every channel of theirs.
func (a *App) around(ctx context.Context, m mission.Mission) (around, error) {
	all := around{public: map[mission.ID]bool{}, missions: map[mission.ID]mission.Mission{m.ID: m}}
	err := a.store.View(ctx, func(tx Tx) (err error) {
		if all.named, all.naming, err = mission.RelationsOf(tx, m); err != nil {
			return err
		}
		for _, r := range slices.Concat(all.named, all.naming) {
			for _, id := range []mission.ID{r.From, r.To} {
				if all.missions[id], err = tx.Mission(m.Team, id); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil || len(all.named)+len(all.naming) == 0 {
		return all, err
	}
	for id, other := range all.missions {
		all.public[id] = a.isPublic(ctx, other.Channel)
	}
	return all, nil
}

func (all around) standing(id mission.ID) mission.Standing {
	return mission.Standing{Mission: all.missions[id], Public: all.public[id]}
}

// shown returns the relations that stand on the card of a mission.
func (all around) shown(m mission.Mission) []view.Related {
	var out []view.Related
	for _, r := range slices.Concat(all.named, all.naming) {
		if !r.Shown(all.standing(r.From), all.standing(r.To)) {
			continue
		}
		other := r.To
		if other == m.ID {
			other = r.From
		}
		out = append(out, view.Related{Mission: other, Channel: all.missions[other].Channel, Bond: r.Bond, Named: r.To == m.ID})
	}
	return out
}

// told returns the channels that would be told of a closing.
func (all around) told() []mission.ChannelID {
	var out []mission.ChannelID
	for _, r := range all.named {
		if r.Tells(all.standing(r.From), all.standing(r.To)) {
			out = append(out, all.missions[r.To].Channel)
		}
	}
	return out
}

// look returns how a mission stands by now: what Slack said before the transaction, and what the store says in it.
func (all around) look(tx Tx, team mission.TeamID) func(mission.ID) (mission.Standing, error) {
	return func(id mission.ID) (mission.Standing, error) {
		m, err := tx.Mission(team, id)
		return mission.Standing{Mission: m, Public: all.public[id]}, err
	}
}

// related returns what a mission's card says of others.
func (a *App) related(ctx context.Context, m mission.Mission) ([]view.Related, error) {
	all, err := a.around(ctx, m)
	return all.shown(m), err
}

// related posts a question or a message about another mission in the channel of the one that it concerns.
func (w rows) related(to mission.Mission, from mission.ID, what string, at time.Time) error {
	name := ref(what, string(from), unix(at))
	return w.post(nudges.Row{
		Key: "relation/" + string(to.ID) + "/" + name, Team: to.Team, Subject: nudges.OfRelation, Mission: to.ID,
		Ref: name, Channel: to.Channel,
	})
}

// relatedChanged brings such a message up to date, where it stands.
func (w rows) relatedChanged(to mission.Mission, from mission.ID, what string, at time.Time, stands mission.MessageRef) error {
	if !stands.Posted() {
		return nil
	}
	name := ref(what, string(from), unix(at))
	return nudges.Edit(w.tx, nudges.Row{
		Key: "relation/" + string(to.ID) + "/" + name + "/edit", Team: to.Team, Subject: nudges.OfRelation, Mission: to.ID,
		Ref: name, Channel: to.Channel, Update: true, Due: w.now, Grace: postGrace,
	}, w.now)
}

// relate makes a mission name others, and lets it be told no more by those that it took out.
func (a *App) relate(tx Tx, w rows, who mission.Actor, from mission.Standing, in relating) error {
	if !in.set {
		return nil
	}
	out, err := mission.Relate(tx, w.now, who, from, in.wanted, in.resting...)
	if err != nil {
		return err
	}
	for _, r := range out.Asked {
		if err := a.onOther(tx, r.To, func(to mission.Mission) error { return w.related(to, r.From, refRelateAsk, r.At) }); err != nil {
			return err
		}
	}
	for _, r := range append(out.Again, out.Dropped...) {
		if err := a.relationChanged(tx, w, r); err != nil {
			return err
		}
	}
	for _, other := range in.stopped {
		if err := a.answerRelation(tx, w, who, from.Mission, other, false); err != nil {
			return err
		}
	}
	return nil
}

// relating is what somebody chose about a mission's relations, if anything.
type relating struct {
	set     bool
	public  bool
	wanted  []mission.Wanted
	resting []mission.ID // named, and not public at this moment
	stopped []mission.ID
}

// answerRelation notes the answer of a mission that another one names.
func (a *App) answerRelation(tx Tx, w rows, who mission.Actor, to mission.Mission, from mission.ID, yes bool) error {
	r, changed, err := mission.AnswerRelation(tx, w.now, who, to, from, yes)
	if err != nil || !changed {
		return err
	}
	return a.relationChanged(tx, w, r)
}

// relationChanged brings the question and both cards up to date.
func (a *App) relationChanged(tx Tx, w rows, r mission.Relation) error {
	return inOrder(
		func() error {
			return a.onOther(tx, r.To, func(to mission.Mission) error {
				return inOrder(
					func() error { return w.relatedChanged(to, r.From, refRelateAsk, r.At, r.Ask) },
					func() error { return w.cardChanged(to) },
				)
			})
		},
		func() error { return a.onOther(tx, r.From, w.cardChanged) },
	)
}

func (a *App) onOther(tx Tx, id mission.ID, do func(mission.Mission) error) error {
	m, err := tx.Mission(a.team, id)
	if err != nil {
		return err
	}
	return do(m)
}

// tellRelated tells the missions that agreed of a closed phase, or of the ending.
func (a *App) tellRelated(tx Tx, w rows, m mission.Mission, of mission.Telling, all around) error {
	told, err := mission.TellRelated(tx, m, of, all.look(tx, m.Team))
	if err != nil {
		return err
	}
	for _, r := range told {
		err := a.onOther(tx, r.To, func(to mission.Mission) error { return w.related(to, m.ID, refRelateTold, of.At) })
		if err != nil {
			return err
		}
	}
	return nil
}

// untellRelated brings what was told of a moment up to date, after it was taken back.
func (a *App) untellRelated(tx Tx, w rows, m mission.Mission, at time.Time) error {
	named, _, err := mission.RelationsOf(tx, m)
	if err != nil {
		return err
	}
	for _, r := range named {
		i := r.TellingAt(at)
		if i < 0 {
			continue
		}
		err := a.onOther(tx, r.To, func(to mission.Mission) error {
			return w.relatedChanged(to, m.ID, refRelateTold, at, r.Told[i].Message)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// relatedCards brings the cards of all missions up to date that are related to one.
func (a *App) relatedCards(tx Tx, w rows, m mission.Mission) error {
	all, err := tx.RelationsOf(m.Team, m.ID)
	if err != nil {
		return err
	}
	for _, r := range all {
		other := r.To
		if other == m.ID {
			other = r.From
		}
		if err := a.onOther(tx, other, w.cardChanged); err != nil {
			return err
		}
	}
	return nil
}

// relationOf reads the relation that a row is about, and the moment that it names.
func relationOf(tx nudges.Tx, r nudges.Row) (what string, rel mission.Relation, at time.Time, err error) {
	what, args := refParts(r.Ref)
	if len(args) != 2 {
		return "", rel, at, unknown("relation", what)
	}
	ms, err := strconv.ParseInt(args[1], 10, 64)
	if err != nil {
		return "", rel, at, unknown("relation", what)
	}
	rel, err = tx.Relation(r.Team, mission.ID(args[0]), r.Mission)
	return what, rel, time.UnixMilli(ms).UTC(), err
}

// relatedAt returns where a message about another mission stands.
func relatedAt(tx nudges.Tx, r nudges.Row) (mission.MessageRef, error) {
	what, rel, at, err := relationOf(tx, r)
	if err != nil || what == refRelateAsk {
		return rel.Ask, err
	}
	if i := rel.TellingAt(at); i >= 0 {
		return rel.Told[i].Message, nil
	}
	return mission.MessageRef{}, mission.ErrNotFound
}

// relatedSettled keeps where a message about another mission stands. One that is not true any more is brought up to
// date.
func relatedSettled(tx nudges.Tx, w rows, r nudges.Row, stands mission.MessageRef) error {
	what, rel, at, err := relationOf(tx, r)
	if err != nil {
		return err
	}
	to, err := tx.Mission(r.Team, rel.To)
	if err != nil {
		return err
	}
	if what == refRelateAsk {
		if rel.Ask = stands; !rel.At.Equal(at) {
			return nil // It was named anew while the first question was on its way; the second one counts.
		}
		return inOrder(
			func() error { return tx.PutRelation(rel) },
			func() error {
				if rel.Named() && rel.Answer == mission.NotSaid {
					return nil
				}
				return w.relatedChanged(to, rel.From, what, at, stands)
			},
		)
	}
	i := rel.TellingAt(at)
	if i < 0 {
		return nil
	}
	from, err := tx.Mission(r.Team, rel.From)
	if err != nil {
		return err
	}
	rel.Told = slices.Clone(rel.Told)
	rel.Told[i].Message = stands
	return inOrder(
		func() error { return tx.PutRelation(rel) },
		func() error {
			if rel.Told[i].Still(from) {
				return nil
			}
			return w.relatedChanged(to, rel.From, what, at, stands)
		},
	)
}

// renderRelated makes a message about another mission. What is not public any more is not posted, and what stands of
// it says no more than that.
func (a *App) renderRelated(ctx context.Context, to mission.Mission, r nudges.Row) (view.Message, error) {
	var d view.RelationData
	var what string
	var at time.Time
	err := a.store.View(ctx, func(tx Tx) (err error) {
		if what, d.Relation, at, err = relationOf(tx, r); err == nil {
			d.From, err = tx.Mission(r.Team, d.Relation.From)
		}
		return err
	})
	if err != nil {
		return view.Message{}, err
	}
	from, other := a.standingOf(ctx, d.From), a.standingOf(ctx, to)
	d.To, d.Open = to, from.Public && other.Public
	env := a.env(ctx, nil, to.Lead, d.Relation.AnsweredBy)
	if what == refRelateAsk {
		if asks := d.Relation.Named() && from.Relatable() && other.Relatable(); !r.Update && !asks {
			return view.Message{}, mission.ErrNotFound
		}
		return view.RelationAsked(env, d), nil
	}
	i := d.Relation.TellingAt(at)
	if i < 0 {
		return view.Message{}, mission.ErrNotFound
	}
	if holds := d.Relation.Told[i].Still(d.From) && d.Relation.Tells(from, other); !r.Update && !holds {
		return view.Message{}, mission.ErrNotFound
	}
	return view.RelationTold(env, d, d.Relation.Told[i]), nil
}
