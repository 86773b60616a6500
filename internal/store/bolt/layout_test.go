package bolt

import (
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"throughline/internal/coaching"
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/rounds"
	"throughline/internal/trial"
)

// drawn is one bucket of the drawing in the package comment.
type drawn struct {
	parts []string // what its keys are made of
	value string
}

// readDrawing reads the bucket tree out of the package comment.
func readDrawing(t *testing.T) map[string]drawn {
	t.Helper()
	src, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]drawn{}
	line := regexp.MustCompile(`(?m)^//\t[├└]── (\w+) +([a-z]+(?: [a-z]+)*)  +(json|–|number|time\+bytes|time)`)
	for _, m := range line.FindAllStringSubmatch(string(src), -1) {
		out[m[1]] = drawn{parts: strings.Fields(m[2]), value: m[3]}
	}
	if len(out) != strings.Count(string(src), "── ") {
		t.Fatalf("read %d of the %d buckets that are drawn", len(out), strings.Count(string(src), "── "))
	}
	return out
}

// sample is what each part of a key is in writeSample. Ids have different lengths, so that a part in
// the wrong place shows.
var sample = map[string][]string{
	"name": {"schema"}, "team": {"T1"}, "mission": {"M12"}, "channel": {"C123"}, "user": {"U1234"}, "entry": {"E12345", "E1234567890123"},
	"reflection": {"R123456"}, "own": {"OC12345"}, "ts": {"1.234567"}, "plan": {"P12345678"}, "row": {"K123456789", "K12345678901"},
	"round": {"Q1234567890"}, "answer": {"A12345678901234"}, "mark": {"X1234567890123456"}, "place": {"U1234"}, "hash": {"h12345678901"}, "file": {"F12345678"}, "key": {"trigger.12345678"},
	"check": {"B1234567"}, "trial": {"TR123"}, "look": {"01"}, "audience": {"channel"},
}

var sampleTime = time.Date(2026, time.November, 24, 12, 0, 0, 0, time.UTC)

// writeSample writes one record of each kind, so that every bucket has a key.
func writeSample(tx *Tx) error {
	ref := mission.MessageRef{Channel: "C123", TS: "1.234567"}
	return errors.Join(
		tx.PutMission(mission.Mission{Team: "T1", ID: "M12", Channel: "C123"}),
		tx.PutMember(mission.Member{Team: "T1", Mission: "M12", User: "U1234", JoinedAt: sampleTime}),
		tx.PutEntry(mission.Entry{Team: "T1", Mission: "M12", ID: "E12345", Author: "U1234"}),
		tx.PutRelation(mission.Relation{Team: "T1", From: "M12", To: "M12"}),
		tx.PutEntry(mission.Entry{Team: "T1", Mission: "M12", ID: "E1234567890123", Author: "U1234", Kind: mission.Risk}),
		tx.PutOwnCommitment(mission.OwnCommitment{Team: "T1", User: "U1234", ID: "OC12345"}),
		tx.PutConnection(mission.Connection{Team: "T1", User: "U1234", Mission: "M12"}),
		tx.PutReflection(mission.Reflection{Team: "T1", User: "U1234", ID: "R123456", Source: ref}),
		tx.PutDraft(mission.Draft{Team: "T1", User: "U1234", Channel: "C123"}),
		tx.PutConversation(coaching.Conversation{Team: "T1", User: "U1234", ID: "C12345678901"}),
		tx.PutPractice(coaching.Practice{Team: "T1", User: "U1234"}),
		tx.PutCheck(coaching.Check{Team: "T1", User: "U1234", ID: "B1234567"}),
		tx.PutRotation(coaching.Rotation{Team: "T1", Lead: "U1234", Mission: "M12"}),
		tx.PutPlan(nudges.Plan{Team: "T1", ID: "P12345678", Mission: "M12", User: "U1234", Next: sampleTime}),
		tx.PutRow(nudges.Row{Team: "T1", Key: "K123456789", User: "U1234", State: nudges.Due, NotBefore: sampleTime, Nudge: &nudges.Asked{}}),
		tx.PutRow(nudges.Row{
			Team: "T1", Key: "K12345678901", State: nudges.Settled, SentAt: sampleTime,
			Channel: ref.Channel, User: "U1234", TS: ref.TS, Nudge: &nudges.Asked{},
		}),
		tx.PutRound(rounds.Round{Team: "T1", Mission: "M12", ID: "Q1234567890"}),
		tx.PutAnswer("T1", "Q1234567890", rounds.Answer{Key: "A12345678901234"}),
		tx.PutMark("T1", "Q1234567890", "X1234567890123456"),
		tx.PutRoundSettings(rounds.Settings{Team: "T1", Mission: "M12"}),
		tx.PutGuess(rounds.Guess{Team: "T1", User: "U1234", Mission: "M12", Round: "Q1234567890"}),
		tx.PutChosen(nudges.Chosen{Team: "T1", User: "U1234", Key: "K123456789", At: sampleTime}),
		tx.PutPlaceCounts(nudges.PlaceCounts{Team: "T1", User: "U1234"}),
		tx.PutAudienceCounts(nudges.AudienceCounts{Team: "T1", Audience: nudges.Channel}),
		tx.PutPerson(nudges.Person{Team: "T1", User: "U1234"}),
		tx.PutTrial(trial.Trial{Team: "T1", ID: "TR123", Channel: "C123"}),
		tx.PutTrialDecision(trial.Decision{Team: "T1", Trial: "TR123", Nudge: "K123456789"}),
		tx.PutTrialLook(trial.Look{Team: "T1", Trial: "TR123", N: 1}),
		tx.PutHouse(nudges.House{Team: "T1", Mission: "M12"}),
		tx.PutSentFile(mission.SentFile{Team: "T1", User: "U1234", ID: "F12345678"}),
		tx.PutErasure(mission.Erasure{Team: "T1", User: "U1234"}),
		tx.PutErased("T1", "h12345678901", sampleTime),
		tx.Remember("T1", "trigger.12345678", []byte("done"), sampleTime),
	)
}

