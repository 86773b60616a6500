package slackapp

import (
	"cmp"
	"context"
	"strings"

	"throughline/internal/mission"
	"throughline/internal/slackapp/view"
)

// press is a click with what its button carries. The ids in it came back from a client, so they are
// checked as if they had been typed.
type press struct {
	*request
	meta view.Meta
}

// pressed does what one action asks for.
type pressed func(ctx context.Context, p press) (answer, error)

// aimed does what an action asks for in the mission that its button names. Whoever pressed may see it.
type aimed func(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error)

// at finds the mission of a press, and the one who pressed, for what needs them.
func (a *App) at(do aimed) pressed {
	return func(ctx context.Context, p press) (answer, error) {
		m, who, err := a.seen(ctx, p.request, p.meta.Mission)
		if err != nil {
			return answer{}, err
		}
		return do(ctx, p, m, who)
	}
}

// click answers a press of a button or a choice from a menu.
func (a *App) click(ctx context.Context, r *request) (answer, error) {
	if r.userTeam != a.team {
		return answer{}, &mission.Refusal{Code: mission.OtherTeam}
	}
	action, meta := view.Pressed(r.action)
	if err := a.beingErased(ctx, r.user); err != nil && action != view.ActForgetYes {
		return answer{}, err
	}
	action, sub, _ := strings.Cut(action, ":")
	if sub != "" {
		meta.Kind = sub
	}
	do, ok := a.table.clicks[action]
	if !ok {
		a.log.Debug("an action of no meaning", "action", action)
		return answer{}, nil
	}
	return do(ctx, press{request: r, meta: meta})
}

// startClicks are the presses that begin a mission or ask what one is.
func (a *App) startClicks() map[string]pressed {
	return map[string]pressed{
		view.ActStart:         a.clickStart,
		view.ActContinueDraft: a.clickStart,
		view.ActFreshStart:    a.clickFresh,
		view.ActStartNext:     a.clickStart,
		view.ActStartRest:     a.clickRest,
		view.ActWhatIsMission: a.clickWhatIsMission,
		view.ActWhatIStore:    a.clickWhatIStore,
		view.ActHelp:          a.clickHelp,
		view.ActHelpTopic:     a.clickHelp,
		view.ActDidYouMean:    a.clickMeant,
		view.ActWhich:         a.clickMeant,
	}
}

// memberClicks are the presses about being in a mission, and reading it.
func (a *App) memberClicks() map[string]pressed {
	return map[string]pressed{
		view.ActJoin:        a.at(a.clickJoin),
		view.ActMyPiece:     a.at(a.clickPiece),
		view.ActReaches:     a.at(a.clickReaches),
		view.ActDetails:     a.at(a.clickDetails),
		view.ActLeave:       a.at(a.clickLeave),
		view.ActLeaveYes:    a.at(a.clickLeaveYes),
		view.ActDismiss:     a.clickDismiss,
		view.ActReadRest:    a.at(a.clickReadRest),
		view.ActReadStory:   a.at(a.clickReadStory),
		view.ActReadLessons: a.at(a.clickReadLessons),
	}
}

// entryClicks are the presses about what is told.
func (a *App) entryClicks() map[string]pressed {
	return map[string]pressed{
		view.ActTell:        a.clickTell,
		view.ActTellKind:    a.clickTellKind,
		view.ActTellLesson:  a.clickTellLesson,
		view.ActThank:       a.at(a.clickThank),
		view.ActPostAnyway:  a.at(a.clickPostAnyway),
		view.ActEditEntry:   a.at(a.clickEditEntry),
		view.ActWithdraw:    a.at(a.clickWithdraw),
		view.ActWithdrawYes: a.at(a.clickWithdrawYes),
		view.ActHelpOffer:   a.at(a.clickHelpOffer),
		view.ActOpenAgain:   a.at(a.clickOpenAgain),
	}
}

// steerClicks are the presses of whoever steers.
func (a *App) steerClicks() map[string]pressed {
	return map[string]pressed{
		view.ActClosePhase:  a.at(a.clickClosePhase),
		view.ActEdit:        a.at(a.clickEdit),
		view.ActEnd:         a.at(a.clickEnd),
		view.ActUndoClose:   a.at(a.clickUndoClose),
		view.ActUndoEnd:     a.at(a.clickUndoEnd),
		view.ActAcceptLead:  a.at(a.clickAcceptLead),
		view.ActDeclineLead: a.at(a.clickDeclineLead),
		view.ActSuggest:     a.at(a.clickSuggest),
		view.ActGoOn:        a.at(a.clickGoOn),
	}
}

// pageClicks turn the pages of lists.
func (a *App) pageClicks() map[string]pressed {
	return map[string]pressed{
		view.ActListPage:    a.clickListPage,
		view.ActHistoryPage: a.clickHistoryPage,
	}
}

func (a *App) clickWhatIsMission(ctx context.Context, p press) (answer, error) {
	return a.form(p.request, view.WhatIsAMission(a.env(ctx, nil))), nil
}

func (a *App) clickWhatIStore(ctx context.Context, p press) (answer, error) {
	return a.form(p.request, view.WhatIStore(a.env(ctx, nil))), nil
}

func (a *App) clickHelp(ctx context.Context, p press) (answer, error) {
	e := a.env(ctx, nil)
	if msg, ok := view.HelpTopic(e, p.meta.Kind); ok {
		return say(msg), nil
	}
	return say(view.Help(e)), nil
}

// clickMeant carries on with what was typed, now that it is known what was meant, or where.
func (a *App) clickMeant(ctx context.Context, p press) (answer, error) {
	words, ok := a.waiting.get(p.meta.Ref, p.user)
	if !ok && p.meta.Ref != "" {
		return answer{}, &mission.Refusal{Code: view.WordsGone}
	}
	if words != "" {
		p.request.key = p.meant()
	}
	v, topic, known := parseVerb(p.meta.Kind)
	p.request.text = cmp.Or(topic, words)
	p.request.about = p.meta.Mission
	if p.meta.Channel != "" && p.request.channel == "" {
		p.request.channel = p.meta.Channel
	}
	return a.command(ctx, p.request, v, known)
}

// meant is the key of a press that says what words were meant for, the same for each such press: words are kept
// once, however often the button is pressed.
func (p press) meant() string {
	return "meant/" + p.meta.Ref + "/" + p.meta.Kind + "/" + string(p.meta.Mission)
}

func (a *App) clickListPage(ctx context.Context, p press) (answer, error) {
	ans, err := a.list(ctx, p.request, p.meta.Page)
	ans.replace = true
	return ans, err
}

func (a *App) clickHistoryPage(ctx context.Context, p press) (answer, error) {
	if err := a.openTo(ctx, p.request, p.meta.Channel); err != nil {
		return answer{}, err
	}
	ans, err := a.history(ctx, p.request, p.meta.Channel, p.meta.Page)
	ans.replace = true
	return ans, err
}
