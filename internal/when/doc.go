// Package when reads days and spans as people type them: "friday", "in 2 weeks", "3d", "4 dec",
// "2026-12-04", "end of month". It knows neither a clock nor a zone: the day that counts as today is handed
// in, and what comes out is a day on the calendar.
//
// What cannot be read is told apart from what can be read in two ways and from what has passed, because each
// deserves another sentence: see [ErrUnknown], [Ambiguous] and [Past]. Nothing is guessed where two readings
// are likely; whoever asks says back which day was taken, so that a wrong one is seen at once.
//
// The week begins on Monday. A bare weekday is the next one after today; "next friday" is the Friday of next
// week; "next week" is its Monday; "end of week" is Friday. Times of the day ("friday at 5pm") are allowed
// and left out: a day is all that is kept.
package when
