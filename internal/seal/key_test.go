package seal_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"throughline/internal/seal"
)

func TestParseKeysReadsOnlyWholeKeys(t *testing.T) {
	good := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("k", 32)))
	other := hex.EncodeToString([]byte(strings.Repeat("j", 32)))
	for name, c := range map[string]struct {
		text string
		ok   bool
	}{
		"a key in hex":              {other, true},
		"a key in capital hex":      {strings.ToUpper(other), true},
		"two keys in two forms":     {good + "," + other, true},
		"keys with blanks and ends": {good + " ,\n" + other + "\n\n", true},
		"a key twice":               {other + "," + strings.ToUpper(other), false},
		"a key and half of one":     {good + "," + other[:40], false},
		"a byte of hex too few":     {other[2:], false},
		"commas alone":              {",,", false},
		"a key":                     {good, true},
		"a key with a line end":     {good + "\n", true},
		"a key with blanks":         {"  " + good + " \r\n", true},
		"nothing":                   {"", false},
		"one byte too few":          {base64.StdEncoding.EncodeToString(make([]byte, 31)), false},
		"one byte too many":         {base64.StdEncoding.EncodeToString(make([]byte, 33)), false},
		"all zeros":                 {base64.StdEncoding.EncodeToString(make([]byte, 32)), false},
		"without its padding":       {strings.TrimRight(good, "="), false},
		"something else altogether": {"correct horse battery staple", false},
	} {
		_, err := seal.ParseKeys(c.text)
		if (err == nil) != c.ok {
			t.Errorf("%s: err = %v, want ok = %v", name, err, c.ok)
		}
		if err != nil && c.text != "" && strings.Contains(err.Error(), strings.TrimSpace(c.text)) {
			t.Errorf("%s: the error shows the text", name)
		}
	}
}

func FuzzParseKeysNeverShowsItsText(f *testing.F) {
	f.Add("c2VjcmV0")
	f.Add("not base64 at all!")
	f.Fuzz(func(t *testing.T, s string) {
		if _, err := seal.ParseKeys(s); err != nil && len(s) > 20 && strings.Contains(err.Error(), s) {
			t.Error("the error shows the text")
		}
	})
}

func TestKeysDoNotPrint(t *testing.T) {
	text := base64.StdEncoding.EncodeToString([]byte("kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"))
	keys, err := seal.ParseKeys(text)
	if err != nil {
		t.Fatal(err)
	}
	key := keys[0]
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "key", key)
	asJSON, err := json.Marshal(map[string]any{"key": key})
	if err != nil {
		t.Fatal(err)
	}
	for _, got := range []string{
		fmt.Sprint(key), fmt.Sprintf("%+v %#v %x %d %s %q", key, key, key, key, key, key),
		fmt.Sprintf("%v", struct{ K seal.Key }{key}), key.String(), log.String(), string(asJSON),
	} {
		hidden := strings.Contains(got, "secret") && !strings.Contains(got, "kk") && !strings.Contains(got, "107") &&
			!strings.Contains(got, "6b6b") && !strings.Contains(got, text)
		if !hidden {
			t.Errorf("a key prints as %q", got)
		}
	}
}

func TestKeyFileIsMadeOnceAndReadBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "throughline.key")
	first, created, err := seal.LoadOrCreateKeys(path)
	if err != nil || !created {
		t.Fatalf("created = %v, %v", created, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; want 0600", info.Mode(), err)
	}
	second, created, err := seal.LoadOrCreateKeys(path)
	if err != nil || created || !slices.Equal(second, first) {
		t.Errorf("the second start made another key (created = %v, %v)", created, err)
	}
	files, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(files) != 1 {
		t.Errorf("%d files are left, %v; want the key file alone", len(files), err)
	}
	both := append([]seal.Key{seal.NewKey()}, first...)
	if err := seal.ReplaceKeyFile(path, both); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("after it was changed: %v, %v", info.Mode(), err)
	}
	if got, err := seal.LoadKeys(path); err != nil || !slices.Equal(got, both) {
		t.Errorf("the file holds %d keys, %v; want the new one before the old", len(got), err)
	}
	if err := seal.CreateKeyFile(path, seal.NewKey()); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a key file was made over another: %v", err)
	}
}

func TestManyStartsAgreeOnOneKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "throughline.key")
	keys := make([][]seal.Key, 16)
	var made sync.Map
	var wg sync.WaitGroup
	for i := range keys {
		wg.Go(func() {
			key, created, err := seal.LoadOrCreateKeys(path)
			if err != nil {
				t.Error(err)
			}
			keys[i] = key
			if created {
				made.Store(i, true)
			}
		})
	}
	wg.Wait()
	n := 0
	made.Range(func(any, any) bool { n++; return true })
	if n != 1 {
		t.Errorf("%d of the starts say that they made the key; want 1", n)
	}
	for _, k := range keys {
		if !slices.Equal(k, keys[0]) {
			t.Fatal("two starts have different keys")
		}
	}
}

func TestBadKeyFilesAreRefusedWithASentence(t *testing.T) {
	good := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("k", 32)))
	for name, c := range map[string]struct {
		make func(t *testing.T, path string) error
		want string
	}{
		"others may read it": {func(_ *testing.T, p string) error {
			return writeMode(p, good, 0o644)
		}, "run chmod 600 on it"},
		"the group may write it": {func(_ *testing.T, p string) error {
			return writeMode(p, good, 0o620)
		}, "mode 0620"},
		"it is empty":       {func(_ *testing.T, p string) error { return writeMode(p, "", 0o600) }, "32 bytes"},
		"it is a directory": {func(_ *testing.T, p string) error { return os.Mkdir(p, 0o700) }, "not a regular file"},
	} {
		path := filepath.Join(t.TempDir(), "throughline.key")
		if err := c.make(t, path); err != nil {
			t.Fatal(err)
		}
		_, created, err := seal.LoadOrCreateKeys(path)
		if err == nil || created || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v; want a sentence with %q and the path", name, err, c.want)
		}
		if err != nil && strings.Contains(err.Error(), good) {
			t.Errorf("%s: the error shows the key", name)
		}
	}
	if _, _, err := seal.LoadOrCreateKeys(filepath.Join(t.TempDir(), "missing", "k")); err == nil {
		t.Error("a key file in a directory that does not exist was made")
	}
}

func writeMode(path, text string, mode os.FileMode) error {
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		return err
	}
	return os.Chmod(path, mode) // WriteFile's mode is cut by the umask.
}
