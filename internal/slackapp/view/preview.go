package view

import (
	"throughline/internal/mission"
)

// The actions beside words that are shown to their author before they are posted.
const (
	// ActPostIt posts them. Mission, Kind, Ref of the words.
	ActPostIt = "post_it"
	// ActDiscard drops them. Ref.
	ActDiscard = "discard"
)

// ShowFirst shows somebody alone what she is about to tell.
func ShowFirst(e Env, m mission.Mission, kind mission.EntryKind, to []mission.UserID, words, ref string) Message {
	meta := Meta{Mission: m.ID, Kind: string(kind), Ref: ref}
	w := wordsFor(kind)
	var p canvas
	p.section("This will stand in %s under your name. Nothing is posted yet.", e.channel(m.Channel))
	if kind == mission.Thanks {
		var names []line
		for _, u := range to {
			names = append(names, argument(e.who(u), false))
		}
		p.section("%s to %s", e.marked(w), list(names))
	} else {
		p.section("%s", e.marked(w))
	}
	p.quoteWhole(atMost(words))
	p.actions(primary(ActPostIt, "Post", meta), button(ActTell, "Change", meta), button(ActDiscard, "Discard", meta))
	p.context("You asked to see your words first: What reaches me, at the end.")
	return p.message()
}

// Previewed takes the place of that question.
func Previewed(_ Env, posted bool) Message {
	if posted {
		return one(fill("Posted."))
	}
	return one(fill("Discarded. Nothing was posted."))
}
