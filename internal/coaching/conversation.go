package coaching

import (
	"slices"
	"time"

	"throughline/internal/mission"
)

const (
	// pausesAfter is the silence after which a conversation rests by itself.
	pausesAfter = 2 * time.Hour
	// keptFor is how long a conversation that rests can be taken up again.
	keptFor = 7 * 24 * time.Hour
)

// Over says that a conversation has ended, whichever way: a code of [mission.Refusal].
const Over mission.Code = "conversation_over"

// Conversation is one person thinking something through. She has one at a time.
type Conversation struct {
	ID   mission.ID
	Team mission.TeamID
	User mission.UserID
	// Mission is the one that she began it from, or empty.
	Mission   mission.ID
	Turns     []Turn
	StartedAt time.Time
	LastAt    time.Time // when she last did something in it
	PausedAt  time.Time // zero unless she paused it herself
	// If and Then are what she will do, in her words: if this happens, then I will do that.
	If   mission.Sealed
	Then mission.Sealed
}

// Turn is one question with its answer.
type Turn struct {
	Step     Step
	Question string // the id of the question
	// Asked is how often it was asked: a conversation that goes on asks its open question again.
	Asked      int
	Answer     mission.Sealed
	AnsweredAt time.Time // zero while the question is open
	// Source is her own message in Slack where the answer was typed there. Editing or deleting that message
	// changes or removes this copy.
	Source mission.MessageRef
}

// Answered reports whether the question has its answer, also where its words were taken back since.
func (t Turn) Answered() bool { return !t.AnsweredAt.IsZero() }

// Begin opens a conversation with its first question. Asked holds the questions that she had before, the
// latest last: they come again only after all others.
func Begin(id mission.ID, team mission.TeamID, user mission.UserID, m mission.ID, asked []string, now time.Time) Conversation {
	c := Conversation{ID: id, Team: team, User: user, Mission: m, StartedAt: now, LastAt: now}
	return c.ask(Goal, first, asked)
}

// ask adds the next question.
func (c Conversation) ask(s Step, p place, asked []string) Conversation {
	q := choose(s, p, append(slices.Clone(asked), c.Questions()...), seedOf(c.ID, len(c.Turns)))
	c.Turns = append(slices.Clone(c.Turns), Turn{Step: s, Question: q, Asked: 1})
	return c
}

// Questions returns the ids of the questions so far, in order.
func (c Conversation) Questions() []string {
	out := make([]string, len(c.Turns))
	for i, t := range c.Turns {
		out[i] = t.Question
	}
	return out
}

// Open returns the number of the question that waits for an answer. There is one until the plan is written.
func (c Conversation) Open() (n int, ok bool) {
	last := len(c.Turns) - 1
	return last, last >= 0 && !c.Turns[last].Answered()
}

// Step returns where the conversation stands.
func (c Conversation) Step() Step { return c.Turns[len(c.Turns)-1].Step }

// Planned reports whether she has written what she will do.
func (c Conversation) Planned() bool { return len(c.Then) > 0 }

// Paused reports whether the conversation rests: she paused it, or two hours passed in silence.
func (c Conversation) Paused(now time.Time) bool {
	return !c.PausedAt.IsZero() || now.Sub(c.LastAt) >= pausesAfter
}

// Until is when a conversation closes that nobody takes up again.
func (c Conversation) Until() time.Time { return c.LastAt.Add(keptFor) }

// Closed reports whether its time is over. What was written then belongs into the journal.
func (c Conversation) Closed(now time.Time) bool { return !now.Before(c.Until()) }

// check refuses what is about another conversation, or about this one once it is over.
func (c Conversation) check(id mission.ID, now time.Time) error {
	if c.ID != id || c.Closed(now) {
		return &mission.Refusal{Code: Over}
	}
	return nil
}

// Reply is an answer, sealed by whoever took it. Length is that of its words, in code points.
type Reply struct {
	Conversation mission.ID
	Turn         int
	Words        mission.Sealed
	Length       int
	Source       mission.MessageRef
}

