package record

import (
	"fmt"
	"time"

	"throughline/internal/mission"
)

// version is the version in each record.
const version = 1

// Version is the version of the records that this program writes, for whatever brings them elsewhere.
const Version = version

// refRecord says where a message stands.
type refRecord struct {
	Channel mission.ChannelID `json:"channel,omitzero"`
	TS      string            `json:"ts,omitzero"`
}

func toRef(r mission.MessageRef) refRecord   { return refRecord(r) }
func fromRef(r refRecord) mission.MessageRef { return mission.MessageRef(r) }

// readDays reads dates in the form in which records hold them, and keeps the first error.
type readDays struct{ err error }

func (r *readDays) read(s string) mission.Date {
	if s == "" {
		return mission.Date{}
	}
	d, err := mission.ParseDate(s)
	if err != nil && r.err == nil {
		r.err = fmt.Errorf("a record is damaged: %w", err)
	}
	return d
}

// CheckDays refuses dates that would not be read back.
func CheckDays(days ...mission.Date) error {
	for _, d := range days {
		if d.IsZero() {
			continue
		}
		if back, err := mission.ParseDate(d.String()); err != nil || back != d {
			return fmt.Errorf("date %s cannot be stored: it is not in the calendar", d)
		}
	}
	return nil
}

// toMillis and fromMillis keep durations as times are kept, in milliseconds.
func toMillis(d time.Duration) int64    { return d.Milliseconds() }
func fromMillis(ms int64) time.Duration { return time.Duration(ms) * time.Millisecond }
