// Package record holds what stands in a store, whatever store it is: the types of the records, apart from the
// types of the domain, how each becomes JSON and back, under which key it belongs, and of whom it speaks.
//
// A [Kind] describes the records of one type; [All] lists the kinds, each by the name that its table has in every
// store and that its lines have in an export. A store adds where a record stands and by which indexes it is
// found.
//
// # Changing a record
//
// Records are JSON with a version in each; times are Unix milliseconds, and absent where there is none. Add a field
// with a tag of its own and let its absence mean what it meant before. A field that changes its meaning gets a new
// tag, and a migration moves what is stored. Tags are never used again. omitzero keeps records small; omitempty
// would keep false and 0. What a later version adds is ignored on reading, and would be lost on writing, which is
// why a store with a newer schema is refused when it is opened.
//
// # People
//
// Where a record speaks of people is read off its type (naming.go): a field of type [mission.UserID] is a person,
// one named User at the top says whose own the record is, and [mission.Sealed] are private words. By this everybody
// is shown what is held about her, erased, and has her words sealed anew under a new key. A new kind needs no more
// than its line in All, and a name for people in the edge.
package record
