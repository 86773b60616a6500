package record

import "throughline/internal/mission"

// Entry is the record of an entry.
type Entry struct {
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

// ToEntry makes the record of an entry.
func ToEntry(e mission.Entry) Entry {
	return Entry{
		V: version, ID: e.ID, Team: e.Team, Mission: e.Mission, Author: e.Author, Kind: e.Kind, Text: e.Text,
		At: Stamp(e.At), Phase: int(e.Phase), Piece: e.Piece, Gain: e.Gain, To: e.To,
		If: e.If, By: e.By.String(), Expect: e.Expect, Look: e.Look.String(),
		Fate: e.Fate, FateAt: Stamp(e.FateAt), Because: e.Because, Turns: e.Turns, Lesson: e.Lesson, Of: e.Of,
		EditedAt: Stamp(e.EditedAt), WithdrawnAt: Stamp(e.WithdrawnAt), WithdrawnBy: e.WithdrawnBy,
		Said:     saidRecord{By: e.Said.By, Source: toRef(e.Said.Source), Reworded: e.Said.Reworded},
		OpenedAt: Stamp(e.OpenedAt), OpenedBy: e.OpenedBy, Helpers: e.Helpers, PieceOf: e.PieceOf, Line: e.Line, UsedBy: e.UsedBy,
		About: e.About, Sentence: e.Sentence,
		Thread: toRef(e.Thread), Post: toRef(e.Post),
	}
}

// FromEntry is ToEntry's inverse.
func FromEntry(r Entry) (mission.Entry, error) {
	var days readDays
	e := mission.Entry{
		ID: r.ID, Team: r.Team, Mission: r.Mission, Author: r.Author, Kind: r.Kind, Text: r.Text,
		At: Moment(r.At), Phase: mission.Phase(r.Phase), Piece: r.Piece, Gain: r.Gain, To: r.To,
		If: r.If, By: days.read(r.By), Expect: r.Expect, Look: days.read(r.Look),
		Fate: r.Fate, FateAt: Moment(r.FateAt), Because: r.Because, Turns: r.Turns, Lesson: r.Lesson, Of: r.Of,
		EditedAt: Moment(r.EditedAt), WithdrawnAt: Moment(r.WithdrawnAt),
		OpenedAt: Moment(r.OpenedAt), OpenedBy: r.OpenedBy, Helpers: r.Helpers, PieceOf: r.PieceOf, Line: r.Line, UsedBy: r.UsedBy,
		About: r.About, Sentence: r.Sentence, WithdrawnBy: r.WithdrawnBy,
		Said:   mission.Said{By: r.Said.By, Source: fromRef(r.Said.Source), Reworded: r.Said.Reworded},
		Thread: fromRef(r.Thread), Post: fromRef(r.Post),
	}
	return e, days.err
}

// IsAwaited reports whether the entry is a commitment or a risk of which nothing was said yet.
func (r *Entry) IsAwaited() bool {
	return r.Kind.Promised() && r.Fate == mission.Awaited && r.WithdrawnAt == nil
}
