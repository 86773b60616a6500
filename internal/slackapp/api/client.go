package api

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
)

// defaultPostsPerMinute is within the "several hundred" a minute that Slack
// allows a workspace.
const defaultPostsPerMinute = 300

// Options say how to reach Slack. Only BotToken is required.
type Options struct {
	BotToken string
	// APIURL is the base of the Web API and ends in a slash. Default: Slack's.
	APIURL string
	// HTTPClient must not repeat posts on its own; the standard one does not.
	HTTPClient *http.Client
	Logger     *slog.Logger
	// PostsPerMinute bounds the messages of the whole workspace, by default 300.
	PostsPerMinute int
	// Now is the clock of pauses and rates, by default the real one.
	Now func() time.Time
	// Observe is told of each call that went out; nil counts nothing. It must return at once.
	Observe func(Call)
}

// Client calls Slack's Web API. Its methods may be used concurrently, wait for
// their turn as long as ctx allows, and fail with an *Error.
type Client struct {
	slack *slack.Client
	wire  wire
	url   string
	token string
	log   *slog.Logger
	pace  *pace
	// observe is told of each call; dead says that Slack took the token for dead when it last answered.
	observe func(Call)
	dead    atomic.Bool
	mood    mood

	mu   sync.Mutex
	self Identity
}

// New returns a client.
func New(opts Options) *Client {
	if opts.APIURL == "" {
		opts.APIURL = slack.APIURL
	}
	if opts.Logger == nil {
		opts.Logger = slog.New(slog.DiscardHandler)
	}
	if opts.PostsPerMinute <= 0 {
		opts.PostsPerMinute = defaultPostsPerMinute
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Observe == nil {
		opts.Observe = func(Call) {}
	}
	w := newWire(opts.HTTPClient, opts.Now)
	return &Client{
		slack: slack.New(opts.BotToken, slack.OptionAPIURL(opts.APIURL), slack.OptionHTTPClient(w)),
		wire:  w, url: opts.APIURL, token: opts.BotToken,
		log:  opts.Logger.With("component", "slack_api"),
		pace: newPace(opts.PostsPerMinute, opts.Now), observe: opts.Observe,
	}
}

// SetPostsPerMinute changes the bound of [Options].PostsPerMinute; 0 means the default.
func (c *Client) SetPostsPerMinute(n int) {
	if n <= 0 {
		n = defaultPostsPerMinute
	}
	c.pace.setPosts(n)
}

// call waits for the turn of method, bounds f in time and orders its error.
// channel is where a message is posted, else empty.
func (c *Client) call(ctx context.Context, method, channel string, f func(context.Context) error) error {
	if err := c.pace.wait(ctx, method, channel); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	start := time.Now()
	err := f(ctx)
	if err == nil {
		c.answered(method, 0, start)
		c.mood.note(nil, c.pace.now())
		return nil
	}
	e := fault(ctx, method, err)
	c.answered(method, e.Class, start)
	c.mood.note(e, c.pace.now())
	if e.Class == RateLimited {
		c.pace.pause(e)
	}
	c.note(e)
	return e
}

// note logs what an operator should know of.
func (c *Client) note(e *Error) {
	level := slog.LevelDebug
	switch e.Class {
	case TokenDead, Config, Bug:
		level = slog.LevelError
	case RateLimited, Doubt, Transient:
		level = slog.LevelWarn
	}
	c.log.Log(context.Background(), level, "a call failed", "method", e.Method, "class", e.Class.String(),
		"code", e.Code, "error", e)
}

// Identity is who the bot is.
type Identity struct {
	UserID, BotID    string
	TeamID, TeamName string
	EnterpriseID     string
	URL              string
	// Scopes are those of the bot token, as Slack lists them in a header; empty if it does not.
	Scopes string
}

// AuthTest checks the token and tells who the bot is.
func (c *Client) AuthTest(ctx context.Context) (Identity, error) {
	var id Identity
	err := c.call(ctx, "auth.test", "", func(ctx context.Context) error {
		resp, err := c.slack.AuthTestContext(ctx)
		if err != nil {
			return err
		}
		if resp.UserID == "" || resp.TeamID == "" {
			return errUnreadable
		}
		id = Identity{
			UserID: resp.UserID, BotID: resp.BotID, TeamID: resp.TeamID, TeamName: resp.Team,
			EnterpriseID: resp.EnterpriseID, URL: resp.URL, Scopes: resp.Header.Get("X-OAuth-Scopes"),
		}
		return nil
	})
	if err != nil {
		return Identity{}, err
	}
	c.mu.Lock()
	c.self = id
	c.mu.Unlock()
	return id, nil
}

// identity returns who the bot is, asking once.
func (c *Client) identity(ctx context.Context) (Identity, error) {
	c.mu.Lock()
	self := c.self
	c.mu.Unlock()
	if self.UserID != "" {
		return self, nil
	}
	return c.AuthTest(ctx)
}
