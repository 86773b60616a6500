package main

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// What people type that makes no sense, comes too late, or was made up: each gets a sentence that says what
// to do next, nothing typed is lost, and nothing is changed.

// Each command is answered with a sentence and gives back the words that it could not use.
func TestCommandsThatMakeNoSense(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana, bo := s.as("Ana"), s.as("Bo")
	ana.begins("#refunds", "Refunds in a day", "lead")
	before := s.standing()
	for _, row := range []struct {
		sentence, channel, command string
		want                       []string
	}{
		{"a word that is near another is asked about", "#refunds", "/mission progess followed refund 7",
			[]string{"I do not know progess. Did you mean progress?", "followed refund 7"}},
		{"a word that is near nothing brings the help", "#refunds", "/mission frobnicate my words",
			[]string{"I do not know frobnicate.", "my words", "/mission progress"}},
		{"a chapter of the help that is near another is asked about", "#refunds", "/mission help Phses",
			[]string{"I do not know phses. Did you mean help phases?"}},
		{"a chapter that is near nothing brings the whole help", "#refunds", "/mission help frobnicate", []string{"/mission progress"}},
		{"a command is no chapter, however near", "#refunds", "/mission help leave", []string{"/mission progress"}},
		{"emoji are a word like others", "#refunds", "/mission 🎉🎉 my words", []string{"I do not know 🎉🎉.", "my words"}},
		{"a mention of everyone is a word like others", "#refunds", "/mission <!channel> my words",
			[]string{"I do not know &lt;!channel&gt;.", "my words"}},
		{"nothing at all shows the mission", "#refunds", "/mission", []string{"Refunds in a day, beginning"}},
		{"spaces that phones type are nothing", "#refunds", "/mission \u00a0\u00a0", []string{"Refunds in a day, beginning"}},
		{"thanks need somebody", "#refunds", "/mission thanks for the bank's number",
			[]string{"Who is it for? Write /mission thanks @name for …", "for the bank's number"}},
		{"nobody thanks herself", "#refunds", "/mission thanks @bo for my words",
			[]string{"Thanks go to someone else. Tell it as a win?", "for my words"}},
		{"thanks go to five people", "#refunds", "/mission thanks @ana @chidi @dee @emi @farid @ines for my words",
			[]string{"Thanks go to up to five people at once.", "for my words"}},
		{"thanks to somebody who would not see them are asked about", "#refunds", "/mission thanks @jonas for my words",
			[]string{"Jonas is not in this channel and would not see it. Post it all the same?", "for my words"}},
		{"a piece is one line", "#refunds", "/mission join " + strings.Repeat("word ", 300),
			[]string{"That is 1,499 characters; a piece has at most 200.", "word word"}},
		{"a mission's name is short", "#checkout", "/mission start " + strings.Repeat("name ", 30),
			[]string{"That is 149 characters; a name has at most 80.", "name name"}},
		{"one channel has one mission", "#refunds", "/mission start My own",
			[]string{"Refunds in a day is running here; one channel has one mission. End it first, or start yours in another channel.", "My own"}},
		{"a piece belongs to somebody in the mission", "#refunds", "/mission piece my words",
			[]string{"This is for people in the mission. Join first?", "my words"}},
		{"only whoever leads closes phases", "#refunds", "/mission phase",
			[]string{"Ana leads this mission and closes its phases. Suggest it to Ana?"}},
		{"only whoever leads changes the wording", "#refunds", "/mission edit", []string{"Ana leads this mission and changes its wording."}},
		{"only whoever leads ends it", "#refunds", "/mission complete", []string{"Ana leads this mission and ends it."}},
		{"without a mission there is nothing to tell about", "#general", "/mission progress my words",
			[]string{"No mission is running in #general. Start one with /mission start.", "my words"}},
		{"a private channel that the bot is not in", "#quiet-room", "/mission start My words",
			[]string{"I cannot post here yet. Invite me with /invite @throughline and try again.", "My words"}},
		{"in a direct message with no mission of mine", "@app", "/mission win my words",
			[]string{"You are in no mission yet. Open my Home tab to see those that you can join.", "my words"}},
	} {
		who := bo
		if row.channel == "#checkout" {
			who = s.as("Dee")
		}
		got := text(who.types(row.channel, row.command), "text")
		for _, want := range row.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %q is not answered with %q but with %q", row.sentence, cut(row.command), want, got)
			}
		}
	}
	s.passes(time.Minute)
	if after := s.standing(); after != before {
		t.Errorf("something changed:\n%s\nbecame\n%s", before, after)
	}
	if log := s.output(); strings.Contains(log, "my words") || strings.Contains(log, "word word") {
		t.Errorf("the log has what people typed:\n%s", log)
	}
}

