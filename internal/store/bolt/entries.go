package bolt

import (
	"bytes"
	"slices"

	"throughline/internal/mission"
)

type entryRecord struct {
	V           int               `json:"v"`
	ID          mission.ID        `json:"id"`
	Team        mission.TeamID    `json:"team"`
	Mission     mission.ID        `json:"mission"`
	Author      mission.UserID    `json:"author,omitzero"`
	Kind        mission.EntryKind `json:"kind,omitzero"`
	Text        string            `json:"text,omitzero"`
	At          *int64            `json:"at,omitzero"`
	Phase       int               `json:"phase,omitzero"`
	Piece       string            `json:"piece,omitzero"`
	Gain        mission.Gain      `json:"gain,omitzero"`
	To          []mission.UserID  `json:"to,omitzero"`
	If          string            `json:"if,omitzero"`
	By          string            `json:"by,omitzero"` // YYYY-MM-DD
	Expect      string            `json:"expect,omitzero"`
	Look        string            `json:"look,omitzero"` // YYYY-MM-DD
	Fate        mission.Fate      `json:"fate,omitzero"`
	FateAt      *int64            `json:"fate_at,omitzero"`
	Because     string            `json:"because,omitzero"`
	Turns       int               `json:"turns,omitzero"`
	Lesson      mission.ID        `json:"lesson,omitzero"`
	Of          mission.ID        `json:"of,omitzero"`
	EditedAt    *int64            `json:"edited_at,omitzero"`
	WithdrawnAt *int64            `json:"withdrawn_at,omitzero"`
	OpenedAt    *int64            `json:"opened_at,omitzero"`
	OpenedBy    mission.UserID    `json:"opened_by,omitzero"`
	Helpers     []mission.UserID  `json:"helpers,omitzero"`
	PieceOf     mission.UserID    `json:"piece_of,omitzero"`
	Line        mission.Line      `json:"line,omitzero"`
	UsedBy      mission.UserID    `json:"used_by,omitzero"`
	About       mission.ID        `json:"about,omitzero"`
	Sentence    mission.Sentence  `json:"sentence,omitzero"`
	Said        saidRecord        `json:"said,omitzero"`
	WithdrawnBy mission.UserID    `json:"withdrawn_by,omitzero"`
	Thread      refRecord         `json:"thread,omitzero"`
	Post        refRecord         `json:"post,omitzero"`
}

// saidRecord is whose words an entry holds, where they are those of a message.
type saidRecord struct {
	By       mission.UserID `json:"by,omitzero"`
	Source   refRecord      `json:"source,omitzero"`
	Reworded bool           `json:"reworded,omitzero"`
}

func toEntry(e mission.Entry) entryRecord {
	return entryRecord{
		V: recordVersion, ID: e.ID, Team: e.Team, Mission: e.Mission, Author: e.Author, Kind: e.Kind, Text: e.Text,
		At: stamp(e.At), Phase: int(e.Phase), Piece: e.Piece, Gain: e.Gain, To: e.To,
		If: e.If, By: e.By.String(), Expect: e.Expect, Look: e.Look.String(),
		Fate: e.Fate, FateAt: stamp(e.FateAt), Because: e.Because, Turns: e.Turns, Lesson: e.Lesson, Of: e.Of,
		EditedAt: stamp(e.EditedAt), WithdrawnAt: stamp(e.WithdrawnAt), WithdrawnBy: e.WithdrawnBy,
		Said:     saidRecord{By: e.Said.By, Source: toRef(e.Said.Source), Reworded: e.Said.Reworded},
		OpenedAt: stamp(e.OpenedAt), OpenedBy: e.OpenedBy, Helpers: e.Helpers, PieceOf: e.PieceOf, Line: e.Line, UsedBy: e.UsedBy,
		About: e.About, Sentence: e.Sentence,
		Thread: toRef(e.Thread), Post: toRef(e.Post),
	}
}

