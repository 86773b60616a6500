package crashtest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/sandbox"
	"throughline/internal/slackapp"
)

const (
	team = mission.TeamID("T0ACME0001")
	// channels each have a mission, and speakersEach people who go on telling.
	channels     = 6
	speakersEach = 2
)

// cast is who there is: in each channel people who tell all the time, and readers who are asked something once.
type cast struct {
	channels []mission.ChannelID
	missions []mission.Mission
	speakers []speaker
	readers  []reader
}

// speaker is somebody who acts all the time, in one channel.
type speaker struct {
	id      string
	channel string
	mission mission.ID
}

// reader is somebody to whom a question comes at a time.
type reader struct {
	id   string
	plan string
	due  time.Time
}

// people counts whom a cast of so many readers needs.
func people(readers int) int { return channels*speakersEach + readers }

// seed makes the channels in Slack, and in the store the missions with their members, before the program starts for the
// first time. The readers' questions are due one after the other within a time from now.
func seed(ctx context.Context, s *slack, store Opened, readers int, within time.Duration) (*cast, error) {
	c := &cast{}
	for i := range channels {
		id, err := s.makeChannel(fmt.Sprintf("crash-%d", i))
		if err != nil {
			return nil, err
		}
		c.channels = append(c.channels, id)
	}
	for i := range channels * speakersEach {
		at := i % channels
		c.speakers = append(c.speakers, speaker{id: sandbox.CrowdID(i), channel: string(c.channels[at]), mission: missionID(at)})
	}
	now := s.server.Clock().Now().Truncate(time.Minute)
	for i := range readers {
		r := reader{
			id:  sandbox.CrowdID(channels*speakersEach + i),
			due: now.Add(time.Minute + within*time.Duration(i)/time.Duration(readers)).Truncate(time.Minute),
		}
		r.plan = nudges.PlanID(nudges.Reflect, missionID(i%channels), mission.UserID(r.id))
		c.readers = append(c.readers, r)
	}
	if err := c.invite(s); err != nil {
		return nil, err
	}
	return c, store.Update(ctx, func(tx slackapp.Tx) error { return c.write(tx, now) })
}

// makeChannel makes a channel with the bot in it.
func (s *slack) makeChannel(name string) (mission.ChannelID, error) {
	var made struct{ Channel mission.ChannelID }
	if err := s.control("channel", object{"as": sandbox.UserAna, "op": "create", "name": name}, &made); err != nil {
		return "", err
	}
	return made.Channel, s.invite(string(made.Channel), s.server.App().BotUserID)
}

func (s *slack) invite(channel, user string) error {
	var out object
	return s.control("channel", object{"as": sandbox.UserAna, "op": "invite", "channel": channel, "user": user}, &out)
}

func (c *cast) invite(s *slack) error {
	var wrong error
	for _, p := range c.speakers {
		wrong = errors.Join(wrong, s.invite(p.channel, p.id))
	}
	for i, r := range c.readers {
		wrong = errors.Join(wrong, s.invite(string(c.channels[i%channels]), r.id))
	}
	return wrong
}

func missionID(i int) mission.ID { return mission.ID(fmt.Sprintf("01KAM0000000000000000000%02d", i)) }

// write keeps the missions and their members. It may be run again.
func (c *cast) write(tx slackapp.Tx, now time.Time) error {
	c.missions = nil
	day := mission.DateOf(now)
	for i, channel := range c.channels {
		m, err := mission.Start(tx, now, mission.Actor{User: sandbox.UserAna, Team: team, InChannel: true}, mission.NewMission{
			ID: missionID(i), Channel: channel, Zone: "UTC",
			Wording: mission.Wording{
				Name: fmt.Sprintf("Harbour %d", i), EndState: "Every ship has a berth",
				Plan: [3]mission.PhasePlan{
					{DoneWhen: "The berths are counted", Target: day.AddDays(30)},
					{DoneWhen: "Half of them are free", Target: day.AddDays(60)},
					{DoneWhen: "All of them are", Target: day.AddDays(90)},
				},
			},
		})
		if err != nil {
			return err
		}
		c.missions = append(c.missions, m)
		_, err = nudges.Post(tx, nudges.Row{
			Key: "card/" + string(m.ID), Team: m.Team, Subject: nudges.OfCard, Mission: m.ID, Channel: m.Channel,
			Due: now, NotBefore: now, Grace: 72 * time.Hour,
		}, now)
		if err := errors.Join(err, nudges.PlanMission(tx, m, now)); err != nil {
			return err
		}
	}
	return c.join(tx, now)
}

func (c *cast) join(tx slackapp.Tx, now time.Time) error {
	joined := now.AddDate(0, 0, -7)
	for _, p := range c.speakers {
		if err := tx.PutMember(mission.Member{Team: team, Mission: p.mission, User: mission.UserID(p.id), JoinedAt: joined}); err != nil {
			return err
		}
	}
	for i, r := range c.readers {
		user := mission.UserID(r.id)
		err := errors.Join(
			tx.PutMember(mission.Member{Team: team, Mission: missionID(i % channels), User: user, JoinedAt: joined}),
			tx.PutPlan(nudges.Plan{
				ID: r.plan, Team: team, Kind: nudges.Reflect, Mission: missionID(i % channels), User: user,
				Recur: nudges.Recur{Expr: fmt.Sprintf("%d %d * * *", r.due.UTC().Minute(), r.due.UTC().Hour()), Zone: "UTC"},
				Next:  r.due, NextWall: r.due.UTC().Format(wallFormat),
			}))
		if err != nil {
			return err
		}
	}
	return nil
}

// wallFormat is how a plan writes the time on the wall.
const wallFormat = "2006-01-02T15:04"