// standing is everything that stands in the channels for all to see, threads included.
func (s *stage) standing() string {
	s.t.Helper()
	var b strings.Builder
	ana := s.as("Ana")
	for _, c := range list(s.call("state?as="+ana.id, nil), "channels") {
		if c["is_im"] == true {
			continue
		}
		for _, m := range list(s.call("messages?as="+ana.id+"&channel="+text(c, "id"), nil), "messages") {
			if m["ephemeral"] == true {
				continue
			}
			fmt.Fprintf(&b, "%s %s %s\n", text(c, "name"), text(m, "ts"), text(m, "text"))
			if m["reply_count"] == nil {
				continue
			}
			path := fmt.Sprintf("messages?as=%s&channel=%s&thread_ts=%s", ana.id, text(c, "id"), text(m, "ts"))
			for _, reply := range list(s.call(path, nil), "messages")[1:] {
				fmt.Fprintf(&b, "  %s %s\n", text(reply, "ts"), text(reply, "text"))
			}
		}
	}
	return b.String()
}

// cut shortens text for an error's sentence.
func cut(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}

// The button under a suggestion carries on with the words that were typed.
func TestTheSuggestedWordCarriesOn(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana, bo := s.as("Ana"), s.as("Bo")
	ana.begins("#refunds", "Refunds in a day", "lead")
	bo.types("#refunds", "/mission progess followed refund 7 from end to end")
	bo.presses(bo.reads("#refunds", "Did you mean progress?"), "#refunds", "did_you_mean")
	ana.reads("#refunds", "Bo told progress on Refunds in a day: followed refund 7 from end to end")

	bo.types("#refunds", "/mission thanks @jonas for lending us his desk")
	bo.presses(bo.reads("#refunds", "would not see it"), "#refunds", "post_anyway")
	ana.reads("#refunds", "lending us his desk")

	bo.types("#refunds", "/mission wim the shop pays out")
	asked := bo.reads("#refunds", "Did you mean win?")
	s.call("clock", object{"advance": "31m"})
	bo.presses(asked, "#refunds", "did_you_mean")
	bo.reads("#refunds", "I no longer hold those words; they wait for half an hour. Please write them once more.")
}

// numbered makes a text of about n characters in which every word is another one.
func numbered(n int) string {
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		fmt.Fprintf(&b, "w%05d ", i)
	}
	return b.String()[:n]
}

// Words that are more than anybody keeps come back whole, in a direct message.
func TestFortyThousandCharactersComeBackWhole(t *testing.T) {
	t.Parallel()
	const limit = 40_000
	for _, row := range []struct {
		sentence string
		send     func(a actor) string
	}{
		{"by command", func(a actor) string {
			words := numbered(limit - len("/mission progress "))
			ack := a.types("#refunds", "/mission progress "+words)
			if got := text(ack, "text"); !strings.Contains(got, "characters; I keep at most 12,000. Your words are in our direct conversation") {
				a.t.Errorf("the command was answered with %q", cut(got))
			}
			return words
		}},
		{"by mention", func(a actor) string {
			words := numbered(limit - len("@throughline win "))
			a.says("#refunds", "@throughline win "+words)
			a.reads("#refunds", "characters; I keep at most 12,000. Your words are in our direct conversation")
			return words
		}},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			s := openStage(t)
			s.as("Ana").begins("#refunds", "Refunds in a day", "lead")
			bo := s.as("Bo")
			words := strings.Fields(row.send(bo))
			s.eventually("all words are in the direct conversation", func() bool {
				s.passes(10 * time.Second)
				return inOrder(quotes(bo.messages("@app")), words)
			})
			if strings.Contains(s.standing(), "I keep at most") || bo.count("#refunds", "told progress") > 0 {
				t.Error("the channel saw something of it")
			}
		})
	}
}

// A direct message that is longer than anything kept answers nothing; it stands where it was typed.
func TestFortyThousandCharactersAnswerNothing(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana, bo := s.as("Ana"), s.as("Bo")
	ana.begins("#refunds", "Refunds in a day", "lead")
	bo.types("#refunds", "/mission join")
	bo.submits("join", object{"reach": object{"v": []string{"connect"}}})
	s.walk("2026-11-24T16:00:00Z")
	bo.reads("@app", "touch something you are after yourself?")
	bo.says("@app", numbered(40_000))
	bo.reads("@app", "That is 40,000 characters; I keep at most 12,000. Your words are in our direct conversation. Shorten them and tell it again.")
	bo.says("@app", "a refund that just arrives")
	bo.reads("@app", "Kept")
}

