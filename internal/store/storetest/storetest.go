// Package storetest says what every store must do, as tests. A store passes if [Run] does.
//
// What a store may choose: it keeps times to the millisecond at least and returns them in UTC, and it
// may refuse an id that it cannot keep, but then before it writes, and for good.
package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"throughline/internal/coaching"
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/rounds"
	"throughline/internal/trial"
)

// Tx is one transaction with everything that a store serves.
type Tx interface {
	mission.Tx
	mission.PrivateTx
	mission.PersonalTx
	nudges.Tx
	rounds.Tx
	coaching.Tx

	// RowsWith returns the rows whose keys begin with a text, by their keys.
	RowsWith(team mission.TeamID, start string) ([]nudges.Row, error)
	// Seen returns what was remembered under a key, and whether anything was.
	Seen(team mission.TeamID, key string) (result []byte, ok bool, err error)
	// Remember keeps a result under a key, in place of an earlier one.
	Remember(team mission.TeamID, key string, result []byte, at time.Time) error
	// SweepSeen forgets at most limit keys remembered before a time, the oldest first.
	SweepSeen(before time.Time, limit int) (int, error)
}

// Store is a store under test. An error of Update's function rolls back everything it wrote.
type Store interface {
	Update(ctx context.Context, f func(Tx) error) error
	View(ctx context.Context, f func(Tx) error) error
}

// Run runs every test against stores that open makes, empty and each of its own. A store that is to be
// closed registers that with t.Cleanup.
func Run(t *testing.T, open func(t *testing.T) Store) {
	runCases(t, cases, open)
	RunContention(t, open)
}

// testCase is one test of the suite.
type testCase struct {
	name string
	run  func(*suite)
}

func runCases(t *testing.T, cases []testCase, open func(t *testing.T) Store) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.run(&suite{T: t, store: open(t)})
		})
	}
}

// cases are the tests of one transaction at a time.
var cases = []testCase{
	{"transactions/an error rolls everything back", rollsBack},
	{"transactions/a panic rolls everything back", panicRollsBack},
	{"transactions/a transaction reads its own writes", readsOwnWrites},
	{"transactions/a view sees one moment", viewIsOneMoment},
	{"transactions/a view cannot write", viewCannotWrite},
	{"transactions/an ended context runs nothing", endedContext},
	{"transactions/no update is lost between 64 writers", loseNoUpdate},
	{"transactions/what was handed out is the caller's own", handsOutCopies},
	{"records/every field comes back", everyFieldComesBack},
	{"records/empty records come back empty", emptyRecordsComeBack},
	{"records/times come back in UTC whatever their zone", timesComeBack},
	{"records/what is not there is not found", notFound},
	{"records/dates that do not exist are refused", refusesBadDates},
	{"keys/two workspaces with equal ids never meet", teamsNeverMeet},
	{"keys/ids that begin alike never meet", prefixesNeverMeet},
	{"keys/hostile ids are kept or refused", hostileIDs},
	{"missions/the running mission of a channel", activeMission},
	{"missions/a channel's missions are oldest first", missionsInOrder},
	{"missions/moving a channel", moveChannel},
	{"members/they come in the order of joining", membersInOrder},
	{"members/who leaves is gone from both lists", leaving},
	{"entries/pages, newest first", entryPages},
	{"entries/only the kinds asked for", entryKinds},
	{"relations/both missions know of them", relationsOfBoth},
	{"relations/they move with the channel that was told", relationsMove},
	{"entries/commitments and risks that are open", awaitedIn},
	{"private/commitments of one's own, newest first", ownCommitmentPages},
	{"private/reflections are one person's, newest first", reflectionPages},
	{"private/a reflection is found by its message until that changes", reflectionByMessage},
	{"private/drafts are kept and deleted", draftsAreKept},
	{"rounds/a mission's rounds are oldest first", roundsInOrder},
	{"rounds/answers and marks are dropped together", answersDropped},
	{"rounds/a person's guesses are hers", guessesOfOne},
	{"coaching/a person has one conversation", oneConversation},
	{"coaching/balance checks are one person's, newest first", checkPages},
	{"coaching/forgetting a person leaves the others", forgetCoaching},
	{"trials/a channel's trials are oldest first", trialsInOrder},
	{"trials/what the coin said, by its trial", trialDecisions},
	{"trials/looks are oldest first", trialLooks},
	{"trials/they move with their channel", trialsMove},
	{"trials/forgetting a person leaves the others", forgetTrials},
	{"people/everything that speaks of a person is found", speaksOfAPerson},
	{"people/a person is taken out, and nobody else", takesAPersonOut},
	{"people/everybody in the store is met", peopleInTheStore},
	{"people/what a person told is paged", entriesByAuthor},
	{"people/private words are found by their author", privateHoldings},
	{"people/files are known until they are deleted", sentFilesAreKept},
	{"people/erasures are kept until they are over", erasuresAreKept},
	{"plans/due ones earliest first, as they change", duePlans},
	{"plans/a mission's plans", plansOfMission},
	{"plans/a person's plans", plansOfPerson},
	{"rows/work moves with the state", rowsMove},
	{"rows/unfinished ones are found by state", rowsByState},
	{"rows/what is urgent goes first", urgentFirst},
	{"rows/a post is found by its message", rowByMessage},
	{"rows/what was asked at a place", askedAtPlace},
	{"rows/what waits for a place", waitingAtPlace},
	{"rows/those whose keys begin alike", rowsThatBegin},
	{"rows/the next work is the earliest", nextWork},
	{"choices/open ones earliest first, until they have an outcome", openChosen},
	{"choices/all since a time, in slices", chosenSince},
	{"choices/old ones are swept", sweepsChosen},
	{"choices/counts move with the channel", countsMove},
	{"rows/ended ones are swept in slices", sweepsRows},
	{"seen/results are remembered and swept", seenIsSwept},
	{"plans and rows/a store does what two maps would do", behavesLikeModel},
}

