package nudges

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// checkTexts compares every text with those before it: no two are the same, and no two questions share more
// than [maxOverlap] of the shorter one's stems. A follow-up is short and read by itself, after an answer to its
// own question. Of two texts of which one is a follow-up the longer one's stems count, so that "What would you
// ask first?" does not forbid the words that it is made of.
//
// Ten thousand questions make fifty million pairs, so a text is compared only with those that share one of the
// rare stems that a repetition must share.
func checkTexts(questions []Question) []Problem {
	texts := takeApart(questions)
	same := make(map[string]int, len(texts))
	seen := newSeenTexts(texts)
	var found []Problem
	for i, t := range texts {
		words := strings.ToLower(t.text)
		if first, repeated := same[words]; repeated {
			of := texts[first]
			found = append(found, Problem{t.id, RuleUnique, fmt.Sprintf("It asks the same as %s: %q.", of.id, of.text), t.followUp})
			continue
		}
		same[words] = i
		if j, share, repeated := seen.like(i); repeated {
			found = append(found, Problem{t.id, RuleOverlap, fmt.Sprintf(
				"%q shares %.0f %% of its words with %s: %q.", t.text, share*100, texts[j].id, texts[j].text), t.followUp})
		}
		seen.add(i)
	}
	return found
}

// apart is a text with its stems as numbers.
type apart struct {
	id, text string
	followUp bool
	stems    []int32 // each once, the rarest first
}

// takeApart numbers the stems of all texts by how often they occur: 0 is the rarest.
func takeApart(questions []Question) []apart {
	var texts []apart
	var words [][]string
	count := make(map[string]int32)
	for _, q := range questions {
		for i, text := range q.texts() {
			stems := stemsOf(text)
			texts, words = append(texts, apart{id: q.ID, text: text, followUp: i > 0}), append(words, stems)
			for _, s := range stems {
				count[s]++
			}
		}
	}
	number := numbered(count)
	for i, stems := range words {
		for _, s := range stems {
			texts[i].stems = append(texts[i].stems, number[s])
		}
		slices.Sort(texts[i].stems)
	}
	return texts
}

// numbered gives each stem its place among all: the rarest first, those alike in the order of letters.
func numbered(count map[string]int32) map[string]int32 {
	order := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[a], count[b]), cmp.Compare(a, b))
	})
	number := make(map[string]int32, len(order))
	var next int32
	for _, s := range order {
		number[s] = next
		next++
	}
	return number
}

// seenTexts are the texts so far, found by their stems.
type seenTexts struct {
	texts   []apart
	holding map[int32][]int // the texts that have a stem
	rare    map[int32][]int // the texts of which a stem is among the rarest
	last    []int           // for each text, one more than the text that it was last compared with
}

func newSeenTexts(texts []apart) *seenTexts {
	return &seenTexts{
		texts: texts, holding: make(map[int32][]int), rare: make(map[int32][]int), last: make([]int, len(texts)),
	}
}

// rarest returns as many of a text's rarest stems as a repetition has one of: who shares over 60 % of n
// stems lacks fewer than n − ⌊0.6·n⌋ of them.
func (a apart) rarest() []int32 { return a.stems[:len(a.stems)-int(maxOverlap*float64(len(a.stems)))] }

func (s *seenTexts) add(i int) {
	for _, stem := range s.texts[i].stems {
		s.holding[stem] = append(s.holding[stem], i)
	}
	for _, stem := range s.texts[i].rarest() {
		s.rare[stem] = append(s.rare[stem], i)
	}
}

// like returns a text so far that text i repeats, with the share of stems: the first that it finds, since one
// is enough to mend. Either text may be the shorter one, whose rarest stems then lead to the other.
func (s *seenTexts) like(i int) (other int, share float64, found bool) {
	for _, stem := range s.texts[i].rarest() {
		if other, share, found = s.among(s.holding[stem], i); found {
			return other, share, true
		}
	}
	for _, stem := range s.texts[i].stems {
		if other, share, found = s.among(s.rare[stem], i); found {
			return other, share, true
		}
	}
	return 0, 0, false
}

func (s *seenTexts) among(candidates []int, i int) (other int, share float64, found bool) {
	for _, j := range candidates {
		if s.last[j] == i+1 {
			continue
		}
		s.last[j] = i + 1
		if share := s.texts[j].overlap(s.texts[i]); share > maxOverlap {
			return j, share, true
		}
	}
	return 0, 0, false
}

// overlap returns the share of stems that two texts have in common: of the shorter one's, or of the longer
// one's where one of them is a follow-up.
func (a apart) overlap(b apart) float64 {
	of := min(len(a.stems), len(b.stems))
	if a.followUp || b.followUp {
		of = max(len(a.stems), len(b.stems))
	}
	if of == 0 {
		return 0
	}
	both, i, j := 0, 0, 0
	for i < len(a.stems) && j < len(b.stems) {
		switch {
		case a.stems[i] < b.stems[j]:
			i++
		case a.stems[i] > b.stems[j]:
			j++
		default:
			both, i, j = both+1, i+1, j+1
		}
	}
	return float64(both) / float64(of)
}

// stemsOf returns the stems of all words of a text, each once and in the order of letters. Small words count
// too: a text that only fills other nouns into the frame of another one reads as a repetition.
func stemsOf(text string) []string {
	words := wordsOf(text)
	stems := make([]string, len(words))
	for i, w := range words {
		stems[i] = stem(w)
	}
	slices.Sort(stems)
	return slices.Compact(stems)
}

// stem takes the commonest English endings off a lower-case word, so that "try", "tries" and "trying"
// meet. It need not be right, only the same for words that are alike.
func stem(word string) string {
	word, _, _ = strings.Cut(word, "'")
	for _, ending := range []string{"ied", "ies"} {
		if root, cut := strings.CutSuffix(word, ending); cut {
			return root + "y"
		}
	}
	for _, ending := range []string{"ing", "ed", "es", "ly", "s", "e"} {
		if root, cut := strings.CutSuffix(word, ending); cut && len(root) > 2 {
			return root
		}
	}
	return word
}
