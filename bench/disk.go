package main

import (
	"os"
	"path/filepath"
	"slices"
	"time"
)

// disk is what a durable write costs where the stores lie.
type disk struct {
	// Append is one write of 600 bytes at the end of a file with its sync; Over writes over 16 kB that are there.
	// A commit of bbolt is two such syncs: one for the pages, one for the page that names them.
	AppendP50, AppendP99, OverP50, OverP99 time.Duration
}

const diskTries = 500

// measureDisk writes a few hundred times, with pauses as a bot's load has them.
func measureDisk(dir string) (disk, error) {
	path := filepath.Join(dir, "disk")
	file, err := os.Create(path)
	if err != nil {
		return disk{}, err
	}
	defer func() { _ = file.Close(); _ = os.Remove(path) }()
	appended, err := syncs(file, make([]byte, 600), func(i int) int64 { return int64(600 * i) })
	if err != nil {
		return disk{}, err
	}
	pages := make([]byte, 16<<10)
	if _, err := syncs(file, pages, func(i int) int64 { return int64(i%64) * int64(len(pages)) }); err != nil {
		return disk{}, err
	}
	over, err := syncs(file, pages, func(i int) int64 { return int64(i%64) * int64(len(pages)) })
	at := func(took []time.Duration, share int) time.Duration { return took[len(took)*share/100] }
	if err != nil {
		return disk{}, err
	}
	return disk{at(appended, 50), at(appended, 99), at(over, 50), at(over, 99)}, nil
}

func syncs(file *os.File, data []byte, at func(int) int64) ([]time.Duration, error) {
	var took []time.Duration
	for i := range diskTries {
		start := time.Now()
		if _, err := file.WriteAt(data, at(i)); err != nil {
			return nil, err
		}
		if err := datasync(file); err != nil {
			return nil, err
		}
		took = append(took, time.Since(start))
		time.Sleep(2 * time.Millisecond)
	}
	slices.Sort(took)
	return took, nil
}
