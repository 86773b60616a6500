package main

import (
	"strings"
	"time"
)

// When people look at what came: at noon in UTC, and in the evening, when it is afternoon in America.
const (
	noon    = 12 * time.Hour
	evening = 22*time.Hour + 30*time.Minute

	atNoon    = 1
	atEvening = 2
)

func lookAt(when time.Duration) int {
	if when == noon {
		return atNoon
	}
	return atEvening
}

// castMember is somebody of the twelve weeks.
type castMember struct {
	person
	name, zone string
	about      string // who she is, for the page; empty for those whom it leaves out
	reads      string // the conversation that she reads
	where      string // its id
	looks      int    // when she looks
	days       string // her working days, by the first two letters of each
	away       [2]string
	// does is what she does with a nudge, the nth of its kind, and returns it in words. Nil does nothing.
	does  func(w *twelve, m object, kind string, nth int) string
	times map[string]int
}

const weekdays = "Mo Tu We Th Fr"

// gather starts the mission and brings everybody in, in the first hours of its first day.
func (w *twelve) gather() {
	w.t.Helper()
	add := func(c *castMember) *castMember {
		c.person, c.times = w.person(c.name), map[string]int{}
		if c.reads == "" {
			c.reads = "@app"
		}
		if c.days == "" {
			c.days = weekdays
		}
		c.where = c.channel(c.reads)
		w.cast = append(w.cast, c)
		return c
	}
	ana := add(&castMember{name: "Ana", zone: "Europe/Lisbon", looks: atNoon | atEvening, does: anaDoes,
		about: "leads the mission, ticks everything, and answers every second mirror."})
	bo := add(&castMember{name: "Bo", zone: "America/Chicago", looks: atEvening, does: boDoes,
		about: "is keen: ticks everything, tells what moves, promises, tries something, and answers whatever comes."})
	chidi := add(&castMember{name: "Chidi", zone: "Europe/Lisbon", looks: atNoon, does: chidiDoes, days: "Mo Tu We Th",
		away:  [2]string{"2027-02-13", "2027-03-05"},
		about: "works Monday to Thursday, ticks everything, and is on leave from Saturday 13 February through Friday 5 March."})
	dee := add(&castMember{name: "Dee", zone: "Asia/Kolkata", looks: atNoon, does: deeDoes,
		about: "is shy and new: ticks reflections and rounds, writes nothing in the channel, and leaves the first reflections unanswered."})
	emi := add(&castMember{name: "Emi", zone: "Asia/Tokyo", looks: atNoon,
		about: "follows the mission and has no part in it."})
	w.call("user", object{"user": chidi.id, "tz": chidi.zone})
	ana.dates("#refunds", "Refunds in a day", "lead", "2027-02-05", "2027-03-19", "2027-04-09")
	ana.ticks("reflect", "connect", "rounds", "own_words")
	bo.joins("#refunds", "the phones", "reflect", "connect", "rounds")
	chidi.asks("#refunds", "days mon-thu")
	chidi.joins("#refunds", "the bank", "reflect", "connect", "rounds")
	dee.joins("#refunds", "", "reflect", "rounds")
	emi.asks("#refunds", "follow")
	for _, c := range []*castMember{
		{name: "Farid", zone: "Asia/Dubai", looks: atNoon},
		{name: "Ines", zone: "America/Sao_Paulo", looks: atEvening},
		{name: "Lou", zone: "America/Denver", looks: atEvening},
	} {
		c.does = onlyRounds(c)
		add(c).joins("#refunds", "the letters", "rounds")
	}
	w.here = &castMember{person: bo.person, where: bo.channel("#refunds"), name: "#refunds", zone: "Europe/Lisbon", reads: "#refunds", looks: atEvening,
		days: weekdays, does: theTeamDoes, times: map[string]int{}}
	ana.keepsHolidays("United Kingdom", "gb")
}

// keepsHolidays lets the mission of #refunds keep the holidays of a country.
func (p person) keepsHolidays(name, code string) {
	p.t.Helper()
	p.asks("#refunds", "nudges")
	p.gets("Nudges here")
	p.tapsForm("Holidays")
	p.gets("Holidays")
	p.tapsForm(name)
	p.fills("Holidays", object{"holidays": object{"holidays_pick": code}})
	p.closes(true)
}

