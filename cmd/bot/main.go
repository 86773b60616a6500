package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // Images without a zone database still know every zone.

	"github.com/alecthomas/kong"

	"throughline/internal/config"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// A second signal ends the program at once.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], os.LookupEnv, os.Stdout, os.Stderr))
}

// commandLine is the command line as kong reads it: a field a subcommand, each in the file of its name.
type commandLine struct {
	Run       RunCmd       `cmd:"" help:"Connect to Slack and run until stopped."`
	Sandbox   SandboxCmd   `cmd:"" help:"Try everything in a local stand-in for Slack, without an account."`
	Doctor    DoctorCmd    `cmd:"" help:"Check settings, tokens, sockets, store, key, backups and clock, and say what to mend."`
	Health    HealthCmd    `cmd:"" help:"Ask the bot that runs on this machine how it is."`
	Manifest  ManifestCmd  `cmd:"" help:"Print the manifest of the Slack app, for pasting into Slack."`
	Check     CheckCmd     `cmd:"" help:"Verify every page, record, index and reference of the store, and that private words open."`
	Keys      KeysCmd      `cmd:"" help:"Make, rotate and check the keys that seal private words."`
	Questions QuestionsCmd `cmd:"" help:"List the questions that are asked, and check a file of your own."`
	Nudges    NudgesCmd    `cmd:"" help:"Look at how questions were chosen, and whether they help."`
	Backup    BackupCmd    `cmd:"" help:"Write a backup of the store, also while the bot runs."`
	Restore   RestoreCmd   `cmd:"" help:"Put a backup in the place of the store, while the bot is stopped; what was there is kept."`
	Export    ExportCmd    `cmd:"" help:"Write the store as lines of JSON, also while the bot runs."`
	Import    ImportCmd    `cmd:"" help:"Fill an empty store with an export, while the bot is stopped."`
	Migrate   MigrateCmd   `cmd:"" help:"Bring everything from one store into another, while the bot is stopped."`
	Purge     PurgeCmd     `cmd:"" help:"Delete everything that is kept of the workspace, after the bot was uninstalled."`
	Licenses  LicensesCmd  `cmd:"" help:"Print which libraries the program is made of, and their licences."`
	Version   VersionCmd   `cmd:"" help:"Print the version."`
}

// console is what a subcommand has of the world besides its flags.
type console struct {
	env    func(string) (string, bool)
	stdout io.Writer
	stderr io.Writer
	// after is run when the command is over, also when it failed. It may be nil.
	after func()
}

// Exit codes: a misused command line is told apart from a command that failed.
const (
	exitOK     exit = 0
	exitFailed exit = 1
	exitUsage  exit = 2
)

// exit is an error that has been told already and only sets the exit code.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// run is the whole program: it reads args, runs one subcommand and returns the exit code.
func run(ctx context.Context, args []string, env func(string) (string, bool), stdout, stderr io.Writer) int {
	if len(args) == 0 {
		args = []string{"--help"}
	}
	if err := refuseSecrets(args); err != nil {
		fmt.Fprintf(stderr, "bot: %v.\n", err)
		return int(exitUsage)
	}
	command, err := parse(args, stdout, stderr)
	if err == nil {
		command.BindTo(ctx, (*context.Context)(nil))
		con := &console{env: env, stdout: stdout, stderr: stderr}
		err = command.Run(con)
		if con.after != nil {
			con.after()
		}
	}
	return int(tell(err, stderr))
}

// parse reads the command line. kong prints the help by itself and then asks to exit, from which there
// is no way back but a panic.
func parse(args []string, stdout, stderr io.Writer) (command *kong.Context, err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case exit:
			err = r
		default:
			panic(r)
		}
	}()
	parser, err := kong.New(&commandLine{},
		kong.Name("bot"),
		kong.Description("Throughline keeps a team's mission in view, from its beginning to its end, and coaches the people in it."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { panic(exit(code)) }),
	)
	if err != nil {
		return nil, fmt.Errorf("read the command line: %w", err)
	}
	command, err = parser.Parse(args)
	if err != nil {
		fmt.Fprintf(stderr, "bot: %v\nbot --help shows what there is.\n", err)
		return nil, exitUsage
	}
	return command, nil
}

// tell prints what went wrong and returns the exit code for it.
func tell(err error, stderr io.Writer) exit {
	var code exit
	var mistakes config.Mistakes
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &code):
		return code
	case errors.As(err, &mistakes):
		fmt.Fprintf(stderr, "The settings cannot be used as they are:\n%v\n", mistakes)
	default:
		fmt.Fprintf(stderr, "bot: %v\n", err)
	}
	return exitFailed
}
