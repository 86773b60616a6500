package slackapp

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/seal"
	"throughline/internal/slackapp/api"
	"throughline/internal/slackapp/view"
)

// excuseTime bounds what is looked up for the words of a refusal.
const excuseTime = 300 * time.Millisecond

// excuse is the one place where an error becomes what a person reads: what happened, what is safe, and
// what to do next. Whatever was typed is given back.
func (a *App) excuse(ctx context.Context, r *request, err error) answer {
	if which, ok := errors.AsType[*whichError](err); ok {
		return a.askWhich(ctx, r, which)
	}
	refusal, ok := mission.Refused(err)
	c := a.refusalContext(ctx, r, refusal)
	if !ok {
		refusal = a.unforeseen(ctx, r, err, &c)
	}
	if r.source == fromForm {
		return answer{form: a.refusedForm(r, refusal, c)}
	}
	return say(view.Refusal(refusal, c))
}

// unforeseen logs an error that nobody was told of yet, and finds the honest words for it: whether the
// change is surely not saved, may be saved, or broke.
func (a *App) unforeseen(ctx context.Context, r *request, err error, c *view.RefusalContext) *mission.Refusal {
	c.Reference = view.Reference(rand.Uint64()) //nolint:gosec // G404: a word to find a log line by, no secret.
	class, code := failureOf(ctx, err)
	a.log.With(panicAttrs(err)...).Error("request failed", "ref", c.Reference, "class", class, "asked", whatAsked(r),
		"mission", r.mission, "key", r.key, "error", err)
	a.observer.Failed(class)
	return &mission.Refusal{Code: code}
}

// failureOf returns the class of an error, for those who count, and the code of the sentence that tells of it.
func failureOf(ctx context.Context, err error) (class string, code mission.Code) {
	if _, panicked := errors.AsType[*panicError](err); panicked {
		return failPanic, view.NotConfirmed // What was done before it is not known here.
	}
	switch {
	case errors.Is(err, errCannotSave):
		return failNotSaved, view.CannotSave
	case surelyNotSaved(err): // It failed while something was looked up, before there was anything to save.
		return failNotSaved, view.CannotRead
	case errors.Is(err, errUnconfirmed):
		return failUnconfirmed, view.NotConfirmed
	case ctx.Err() != nil || errors.Is(err, context.DeadlineExceeded):
		// The store skips a change whose time ran out while it waited, and waits for one that has begun.
		return failNotSaved, view.NotSaved
	case strange(err):
		return failGone, mission.Deactivated
	case isNotFound(err):
		return failGone, mission.Hidden
	case away(err):
		return failAway, view.SlackAway
	case errors.Is(err, seal.ErrUnknownKey):
		return failNoKey, view.NoKey
	}
	return failUnforeseen, view.Unforeseen
}

// strange reports whether Slack knows nobody of the id by which something was asked.
func strange(err error) bool {
	e, ok := errors.AsType[*api.Error](err)
	return ok && e.Code == "user_not_found"
}

// refusalContext gathers what a refusal's sentence needs. Its calls come after the time for the answer may
// have run out, so they have their own.
func (a *App) refusalContext(ctx context.Context, r *request, refusal *mission.Refusal) view.RefusalContext {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), excuseTime)
	defer cancel()
	c := view.RefusalContext{Verb: r.verb, Do: r.tried()}
	if !r.dm {
		c.Channel = r.channel
	}
	var by mission.UserID
	if refusal != nil {
		by = refusal.By
		c.Mission = a.refusedMission(ctx, r, refusal)
	}
	if r.source == fromForm {
		c.Words = view.Typed(r.view.State)
	}
	if r.text != "" {
		c.Words = unescape(r.text, a.dir.name)
	}
	if r.text != "" && (refusal == nil || !slowsDown[refusal.Code]) {
		c.Ref = a.waiting.keep(r.user, r.text)
	}
	if refusal != nil && refusal.Code == mission.MissionRuns && r.source == fromForm {
		c.Meanwhile, c.DraftUntil = true, a.clock.Now().Add(draftFor)
	}
	channel := c.Channel
	var people []mission.UserID
	if c.Mission != nil {
		people, channel = append(people, c.Mission.Lead), cmp.Or(channel, c.Mission.Channel)
	}
	if channel != "" {
		_, _ = a.dir.channel(ctx, channel) // for its name
	}
	c.Env = a.env(ctx, a.reader(ctx, r.user), append(people, by)...)
	return c
}

// refusedMission returns the mission that a refusal is about, where the person may see it.
func (a *App) refusedMission(ctx context.Context, r *request, refusal *mission.Refusal) *mission.Mission {
	id := cmp.Or(refusal.Mission, r.mission)
	if id == "" {
		return nil
	}
	switch refusal.Code {
	case mission.Hidden, mission.OtherTeam, mission.Deactivated:
		return nil
	}
	m, err := a.mission(ctx, id)
	if err != nil || !a.sees(ctx, r, m) {
		return nil
	}
	return &m
}

// refusedForm answers a form with a refusal: at the field that it is about, or at the first one. What was
// typed stays.
func (a *App) refusedForm(r *request, refusal *mission.Refusal, c view.RefusalContext) *slack.ViewSubmissionResponse {
	if errs := view.Fields(refusal, c, r.view.Blocks); len(errs) > 0 {
		return slack.NewErrorsViewSubmissionResponse(errs)
	}
	v := view.RefusalView(refusal, c)
	return slack.NewUpdateViewSubmissionResponse(&v)
}

// askWhich asks which of several missions a command is about. Its words wait meanwhile.
func (a *App) askWhich(ctx context.Context, r *request, which *whichError) answer {
	asked := view.Meta{Kind: r.verb}
	if r.text != "" {
		asked.Ref = a.waiting.keep(r.user, r.text)
	}
	return say(view.WhichMission(a.env(ctx, nil), which.missions, asked))
}

// tried names the steering that a request asked for, for the sentence that says who may.
func (r *request) tried() mission.Action {
	switch verb(r.verb) {
	case verbEdit:
		return mission.EditMission
	case verbComplete:
		return mission.EndMission
	case verbPhase:
		return mission.ClosePhaseOf
	}
	if r.action != nil {
		switch action, _ := view.Pressed(r.action); action {
		case view.ActEdit, view.ActUseWords, view.ActNotYet:
			return mission.EditMission
		case view.ActRelateYes, view.ActRelateNo:
			return mission.AnswerRelated
		case view.ActDecide:
			return mission.DecideMidpoint
		case view.ActEnd:
			return mission.EndMission
		case view.ActRoundOpen, view.ActRoundFloor:
			return mission.OpenRound
		}
	}
	return mission.ClosePhaseOf
}
