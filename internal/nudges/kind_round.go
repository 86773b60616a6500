package nudges

import (
	"throughline/internal/mission"
)

// roundRules are those of the invitations to anonymous rounds. How late one may come stands in its row: until a few
// hours before the round closes.
func roundRules() kindRules {
	return kindRules{pick: pickNothing}
}

// AgreedToRounds returns the members of a mission who agreed to be asked in rounds of a kind, [Round] or [OwnWords], by their
// ids. Whether they are away, or want quiet for a while, is nobody's business and changes nothing.
func AgreedToRounds(tx Tx, m mission.Mission, k Kind) ([]mission.UserID, error) {
	members, err := tx.Members(m.Team, m.ID)
	if err != nil {
		return nil, wrap("who agreed to rounds", err)
	}
	var users []mission.UserID
	for _, in := range members {
		p, err := personOf(tx, m.Team, in.User)
		if err != nil {
			return nil, wrap("who agreed to rounds", err)
		}
		if !p.Gone && !p.IsOff(k, m.ID) {
			users = append(users, in.User)
		}
	}
	return users, nil
}
