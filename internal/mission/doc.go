// Package mission is the domain of Throughline: missions with a beginning, a middle and an end,
// the people in them, what they tell, and who may do what.
//
// It imports the standard library alone. It knows neither Slack nor a database: what it needs of a
// store is [Tx], one transaction at a time, and what it knows of a person is [Actor]. Time is always
// an argument. Texts are kept as people wrote them; escaping belongs to whoever shows them.
//
// A good order to read: [Mission] and [Start], [Join], [Tell], [ClosePhase], [End], then the table of
// rights in may.go.
package mission
