package bolt

import "throughline/internal/mission"

type ownRecord struct {
	V        int            `json:"v"`
	ID       mission.ID     `json:"id"`
	Team     mission.TeamID `json:"team"`
	User     mission.UserID `json:"user"`
	Mission  mission.ID     `json:"mission,omitzero"`
	Text     mission.Sealed `json:"text,omitzero"`
	If       mission.Sealed `json:"if,omitzero"`
	By       string         `json:"by,omitzero"` // YYYY-MM-DD
	At       *int64         `json:"at,omitzero"`
	EditedAt *int64         `json:"edited_at,omitzero"`
	Fate     mission.Fate   `json:"fate,omitzero"`
	FateAt   *int64         `json:"fate_at,omitzero"`
	Because  mission.Sealed `json:"because,omitzero"`
}

var ownCommitments = table[ownRecord]{
	bucket: bucketOwn,
	key:    func(r *ownRecord) []byte { return key(string(r.Team), string(r.User), string(r.ID)) },
	ids: func(r *ownRecord) (required, optional []string) {
		return []string{string(r.Team), string(r.User), string(r.ID)}, []string{string(r.Mission)}
	},
	missions: func(r *ownRecord) (mission.TeamID, []mission.ID) { return r.Team, present(r.Mission) },
}

func fromOwn(r ownRecord) (mission.OwnCommitment, error) {
	var days readDays
	c := mission.OwnCommitment{
		ID: r.ID, Team: r.Team, User: r.User, Mission: r.Mission, Text: r.Text, If: r.If, By: days.read(r.By),
		At: moment(r.At), EditedAt: moment(r.EditedAt), Fate: r.Fate, FateAt: moment(r.FateAt), Because: r.Because,
	}
	return c, days.err
}

// OwnCommitment returns a commitment that a person keeps to herself, or ErrNotFound.
func (tx *Tx) OwnCommitment(team mission.TeamID, user mission.UserID, id mission.ID) (mission.OwnCommitment, error) {
	r, err := ownCommitments.get(tx, key(string(team), string(user), string(id)))
	if err != nil {
		return mission.OwnCommitment{}, err
	}
	return fromOwn(r)
}

// PutOwnCommitment keeps a commitment in place of what was kept under its id.
func (tx *Tx) PutOwnCommitment(c mission.OwnCommitment) error {
	if err := checkDays(c.By); err != nil {
		return err
	}
	return ownCommitments.put(tx, ownRecord{
		V: recordVersion, ID: c.ID, Team: c.Team, User: c.User, Mission: c.Mission, Text: c.Text, If: c.If,
		By: c.By.String(), At: stamp(c.At), EditedAt: stamp(c.EditedAt), Fate: c.Fate, FateAt: stamp(c.FateAt),
		Because: c.Because,
	})
}

// OwnCommitments returns a person's own commitments, newest first, at most limit of them, starting before the
// given id where one is given.
func (tx *Tx) OwnCommitments(team mission.TeamID, user mission.UserID, before mission.ID, limit int) ([]mission.OwnCommitment, error) {
	var out []mission.OwnCommitment
	if limit <= 0 {
		return out, tx.live()
	}
	for _, raw := range tx.descend(bucketOwn, prefix(string(team), string(user)), string(before)) {
		r, err := ownCommitments.decode(raw)
		if err != nil {
			return nil, err
		}
		c, err := fromOwn(r)
		if err != nil {
			return nil, err
		}
		if out = append(out, c); len(out) == limit {
			break
		}
	}
	return out, tx.live()
}

// DeleteOwnCommitment removes a commitment; one that is not there is no error.
func (tx *Tx) DeleteOwnCommitment(team mission.TeamID, user mission.UserID, id mission.ID) error {
	return ownCommitments.delete(tx, key(string(team), string(user), string(id)))
}
