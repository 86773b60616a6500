package view

import (
	"fmt"
	"slices"

	"throughline/internal/mission"
)

// The sentences about people, their rights and their words.

func notInChannel(_ *mission.Refusal, c RefusalContext) said {
	return say("You are not in %s. Join the channel, then try again.", c.channel(c.mission().Channel))
}

func membersOnly(_ *mission.Refusal, c RefusalContext) said {
	return say("This is for people in the mission. Join first? It takes ten seconds.").
		with(button(ActJoin, "Join", Meta{Mission: c.mission().ID}))
}

// steering says what whoever leads does, in the words of what was tried.
func steering(do mission.Action) string {
	switch do {
	case mission.EditMission:
		return "changes its wording"
	case mission.EndMission:
		return "ends it"
	case mission.OpenRound:
		return "opens its rounds"
	case mission.AnswerRelated:
		return "answers for it"
	case mission.DecideMidpoint:
		return "tells what its midpoint decided"
	case mission.HandOver:
		return "says who leads next"
	}
	return "closes its phases"
}

func leadOnly(r *mission.Refusal, c RefusalContext) said {
	name := c.who(r.By)
	return say("%s leads this mission and %s. Suggest it to %s?", name, own(steering(c.Do)), name).
		with(button(ActSuggest, "Suggest it to "+Cut(name, cutButton), c.meta()))
}

func authorOnly(r *mission.Refusal, c RefusalContext) said {
	name := c.who(r.By)
	return say("These are %s's words, so only %s can change them. You can answer in the thread.", name, name)
}

func alreadyIn(_ *mission.Refusal, c RefusalContext) said {
	return say("You are in already.").with(button(ActMyPiece, "Change my piece", Meta{Mission: c.mission().ID, Ref: c.Ref}))
}

func notIn(r *mission.Refusal, c RefusalContext) said {
	if r.By != "" {
		return say("%s is not in the mission. Whoever is to lead joins first.", c.who(r.By))
	}
	return say("You are not in *%s*.", c.name()).with(button(ActJoin, "Join", Meta{Mission: c.mission().ID}))
}

// emptyWords asks for the words that are missing after a command's word.
func emptyWords(r *mission.Refusal, c RefusalContext) said {
	question := "Some words are missing."
	for _, w := range slices.Concat(kinds[:], promiseKinds[:]) {
		if string(w.kind) == c.Verb {
			question = w.which
		}
	}
	switch {
	case c.Verb == "piece":
		question = "Which piece?"
	case c.Verb == "" && r.Field == BlockName:
		question = "A mission needs a name, a few words people will say aloud."
	}
	if c.Verb == "" {
		return said{line: own(question)}
	}
	return say("%s Write it after the word: %s %s …", own(question), c.bot(), c.Verb)
}

// tooLongWords says what fits. Words of a command that are over what a mission keeps come back in direct
// messages.
func tooLongWords(r *mission.Refusal, c RefusalContext) said {
	got, most := number(r.Got), number(r.Max)
	switch {
	case r.Max < mission.MaxText:
		return say("That is %s characters; %s at most %s. Shorten them and tell it again.", got, own(holds(r.Field)), most)
	case c.Filed:
		return say("That is %s characters; I keep at most %s. Your words are in our direct messages. Shorten them and tell it again.", got, most)
	}
	return say("That is %s characters; I keep at most %s. Shorten them and tell it again.", got, most)
}

func holds(field string) string {
	switch field {
	case BlockName:
		return "a name has"
	case BlockPiece:
		return "a piece has"
	}
	return "this holds"
}

func thanksSelf(_ *mission.Refusal, c RefusalContext) said {
	return say("Thanks go to someone else. Tell it as a win?").
		with(button(ActTell, "Tell a win", Meta{Mission: c.mission().ID, Kind: string(mission.Win), Ref: c.Ref}))
}

func thanksOutside(r *mission.Refusal, c RefusalContext) said {
	return say("%s is not in this channel and would not see it. Post it all the same?", c.who(r.By)).
		with(button(ActPostAnyway, "Post it", c.meta()))
}

func thanksApp(r *mission.Refusal, c RefusalContext) said {
	return say("Thanks go to people, and %s is an app.", c.who(r.By))
}

// fieldOf is the block of a form on which a refusal is told.
func fieldOf(r *mission.Refusal) string {
	switch r.Code {
	case mission.ThanksNobody, mission.ThanksSelf, mission.ThanksMany, ThanksOutside, ThanksApp:
		return BlockTo
	case mission.NotIn:
		return BlockNextLead
	}
	return r.Field
}

// onField words a refusal for the field that it is about.
func onField(r *mission.Refusal, c RefusalContext) string {
	today := c.mission().Today(c.Now)
	switch r.Code {
	case mission.Empty:
		return "This needs a few words."
	case mission.TooLong:
		return tooLong(r.Got, r.Max)
	case mission.NoDate:
		return "Choose a day. It can be changed later."
	case mission.DatePast:
		return datePassed(today)
	case mission.DateOrder:
		return outOfOrder(r, today)
	case mission.BadChoice:
		return "Choose one of these."
	}
	return sentences[r.Code](r, c).line.plain()
}

func outOfOrder(r *mission.Refusal, today mission.Date) string {
	if r.Field == BlockNextTarget {
		return afterEnd(r.Date, today)
	}
	for _, p := range mission.Phases[1:] {
		if targetField(p).block == r.Field {
			return dateOrder(p, r.Date, today)
		}
	}
	return fmt.Sprintf("Choose a day after %s.", Day(r.Date, today))
}
