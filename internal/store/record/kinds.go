package record

import (
	"fmt"

	"throughline/internal/mission"
)

// The kinds of records, as the packages that hold them name their tables.
var (
	Missions = &Kind[Mission]{
		Name: "mission", Columns: []string{"team", "mission"},
		Key: func(r *Mission) []string { return []string{string(r.Team), string(r.ID)} },
		IDs: func(r *Mission) (required, optional []string) {
			return []string{string(r.Team), string(r.ID)}, []string{string(r.Channel)}
		},
		Missions: func(r *Mission) (mission.TeamID, []mission.ID) { return r.Team, present(r.From) },
	}
	Members = &Kind[Member]{
		Name: "member", Columns: []string{"team", "mission", "person"},
		Key: func(r *Member) []string { return []string{string(r.Team), string(r.Mission), string(r.User)} },
		IDs: func(r *Member) (required, optional []string) {
			return []string{string(r.Team), string(r.Mission), string(r.User)}, nil
		},
		Missions: func(r *Member) (mission.TeamID, []mission.ID) { return r.Team, []mission.ID{r.Mission} },
	}
	Entries = &Kind[Entry]{
		Name: "entry", Columns: []string{"team", "mission", "entry"},
		Key: func(r *Entry) []string { return []string{string(r.Team), string(r.Mission), string(r.ID)} },
		IDs: func(r *Entry) (required, optional []string) {
			return []string{string(r.Team), string(r.Mission), string(r.ID)}, []string{string(r.Author)}
		},
		Missions: func(r *Entry) (mission.TeamID, []mission.ID) { return r.Team, []mission.ID{r.Mission} },
	}
	Relations = &Kind[Relation]{
		Name: "relation", Columns: []string{"team", "from_mission", "to_mission"},
		Key: func(r *Relation) []string { return []string{string(r.Team), string(r.From), string(r.To)} },
		IDs: func(r *Relation) (required, optional []string) {
			return []string{string(r.Team), string(r.From), string(r.To)}, nil
		},
		Missions: func(r *Relation) (mission.TeamID, []mission.ID) { return r.Team, []mission.ID{r.From, r.To} },
	}
	Connections = &Kind[Connection]{
		Name: "connection", Columns: []string{"team", "person", "mission"}, Private: true,
		Key: func(r *Connection) []string { return []string{string(r.Team), string(r.User), string(r.Mission)} },
		IDs: func(r *Connection) (required, optional []string) {
			return []string{string(r.Team), string(r.User)}, []string{string(r.Mission)}
		},
		Missions: func(r *Connection) (mission.TeamID, []mission.ID) { return r.Team, present(r.Mission) },
	}
	Reflections = &Kind[Reflection]{
		Name: "reflection", Columns: []string{"team", "person", "reflection"}, Private: true,
		Key: func(r *Reflection) []string { return []string{string(r.Team), string(r.User), string(r.ID)} },
		IDs: func(r *Reflection) (required, optional []string) {
			return []string{string(r.Team), string(r.User), string(r.ID)}, []string{string(r.Source.Channel), r.Source.TS}
		},
		Missions: func(r *Reflection) (mission.TeamID, []mission.ID) { return r.Team, present(r.Mission) },
	}
	OwnCommitments = &Kind[Own]{
		Name: "own_commitment", Columns: []string{"team", "person", "own"}, Private: true,
		Key: func(r *Own) []string { return []string{string(r.Team), string(r.User), string(r.ID)} },
		IDs: func(r *Own) (required, optional []string) {
			return []string{string(r.Team), string(r.User), string(r.ID)}, []string{string(r.Mission)}
		},
		Missions: func(r *Own) (mission.TeamID, []mission.ID) { return r.Team, present(r.Mission) },
	}
	Drafts = &Kind[Draft]{
		Name: "draft", Columns: []string{"team", "person", "channel"}, Private: true,
		Key: func(r *Draft) []string { return []string{string(r.Team), string(r.User), string(r.Channel)} },
		IDs: func(r *Draft) (required, optional []string) {
			return []string{string(r.Team), string(r.User)}, []string{string(r.Channel)}
		},
	}
	Plans = &Kind[Plan]{
		Name: "plan", Columns: []string{"team", "plan"},
		Key: func(r *Plan) []string { return []string{string(r.Team), r.ID} },
		IDs: func(r *Plan) (required, optional []string) {
			return []string{string(r.Team), r.ID}, []string{string(r.Mission), string(r.User)}
		},
		Missions: func(r *Plan) (mission.TeamID, []mission.ID) { return r.Team, present(r.Mission) },
	}
	Rows = &Kind[Row]{
		Name: "row", Columns: []string{"team", "row_key"},
		Key: func(r *Row) []string { return []string{string(r.Team), r.Key} },
		IDs: func(r *Row) (required, optional []string) {
			return []string{string(r.Team), r.Key}, []string{r.Place(), string(r.Channel), r.TS}
		},
	}
	People = &Kind[Person]{
		Name: "person", Columns: []string{"team", "person"},
		Key: func(r *Person) []string { return []string{string(r.Team), string(r.User)} },
		IDs: func(r *Person) (required, optional []string) { return []string{string(r.Team), string(r.User)}, nil },
	}
	Houses = &Kind[House]{
		Name: "house", Columns: []string{"team", "mission"},
		Key:      func(r *House) []string { return []string{string(r.Team), string(r.Mission)} },
		IDs:      func(r *House) (required, optional []string) { return []string{string(r.Team), string(r.Mission)}, nil },
		Missions: func(r *House) (mission.TeamID, []mission.ID) { return r.Team, []mission.ID{r.Mission} },
	}
	Files = &Kind[File]{
		Name: "file", Columns: []string{"team", "person", "file"},
		Key: func(r *File) []string { return []string{string(r.Team), string(r.User), r.ID} },
		IDs: func(r *File) (required, optional []string) {
			return []string{string(r.Team), string(r.User), r.ID}, nil
		},
	}
	Erasures = &Kind[Erasure]{
		Name: "erasure", Columns: []string{"team", "person"},
		Key: func(r *Erasure) []string { return []string{string(r.Team), string(r.User)} },
		IDs: func(r *Erasure) (required, optional []string) { return []string{string(r.Team), string(r.User)}, nil },
	}
	ErasedPeople = &Kind[Erased]{
		Name: "erased", Columns: []string{"team", "hash"}, Private: true,
		Key: func(r *Erased) []string { return []string{string(r.Team), r.Hash} },
		IDs: func(r *Erased) (required, optional []string) { return []string{string(r.Team), r.Hash}, nil },
	}
	SeenRequests = &Kind[Seen]{
		Name: "seen", Columns: []string{"team", "request"},
		Key: func(r *Seen) []string { return []string{string(r.Team), r.Key} },
		IDs: func(r *Seen) (required, optional []string) { return []string{string(r.Team), r.Key}, nil },
	}
)

