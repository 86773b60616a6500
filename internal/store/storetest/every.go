package storetest

import (
	"errors"

	"throughline/internal/coaching"
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/rounds"
	"throughline/internal/trial"
)

// PutEveryKind puts two missions of the workspace T1 and a record of every other kind, in which every field is set and what
// is referred to is there.
func PutEveryKind(tx Tx) error {
	first, second := filled[mission.Mission](), filled[mission.Mission]()
	first.Team, first.ID, first.Channel, first.From, first.Outcome = team, "M1", "C1", "", nil
	second.Team, second.ID, second.Channel, second.From = team, "M2", "C1", "M1"
	if err := put(tx, first, second); err != nil {
		return err
	}
	return errors.Join(
		put(tx, ofMission()...), put(tx, ofPerson()...), put(tx, ofEngine()...),
		tx.PutAnswer(team, "Q1", rounds.Answer{Key: "K1", Body: mission.Sealed("a")}), tx.PutMark(team, "Q1", "mark"),
		tx.PutErased(team, "hash", noon), tx.Remember(team, "event", []byte{0, 0xff, '"'}, noon))
}

const team = mission.TeamID("T1")

func ofMission() []any {
	member, entry, relation := filled[mission.Member](), filled[mission.Entry](), filled[mission.Relation]()
	member.Team, member.Mission = team, "M1"
	entry.Team, entry.Mission = team, "M1"
	relation.Team, relation.From, relation.To = team, "M1", "M2"
	house, settings, round := filled[nudges.House](), filled[rounds.Settings](), filled[rounds.Round]()
	house.Team, house.Mission = team, "M1"
	settings.Team, settings.Mission = team, "M1"
	round.Team, round.Mission, round.ID = team, "M1", "Q1"
	return []any{member, entry, relation, house, settings, round}
}

func ofPerson() []any {
	connection, reflection, own := filled[mission.Connection](), filled[mission.Reflection](), filled[mission.OwnCommitment]()
	connection.Team, connection.Mission = team, "M1"
	reflection.Team, reflection.Mission = team, ""
	own.Team, own.Mission = team, "M1"
	draft, talk, practice := filled[mission.Draft](), filled[coaching.Conversation](), filled[coaching.Practice]()
	draft.Team, practice.Team = team, team
	talk.Team, talk.Mission = team, "M1"
	check, rotation, guess := filled[coaching.Check](), filled[coaching.Rotation](), filled[rounds.Guess]()
	check.Team = team
	rotation.Team, rotation.Mission = team, "M1"
	guess.Team, guess.Mission, guess.Round = team, "M1", "Q1"
	person, file, erasure := filled[nudges.Person](), filled[mission.SentFile](), filled[mission.Erasure]()
	person.Team, file.Team, erasure.Team = team, team, team
	return []any{connection, reflection, own, draft, talk, practice, check, rotation, guess, person, file, erasure}
}

func ofEngine() []any {
	plan, row := filled[nudges.Plan](), filled[nudges.Row]()
	plan.Team, plan.Mission = team, "M1"
	row.Team, row.Mission, row.State = team, "M1", nudges.Due
	tried, toss, look := filled[trial.Trial](), filled[trial.Decision](), filled[trial.Look]()
	tried.Team, tried.ID = team, "TR1"
	toss.Team, toss.Trial, toss.Mission = team, "TR1", "M1"
	look.Team, look.Trial = team, "TR1"
	chosen, here, everywhere := filled[nudges.Chosen](), filled[nudges.PlaceCounts](), filled[nudges.AudienceCounts]()
	chosen.Team, here.Team, everywhere.Team = team, team, team
	return []any{plan, row, tried, toss, look, chosen, here, everywhere}
}
