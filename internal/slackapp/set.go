package slackapp

import (
	"time"

	"throughline/internal/limits"
	"throughline/internal/nudges"
)

// Set is what an operator can change while the bot runs, see [App.Change]. Its fields are as in [Options].
type Set struct {
	Library                     nudges.Library
	Times                       map[nudges.Kind]string
	Holidays                    Holidays
	SupportContact, HelpContact string
	Marks                       bool
	KeepPrivate                 time.Duration
	Limits                      limits.Scale
}

// set returns what holds at this moment. Who uses two parts of it that belong together asks once.
func (a *App) set() *Set { return a.setNow.Load() }

// Change puts new settings in the place of the old ones, all at once. What is under way may still end by the old.
func (a *App) Change(s Set) {
	if s.KeepPrivate == 0 {
		s.KeepPrivate = keepPrivate
	}
	a.setNow.Store(&s)
	a.requests.Change(s.Limits.Of(limits.Requests))
	a.hints.Change(s.Limits.Of(limits.Hints))
}
