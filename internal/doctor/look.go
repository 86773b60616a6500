package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"throughline/internal/config"
	"throughline/internal/questions"
	"throughline/internal/seal"
)

// ErrInUse is what [Input.OpenStore] returns when another process has the store open.
var ErrInUse = errors.New("the store is in use by another process")

// Asker calls a method of Slack's Web API without arguments; [Client] is one.
type Asker interface {
	Call(ctx context.Context, method string, token config.Secret) Answer
}

// Input is what [Look] looks at.
type Input struct {
	Config config.Config
	// Settings is the error with which the configuration was loaded, if any.
	Settings error
	// Unusable says what else keeps the bot from starting with them, a line each, or is nil.
	Unusable error
	Slack    Asker
	// OpenStore opens the store that is there and closes it again without changing it. It is not called
	// when there is none yet.
	OpenStore func(ctx context.Context, path string) error
}

// Facts are what was found, before any judgement.
type Facts struct {
	Config   config.Config
	Settings error
	Unusable error
	Auth     Answer
	Open     Answer
	Store    StoreFacts
	Key      KeyFacts
	// Questions are those that are asked, and QuestionsRead says why the team's own file cannot be used.
	Questions     questions.Loaded
	QuestionsRead error
}

// StoreFacts tell of the store's file and its folder.
type StoreFacts struct {
	Path   string
	Exists bool
	Mode   fs.FileMode
	// Folder says why no file can be made beside the store.
	Folder error
	// Opened says why the store does not open, nil also where there is none yet.
	Opened error
}

// KeyFacts tell of the key that seals private words.
type KeyFacts struct {
	// Path is empty when the key comes from the environment.
	Path   string
	Exists bool
	Mode   fs.FileMode
	// Beside says that the key's file lies in the folder of the store.
	Beside bool
	// Read says why there is no key, nil also where none was made yet.
	Read error
}

// Look gathers the facts. It calls Slack even without a token, for the clock.
func Look(ctx context.Context, in Input) Facts {
	f := Facts{Config: in.Config, Settings: in.Settings, Unusable: in.Unusable}
	f.Auth = in.Slack.Call(ctx, "auth.test", in.Config.Slack.BotToken)
	if in.Config.Slack.AppToken.IsSet() {
		f.Open = in.Slack.Call(ctx, "apps.connections.open", in.Config.Slack.AppToken)
	}
	f.Store = lookAtStore(ctx, in)
	f.Key = lookAtKey(in.Config)
	f.Questions, f.QuestionsRead = questions.Load(in.Config.Questions.File)
	return f
}

func lookAtStore(ctx context.Context, in Input) StoreFacts {
	s := StoreFacts{Path: in.Config.Store.Path}
	s.Folder = tryFolder(filepath.Dir(s.Path))
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
	s.Opened = in.OpenStore(ctx, s.Path)
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

func lookAtKey(c config.Config) KeyFacts {
	if c.Key.IsSet() {
		_, err := seal.ParseKeys(c.Key.Reveal())
		return KeyFacts{Exists: true, Read: err}
	}
	k := KeyFacts{Path: c.KeyFile()}
	k.Beside = sameFolder(k.Path, c.Store.Path)
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
	text, err := os.ReadFile(k.Path)
	if err != nil {
		k.Read = err
		return k
	}
	_, k.Read = seal.ParseKeys(string(text))
	return k
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
