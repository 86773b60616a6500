package view

// Word is a word that can follow /mission, with a sentence about what it is for.
type Word struct {
	Text, Hint string
}

// vocabulary is in the order of a first use. A client that completes commands shows them; Slack's own shows none.
var vocabulary = [...]Word{
	{"start", "Start a mission in this channel"},
	{"join", "Be in, with a piece of your own: join find where the days go"},
	{"piece", "Write or change your piece"},
	{"progress", "A step you took: progress followed refund 7 from end to end"},
	{"win", "Something that worked"},
	{"learned", "A lesson"},
	{"blocked", "What stands in the way"},
	{"changed", "What is different now"},
	{"thanks", "thanks @Dee for the test file"},
	{"commit", "What you will see to: commit send the test file by friday"},
	{"risk", "Something to try: what, what to expect, and when to look"},
	{"phase", "Where the mission stands, and closing a phase"},
	{"edit", "Change the wording"},
	{"complete", "End the mission"},
	{"nudges", "What comes here and when; nudges preview for four weeks"},
	{"list", "Missions that you may see"},
	{"history", "How earlier missions here ended"},
	{"report", "What moved and for whom: report week, phase or all"},
	{"book", "The story of all missions here, as a file"},
	{"follow", "The Monday digest by direct message, and nothing else"},
	{"unfollow", "No digest any more"},
	{"snooze", "Nothing reaches you for a while: snooze 1 week"},
	{"away", "Be left out until you are back: away until friday"},
	{"resume", "You are back: ends every pause"},
	{"quiet", "Your quiet hours: quiet 18-9, or quiet off"},
	{"days", "Your working days: days mon-thu"},
	{"connect", "What you are after, and who may read it"},
	{"reflect", "Write something down for yourself alone"},
	{"journal", "Your own notes, to read and search: journal bank"},
	{"coach", "Talk something through, in private"},
	{"energy", "Answer the anonymous round that runs, or see what rounds said"},
	{"own-words", "What the mission is for, in your own words and without your name"},
	{"balance", "How you gave yourself to leading and managing, in private"},
	{"mirror", "A question a day about oneself, in private"},
	{"my-data", "Everything that is held about you, as files"},
	{"forget-me", "What erasing means, and then erase"},
	{"leave", "Leave the mission; your words stay"},
	{"help", "Every word there is"},
}

// Words lists what can follow /mission, with what each is for. The list is the caller's own.
func Words() []Word { return append([]Word{}, vocabulary[:]...) }
