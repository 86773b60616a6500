package crashtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"

	"throughline/internal/seal"
)

// Options say how often, how and over what the program is killed.
type Options struct {
	Binary string // from [Build]
	Dir    string // for settings and temporary files
	Store  Store
	Copies int // that run side by side; 0 means one
	Kills  int
	// For ends the killing after this time, whatever Kills says; 0 means no such bound.
	For  time.Duration
	Seed uint64
	// Real runs `bot run` on this machine's clock, as an operator does. What a death leaves in doubt then takes minutes
	// to be resolved. Otherwise the program runs on the clock of the local Slack, which nights pass on.
	Real bool
	// Progress is told how far it is; nil tells nobody.
	Progress io.Writer
	// Trouble is called after each death with the number of deaths so far, to do something else to the program; nil does
	// nothing.
	Trouble func(deaths int)
	// Calm ends every trouble, before the end; nil has none to end.
	Calm func()
}

// virtualStart is where the clock of the local Slack begins: a Tuesday morning within everybody's hours.
var virtualStart = time.Date(2026, time.November, 24, 9, 30, 0, 0, time.UTC)

const (
	// dayLeft is how long after virtualStart the clock may go on before the hours of questions are over.
	dayLeft = 6 * time.Hour
	// lives are how long a process lives before it is killed, at least and at most.
	shortLife, longLife, longestLife = 100 * time.Millisecond, 300 * time.Millisecond, time.Second
	// patience is how long a process may take to connect and to stop.
	patience = 20 * time.Second
)

// trial is one run of the harness.
type trial struct {
	Options
	slack    *slack
	crowd    *crowd
	ledger   *ledger
	cast     *cast
	sealer   *seal.Sealer
	chance   *rand.Rand
	env      []string
	settings string
	copies   []*process
	launched int
	night    time.Duration // how long a death lasts at most, on the virtual clock
	lives    []life        // how long it lasted between them
	report   Report
}

// Run kills the program as often as Options say, and judges what is left. Its error names everything that is wrong.
func Run(ctx context.Context, o Options) (Report, error) {
	t := &trial{Options: o, ledger: newLedger(), chance: rand.New(rand.NewPCG(o.Seed, 7))} //nolint:gosec // G404: a draw that can be repeated, no secret.
	t.Copies = max(t.Copies, 1)
	t.report.Seed = o.Seed
	start := time.Now()
	err := t.prepare(ctx)
	if err == nil {
		defer t.slack.close()
		err = t.kills(ctx)
	}
	for _, p := range t.copies {
		_ = p.kill() // Whatever is left after an error.
	}
	t.report.Took = time.Since(start)
	return t.report, err
}

// prepare makes the store with everything in it, the settings and the local Slack.
func (t *trial) prepare(ctx context.Context) error {
	key := seal.NewKey()
	var err error
	if t.sealer, err = seal.New(key); err != nil {
		return err
	}
	t.env = append([]string{"THROUGHLINE_KEY=" + key.Reveal()}, t.Store.Env()...)
	readers, within := min(max(t.Kills/3, 8), 120), dayLeft/2
	t.night = min(dayLeft/2/time.Duration(max(t.Kills, 1)), 3*time.Minute)
	within = min(within, t.night/2*time.Duration(t.Kills))
	begin := virtualStart
	if t.Real {
		begin, within = time.Time{}, time.Minute
	}
	if t.slack, err = newSlack(ctx, begin, people(readers)); err != nil {
		return err
	}
	store, err := t.Store.Open()
	if err != nil {
		t.slack.close()
		return err
	}
	t.cast, err = seed(ctx, t.slack, store, readers, within)
	if err = errors.Join(err, store.Close()); err != nil {
		t.slack.close()
		return err
	}
	t.crowd = &crowd{slack: t.slack, ledger: t.ledger, cast: t.cast, pause: 60 * time.Millisecond, answered: map[string]bool{}}
	if t.Real {
		t.crowd.pause = 3 * time.Second // Slack takes one message a second in a channel.
	}
	return t.writeSettings()
}

func (t *trial) writeSettings() error {
	env := t.slack.server.Env()
	text := t.Store.Settings() + "[nudges]\nposts_per_minute = 1000\n[limits]\nper_person = 0\n[log]\nlevel = \"warn\"\n"
	if t.Real {
		text += fmt.Sprintf("[slack]\napi_url = %q\n", env.APIURL)
		t.env = append(t.env, "SLACK_BOT_TOKEN="+env.BotToken, "SLACK_APP_TOKEN="+env.AppToken)
	}
	t.settings = filepath.Join(t.Dir, "throughline.toml")
	return os.WriteFile(t.settings, []byte(text), 0o600)
}