// quotes is the text of all blocks of messages.
func quotes(messages []object) string {
	var b strings.Builder
	for _, m := range messages {
		b.WriteString(jsonText(m["blocks"]))
	}
	return b.String()
}

// inOrder reports whether all words stand in a text, one after the other.
func inOrder(text string, words []string) bool {
	for _, w := range words {
		_, rest, ok := strings.Cut(text, w)
		if !ok {
			return false
		}
		text = rest
	}
	return true
}

// What is strange is kept and shown, without what would turn the text after it around.
func TestStrangeCharactersAreShownSafely(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana, bo := s.as("Ana"), s.as("Bo")
	ana.begins("#refunds", "Refunds in a day", "lead")
	for _, row := range []struct{ sentence, typed, want string }{
		{"emoji alone", "🎉🎉🎉", "🎉🎉🎉"},
		{"a family of emoji", "👩‍👩‍👧‍👦 first", "👩‍👩‍👧‍👦 first"},
		{"Hebrew and Arabic", "בוקר טוב صباح الخير second", "בוקר טוב صباح الخير second"},
		{"an override of the direction", "third \u202Egnp.exe\u202C end", "third gnp.exe end"},
		{"isolates", "fourth \u2066a\u2069 end", "fourth a end"},
		{"control characters and NUL", "fi\x00fth \x07\x1b[31m end", "fifth [31m end"},
		{"line separators", "sixth\u2028line", "sixth line"},
		{"marks that Slack styles", "seventh *b* _i_ ~s~ `c` > q", "seventh *b* _i_ ~s~ `c` &gt; q"},
		{"an entity that was typed", "eighth &amp;lt;b&gt;", "eighth &amp;amp;lt;b&amp;gt;"},
	} {
		s.passes(time.Minute)
		if ack := bo.types("#refunds", "/mission progress "+row.typed); ack != nil {
			t.Errorf("%s: refused with %v", row.sentence, ack)
			continue
		}
		m := ana.reads("#refunds", row.want)
		if bad := "\x00\x07\x1b\u202E\u202C\u2066\u2069"; strings.ContainsAny(text(m, "text")+jsonStrings(m["blocks"]), bad) {
			t.Errorf("%s: shown as %q", row.sentence, text(m, "text"))
		}
	}
}

// A message names people by their ids alone; what is kept of it has their names.
func TestNamesInAMessageAreKept(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana, bo := s.as("Ana"), s.as("Bo")
	ana.begins("#refunds", "Refunds in a day", "lead")
	bo.says("#refunds", "@throughline win with the help of @dee and <@U0EMI00001>")
	ana.reads("#refunds", "with the help of @Dee and @Emi")
}

// jsonStrings joins all strings of a decoded JSON value.
func jsonStrings(v any) string {
	var b strings.Builder
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case string:
			b.WriteString(v + "\n")
		case []any:
			for _, child := range v {
				walk(child)
			}
		case object:
			for _, child := range v {
				walk(child)
			}
		}
	}
	walk(v)
	return b.String()
}

// changes makes something happen to a channel, or to somebody in it.
func (a actor) changes(channel, op, user string) {
	a.t.Helper()
	a.call("channel", object{"as": a.id, "op": op, "channel": channel, "user": user})
}

const theBot = "U0BOT00001"

