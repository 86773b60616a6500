package main

import (
	"strings"
	"testing"
)

func TestEveryVerbThatTellsByText(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.answered("#refunds", "", "No mission is running in #refunds.")
	ana.sets("#refunds", "Refunds in a day", "lead")
	for _, c := range []struct{ command, message string }{
		{"progress Followed refund 7.", "Bo told progress on Refunds in a day: Followed refund 7."},
		{"win The first shop pays out.", "Bo told a win on Refunds in a day: The first shop pays out."},
		{"learned Ask the bank first.", "Bo told a lesson on Refunds in a day: Ask the bank first."},
		{"blocked The test system is closed.", "Bo told a block on Refunds in a day: The test system is closed."},
		{"changed The bank has a new contact.", "Bo told a change on Refunds in a day: The bank has a new contact."},
		{"thanks <@U0DEE00001> for the line to the bank.", "Bo thanks Dee on Refunds in a day: the line to the bank."},
		{"PROGRESS  Two spaces and capitals.", "Bo told progress on Refunds in a day: Two spaces and capitals."},
	} {
		if answer := bo.asks("#refunds", c.command); answer != "" {
			t.Errorf("%s: the message is the confirmation, and there was %q besides", c.command, answer)
		}
		if got := text(bo.latest("#refunds"), "text"); !strings.HasPrefix(got, c.message) {
			t.Errorf("%s posted %q, want %q", c.command, got, c.message)
		}
	}
}

func TestEveryVerbThatTellsByForm(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.sets("#refunds", "Refunds in a day", "lead")
	for _, c := range []struct {
		verb, form, message string
		values              object
	}{
		{"progress", "Tell a step", "Bo told progress on Refunds in a day: Followed refund 7.", object{"text": "Followed refund 7."}},
		{"win", "Tell a win", "Bo told a win on Refunds in a day: It pays out.", object{"text": "It pays out.", "gain": "customers"}},
		{"learned", "Tell a lesson", "Bo told a lesson on Refunds in a day: Ask first.", object{"text": "Ask first."}},
		{"blocked", "Say what blocks", "Bo told a block on Refunds in a day: It is closed.", object{"text": "It is closed."}},
		{"changed", "Tell a change", "Bo told a change on Refunds in a day: A new contact.", object{"text": "A new contact."}},
		{"thanks", "Thank someone", "Bo thanks Dee and Emi on Refunds in a day: the line.", object{"text": "the line.", "to": []string{"U0DEE00001", "U0EMI00001"}}},
	} {
		if answer := bo.asks("#refunds", c.verb); answer != "" {
			t.Errorf("%s opens a form and says %q besides", c.verb, answer)
		}
		bo.fills(c.form, c.values)
		if got := text(bo.latest("#refunds"), "text"); !strings.HasPrefix(got, c.message) {
			t.Errorf("%s posted %q, want %q", c.verb, got, c.message)
		}
	}
	if got := shown(bo.finds("#refunds", "It pays out.")); !strings.Contains(got, "For customers.") {
		t.Errorf("the win does not say for whom: %q", got)
	}
}

func TestAnotherKindIsChosenInTheForm(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana := d.person("Ana")
	ana.sets("#refunds", "Refunds in a day", "lead")
	ana.asks("#refunds", "progress")
	ana.gets("Tell a step")
	ana.call("click", object{
		"as": ana.id, "view_id": ana.top()["id"], "action_id": "tell_kind", "selected_option": "win",
		"values": object{"text": object{"v": "typed before the kind"}},
	})
	view := ana.gets("Tell a win")
	if !strings.Contains(jsonText(view["state"]), "typed before the kind") {
		t.Errorf("what was typed is gone: %s", jsonText(view["state"]))
	}
	ana.fills("Tell a win", object{"gain": "us"})
	if got := shown(ana.latest("#refunds")); !strings.Contains(got, "typed before the kind") || !strings.Contains(got, "For us.") {
		t.Errorf("posted %q", got)
	}
}