// args is the command line of a copy.
func (t *trial) args() []string {
	if t.Real {
		return []string{"run", "--config", t.settings}
	}
	return []string{"sandbox", "--bot-only", "--slack", t.slack.url, "--config", t.settings, "--verbose"}
}

func (t *trial) start() error {
	for len(t.copies) < t.Copies {
		env := t.env
		if of, ok := t.Store.(interface{ EnvOf(n int) []string }); ok {
			env = append(slices.Clone(env), of.EnvOf(t.launched)...)
		}
		t.launched++
		p, err := launch(t.Binary, t.Dir, env, t.args())
		if err != nil {
			return err
		}
		t.copies = append(t.copies, p)
	}
	return nil
}

// kills lets people act while the program dies and comes back, and judges the end.
func (t *trial) kills(ctx context.Context) error {
	acting, stop := context.WithCancel(ctx)
	defer stop()
	if err := t.start(); err != nil {
		return err
	}
	if err := t.connected(ctx); err != nil {
		return err
	}
	t.crowd.act(acting, t.Seed)
	if !t.Real {
		t.crowd.wg.Go(func() { t.hurries(acting) })
	}
	began, told := time.Now(), time.Now()
	for t.report.Kills < t.Kills && (t.For == 0 || time.Since(began) < t.For) && ctx.Err() == nil {
		if err := t.die(ctx); err != nil {
			stop()
			t.crowd.wg.Wait()
			return fmt.Errorf("death %d, seed %d: %w", t.report.Kills, t.Seed, err)
		}
		if t.Progress != nil && time.Since(told) > 2*time.Second {
			told = time.Now()
			fmt.Fprintf(t.Progress, "killed %d of %d times, %d things done\n", t.report.Kills, t.Kills, t.ledger.begun())
		}
	}
	stop()
	t.crowd.wg.Wait()
	if t.Calm != nil {
		t.Calm()
	}
	if err := errors.Join(ctx.Err(), t.start()); err != nil {
		return err
	}
	return t.end(ctx)
}

// die kills one copy at a moment, looks at what it left, lets time pass, and starts it again.
func (t *trial) die(ctx context.Context) error {
	victim := t.chance.IntN(len(t.copies))
	p := t.copies[victim]
	began := t.clock()
	asked := false
	switch t.chance.IntN(10) {
	case 0: // while it starts
		t.report.Starting++
		sleep(ctx, time.Duration(t.chance.Int64N(int64(40*time.Millisecond))))
	case 1: // while it stops
		t.report.Stopping++
		t.up(ctx, p)
		sleep(ctx, t.life())
		if err := p.alive(); err != nil {
			return err
		}
		asked = true
		p.term()
		sleep(ctx, time.Duration(t.chance.Int64N(int64(30*time.Millisecond))))
	default:
		t.up(ctx, p)
		sleep(ctx, t.life())
	}
	if err := p.kill(); err != nil && !asked {
		return err // One that was asked to stop may be quicker than the kill.
	}
	t.report.Kills++
	t.lives = append(t.lives, life{began, t.clock()})
	if err := t.ages(ctx, p); err != nil {
		return err
	}
	t.copies = append(t.copies[:victim], t.copies[victim+1:]...)
	if found := p.out.troubles(); len(found) > 0 {
		return fmt.Errorf("the program wrote %q", found)
	}
	if t.Trouble != nil {
		t.Trouble(t.report.Kills)
	}
	if err := t.check(ctx); err != nil {
		return err
	}
	if err := t.pass(); err != nil {
		return err
	}
	return t.start()
}

// ages lets the others take a copy for dead at once: what lives on the clock of the local Slack does not wait for the
// database's, by which it takes 20 s.
func (t *trial) ages(ctx context.Context, p *process) error {
	store, ok := t.Store.(interface {
		Ages(ctx context.Context, pid int) error
	})
	if !ok || t.Real {
		return nil
	}
	return store.Ages(ctx, p.cmd.Process.Pid)
}

// longReal is how long a copy among others lives at most on this machine's clock: long enough for one that is cut off to be
// taken for dead.
const longReal = 30 * time.Second

// mostStart is how long a start may take before a life begins all the same: a copy that is cut off connects to nothing.
const mostStart = 2 * time.Second

// up waits until a process has connected, from when on it has a life to lose, however busy the machine is.
func (t *trial) up(ctx context.Context, p *process) {
	for deadline := time.Now().Add(mostStart); !t.isUp(p) && !p.ended() && time.Now().Before(deadline); {
		if !sleep(ctx, 5*time.Millisecond) {
			return
		}
	}
}

func (t *trial) isUp(p *process) bool {
	if !t.Real {
		return p.out.says("connected")
	}
	var state struct{ Bot struct{ Connected bool } }
	return t.slack.control("state?as=U0ANA00001", nil, &state) == nil && state.Bot.Connected
}

