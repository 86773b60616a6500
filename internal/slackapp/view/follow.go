package view

import (
	"fmt"

	"throughline/internal/mission"
)

// Followed answers somebody who follows a mission from now on. In says that she is in it as well.
func Followed(_ Env, m mission.Mission, in bool) Message {
	stop := button(ActUnfollow, "Stop following", Meta{Mission: m.ID})
	if in {
		return one(fill("You get the Monday digest of *%s* by direct message too. What else reaches you stays as it is.", title(m)), stop)
	}
	return one(fill("You get the Monday digest of *%s* by direct message, and nothing else.", title(m)), stop)
}

// Unfollowed answers somebody who has stopped. Was says that she followed before.
func Unfollowed(_ Env, m mission.Mission, was bool) Message {
	follow := button(ActFollow, "Follow", Meta{Mission: m.ID})
	if !was {
		return one(fill("You do not follow *%s*.", title(m)), follow)
	}
	return one(fill("The digest of *%s* no longer comes to you.", title(m)), when(m.Running(), follow))
}

// follows says how many read along, or nothing. Who they are is nobody's business.
func follows(n int) line {
	switch n {
	case 0:
		return nil
	case 1:
		return own("1 follows")
	}
	return own(fmt.Sprintf("%s follow", number(n)))
}

// DigestSkipped says in a digest's thread that the next one is left out, or that it comes after all.
func DigestSkipped(e Env, m mission.Mission, by mission.UserID, back bool) Message {
	if back {
		return one(fill("%s lets the next digest come after all.", e.who(by)))
	}
	return one(fill("%s leaves the next digest out. The one after it comes as planned.", e.who(by)),
		button(ActDigestBack, "Undo", Meta{Mission: m.ID}))
}

// DigestOff says that the channel gets no more digests.
func DigestOff(e Env, m mission.Mission, by mission.UserID) Message {
	return one(fill("%s turned the Monday digest off here. Who follows still gets it.", e.who(by)),
		button(ActDigestOn, "Turn on again", Meta{Mission: m.ID}))
}

// DigestOn says that it comes again.
func DigestOn(e Env, m mission.Mission, by mission.UserID) Message {
	return one(fill("%s turned the Monday digest on again.", e.who(by)))
}
