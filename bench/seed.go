package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"throughline/bench/standin"
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/store/bolt"
	"throughline/internal/store/postgres"
)

// crowd is how much a store holds.
type crowd struct {
	Missions int // one a channel
	Members  int // of each mission
	Entries  int // that were told before, spread over all missions
}

func (c crowd) people() int { return c.Missions + c.Members }

const (
	missionsAtOnce = 100
	entriesAtOnce  = 5_000
)

// told is the text of a stored entry: with it a record is as long as what people write on average, some 600 bytes.
const told = "Followed ten refunds from end to end, and found where two of the days go: the first waits for a second pair of " +
	"eyes that only Mondays and Thursdays have, and the second for a file that is made at night. We have asked for a list of " +
	"all files that are made at night, and for somebody who may look on the other days as well. Next we follow ten more."

// seedFile makes a store in a file and fills it.
func seedFile(path string, size crowd) error {
	db, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		return err
	}
	update := func(f func(seeder) error) error {
		return db.Update(context.Background(), func(tx *bolt.Tx) error { return f(tx) })
	}
	return errors.Join(seed(update, size, time.Now()), db.Close())
}

// seedPostgres fills a database, unless an earlier run has.
func seedPostgres(url string, size crowd) error {
	db, err := postgres.Open(context.Background(), postgres.Options{URL: url})
	if err != nil {
		return err
	}
	there := false
	err = db.View(context.Background(), func(tx *postgres.Tx) error {
		_, err := tx.Mission(standin.Team, missionID(size.Missions-1))
		if there = err == nil; errors.Is(err, mission.ErrNotFound) {
			err = nil
		}
		return err
	})
	update := func(f func(seeder) error) error {
		return db.Update(context.Background(), func(tx *postgres.Tx) error { return f(tx) })
	}
	if err == nil && !there {
		err = seed(update, size, time.Now())
	}
	return errors.Join(err, db.Close())
}

// seeder is what a transaction of either store can do.
type seeder interface {
	mission.Tx
	nudges.Tx
}

// seed fills a store with missions, each with members, plans and a card, and entries of the weeks before.
func seed(update func(func(seeder) error) error, size crowd, now time.Time) error {
	began := now.Add(-28 * 24 * time.Hour)
	for from := 0; from < size.Missions; from += missionsAtOnce {
		err := update(func(tx seeder) error {
			for n := from; n < min(from+missionsAtOnce, size.Missions); n++ {
				if err := seedMission(tx, n, size, began); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return seedEntries(update, size, began)
}

func missionID(n int) mission.ID { return mission.ID(fmt.Sprintf("M%025d", n)) }

func seedMission(tx seeder, n int, size crowd, now time.Time) error {
	who := func(k int) mission.Actor {
		return mission.Actor{Team: standin.Team, User: mission.UserID(standin.User(n + k)), InChannel: true}
	}
	in := mission.NewMission{ID: missionID(n), Channel: mission.ChannelID(standin.Channel(n)), Zone: "Europe/Vienna"}
	in.Name, in.EndState = "Refunds in a day", "Nine refunds in ten reach the customer within a day."
	for i, day := range mission.DefaultTargets(mission.DateOf(now.Add(35 * 24 * time.Hour))) {
		in.Plan[i] = mission.PhasePlan{DoneWhen: "we have followed ten refunds from end to end", Target: day}
	}
	m, err := mission.Start(tx, now, who(0), in)
	if err != nil {
		return err
	}
	m.Card = mission.MessageRef{Channel: m.Channel, TS: "1763000000.000100"}
	m.Tally = mission.Tally{}
	if err := tx.PutMission(m); err != nil {
		return err
	}
	for k := 1; k < size.Members; k++ {
		if _, err := mission.Join(tx, now, who(k), m, "find where the days go", nil); err != nil {
			return err
		}
	}
	return nudges.PlanMission(tx, m, now.Add(28*24*time.Hour))
}

// seedEntries writes them mission by mission, in the order of their keys, which is the quickest way into the file.
// The tallies are left: nothing that is measured reads them.
func seedEntries(update func(func(seeder) error) error, size crowd, began time.Time) error {
	for from := 0; from < size.Entries; from += entriesAtOnce {
		err := update(func(tx seeder) error {
			for n := from; n < min(from+entriesAtOnce, size.Entries); n++ {
				if err := tx.PutEntry(entryNumber(n, size, began)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// entryNumber is the nth entry of all; each mission has as many.
func entryNumber(n int, size crowd, began time.Time) mission.Entry {
	each := (size.Entries + size.Missions - 1) / size.Missions
	m, i := n/each, n%each
	at := began.Add(time.Duration(i) * 28 * 24 * time.Hour / time.Duration(each))
	kinds := [...]mission.EntryKind{mission.Progress, mission.Progress, mission.Learned, mission.Win}
	return mission.Entry{
		ID:   mission.ID(fmt.Sprintf("01%012d%012d", i, m)),
		Team: standin.Team, Mission: missionID(m), Author: mission.UserID(standin.User(m + i%size.Members)),
		Kind: kinds[i%len(kinds)], Text: told, At: at, Piece: "find where the days go",
		Post: mission.MessageRef{Channel: mission.ChannelID(standin.Channel(m)), TS: fmt.Sprintf("17630%05d.%06d", i%100_000, m)},
	}
}
