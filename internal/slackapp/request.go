package slackapp

import (
	"context"
	"errors"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/slackapp/api"
	"throughline/internal/slackapp/view"
)

// source says how a request came.
type source int

const (
	fromCommand source = iota
	fromClick
	fromForm
	fromShortcut
	fromMention
	fromMessage // a direct message, or another event
)

// request is one thing that somebody asked for, in whichever way it came.
type request struct {
	source source
	// key names the request for the dedupe of once: a repeated envelope carries the same.
	key         string
	user        mission.UserID
	userTeam    mission.TeamID
	channel     mission.ChannelID // where it was asked, or empty (Home, forms)
	dm          bool              // channel is a direct conversation
	thread      string            // the thread of a mention or a click in one
	trigger     string
	responseURL string

	verb string // a command's verb, where it is known
	// unknown says that it began with a word that is no verb.
	unknown bool
	text    string // a command's words after the verb, escaped as Slack sent them
	// about is the mission that was chosen where a command could have been about several, or empty.
	about mission.ID
	// goesOn says that she has agreed to act in the place of a lead who is away.
	goesOn bool
	// mission is the one that the request turned out to be about, once its author was found to see it.
	mission mission.ID

	chosen    *slack.Message     // the message that a shortcut was chosen on
	action    *slack.BlockAction // a click
	message   mission.MessageRef // the message that was clicked
	ephemeral bool               // that message is one only this person sees
	view      *slack.View        // a form, or the surface of a click inside one
}

// answer is what somebody gets for a request. Each part may be absent; the zero answer says nothing.
type answer struct {
	// message goes to this person alone.
	message *view.Message
	// replace puts the message in place of the one that was clicked.
	replace bool
	// open is a form to open, with the request's trigger.
	open *slack.ModalViewRequest
	// push puts open on top of the form that the click came from.
	push bool
	// form is the answer to a submission.
	form *slack.ViewSubmissionResponse
	// then runs after the acknowledgement. It is for what may be lost without harm.
	then func(context.Context)
}

// handler does what a request asks for.
type handler func(ctx context.Context, r *request) (answer, error)

// say answers with a message to this person alone.
func say(m view.Message) answer { return answer{message: &m} }

// instead answers by replacing the message that was clicked.
func instead(m view.Message) answer { return answer{message: &m, replace: true} }

// open answers with a form.
func open(v slack.ModalViewRequest) answer { return answer{open: &v} }

// errNoMission says that no mission runs where the request came from.
var errNoMission = &mission.Refusal{Code: mission.NoMission}

// actor returns what the domain wants to know of a person, towards a channel.
func (a *App) actor(ctx context.Context, r *request, channel mission.ChannelID) (mission.Actor, error) {
	if r.userTeam != "" && r.userTeam != a.team {
		return mission.Actor{Team: r.userTeam, User: r.user}, nil
	}
	person, in, err := a.stand(ctx, r.user, channel)
	if err != nil {
		return mission.Actor{}, err
	}
	team := mission.TeamID(person.TeamID)
	if team == "" {
		team = a.team
	}
	return mission.Actor{
		Team: team, User: r.user, Guest: person.Guest, Deactivated: person.Deleted, InChannel: in,
	}, nil
}

// stand asks for a person and whether she is in a channel.
func (a *App) stand(ctx context.Context, user mission.UserID, channel mission.ChannelID) (api.User, bool, error) {
	person, err := a.dir.person(ctx, user)
	if gone(err) {
		return api.User{Deleted: true, TeamID: string(a.team)}, false, nil
	}
	if err != nil || channel == "" {
		return person, false, err
	}
	in, err := a.dir.inChannel(ctx, channel, user)
	return person, in, err
}

// seen returns a mission by its id together with the actor, where she may see it. An id that names
// nothing and a mission that she may not see get the same refusal.
func (a *App) seen(ctx context.Context, r *request, id mission.ID) (mission.Mission, mission.Actor, error) {
	var m mission.Mission
	err := a.store.View(ctx, func(tx Tx) (err error) {
		m, err = tx.Mission(a.team, id)
		return err
	})
	if errors.Is(err, mission.ErrNotFound) {
		return mission.Mission{}, mission.Actor{}, &mission.Refusal{Code: mission.Hidden}
	}
	if err != nil {
		return mission.Mission{}, mission.Actor{}, err
	}
	return a.towards(ctx, r, m)
}

