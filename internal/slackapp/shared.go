package slackapp

import (
	"context"
	"strconv"
	"strings"
	"time"

	"throughline/internal/mission"
)

// Several copies of the bot may stand behind one app. Slack hands each command, click and event to any of them, so that what
// one remembers and another needs goes by way of all: what an event makes old, and words that wait for a click.

// Shared is what copies of the bot have for each other.
type Shared interface {
	// Tell lets the other copies know of something soon, see [App.Heard]. It never blocks.
	Tell(kind, subject string)
	// KeepWords keeps sealed words of a person under a name for a while. Words returns them, or ErrNotFound; DropWords
	// removes them, or all of hers where the name is empty.
	KeepWords(ctx context.Context, name string, by mission.UserID, words mission.Sealed, length time.Duration) error
	Words(ctx context.Context, name string, by mission.UserID) (mission.Sealed, error)
	DropWords(ctx context.Context, name string, by mission.UserID) error
	// Alone reports whether this copy is the one to do something for as long as given.
	Alone(ctx context.Context, what string, length time.Duration) bool
}

// Kinds of news. Their subject is an id, and of Home the page as well.
const (
	newsPerson  = "person"
	newsChannel = "channel"
	newsHome    = "home"
	newsEnd     = "end"
)

// alone is the [Shared] of a bot without other copies: it tells nobody, and each turn is its own.
type alone struct{}

func (alone) Tell(string, string)                                     {}
func (alone) Alone(context.Context, string, time.Duration) bool       { return true }
func (alone) DropWords(context.Context, string, mission.UserID) error { return nil }
func (alone) KeepWords(context.Context, string, mission.UserID, mission.Sealed, time.Duration) error {
	return mission.ErrNotFound
}

func (alone) Words(context.Context, string, mission.UserID) (mission.Sealed, error) {
	return nil, mission.ErrNotFound
}

// forgetPerson drops what every copy remembers of a person.
func (a *App) forgetPerson(user mission.UserID) {
	a.dir.forgetPerson(user)
	a.shared.Tell(newsPerson, string(user))
}

// forgetChannel drops what every copy remembers of a channel and of who is in it.
func (a *App) forgetChannel(channel mission.ChannelID) {
	if channel == "" {
		return
	}
	a.dir.forgetChannel(channel)
	a.shared.Tell(newsChannel, string(channel))
}

// Heard takes up what another copy told. What is not known is of a later version, and nothing to this one.
func (a *App) Heard(kind, subject string) {
	switch kind {
	case newsPerson:
		a.dir.forgetPerson(mission.UserID(subject))
	case newsChannel:
		a.dir.forgetChannel(mission.ChannelID(subject))
	case newsHome:
		user, rest, _ := strings.Cut(subject, " ")
		if page, err := strconv.Atoi(rest); err == nil {
			a.homes.looks(mission.UserID(user), page, a.clock.Now())
		}
	case newsEnd:
		for _, end := range []error{errUninstalled, errRevoked} {
			if subject == endCode(end) {
				a.stop(end)
			}
		}
	}
}

// Missed drops everything that news may have made old.
func (a *App) Missed() { a.dir.forgetAll() }

// endCode names an end that Slack put to the installation.
func endCode(end error) string {
	if end == errUninstalled { //nolint:errorlint // The very two errors.
		return "uninstalled"
	}
	return "revoked"
}

// opensHome notes which page of her Home a person looks at, for every copy.
func (a *App) opensHome(user mission.UserID, page int) {
	a.shared.Tell(newsHome, string(user)+" "+strconv.Itoa(page))
}
