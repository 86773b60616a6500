package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"throughline/internal/config"
	"throughline/internal/erased"
	"throughline/internal/questions"
	"throughline/internal/seal"
)

// ErrInUse is what [Input.Inside] returns when another process has the store open and tells nothing of it.
var ErrInUse = errors.New("the store is in use by another process")

// Asker asks Slack; [Client] is one.
type Asker interface {
	// Call calls a method of the Web API without arguments.
	Call(ctx context.Context, method string, token config.Secret) Answer
	// Open asks for the address of a connection, and dials it if it is told to.
	Open(ctx context.Context, token config.Secret, dial bool) (Answer, Hello)
}

// Input is what [Look] looks at.
type Input struct {
	Config config.Config
	// Settings is the error with which the configuration was loaded, if any.
	Settings error
	// Unusable says what else keeps the bot from starting with them, a line each, or is nil.
	Unusable error
	Slack    Asker
	// Inside tells of the store that is there without changing it: as the bot that runs on it says, or by opening it. For
	// a store in a file it is not called when there is none yet.
	Inside func(ctx context.Context) (Inside, error)
	// Secrets are the paths of the files that hold tokens, keys or the database's address.
	Secrets []string
	// Room returns how many bytes are left on the disk of a folder, below zero where that is not known.
	Room func(folder string) int64
	// Backup returns when the last backup was made, and the zero time where none was found. Backups is the folder in which
	// they are looked for.
	Backup  func() time.Time
	Backups string
	// Left is what commands left beside the store. What they left inside of it Inside tells.
	Left []Leftover
	Now  time.Time
}

// Facts are what was found, before any judgement.
type Facts struct {
	Config   config.Config
	Settings error
	Unusable error
	Auth     Answer
	Open     Answer
	Hello    Hello
	Store    StoreFacts
	Backup   BackupFacts
	Left     []Leftover
	Key      KeyFacts
	Journal  JournalFacts
	Files    []FileFacts
	// Zones says why the zones of the world are not known, or is nil.
	Zones error
	Now   time.Time
	// Questions are those that are asked, and QuestionsRead says why the team's own file cannot be used.
	Questions     questions.Loaded
	QuestionsRead error
}

// StoreFacts tell of the store, its file and its folder.
type StoreFacts struct {
	Path   string
	Exists bool
	Mode   fs.FileMode
	// Folder says why no file can be made in the folder of the store, where a database has its journal too.
	Folder error
	// Room is how many bytes are left on the disk of that folder; below zero is not known.
	Room int64
	// Opened says why the store does not open, nil also where there is none yet.
	Opened error
	Inside Inside
}

// KeyFacts tell of the key that seals private words.
type KeyFacts struct {
	// Path is empty when the key comes from the environment.
	Path   string
	Exists bool
	Mode   fs.FileMode
	// Beside says that the key's file lies in the folder of the store, and WithBackups in that of the backups.
	Beside      bool
	WithBackups bool
	// Read says why there is no key, nil also where none was made yet.
	Read error
}

// BackupFacts tell of the last backup.
type BackupFacts struct {
	Folder string
	// Last is zero where none was found.
	Last time.Time
}

// JournalFacts tell of the journal of those who were forgotten.
type JournalFacts struct {
	Path   string
	Exists bool
	Mode   fs.FileMode
	// Read says why it cannot be read, and Sealed that some of it is under a key that is not there.
	Read   error
	Sealed bool
}

// FileFacts tell of a file that only the bot should read, or only its owner write.
type FileFacts struct {
	Path   string
	Mode   fs.FileMode
	Secret bool
}

// lookWithin bounds the look into the store.
const lookWithin = 15 * time.Second

// Look gathers the facts. It calls Slack even without a token, for the clock.
func Look(ctx context.Context, in Input) Facts {
	f := Facts{Config: in.Config, Settings: in.Settings, Unusable: in.Unusable, Now: in.Now}
	f.Auth = in.Slack.Call(ctx, "auth.test", in.Config.Slack.BotToken)
	f.Store = lookAtStore(ctx, in)
	if in.Config.Slack.AppToken.IsSet() {
		f.Open, f.Hello = in.Slack.Open(ctx, in.Config.Slack.AppToken, nobodyRuns(f.Store))
	}
	f.Key = lookAtKey(in.Config, in.Backups)
	f.Backup = BackupFacts{Folder: in.Backups, Last: in.Backup()}
	f.Left = slices.Concat(in.Left, f.Store.Inside.Left)
	f.Journal = lookAtJournal(in.Config)
	f.Files = lookAtFiles(in)
	_, f.Zones = time.LoadLocation("Europe/Berlin")
	f.Questions, f.QuestionsRead = questions.Load(in.Config.Questions.File)
	return f
}

