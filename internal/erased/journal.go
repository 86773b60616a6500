// Package erased remembers who was forgotten, in a file beside the store, so that a backup from before that
// does not bring them back.
//
// The file has a line for each key and for each erasure:
//
//	key <sealed bytes in base64>
//	erased <keyed hash> <Unix milliseconds> keep|remove
//
// The hash is HMAC-SHA256 of the workspace and the person under a key that stands in the file itself, sealed
// with the main key: who has the file alone learns nothing of who was forgotten, and the hashes outlive a
// rotation of the main key. Where no key of the file opens, a new one is added; what was written under the
// others is kept, and counts again once they open. Lines are only ever added, and each is durable before
// anything else says so.
package erased

import (
	"bufio"
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"throughline/internal/mission"
)

// place is what keys of a journal are sealed for.
var place = mission.Binding{Field: "erasures", Record: "key"}

// Entry is one erasure.
type Entry struct {
	Hash string
	At   time.Time
	// Words says that what the person told was removed too.
	Words bool
}

// Journal is the file. It can be used from many goroutines.
type Journal struct {
	path   string
	sealer mission.Sealer

	mu      sync.Mutex
	keys    [][]byte // that open, the newest last
	sealed  []string // keys that do not open, as they stand
	entries []Entry
}

// Open reads the file, which need not be there yet. It returns an error for a file that is none of ours.
func Open(path string, sealer mission.Sealer) (*Journal, error) {
	j := &Journal{path: path, sealer: sealer}
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return j, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the journal of erasures: %w", err)
	}
	lines := bufio.NewScanner(bytes.NewReader(raw))
	for n := 1; lines.Scan(); n++ {
		if err := j.read(lines.Text()); err != nil {
			return nil, fmt.Errorf("the journal of erasures %s, line %d: %w", path, n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("the journal of erasures %s: a line is longer than any of ours: %w", path, err)
	}
	return j, nil
}

// read takes up one line. A last line that was torn by a crash is one that was never confirmed.
func (j *Journal) read(line string) error {
	fields := strings.Fields(line)
	switch {
	case len(fields) == 0:
		return nil
	case fields[0] == "key" && len(fields) == 2:
		return j.readKey(fields[1])
	case fields[0] == "erased" && len(fields) == 4:
		ms, err := strconv.ParseInt(fields[2], 10, 64)
		if err != nil {
			return errors.New("its time is none")
		}
		j.entries = append(j.entries, Entry{Hash: fields[1], At: time.UnixMilli(ms).UTC(), Words: fields[3] == "remove"})
		return nil
	case strings.HasPrefix("key", fields[0]) || strings.HasPrefix("erased", fields[0]):
		return nil
	}
	return errors.New("it is no line of such a journal")
}

func (j *Journal) readKey(text string) error {
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil //nolint:nilerr // Torn by a crash.
	}
	key, err := j.sealer.Open(place, raw)
	if err != nil {
		j.sealed = append(j.sealed, text)
		return nil //nolint:nilerr // Sealed with a key that is not there; the line stays.
	}
	j.keys = append(j.keys, []byte(key))
	return nil
}

// Unreadable reports whether the file holds keys that do not open, so that erasures from their time are not
// recognised.
func (j *Journal) Unreadable() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return len(j.sealed) > 0
}

// Entries returns every erasure, oldest first.
func (j *Journal) Entries() []Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	return append([]Entry(nil), j.entries...)
}

// Hashes returns the hashes of a person under every key that opens.
func (j *Journal) Hashes(team mission.TeamID, user mission.UserID) []string {
	j.mu.Lock()
	defer j.mu.Unlock()
	out := make([]string, len(j.keys))
	for i, k := range j.keys {
		out[i] = hash(k, team, user)
	}
	return out
}

func hash(key []byte, team mission.TeamID, user mission.UserID) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(string(team) + "\x00" + string(user)))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(mac.Sum(nil)))
}

// Remember keeps that a person was erased, durably, and returns her hash. Told twice of the same time it
// writes once.
func (j *Journal) Remember(team mission.TeamID, user mission.UserID, at time.Time, words bool) (string, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	lines := ""
	if len(j.keys) == 0 {
		key := make([]byte, 32)
		_, _ = rand.Read(key) // Never fails: crypto/rand ends the program where there is no randomness.
		sealed, err := j.sealer.Seal(place, string(key))
		if err != nil {
			return "", fmt.Errorf("seal the key of the journal of erasures: %w", err)
		}
		lines = "key " + base64.StdEncoding.EncodeToString(sealed) + "\n"
		j.keys = append(j.keys, key)
	}
	e := Entry{Hash: hash(j.keys[len(j.keys)-1], team, user), At: time.UnixMilli(at.UnixMilli()).UTC(), Words: words}
	if slices.Contains(j.entries, e) {
		return e.Hash, nil
	}
	if err := j.append(lines + e.line()); err != nil {
		if lines != "" {
			j.keys = nil
		}
		return "", fmt.Errorf("write the journal of erasures: %w", err)
	}
	j.entries = append(j.entries, e)
	return e.Hash, nil
}

func (e Entry) line() string {
	words := "keep"
	if e.Words {
		words = "remove"
	}
	return fmt.Sprintf("erased %s %d %s\n", e.Hash, e.At.UnixMilli(), words)
}

// append adds lines durably. They begin on a new line, whatever a crash has left.
func (j *Journal) append(lines string) (err error) {
	f, err := os.OpenFile(j.path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := f.WriteString("\n" + lines); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	syncFolder(j.path)
	return nil
}

// Renew seals the keys of the journal anew where that is needed, by what renew makes of them, and replaces
// the file whole.
func (j *Journal) Renew(renew func(mission.Sealed) (mission.Sealed, bool, error)) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	raw, err := os.ReadFile(j.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the journal of erasures: %w", err)
	}
	lines := strings.Split(string(raw), "\n")
	changed := false
	for i, line := range lines {
		sealed, ok := strings.CutPrefix(line, "key ")
		if !ok {
			continue
		}
		key, err := base64.StdEncoding.DecodeString(sealed)
		if err != nil {
			continue
		}
		fresh, isNew, err := renew(key)
		if err != nil {
			continue // It stays as it is, for the day on which its key is back.
		}
		lines[i], changed = "key "+base64.StdEncoding.EncodeToString(fresh), changed || isNew
	}
	if !changed {
		return nil
	}
	return replace(j.path, strings.Join(lines, "\n"))
}

// replace writes a file whole and durably in the place of another.
func replace(path, text string) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".erased-*")
	if err != nil {
		return fmt.Errorf("write the journal of erasures: %w", err)
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.WriteString(text)
	if err := errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return fmt.Errorf("write the journal of erasures: %w", err)
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		return fmt.Errorf("write the journal of erasures: %w", err)
	}
	syncFolder(path)
	return nil
}

// syncFolder makes the name of a file durable. Some systems cannot; what stands in the file is durable without.
func syncFolder(path string) {
	d, err := os.Open(filepath.Dir(path))
	if err != nil {
		return
	}
	_ = d.Sync()
	_ = d.Close()
}
