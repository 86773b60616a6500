package doctor

import "fmt"

// Leaving is why something lies beside a store that is not the store.
type Leaving string

// What may lie there.
const (
	// Unfinished is a folder in which a restoration or an import was making a new store.
	Unfinished Leaving = "unfinished"
	// UnfinishedTables is the same in a database: a schema.
	UnfinishedTables Leaving = "unfinished tables"
	// Replaced is the file of a store that was replaced, and ReplacedTables its tables in a schema of their own.
	Replaced       Leaving = "replaced"
	ReplacedTables Leaving = "replaced tables"
	// Older is a store as it stood before a newer version of the bot brought its layout up to date.
	Older Leaving = "older"
	// HalfBackup is a backup that did not become one.
	HalfBackup Leaving = "half a backup"
)

// Leftover is something that a command left, under the name of its file or schema.
type Leftover struct {
	Of   Leaving `json:"of"`
	Name string  `json:"name"`
}

const (
	keepsWords  = "it holds private words, sealed, and those of people who were forgotten since"
	takesNoPart = "it takes room, and no part in anything"
)

// checkLeft tells of what lies around: nothing of it does harm to the bot, and nobody else would notice it.
func checkLeft(f Facts) []Result {
	var out []Result
	for _, l := range f.Left {
		r := Result{State: Warn, Check: "left over"}
		switch l.Of {
		case Unfinished:
			r.Text, r.So = l.Name+" was left by a restoration or an import that did not end", takesNoPart
			r.Mend = fmt.Sprintf("Where none is under way: rm -r %s", l.Name)
		case UnfinishedTables:
			r.Text, r.So = fmt.Sprintf("the schema %s was left by a restoration or an import that did not end", l.Name), takesNoPart
			r.Mend = fmt.Sprintf("Where none is under way: drop schema %s cascade", l.Name)
		case Replaced:
			r.Text, r.So = l.Name+" is the store that a restoration or an import replaced", keepsWords
			r.Mend = fmt.Sprintf("Once all is well: rm %s. To go back: bot restore %[1]s", l.Name)
		case ReplacedTables:
			r.Text, r.So = fmt.Sprintf("the schema %s is the store that a restoration or an import replaced", l.Name), keepsWords
			r.Mend = fmt.Sprintf("Once all is well: drop schema %s cascade. How to go back stands in docs/moving.md.", l.Name)
		case Older:
			r.Text, r.So = l.Name+" is the store as it was before a newer version of the bot", keepsWords
			r.Mend = "Once all is well: rm " + l.Name
		case HalfBackup:
			r.Text, r.So = l.Name+" was left by a backup that did not end", takesNoPart
			r.Mend = "Where none is under way: rm " + l.Name
		default:
			continue // A bot of another version tells more than this program knows.
		}
		out = append(out, r)
	}
	return out
}
