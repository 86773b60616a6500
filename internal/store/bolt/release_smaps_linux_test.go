package bolt

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// mappingRSS reads from /proc/self/smaps how much of the mapping at an address is in memory, in bytes.
func mappingRSS(t *testing.T, at uintptr) int64 {
	t.Helper()
	raw, err := os.ReadFile("/proc/self/smaps")
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for line := range strings.Lines(string(raw)) {
		if strings.HasPrefix(line, fmt.Sprintf("%x-", at)) {
			found = true
		}
		var kB int64
		if _, err := fmt.Sscanf(line, "Rss: %d kB", &kB); found && err == nil {
			return kB << 10
		}
	}
	t.Fatal("the mapping is not there")
	return 0
}
