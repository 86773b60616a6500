package view

import (
	"throughline/internal/rounds"
)

// topicWords are the words of a round about a mood.
type topicWords struct {
	topic    rounds.Topic
	name     string    // "Energy: good"
	question string    // takes the mission's name
	label    string    // of the choice in the form
	choices  [5]string // from the lowest
	says     [3]string // what the words heavy, mixed and good are called
}

var topics5 = [...]topicWords{
	{
		rounds.Energy, "Energy", "How is your energy for *%s* these days?", "My energy is",
		[5]string{"Empty", "Low", "Steady", "Good", "Full"}, [3]string{"heavy", "mixed", "good"},
	},
	{
		rounds.Load, "Load", "How do you carry the load of *%s* these days?", "The load is",
		[5]string{"Far too heavy", "Heavy", "Bearable", "Fine", "Light"}, [3]string{"heavy", "mixed", "good"},
	},
	{
		rounds.Outlook, "Outlook", "How does the road ahead of *%s* look to you?", "The road ahead looks",
		[5]string{"Dark", "Doubtful", "Open", "Hopeful", "Bright"}, [3]string{"heavy", "mixed", "good"},
	},
	{
		rounds.Trust, "Trust", "How far can you lean on one another in *%s* these days?", "I can lean on the others",
		[5]string{"Not at all", "A little", "Partly", "Mostly", "Fully"}, [3]string{"thin", "mixed", "good"},
	},
}

// wordsOfTopic returns the words of a topic; one that is no mood reads as energy.
func wordsOfTopic(t rounds.Topic) topicWords {
	for _, w := range topics5 {
		if w.topic == t {
			return w
		}
	}
	return topics5[0]
}

// wordOf is what a result is called.
func wordOf(t rounds.Topic, w rounds.Word) string {
	says := wordsOfTopic(t).says
	for i, known := range rounds.Words {
		if known == w {
			return says[i]
		}
	}
	return notEnoughWords
}

// notEnoughWords stands in a trend for a round that fewer people answered than the floor asks for.
const notEnoughWords = "not enough answers"

// TopicName is what a round's topic is called at the beginning of a line.
func TopicName(t rounds.Topic) string {
	if t == rounds.OwnWords {
		return "In our own words"
	}
	return wordsOfTopic(t).name
}

// Choice is the word for one of a mood's five choices, from 1 to 5.
func (w topicWords) choice(n int) string { return w.choices[n-1] }
