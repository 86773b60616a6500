package showcase

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Play is where and how a story is played.
type Play struct {
	URL      string              // of the local Slack, without a path
	Ends     time.Time           // the story's clock stands here at the end; the story ends by it, less than a week before
	Progress func(day time.Time) // hears of each day that begins; may be nil
	Patience time.Duration       // how long something that has to come is waited for; default ten seconds
}

// player plays one story.
type player struct {
	Play
	client
	script *Script
	monday time.Time
	people map[string]string // ids by name
	app    string            // its user id
}

// pause is how much of the story's time an act takes: long enough for what it leads to, edits included.
const pause = 20 * time.Second

// Play plays the story through the control interface. Its errors are Faults that name the line.
func (s *Script) Play(ctx context.Context, play Play) error {
	if play.Patience == 0 {
		play.Patience = 10 * time.Second
	}
	p := &player{
		Play: play, client: client{strings.TrimRight(play.URL, "/"), http.DefaultClient},
		script: s, monday: s.firstMonday(play.Ends), people: map[string]string{},
	}
	if err := p.meet(ctx); err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	for _, scene := range s.scenes {
		if err := p.play(ctx, scene); err != nil {
			return err
		}
	}
	return p.goTo(ctx, play.Ends)
}

// firstPerson is whom the client's list of people is asked for as: she is an admin and sees everyone.
const firstPerson = "U0ANA00001"

// meet learns who there is.
func (p *player) meet(ctx context.Context) error {
	state, err := p.get(ctx, "state", url.Values{"as": {firstPerson}})
	if err != nil {
		return err
	}
	p.app = text(part(state, "app"), "user_id")
	for _, u := range list(state, "users") {
		p.people[text(u, "display_name")] = text(u, "id")
	}
	return nil
}

func (p *player) play(ctx context.Context, s scene) error {
	at := s.at.on(p.monday)
	if p.Progress != nil {
		p.Progress(at)
	}
	if err := p.goTo(ctx, at); err != nil {
		return &Fault{p.script.name, s.line, err}
	}
	for _, a := range s.acts {
		for _, name := range a.who {
			if err := p.do(ctx, name, a); err != nil {
				return &Fault{p.script.name, a.line, err}
			}
		}
	}
	return nil
}

// goTo walks the clock on, so that whatever falls due on the way comes. A scene that took longer than planned runs on.
func (p *player) goTo(ctx context.Context, at time.Time) error {
	_, err := p.post(ctx, "clock", object{"to": at.UTC().Format(time.RFC3339)})
	if r, ok := errors.AsType[*refused](err); ok && r.code == "backwards" {
		return nil
	}
	return err
}

// rest lets what an act leads to happen.
func (p *player) rest(ctx context.Context) error {
	_, err := p.post(ctx, "clock", object{"advance": pause.String()})
	return err
}

// pass lets the same time go by where the app has no part in what was done.
func (p *player) pass(ctx context.Context) error {
	_, err := p.post(ctx, "clock", object{"advance": pause.String(), "walk": false})
	return err
}

func (p *player) do(ctx context.Context, name string, a act) error {
	id := p.people[name]
	if id == "" {
		return fmt.Errorf("nobody is called %s", name)
	}
	me := person{player: p, id: id}
	if err := me.does(ctx, a); err != nil {
		return fmt.Errorf("%s %s: %w", name, a.verb, err)
	}
	switch {
	case a.verb == "reads":
		return nil
	case a.amongPeople():
		return p.pass(ctx)
	default:
		return p.rest(ctx)
	}
}

// amongPeople reports whether an act is no business of the app's: what people write and react with in channels.
func (a act) amongPeople() bool {
	typed := a.verb == "answers" || a.verb == "says" && !strings.HasPrefix(a.text, "/")
	return a.verb == "reacts" || typed && a.place != "@app"
}

func (p *player) days(text string) string { return withDays(text, p.monday) }

// await looks again and again until what is wanted is there, or there is no patience left.
func (p *player) await(ctx context.Context, look func() error) error {
	for deadline := time.Now().Add(p.Patience); ; {
		err := look()
		if err == nil || time.Now().After(deadline) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(lookEvery):
		}
	}
}

const lookEvery = 10 * time.Millisecond
