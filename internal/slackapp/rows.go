package slackapp

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// What changes in the store is told in Slack by rows of the outbox, written in the same transaction.
// Here they are named: a row's key says which message it is, so that writing it twice changes nothing.

// postGrace is how late a message that tells of a change may still go out. Telling late is better than
// never: after three days it would only confuse.
const postGrace = 72 * time.Hour

// The lines of a card's thread and the notices, as the first part of a row's Ref.
const (
	lineStarted     = "started"     // who began the mission, and what it grew from
	lineJoined      = "joined"      // joined:<user>
	linePiece       = "piece"       // piece:<user>:<unix>
	lineReworded    = "reworded"    // reworded:<n>, the nth earlier wording
	lineReopened    = "reopened"    // reopened:<phase>
	lineUnended     = "unended"     // an ending was taken back
	lineNoLead      = "no_lead"     // the lead left; who will lead?
	lineLed         = "led"         // led:<user>, who leads now
	lineStory       = "story"       // the whole story, in the thread of the ending
	lineSuggestions = "suggestions" // ask the team: the parts that are still to be written

	lineCarried      = "taken"         // what the mission took along and follows
	lineHelp         = "help"          // help:<entry>:<user>, in the entry's thread
	lineSkipped      = "skipped"       // skipped:<user>, the next question is left out
	lineUnskipped    = "unskipped"     // unskipped:<user>
	lineOff          = "off"           // off:<user>, the channel's questions are off
	lineOn           = "on"            // on:<user>
	linePlanned      = "planned"       // planned:<kind>:<turn>:<user>, when a kind comes was changed
	lineHolidays     = "holidays"      // holidays:<code>:<code before>:<user>, a mission chose its holidays
	lineHolidaysBack = "holidays_back" // the same, taken back
	linePlanBack     = "plan_back"     // plan_back:<kind>:<turn>:<user>, such a change was taken back

	noticeHello     = "hello"            // the bot was invited to a channel
	noticeFollows   = view.ToldFollows   // follows:<mission>, a new mission follows the one she was in
	noticeUnsent    = "unsent"           // unsent:<entry>, her entry is kept and the channel takes no messages
	noticeNoCard    = "no_card"          // no_card:<mission>, the card of a mission that began could not be posted
	noticeRefused   = "refused"          // refused:<entry>, her entry is kept and Slack refused its message
	noticeLate      = "late"             // late:<entry>, her entry is kept and came too late to appear
	noticeUnsure    = "unsure"           // unsure:<entry>, her entry is kept and may or may not have appeared
	noticeLeadAsked = view.ToldLeadAsked // lead_asked:<mission>:<unix>:<user>, will you lead?, and who asks
	noticeSuggest   = view.ToldSuggest   // suggest:<user>:<action>:<mission>:<phase>, somebody has an idea for the lead, once a phase
	noticeKept      = "kept"             // kept:<channel>:<ts>, a typed reply was kept
)

// ref joins the parts of a row's Ref.
func ref(parts ...string) string { return strings.Join(parts, ":") }

// refParts splits a row's Ref into what it is and its arguments.
func refParts(s string) (what string, args []string) {
	parts := strings.Split(s, ":")
	return parts[0], parts[1:]
}

// rows writes outbox rows at one moment.
type rows struct {
	tx  nudges.Tx
	now time.Time
}

func (a *App) rows(tx Tx) rows { return rows{tx: tx, now: a.clock.Now()} }

func (w rows) post(r nudges.Row) error {
	r.Due, r.NotBefore = w.now, w.now
	if r.Grace == 0 {
		r.Grace = postGrace
	}
	_, err := nudges.Post(w.tx, r, w.now)
	return err
}

// cardPosted posts a mission's card.
func (w rows) cardPosted(m mission.Mission) error {
	return w.post(nudges.Row{
		Key: "card/" + string(m.ID), Team: m.Team, Subject: nudges.OfCard, Mission: m.ID, Channel: m.Channel,
	})
}

// cardPostedAnew posts the card once more, after the message that held it vanished or was refused.
func (w rows) cardPostedAnew(m mission.Mission) error {
	key, free, err := w.another(m.Team, "card/"+string(m.ID))
	if err != nil || !free {
		return err
	}
	return w.post(nudges.Row{Key: key, Team: m.Team, Subject: nudges.OfCard, Mission: m.ID, Channel: m.Channel})
}

// another returns a free key for posting a message once more, and reports false while an earlier attempt is
// still on its way.
func (w rows) another(team mission.TeamID, base string) (key string, free bool, err error) {
	key = base
	for n := 1; ; n++ {
		row, err := w.tx.Row(team, key)
		switch {
		case isNotFound(err):
			return key, true, nil
		case err != nil || !row.State.Ended():
			return "", false, err
		}
		key = base + "/" + strconv.Itoa(n)
	}
}