func TestTheVerbsThatSteerOpenTheirForms(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.sets("#refunds", "Refunds in a day", "lead")
	for _, c := range []struct{ verb, form string }{
		{"phase", "Close the beginning"}, {"complete", "End the mission"}, {"edit", "Change the wording"}, {"piece", "My piece"},
	} {
		ana.asks("#refunds", c.verb)
		ana.gets(c.form)
		ana.closes(true)
	}
	for _, c := range []struct{ verb, words, suggestion string }{
		{"phase", "Ana leads this mission and closes its phases. Suggest it to Ana?", "Bo suggests it for Refunds in a day: close the beginning."},
		{"edit", "Ana leads this mission and changes its wording. Suggest it to Ana?", "Bo suggests it for Refunds in a day: change the wording."},
		{"complete", "Ana leads this mission and ends it. Suggest it to Ana?", "Bo suggests it for Refunds in a day: end the mission."},
	} {
		bo.taps("#refunds", bo.answered("#refunds", c.verb, c.words), "Suggest it to Ana")
		bo.finds("#refunds", "Suggested to Ana, in a direct message.")
		ana.finds("@app", c.suggestion)
	}
	ana.taps("@app", ana.finds("@app", "close the beginning"), "Close this phase")
	ana.gets("Close the beginning")
	ana.closes(true)
	ana.taps("@app", ana.finds("@app", "end the mission"), "End the mission")
	ana.gets("End the mission")
	ana.closes(true)
	ana.taps("@app", ana.finds("@app", "change the wording"), "Change the wording")
	ana.gets("Change the wording")
}

func TestTheCardsButtonsAreForAnyone(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, emi := d.person("Ana"), d.person("Emi")
	card := ana.sets("#refunds", "Refunds in a day", "lead")
	for _, c := range []struct{ button, form string }{
		{"Tell a step", "Tell a step"}, {"Tell a win", "Tell a win"}, {"Say what blocks", "Say what blocks"},
		{"Thank someone", "Thank someone"}, {"Join, or my piece", "Join this mission"},
	} {
		emi.taps("#refunds", card, c.button)
		emi.gets(c.form)
		emi.closes(true)
	}
	emi.taps("#refunds", card, "Help")
	emi.finds("#refunds", "Every day")
	emi.taps("#refunds", card, "Details")
	outsider := emi.finds("#refunds", "Left to go")
	for label, want := range map[string]bool{"Join": true, "Tell a step": false, "Leave": false, "Close this phase": false} {
		if got := emi.offers("#refunds", outsider, label); got != want {
			t.Errorf("an outsider's details offer %q: %v", label, got)
		}
	}
	emi.joins("#refunds", "the answers to customers")
	emi.taps("#refunds", card, "Details")
	member := emi.finds("#refunds", "Your piece")
	for label, want := range map[string]bool{
		"Join": false, "Tell a step": true, "Change my piece": true, "What reaches me": true, "Leave": true,
		"Close this phase": false, "End the mission": false,
	} {
		if got := emi.offers("#refunds", member, label); got != want {
			t.Errorf("a member's details offer %q: %v", label, got)
		}
	}
	lead := ana.answered("#refunds", "", "Your piece")
	for _, c := range []struct{ button, form string }{
		{"Tell a step", "Tell a step"}, {"Change my piece", "My piece"}, {"What reaches me", "What reaches me"},
		{"Close this phase", "Close the beginning"}, {"Change the wording", "Change the wording"}, {"End the mission", "End the mission"},
	} {
		ana.taps("#refunds", lead, c.button)
		ana.gets(c.form)
		ana.closes(true)
	}
	ana.taps("#refunds", lead, "Leave")
	ana.finds("#refunds", "Leave Refunds in a day?")
	if emi.finding("#refunds", "Leave Refunds in a day?") > 0 {
		t.Error("what Ana is asked alone, Emi reads too")
	}
}

func TestMistypedWords(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana := d.person("Ana")
	ana.sets("#refunds", "Refunds in a day", "lead")
	asked := ana.answered("#refunds", "progess Followed refund 8.", "I do not know progess. Did you mean progress?")
	ana.answers(shown(asked), "it", "Followed refund 8.")
	ana.taps("#refunds", asked, "Yes, tell progress")
	ana.finds("#refunds", "Ana told progress on Refunds in a day: Followed refund 8.")

	ana.taps("#refunds", ana.answered("#refunds", "thank <@U0BO000001> for the call", "Did you mean thanks?"), "Yes, thanks")
	ana.finds("#refunds", "Ana thanks Bo on Refunds in a day: the call")

	ana.taps("#refunds", ana.answered("#refunds", "pieces", "Did you mean piece?"), "Yes, piece")
	ana.gets("My piece")
	ana.closes(true)

	ana.taps("#refunds", ana.answered("#refunds", "help phses", "Did you mean help phases?"), "Yes, help phases")
	ana.finds("#refunds", "A mission has a beginning, a middle and an end.")

	unknown := ana.answered("#refunds", "abracadabra open up", "I do not know abracadabra. Your words:")
	ana.answers(shown(unknown), "it", "open up")
	for _, topic := range []string{"Entries", "Phases and endings", "Nudges and quiet", "Privacy", "For whoever leads"} {
		ana.taps("#refunds", unknown, topic)
	}
	ana.finds("#refunds", "A private channel's mission is shown to people in that channel and to nobody else.")
	ana.taps("#refunds", unknown, "What I store")
	ana.gets("What I store")
}

