package nudges

import "time"

// engineSet is what can change while the engine runs.
type engineSet struct {
	reader reader
	keep   time.Duration
}

func (e *Engine) set() *engineSet { return e.setNow.Load() }

// Change puts another library of questions, other calendars and another time to keep rows in the place of those that
// the engine was made with, all at once. Rows whose question was chosen already keep it.
func (e *Engine) Change(l Library, c Calendars, keep time.Duration) {
	e.setNow.Store(&engineSet{reader: reader{l, c}, keep: max(keep, NoRepeat)})
}
