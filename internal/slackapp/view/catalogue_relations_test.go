package view

import (
	"throughline/internal/mission"
)

const checkout = mission.ChannelID("C0CHECKOU1")

// other is the mission that the sample's mission serves.
func (s sample) other() mission.Mission {
	m := s.running()
	m.ID, m.Channel, m.Lead = "01JD0000000000000000000009", checkout, chidi
	return m
}

func (s sample) relations() []surface {
	e, from, to := s.env, s.running(), s.other()
	asked := RelationData{Relation: mission.Relation{From: from.ID, To: to.ID, Bond: mission.ServesIt}, From: from, To: to, Open: true}
	needs, governed, yes, no, dropped, rests := asked, asked, asked, asked, asked, asked
	needs.Relation.Bond = mission.NeedsIt
	governed.To.Lead = ""
	yes.Relation.Answer, yes.Relation.AnsweredBy = mission.Agreed, chidi
	no.Relation.Answer, no.Relation.AnsweredBy = mission.Declined, chidi
	dropped.Relation.DroppedAt = e.Now
	rests.Open = false
	closed := mission.Telling{Phase: mission.Beginning, At: from.Closings[0].At}
	part, ended := yes, yes
	part.From.Closings = []mission.Closing{from.Closings[0]}
	part.From.Closings[0].Reached = mission.ReachedPart
	ended.From = s.over(mission.OnPurpose)
	back := closed
	back.At = e.Now
	card := s.card()
	for i, r := range []Related{{Bond: mission.ServesIt}, {Bond: mission.NeedsIt}, {Bond: mission.ServesIt, Named: true}, {Bond: mission.NeedsIt, Named: true}, {}} {
		r.Channel, r.Mission = checkout, mission.ID(rune('A'+i))
		card.Related = append(card.Related, r)
	}
	form := NewEdit(from)
	form.Public, form.Serves, form.Needs = true, []mission.ChannelID{checkout}, []mission.ChannelID{refunds}
	form.Naming, form.Keeps = []Related{{Mission: to.ID, Channel: checkout, Named: true}}, []mission.ID{to.ID}
	return []surface{
		msg("relation asked", RelationAsked(e, asked)),
		msg("relation asked of a needed one", RelationAsked(e, needs)),
		msg("relation asked of a governed one", RelationAsked(e, governed)),
		msg("relation agreed", RelationAsked(e, yes)),
		msg("relation declined", RelationAsked(e, no)),
		msg("relation taken back", RelationAsked(e, dropped)),
		msg("relation at rest", RelationAsked(e, rests)),
		msg("relation told", RelationTold(e, yes, closed)),
		msg("relation told in part", RelationTold(e, part, closed)),
		msg("relation told and taken back", RelationTold(e, yes, back)),
		msg("relation told at rest", RelationTold(e, rests, closed)),
		msg("relation told of the end", RelationTold(e, ended, mission.Telling{Ended: true, At: ended.From.Outcome.At})),
		msg("help across", HelpAcross(e, dee, checkout)),
		msg("help across at rest", HelpAcross(e, dee, "")),
		msg("help told across", HelpToldAcross(e, from, true)),
		msg("help told across again", HelpToldAcross(e, from, false)),
		msg("relation answered yes", RelationAnswered(e, yes)),
		msg("relation answered no", RelationAnswered(e, no)),
		msg("card with relations", Card(e, card)),
		modal("edit 1 with relations", Edit1(e, from, form)),
		modal("close the middle, told elsewhere", ClosePhase(e, from, checkout, refunds)),
		modal("end 3, told elsewhere", End3(e, from, EndForm{}, checkout)),
		msg("reworded and asked", Reworded(e, from, true, "", checkout, refunds)),
		msg("asked alone", Reworded(e, from, false, dee, checkout)),
	}
}
