//go:build unix

package operator

import "testing"

// An operator tells nothing to a socket that another user of the machine has put in the bot's place.
func TestASocketOfAnothersIsNotSpokenTo(t *testing.T) {
	t.Parallel()
	const root, bot, mallory = 0, 990, 1000
	for _, row := range []struct {
		sentence           string
		socket, folder, me int
		open, want         bool
	}{
		{"one's own", bot, bot, bot, false, false},
		{"one's own in a folder of everybody's", bot, root, bot, true, false},
		{"root's, seen by the bot's user", root, root, bot, false, false},
		{"another's, seen by the bot's user", mallory, bot, bot, false, true},
		{"another's in a folder of everybody's", mallory, root, bot, true, true},
		{"the bot's, seen by somebody who is neither", bot, bot, mallory, false, true},
		{"the bot's in the bot's folder, seen by root", bot, bot, root, false, false},
		{"the bot's in a folder of root's and a group's, seen by root", bot, root, root, false, false},
		{"another's in the bot's folder, seen by root", mallory, bot, root, true, true},
		{"another's in a folder of everybody's, seen by root", mallory, root, root, true, true},
	} {
		if got := planted(row.socket, row.folder, row.me, row.open); got != row.want {
			t.Errorf("%s: planted %t, want %t", row.sentence, got, row.want)
		}
	}
}