// The kinds of what coaching keeps.
var (
	Conversations = &Kind[Conversation]{
		Name: "conversation", Columns: []string{"team", "person"}, Private: true,
		Key: func(r *Conversation) []string { return []string{string(r.Team), string(r.User)} },
		IDs: func(r *Conversation) (required, optional []string) {
			return []string{string(r.Team), string(r.User)}, []string{string(r.Mission)}
		},
		Missions: func(r *Conversation) (mission.TeamID, []mission.ID) { return r.Team, present(r.Mission) },
	}
	Practices = &Kind[Practice]{
		Name: "practice", Columns: []string{"team", "person"}, Private: true,
		Key: func(r *Practice) []string { return []string{string(r.Team), string(r.User)} },
		IDs: func(r *Practice) (required, optional []string) { return []string{string(r.Team), string(r.User)}, nil },
	}
	Balances = &Kind[Balance]{
		Name: "balance", Columns: []string{"team", "person", "balance"}, Private: true,
		Key: func(r *Balance) []string { return []string{string(r.Team), string(r.User), string(r.ID)} },
		IDs: func(r *Balance) (required, optional []string) {
			return []string{string(r.Team), string(r.User), string(r.ID)}, nil
		},
	}
	Rotations = &Kind[Rotation]{
		Name: "rotation", Columns: []string{"team", "person", "mission"}, Private: true,
		Key: func(r *Rotation) []string { return []string{string(r.Team), string(r.Lead), string(r.Mission)} },
		IDs: func(r *Rotation) (required, optional []string) {
			return []string{string(r.Team), string(r.Lead), string(r.Mission)}, nil
		},
		Missions: func(r *Rotation) (mission.TeamID, []mission.ID) { return r.Team, present(r.Mission) },
	}
)

