package view

import "time"

// SavedForLater is told where something is saved and Slack takes no messages at the moment.
func SavedForLater() Message {
	return one(fill("Saved. Slack takes no messages from me at the moment; it shows once Slack does."))
}

// Unanswered tells somebody afterwards that an answer may not have reached her. Without a zone of hers the time is
// that of UTC, and says so.
func Unanswered(e Env, at time.Time) Message {
	clock := at.UTC().Format("15:04 UTC")
	if e.Zone != nil {
		clock = at.In(e.Zone).Format("15:04")
	}
	return one(fill("Slack was in trouble at %s, and my answer may not have reached you. If you miss it, please ask once more.", clock))
}