func (t *trial) life() time.Duration {
	if t.Real && t.Copies > 1 {
		return time.Second + time.Duration(t.chance.Int64N(int64(longReal)))
	}
	if t.chance.IntN(10) == 0 {
		return longestLife // in which what is less urgent has its turn too
	}
	return shortLife + time.Duration(t.chance.Int64N(int64(longLife-shortLife)))
}

// hurries lets the clock run faster, so that the pace of posts that Slack allows bounds nobody.
func (t *trial) hurries(ctx context.Context) {
	for sleep(ctx, 50*time.Millisecond) {
		_ = t.slack.passes(time.Second) // It fails with the sandbox, which others notice.
	}
}

// pass lets a part of the night pass while a copy is dead.
func (t *trial) pass() error {
	if t.Real {
		return nil
	}
	return t.slack.passes(time.Second + time.Duration(t.chance.Int64N(int64(t.night))))
}

// check looks over the store after a death.
func (t *trial) check(ctx context.Context) error {
	store, err := t.Store.Open()
	if err != nil {
		return fmt.Errorf("the store after a death: %w", err)
	}
	err = store.Check(ctx)
	t.report.Checks++
	return errors.Join(err, store.Close())
}

// connected waits until every copy has a socket.
func (t *trial) connected(ctx context.Context) error {
	deadline := time.Now().Add(patience)
	for {
		up := 0
		for _, p := range t.copies {
			if err := p.alive(); err != nil {
				return err
			}
			if t.Real || p.out.says("connected") {
				up++
			}
		}
		var state struct{ Bot struct{ Connected bool } }
		if err := t.slack.control("state?as=U0ANA00001", nil, &state); err != nil {
			return err
		}
		if up == len(t.copies) && state.Bot.Connected {
			return nil
		}
		if time.Now().After(deadline) || !sleep(ctx, 10*time.Millisecond) {
			return fmt.Errorf("the program did not connect:\n%s", t.copies[0].out.text())
		}
	}
}

// end gives the program the time to finish what was on its way, stops it, and judges.
func (t *trial) end(ctx context.Context) error {
	for round := 0; ; round++ {
		if err := t.finish(ctx); err != nil {
			return err
		}
		store, err := t.Store.Open()
		if err != nil {
			return err
		}
		left, err := t.unfinished(ctx, store)
		if err == nil && left > 0 && round < 20 {
			if err := errors.Join(store.Close(), t.start()); err != nil {
				return err
			}
			continue
		}
		err = errors.Join(err, store.Check(ctx), t.judge(ctx, store))
		return errors.Join(err, store.Close())
	}
}

// finish lets a while pass and stops every copy in order.
func (t *trial) finish(ctx context.Context) error {
	if err := t.connected(ctx); err != nil {
		return err
	}
	switch {
	case t.Real:
		sleep(ctx, 20*time.Second)
	default:
		if err := t.drain(ctx); err != nil {
			return err
		}
		if t.crowd.answer(ctx, true) > 0 {
			if err := t.drain(ctx); err != nil {
				return err
			}
		}
	}
	var wrong error
	for _, p := range t.copies {
		wrong = errors.Join(wrong, p.stop(patience))
		if found := p.out.troubles(); len(found) > 0 {
			wrong = errors.Join(wrong, fmt.Errorf("the program wrote %q", found))
		}
	}
	t.copies = nil
	return wrong
}

// mostDrained is how long the program may take to send what waits after hundreds of deaths, in real time.
const mostDrained = 5 * time.Minute

// drain lets everything go out that waits, and ten minutes pass after it: doubt is looked up after two minutes, twice
// half a minute apart, and the events that nobody took come again.
func (t *trial) drain(ctx context.Context) error {
	hurrying, stop := context.WithTimeout(ctx, mostDrained)
	defer stop()
	go func() { t.rested(hurrying); stop() }() // While much waits, the clock would stand until it is out.
	t.hurries(hurrying)
	var err error
	for deadline := time.Now().Add(mostDrained); time.Now().Before(deadline); {
		if err = t.slack.walks(10 * time.Minute); err == nil {
			return nil
		}
	}
	return fmt.Errorf("%w:\n%s", err, t.copies[0].out.text())
}

// rested waits until the program has nothing to do.
func (t *trial) rested(ctx context.Context) {
	var state struct{ Bot struct{ Rested bool } }
	for n := 0; n < 3 && sleep(ctx, 100*time.Millisecond); n++ {
		if t.slack.control("state?as=U0ANA00001", nil, &state) != nil || !state.Bot.Rested {
			n = -1
		}
	}
}

// clock is the time by which the program lives.
func (t *trial) clock() time.Time { return t.slack.server.Clock().Now() }