func TestCommandsInADirectMessage(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, dee, emi := d.person("Ana"), d.person("Dee"), d.person("Emi")
	emi.answered("@app", "", "You are in no mission yet. Open my Home tab to see those that you can join.")
	emi.answers(emi.asks("@app", "progress A step of nowhere."), "progress", "A step of nowhere.")
	ana.sets("#refunds", "Refunds in a day", "lead")
	dee.joins("#refunds", "the bank")

	if answer := dee.asks("@app", "progress From afar."); answer != "" {
		t.Errorf("the only mission is the one that is meant, and the answer was %q", answer)
	}
	dee.finds("#refunds", "Dee told progress on Refunds in a day: From afar.")
	dee.answered("@app", "", "Refunds in a day")
	dee.answered("@app", "piece the bank and its hours", "Your piece:")
	dee.answered("@app", "history", "No mission has ended in #refunds yet.")
	dee.answered("@app", "list", "Refunds in a day")

	ana.sets("#checkout", "A shorter till", "together")
	dee.joins("#checkout", "the queue")
	which := dee.answered("@app", "win Both are faster.", "Which mission?")
	dee.taps("@app", which, "A shorter till")
	dee.finds("#checkout", "Dee told a win on A shorter till: Both are faster.")
	if dee.finding("#refunds", "Both are faster.") > 0 {
		t.Error("the words went to both missions")
	}
	dee.taps("@app", dee.answered("@app", "piece", "Which mission?"), "Refunds in a day")
	if got := jsonText(dee.gets("My piece")); !strings.Contains(got, "the bank and its hours") {
		t.Errorf("the form of the wrong mission: %s", got)
	}
	dee.closes(true)
	dee.taps("@app", dee.answered("@app", "", "Which mission?"), "A shorter till")
	dee.finds("@app", "Your piece  the queue")
	dee.taps("@app", dee.answered("@app", "history", "Which mission?"), "A shorter till")
	dee.finds("@app", "No mission has ended in #checkout yet.")
	dee.taps("@app", dee.answered("@app", "leave", "Which mission?"), "A shorter till")
	dee.taps("@app", dee.finds("@app", "Leave A shorter till?"), "Leave")
	dee.finds("@app", "You have left A shorter till.")
}

func TestStartInADirectMessage(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana := d.person("Ana")
	ana.asks("@app", "start Refunds in a day")
	ana.fills("Start a mission", object{
		"channel": "C0REFUNDS1", "end_state": "nine in ten arrive within a day", "steer": "lead", "rest": object{"start_rest": "write"},
	})
	ana.fills("Why it matters", object{"why_us": "fewer calls"})
	ana.fills("Three phases", object{})
	if got := shown(ana.card("#refunds")); !strings.Contains(got, "fewer calls") || !strings.Contains(got, "nine in ten arrive") {
		t.Errorf("the card says %q", got)
	}
	ana.asks("@app", "start Another")
	out := ana.tries("Start a mission", object{"channel": "C0REFUNDS1", "end_state": "x", "steer": "lead", "rest": askTeam})
	if got := jsonText(out); !strings.Contains(got, "is running here") && !strings.Contains(got, "started *Refunds in a day* here") {
		t.Errorf("a channel with a mission was taken: %s", got)
	}
}

