package seal

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// maxKeyFile bounds what is read of a key file; a key's line has at most 65 bytes.
const maxKeyFile = 16 << 10

// LoadOrCreateKeys reads the keys in a file, and makes a file with a new key where there is none;
// created says which. The file holds a key a line, the newest first, and may be read by its owner alone: a
// file with wider permissions is refused, as its keys may be known to others already.
//
// Whoever loses the file loses everything that was sealed with its keys.
func LoadOrCreateKeys(path string) (keys []Key, created bool, err error) {
	keys, err = LoadKeys(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return keys, false, err
	}
	key := NewKey()
	err = CreateKeyFile(path, key)
	if errors.Is(err, fs.ErrExist) { // Another process was faster; its key is the one that counts.
		keys, err = LoadKeys(path)
		return keys, false, err
	}
	if err != nil {
		return nil, false, err
	}
	return []Key{key}, true, nil
}

// LoadKeys reads the keys in a file. It returns fs.ErrNotExist where there is none.
func LoadKeys(path string) ([]Key, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open key file: %w", err)
	}
	defer f.Close()
	if err := checkKeyFile(f, path); err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(io.LimitReader(f, maxKeyFile))
	if err != nil {
		return nil, fmt.Errorf("read key file %s: %w", path, err)
	}
	keys, err := ParseKeys(string(raw))
	if err != nil {
		return nil, fmt.Errorf("key file %s: %w", path, err)
	}
	return keys, nil
}

// CreateKeyFile makes a key file of one key, whole and durably, and never over another one: a crash leaves
// no half key behind, and of two processes that start at once one gets fs.ErrExist.
func CreateKeyFile(path string, key Key) error {
	return wrapKeyFile("make", path, writeKeys(path, []Key{key}, publish))
}

// ReplaceKeyFile puts keys in the place of those in a file, whole and durably: whatever happens, the file
// holds the old keys or the new ones.
func ReplaceKeyFile(path string, keys []Key) error {
	return wrapKeyFile("change", path, writeKeys(path, keys, os.Rename))
}

func wrapKeyFile(doing, path string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s key file %s: %w", doing, path, err)
}

// checkKeyFile refuses what is no file of its owner alone. Windows has no such permissions.
func checkKeyFile(f *os.File, path string) error {
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("look at key file %s: %w", path, err)
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("key file %s is not a regular file", path)
	}
	if perm := info.Mode().Perm(); runtime.GOOS != "windows" && perm&0o077 != 0 {
		return fmt.Errorf("key file %s can be read by others (mode %04o): run chmod 600 on it, "+
			"and make a new key if somebody may have read this one", path, perm)
	}
	return nil
}

// writeKeys writes a file beside path and then gives it its name.
func writeKeys(path string, keys []Key, name func(tmp, path string) error) (err error) {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".key-*") // Mode 0600.
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	for _, k := range keys {
		_, wrong := tmp.WriteString(k.line())
		err = errors.Join(err, wrong)
	}
	if err := errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	if err := name(tmp.Name(), path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// publish gives a written file its name. A hard link refuses to replace a file.
func publish(tmp, path string) error {
	err := os.Link(tmp, path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	return publishUnlinked(tmp, path)
}

// publishUnlinked is publish for a file system without hard links. Renaming alone would replace the key
// of a process that was faster, so the name is taken first. A crash in between leaves an empty file,
// which LoadKeys refuses.
func publishUnlinked(tmp, path string) error {
	taken, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(taken.Close(), os.Rename(tmp, path))
}

// syncDir makes a new name in a directory durable. Not every system can sync a directory, and the
// file itself is safe by then, so a refusal is no error.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	_ = d.Sync()
	return d.Close()
}
