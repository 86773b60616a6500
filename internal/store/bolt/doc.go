// Package bolt keeps everything in one file, with bbolt (go.etcd.io/bbolt).
//
// # Layout
//
// Keys begin with the workspace, so that workspaces never meet; indexes of due times begin with the
// time, as they are read across workspaces. In a key each text but the last has its length before it
// as an unsigned varint, so that no key is a prefix of another by chance, and the last stands as it
// is, so that ids that sort by time are read in the order of time. A time is 8 bytes big-endian: Unix
// milliseconds with the sign bit turned, so that years before 1970 sort as well.
//
//	bucket               key                              value
//	├── meta             name                             number   "schema" is the version of the layout; notes about the file
//	├── mission          team mission                     json
//	├── mission_channel  team channel mission             –
//	├── mission_running  team channel mission             –        only while the mission runs
//	├── member           team mission user                json
//	├── member_user      team user mission                –        only while the person is in
//	├── entry            team mission entry               json     a mission's story is one range
//	├── entry_author     team user mission entry          –
//	├── entry_awaited    team mission entry               –        only commitments and risks that are open
//	├── relation         team mission mission             json     the first names the second
//	├── relation_to      team mission mission             –        the first is named by the second
//	├── connection       team user mission                json
//	├── reflection       team user reflection             json
//	├── reflection_msg   team user channel ts reflection  –        only what was typed as a message
//	├── own_commitment   team user own                    json     a commitment that only its author sees
//	├── draft            team user channel                json
//	├── conversation     team user                        json
//	├── practice         team user                        json
//	├── balance          team user check                  json
//	├── rotation         team user mission                json
//	├── plan             team plan                        json
//	├── plan_mission     team mission plan                –
//	├── plan_user        team user plan                   –        only plans for one person
//	├── plan_due         time team plan                   –        only while a next time is set
//	├── row              team row                         json
//	├── row_due          urgency time lot team row        –        only while the row needs work
//	├── row_place        team place time row              –        nudges that were asked or are under way
//	├── row_waiting      team place time row              –        nudges that wait for their turn
//	├── row_msg          team channel ts row              –        settled posts
//	├── row_ended        time team row                    –        only ended rows
//	├── chosen           team user row                    json     how the question of a row was chosen
//	├── chosen_at        time team user row               –
//	├── chosen_open      time team user row               –        only while the time for an answer lasts
//	├── counts_place     team place                       json
//	├── counts_audience  team audience                    json
//	├── round            team mission round               json
//	├── round_answer     team round answer                json     while the round is open; in no backup or export
//	├── round_mark       team round mark                  json     while the round is open; in no backup or export
//	├── round_setting    team mission                     json
//	├── round_guess      team user round                  json
//	├── trial            team trial                       json     a trial of a channel, or of the workspace
//	├── trial_channel    team channel trial               –
//	├── trial_toss       team trial row                   json     what the coin said about one nudge
//	├── trial_look       team trial look                  json     what was counted of a trial, of nobody in it
//	├── person           team user                        json
//	├── house            team mission                     json     what a mission agreed on about its nudges
//	├── file             team user file                   json     only until it is deleted in Slack again
//	├── erasure          team user                        json     only while somebody is being forgotten
//	├── erased           team hash                        time     who was forgotten, behind a keyed hash
//	├── seen             team key                         time+bytes
//	└── seen_at          time team key                    –
//
// Indexes have no values: each key is made of its record alone, and moves in the transaction that
// changes the record. [DB.Check] makes them all anew and compares.
//
// The key of an answer to a round is random and its record holds neither a person nor a time; a mark says
// that somebody has answered, and nobody can tell who without the round's key, which goes with them.
//
// What is in a record, and of whom it speaks, is told by internal/store/record, which every store shares. A
// file with a newer schema is refused at [Open].
//
// # Writing
//
// All writes go through one goroutine, the committer, which runs whatever waits in one transaction of
// bbolt and answers after it is durable. A function that is given to [DB.Update] may therefore be run
// again, runs beside others that must not wait for it, and must neither sleep, nor do I/O, nor call
// the [DB]. It should check everything before it writes anything: an error before the first write
// costs nothing, one after it makes all others of the group run again.
package bolt
