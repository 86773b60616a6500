package bolt

import (
	"errors"
	"fmt"
	"os"
	"time"

	bolt "go.etcd.io/bbolt"
)

// reading is a file that is open for reading alone. While it is, nothing can open it for writing.
type reading struct {
	*bolt.DB

	file *os.File
}

// openReading opens a file that is there for reading.
func openReading(path string, timeout time.Duration) (*reading, error) {
	r := &reading{}
	opts := bolt.Options{ReadOnly: true, Timeout: timeout, OpenFile: func(path string, flag int, mode os.FileMode) (*os.File, error) {
		var err error
		r.file, err = openThere(path, flag, mode)
		return r.file, err
	}}
	var err error
	r.DB, err = openFile(path, opts)
	return r, err
}

// Close lets go of the file. The lock is taken off by name: bbolt leaves that of a file opened for reading to the
// closing of the descriptor, of which a child that is just being started holds another one for a moment.
func (r *reading) Close() error {
	err := unlock(r.file)
	if err != nil {
		err = fmt.Errorf("unlock: %w", err)
	}
	return errors.Join(err, r.DB.Close())
}
