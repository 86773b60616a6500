package slackapp

import (
	"context"
	"slices"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// Each function here is one thing that people do to a mission: the domain's operation, what it means for
// the plans, and the rows that tell of it, in one transaction and once a request.

// onMission runs a change of one mission, once.
func (a *App) onMission(ctx context.Context, r *request, id mission.ID, change func(Tx, mission.Mission, rows) (outcome, error)) (outcome, error) {
	return a.once(ctx, r.key, func(tx Tx) (outcome, error) {
		m, err := tx.Mission(a.team, id)
		if err != nil {
			return outcome{}, err
		}
		return change(tx, m, a.rows(tx))
	})
}

// start begins a mission in the channel of the request.
func (a *App) start(ctx context.Context, r *request, who mission.Actor, in mission.NewMission, asksTeam bool) (outcome, error) {
	return a.once(ctx, r.key, func(tx Tx) (outcome, error) {
		now := a.clock.Now()
		m, err := mission.Start(tx, now, who, in)
		if err != nil {
			return outcome{}, err
		}
		w := a.rows(tx)
		steps := []func() error{
			func() error { return w.cardPosted(m) },
			func() error { return w.line(m, lineStarted) },
			func() error { return nudges.PlanMission(tx, m, now) },
			func() error { return nudges.PlanDigest(tx, m, now) },
			func() error { return w.retiredHere(m) },
			func() error { return nudges.PlanRounds(tx, m, now) },
			func() error { return nudges.Furnish(tx, m, a.set().Times, now) },
			func() error { return w.ownWordsPlanned(m) },
			func() error { return a.keepMirror(tx, m, m.Lead) },
			func() error { return tx.DeleteDraft(m.Team, who.User, m.Channel) },
			func() error { return a.tellFollowers(tx, w, m, who.User) },
			func() error { return nameNext(tx, w, m) },
			func() error { return a.takesAlong(tx, w, m) },
		}
		if asksTeam {
			steps = append(steps, func() error { return w.line(m, lineSuggestions) })
		}
		return outcome{Did: "start", Mission: m.ID}, inOrder(steps...)
	})
}

// nameNext lets the card of the mission before name the one that follows it.
func nameNext(tx Tx, w rows, m mission.Mission) error {
	if m.From == "" {
		return nil
	}
	before, err := tx.Mission(m.Team, m.From)
	if err != nil {
		return err
	}
	return w.cardChanged(before)
}

// tellFollowers asks the members of the mission before, each once and in private, whether they want to
// join the one that follows. Nobody is carried over.
func (a *App) tellFollowers(tx Tx, w rows, m mission.Mission, starter mission.UserID) error {
	if m.From == "" {
		return nil
	}
	members, err := tx.Members(m.Team, m.From)
	if err != nil {
		return err
	}
	for _, member := range members {
		if member.User == starter {
			continue
		}
		if err := w.notice(m, member.User, noticeFollows, string(m.ID)); err != nil {
			return err
		}
	}
	return nil
}

// join brings a person in, with what may reach her.
func (a *App) join(ctx context.Context, r *request, who mission.Actor, id mission.ID, piece string, helps []mission.Phase, kinds []nudges.Kind) (outcome, error) {
	person, err := a.person(ctx, who.User)
	if err != nil {
		return outcome{}, err
	}
	return a.onMission(ctx, r, id, func(tx Tx, m mission.Mission, w rows) (outcome, error) {
		if _, err := mission.Join(tx, a.clock.Now(), who, m, piece, helps); err != nil {
			return outcome{}, err
		}
		return outcome{Did: "join", Mission: m.ID, User: who.User}, inOrder(
			func() error { return a.choose(tx, m, person, kinds) },
			func() error { return nudges.PlanWelcome(tx, m, who.User, w.now) },
			func() error { return a.keepMirror(tx, m, who.User) },
			func() error { return a.planAgain(tx, m, who.User) },
			func() error { return promisesShown(tx, w, m, who.User) },
			func() error { return w.trialJoined(m, who.User) },
			func() error { return w.line(m, lineJoined, string(who.User)) },
			func() error { return w.cardChanged(m) },
		)
	})
}

// choose makes exactly the given kinds reach a member.
func (a *App) choose(tx Tx, m mission.Mission, person nudges.Person, kinds []nudges.Kind) error {
	now := a.clock.Now()
	if err := keepZone(tx, person, now); err != nil {
		return err
	}
	wanted := make(map[nudges.Kind]bool, len(kinds))
	for _, k := range kinds {
		wanted[k] = true
	}
	for _, k := range nudges.MemberKinds {
		if err := a.chooseKind(tx, m, person, k, wanted[k], now); err != nil {
			return err
		}
	}
	for _, k := range nudges.ByConsent {
		if err := nudges.SetOff(tx, m.Team, person.User, k, m.ID, !wanted[k]); err != nil {
			return err
		}
	}
	return nil
}

// withRounds ticks every kind of round where rounds were ticked: joining asks about all of them at once.
func withRounds(kinds []nudges.Kind) []nudges.Kind {
	if slices.Contains(kinds, nudges.Round) {
		return append(slices.Clone(kinds), nudges.OwnWords)
	}
	return kinds
}

// keepZone keeps a person's zone and leaves what else is known of her as it stands.
func keepZone(tx Tx, person nudges.Person, now time.Time) error {
	kept, err := tx.Person(person.Team, person.User)
	if isNotFound(err) {
		return tx.PutPerson(person)
	}
	if err != nil {
		return err
	}
	if kept.Gone = person.Gone; !kept.Gone {
		kept.GoneAt = time.Time{}
	}
	if err := tx.PutPerson(kept); err != nil {
		return err
	}
	return nudges.Rezone(tx, person.Team, person.User, person.Zone, now)
}

func (a *App) chooseKind(tx Tx, m mission.Mission, person nudges.Person, k nudges.Kind, wanted bool, now time.Time) error {
	plan, err := optional(tx.Plan(m.Team, nudges.PlanID(k, m.ID, person.User)))
	switch {
	case err != nil:
		return err
	case wanted && plan == nil:
		return nudges.PlanMember(tx, m, person, k, now)
	case wanted && plan.Off:
		return nudges.TurnOn(tx, m.Team, plan.ID, now)
	case !wanted && plan != nil && !plan.Off:
		return nudges.TurnOff(tx, m.Team, plan.ID)
	}
	return nil
}

// setPiece changes a member's piece.
func (a *App) setPiece(ctx context.Context, r *request, who mission.Actor, id mission.ID, piece string, helps []mission.Phase) (outcome, error) {
	return a.onMission(ctx, r, id, func(tx Tx, m mission.Mission, w rows) (outcome, error) {
		if _, err := mission.SetPiece(tx, who, m, piece, helps); err != nil {
			return outcome{}, err
		}
		return outcome{Did: "piece", Mission: m.ID, User: who.User}, inOrder(
			func() error { return w.line(m, linePiece, string(who.User)) },
			func() error { return w.cardChanged(m) },
		)
	})
}

// leave takes a person out, and everything that would have reached her.
func (a *App) leave(ctx context.Context, r *request, who mission.Actor, id mission.ID) (outcome, error) {
	return a.onMission(ctx, r, id, func(tx Tx, m mission.Mission, w rows) (outcome, error) {
		led := m.Lead
		m, err := mission.Leave(tx, a.clock.Now(), who, m)
		if err != nil {
			return outcome{}, err
		}
		return outcome{Did: "leave", Mission: m.ID, User: who.User}, a.gone(tx, m, led, who.User)
	})
}

// gone follows up on a person who is out of a mission: her plans stop, what she shared of herself is hers
// alone again, and where she led, the thread asks once who will.
func (a *App) gone(tx Tx, m mission.Mission, led, user mission.UserID) error {
	err := inOrder(
		func() error { return nudges.StopMember(tx, m, user) },
		func() error { return a.takeSentencesBack(tx, user, m.ID, false) },
		func() error { return a.ledBy(tx, m, led) },
	)
	if err != nil {
		return err
	}
	if !m.Running() {
		return nil
	}
	w := a.rows(tx)
	if err := promisesShown(tx, w, m, user); err != nil {
		return err
	}
	if led == user {
		if err := w.line(m, lineNoLead); err != nil {
			return err
		}
	}
	return w.cardChanged(m)
}

// tellEntry keeps what somebody told and posts it.
func (a *App) tellEntry(ctx context.Context, r *request, who mission.Actor, id mission.ID, in mission.NewEntry) (outcome, error) {
	in.ID = a.newID()
	return a.onMission(ctx, r, id, func(tx Tx, m mission.Mission, w rows) (outcome, error) {
		m, e, err := mission.Tell(tx, a.clock.Now(), who, m, in)
		if err != nil {
			return outcome{}, err
		}
		return outcome{Did: "tell", Mission: m.ID, Entry: e.ID}, inOrder(
			func() error { return w.entryPosted(m, e) },
			func() error { return w.cardChanged(m) },
		)
	})
}

// onEntry changes one entry and brings its message and the card up to date.
func (a *App) onEntry(ctx context.Context, r *request, did string, id, entry mission.ID, change func(Tx, mission.Mission) (mission.Entry, error)) (outcome, error) {
	return a.onMission(ctx, r, id, func(tx Tx, m mission.Mission, w rows) (outcome, error) {
		e, err := change(tx, m)
		if err != nil {
			return outcome{}, err
		}
		if m, err = tx.Mission(a.team, id); err != nil {
			return outcome{}, err
		}
		return outcome{Did: did, Mission: id, Entry: entry}, inOrder(
			func() error { return w.entryChanged(m, e) },
			func() error { return w.cardChanged(m) },
		)
	})
}

// offerHelp notes an offer and names it in the entry's thread.
func (a *App) offerHelp(ctx context.Context, r *request, who mission.Actor, id, entry mission.ID) (outcome, error) {
	return a.onMission(ctx, r, id, func(tx Tx, m mission.Mission, w rows) (outcome, error) {
		e, fresh, err := mission.Help(tx, who, m, entry)
		if err != nil || !fresh {
			return outcome{Did: "help", Mission: id, Entry: entry}, err
		}
		err = w.entryLine(m, e, lineHelp, string(entry), string(who.User))
		return outcome{Did: "help", Mission: id, Entry: entry, New: true}, err
	})
}

// closePhase closes the phase that the mission is in.
func (a *App) closePhase(ctx context.Context, r *request, who mission.Actor, id mission.ID, in mission.PhaseClose, others around) (outcome, error) {
	return a.onMission(ctx, r, id, func(tx Tx, m mission.Mission, w rows) (outcome, error) {
		m, err := mission.ClosePhase(tx, a.clock.Now(), who, m, in)
		if err != nil {
			return outcome{}, err
		}
		return outcome{Did: "phase", Mission: id}, inOrder(
			func() error { return w.phaseClosed(m, in.Phase) },
			func() error { return w.ownWordsPlanned(m) },
			func() error {
				return a.tellRelated(tx, w, m, mission.Telling{Phase: in.Phase, At: m.Closings[len(m.Closings)-1].At}, others)
			},
			func() error { return w.cardChanged(m) },
		)
	})
}

// undoClose opens the phase again that was closed last.
func (a *App) undoClose(ctx context.Context, r *request, who mission.Actor, id mission.ID) (outcome, error) {
	return a.onMission(ctx, r, id, func(tx Tx, m mission.Mission, w rows) (outcome, error) {
		closings := m.Closings
		m, err := mission.UndoClose(tx, a.clock.Now(), who, m)
		if err != nil {
			return outcome{}, err
		}
		last := closings[len(closings)-1]
		return outcome{Did: "undo_phase", Mission: id}, inOrder(
			func() error { return w.takenBack(m, nudges.OfPhase, last.Message, who.User) },
			func() error { return a.untellRelated(tx, w, m, last.At) },
			func() error { return w.line(m, lineReopened, string(who.User)) },
			func() error { return w.ownWordsPlanned(m) },
			func() error { return w.cardChanged(m) },
		)
	})
}

// finish ends the mission and everything that was planned for it.
func (a *App) finish(ctx context.Context, r *request, who mission.Actor, id mission.ID, in mission.EndOfMission, others around) (outcome, error) {
	return a.onMission(ctx, r, id, func(tx Tx, m mission.Mission, w rows) (outcome, error) {
		m, err := mission.Finish(tx, a.clock.Now(), who, m, in)
		if err != nil {
			return outcome{}, err
		}
		return outcome{Did: "end", Mission: id}, inOrder(
			func() error { return nudges.StopMission(tx, m) },
			func() error { return a.closeRounds(tx, m) },
			func() error { return tx.DeleteDraft(m.Team, who.User, draftKey("end", id)) },
			func() error { return w.ended(m) },
			func() error {
				return a.tellRelated(tx, w, m, mission.Telling{Phase: m.Phase, Ended: true, At: m.Outcome.At}, others)
			},
			func() error { return a.relatedCards(tx, w, m) },
			func() error { return w.line(m, lineStory) },
			func() error { return w.cardChanged(m) },
		)
	})
}

// undoEnd takes an ending back. The channel's questions come again; members choose anew what reaches
// them only where they had turned it off.
func (a *App) undoEnd(ctx context.Context, r *request, who mission.Actor, id mission.ID) (outcome, error) {
	return a.onMission(ctx, r, id, func(tx Tx, m mission.Mission, w rows) (outcome, error) {
		now := a.clock.Now()
		var before mission.Outcome
		if m.Outcome != nil {
			before = *m.Outcome
		}
		m, err := mission.UndoEnd(tx, now, who, m)
		if err != nil {
			return outcome{}, err
		}
		return outcome{Did: "undo_end", Mission: id}, inOrder(
			func() error { return w.takenBack(m, nudges.OfOutcome, before.Message, who.User) },
			func() error { return a.untellRelated(tx, w, m, before.At) },
			func() error { return a.relatedCards(tx, w, m) },
			func() error { return nudges.ResumeMission(tx, m, now) },
			func() error { return a.planAgain(tx, m, "") },
			func() error { return w.ownWordsPlanned(m) },
			func() error { return w.line(m, lineUnended, string(who.User)) },
			func() error { return w.cardChanged(m) },
		)
	})
}

// reword changes what the mission says, keeping what it said, and which others it names.
func (a *App) reword(ctx context.Context, r *request, who mission.Actor, id mission.ID, in mission.Rewording, offer mission.UserID, others relating) (outcome, error) {
	return a.onMission(ctx, r, id, func(tx Tx, m mission.Mission, w rows) (outcome, error) {
		if err := a.relate(tx, w, who, mission.Standing{Mission: m, Public: others.public}, others); err != nil {
			return outcome{}, err
		}
		led := m.Lead
		m, changed, err := mission.Reword(tx, a.clock.Now(), who, m, in)
		if err != nil {
			return outcome{}, err
		}
		var steps []func() error
		if changed {
			steps = append(steps,
				func() error { return w.line(m, lineReworded, ordinal(len(m.Earlier))) },
				func() error { return w.ownWordsPlanned(m) })
		}
		if led != m.Lead {
			steps = append(steps, func() error { return w.line(m, lineLed, "") })
		}
		if offer != "" && offer != m.Lead {
			steps = append(steps, func() error { return a.offerLead(tx, w, who, m, offer) })
		}
		steps = append(steps,
			func() error { return tx.DeleteDraft(m.Team, who.User, draftKey("edit", id)) },
			func() error { return w.cardChanged(m) })
		steps = append(steps, func() error { return a.ledBy(tx, m, led) })
		return outcome{Did: "edit", Mission: id, New: changed}, inOrder(steps...)
	})
}

func (a *App) offerLead(tx Tx, w rows, who mission.Actor, m mission.Mission, to mission.UserID) error {
	if _, err := mission.OfferLead(tx, who, m, to); err != nil {
		return err
	}
	return w.notice(m, to, noticeLeadAsked, string(m.ID), unix(w.now), string(who.User))
}

// acceptLead makes the one who was asked the lead.
func (a *App) acceptLead(ctx context.Context, r *request, who mission.Actor, id mission.ID) (outcome, error) {
	return a.onMission(ctx, r, id, func(tx Tx, m mission.Mission, w rows) (outcome, error) {
		led := m.Lead
		m, err := mission.AcceptLead(tx, who, m)
		if err != nil {
			return outcome{}, err
		}
		return outcome{Did: "lead", Mission: id, User: who.User}, inOrder(
			func() error { return a.ledBy(tx, m, led) },
			func() error { return w.line(m, lineLed, string(who.User)) },
			func() error { return w.cardChanged(m) },
		)
	})
}

// inOrder runs steps until one fails.
func inOrder(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}
