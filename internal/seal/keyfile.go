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

// maxKeyFile bounds what is read of a key file; a key's line has 45 bytes.
const maxKeyFile = 1024

// LoadOrCreateKey reads the key in a file, and makes a file with a new key where there is none;
// created says which. The file holds one line of base64 and may be read by its owner alone: a file
// with wider permissions is refused, as its key may be known to others already.
//
// Whoever loses the file loses everything that was sealed with its key.
func LoadOrCreateKey(path string) (key Key, created bool, err error) {
	key, err = loadKey(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, false, err
	}
	key = NewKey()
	err = createKeyFile(path, key)
	if errors.Is(err, fs.ErrExist) { // Another process was faster; its key is the one that counts.
		key, err = loadKey(path)
		return key, false, err
	}
	if err != nil {
		return Key{}, false, fmt.Errorf("make key file %s: %w", path, err)
	}
	return key, true, nil
}

func loadKey(path string) (Key, error) {
	f, err := os.Open(path)
	if err != nil {
		return Key{}, fmt.Errorf("open key file: %w", err)
	}
	defer f.Close()
	if err := checkKeyFile(f, path); err != nil {
		return Key{}, err
	}
	raw, err := io.ReadAll(io.LimitReader(f, maxKeyFile))
	if err != nil {
		return Key{}, fmt.Errorf("read key file %s: %w", path, err)
	}
	key, err := ParseKey(string(raw))
	if err != nil {
		return Key{}, fmt.Errorf("key file %s: %w", path, err)
	}
	return key, nil
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

// createKeyFile writes a key file whole and durably, and never over another one: a crash leaves no
// half key behind, and of two processes that start at once one gets fs.ErrExist.
func createKeyFile(path string, key Key) (err error) {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".key-*") // Mode 0600.
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.WriteString(key.line())
	if err := errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	if err := publish(tmp.Name(), path); err != nil {
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
// which loadKey refuses.
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
