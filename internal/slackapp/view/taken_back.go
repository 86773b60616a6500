package view

import "throughline/internal/mission"

// TakenBack takes the place of the message about a closed phase or an ending that was taken back. It holds
// rich_text, as that message did: Slack does not let an update take it away.
func TakenBack(e Env, m mission.Mission, by mission.UserID) Message {
	var p canvas
	if by == "" {
		p.rich("Taken back: *%s* goes on.", title(m))
	} else {
		p.rich("Taken back by %s: *%s* goes on.", e.who(by), title(m))
	}
	return p.message()
}

// CardUnsent tells whoever started a mission that its card could not be posted, and what to do.
func CardUnsent(e Env, m mission.Mission) Message {
	return one(fill("*%s* has begun, and %s takes no messages from me now. %s", title(m), e.channel(m.Channel), own(e.comesLater(m, "Its card appears"))))
}

// comesLater says when something appears that a closed channel refused, and what whoever reads it can do.
func (e Env) comesLater(m mission.Mission, appears string) string {
	switch m.Unreachable {
	case "not_in_channel", "channel_not_found":
		return appears + " once I am invited there: /invite " + e.bot()
	}
	return appears + " once it does."
}
