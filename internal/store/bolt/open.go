package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"throughline/internal/store/damage"
)

const (
	// lookedOver is the largest file, in bytes, of which every page is looked over whenever it is opened: some 20 ms.
	// `bot check` does it for any.
	lookedOver = 64 << 20
	// glanceAtFile is how often a write looks whether the file still is where it was.
	glanceAtFile = time.Second
)

var (
	// ErrEmpty says that there is a file without anything in it, which this program never leaves behind.
	ErrEmpty = errors.New("the file is empty: if there was a store in it, restore a backup; if there never was one, delete the file")
	// ErrGone says that the file was moved or deleted while the bot had it open. Nothing is written any more, since it
	// would be lost with the end of the program.
	ErrGone = errors.New("the file was moved or deleted while the bot runs: save what the bot still holds with bot backup, " +
		"stop the bot, put the file or the backup in its place, and start it again")
)

// makeNew makes the file where there is none: beside its place, whole, and only then under its name, so that whatever
// stands there is a store. Of two processes that do so at once one is first, and the other opens what it made.
func makeNew(path string, opts Options) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return syscall.EISDIR
	case err == nil && info.Size() == 0:
		return ErrEmpty
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	aside, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".new-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(aside.Name())
	if err := aside.Close(); err != nil {
		return err
	}
	b, err := bolt.Open(aside.Name(), 0o600, &bolt.Options{Timeout: opts.Timeout})
	if err != nil {
		return err
	}
	if err := errors.Join(migrate(b, migrations), b.Close()); err != nil {
		return err
	}
	if err := publish(aside.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncFolder(path)
}

// publish gives a file its name and never takes it from another one. Where the system has no hard links, renaming has
// to do.
func publish(aside, path string) error {
	err := os.Link(aside, path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	return os.Rename(aside, path)
}

// openThere opens a file that is there. One that went away meanwhile is not made anew.
func openThere(path string, flag int, mode os.FileMode) (*os.File, error) {
	return os.OpenFile(path, flag&^os.O_CREATE, mode)
}

// openFile opens a file with bbolt, which panics about some that are damaged.
func openFile(path string, opts bolt.Options) (b *bolt.DB, err error) {
	err = guarded(func() (err error) {
		b, err = bolt.Open(path, 0o600, &opts)
		return err
	})
	return b, err
}

// lookOver looks at the pages of a file before anything is written to it, as a second process with the right to read.
// A larger file's length alone is looked at.
func lookOver(path string, opts Options) error {
	r, err := openReading(path, opts.Timeout)
	if err != nil {
		return err
	}
	err = lookOverHeld(path, opts)
	return errors.Join(err, r.Close())
}

func lookOverHeld(path string, opts Options) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	size, both, err := measure(f)
	switch {
	case err != nil:
		return err
	case !both:
		opts.Logger.Warn("one of the two headers of the store cannot be read, as after a power cut; the bot goes on with what the other one says", "path", path)
	}
	if size > lookedOver {
		return nil
	}
	var report damage.Report
	if err := surveyPages(f, size, &report); err != nil {
		return err
	}
	return report.Err()
}

// lengthOf returns an ErrDamaged for a file that was cut off.
func lengthOf(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	_, _, err = measure(f)
	return err
}

// measure returns the size of a file that is as long as its header says, and whether both of its headers can be read.
func measure(f *os.File) (size int64, both bool, err error) {
	info, err := f.Stat()
	if err != nil {
		return 0, false, err
	}
	h, both, err := newest(f)
	if err != nil {
		return 0, false, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if uint64(info.Size()) < h.pages*uint64(h.pageSize) {
		return 0, false, fmt.Errorf("%w: it ends after %d of its %d bytes", ErrDamaged, info.Size(), h.pages*uint64(h.pageSize))
	}
	return info.Size(), both, nil
}

// openError says what keeps a file from being opened, where it is, and what to do.
func openError(path string, err error) error {
	wrap := func(say string) error { return fmt.Errorf("open the store %s: %s: %w", path, say, err) }
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return fmt.Errorf("open the store %s: %w%s", path, ErrLocked, holder(path))
	case errors.Is(err, ErrNewer), errors.Is(err, ErrForeign), errors.Is(err, ErrEmpty):
		return fmt.Errorf("open the store %s: %w", path, err)
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrVersionMismatch), errors.Is(err, bolterrors.ErrChecksum):
		return wrap("it is no file of the bot's, or its beginning is damaged: name the bot's own file in store.path, or keep this one and restore a backup")
	case errors.Is(err, ErrDamaged):
		return wrap("nothing was changed in it; keep it, and restore a backup")
	case errors.Is(err, fs.ErrPermission):
		return wrap(fmt.Sprintf("the user that runs the bot (%d) may not read and write it: chown it to that user, with the folder that it lies in", os.Getuid()))
	case errors.Is(err, syscall.EROFS):
		return wrap("it lies on a disk that is mounted for reading only: mount it for writing, or name another place in store.path")
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		return wrap("the disk is full, or the bot may not write more: make room and start again")
	case errors.Is(err, syscall.EISDIR):
		return wrap("it is a folder: name a file in store.path")
	case errors.Is(err, fs.ErrNotExist):
		return wrap("the folder that it is to lie in is not there: make it, and give it to the user that runs the bot")
	}
	return fmt.Errorf("open the store %s: %w", path, err)
}
