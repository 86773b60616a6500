package view

import (
	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// What is answered to somebody who says when she is to be reached. Only she reads it.

// back is the way out of every pause.
func back() slack.BlockElement { return button(ActBack, "I am back", Meta{}) }

// AskHowLong asks for how long there is to be quiet, or how long an absence lasts.
func AskHowLong(e Env, away bool) Message {
	today := e.today(my)
	choices := []struct {
		label string
		days  int
	}{{"1 day", 1}, {"1 week", 7}, {"2 weeks", 14}}
	question, act, kind := "For how long?", ActQuietFor, ""
	if away {
		question, act, kind = "How long are you away?", ActAwayThrough, AwayKind
	}
	var row []slack.BlockElement
	for i, c := range choices {
		day := today.AddDays(c.days)
		if away {
			day = day.AddDays(-1)
		}
		row = append(row, button(numbered(act, i), c.label, Meta{Kind: day.String()}))
	}
	var p canvas
	p.section(question)
	p.actions(append(row, button(ActQuietUntil, "Until…", Meta{Kind: kind}))...)
	return p.message()
}

// QuietKept says until when nothing comes.
func QuietKept(e Env, until mission.Date) Message {
	return one(fill("Nothing from me until %s. Then I start again by myself.", e.day(my, until)), back())
}

// AwayKept says until when a person is away, and when she is back at work. Leads says that she leads a mission.
func AwayKept(e Env, through, backOn mission.Date, leads bool) Message {
	told := own(" I skip you, and nobody is told.")
	if leads {
		told = own(" I skip you. Members can act in your place, and see that you are away.")
	}
	return one(fill("You are away through %s.%s Back on %s.", e.day(my, through), told, e.day(my, backOn)), back())
}

// CameBack says that every pause is over. Paused is false where there was none.
func CameBack(_ Env, paused bool, h nudges.Hours) Message {
	if !paused {
		return one(fill("Nothing was paused. When I may write to you: %s.", own(hoursLine(h))), button(ActSettings, "Change", Meta{}))
	}
	return one(fill("You are back. Nothing from before is sent after you."))
}

// QuietHoursKept says which hours are quiet.
func QuietHoursKept(_ Env, q nudges.Quiet, zone string) Message {
	var p canvas
	if q.Empty() {
		p.section("No quiet hours from now on, %s time. On your working days I may write at any hour.", ZoneName(zone))
	} else {
		p.section("Quiet from %s to %s, %s time. Wrong zone? I take it from your Slack profile.", own(clockOf(q.From)), own(clockOf(q.To)), ZoneName(zone))
	}
	p.actions(button(ActSettings, "Change", Meta{}))
	return p.message()
}

// DaysKept says which days are working days.
func DaysKept(_ Env, h nudges.Hours) Message {
	return one(fill("Your working days: %s. On other days nothing of mine reaches you.", own(daysLine(h.Days, 9))),
		button(ActSettings, "Change", Meta{}))
}

// ReachesNow is told to a person alone who has chosen what reaches her, from one mission or from all.
func ReachesNow(e Env, m *mission.Mission, kinds []nudges.Kind, h nudges.Hours, through mission.Date) Message {
	from, change := own("all of your missions"), Meta{}
	if m != nil {
		from, change = fill("*%s*", title(*m)), Meta{Mission: m.ID}
	}
	var p canvas
	if len(kinds) == 0 {
		p.section("You ticked no question of %s.", from)
	} else {
		var words []line
		for _, k := range kinds {
			words = append(words, fill(wordsOfNudge(k).word))
		}
		p.section("What reaches you from %s: %s.", from, list(words))
	}
	p.context("%s", hoursLine(h))
	if !through.IsZero() {
		p.context("You are away through %s.", e.day(my, through))
	}
	p.actions(button(ActSettings, "Change", change))
	return p.message()
}

// HoursNow is the same for somebody who is in no mission.
func HoursNow(e Env, h nudges.Hours, through mission.Date) Message {
	var p canvas
	p.section("Kept: %s.", own(hoursLine(h)))
	if !through.IsZero() {
		p.context("You are away through %s.", e.day(my, through))
	}
	p.actions(button(ActSettings, "Change", Meta{}))
	return p.message()
}

// NotADay answers words that are no day. The words come back, to be copied.
func NotADay(_ Env, words string, away bool) Message {
	meta := Meta{}
	if away {
		meta.Kind = AwayKind
	}
	var p canvas
	p.section("I could not read that as a day. Try *friday*, *1 week* or *2026-12-04*. Your words:")
	p.quote(words)
	p.actions(button(ActQuietUntil, "Choose a day", meta))
	return p.message()
}

// WhichDay answers words that can be read as two days.
func WhichDay(e Env, words string, a, b mission.Date, away bool) Message {
	act := ActQuietFor
	if away {
		act = ActAwayThrough
	}
	var p canvas
	p.section("*%s* could be %s or %s. Which one?", Cut(oneLine(words), cutContext), e.day(my, a), e.day(my, b))
	p.actions(button(numbered(act, 0), e.day(my, a), Meta{Kind: a.String()}), button(numbered(act, 1), e.day(my, b), Meta{Kind: b.String()}))
	return p.message()
}

// DayPassed answers a day that has passed.
func DayPassed(e Env, d mission.Date, away bool) Message {
	meta := Meta{}
	if away {
		meta.Kind = AwayKind
	}
	return one(fill("%s has passed. Which day did you mean?", e.day(my, d)), button(ActQuietUntil, "Choose a day", meta))
}

// NotHours answers words that are no hours.
func NotHours(_ Env, words string) Message {
	var p canvas
	p.section("I could not read that as hours. Try *18-9*, *18:00 to 8:30* or *off*. Your words:")
	p.quote(words)
	p.actions(button(ActSettings, "What reaches me", Meta{}))
	return p.message()
}

// NotDays answers words that are no working days.
func NotDays(_ Env, words string) Message {
	var p canvas
	p.section("I could not read that as working days. Try *mon-thu* or *mon, wed and fri*. Your words:")
	p.quote(words)
	p.actions(button(ActSettings, "What reaches me", Meta{}))
	return p.message()
}

// YourHours answers who asks for quiet hours or days without saying which.
func YourHours(_ Env, h nudges.Hours) Message {
	return one(fill("When I may write to you: %s.", own(hoursLine(h))), button(ActSettings, "Change", Meta{}))
}

// leadAway asks a member whether to go on in the place of a lead who is away.
func leadAway(r *mission.Refusal, c RefusalContext) said {
	return say("%s leads and is away, so any member can do this now. Go on?", c.who(r.By)).
		with(button(ActGoOn, "Go on", Meta{Mission: c.mission().ID, Kind: string(c.Do)}))
}

// LeadAway is the refusal of what a lead who is away would do: it asks before a member does it.
const LeadAway mission.Code = "lead_away"

// Told shows an answer as a form, for where no message can be shown: Home, and forms.
func Told(m Message) slack.ModalViewRequest {
	f := &form{callback: ViewTold, title: "Throughline", close: "Close"}
	f.blocks = m.Blocks
	return f.view()
}
