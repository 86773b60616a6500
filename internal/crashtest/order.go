package crashtest

import (
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp"
)

// posted is the message of an entry: when people told of it, and when it was due and stood.
type posted struct {
	token string
	deed  *deed
	row   nudges.Row
	ts    string
}

// undisturbed reports whether nothing put the message off: no call of it was in doubt, refused or held up by Slack. A claim
// that died with its copy is no excuse.
func (p posted) undisturbed() bool { return p.row.NotBefore.Equal(p.row.Due) }

// comesBefore reports whether one message had to stand before another one of its channel: it was acknowledged before the other
// was told, and due before it.
func (p posted) comesBefore(other posted) bool {
	return p.deed.sure && p.undisturbed() && p.deed.sureAt < other.deed.began && p.row.Due.Before(other.row.Due)
}

// judgeOrder holds the messages of each channel to the order in which they were due.
func (t *trial) judgeOrder(tx slackapp.Tx, f *faults) error {
	for _, m := range t.cast.missions {
		all, err := t.posted(tx, m)
		if err != nil {
			return err
		}
		for _, later := range all {
			behind := false
			for _, earlier := range all {
				if !earlier.comesBefore(later) {
					continue
				}
				behind = true
				if earlier.ts > later.ts {
					f.add("a message overtook another", "%s, due %s and sent at %s, stands at %s behind %s, due %s and sent at %s, at %s", earlier.token,
						earlier.row.Due, earlier.row.SentAt, earlier.ts, later.token, later.row.Due, later.row.SentAt, later.ts)
				}
			}
			if behind {
				t.report.Ordered++
			}
		}
	}
	return nil
}

// posted returns the messages of a mission's entries that stand in its channel.
func (t *trial) posted(tx slackapp.Tx, m mission.Mission) (all []posted, err error) {
	entries, err := tx.Entries(team, m.ID, "", 1<<30)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		token := tokens.FindString(e.Text)
		d := t.ledger.told[token]
		if d == nil || !e.Post.Posted() {
			continue
		}
		row, err := tx.Row(team, "entry/"+string(e.ID))
		if err != nil {
			return nil, err
		}
		all = append(all, posted{token: token, deed: d, row: row, ts: e.Post.TS})
	}
	return all, nil
}
