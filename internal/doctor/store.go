package doctor

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"throughline/internal/config"
)

// notStarting is what follows from most of what is wrong with a store.
const notStarting = "the bot does not start"

const (
	// leastRoom is how little room on the disk keeps a store from working soon, in bytes, and littleRoom what is worth a
	// word: a backup is written beside the store, and takes as much as it.
	leastRoom  = 32 << 20
	littleRoom = 512 << 20
)

func checkStore(f Facts) []Result {
	s := f.Store
	if s.Folder != nil {
		return []Result{{
			State: Fail, Check: "store", Text: fmt.Sprintf("no file can be made in %s: %v", filepath.Dir(s.Path), reason(s.Folder)),
			So: notStarting, Mend: "Make the folder, and let the user that runs the bot write in it.",
		}}
	}
	out := append(checkOpened(f), checkRoom(f)...)
	if len(out) == 0 {
		return []Result{{State: OK, Check: "store", Text: storeIsFine(f)}}
	}
	return out
}

// checkOpened returns what is wrong with the store itself.
func checkOpened(f Facts) []Result {
	const name = "store"
	s := f.Store
	told := storeName(f)
	inUse := errors.Is(s.Opened, ErrInUse)
	var out []Result
	switch {
	case !s.Exists && f.Config.Store.Driver != config.Postgres && !f.Backup.Last.IsZero():
		return []Result{{
			State: Fail, Check: name, Text: fmt.Sprintf("%s is not there, and %s holds backups", s.Path, f.Backup.Folder), So: notStarting,
			Mend: "See that the disk is mounted; else bot restore the newest. To begin with nothing, move that folder away.",
		}}
	case s.Opened != nil && !inUse && f.Config.Store.Driver == config.Postgres:
		return []Result{{
			State: Fail, Check: name, Text: fmt.Sprintf("the database does not open: %v", reason(s.Opened)), So: notStarting,
			Mend: "Look at THROUGHLINE_DATABASE_URL, and whether the server runs and lets this machine and user in.",
		}}
	case s.Opened != nil && !inUse:
		return []Result{{
			State: Fail, Check: name, Text: fmt.Sprintf("%s does not open: %v", s.Path, reason(s.Opened)),
			So: notStarting, Mend: "Do what it says, or let the user that runs the bot read and write it.",
		}}
	case s.Inside.Writes != "":
		out = append(out, Result{
			State: Fail, Check: name, Text: told + " takes no writes: " + s.Inside.Writes, So: "nothing that people do is saved",
			Mend: "Make room on the disk, or let the database take writes. The bot goes on by itself.",
		})
	}
	if s.Inside.Damage != "" {
		out = append(out, Result{
			State: Fail, Check: name, Text: fmt.Sprintf("%s is damaged: %s", told, s.Inside.Damage),
			So: "some of it cannot be read", Mend: "Run bot check, which names all of it, and says what to do.",
		})
	}
	if s.Exists && openToOthers(s.Mode) {
		out = append(out, Result{
			State: Warn, Check: name, Text: fmt.Sprintf("%s can be read by others on this machine (mode %04o)", s.Path, s.Mode.Perm()),
			Mend: "chmod 600 " + s.Path,
		})
	}
	return out
}

// checkRoom looks at what is left on the disk of the store.
func checkRoom(f Facts) []Result {
	s := f.Store
	folder := filepath.Dir(s.Path)
	file := f.Config.Store.Driver != config.Postgres
	switch {
	case s.Room < 0 || s.Room >= littleRoom && (!file || s.Room >= 2*s.Inside.Size):
		return nil
	case s.Room < leastRoom && file:
		return []Result{{
			State: Fail, Check: "store", Text: fmt.Sprintf("%s are left on the disk of %s", bytesOf(s.Room), folder),
			So: "soon nothing that people do is saved", Mend: "Make room, for instance by moving old backups to another machine.",
		}}
	}
	return []Result{{
		State: Warn, Check: "store", Text: fmt.Sprintf("%s are left on the disk of %s", bytesOf(s.Room), folder),
		Mend: "Make room: a backup takes as much as the store.",
	}}
}

func storeIsFine(f Facts) string {
	s := f.Store
	told := storeName(f)
	switch {
	case errors.Is(s.Opened, ErrInUse):
		return told + " is in use, by a bot that does not answer here"
	case s.Inside.Empty() && f.Config.Store.Driver == config.Postgres:
		return told + " is empty; the first start makes its tables"
	case !s.Exists && f.Config.Store.Driver == config.Postgres:
		return told + " is not looked at"
	case !s.Exists:
		return told + " is not there yet; the first start makes it"
	}
	return told + details(s)
}

func details(s StoreFacts) string {
	in := s.Inside
	text := " opens"
	if in.Running {
		text = " is open in the bot that runs"
	}
	var more []string
	if in.Layout > 0 && in.Layout < in.Known {
		more = append(more, fmt.Sprintf("layout %d of %d, the next start brings it up to date", in.Layout, in.Known))
	}
	if in.Size > 0 {
		more = append(more, bytesOf(in.Size))
	}
	if in.Read > 0 {
		more = append(more, fmt.Sprintf("%d records read and in order", in.Read))
	}
	if s.Room >= 0 {
		more = append(more, bytesOf(s.Room)+" left on the disk")
	}
	if len(more) == 0 {
		return text
	}
	return text + ": " + strings.Join(more, ", ")
}

func storeName(f Facts) string {
	if f.Config.Store.Driver == config.Postgres {
		return "the database"
	}
	return f.Store.Path
}

// bytesOf writes a size as people read it.
func bytesOf(n int64) string {
	const kilo = 1000
	switch {
	case n < kilo*kilo:
		return fmt.Sprintf("%d kB", (n+kilo-1)/kilo)
	case n < kilo*kilo*kilo:
		return fmt.Sprintf("%.1f MB", float64(n)/(kilo*kilo))
	}
	return fmt.Sprintf("%.1f GB", float64(n)/(kilo*kilo*kilo))
}
