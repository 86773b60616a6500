// Package showcase plays a story in a local Slack: a team's weeks, told as what its people typed, pressed and
// filled in, at which day and hour. Whatever they get back comes from the app that is connected there, through
// Slack's own interfaces; the app is in no way told that it is a story.
//
// # A story
//
// A story is a text, read line by line. A line that begins with # says nothing.
//
//	zone Europe/Lisbon
//	ends week 7 tuesday 09:12
//
//	week 1 monday 09:20
//	Ana #refunds invites the app
//	Ana #refunds: /mission start Refunds in a day
//	Ana fills "Start a mission"
//	  end_state = nine in ten reach the customer within a day
//	Bo #refunds taps "Join, or my piece" on "Refunds in a day"
//	Bo, Chidi #refunds reacts tada to "nine in ten"
//	Chidi #refunds answers "nine in ten": The bank's part is mine.
//	Ana home taps "Reflect"
//	Ana taps "Holidays"
//	Ana closes
//	Ana reads
//
// Weeks are counted from the story's first one and begin on Monday. A place is a #channel, @app for the direct
// conversation with the app, @Bo for the one with a person, or home for the app's Home. Without a place something
// is pressed on the form in front. Words in quotation marks find the newest message that has them, its replies
// included, or the form of that title. In what is typed {week 9 friday} stands for that day, as 2026-12-11.
package showcase
