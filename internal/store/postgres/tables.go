package postgres

import (
	"throughline/internal/nudges"
	"throughline/internal/store/record"
)

// The tables, with what their indexes need beside the key. A column that is null keeps the record out of the indexes
// that begin with it.
var (
	missions = newTable(record.Missions,
		column[record.Mission]{"channel", func(r *record.Mission) any { return string(r.Channel) }},
		column[record.Mission]{"running", func(r *record.Mission) any { return r.Outcome == nil }})
	members = newTable(record.Members, column[record.Member]{"present", func(r *record.Member) any { return r.In() }})
	entries = newTable(record.Entries,
		column[record.Entry]{"author", func(r *record.Entry) any { return string(r.Author) }},
		column[record.Entry]{"kind", func(r *record.Entry) any { return string(r.Kind) }},
		column[record.Entry]{"awaited", func(r *record.Entry) any { return r.IsAwaited() }})
	relations   = newTable(record.Relations)
	connections = newTable(record.Connections)
	reflections = newTable(record.Reflections,
		column[record.Reflection]{"channel", func(r *record.Reflection) any { return string(r.Source.Channel) }},
		column[record.Reflection]{"ts", func(r *record.Reflection) any { return r.Source.TS }})
	ownCommitments = newTable(record.OwnCommitments)
	drafts         = newTable(record.Drafts)
	conversations  = newTable(record.Conversations)
	practices      = newTable(record.Practices)
	balances       = newTable(record.Balances)
	rotations      = newTable(record.Rotations)
	plans          = newTable(record.Plans,
		column[record.Plan]{"mission", func(r *record.Plan) any { return string(r.Mission) }},
		column[record.Plan]{"person", func(r *record.Plan) any { return string(r.User) }},
		column[record.Plan]{"due_at", func(r *record.Plan) any { return r.DueAt() }})
	rows = newTable(record.Rows,
		column[record.Row]{"urgency", func(r *record.Row) any { return int64(r.Urgency()) }},
		column[record.Row]{"work_at", func(r *record.Row) any { return where(r.NeedsWork(), r.WorkTime) }},
		column[record.Row]{"lot", func(r *record.Row) any { return int64(r.Lot()) }},
		column[record.Row]{"place", func(r *record.Row) any { return r.Place() }},
		column[record.Row]{"asked_at", func(r *record.Row) any { return where(r.IsAsked(), r.AskedTime) }},
		column[record.Row]{"waiting_at", func(r *record.Row) any { return where(r.IsWaiting(), r.DueTime) }},
		column[record.Row]{"channel", func(r *record.Row) any { return string(r.Channel) }},
		column[record.Row]{"ts", func(r *record.Row) any { return where(r.IsPost(), func() string { return r.TS }) }},
		column[record.Row]{"ended_at", func(r *record.Row) any { return where(!r.NeedsWork(), r.EndedTime) }})
	choices = newTable(record.Choices,
		column[record.Chosen]{"made_at", func(r *record.Chosen) any { return record.Latest(r.At) }},
		column[record.Chosen]{"undecided", func(r *record.Chosen) any { return r.Outcome == nudges.OutcomeOpen }})
	placeCounts    = newTable(record.PlaceCountings)
	audienceCounts = newTable(record.AudienceCountings)
	roundsKept     = newTable(record.Rounds)
	roundAnswers   = newTable(record.RoundAnswers)
	roundMarks     = newTable(record.RoundMarks)
	roundSettings  = newTable(record.RoundSettings)
	roundGuesses   = newTable(record.RoundGuesses)
	trials         = newTable(record.Trials, column[record.Trial]{"channel", func(r *record.Trial) any { return string(r.Channel) }})
	trialTosses    = newTable(record.TrialTosses)
	trialLooks     = newTable(record.TrialLooks)
	people         = newTable(record.People)
	houses         = newTable(record.Houses)
	files          = newTable(record.Files)
	erasures       = newTable(record.Erasures)
	erasedPeople   = newTable(record.ErasedPeople)
	seenRequests   = newTable(record.SeenRequests, column[record.Seen]{"seen_at", func(r *record.Seen) any { return r.At }})
)

// tables are all tables, in the order of [record.All].
var tables = []anyTable{
	missions, members, entries, relations, connections, reflections, ownCommitments, drafts,
	conversations, practices, balances, rotations,
	plans, rows, roundsKept, roundAnswers, roundMarks, roundSettings, roundGuesses, people, houses, files, erasures,
	trials, trialTosses, trialLooks,
	choices, placeCounts, audienceCounts,
	erasedPeople, seenRequests,
}

// held are the tables of what is held about people. What is remembered of requests, and behind which hash somebody
// was erased, is not.
var held = tables[:len(tables)-2]

// where returns a value where a condition holds, and null elsewhere.
func where[T any](holds bool, value func() T) any {
	if !holds {
		return nil
	}
	return value()
}
