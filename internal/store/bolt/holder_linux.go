package bolt

import (
	"fmt"
	"os"
	"strings"
	"syscall"
)

// holder names the process that has a file locked, as " (process 123 has it)", where the system tells.
func holder(path string) string {
	info, err := os.Stat(path)
	if err != nil {
		return ""
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return ""
	}
	locks, err := os.ReadFile("/proc/locks") // 1: FLOCK  ADVISORY  WRITE 123 08:01:456 0 EOF
	if err != nil {
		return ""
	}
	inode := fmt.Sprintf(":%d", stat.Ino)
	for line := range strings.Lines(string(locks)) {
		f := strings.Fields(line)
		if len(f) >= 6 && f[1] == "FLOCK" && strings.HasSuffix(f[5], inode) {
			return fmt.Sprintf(" (process %s has it)", f[4])
		}
	}
	return ""
}
