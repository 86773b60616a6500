package erased

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
)

// Lines returns the lines of the file, for a store that several copies share and each of which keeps the whole journal.
func (j *Journal) Lines() ([]string, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.lines()
}

func (j *Journal) lines() ([]string, error) {
	raw, err := os.ReadFile(j.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the journal of erasures: %w", err)
	}
	var out []string
	for line := range strings.Lines(string(raw)) {
		if line = strings.TrimSpace(line); whole(line) {
			out = append(out, line)
		}
	}
	return out, nil
}

// whole reports whether a line is one that was not torn by a crash, so that every journal that has it can be opened.
func whole(line string) bool {
	fields := strings.Fields(line)
	if len(fields) == 2 {
		return fields[0] == "key"
	}
	if len(fields) != 4 || fields[0] != "erased" || fields[3] != "keep" && fields[3] != "remove" {
		return false
	}
	_, err := strconv.ParseInt(fields[2], 10, 64)
	return err == nil
}

// Adopt adds the lines of another copy's journal that are not there yet, durably, and says how many. Its keys count from
// then on beside this one's.
func (j *Journal) Adopt(lines []string) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	have, err := j.lines()
	if err != nil {
		return 0, err
	}
	var fresh []string
	for _, line := range lines {
		if whole(line) && !slices.Contains(have, line) {
			fresh = append(fresh, line)
		}
	}
	if len(fresh) == 0 {
		return 0, nil
	}
	if err := j.append(strings.Join(fresh, "\n") + "\n"); err != nil {
		return 0, fmt.Errorf("write the journal of erasures: %w", err)
	}
	// Own keys stay the newest: what is remembered next goes under one of them.
	own := j.keys
	j.keys = nil
	for _, line := range fresh {
		if err := j.read(line); err != nil {
			return 0, fmt.Errorf("the journal of another copy: %w", err)
		}
	}
	j.keys = append(j.keys, own...)
	return len(fresh), nil
}
