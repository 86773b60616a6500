package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"throughline/internal/backup"
	"throughline/internal/erased"
	"throughline/internal/move"
	"throughline/internal/store/bolt"
)

// holdPatience is how long is waited for a bot that is just stopping.
const holdPatience = 2 * time.Second

// incomingSuffix is what the folder of a store in the making is called, behind the name of the file that it replaces.
const incomingSuffix = ".incoming"

// folderSite makes a store in a folder beside the file that it takes the place of.
type folderSite struct {
	file    string // of the store that is there
	folder  string // holds what is not finished; removed at the end and before the next
	release func() error
}

func (r *replacement) inFolder(ctx context.Context) error {
	file := r.cfg.Store.Path
	r.lookAtFile(ctx, file)
	release, err := bolt.Hold(file, holdPatience)
	if err != nil {
		return err
	}
	s := folderSite{file: file, folder: file + incomingSuffix, release: release}
	r.site = s
	if err := errors.Join(os.RemoveAll(s.folder), os.Mkdir(s.folder, 0o700)); err != nil {
		return errors.Join(fmt.Errorf("prepare a place for the new store: %w", err), release())
	}
	return nil
}

// lookAtFile notes what a file holds, where it can be read.
func (r *replacement) lookAtFile(ctx context.Context, path string) {
	f, err := backup.Open(path)
	if err != nil {
		return
	}
	_ = r.look(ctx, f.Store()) // Then it counts as empty.
	_ = f.Close()
}

// path is where the new store is made.
func (s folderSite) path() string { return filepath.Join(s.folder, "store.db") }

func (s folderSite) close() error { return errors.Join(os.RemoveAll(s.folder), s.release()) }

func (s folderSite) fill(ctx context.Context, by func(to move.Store) error) error {
	db, err := bolt.Open(s.path(), bolt.Options{Moving: true})
	if err != nil {
		return err
	}
	to := move.Of(db)
	err = by(to)
	if err == nil {
		err = move.Finish(ctx, to)
	}
	return errors.Join(err, db.Close())
}

func (s folderSite) open(context.Context) (store, error) {
	db, err := bolt.Open(s.path(), bolt.Options{})
	if err != nil {
		return nil, err
	}
	return boltStore{db}, nil
}

// forgotten adds nothing: the journal lies beside the file.
func (s folderSite) forgotten(context.Context, *erased.Journal) error { return nil }

func (s folderSite) swap(_ context.Context, now time.Time) (string, error) {
	_, err := os.Stat(s.file)
	there := err == nil
	kept := unused(s.file + now.UTC().Format(".before-20060102T150405Z"))
	if err := bolt.Replace(s.path(), s.file, kept); err != nil || !there {
		return "", err
	}
	return fmt.Sprintf("What was there before is kept as %s. It holds private words, sealed: delete it once all is well.", kept), nil
}

// unused returns a name that no file has, with a number behind it where it must be.
func unused(path string) string {
	for name, n := path, 2; ; name, n = fmt.Sprintf("%s-%d", path, n), n+1 {
		if _, err := os.Lstat(name); err != nil {
			return name
		}
	}
}
