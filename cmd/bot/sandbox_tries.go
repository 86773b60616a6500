package main

import (
	"fmt"
	"io"

	"throughline/internal/sandbox"
)

// tries are the three things that the page offers to a visitor first: in an empty workspace to start, with a story to
// look around in it.
func (c SandboxCmd) tries() []sandbox.Try {
	if c.tellsStory() {
		return []sandbox.Try{
			{
				Text: "Tell a step in #refunds. Everyone there reads it, and so does Monday's digest.", Button: "Write /mission progress",
				Kind: sandbox.TryWriting, As: sandbox.UserAna, Place: sandbox.ChannelRefunds, Words: "/mission progress ",
			},
			{
				Text: "Be Bo, and read what came to him alone.", Button: "Be Bo",
				Kind: sandbox.TryOpening, As: sandbox.UserBo, Place: "@app", Tab: "messages",
			},
			{
				Text: "See what would come in the next four weeks. Nothing here changes.", Button: "Look ahead", Kind: sandbox.TryAhead,
			},
		}
	}
	return []sandbox.Try{
		{
			Text: "Be Ana and start a mission in #refunds.", Button: "Write /mission start",
			Kind: sandbox.TryWriting, As: sandbox.UserAna, Place: sandbox.ChannelRefunds, Words: "/mission start Refunds in a day",
		},
		{
			Text: "Be Bo and join it, with a piece of your own.", Button: "Write /mission join",
			Kind: sandbox.TryWriting, As: sandbox.UserBo, Place: sandbox.ChannelRefunds, Words: "/mission join find where the days go",
		},
		{
			Text: "Move the clock to Tuesday, and watch a question arrive at ten.", Button: "Tuesday 10:00", Kind: sandbox.TryClock, Next: "tuesday 10:00",
		},
	}
}

// printTries says the same at the terminal.
func printTries(w io.Writer, tries []sandbox.Try) {
	label := "try"
	for i, t := range tries {
		fmt.Fprintf(w, "  %-7s %d. %s\n", label, i+1, t.Text)
		label = ""
	}
}