func TestMentions(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.sets("#refunds", "Refunds in a day", "lead")
	at := "<@" + d.bot() + "> "
	bo.writes("#refunds", at+"win The shop at the harbour pays.")
	m := bo.finds("#refunds", "Bo told a win on Refunds in a day: The shop at the harbour pays.")
	bo.writes("#refunds", at+"learned Ask before you plan.", m)
	bo.finds("#refunds", "Bo told a lesson on Refunds in a day: Ask before you plan.")
	bo.writes("#refunds", at)
	bo.finds("#refunds", "Left to go")
	bo.writes("#refunds", at+"progress")
	bo.finds("#refunds", "A step of what? Write it after the word: @throughline progress …")
	bo.writes("#refunds", at+"progres One more.")
	bo.taps("#refunds", bo.finds("#refunds", "I do not know progres."), "Yes, tell progress")
	bo.finds("#refunds", "Bo told progress on Refunds in a day: One more.")
	bo.writes("#refunds", at+"help")
	bo.finds("#refunds", "Every day")
	bo.writes("#refunds", at+"piece the bank")
	bo.finds("#refunds", "This is for people in the mission. Join first?")
	bo.writes("#refunds", at+"join the bank")
	bo.finds("#refunds", "You are in Refunds in a day.")
	bo.inThread("#refunds", bo.card("#refunds"), "Bo is in. Piece:")
	if n := ana.finding("#refunds", "Every day"); n > 0 {
		t.Errorf("Ana reads %d answers that were meant for Bo", n)
	}
}

func TestTheGlobalShortcuts(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	bo.call("shortcut", object{"as": bo.id, "callback_id": "mission_tell"})
	bo.finds("@app", "You are in no mission yet.")
	ana.call("shortcut", object{"as": ana.id, "callback_id": "mission_start"})
	ana.fills("Start a mission", object{
		"channel": "C0REFUNDS1", "name": "Refunds in a day", "end_state": "nine in ten", "steer": "lead", "rest": askTeam,
	})
	ana.finds("#refunds", "Ana started a mission: Refunds in a day.")
	ana.call("shortcut", object{"as": ana.id, "callback_id": "mission_tell"})
	ana.fills("Tell a step", object{"text": "By shortcut."})
	ana.finds("#refunds", "Ana told progress on Refunds in a day: By shortcut.")
	ana.sets("#checkout", "A shorter till", "lead")
	ana.call("shortcut", object{"as": ana.id, "callback_id": "mission_tell"})
	ana.fills("Tell a step", object{"in": object{"tell_in": carried(t, ana.card("#refunds"))}, "text": "By its first field."})
	ana.finds("#refunds", "Ana told progress on Refunds in a day: By its first field.")
	if ana.finding("#checkout", "By its first field.") > 0 {
		t.Error("it was told in the other mission too")
	}
}

func TestHelloOnceAndQuietInGeneral(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana := d.person("Ana")
	ana.invites("#refunds")
	hello := ana.finds("#refunds", "Hello, I am Throughline.")
	ana.call("channel", object{"as": ana.id, "op": "kick", "channel": "#refunds", "user": d.bot()})
	ana.invites("#refunds")
	if n := ana.finding("#refunds", "Hello, I am Throughline."); n != 1 {
		t.Errorf("the bot said hello %d times", n)
	}
	ana.taps("#refunds", hello, "What is a mission?")
	ana.gets("What is a mission?")
	ana.closes(true)
	ana.taps("#refunds", hello, "What I store")
	ana.gets("What I store")
	ana.closes(true)
	ana.taps("#refunds", hello, "Start a mission")
	ana.gets("Start a mission")

	ana.invites("#general")
	ana.finds("#general", "I keep quiet in #general. Invite me to the channel where a piece of work is done.")
	if n := d.person("Bo").finding("#general", "I keep quiet"); n > 0 {
		t.Error("everyone reads what the inviter is told")
	}
	if n := ana.finding("#general", "Hello, I am"); n > 0 {
		t.Error("the bot said hello in #general")
	}
}

func TestThePublicChannelIsJoinedByItselfAndWithoutAHello(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.sets("#refunds", "Refunds in a day", "lead")
	if !strings.Contains(jsonText(ana.call("state?as="+ana.id, nil)["channels"]), d.bot()) {
		t.Error("the bot is in no channel")
	}
	if n := ana.finding("#refunds", "Hello, I am"); n > 0 {
		t.Error("it said hello where a mission was started")
	}
	refused := bo.answered("#quiet-room", "start In private", "I cannot post here yet. Invite me with /invite @throughline and try again.")
	bo.answers(shown(refused), "it", "In private")
	bo.invites("#quiet-room")
	bo.sets("#quiet-room", "In private", "together")
	bo.answered("#quiet-room", "list", "In private")
}
