package sandbox

import (
	"fmt"
	"time"
)

// The made-up workspace. Its ids are stable, so that tests and tutorials can
// name them.
const (
	teamID      = "T0ACME0001"
	otherTeamID = "T0PAPER001"

	UserAna   = "U0ANA00001" // leads
	UserBo    = "U0BO000001"
	UserChidi = "U0CHIDI001"
	UserDee   = "U0DEE00001"
	UserEmi   = "U0EMI00001"
	UserFarid = "U0FARID001"
	UserInes  = "U0INES0001"
	UserJonas = "U0JONAS001"
	UserKiri  = "U0KIRI0001"
	UserLou   = "U0LOU00001" // a guest, in #refunds alone
	UserNoor  = "U0NOOR0001" // of another organisation, in #partners

	ChannelGeneral   = "C0GENERAL1"
	ChannelRefunds   = "C0REFUNDS1"
	ChannelCheckout  = "C0CHECKOU1"
	ChannelQuietRoom = "C0QUIET001" // private, Ana and Bo
	ChannelPartners  = "C0PARTNER1" // shared with another organisation

	GroupTill = "S0TILL0001" // Chidi, Dee and Jonas
)

// acmeBooks is the workspace "Acme Books" with its people and channels.
func acmeBooks(app App, now time.Time) *world {
	w := &world{app: app, team: team{ID: teamID, Name: "Acme Books", Domain: "acme-books"}}
	w.users = acmePeople(app)
	for _, u := range w.users {
		u.Updated = now
	}
	w.channels, w.groups = acmeChannels(now), acmeGroups()
	return w
}

func acmePeople(app App) []*user {
	person := func(id, name, full, tz string) *user {
		return &user{ID: id, TeamID: teamID, Name: name, RealName: full, DisplayName: firstWord(full), TZ: tz}
	}
	ana := person(UserAna, "ana", "Ana Moreira", "Europe/Lisbon")
	ana.IsAdmin, ana.IsOwner = true, true
	lou := person(UserLou, "lou", "Lou Marsh", "America/Denver")
	lou.IsRestricted, lou.IsUltraRestricted = true, true
	noor := person(UserNoor, "noor", "Noor Vale", "Europe/London")
	noor.TeamID = otherTeamID
	bot := &user{
		ID: app.BotUserID, TeamID: teamID, Name: app.BotName, RealName: app.Name,
		TZ: "America/Los_Angeles", IsBot: true,
	}
	return []*user{
		ana,
		person(UserBo, "bo", "Bo Lindqvist", "America/Chicago"),
		person(UserChidi, "chidi", "Chidi Eze", "Africa/Lagos"),
		person(UserDee, "dee", "Dee Rao", "Asia/Kolkata"),
		person(UserEmi, "emi", "Emi Kanda", "Asia/Tokyo"),
		person(UserFarid, "farid", "Farid Aziz", "Asia/Dubai"),
		person(UserInes, "ines", "Ines Prado", "America/Sao_Paulo"),
		person(UserJonas, "jonas", "Jonas Weller", "Europe/Berlin"),
		person(UserKiri, "kiri", "Kiri Tahu", "Pacific/Auckland"),
		lou, noor, bot,
	}
}

func acmeChannels(now time.Time) []*channel {
	everyone := []string{UserAna, UserBo, UserChidi, UserDee, UserEmi, UserFarid, UserInes, UserJonas, UserKiri}
	made := func(id, name, topic string, members ...string) *channel {
		return &channel{
			ID: id, Name: name, Topic: topic, Creator: UserAna, Created: now.AddDate(-1, 0, 0),
			Members: members, lastRead: map[string]string{},
		}
	}
	general := made(ChannelGeneral, "general", "For everyone at Acme Books", everyone...)
	general.General = true
	quiet := made(ChannelQuietRoom, "quiet-room", "Ana and Bo", UserAna, UserBo)
	quiet.Private = true
	partners := made(ChannelPartners, "partners", "With the paper makers", UserAna, UserJonas, UserNoor)
	partners.SharedWith = []string{otherTeamID}
	return []*channel{
		general,
		made(ChannelRefunds, "refunds", "Money back within a day",
			UserAna, UserBo, UserChidi, UserDee, UserEmi, UserFarid, UserInes, UserLou),
		made(ChannelCheckout, "checkout", "The way to the till", UserAna, UserChidi, UserDee, UserJonas, UserKiri),
		quiet, partners,
	}
}

func firstWord(s string) string {
	for i, r := range s {
		if r == ' ' {
			return s[:i]
		}
	}
	return s
}

// CrowdID is the id of the i-th person of a crowd, from 0 on.
func CrowdID(i int) string { return fmt.Sprintf("U1CROWD%05d", i) }

func (w *world) addCrowd(n int, now time.Time) {
	for i := range n {
		name := fmt.Sprintf("person%d", i)
		w.users = append(w.users, &user{
			ID: CrowdID(i), TeamID: teamID, Name: name, RealName: name, DisplayName: name, TZ: "UTC", Updated: now,
		})
	}
}
