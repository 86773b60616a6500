package record

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"throughline/internal/mission"
)

// unsaid stands for words of somebody's: where it is in a record, no error may have it.
const unsaid = "zqx"

// toDomain makes of stored records what the domain works with, as the stores do when they read.
var toDomain = map[string]func(raw []byte){
	Missions.Name: func(raw []byte) {
		if r, err := Missions.Decode(raw); err == nil {
			if m, err := FromMission(r); err == nil {
				ToMission(m)
				_ = CheckMission(m)
				_, _ = m.Running(), m.Halfway()
			}
		}
	},
	Entries.Name: func(raw []byte) {
		if r, err := Entries.Decode(raw); err == nil {
			if e, err := FromEntry(r); err == nil {
				ToEntry(e)
			}
		}
	},
	People.Name: func(raw []byte) {
		if r, err := People.Decode(raw); err == nil {
			if p, err := FromPerson(r); err == nil {
				ToPerson(p)
			}
		}
	},
	OwnCommitments.Name: func(raw []byte) {
		if r, err := OwnCommitments.Decode(raw); err == nil {
			if c, err := FromOwn(r); err == nil {
				ToOwn(c)
			}
		}
	},
	Rows.Name:              read(Rows, func(r Row) { ToRow(FromRow(r)) }),
	Plans.Name:             read(Plans, func(r Plan) { ToPlan(FromPlan(r)) }),
	Choices.Name:           read(Choices, func(r Chosen) { ToChosen(FromChosen(r)) }),
	PlaceCountings.Name:    read(PlaceCountings, func(r PlaceCounts) { ToPlaceCounts(FromPlaceCounts(r)) }),
	Conversations.Name:     read(Conversations, func(r Conversation) { ToConversation(FromConversation(r)) }),
	Rotations.Name:         read(Rotations, func(r Rotation) { ToRotation(FromRotation(r)) }),
	Balances.Name:          read(Balances, func(r Balance) { ToBalance(FromBalance(r)) }),
	Connections.Name:       read(Connections, func(r Connection) { ToConnection(FromConnection(r)) }),
	Reflections.Name:       read(Reflections, func(r Reflection) { ToReflection(FromReflection(r)) }),
	Relations.Name:         read(Relations, func(r Relation) { ToRelation(FromRelation(r)) }),
	Rounds.Name:            read(Rounds, func(r Round) { ToRound(FromRound(r)) }),
	Houses.Name:            read(Houses, func(r House) { ToHouse(FromHouse(r)) }),
	Trials.Name:            read(Trials, func(r Trial) { ToTrial(FromTrial(r)) }),
	Members.Name:           read(Members, func(r Member) { ToMember(FromMember(r)) }),
	AudienceCountings.Name: read(AudienceCountings, func(r AudienceCounts) { ToAudienceCounts(FromAudienceCounts(r)) }),
}

func read[R any](k *Kind[R], do func(R)) func([]byte) {
	return func(raw []byte) {
		if r, err := k.Decode(raw); err == nil {
			do(r)
		}
	}
}

// seeds are a record of each shape that once was one, whole and damaged.
var seeds = []string{
	`{}`, `null`, `[]`, `7`, `"zqx"`, `{"v":1`, `{"v":"zqx"}`, `{"v":1,"v":{}}`, `{"v":1e400}`,
	`{"v":1,"id":"E1","team":"T1","mission":"M1","author":"UANA","by":"2026-12-04","text":"zqx"}`,
	`{"v":1,"id":"M1","team":"T1","channel":"C1","name":"zqx","phase":9,"plan":[{"target":"2026-02-30"}],"closings":[{"at":9e18}]}`,
	`{"v":1,"team":"T1","key":"row","at":-9223372036854775808,"themes":[["zqx",1,2,3,4,5,6],[]],"theme":-1,"question":99}`,
	`{"v":1,"team":"T1","user":"UANA","body":"zqx no base64","sealed":"enFx","text":{"zqx":"zqx"}}`,
	`{"v":1,"team":"T1","key":"row/UANA/UANA","subject":"nudge","nudge":{"kind":"zqx","with":"a b  c"},"ref":"UANA"}`,
	`{"v":1,"team":"T1","user":"UANA","zone":"zqx/zqx","days_off":["2026-13-01"],"quiet":{"from":99999,"to":-1},"snoozed":{"":1}}`,
	`{"v":1,"team":"T1","mission":"M1","id":"R1","asked":["UANA","UANA",""],"results":null,"answers":[{}]}`,
}

// FuzzRecords holds every kind of record to taking any bytes: a damaged one is an error that tells nobody's words, and
// what can be read has one form that stays.
func FuzzRecords(f *testing.F) {
	for _, seed := range seeds {
		for i := range All() {
			f.Add(byte(i), []byte(seed))
		}
	}
	f.Fuzz(func(t *testing.T, n byte, raw []byte) {
		k := All()[int(n)%len(All())]
		whole := k.Verify(raw)
		telling(t, k, raw, whole)
		_, err := k.KeyOf(raw)
		telling(t, k, raw, err)
		_, err = k.People(raw)
		telling(t, k, raw, err)
		_, _, err = k.MissionsOf(raw)
		telling(t, k, raw, err)
		_, _, err = k.About(raw, "UANA")
		telling(t, k, raw, err)
		err = k.EachSealed(raw, func(mission.UserID, mission.Sealed) error { return nil })
		telling(t, k, raw, err)
		if convert := toDomain[k.KindName()]; convert != nil {
			convert(raw)
		}
		once, err := k.Canonical(raw)
		telling(t, k, raw, err)
		if (err == nil) != (whole == nil) {
			t.Fatalf("%s: Verify says %v and Canonical %v", k.KindName(), whole, err)
		}
		if err == nil {
			twice, err := k.Canonical(once)
			if err != nil || !bytes.Equal(once, twice) {
				t.Fatalf("%s: the one form %s has another one: %s, %v", k.KindName(), once, twice, err)
			}
		}
		strict, err := k.Strict(raw)
		telling(t, k, raw, err)
		if err == nil && !bytes.Equal(strict, once) {
			t.Fatalf("%s: from outside it is %s, and in the store %s", k.KindName(), strict, once)
		}
	})
}

// telling fails for an error that has words of the record.
func telling(t *testing.T, k Any, raw []byte, err error) {
	t.Helper()
	if err == nil || !bytes.Contains(raw, []byte(unsaid)) {
		return
	}
	if strings.Contains(err.Error(), unsaid) {
		t.Fatalf("%s: the error tells what stands in the record: %v", k.KindName(), err)
	}
	if len(err.Error()) > 1000 {
		t.Fatalf("%s: an error of %d bytes", k.KindName(), len(err.Error()))
	}
}

func TestEverySeedIsOfUse(t *testing.T) {
	t.Parallel()
	taken := map[string]bool{}
	for _, k := range All() {
		for _, seed := range seeds {
			if json.Valid([]byte(seed)) && k.Verify([]byte(seed)) == nil {
				taken[k.KindName()] = true
			}
		}
	}
	if len(taken) < 5 {
		t.Errorf("the seeds are records of %d kinds alone: %v", len(taken), taken)
	}
}
