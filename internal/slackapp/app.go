package slackapp

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/oklog/ulid/v2"

	"throughline/internal/limits"
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/api"
)

// Options are what an App is made of.
type Options struct {
	Store   Store
	API     *api.Client
	Sealer  Sealer
	Clock   nudges.Clock
	Library nudges.Library
	// Times are when kinds come in new missions, as expressions, where that is not as usual.
	Times map[nudges.Kind]string
	// Holidays are the calendars that missions can choose; nil offers none.
	Holidays Holidays
	Logger   *slog.Logger
	// Observer is told what people ask for and what fails; nil counts nothing.
	Observer Observer
	// Team and BotUser are who auth.test says we are.
	Team    mission.TeamID
	BotUser mission.UserID
	// Workspace is the address of the workspace, to which messages are linked; it may be empty.
	Workspace string
	// SupportContact is shown where something went wrong and in the help; it may be empty.
	SupportContact string
	// HelpContact is whom somebody can turn to whose words sound heavy, as the end of a sentence, or empty.
	HelpContact string
	// Marks puts one emoji before the word of an entry's kind.
	Marks bool
	// History says that the app was given the optional scopes to look its own posts up in channels.
	History bool
	Version string
	// Journal remembers who was forgotten; nil remembers nobody beyond the store.
	Journal Journal
	// KeepPrivate is how long private words are kept after an account was closed; 0 means 30 days.
	KeepPrivate time.Duration
	// Shared is what the copies of the bot have for each other, or nil for a bot without others.
	Shared Shared
	// Limits says how generous the limits for each person are; the zero value has none.
	Limits limits.Scale
}

// Sealer seals private words and names rows opaquely in Slack's metadata.
type Sealer interface {
	mission.Sealer
	// Tag returns an opaque name for data; Tags returns those under every key that is known.
	Tag(purpose, data string) string
	Tags(purpose, data string) []string
}

// waker is what the edge needs of the engine: to look at the outbox, since a row was written.
type waker interface{ Wake() }

// App is the Slack edge of one workspace.
type App struct {
	team      mission.TeamID
	bot       mission.UserID
	store     Store
	api       *api.Client
	dir       *directory
	quiet     *quietBook
	seal      Sealer
	clock     nudges.Clock
	setNow    atomic.Pointer[Set]
	log       *slog.Logger
	version   string
	reads     bool    // the optional history scopes are there
	erased    Journal // who was forgotten
	waiting   *waiting
	shared    Shared     // with the other copies
	ended     chan error // why Slack ended the installation
	engine    waker
	newID     func() mission.ID
	table     tables
	workspace string
	homes     *homes
	moved     lastMoved
	requests  *limits.Book // what each person asks for
	busy      busyWord     // what those read whom no worker takes
	hints     *limits.Book // who was asked lately to go slower
	observer  Observer
}

// New returns an App. Before it handles anything it must be told of the engine, see [App.SetEngine].
func New(o Options) *App {
	a := &App{
		team: o.Team, bot: o.BotUser, store: concealingStore{o.Store}, api: o.API,
		dir:       newDirectory(o.API, o.Clock.Now),
		workspace: o.Workspace,
		seal:      o.Sealer, clock: o.Clock,
		log:     o.Logger.With("component", "slackapp"),
		version: o.Version, reads: o.History,
		waiting: newWaiting(o.Clock.Now), homes: newHomes(), ended: make(chan error, endsHeld),
		erased:   o.Journal,
		newID:    idsFrom(o.Clock),
		requests: limits.NewBook(limits.Requests), hints: limits.NewBook(limits.Hints),
		observer: o.Observer,
	}
	if a.observer == nil {
		a.observer = unobserved{}
	}
	a.Change(Set{
		Library: o.Library, Times: o.Times, Holidays: o.Holidays, SupportContact: o.SupportContact, HelpContact: o.HelpContact,
		Marks: o.Marks, KeepPrivate: o.KeepPrivate, Limits: o.Limits,
	})
	a.shared = alone{}
	if o.Shared != nil {
		a.shared = o.Shared
	}
	a.waiting.among(a.shared, o.Team, o.Sealer)
	a.quiet = newQuietBook(o.API, o.Clock.Now, a.log)
	a.table = a.tables()
	return a
}

// SetEngine tells the App whom to wake. The engine needs the App to send, so one of the two comes first.
func (a *App) SetEngine(e waker) { a.engine = e }

// idsFrom makes ids that sort by time, several in one millisecond too. A clock that is set back makes
// ids that sort earlier; they stay unique.
func idsFrom(clock nudges.Clock) func() mission.ID {
	var mu sync.Mutex
	entropy := ulid.Monotonic(rand.Reader, 0)
	return func() mission.ID {
		mu.Lock()
		defer mu.Unlock()
		now := ulid.Timestamp(clock.Now())
		id, err := ulid.New(now, entropy)
		if errors.Is(err, ulid.ErrMonotonicOverflow) {
			id, err = ulid.New(now+1, entropy)
		}
		if err != nil {
			panic(fmt.Sprintf("the system's source of randomness fails: %v", err))
		}
		return mission.ID(id.String())
	}
}

// person returns what the nudges know of somebody, with the zone of her Slack profile brought up to date.
func (a *App) person(ctx context.Context, user mission.UserID) (nudges.Person, error) {
	p := nudges.Person{Team: a.team, User: user}
	err := a.store.View(ctx, func(tx Tx) error {
		kept, err := tx.Person(a.team, user)
		if errors.Is(err, mission.ErrNotFound) {
			return nil
		}
		p = kept
		return err
	})
	if err != nil {
		return p, err
	}
	profile, err := a.dir.person(ctx, user)
	if err != nil {
		return p, err
	}
	if zone := profile.TZ; zone != "" {
		p.Zone = zone
	}
	p.Gone = profile.Deleted
	return p, nil
}

// zoneOf returns a person's zone, and fallback where Slack does not tell one that this machine knows.
func (a *App) zoneOf(ctx context.Context, user mission.UserID, fallback string) string {
	profile, err := a.dir.person(ctx, user)
	if err != nil || profile.TZ == "" {
		return fallback
	}
	if _, err := time.LoadLocation(profile.TZ); err != nil {
		return fallback
	}
	return profile.TZ
}

func ordinal(n int) string { return strconv.Itoa(n) }
