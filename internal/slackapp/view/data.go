package view

import (
	"time"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// What somebody reads about her own data: what is held, her private words, and being forgotten.

// MyDataComing answers who asked for what is held about her.
func MyDataComing(Env) Message {
	return one(fill("I put together what I hold about you. It comes in our direct messages in a moment."))
}

// MyData is the message before the files.
func MyData(e Env, asOf time.Time) Message {
	var p canvas
	p.section("Everything I hold about you, as of %s.", e.until(my, asOf))
	p.section("Two files follow: one to read, one for programs. Your private words are not in them; they open here, for you alone.")
	p.context("Your anonymous answers are not in it: nobody can tell which are yours.")
	p.actions(button(ActReadMine, "Read my private words", Meta{}), button(ActPrivateFile, "Put my private words in a file too", Meta{}),
		button(ActForget, "Forget me", Meta{}))
	return p.message()
}

// OwnWords are private words of the reader's, opened for her.
type OwnWords struct {
	Field string // what they were sealed for, see SealedName
	// Mission is the name of the mission that they belong to, or empty.
	Mission string
	At      time.Time // when they were written, where that is kept
	Text    string
}

func (w OwnWords) label(e Env) line {
	label := fill("*%s*", SealedName(w.Field))
	if w.Mission != "" {
		label = joined(" · ", label, fill("%s", w.Mission))
	}
	if !w.At.IsZero() {
		label = joined(" · ", label, fill("%s", e.on(my, w.At)))
	}
	return label
}

// MyPrivateWords shows somebody her own private words, in a form that nobody else gets.
func MyPrivateWords(e Env, words []OwnWords, page int) slack.ModalViewRequest {
	var parts []part
	for _, w := range words {
		parts = append(parts, part{w.label(e), writtenOr(w.Text)})
	}
	return paged("My private words", ActReadMine, Meta{Page: page}, parts)
}

// AskPrivateFile says what a file of private words means, before one is sent.
func AskPrivateFile(Env) slack.ModalViewRequest {
	f := &form{callback: ViewPrivateFile, title: "My words in a file", submit: "Send the file", close: "Cancel"}
	f.section("Your private words then lie readable in Slack, in our direct messages.")
	f.section("Whoever runs your workspace may be able to open the file. I delete it after 24 hours.")
	return f.view()
}

// PrivateFileComing says that the file is on its way, and when it goes.
func PrivateFileComing(e Env, until time.Time) Message {
	return one(fill("Your private words come as a file in a moment. I delete it on %s.", e.until(my, until)))
}

// NoPrivateWords says that there is nothing to put into a file.
func NoPrivateWords(Env) Message {
	return one(fill("I hold no private words of yours, so there is no file to send."))
}

// NoDataFile says that the app may not send files here.
func NoDataFile() Message {
	return one(fill("I may not send files in this workspace. Your admin can mend it (bot doctor); your private words open in the form all the same."))
}

// The titles of the files that hold what is held about a person.
const (
	DataTitle     = "What I hold about you"
	ProgramsTitle = "The same for programs"
	PrivateTitle  = "My private words"
)

// FileComments is the text beside each file that is sent to a person.
type FileComments struct{ Readable, Programs, Private string }

// DataFileComments words the files of what is held about a person.
func DataFileComments(e Env, until time.Time) FileComments {
	return FileComments{
		Readable: "What I hold about you, to read.",
		Programs: "The same for programs, with every record as I keep it.",
		Private:  "Your private words. I delete this file on " + Esc(e.until(my, until)) + ".",
	}
}

// ForgetData is what being forgotten means for one person.
type ForgetData struct {
	// In are the running missions that she is in, Leads those that she leads. She may see all of them.
	In, Leads []mission.Mission
	Told      bool // she told something in a channel
}

// Forget lists what goes and what stays, and asks what becomes of the words in channels.
func Forget(e Env, d ForgetData) slack.ModalViewRequest {
	f := &form{callback: ViewForget, title: "Forget me", submit: "Erase", close: "Cancel"}
	f.section("*This goes at once.* Your pieces, how missions touch you, your journal, balance and coaching. " +
		"Your own commitments, drafts and settings, and everything that was to reach you.")
	f.section("My own messages and files to you go within a few minutes.")
	if len(d.In) > 0 {
		f.bullets("You leave:", titles(d.In))
	}
	for _, m := range d.Leads {
		f.rich("*%s* will then be governed together.", title(m))
	}
	f.radio(field{block: BlockWords, label: "What about your words in channels?", required: true}, string(KeepWords),
		option(string(KeepWords), "Keep the words, remove my name", ""),
		option(string(RemoveWords), "Remove the words too", ""))
	f.context("What I cannot reach: anonymous answers, files already saved, copies people made, and backups until they are overwritten (14 days). " +
		"Lines of mine in threads that are older than 90 days keep your name.")
	f.context("What you typed to me in Slack stays there; delete it there. What others wrote about you keeps \"someone\" for your name.")
	return f.view()
}

func titles(missions []mission.Mission) []line {
	lines := make([]line, len(missions))
	for i, m := range missions {
		lines[i] = fill("%s", title(m))
	}
	return lines
}

// ParseForget reads what was chosen.
func ParseForget(state *slack.ViewState) (ForgetWords, FieldErrors) {
	a := read(state)
	words := ForgetWords(a.one(BlockWords, string(KeepWords), string(RemoveWords)))
	if words == "" {
		a.errs.put(BlockWords, "Choose one of these.")
	}
	return words, a.errs
}

// ForgetSure asks once more, with the only button that erases.
func ForgetSure(_ Env, words ForgetWords) slack.ModalViewRequest {
	f := reader("Forget me")
	f.close = "Keep everything"
	if words == RemoveWords {
		f.section("I erase what is yours alone, and your words in channels too. Nobody can bring it back, and neither can I.")
	} else {
		f.section("I erase what is yours alone. Your words in channels stay, without your name. Nobody can bring it back, and neither can I.")
	}
	f.context("Would you like a copy first? Close this and write /mission my-data.")
	f.actions(danger(ActForgetYes, "Erase everything", Meta{Kind: string(words)}))
	return f.view()
}

// Forgetting stands in the place of the form while somebody is being erased.
func Forgetting(Env) slack.ModalViewRequest {
	f := reader("Forget me")
	f.section("I am erasing what I hold about you. It goes on by itself, also when you close this.")
	return f.view()
}

// Forgotten is the last that somebody reads.
func Forgotten(Env) slack.ModalViewRequest {
	f := reader("Forget me")
	f.section("Erased. If you write to me again, I will not know you.")
	f.context("My messages to you vanish within the next minutes. What you typed to me stays in Slack; delete it there if you like.")
	return f.view()
}

// AskForget answers where no form can open.
func AskForget(Env) Message {
	return one(fill("I can erase what I hold about you. This shows you first what goes and what stays."), button(ActForget, "Forget me", Meta{}))
}