func TestTheDrawingIsTheFile(t *testing.T) {
	drawing := readDrawing(t)
	db := openTest(t)
	if err := db.Update(t.Context(), writeSample); err != nil {
		t.Fatal(err)
	}
	err := db.bolt.View(func(tx *bolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bolt.Bucket) error {
			d, ok := drawing[string(name)]
			if !ok {
				t.Errorf("bucket %s is not drawn", name)
				return nil
			}
			delete(drawing, string(name))
			if k, _ := b.Cursor().First(); k == nil {
				t.Errorf("bucket %s has no key of the sample", name)
			}
			return b.ForEach(func(k, v []byte) error {
				checkDrawnKey(t, string(name), d.parts, k)
				checkDrawnValue(t, string(name), d.value, v)
				return nil
			})
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range drawing {
		t.Errorf("bucket %s is drawn and does not exist", name)
	}
}

// TestEveryRecordIsInATable holds the list of tables to the drawing: what stands in no table is neither
// verified, nor shown to the people whom it speaks of, nor sealed anew.
func TestEveryRecordIsInATable(t *testing.T) {
	listed := map[string]bool{}
	for _, table := range tables {
		listed[table.name()] = true
	}
	for name, d := range readDrawing(t) {
		if (d.value == "json") != listed[name] {
			t.Errorf("bucket %s holds %s; is it in tables: %v", name, d.value, listed[name])
		}
	}
}

// checkDrawnKey takes a key apart as it is drawn.
func checkDrawnKey(t *testing.T, bucket string, parts []string, k []byte) {
	t.Helper()
	var texts, names []string
	if parts[0] == "urgency" {
		if k[0] > byte(nudges.LeastUrgent) {
			t.Errorf("%s: key %q begins with urgency %d", bucket, k, k[0])
		}
		k, parts = k[1:], parts[1:]
	}
	if i := slices.Index(parts, "time"); i >= 0 {
		at := 0
		if i > 0 { // The time stands behind texts with their lengths.
			at = len(prefix(valuesOf(parts[:i])...))
		}
		ms, err := readTime(k[at:])
		if err != nil || ms != sampleTime.UnixMilli() {
			t.Errorf("%s: key %q has time %d, %v", bucket, k, ms, err)
		}
		k = slices.Concat(k[:at], k[at+timeSize:])
		parts = slices.Delete(slices.Clone(parts), i, i+1)
		if i < len(parts) && parts[i] == "lot" {
			k, parts = k[at+lotSize:], slices.Delete(parts, i, i+1)
		}
	}
	texts, err := readTexts(k, len(parts))
	names = parts
	if err != nil {
		t.Errorf("%s: %v", bucket, err)
		return
	}
	for i, text := range texts {
		if !slices.Contains(sample[names[i]], text) {
			t.Errorf("%s: key %q has %q where the %s is drawn", bucket, k, text, names[i])
		}
	}
}

func valuesOf(parts []string) []string {
	out := make([]string, len(parts))
	for i, p := range parts {
		out[i] = sample[p][0]
	}
	return out
}

func checkDrawnValue(t *testing.T, bucket, value string, v []byte) {
	t.Helper()
	ms, errTime := readTime(v)
	ok := map[string]bool{
		"json":       strings.HasPrefix(string(v), `{"v":1,`),
		"–":          len(v) == 0,
		"number":     len(v) == 8,
		"time":       len(v) == timeSize && errTime == nil && ms == sampleTime.UnixMilli(),
		"time+bytes": errTime == nil && ms == sampleTime.UnixMilli() && string(v[timeSize:]) == "done",
	}[value]
	if !ok {
		t.Errorf("%s: value %q is not the drawn %s", bucket, v, value)
	}
}

// TestRecordsReadAsTheyWereReleased pins the form of stored records. A test that fails here says that
// files in the field would be read differently: add a field or a migration instead.
func TestRecordsReadAsTheyWereReleased(t *testing.T) {
	db := openTest(t)
	if err := db.Update(t.Context(), writeSample); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"mission": `{"v":1,"id":"M12","team":"T1","channel":"C123","wording":{}}`,
		"member":  `{"v":1,"team":"T1","mission":"M12","user":"U1234","joined_at":1795521600000}`,
		"entry":   `{"v":1,"id":"E12345","team":"T1","mission":"M12","author":"U1234"}`,
		"plan":    `{"v":1,"id":"P12345678","team":"T1","mission":"M12","user":"U1234","next":1795521600000}`,
		"person":  `{"v":1,"team":"T1","user":"U1234"}`,
	}
	err := db.bolt.View(func(tx *bolt.Tx) error {
		for name, record := range want {
			if _, got := tx.Bucket([]byte(name)).Cursor().First(); string(got) != record {
				t.Errorf("%s:\n got %s\nwant %s", name, got, record)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestFieldsOfALaterVersionAreIgnored(t *testing.T) {
	db := openTest(t)
	err := db.bolt.Update(func(tx *bolt.Tx) error {
		return tx.Bucket(bucketPerson).Put(key("T1", "U1"), []byte(`{"v":2,"team":"T1","user":"U1","zone":"UTC","mood":"bright"}`))
	})
	if err != nil {
		t.Fatal(err)
	}
	err = db.View(t.Context(), func(tx *Tx) error {
		p, err := tx.Person("T1", "U1")
		if p.Zone != "UTC" {
			t.Errorf("read %+v", p)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
