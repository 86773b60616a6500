package slackapp

import (
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"throughline/internal/mission"
)

// verb is the first word after /mission, or after a mention.
type verb string

// The verbs, as people type them.
const (
	verbCard     verb = ""
	verbStart    verb = "start"
	verbJoin     verb = "join"
	verbPiece    verb = "piece"
	verbLeave    verb = "leave"
	verbProgress verb = "progress"
	verbWin      verb = "win"
	verbLearned  verb = "learned"
	verbBlocked  verb = "blocked"
	verbChanged  verb = "changed"
	verbThanks   verb = "thanks"
	verbCommit   verb = "commit"
	verbRisk     verb = "risk"
	verbPhase    verb = "phase"
	verbComplete verb = "complete"
	verbEdit     verb = "edit"
	verbList     verb = "list"
	verbHistory  verb = "history"
	verbReport   verb = "report"
	verbBook     verb = "book"
	verbFollow   verb = "follow"
	verbUnfollow verb = "unfollow"
	verbNudges   verb = "nudges"
	verbEnergy   verb = "energy"
	verbOwnWords verb = "own-words"
	verbMyData   verb = "my-data"
	verbForgetMe verb = "forget-me"
	verbHelp     verb = "help"
	verbSnooze   verb = "snooze"
	verbAway     verb = "away"
	verbResume   verb = "resume"
	verbQuiet    verb = "quiet"
	verbDays     verb = "days"
	verbConnect  verb = "connect"
	verbReflect  verb = "reflect"
	verbJournal  verb = "journal"
	verbCoach    verb = "coach"
	verbBalance  verb = "balance"
	verbMirror   verb = "mirror"
)

// verbs lists what can be typed, in the order of the help.
var verbs = []verb{
	verbStart, verbJoin, verbPiece, verbLeave, verbProgress, verbWin, verbLearned, verbBlocked, verbChanged,
	verbThanks, verbCommit, verbRisk, verbPhase, verbComplete, verbEdit, verbNudges, verbList, verbHistory, verbReport, verbBook, verbFollow, verbUnfollow,
	verbEnergy, verbOwnWords, verbMyData, verbForgetMe, verbHelp,
	verbSnooze, verbAway, verbResume, verbQuiet, verbDays,
	verbConnect, verbReflect, verbJournal,
	verbCoach, verbBalance, verbMirror,
}

// formVerbs open a form that only their author sees, whatever was typed after them.
var formVerbs = []verb{verbConnect, verbReflect, verbJournal, verbBalance, verbMirror}

// told maps the verbs that tell something to the kind of entry.
var told = map[verb]mission.EntryKind{
	verbProgress: mission.Progress,
	verbWin:      mission.Win,
	verbLearned:  mission.Learned,
	verbBlocked:  mission.Blocked,
	verbChanged:  mission.Changed,
}

// privateWords are words by which people mean something that is theirs alone, commands or not.
var privateWords = []string{"reflect", "journal", "connect", "coach", "mirror", "balance"}

// private reports whether a word that was typed stands for something that no channel should read.
func (v verb) private() bool {
	return slices.Contains(privateWords, strings.TrimRight(strings.ToLower(string(v)), ":,.;"))
}

// round reports whether a word asks for an anonymous round. What is typed after it in a channel would be no
// anonymous answer.
func (v verb) round() bool { return v == verbEnergy || v == verbOwnWords }

// parseVerb splits what was typed into its verb and the rest. A verb that is not known is returned as
// typed, with false.
func parseVerb(text string) (v verb, rest string, known bool) {
	word, rest := splitWord(text)
	v = verb(strings.ToLower(word))
	if v == verbCard {
		return v, rest, true
	}
	if slices.Contains(verbs, v) {
		return v, rest, true
	}
	return verb(word), rest, false
}

// nearest returns the verb that was most likely meant, and false where none is near.
func nearest(typed verb) (verb, bool) {
	return near(typed, verbs)
}

// near returns the one of some words that was most likely meant, and false where none is near.
func near[T ~string](typed T, words []T) (T, bool) {
	word := []rune(strings.ToLower(string(typed)))
	if len(word) > 20 {
		return "", false
	}
	best, distance := T(""), 3
	for _, k := range words {
		if d := levenshtein.ComputeDistance(string(word), string(k)); d < distance {
			best, distance = k, d
		}
	}
	if distance >= len(word) {
		return "", false
	}
	return best, best != ""
}