// answersIt answers a question in its form, with words of her own.
func (c *castMember) answersIt(w *twelve, m object) string {
	c.t.Helper()
	c.taps(c.reads, m, "Answer")
	c.fills("Your answer", object{"text": w.own(c)})
	return "answers in the form"
}

// feelsIt answers a round, and whoever leads guesses first.
func (c *castMember) feelsIt(m object) string {
	c.t.Helper()
	did := "answers, without a name"
	if c.offers(c.reads, m, "What will the team say?") {
		c.taps(c.reads, m, "What will the team say?")
		c.fills("Your guess", object{"guess": "good"})
		did = "guesses, then answers without a name"
	}
	c.taps(c.reads, m, "Answer")
	c.fills("Without your name", object{"mood": "4"})
	c.closes(true)
	return did
}

func (c *castMember) ownWords(w *twelve, m object) string {
	c.t.Helper()
	c.taps(c.reads, m, "Answer")
	c.fills("Without your name", object{"own_words": w.own(c)})
	c.closes(true)
	return "answers, without a name"
}

func (c *castMember) connectsIt(w *twelve, m object) string {
	c.t.Helper()
	if c.offers(c.reads, m, "Still so") {
		c.taps(c.reads, m, "Still so")
		return "taps Still so"
	}
	c.taps(c.reads, m, "Write it")
	c.fills("This mission and you", object{"personal": w.own(c)})
	return "writes a sentence that nobody else reads"
}

// byName is somebody of the cast.
func (w *twelve) byName(name string) *castMember {
	w.t.Helper()
	for _, c := range w.cast {
		if c.name == name {
			return c
		}
	}
	w.t.Fatalf("nobody is called %s", name)
	return nil
}

func anaDoes(w *twelve, m object, kind string, nth int) string {
	ana := w.byName("Ana")
	switch kind {
	case "mirror":
		if nth%2 == 0 {
			return ""
		}
		did := ana.answersIt(w, m)
		if ana.offers("@app", m, "We talked") {
			ana.taps("@app", m, "We talked")
			did += ", and talks with whose turn it is"
		}
		return did
	case "reflect":
		return ana.answersIt(w, m)
	case "rounds":
		return ana.feelsIt(m)
	case "own_words":
		return ana.ownWords(w, m)
	case "connect":
		return ana.connectsIt(w, m)
	}
	return ""
}

func boDoes(w *twelve, m object, kind string, nth int) string {
	bo := w.byName("Bo")
	switch kind {
	case "reflect", "welcome":
		if nth%2 == 1 {
			return bo.answersIt(w, m)
		}
		bo.writes("@app", w.own(bo), m)
		return "answers in the thread"
	case "rounds":
		return bo.feelsIt(m)
	case "own_words":
		return bo.ownWords(w, m)
	case "connect":
		return bo.connectsIt(w, m)
	case "follow_up":
		bo.taps("@app", m, "Done")
		return "taps Done"
	case "risk_due":
		bo.taps("@app", m, "Tell what happened")
		bo.fills("What happened", object{"text": "Half of the questions are gone."})
		return "tells it as a lesson"
	}
	return ""
}

func chidiDoes(w *twelve, m object, kind string, nth int) string {
	chidi := w.byName("Chidi")
	switch kind {
	case "reflect":
		if nth%2 == 0 {
			chidi.taps("@app", m, "Not now")
			return "taps Not now"
		}
		return chidi.answersIt(w, m)
	case "rounds":
		return chidi.feelsIt(m)
	case "own_words":
		return chidi.ownWords(w, m)
	case "connect":
		chidi.taps("@app", m, "Not now")
		return "taps Not now"
	case "follow_up":
		chidi.taps("@app", m, "Keep, new date")
		chidi.fills("Another day", object{"day": "2027-03-18"})
		return "keeps it, for another day"
	}
	return ""
}

func deeDoes(w *twelve, m object, kind string, nth int) string {
	dee := w.byName("Dee")
	switch {
	case kind == "rounds":
		return dee.feelsIt(m)
	case kind == "reflect" && nth == 5:
		return dee.answersIt(w, m)
	case kind == "reflect" && nth == 7:
		dee.taps("@app", m, "Snooze 1 week")
		return "snoozes these for a week"
	}
	return ""
}

// onlyRounds is what those do whom the page leaves out.
func onlyRounds(c *castMember) func(*twelve, object, string, int) string {
	return func(w *twelve, m object, kind string, _ int) string {
		switch kind {
		case "rounds":
			return c.feelsIt(m)
		case "own_words":
			return c.ownWords(w, m)
		}
		return ""
	}
}