func fromEntry(r entryRecord) (mission.Entry, error) {
	var days readDays
	e := mission.Entry{
		ID: r.ID, Team: r.Team, Mission: r.Mission, Author: r.Author, Kind: r.Kind, Text: r.Text,
		At: moment(r.At), Phase: mission.Phase(r.Phase), Piece: r.Piece, Gain: r.Gain, To: r.To,
		If: r.If, By: days.read(r.By), Expect: r.Expect, Look: days.read(r.Look),
		Fate: r.Fate, FateAt: moment(r.FateAt), Because: r.Because, Turns: r.Turns, Lesson: r.Lesson, Of: r.Of,
		EditedAt: moment(r.EditedAt), WithdrawnAt: moment(r.WithdrawnAt),
		OpenedAt: moment(r.OpenedAt), OpenedBy: r.OpenedBy, Helpers: r.Helpers, PieceOf: r.PieceOf, Line: r.Line, UsedBy: r.UsedBy,
		About: r.About, Sentence: r.Sentence, WithdrawnBy: r.WithdrawnBy,
		Said:   mission.Said{By: r.Said.By, Source: fromRef(r.Said.Source), Reworded: r.Said.Reworded},
		Thread: fromRef(r.Thread), Post: fromRef(r.Post),
	}
	return e, days.err
}

var entries = table[entryRecord]{
	bucket: bucketEntry,
	key:    func(r *entryRecord) []byte { return key(string(r.Team), string(r.Mission), string(r.ID)) },
	ids: func(r *entryRecord) (required, optional []string) {
		return []string{string(r.Team), string(r.Mission), string(r.ID)}, []string{string(r.Author)}
	},
	indexes: []index[entryRecord]{{bucketEntryAuthor, func(r *entryRecord) []byte {
		return key(string(r.Team), string(r.Author), string(r.Mission), string(r.ID))
	}}, {bucketEntryAwaited, func(r *entryRecord) []byte {
		if !r.Kind.Promised() || r.Fate != mission.Awaited || r.WithdrawnAt != nil {
			return nil
		}
		return key(string(r.Team), string(r.Mission), string(r.ID))
	}}},
	missions: func(r *entryRecord) (mission.TeamID, []mission.ID) { return r.Team, []mission.ID{r.Mission} },
}

// Entry returns an entry, or ErrNotFound.
func (tx *Tx) Entry(team mission.TeamID, in, id mission.ID) (mission.Entry, error) {
	r, err := entries.get(tx, key(string(team), string(in), string(id)))
	if err != nil {
		return mission.Entry{}, err
	}
	return fromEntry(r)
}

// PutEntry keeps an entry in place of what was kept under its id. The mission's tally is not touched.
func (tx *Tx) PutEntry(e mission.Entry) error {
	if err := checkDays(e.By, e.Look); err != nil {
		return err
	}
	return entries.put(tx, toEntry(e))
}

// AwaitedIn returns the commitments and risks of a mission of which nothing was said yet, oldest first.
func (tx *Tx) AwaitedIn(team mission.TeamID, in mission.ID) ([]mission.Entry, error) {
	var out []mission.Entry
	p := prefix(string(team), string(in))
	for k := range tx.ascend(bucketEntryAwaited, p) {
		e, err := tx.Entry(team, in, mission.ID(lastText(k, p)))
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, tx.live()
}

// kindMarks returns how the kinds stand in the JSON of a record. A record without the mark of a kind is
// not of it, which is told much faster than by decoding it: a long story can hold few of a kind. There
// are no marks where a kind leaves none.
func kindMarks(kinds []mission.EntryKind) ([][]byte, error) {
	if slices.Contains(kinds, "") {
		return nil, nil
	}
	var marks [][]byte
	for _, k := range kinds {
		value, err := encode(k)
		if err != nil {
			return nil, err
		}
		marks = append(marks, append([]byte(`"kind":`), value...))
	}
	return marks, nil
}

// holdsAny reports whether one of the marks stands in a record, or there are none.
func holdsAny(raw []byte, marks [][]byte) bool {
	return len(marks) == 0 || slices.ContainsFunc(marks, func(m []byte) bool { return bytes.Contains(raw, m) })
}

// Entries returns a mission's entries, newest first, at most limit of them, starting before the given
// id and only of the given kinds, where they are given.
func (tx *Tx) Entries(team mission.TeamID, in, before mission.ID, limit int, kinds ...mission.EntryKind) ([]mission.Entry, error) {
	var out []mission.Entry
	if limit <= 0 {
		return out, tx.live()
	}
	marks, err := kindMarks(kinds)
	if err != nil {
		return nil, err
	}
	for _, raw := range tx.descend(bucketEntry, prefix(string(team), string(in)), string(before)) {
		if !holdsAny(raw, marks) {
			continue
		}
		r, err := entries.decode(raw)
		if err != nil {
			return nil, err
		}
		if len(kinds) > 0 && !slices.Contains(kinds, r.Kind) {
			continue
		}
		e, err := fromEntry(r)
		if err != nil {
			return nil, err
		}
		if out = append(out, e); len(out) == limit {
			break
		}
	}
	return out, tx.live()
}
