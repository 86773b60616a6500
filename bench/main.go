// Command bench measures Throughline under load beside an echo in Slack's framework for JavaScript and echoes in
// bare slack-go, on this machine alone: every app is a process of its own, and all of them speak with one stand-in
// for Slack on loopback (bench/standin). docs/performance.md holds what it printed, and what that means.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
)

// console is where a command writes: results to stdout, what it is doing to stderr.
type console struct{ stdout, stderr io.Writer }

func (c console) say(format string, args ...any) { _, _ = fmt.Fprintf(c.stderr, format+"\n", args...) }

func (c console) print(text string) error {
	_, err := io.WriteString(c.stdout, text)
	return err
}

// CLI is what bench can be asked for.
type CLI struct {
	Load   LoadCmd   `cmd:"" help:"Commands at a steady rate: the bot beside three echoes and the bare stand-in."`
	Growth GrowthCmd `cmd:"" help:"The same load on stores of a thousand to ten million entries; start and memory on each."`
	Idle   IdleCmd   `cmd:"" help:"Memory of the bot, connected and idle, with many missions stored."`
	Within string    `help:"Give up after this long." default:"20m"`
}

func main() {
	var cli CLI
	parsed := kong.Parse(&cli, kong.Name("bench"), kong.Vars{"sides": sideNames()}, kong.Description("Measures Throughline under load, on loopback alone."), kong.UsageOnError())
	within, err := time.ParseDuration(cli.Within)
	parsed.FatalIfErrorf(err)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	parsed.BindTo(ctx, (*context.Context)(nil))
	err = parsed.Run(console{stdout: os.Stdout, stderr: os.Stderr})
	cancel()
	parsed.FatalIfErrorf(err)
}