// What is told to a mission whose channel is archived is kept, its author hears so, and it appears once the
// channel is open again.
func TestAnArchivedChannelKeepsWhatIsTold(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana, bo := s.as("Ana"), s.as("Bo")
	ana.begins("#refunds", "Refunds in a day", "lead")
	bo.types("#refunds", "/mission join find where the days go")
	bo.types("#refunds", "/mission win")
	s.settles()
	ana.changes("#refunds", "archive", "")
	s.settles()

	const sentence = "#refunds takes no messages from me now. Your words are kept"
	told := []string{"followed refund 7 from end to end", "the number of the bank", "the first shop pays out"}
	bo.types("@app", "/mission progress "+told[0])
	bo.types("@app", "/mission thanks @dee for "+told[1])
	bo.submits("tell", object{"text": object{"v": told[2]}})
	for _, words := range told {
		if notice := text(bo.reads("@app", words), "text"); !strings.HasPrefix(notice, sentence) {
			t.Errorf("the author of %q reads %q", words, notice)
		}
	}

	ana.changes("#refunds", "unarchive", "")
	s.passes(time.Minute)
	if got := text(bo.types("#refunds", "/mission"), "text"); !strings.Contains(got, told[0]) {
		t.Errorf("the mission did not keep what was told: %s", got)
	}
	bo.types("#refunds", "/mission progress the channel is open again")
	ana.reads("#refunds", "the channel is open again")
	s.passes(time.Hour)
	for _, words := range told {
		n := 0
		for _, m := range ana.messages("#refunds") {
			if strings.HasPrefix(text(m, "text"), "Bo t") && strings.Contains(text(m, "text"), words) {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%q stands in the channel %d times", words, n)
		}
	}
}

// A mission does not start where the bot may not post, and what was typed is not lost.
func TestNoMissionStartsInAnArchivedChannel(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana := s.as("Ana")
	ana.types("#refunds", "/mission start Refunds in a day")
	form := ana.form("start_1")
	ana.changes("#refunds", "archive", "")
	s.settles()
	out := ana.call("submit", object{"as": ana.id, "view_id": form["id"], "values": object{
		"end_state": object{"v": "Nine in ten arrive."}, "steer": object{"v": "lead"}, "rest": object{"start_rest": "ask"},
	}})
	shown := jsonStrings(out["views"])
	for _, want := range []string{"#refunds takes no messages from me now.", "Refunds in a day", "Nine in ten arrive."} {
		if !strings.Contains(shown, want) {
			t.Errorf("the form shows no %q", want)
		}
	}
	if strings.Contains(shown, "Your words are kept") {
		t.Error("it says that words are kept which nobody keeps")
	}
}

// The bot goes back to a public channel that it was removed from; into a private one it has to be invited.
func TestTheBotIsRemovedFromItsChannel(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana, bo := s.as("Ana"), s.as("Bo")
	ana.begins("#refunds", "Refunds in a day", "lead")
	ana.changes("#refunds", "kick", theBot)
	s.settles()
	bo.types("#refunds", "/mission progress told while the bot was away")
	ana.reads("#refunds", "told while the bot was away")

	ana.changes("#quiet-room", "invite", theBot)
	s.settles()
	ana.begins("#quiet-room", "Hidden plans", "lead")
	bo.types("#quiet-room", "/mission join a piece of mine")
	bo.types("#quiet-room", "/mission win")
	ana.changes("#quiet-room", "kick", theBot)
	s.settles()
	const sentence = "I cannot post here yet. Invite me with /invite @throughline and try again."
	for _, command := range []string{
		"/mission progress my own words", "/mission thanks @ana for my own words", "/mission piece my own words", "/mission join my own words",
		"/mission win", "/mission", "/mission leave",
	} {
		got := text(bo.types("#quiet-room", command), "text")
		if !strings.Contains(got, sentence) || strings.Contains(command, "my own words") && !strings.Contains(got, "my own words") {
			t.Errorf("%s is answered with %q", command, got)
		}
	}
	out := bo.submits("tell", object{"text": object{"v": "my words in a form"}})
	if shown := jsonStrings(out["views"]); !strings.Contains(shown, "my words in a form") {
		t.Errorf("the form shows %q", shown)
	}
	ana.changes("#quiet-room", "invite", theBot)
	s.settles()
	bo.types("#quiet-room", "/mission progress told once it was back")
	ana.reads("#quiet-room", "told once it was back")
	if ana.count("#quiet-room", "my own words") > 0 {
		t.Error("what was refused was posted")
	}
}

// pinging is text that would notify people wherever it were taken for markup.
const pinging = "<!channel> <!here> <!everyone> @channel @here @everyone <@U0DEE00001> <!subteam^S0TEAM0001> <https://evil.example|click>"

// Whatever people type, wherever they can type, notifies nobody; thanks notify whom they are for.
func TestNobodyIsPinged(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana, bo := s.as("Ana"), s.as("Bo")
	poison := object{"v": pinging}
	ana.types("#refunds", "/mission start "+cutTo(pinging, 80))
	ana.submits("start_1", object{
		"name": object{"v": cutTo(pinging, 80)}, "aspiration": poison, "end_state": poison,
		"steer": object{"v": "together"}, "rest": object{"start_rest": "write"},
	})
	ana.submits("start_2", object{"why_customers": poison, "why_us": poison, "why_company": poison})
	ana.submits("start_3", object{"done_when_beginning": poison, "done_when_middle": poison, "done_when_end": poison})
	ana.card("#refunds")
	steps := []func(){
		func() { bo.types("#refunds", "/mission join "+pinging) },
		func() { bo.types("#refunds", "/mission piece again "+pinging) },
		func() { bo.types("#refunds", "/mission "+pinging) },
		func() { bo.types("#refunds", "/mission progess "+pinging) },
		func() { bo.types("#refunds", "/mission join "+strings.Repeat(pinging, 3)) },
		func() { bo.types("#refunds", "/mission progress "+pinging) },
		func() { bo.types("#refunds", "/mission win "+pinging) },
		func() { bo.types("#refunds", "/mission learned "+pinging) },
		func() { bo.types("#refunds", "/mission changed "+pinging) },
		func() { bo.types("#refunds", "/mission blocked "+pinging) },
		func() { ana.presses(ana.reads("#refunds", "Bo told a block"), "#refunds", "help_offer") },
		func() { bo.types("#refunds", "/mission thanks @chidi for "+pinging) },
		func() { bo.says("#refunds", "@throughline win "+pinging) },
		func() {
			bo.types("#refunds", "/mission win")
			bo.submits("tell", object{"text": poison, "gain": object{"v": "us"}})
		},
		func() {
			ana.types("#refunds", "/mission edit")
			ana.submits("edit_1", object{"reason": poison, "aspiration": object{"v": "once more " + pinging}})
			ana.submits("edit_2", object{"why_us": object{"v": "once more " + pinging}})
			ana.submits("edit_3", object{})
		},
		func() {
			ana.types("#refunds", "/mission phase")
			ana.submits("close_phase", object{"reached": object{"v": "part"}, "learned": poison, "ahead": poison})
		},
		func() { bo.types("@app", "/mission list") },
		func() { bo.says("@app", pinging) },
		func() { s.walk("2026-11-24T10:00:30Z") },
		func() {
			q := bo.reads("#refunds", "A question for #refunds")
			bo.presses(q, "#refunds", "answer_here")
			bo.submits("answer_here", object{"text": poison})
			bo.presses(q, "#refunds", "talked")
		},
		func() { ana.types("#refunds", "/mission complete") },
		func() { ana.submits("end_1", object{"ending": object{"v": "overtaken"}}) },
		func() { ana.submits("end_2", object{"story": poison}) },
		func() { ana.submits("end_3", object{"carry": object{"v": []string{"aspiration", "why", "lessons"}}}) },
		func() { bo.types("#refunds", "/mission history") },
		func() { bo.call("home", object{"as": bo.id, "tab": "home"}) },
	}
	for _, step := range steps {
		step()
		s.passes(time.Minute)
	}
	posts := 0
	for _, name := range []string{"Ana", "Bo", "Chidi", "Dee"} {
		a := s.as(name)
		for _, m := range append(a.withThreads("#refunds"), a.withThreads("@app")...) {
			if text(m, "bot_id") == "" {
				continue
			}
			posts++
			meant := map[bool]string{
				strings.HasPrefix(text(m, "text"), "Bo thanks"):  `["U0CHIDI001"]`,
				strings.HasPrefix(text(m, "text"), "Ana offers"): `["U0BO000001"]`,
			}[true]
			if got := jsonText(m["pings"]); got != "[]" && got != meant {
				t.Errorf("%s are notified by %s", got, text(m, "text"))
			}
			if got := linksIn(m["blocks"]); got != "" {
				t.Errorf("a link was made: %s", got)
			}
		}
	}
	if posts < 80 {
		t.Errorf("only %d messages were looked at", posts)
	}
}

// linksIn returns what is a link in blocks: an element of rich text, or markup in mrkdwn.
func linksIn(v any) string {
	switch v := v.(type) {
	case []any:
		for _, child := range v {
			if found := linksIn(child); found != "" {
				return found
			}
		}
	case object:
		words := text(v, "text")
		if v["type"] == "link" || v["type"] == "mrkdwn" && strings.Contains(words, "<http") {
			return jsonText(v)
		}
		for _, child := range v {
			if found := linksIn(child); found != "" {
				return found
			}
		}
	}
	return ""
}

// cutTo is the beginning of a text.
func cutTo(s string, n int) string { return s[:min(n, len(s))] }

// withThreads returns what a person sees in a channel, with the replies.
func (a actor) withThreads(channel string) []object {
	a.t.Helper()
	all := a.messages(channel)
	for _, m := range all {
		if m["reply_count"] != nil {
			path := fmt.Sprintf("messages?as=%s&channel=%s&thread_ts=%s", a.id, a.channel(channel), text(m, "ts"))
			all = append(all, list(a.call(path, nil), "messages")[1:]...)
		}
	}
	return all
}
