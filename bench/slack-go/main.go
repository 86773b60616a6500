// Command slack-go is the smallest app on slack-go: it acknowledges whatever comes. With a file it appends each
// payload there and syncs it before it acknowledges.
//
// For each line on its standard input it prints how many objects and bytes it has allocated since it began.
package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime/metrics"
	"syscall"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// The client gives up for good with an error alone.
	if err := run(ctx, os.Args[1:]); ctx.Err() == nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	var file *os.File
	if len(args) > 0 {
		var err error
		if file, err = os.Create(args[0]); err != nil { //nolint:gosec // The path is that of whoever measures.
			return err
		}
	}
	go tell()
	api := slack.New(os.Getenv("SLACK_BOT_TOKEN"), slack.OptionAPIURL(os.Getenv("SLACK_API_URL")), slack.OptionAppLevelToken(os.Getenv("SLACK_APP_TOKEN")))
	client := socketmode.New(api)
	go listen(ctx, client, file)
	return client.RunContext(ctx)
}

func listen(ctx context.Context, client *socketmode.Client, file *os.File) {
	for {
		select {
		case <-ctx.Done():
			return
		case evt := <-client.Events:
			if evt.Type != socketmode.EventTypeSlashCommand {
				continue
			}
			if err := keep(file, evt.Request.Payload); err != nil {
				fmt.Fprintln(os.Stderr, err)
				continue
			}
			_ = client.AckCtx(ctx, evt.Request.EnvelopeID, nil)
		}
	}
}

func keep(file *os.File, payload []byte) error {
	if file == nil {
		return nil
	}
	if _, err := file.Write(payload); err != nil {
		return err
	}
	return file.Sync()
}

// tell prints what was allocated, once for each line on the standard input.
func tell() {
	samples := []metrics.Sample{{Name: "/gc/heap/allocs:objects"}, {Name: "/gc/heap/allocs:bytes"}}
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		metrics.Read(samples)
		_, _ = fmt.Fprintln(os.Stdout, samples[0].Value.Uint64(), samples[1].Value.Uint64())
	}
}
