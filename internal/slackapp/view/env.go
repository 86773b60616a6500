package view

import (
	"time"

	"throughline/internal/mission"
)

// Env is what every surface needs besides its own data.
type Env struct {
	// Names gives a person's display name, or "" where it is not known.
	Names func(mission.UserID) string
	// Channels gives a channel's name without its mark, or "" where it is not known.
	Channels func(mission.ChannelID) string
	Now      time.Time
	// Zone is the zone of the one reader, in direct messages, forms and Home; nil in a channel, where the
	// mission's zone is meant.
	Zone *time.Location
	// Bot is the name by which the bot is mentioned, without the @.
	Bot string
	// Support says whom to turn to, or is empty.
	Support string
	Version string
	// Workspace is the address of the workspace in Slack, to which messages are linked, or empty.
	Workspace string
	// NoMarks leaves out the one emoji before an entry's kind.
	NoMarks bool
}

// nobodysName stands for people whose names are not known, or who were forgotten.
const nobodysName = "someone"

// who returns a person's name as an argument of a template.
func (e Env) who(u mission.UserID) string {
	if e.Names != nil {
		if name := oneLine(e.Names(u)); name != "" {
			return Cut(name, cutName)
		}
	}
	return nobodysName
}

// at returns a real mention of a person.
func (e Env) at(u mission.UserID) mention { return mention{id: u, name: e.who(u)} }

// channel returns a channel's name with its mark, cut as it must be in plain text.
func (e Env) channel(c mission.ChannelID) string {
	if e.Channels != nil && c != "" {
		if name := oneLine(e.Channels(c)); name != "" {
			return "#" + Cut(name, cutButton)
		}
	}
	return "the channel"
}

// bot returns the mention of the bot as people type it.
func (e Env) bot() string {
	if e.Bot == "" {
		return "@throughline"
	}
	return "@" + oneLine(e.Bot)
}

// zone returns the reader's zone, or the mission's where many read.
func (e Env) zone(m mission.Mission) *time.Location {
	if e.Zone != nil {
		return e.Zone
	}
	return m.Location()
}

// today returns the date for the reader.
func (e Env) today(m mission.Mission) mission.Date { return mission.DateOf(e.Now.In(e.zone(m))) }

// day writes a date.
func (e Env) day(m mission.Mission, d mission.Date) string { return Day(d, e.today(m)) }

// on writes the date of a moment.
func (e Env) on(m mission.Mission, t time.Time) string {
	return e.day(m, mission.DateOf(t.In(e.zone(m))))
}

// until writes a moment to the minute, in the reader's zone.
func (e Env) until(m mission.Mission, t time.Time) string {
	return e.on(m, t) + ", " + Clock(t, e.zone(m))
}

// my is a mission that stands for no mission in particular, for dates in the reader's zone alone.
var my = mission.Mission{Zone: "UTC"}

// UnseenMission stands for the name of a mission that its reader may no longer see.
const UnseenMission = "a mission of a channel that you are not in"

// title returns a mission's name as an argument of a template.
func title(m mission.Mission) string {
	if name := oneLine(m.Name); name != "" {
		return Cut(name, cutName)
	}
	return "this mission"
}