// cardChanged brings the card up to date.
func (w rows) cardChanged(m mission.Mission) error {
	return nudges.Edit(w.tx, nudges.Row{
		Key: "card/" + string(m.ID) + "/edit", Team: m.Team, Subject: nudges.OfCard, Mission: m.ID,
		Channel: m.Channel, Update: true, Due: w.now, Grace: postGrace,
	}, w.now)
}

// cardTurns brings the card up to date once more on the next day that changes what it says. Each time is
// followed by the next, so a card is never more than a week behind the calendar.
func (w rows) cardTurns(m mission.Mission) error {
	day := m.NextTurn(w.now)
	at := day.At(0, 10, m.Location())
	_, err := nudges.Post(w.tx, nudges.Row{
		Key: "card/" + string(m.ID) + "/turn/" + day.String(), Team: m.Team, Subject: nudges.OfCard, Mission: m.ID,
		Channel: m.Channel, Update: true, Due: at, NotBefore: at, Grace: postGrace,
	}, w.now)
	return err
}

// entryPosted posts an entry as a message of its own.
//
// A reply goes into the thread of its question. Where the mission has its entries in the card's thread, they go there.
func (w rows) entryPosted(m mission.Mission, e mission.Entry) error {
	return w.post(nudges.Row{
		Key: "entry/" + string(e.ID), Team: m.Team, Subject: nudges.OfEntry, Mission: m.ID, Ref: string(e.ID),
		Channel: m.Channel, InThread: inThread(m, e), ThreadTS: e.Thread.TS,
	})
}

// inThread reports whether an entry goes into a thread: of the card, or of the message that it names.
func inThread(m mission.Mission, e mission.Entry) bool {
	return m.InThread || e.Thread.Posted() || e.Kind == mission.Suggestion
}

// unsentLook is how many of the newest entries are looked at for some that could not be posted.
const unsentLook = 50

// unsentPosted posts the entries that were refused while the channel took no messages.
func (w rows) unsentPosted(m mission.Mission) error {
	entries, err := w.tx.Entries(m.Team, m.ID, "", unsentLook)
	if err != nil {
		return err
	}
	slices.Reverse(entries)
	for _, e := range entries {
		if e.Post.Posted() || e.Withdrawn() {
			continue
		}
		if err := w.entryPostedAnew(m, e); err != nil {
			return err
		}
	}
	return nil
}

// entryPostedAnew posts an entry that was refused since its channel took no messages. One whose post is in
// doubt, or came too late, is its author's to tell again.
func (w rows) entryPostedAnew(m mission.Mission, e mission.Entry) error {
	base := "entry/" + string(e.ID)
	row, err := w.tx.Row(m.Team, base)
	if isNotFound(err) || err == nil && (row.State != nudges.Failed || !closed(row.Reason)) {
		return nil
	}
	if err != nil {
		return err
	}
	return w.entryAgain(m, e)
}

// entryAgain posts an entry once more whose message surely does not stand.
func (w rows) entryAgain(m mission.Mission, e mission.Entry) error {
	key, free, err := w.another(m.Team, "entry/"+string(e.ID))
	if err != nil || !free {
		return err
	}
	return w.post(nudges.Row{
		Key: key, Team: m.Team, Subject: nudges.OfEntry, Mission: m.ID, Ref: string(e.ID),
		Channel: m.Channel, InThread: inThread(m, e), ThreadTS: e.Thread.TS,
	})
}

// entryChanged brings an entry's message up to date.
func (w rows) entryChanged(m mission.Mission, e mission.Entry) error {
	return nudges.Edit(w.tx, nudges.Row{
		Key: "entry/" + string(e.ID) + "/edit", Team: m.Team, Subject: nudges.OfEntry, Mission: m.ID, Ref: string(e.ID),
		Channel: m.Channel, Update: true, Due: w.now, Grace: postGrace,
	}, w.now)
}

// line adds a line to the thread of the mission's card.
func (w rows) line(m mission.Mission, parts ...string) error {
	what := ref(parts...)
	return w.post(nudges.Row{
		Key: "thread/" + string(m.ID) + "/" + what + "/" + unix(w.now), Team: m.Team, Subject: nudges.OfThread,
		Mission: m.ID, Ref: what, Channel: m.Channel, InThread: true,
	})
}

// entryLine adds a line to the thread of an entry.
func (w rows) entryLine(m mission.Mission, e mission.Entry, parts ...string) error {
	what := ref(parts...)
	root := cmp.Or(e.Thread.TS, e.Post.TS) // a reply has no thread of its own
	return w.post(nudges.Row{
		Key: "thread/" + string(m.ID) + "/" + what, Team: m.Team, Subject: nudges.OfThread,
		Mission: m.ID, Ref: what, Channel: m.Channel, InThread: true, ThreadTS: root,
	})
}

