package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"throughline/internal/sandbox"
)

// restartPause is how long the bot rests before it is started again, once nothing keeps it from connecting.
const restartPause = time.Second

// keeper keeps the bot of the sandbox running. What stops it for good there, such as a token taken away from the page,
// is something that the page can give back, so the local Slack stays, with all that people wrote in it. The bot
// itself stops as it would anywhere; the keeper starts it again, as whoever runs it would.
type keeper struct {
	server *sandbox.Server
	start  func(context.Context) (*program, error)
	out    io.Writer // for whoever runs the sandbox
	told   string    // the sentence of the last stop, told once
}

// keep runs p, and what is started in its place, until ctx ends. A bot that never was connected is not started again:
// what stops it then is no fault from the page.
func (k *keeper) keep(ctx context.Context, p *program) error {
	for first := true; ; first = false {
		k.server.SetBot(p)
		met := make(chan bool, 1)
		running, stop := context.WithCancel(ctx)
		go func() { met <- p.connected(running) }()
		err := p.run(running)
		stop()
		connected := <-met
		k.server.SetBot(nil)
		k.server.SetRehearser(nil)
		if err = errors.Join(err, p.close()); ctx.Err() != nil || first && !connected {
			return err
		}
		if connected {
			k.told = ""
		}
		if p = k.again(ctx, err); p == nil {
			return nil
		}
	}
}

// again tells why the bot stopped, and starts it until that works. It returns nil where ctx ends first.
func (k *keeper) again(ctx context.Context, err error) *program {
	for {
		k.tell(err)
		for first := true; first || k.server.ShutOut(); first = false {
			select {
			case <-ctx.Done():
				return nil
			case <-time.After(restartPause):
			}
		}
		var p *program
		if p, err = k.start(ctx); err == nil {
			return p
		}
	}
}

// tell says that the bot stopped, unless it was the last thing said.
func (k *keeper) tell(err error) {
	if err == nil || err.Error() == k.told {
		return
	}
	k.told = err.Error()
	fmt.Fprintf(k.out, "The bot stopped: %v\n  The page goes on, and the bot comes back by itself. Where you chose a fault on the page, press Clear there first.\n", err)
}
