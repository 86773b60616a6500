package view

// wordsBackBlocks is how many quotes of words that are given back stand in one message.
const wordsBackBlocks = 10

// WordsBack gives back words that are longer than anything that is kept, whole, in as many messages as
// they need, so that nothing that was typed is lost.
func WordsBack(words string) []Message {
	parts := chunks(words, maxChunk)
	var messages []Message
	for i := 0; i < len(parts); i += wordsBackBlocks {
		var p canvas
		if i == 0 {
			p.section("Your words:")
		}
		for _, part := range parts[i:min(i+wordsBackBlocks, len(parts))] {
			p.add(quoteBlock(part), "")
		}
		p.say(entities.Replace(Cut(oneLine(parts[i]), cutChannel)))
		messages = append(messages, p.message())
	}
	return messages
}
