package sandbox

import (
	"io"
	"log/slog"
	"net/http"
	"time"
)

// Options say what a Server is made of. The zero value gives the made-up
// workspace with DefaultApp, on real time.
type Options struct {
	App   App
	Start time.Time // where the clock stands at first; zero means real time

	BotToken string // default DefaultBotToken
	AppToken string // default DefaultAppToken

	// BaseURL is where the listener is reached, such as "http://127.0.0.1:8080".
	// It may also be given later by SetBaseURL, once the port is known.
	BaseURL string
	// AllowedHosts are names besides loopback under which the listener may be
	// reached. Requests with any other Host are refused.
	AllowedHosts []string

	Page   http.Handler // what is served at "/"; nil serves a plain sentence
	Record io.Writer    // each call as a JSON line; nil keeps it in memory only
	Logger *slog.Logger // nil discards

	// Crowd is how many more people the workspace has, for trials of scale. They are in no channel, live in UTC,
	// and CrowdID names them.
	Crowd int

	Timing Timing
	// PostsPerMinute is the cap over the whole workspace. Slack calls it
	// "several hundred"; the default is 400.
	PostsPerMinute int
	// EventsPerHour is how many events reach the app: 30,000 (docs.slack.dev/apis/web-api/rate-limits).
	EventsPerHour int
}

// The tokens that the sandbox accepts unless Options say otherwise. They open
// nothing but the sandbox.
const (
	DefaultBotToken = "xoxb-sandbox-bot"
	DefaultAppToken = "xapp-sandbox-app"
)

// Timing are the real-time limits of Slack. Zero fields take Slack's values;
// tests set them shorter.
type Timing struct {
	Ack      time.Duration   // an envelope's acknowledgement: 3 s
	Ticket   time.Duration   // from apps.connections.open to the dial: 30 s [unknown]
	Trigger  time.Duration   // life of a trigger_id: 3 s
	Ping     time.Duration   // between WebSocket pings: 5 s
	Warning  time.Duration   // from a "warning" to the close: 10 s
	Lifetime time.Duration   // of a connection: 1 h (docs.slack.dev/apis/events-api/using-socket-mode)
	Retries  []time.Duration // of events: at once, 1 min, 5 min (docs.slack.dev/apis/events-api)
	Rest     time.Duration   // longest wait for the bot at one stop of a walk: 30 s
}

func (t Timing) filled() Timing {
	t.Ack = orTime(t.Ack, 3*time.Second)
	t.Ticket = orTime(t.Ticket, 30*time.Second)
	t.Trigger = orTime(t.Trigger, 3*time.Second)
	t.Ping = orTime(t.Ping, 5*time.Second)
	t.Warning = orTime(t.Warning, 10*time.Second)
	t.Lifetime = orTime(t.Lifetime, time.Hour)
	t.Rest = orTime(t.Rest, 30*time.Second)
	if t.Retries == nil {
		t.Retries = []time.Duration{0, time.Minute, 5 * time.Minute}
	}
	return t
}

func orTime(d, other time.Duration) time.Duration {
	if d == 0 {
		return other
	}
	return d
}

func (o Options) filled() Options {
	o.App = o.App.filled()
	o.Timing = o.Timing.filled()
	o.BotToken = orElse(o.BotToken, DefaultBotToken)
	o.AppToken = orElse(o.AppToken, DefaultAppToken)
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.PostsPerMinute == 0 {
		o.PostsPerMinute = 400
	}
	if o.EventsPerHour == 0 {
		o.EventsPerHour = 30_000
	}
	return o
}