// towards returns a mission together with the actor, where she may see it.
func (a *App) towards(ctx context.Context, r *request, m mission.Mission) (mission.Mission, mission.Actor, error) {
	c, err := a.dir.channel(ctx, m.Channel)
	if err != nil && !gone(err) {
		return mission.Mission{}, mission.Actor{}, err
	}
	m.Private = err != nil || c.Private // a channel can be made private at any time
	who, err := a.actor(ctx, r, m.Channel)
	if err != nil {
		return mission.Mission{}, mission.Actor{}, err
	}
	if err := mission.May(mission.See, who, m, nil, ""); err != nil {
		return m, who, err
	}
	r.mission = m.ID
	who.LeadAway, err = a.leadAway(ctx, m, r.user)
	return m, who, err
}

// here returns the mission that a command is about: the running one of the channel, or in a direct
// conversation the person's only one. Where she has several it returns a [*whichError].
func (a *App) here(ctx context.Context, r *request) (mission.Mission, mission.Actor, error) {
	if r.about != "" {
		return a.seen(ctx, r, r.about)
	}
	var found []mission.Mission
	err := a.store.View(ctx, func(tx Tx) (err error) {
		found, err = a.candidates(tx, r)
		return err
	})
	if err != nil {
		return mission.Mission{}, mission.Actor{}, err
	}
	if len(found) > 1 {
		return mission.Mission{}, mission.Actor{}, &whichError{missions: found}
	}
	if len(found) == 0 && r.dm {
		return mission.Mission{}, mission.Actor{}, a.noneOfMine(ctx, r)
	}
	if len(found) == 0 {
		return mission.Mission{}, mission.Actor{}, errNoMission
	}
	m, who, err := a.towards(ctx, r, found[0])
	if errors.Is(err, hidden) && !r.dm {
		// She asks from the channel itself, so it is the bot that cannot see it.
		if _, closed := a.postable(ctx, r.channel); closed != nil {
			err = closed
		}
	}
	return m, who, err
}

// hidden is the refusal for what a person may not know of.
var hidden = &mission.Refusal{Code: mission.Hidden}

// candidates returns the running missions that a command could be about.
func (a *App) candidates(tx Tx, r *request) ([]mission.Mission, error) {
	if !r.dm {
		m, err := tx.ActiveMission(a.team, r.channel)
		if errors.Is(err, mission.ErrNotFound) {
			return nil, nil
		}
		return []mission.Mission{m}, err
	}
	mine, err := tx.MembershipsOf(a.team, r.user)
	if err != nil {
		return nil, err
	}
	var running []mission.Mission
	for _, member := range mine {
		m, err := tx.Mission(a.team, member.Mission)
		if err != nil {
			return nil, err
		}
		if m.Running() {
			running = append(running, m)
		}
	}
	return running, nil
}

// noneOfMine refuses a command that found no mission in a direct conversation: in the person's own with the
// bot, or in one between people, of which the bot knows nothing.
func (a *App) noneOfMine(ctx context.Context, r *request) error {
	if r.source != fromCommand || r.channel == "" {
		return errNoneOfMine
	}
	p, err := a.person(ctx, r.user)
	if err != nil || p.DM == r.channel {
		return errNoneOfMine
	}
	if _, err := a.dir.channel(ctx, r.channel); gone(err) {
		return &mission.Refusal{Code: view.OutsideDM}
	}
	return errNoneOfMine
}

// errNoneOfMine says that a command in a direct conversation found no mission of this person.
var errNoneOfMine = &mission.Refusal{Code: view.NoneOfMine}

// whichError says that a command in a direct conversation could be about several missions.
type whichError struct{ missions []mission.Mission }

func (*whichError) Error() string { return "several missions" }
