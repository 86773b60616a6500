package nudges

import (
	"time"

	"throughline/internal/mission"
)

const (
	// CoachPause is how long a channel is left alone after two people told something.
	CoachPause = 4 * time.Hour
	// coachGrace is how late the channel's question may come.
	coachGrace = 2 * time.Hour
	// recentEntries is how many entries are read in one go.
	recentEntries = 50
)

// coachRules are those of the question to the channel.
func coachRules() kindRules {
	return kindRules{
		channel: true, audience: Channel, backsOff: true,
		grace:    func(time.Time, *time.Location) time.Duration { return coachGrace },
		read:     readAuthors,
		needless: talking,
		pick:     pickFromLibrary,
	}
}

// readAuthors counts who told something lately, to see whether the team is talking.
func readAuthors(tx Tx, s *Situation, now time.Time) error {
	entries, err := tx.Entries(s.Row.Team, s.Row.Mission, "", recentEntries)
	s.Authors = authorsSince(entries, now.Add(-CoachPause))
	return err
}

func authorsSince(entries []mission.Entry, since time.Time) int {
	authors := make(map[mission.UserID]bool)
	for _, e := range entries {
		if e.At.After(since) && !e.Withdrawn() {
			authors[e.Author] = true
		}
	}
	return len(authors)
}

func talking(s Situation, _ time.Time) (Decision, bool) {
	if s.Authors >= 2 {
		return dropped(ReasonTalking)
	}
	return pass()
}