// planLine says in the thread of a question who changed what is planned, or in the card's thread where
// there is no question.
func (w rows) planLine(m mission.Mission, row nudges.Row, parts ...string) error {
	what := ref(parts...)
	return w.post(nudges.Row{
		Key: "thread/" + string(m.ID) + "/" + what + "/" + unix(w.now), Team: m.Team, Subject: nudges.OfThread,
		Mission: m.ID, Ref: what, Channel: m.Channel, InThread: true, ThreadTS: row.TS,
	})
}

// nudgeShown brings the message of a nudge up to date where it shows what stood before, or may do so by now.
func (w rows) nudgeShown(team mission.TeamID, key string) error {
	row, shown, err := nudges.Shown(w.tx, team, key)
	if err != nil || !shown {
		return err
	}
	return w.nudgeChanged(row)
}

// nudgeChanged brings the message of a nudge up to date with what became of it.
func (w rows) nudgeChanged(row nudges.Row) error {
	return nudges.Edit(w.tx, nudges.Row{
		Key: row.Key + "/edit", Team: row.Team, Subject: nudges.OfNudge, Mission: row.Mission, Ref: row.Key,
		Channel: row.Channel, User: row.User, Update: true, Due: w.now, Grace: postGrace,
	}, w.now)
}

// replyKept acknowledges a typed reply with one line, where it was typed.
func (w rows) replyKept(row nudges.Row, said mission.MessageRef, threadTS string) error {
	return w.post(nudges.Row{
		Key: row.Key + "/kept/" + said.TS, Team: row.Team, Subject: nudges.OfNotice, Mission: row.Mission,
		Ref: ref(noticeKept, string(said.Channel), said.TS, row.Key), User: row.User, Channel: said.Channel,
		InThread: threadTS != "", ThreadTS: threadTS,
	})
}

// phaseClosed tells the channel that a phase is done.
func (w rows) phaseClosed(m mission.Mission, p mission.Phase) error {
	return w.post(nudges.Row{
		Key:  "phase/" + string(m.ID) + "/" + strconv.Itoa(int(p)) + "/" + unix(w.now),
		Team: m.Team, Subject: nudges.OfPhase, Mission: m.ID, Ref: strconv.Itoa(int(p)), Channel: m.Channel,
	})
}

// ended tells the channel how the mission ended.
func (w rows) ended(m mission.Mission) error {
	return w.post(nudges.Row{
		Key: "outcome/" + string(m.ID) + "/" + unix(w.now), Team: m.Team, Subject: nudges.OfOutcome, Mission: m.ID,
		Channel: m.Channel,
	})
}

// takenBack turns the message that told of a closed phase or of an ending into a line that says who took it
// back. One that does not stand yet is not sent, since there is nothing left to tell.
func (w rows) takenBack(m mission.Mission, what nudges.Subject, told mission.MessageRef, by mission.UserID) error {
	if !told.Posted() {
		return nil
	}
	return nudges.Edit(w.tx, nudges.Row{
		Key:  string(what) + "/" + string(m.ID) + "/taken_back/" + told.TS,
		Team: m.Team, Subject: what, Mission: m.ID, Ref: ref(refTakenBack, told.TS, string(by)),
		Channel: m.Channel, Update: true, Due: w.now, Grace: postGrace,
	}, w.now)
}

// refTakenBack marks the edit of takenBack: taken_back:<ts>:<user>.
const refTakenBack = "taken_back"

// owed are the notices that tell a person what became of something that she did herself. They reach her at once, in
// a pause too. What others do is told as a nudge, see [rows.told].
var owed = map[string]bool{noticeUnsent: true, noticeRefused: true, noticeLate: true, noticeUnsure: true, noticeNoCard: true, noticeKept: true}

// notice tells one person something in her direct messages, once.
func (w rows) notice(m mission.Mission, to mission.UserID, parts ...string) error {
	if !owed[parts[0]] {
		return w.told(m, to, "", parts...)
	}
	what := ref(parts...)
	return w.post(nudges.Row{
		Key: "notice/" + string(to) + "/" + what, Team: m.Team, Subject: nudges.OfNotice, Mission: m.ID, Ref: what,
		User: to,
	})
}

// awaited are those of what others do that ask for an answer which somebody waits for.
var awaited = map[string]bool{noticeLeadAsked: true, noticeSuggest: true}

// told tells one person what another one did, as a nudge, once a name; without one, once.
func (w rows) told(m mission.Mission, to mission.UserID, name string, parts ...string) error {
	return nudges.Tell(w.tx, nudges.Once{
		Team: m.Team, Mission: m.ID, User: to, Ref: ref(parts...), Name: name, Awaited: awaited[parts[0]],
	}, w.now)
}

// hello greets a channel that the bot was invited to, once in the 90 days for which rows are kept.
func (w rows) hello(team mission.TeamID, channel mission.ChannelID) error {
	return w.post(nudges.Row{
		Key: "hello/" + string(channel), Team: team, Subject: nudges.OfNotice, Ref: noticeHello, Channel: channel,
		Grace: 2 * time.Hour,
	})
}

func unix(t time.Time) string { return strconv.FormatInt(t.UnixMilli(), 10) }
