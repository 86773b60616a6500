package limits

import "time"

// The rules. Each is several times what a busy person does, so that people at work never meet one, and small enough that
// what gets through can be borne by those who read it, by the disk and by the others who wait.
var (
	// Posts are messages and lines of threads in one channel. A workshop in which one person tells thirty lessons in a
	// row goes through; a script writes ten a minute, which is what a channel can still skip.
	Posts = Rule{Name: "posts", Burst: 30, Every: 6 * time.Second}
	// PostsInDay holds the same over a longer time: after 150 there is one each six minutes, 240 a day.
	PostsInDay = Rule{Name: "posts_day", Burst: 150, Every: 6 * time.Minute}
	// Direct are messages and files that somebody has sent to people: reports, books, files of what is held about her.
	// They cost pictures and uploads, and nobody reads more of them.
	Direct = Rule{Name: "direct", Burst: 30, Every: time.Minute}
	// Missions are those that somebody starts, in any channel. Each brings plans that run for months; who brings the
	// bot to a department starts a dozen on one afternoon.
	Missions = Rule{Name: "missions", Burst: 20, Every: time.Hour}
	// Changes are all that is kept, private notes too. One every 30 seconds goes on all day.
	Changes = Rule{Name: "changes", Burst: 300, Every: 30 * time.Second}
	// Letters are characters that are typed into what is kept: twelve of the longest texts at once, and 170,000 a day
	// after that, which is a novel every third day.
	Letters = Rule{Name: "letters", Burst: 150_000, Every: 500 * time.Millisecond}
	// Requests are commands, presses, forms, messages to the bot and visits to Home, whatever becomes of them. Nobody
	// presses five times a second for long. They are counted in memory, by each copy of the bot for itself: they
	// protect its processor and the pace that Slack allows it, and what is durable is counted by the rules above.
	Requests = Rule{Name: "requests", Burst: 40, Every: 200 * time.Millisecond}
	// Hints are answers that say that Requests is reached, where they cost a call to Slack.
	Hints = Rule{Name: "hints", Burst: 1, Every: 15 * time.Second}
)

// Table returns all rules, in the order in which the documentation has them.
func Table() []Rule {
	return []Rule{Posts, PostsInDay, Direct, Missions, Changes, Letters, Requests, Hints}
}

// Scale says how generous the rules are in an installation: 1 is as the table has it, 2 twice as much. Zero and less
// mean that there are none.
type Scale int

// None reports whether there are no limits.
func (s Scale) None() bool { return s <= 0 }

// Of returns a rule as it is in this installation.
func (s Scale) Of(r Rule) Rule {
	if s.None() {
		return Rule{Name: r.Name}
	}
	r.Burst *= int(s)
	r.Every /= time.Duration(s)
	return r
}
