package slackapp

import (
	"context"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// What people type, press and send is looked up in tables, and so is how a row of the outbox reads. Each
// feature has tables of its own beside its handlers; here they are put together.

// tables is everything that is looked up by name.
type tables struct {
	commands map[verb]handler
	clicks   map[string]pressed
	forms    map[string]sent
	shorts   map[string]handler
	notices  map[string]noticed
	lines    map[string]lined
	frames   map[nudges.Kind]framed
	chores   map[string]chore
}

func (a *App) tables() tables {
	return tables{
		commands: joined(
			a.missionCommands(),
			a.talkCommands(),
			a.balanceCommands(),
			a.mirrorCommands(),
			a.planCommands(),
			a.settingsCommands(),
			a.promiseCommands(),
			a.reportCommands(),
			a.bookCommands(),
			a.followCommands(),
			a.connectCommands(),
			a.roundCommands(),
			a.dataCommands(),
		),
		clicks: joined(
			a.startClicks(),
			a.memberClicks(),
			a.entryClicks(),
			a.steerClicks(),
			a.relationClicks(),
			a.shapeClicks(),
			a.pageClicks(),
			a.messageClicks(),
			a.previewClicks(),
			a.homeClicks(),
			a.nudgeClicks(),
			a.menuClicks(),
			a.toldClicks(),
			a.welcomeClicks(),
			a.talkClicks(),
			a.balanceClicks(),
			a.mirrorClicks(),
			a.planClicks(),
			a.holidayClicks(),
			a.oftenClicks(),
			a.trialClicks(),
			a.settingsClicks(),
			a.promiseClicks(),
			a.reportClicks(),
			a.bookClicks(),
			a.followClicks(),
			a.digestClicks(),
			a.connectClicks(),
			a.celebrateClicks(),
			a.journalClicks(),
			a.roundClicks(),
			a.roundMenuClicks(),
			a.dataClicks(),
			a.singleClicks(),
			a.quietClicks(),
			a.hereClicks(),
		),
		forms: joined(
			a.startForms(),
			a.memberForms(),
			a.entryForms(),
			a.messageForms(),
			a.steerForms(),
			a.shapeForms(),
			a.nudgeForms(),
			a.menuForms(),
			a.talkForms(),
			a.balanceForms(),
			a.mirrorForms(),
			a.planForms(),
			a.holidayForms(),
			a.trialForms(),
			a.settingsForms(),
			a.promiseForms(),
			a.connectForms(),
			a.journalForms(),
			a.roundForms(),
			a.dataForms(),
			a.singleForms(),
			a.quietForms(),
		),
		shorts: joined(
			a.missionShortcuts(),
			a.messageShortcuts(),
			a.journalShortcuts(),
		),
		notices: joined(
			a.missionNotices(),
			a.reportNotices(),
			a.trialNotices(),
			a.fileNotices(),
			a.awayNotices(),
			a.connectNotices(),
			a.talkNotices(),
			a.roundNotices(),
			a.dataNotices(),
			a.singleNotices(),
		),
		lines: joined(
			a.missionLines(),
			a.messageLines(),
			a.relationLines(),
			a.shapeLines(),
			a.nudgeLines(),
			a.roundLines(),
			a.planLines(),
			a.holidayLines(),
			a.trialLines(),
			a.promiseLines(),
			a.digestLines(),
			a.singleLines(),
			a.quietLines(),
			a.hereLines(),
		),
		frames: joined(
			a.questionFrames(),
			a.digestFrames(),
			a.welcomeFrames(),
			a.toldFrames(),
			a.roundFrames(),
			a.mirrorFrames(),
			a.promiseFrames(),
			a.singleFrames(),
		),
		chores: joined(
			a.dataChores(),
			a.trialChores(),
			a.quietChores(),
		),
	}
}

// joined puts the tables of several features into one. A name that two of them claim is a mistake of the
// program.
func joined[K comparable, V any](parts ...map[K]V) map[K]V {
	all := make(map[K]V)
	for _, part := range parts {
		for name, v := range part {
			if _, claimed := all[name]; claimed {
				panic("slackapp: two features claim one name in a table")
			}
			all[name] = v
		}
	}
	return all
}

// sent answers a form of one kind.
type sent func(ctx context.Context, s submitted) (answer, error)

// rowRef is a row to be rendered, taken apart: the mission that it is about, and the arguments of its Ref.
type rowRef struct {
	mission mission.Mission
	row     nudges.Row
	args    []string
}

// user is the last of the arguments, which is who did what the row tells of, where it tells of somebody.
func (r rowRef) user() mission.UserID {
	if len(r.args) == 0 {
		return ""
	}
	return mission.UserID(r.args[len(r.args)-1])
}

// noticed renders a notice to one person. The Env is in her zone and knows who leads and who began.
type noticed func(ctx context.Context, env view.Env, r rowRef) (view.Message, error)

// lined renders a line of a thread. The Env knows who leads, who began, and the last argument as a person.
type lined func(ctx context.Context, env view.Env, r rowRef) (view.Message, error)

// framed renders a nudge that was not put aside, snoozed or turned off. Row is the nudge's own, also where
// its message is edited; the Env is in the zone of the person it goes to.
type framed func(ctx context.Context, env view.Env, row nudges.Row, d view.NudgeData) (view.Message, error)