// suite is one test with its store.
type suite struct {
	*testing.T
	store Store
}

// update runs f and fails the test if that fails.
func (s *suite) update(f func(tx Tx) error) {
	s.Helper()
	if err := s.store.Update(s.Context(), f); err != nil {
		s.Fatalf("update: %v", err)
	}
}

// view runs f and fails the test if that fails.
func (s *suite) view(f func(tx Tx) error) {
	s.Helper()
	if err := s.store.View(s.Context(), f); err != nil {
		s.Fatalf("view: %v", err)
	}
}

// missing fails the test unless err says that something is not there.
func (s *suite) missing(what string, err error) {
	s.Helper()
	if !errors.Is(err, mission.ErrNotFound) {
		s.Errorf("%s: %v; want ErrNotFound", what, err)
	}
}

// same fails the test unless got is want.
func (s *suite) same(what string, got, want any) {
	s.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		s.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// noon is the moment on which the tests stand: Tuesday, 24 November 2026.
var noon = time.Date(2026, time.November, 24, 12, 0, 0, 0, time.UTC)

// at returns the moment so many minutes after noon.
func at(minutes int) time.Time { return noon.Add(time.Duration(minutes) * time.Minute) }

// running returns a running mission.
func running(team mission.TeamID, id mission.ID, channel mission.ChannelID) mission.Mission {
	return mission.Mission{
		ID: id, Team: team, Channel: channel, Zone: "Europe/Lisbon", Starter: "UANA", StartedAt: noon,
		Wording: mission.Wording{Name: "Harbour " + string(id)},
	}
}

// ended returns a mission that has ended.
func ended(team mission.TeamID, id mission.ID, channel mission.ChannelID) mission.Mission {
	m := running(team, id, channel)
	m.Outcome = &mission.Outcome{Kind: mission.Completed, By: "UANA", At: at(60)}
	return m
}

func member(team mission.TeamID, in mission.ID, user mission.UserID, joined time.Time) mission.Member {
	return mission.Member{Team: team, Mission: in, User: user, JoinedAt: joined}
}

func entry(team mission.TeamID, in, id mission.ID, kind mission.EntryKind) mission.Entry {
	return mission.Entry{ID: id, Team: team, Mission: in, Author: "UBO", Kind: kind, Text: "words of " + string(id), At: noon}
}

func plan(team mission.TeamID, id string, next time.Time) nudges.Plan {
	return nudges.Plan{ID: id, Team: team, Kind: nudges.Coach, Mission: "M1", Next: next}
}

// put writes values of any kind in one transaction.
func put(tx Tx, values ...any) error {
	for _, v := range values {
		if err := putOne(tx, v); err != nil {
			return err
		}
	}
	return nil
}

func putOne(tx Tx, v any) error {
	switch v := v.(type) {
	case mission.Mission:
		return tx.PutMission(v)
	case mission.Member:
		return tx.PutMember(v)
	case mission.Entry:
		return tx.PutEntry(v)
	case mission.Relation:
		return tx.PutRelation(v)
	case mission.Connection:
		return tx.PutConnection(v)
	case mission.Reflection:
		return tx.PutReflection(v)
	case mission.OwnCommitment:
		return tx.PutOwnCommitment(v)
	case mission.Draft:
		return tx.PutDraft(v)
	case rounds.Round:
		return tx.PutRound(v)
	case rounds.Settings:
		return tx.PutRoundSettings(v)
	case rounds.Guess:
		return tx.PutGuess(v)
	case coaching.Conversation:
		return tx.PutConversation(v)
	case coaching.Practice:
		return tx.PutPractice(v)
	case coaching.Check:
		return tx.PutCheck(v)
	case coaching.Rotation:
		return tx.PutRotation(v)
	case nudges.Plan:
		return tx.PutPlan(v)
	case nudges.Row:
		return tx.PutRow(v)
	case nudges.Chosen:
		return tx.PutChosen(v)
	case nudges.PlaceCounts:
		return tx.PutPlaceCounts(v)
	case nudges.AudienceCounts:
		return tx.PutAudienceCounts(v)
	case nudges.Person:
		return tx.PutPerson(v)
	case nudges.House:
		return tx.PutHouse(v)
	case trial.Trial:
		return tx.PutTrial(v)
	case trial.Decision:
		return tx.PutTrialDecision(v)
	case trial.Look:
		return tx.PutTrialLook(v)
	case mission.SentFile:
		return tx.PutSentFile(v)
	case mission.Erasure:
		return tx.PutErasure(v)
	}
	return errors.New("a test puts a value of an unknown type")
}

// put writes values of any kind and fails the test if that fails.
func (s *suite) put(values ...any) {
	s.Helper()
	s.update(func(tx Tx) error { return put(tx, values...) })
}

// ids returns the ids of what was read, in order.
func ids[T any](items []T, id func(T) string) []string {
	out := make([]string, 0, len(items))
	for _, item := range items {
		out = append(out, id(item))
	}
	return out
}

func missionID(m mission.Mission) string       { return string(m.ID) }
func entryID(e mission.Entry) string           { return string(e.ID) }
func memberUser(m mission.Member) string       { return string(m.User) }
func memberMission(m mission.Member) string    { return string(m.Mission) }
func reflectionID(r mission.Reflection) string { return string(r.ID) }
func planID(p nudges.Plan) string              { return p.ID }
func rowKey(r nudges.Row) string               { return r.Key }