// The kinds of what anonymous rounds keep.
var (
	Rounds = &Kind[Round]{
		Name: "round", Columns: []string{"team", "mission", "round"},
		Key: func(r *Round) []string { return []string{string(r.Team), string(r.Mission), string(r.ID)} },
		IDs: func(r *Round) (required, optional []string) {
			return []string{string(r.Team), string(r.Mission), string(r.ID)}, nil
		},
		Missions: func(r *Round) (mission.TeamID, []mission.ID) { return r.Team, []mission.ID{r.Mission} },
	}
	RoundAnswers = &Kind[Answer]{
		Name: "round_answer", Columns: []string{"team", "round", "answer"}, Private: true, Passing: true,
		Key: func(r *Answer) []string { return []string{string(r.Team), string(r.Round), r.Key} },
		IDs: func(r *Answer) (required, optional []string) {
			return []string{string(r.Team), string(r.Round), r.Key}, nil
		},
	}
	RoundMarks = &Kind[Mark]{
		Name: "round_mark", Columns: []string{"team", "round", "mark"}, Private: true, Passing: true,
		Key: func(r *Mark) []string { return []string{string(r.Team), string(r.Round), r.Mark} },
		IDs: func(r *Mark) (required, optional []string) {
			return []string{string(r.Team), string(r.Round), r.Mark}, nil
		},
	}
	RoundSettings = &Kind[RoundSetting]{
		Name: "round_setting", Columns: []string{"team", "mission"},
		Key: func(r *RoundSetting) []string { return []string{string(r.Team), string(r.Mission)} },
		IDs: func(r *RoundSetting) (required, optional []string) {
			return []string{string(r.Team), string(r.Mission)}, nil
		},
		Missions: func(r *RoundSetting) (mission.TeamID, []mission.ID) { return r.Team, []mission.ID{r.Mission} },
	}
	RoundGuesses = &Kind[Guess]{
		Name: "round_guess", Columns: []string{"team", "person", "round"}, Private: true,
		Key: func(r *Guess) []string { return []string{string(r.Team), string(r.User), string(r.Round)} },
		IDs: func(r *Guess) (required, optional []string) {
			return []string{string(r.Team), string(r.User), string(r.Round)}, []string{string(r.Mission)}
		},
		Missions: func(r *Guess) (mission.TeamID, []mission.ID) { return r.Team, present(r.Mission) },
	}
)

// The kinds of what trials and the choice of questions keep.
var (
	Trials = &Kind[Trial]{
		Name: "trial", Columns: []string{"team", "trial"},
		Key: func(r *Trial) []string { return []string{string(r.Team), string(r.ID)} },
		IDs: func(r *Trial) (required, optional []string) {
			return []string{string(r.Team), string(r.ID)}, []string{string(r.Channel)}
		},
	}
	TrialTosses = &Kind[Toss]{
		Name: "trial_toss", Columns: []string{"team", "trial", "row_key"}, Private: true,
		Key: func(r *Toss) []string { return []string{string(r.Team), string(r.Trial), r.Nudge} },
		IDs: func(r *Toss) (required, optional []string) {
			return []string{string(r.Team), string(r.Trial), r.Nudge}, []string{string(r.Mission), string(r.User)}
		},
		Missions: func(r *Toss) (mission.TeamID, []mission.ID) { return r.Team, present(r.Mission) },
	}
	TrialLooks = &Kind[Look]{
		Name: "trial_look", Columns: []string{"team", "trial", "look"},
		Key: func(r *Look) []string { return []string{string(r.Team), string(r.Trial), fmt.Sprintf("%02d", r.N)} },
		IDs: func(r *Look) (required, optional []string) { return []string{string(r.Team), string(r.Trial)}, nil },
	}
	Choices = &Kind[Chosen]{
		Name: "chosen", Columns: []string{"team", "person", "row_key"}, Private: true,
		Key: func(r *Chosen) []string { return []string{string(r.Team), string(r.User), r.Key} },
		IDs: func(r *Chosen) (required, optional []string) {
			return []string{string(r.Team), r.Key}, []string{string(r.User)}
		},
	}
	PlaceCountings = &Kind[PlaceCounts]{
		Name: "counts_place", Columns: []string{"team", "place"},
		Key: func(r *PlaceCounts) []string { return []string{string(r.Team), r.Place()} },
		IDs: func(r *PlaceCounts) (required, optional []string) { return []string{string(r.Team), r.Place()}, nil },
	}
	AudienceCountings = &Kind[AudienceCounts]{
		Name: "counts_audience", Columns: []string{"team", "audience"},
		Key: func(r *AudienceCounts) []string { return []string{string(r.Team), string(r.Audience)} },
		IDs: func(r *AudienceCounts) (required, optional []string) {
			return []string{string(r.Team), string(r.Audience)}, nil
		},
	}
)

// present returns an id that is not empty.
func present(id mission.ID) []mission.ID {
	if id == "" {
		return nil
	}
	return []mission.ID{id}
}
