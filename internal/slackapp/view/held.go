package view

import "strings"

// What is held about a person has a name for her: each kind of record, and each field of private words. A
// test holds both to what there is, so that nothing new goes without a name.

// heldNames names the kinds of records, by the buckets of the store.
var heldNames = map[string]string{
	"mission":        "Missions in which you stand",
	"member":         "Missions that you are or were in, and your pieces",
	"entry":          "What you told, and what names you",
	"connection":     "How missions touch what you are after",
	"reflection":     "Your journal",
	"own_commitment": "Commitments that you keep to yourself",
	"draft":          "Drafts of yours",
	"relation":       "Teams that work together, where you had a part in it",
	"conversation":   "Your coaching conversations",
	"practice":       "Your mirror",
	"balance":        "Your balance checks",
	"rotation":       "Whose turn it is to talk with you, where you lead",
	"round":          "Rounds that you were asked in or opened; never an answer",
	"round_guess":    "What you expected of rounds",
	"plan":           "What is planned to reach you",
	"row":            "What I sent you or am about to send, and messages that tell of you",
	"chosen":         "How questions to you were chosen",
	"counts_place":   "How often you answered, by what a question was about",
	"person":         "Your settings",
	"trial":          "Trials that you turned on or left",
	"trial_toss":     "What a trial noted about a message to you",
	"file":           "Files that I sent you and delete again",
	"erasure":        "An erasure of yours that is under way",
}

// unheld are the records that speak of nobody, with the reason.
var unheld = map[string]string{
	"round_answer":    "answers without a name",
	"round_mark":      "that somebody answered, behind a hash whose key dies with the round",
	"round_setting":   "how many answers a round needs",
	"trial_look":      "how often progress was told, counted over all",
	"house":           "what a mission agreed on about its nudges",
	"counts_audience": "how often questions were answered in the workspace; it names nobody",
	"meta":            "the layout of the store alone",
	"seen":            "requests that were answered, forgotten after a day",
	"erased":          "who was forgotten, behind a hash that names nobody without the key",
}

// sealedNames names private words, by the field that they are sealed for.
var sealedNames = map[string]string{
	"reflection":         "From your journal",
	"personal_mission":   "What you are after in your own life or work",
	"serves":             "How a mission touches it",
	"power_source":       "What gives you energy at work",
	"powers":             "Which kinds of work give you energy",
	"commitment":         "A commitment of your own",
	"commitment_if":      "When you meant to begin it",
	"commitment_because": "Why you let it go",
	"coach_answer":       "From a coaching conversation",
	"coach_plan_if":      "What starts what you meant to do",
	"coach_plan_then":    "What you meant to do",
	"balance":            "Your choices in a balance check",
	"draft":              "A draft",
	"waiting":            "Words that waited for your press",
	"choice_lot":         "What drew a question to you",
	"round_guess":        "What you expected of a round",
	"round_answer":       "An answer without a name",
	"round_note":         "A note without a name",
}

// HeldName names a kind of record for the person whom it speaks of.
func HeldName(kind string) string {
	if name, ok := heldNames[kind]; ok {
		return name
	}
	return "Other records"
}

// Unheld reports whether a kind of record speaks of nobody.
func Unheld(kind string) bool { return unheld[kind] != "" }

// SealedName names private words by the field that they are sealed for.
func SealedName(field string) string {
	if name, ok := sealedNames[field]; ok {
		return name
	}
	return "Private words: " + strings.ReplaceAll(field, "_", " ")
}