// Take keeps an answer and asks what comes next. To a question that was answered before it is a change of
// words, and nothing is asked. It refuses with [Over], and with [mission.MovedOn] where there is no such
// question.
func (c Conversation) Take(r Reply, asked []string, now time.Time) (Conversation, error) {
	if err := c.check(r.Conversation, now); err != nil {
		return c, err
	}
	if r.Turn < 0 || r.Turn >= len(c.Turns) || c.Turns[r.Turn].Step == Plan {
		return c, &mission.Refusal{Code: mission.MovedOn}
	}
	open := !c.Turns[r.Turn].Answered()
	c.Turns = slices.Clone(c.Turns)
	t := &c.Turns[r.Turn]
	t.Answer, t.Source = r.Words, r.Source
	c = c.stirred(now)
	if !open {
		return c, nil
	}
	t.AnsweredAt = now
	if c.deepens(r.Length) {
		return c.ask(c.Step(), further, asked), nil
	}
	return c.ask(c.Step()+1, first, asked), nil
}

// deepens reports whether the step that was answered last has one more question. A short answer gets another
// one, and options are always asked for twice; no step has more than three.
func (c Conversation) deepens(length int) bool {
	s := c.Step()
	n := 0
	for _, t := range c.Turns {
		if t.Step == s {
			n++
		}
	}
	switch {
	case n >= most:
		return false
	case s == Options:
		return n == 1 || length >= long
	}
	return n == 1 && length < long
}

const (
	most = 3  // questions in a step
	long = 60 // code points of an answer that has said enough to go on
)

// stirred notes that she did something: the conversation goes on.
func (c Conversation) stirred(now time.Time) Conversation {
	c.LastAt, c.PausedAt = now, time.Time{}
	return c
}

// WritePlan keeps what she will do, in place of earlier words.
func (c Conversation) WritePlan(id mission.ID, when, then mission.Sealed, now time.Time) (Conversation, error) {
	if err := c.check(id, now); err != nil {
		return c, err
	}
	if c.Step() != Plan {
		return c, &mission.Refusal{Code: mission.MovedOn}
	}
	c.Turns = slices.Clone(c.Turns)
	c.Turns[len(c.Turns)-1].AnsweredAt = now
	c.If, c.Then = when, then
	return c.stirred(now), nil
}

// Pause lets the conversation rest until she goes on.
func (c Conversation) Pause(id mission.ID, now time.Time) (Conversation, error) {
	if err := c.check(id, now); err != nil {
		return c, err
	}
	c = c.stirred(now)
	c.PausedAt = now
	return c, nil
}

// GoOn takes the conversation up where it was, and asks its open question again.
func (c Conversation) GoOn(id mission.ID, now time.Time) (Conversation, error) {
	if err := c.check(id, now); err != nil {
		return c, err
	}
	c.Turns = slices.Clone(c.Turns)
	c.Turns[len(c.Turns)-1].Asked++
	return c.stirred(now), nil
}

// From returns the number of the answer that was typed as a message.
func (c Conversation) From(source mission.MessageRef) (n int, ok bool) {
	if source == (mission.MessageRef{}) {
		return 0, false
	}
	n = slices.IndexFunc(c.Turns, func(t Turn) bool { return t.Source == source })
	return n, n >= 0
}

// Practice is what is remembered of a person between conversations. There are no words of hers in it.
type Practice struct {
	Team mission.TeamID
	User mission.UserID
	// Mirror says that she turned the mirror on without leading anything.
	Mirror bool
	// Asked are the questions of earlier conversations, each once, the latest last.
	Asked []string
}

// Remember adds the questions of a conversation that is over.
func (p Practice) Remember(questions []string) Practice {
	kept := slices.DeleteFunc(slices.Clone(p.Asked), func(q string) bool { return slices.Contains(questions, q) })
	p.Asked = append(kept, questions...)
	return p
}