// nobodyRuns reports whether no bot is known that would miss what a connection of doctor's received.
func nobodyRuns(s StoreFacts) bool {
	return s.Opened == nil && !s.Inside.Running && len(s.Inside.Copies) == 0
}

func lookAtStore(ctx context.Context, in Input) StoreFacts {
	s := StoreFacts{Path: in.Config.Store.Path, Room: in.Room(filepath.Dir(in.Config.Store.Path))}
	s.Folder = tryFolder(filepath.Dir(s.Path))
	if in.Config.Store.Driver != config.Postgres {
		info, err := os.Stat(s.Path)
		if errors.Is(err, fs.ErrNotExist) {
			return s
		}
		s.Exists = true
		if err != nil {
			s.Opened = err
			return s
		}
		s.Mode = info.Mode()
	} else if !in.Config.Database.IsSet() {
		return s // It is among the settings already.
	}
	ctx, cancel := context.WithTimeout(ctx, lookWithin)
	defer cancel()
	s.Inside, s.Opened = in.Inside(ctx)
	s.Exists = s.Exists || s.Opened == nil && !s.Inside.Empty()
	return s
}

// tryFolder makes a file in the folder and removes it.
func tryFolder(dir string) error {
	f, err := os.CreateTemp(dir, ".doctor-*")
	if err != nil {
		return fmt.Errorf("make a file in %s: %w", dir, err)
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

func lookAtKey(c config.Config, backups string) KeyFacts {
	if c.Key.IsSet() {
		_, err := seal.ParseKeys(c.Key.Reveal())
		return KeyFacts{Exists: true, Read: err}
	}
	k := KeyFacts{Path: c.KeyFile()}
	k.Beside = c.Store.Driver != config.Postgres && sameFolder(k.Path, c.Store.Path)
	k.WithBackups = sameFolder(k.Path, filepath.Join(backups, "backup"))
	info, err := os.Stat(k.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return k
	}
	k.Exists = true
	if err != nil {
		k.Read = err
		return k
	}
	k.Mode = info.Mode()
	_, k.Read = keysOf(c)
	return k
}

// keysOf reads the keys that are there.
func keysOf(c config.Config) ([]seal.Key, error) {
	if c.Key.IsSet() {
		return seal.ParseKeys(c.Key.Reveal())
	}
	text, err := os.ReadFile(c.KeyFile())
	if err != nil {
		return nil, err
	}
	return seal.ParseKeys(string(text))
}

func lookAtJournal(c config.Config) JournalFacts {
	j := JournalFacts{Path: c.ErasedFile()}
	info, err := os.Stat(j.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return j
	}
	j.Exists = true
	if err != nil {
		j.Read = err
		return j
	}
	j.Mode = info.Mode()
	keys, err := keysOf(c)
	if err != nil || len(keys) == 0 {
		return j // It is told of the key.
	}
	sealer, err := seal.New(keys...)
	if err != nil {
		return j
	}
	journal, err := erased.Open(j.Path, sealer)
	if err != nil {
		j.Read = err
		return j
	}
	j.Sealed = journal.Unreadable()
	return j
}

// lookAtFiles looks at the modes of files that others may lie beside: what cannot be looked at is told where it is read.
func lookAtFiles(in Input) []FileFacts {
	var out []FileFacts
	add := func(path string, secret bool) {
		if info, err := os.Stat(path); path != "" && err == nil {
			out = append(out, FileFacts{Path: path, Mode: info.Mode(), Secret: secret})
		}
	}
	add(in.Config.File, false)
	for _, path := range in.Secrets {
		add(path, true)
	}
	return out
}

func sameFolder(a, b string) bool {
	x, errX := filepath.Abs(filepath.Dir(a))
	y, errY := filepath.Abs(filepath.Dir(b))
	return errX == nil && errY == nil && x == y
}

// openToOthers says that people other than the owner may read the file. Windows has no such bits.
func openToOthers(mode fs.FileMode) bool {
	return runtime.GOOS != "windows" && mode.Perm()&0o077 != 0
}
