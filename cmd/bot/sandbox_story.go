package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"throughline/internal/sandbox"
	"throughline/internal/showcase"
)

// storyEnds is where the clock stands after the story, unless --clock says otherwise: a Tuesday, at 09:12 in Lisbon.
var storyEnds = time.Date(2026, time.November, 24, 9, 12, 0, 0, time.UTC)

// story returns the story to begin with, or nil where the team shall have none.
func (c SandboxCmd) story() (*showcase.Script, error) {
	switch {
	case c.StoryFile != "":
		f, err := os.Open(c.StoryFile)
		if err != nil {
			return nil, fmt.Errorf("--story-file: %w", err)
		}
		script, err := showcase.Parse(c.StoryFile, f)
		return script, errors.Join(err, f.Close())
	case c.Story:
		return showcase.Refunds()
	}
	return nil, nil
}

// checkStory holds the flags about a story to making sense with the others.
func (c SandboxCmd) checkStory() error {
	if !c.tellsStory() {
		return nil
	}
	if c.SlackOnly || c.BotOnly {
		return errors.New("a story needs the local Slack and the bot in one process: leave --slack-only and --bot-only out")
	}
	if c.Data != "" {
		if _, err := os.Stat(filepath.Join(c.Data, storeName)); !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("a story begins with an empty store, and %s has one: name another folder with --data", c.Data)
		}
	}
	_, err := c.story()
	return err
}

func (c SandboxCmd) tellsStory() bool { return c.Story || c.StoryFile != "" }

// gettingReady is what the page says until the story is told.
const gettingReady = "Getting the story ready"

// clockBegins is where the clock of the local Slack stands at first.
func (c SandboxCmd) clockBegins() (time.Time, error) {
	start, err := c.start()
	if err != nil {
		return start, err
	}
	script, err := c.story()
	if err != nil || script == nil {
		return start, err
	}
	return script.Begins(storyEnd(start)), nil
}

// storyEnd is when a story ends, given where --clock shall stand.
func storyEnd(start time.Time) time.Time {
	if start.IsZero() {
		return storyEnds
	}
	return start
}

// tell plays the story to its end, where there is one, and shows on the page how far it is.
func (c SandboxCmd) tell(ctx context.Context, out io.Writer, server *sandbox.Server, url string) error {
	defer server.SetTries(c.tries()) // what the story does counts as nobody's trying
	script, err := c.story()
	if err != nil || script == nil {
		return err
	}
	start, err := c.start()
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Getting the story ready. The page is there already: %s\n", url)
	began := time.Now()
	err = script.Play(ctx, showcase.Play{URL: url, Ends: storyEnd(start), Progress: func(day time.Time) {
		server.SetPreparing(gettingReady + ": " + day.Format("Monday 2 January"))
	}})
	if ctx.Err() != nil {
		return nil // Whoever stops the program while it is told wants no error.
	}
	if err != nil {
		return fmt.Errorf("the story cannot be told: %w", err)
	}
	server.SetPreparing("")
	fmt.Fprintf(out, "  story   six weeks, told in %s\n", time.Since(began).Round(100*time.Millisecond))
	return nil
}