// theTeamDoes is what the people of the channel do with what comes there.
func theTeamDoes(w *twelve, m object, kind string, nth int) string {
	ana, bo := w.byName("Ana"), w.byName("Bo")
	switch kind {
	case "coach":
		return w.talks(m, nth)
	case "quiet":
		bo.taps("#refunds", m, "Still true")
		return "Bo taps Still true"
	case "phase_due":
		bo.taps("#refunds", m, "We are there")
		return "Bo taps We are there"
	case "midpoint":
		bo.taps("#refunds", m, "Say what I see")
		bo.fills("What I see", object{"keep": "The daily look."})
		ana.taps("#refunds", m, "Say what we do")
		ana.fills("What we decided", object{"keep": "The daily look.", "stop": "The list that nobody reads."})
		return "Bo says what is to be seen, Ana what we do"
	}
	return ""
}

// talks is what becomes of the channel's question: the first ones are talked about without a tap.
func (w *twelve) talks(m object, nth int) string {
	ana, bo := w.byName("Ana"), w.byName("Bo")
	switch {
	case ana.offers("#refunds", m, "As it is"):
		ana.taps("#refunds", m, "As it is")
		return "Ana taps As it is, asked how often"
	case nth > 4 && nth%3 == 0:
		bo.taps("#refunds", m, "Answer here")
		bo.fills("Answer here", object{"text": "We wait for one file a day."})
		return "Bo answers in the thread"
	case nth > 4:
		ana.taps("#refunds", m, "We talked about it")
		return "Ana taps We talked about it"
	}
	return ""
}

// script is what people do of their own accord, by the day, at noon in UTC.
func script() map[string]func(w *twelve) {
	tells := func(name, words string) func(w *twelve) {
		return func(w *twelve) { w.t.Helper(); w.byName(name).asks("#refunds", words) }
	}
	return map[string]func(w *twelve){
		"2027-01-20": tells("Bo", "progress three refunds are followed"),
		"2027-01-22": tells("Bo", "commit if the file is there, then I will send it to the bank by 2027-01-27"),
		"2027-01-26": tells("Ana", "progress the bank has our list"),
		"2027-01-29": tells("Bo", "win the first shop pays out the same day"),
		"2027-02-02": tells("Chidi", "learned two of the bank's days are our own queue"),
		"2027-02-05": func(w *twelve) { w.byName("Ana").closesPhase("#refunds", "Close the beginning") },
		"2027-02-08": func(w *twelve) {
			if w.byName("Ana").atHome() == "" {
				w.t.Error("the mirror has no room among the messages of this Monday, and does not stand in Home either")
			}
		},
		"2027-02-09": tells("Bo", "blocked the bank's test system is closed"),
		"2027-02-11": func(w *twelve) {
			w.byName("Chidi").asks("#refunds", "commit call the bank's desk by 2027-02-17")
			w.byName("Chidi").asks("#refunds", "away until 5 march")
		},
		"2027-02-12": tells("Bo", "risk we try a smaller form, we expect fewer questions, we look on 2027-02-24"),
		"2027-03-03": tells("Bo", "progress two shops use the form"),
		"2027-03-08": func(w *twelve) {
			if home := shown(w.byName("Chidi").home()); !strings.Contains(home, "Your commitment, for Wednesday 17 February") {
				w.t.Errorf("what was due on leave does not stand on Home: %q", home)
			}
		},
		"2027-03-09": tells("Ana", "win the bank pays on Saturdays too"),
		"2027-03-12": tells("Ana", "thanks @bo for the long calls"),
		"2027-03-18": tells("Chidi", "progress the test file went through"),
		"2027-03-19": func(w *twelve) { w.byName("Ana").closesPhase("#refunds", "Close the middle") },
		"2027-03-25": tells("Bo", "win eight in ten arrive within a day"),
		"2027-04-01": tells("Bo", "learned the queue was ours"),
		"2027-04-07": tells("Ana", "progress the last shop starts"),
		"2027-04-09": func(w *twelve) {
			w.byName("Ana").ends("#refunds", "completed", "Refunds come in a day.", nil, "later")
		},
	}
}

// isDayOf reports whether somebody works on a weekday.
func (c *castMember) isDayOf(day time.Weekday) bool {
	return strings.Contains(c.days, day.String()[:2])
}
