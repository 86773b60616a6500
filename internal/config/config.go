// Package config reads the settings: a TOML file for what may be seen, the environment for secrets.
//
// Every mistake is reported at once, with its line and how to mend it, see [Mistakes]. A key that is
// not known is a mistake, because a setting that is silently ignored is worse than none. A setting is
// one row of the table in keys.go; its default stands in [Default] and in config.example.toml, which
// a test keeps alike.
package config

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
)

// DefaultFile is read when no file is named, if it is there.
const DefaultFile = "throughline.toml"

// Config is everything that an operator can set. The zero value is of no use; see [Default].
type Config struct {
	Store  Store
	Slack  Slack
	Log    Log
	Texts  Texts
	Nudges Nudges
	// Questions are those of the team's own.
	Questions Questions
	Keep      Keep
	Limits    Limits
	Metrics   Metrics
	Stop      Stop
	// Holidays are the calendars that the team lists for itself.
	Holidays []Holiday

	// Key seals private words. When it is not set the file at [Config.KeyFile] holds the key.
	Key Secret
	// KeyFrom names where Key stands, for sentences: a variable, or the file that one names. It is empty without Key.
	KeyFrom string

	// Database is the URL of the PostgreSQL database, for [Postgres].
	Database Secret

	// File is the file that was read, empty when there was none.
	File string
	// Set counts the settings given in the file and the environment.
	Set int
}

// Drivers of the store.
const (
	// Bolt keeps everything in one file, which one process has to itself.
	Bolt = "bolt"
	// Postgres keeps it in a database, which several copies of the bot may share.
	Postgres = "postgres"
)

// Store says where missions are kept.
type Store struct {
	// Driver is [Bolt] or [Postgres].
	Driver string
	// Path of the database, relative to the working directory. With [Postgres] nothing is there; what else
	// stands beside the store lies in its folder all the same.
	Path string
	// MaxConnections is how many connections to PostgreSQL one copy of the bot holds at most.
	MaxConnections int
	// KeyFile is the path of the key's file, empty for the default of [Config.KeyFile].
	KeyFile string
	// Socket is the path on which a running bot answers its operator, empty for the default of [Config.SocketFile].
	Socket string
	// Backups is the folder of the backups, empty for the default of [Config.BackupsFolder].
	Backups string
}

// Slack says how to reach Slack.
type Slack struct {
	BotToken Secret
	AppToken Secret
	// APIURL is the base of the Web API and ends in a slash.
	APIURL string
	// Sockets is how many connections are held at once. With two, one stays while the other is
	// refreshed; Slack allows ten for an app.
	Sockets int
}

// Log says what the program writes about itself.
type Log struct {
	// Format is "text", "json" or "auto": text on a terminal, else JSON.
	Format string
	Level  slog.Level
}

// Texts are the parts of messages that belong to the team.
type Texts struct {
	// SupportContact is shown in the help, in the team's own words. Empty shows none.
	SupportContact string
	// HelpContact is whom somebody can turn to whose words sound heavy, as the end of the sentence "Please
	// talk with a person you trust, or …". Empty names nobody.
	HelpContact string
	// Marks puts a small sign before each kind of entry.
	Marks bool
}

// Nudges sets the pace of what the bot sends by itself.
type Nudges struct {
	// PostsPerMinute is the most that is posted to the workspace in a minute.
	PostsPerMinute int
	// Questions, Digest, Reflections and Rounds are when these come in new missions, as cron lines, or empty where
	// nothing is set.
	Questions, Digest, Reflections, Rounds string
}

// Questions says where a team's own questions stand.
type Questions struct {
	// File is the path of the team's own file, relative to the working directory. Empty asks from the program's
	// questions alone.
	File string
}

// Keep says how long things are kept.
type Keep struct {
	// PrivateDays is for how many days the private words of somebody wait whose account was closed.
	PrivateDays int
	// MessageDays is for how many days the bot knows its messages once they were sent.
	MessageDays int
}

// Limits says how much one person may cause.
type Limits struct {
	// PerPerson is how generous the limits for each person are: 1 is as documented, 2 twice as much, 0 means none.
	PerPerson int
}

// Metrics says where the bot tells how it is.
type Metrics struct {
	// Address is where /metrics, /healthz and /readyz are served, a host and a port; empty serves nothing.
	Address string
	// Profiles serves the profiles of the Go runtime there as well.
	Profiles bool
}

// Stop says how the bot ends.
type Stop struct {
	// Seconds bounds how long what is under way is waited for, once the bot was told to stop.
	Seconds int
}

// Default returns the settings of an operator who sets nothing.
func Default() Config {
	return Config{
		Store:   Store{Driver: Bolt, Path: "throughline.db", MaxConnections: 10},
		Slack:   Slack{APIURL: "https://slack.com/api/", Sockets: 2},
		Log:     Log{Format: "auto", Level: slog.LevelInfo},
		Texts:   Texts{Marks: true},
		Nudges:  Nudges{PostsPerMinute: 300},
		Keep:    Keep{PrivateDays: 30, MessageDays: 90},
		Limits:  Limits{PerPerson: 1},
		Metrics: Metrics{Address: "127.0.0.1:9464"},
		Stop:    Stop{Seconds: 20},
	}
}

// KeyFile returns the path of the file that holds the key when [Config.Key] is not set: the one that
// was named, else throughline.key beside the store.
func (c Config) KeyFile() string {
	if c.Store.KeyFile != "" {
		return c.Store.KeyFile
	}
	return filepath.Join(filepath.Dir(c.Store.Path), "throughline.key")
}

// ErasedFile returns the path of the journal of those who were forgotten: throughline.erased beside the
// store.
func (c Config) ErasedFile() string {
	return filepath.Join(filepath.Dir(c.Store.Path), "throughline.erased")
}

// SocketFile returns the path of the socket on which a running bot answers its operator: the one that was named, else
// throughline.sock beside the store.
func (c Config) SocketFile() string {
	if c.Store.Socket != "" {
		return c.Store.Socket
	}
	return filepath.Join(filepath.Dir(c.Store.Path), "throughline.sock")
}

// BackupsFolder returns the folder into which backups go where no other is named, and in which they are looked for: the
// one that was named, else backups beside the store.
func (c Config) BackupsFolder() string {
	if c.Store.Backups != "" {
		return c.Store.Backups
	}
	return filepath.Join(filepath.Dir(c.Store.Path), "backups")
}

// Load reads the file at path and the environment, which env looks up as [os.LookupEnv] does. With an
// empty path it reads the file that THROUGHLINE_CONFIG names, or else [DefaultFile], which may be missing. The error is [Mistakes]; the configuration
// then holds what could be read, with defaults for the rest, so that doctor can look further.
func Load(path string, env func(string) (string, bool)) (Config, error) {
	c := Default()
	if name, _ := env(envSettings); path == "" {
		path = strings.TrimSpace(name)
	}
	found := c.readFile(path)
	found = append(found, c.readEnvironment(env)...)
	found = append(found, c.shared(found)...)
	return c, found.err()
}

func (c *Config) readFile(path string) Mistakes {
	name := path
	if name == "" {
		name = DefaultFile
	}
	text, err := os.ReadFile(name)
	if path == "" && errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	c.File = name
	if err != nil {
		return Mistakes{{
			File:  name,
			Wrong: fmt.Sprintf("it cannot be read: %v", cause(err)),
			Mend:  "Name a file that this program may read with --config.",
		}}
	}
	return c.readTOML(name, text)
}

// cause strips the operation and the path, which stand before it in our own sentence.
func cause(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}
