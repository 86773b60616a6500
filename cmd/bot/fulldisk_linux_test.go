package main

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"unsafe"
)

// room limits how far into a file a running program may write, in bytes; -1 gives all room back. Beyond it the kernel
// refuses, as it does on a full disk.
func room(t *testing.T, pid, bytes int) {
	t.Helper()
	limit := syscall.Rlimit{Cur: uint64(bytes), Max: ^uint64(0)}
	if bytes < 0 {
		limit.Cur = ^uint64(0)
	}
	const fileSize = 1 // RLIMIT_FSIZE
	_, _, err := syscall.RawSyscall6(syscall.SYS_PRLIMIT64, uintptr(pid), fileSize, uintptr(unsafe.Pointer(&limit)), 0, 0, 0)
	if err != 0 {
		t.Fatalf("limit what the bot may write: %v", err)
	}
}

// On a full disk the bot stays up, says honestly that nothing was saved, and goes on once there is room.
func TestAFullDiskStopsNoBot(t *testing.T) {
	t.Parallel()
	slack := launch(t, func(line string) bool { return strings.HasPrefix(line, "SLACK_APP_TOKEN=") }, nil,
		"sandbox", "--slack-only", "--addr", "127.0.0.1:0", "--open=false", "--clock", mondayMorning)
	url := strings.TrimSuffix(slack.out.find("SLACK_API_URL="), "/api/")
	d := &desk{stage: &stage{t: t, url: url}, data: filepath.Join(t.TempDir(), "data")}
	bot := launch(t, func(line string) bool { return line == "connected" }, nil,
		"sandbox", "--bot-only", "--verbose", "--slack", url, "--data", d.data)
	ana, _ := settled(d)

	room(t, bot.cmd.Process.Pid, 8192)
	said := ana.types("#refunds", "/mission progress Counted the berths.")
	if words := jsonText(said); !strings.Contains(words, "I cannot save anything at the moment") || !strings.Contains(words, "Counted the berths.") {
		t.Errorf("on a full disk she reads %s", words)
	}
	room(t, bot.cmd.Process.Pid, -1)
	if said := ana.types("#refunds", "/mission progress Counted them again."); said != nil {
		t.Errorf("with room again she reads %s", jsonText(said))
	}
	ana.reads("#refunds", "Counted them again.")
	if n := ana.count("#refunds", "told progress on Refunds in a day: Counted the berths."); n != 0 {
		t.Errorf("what was not saved stands %d times", n)
	}
	if log := bot.out.text(); !strings.Contains(log, "commits fail") || !strings.Contains(log, "commits succeed again") || strings.Contains(log, "panic") {
		t.Errorf("the log does not tell of it:\n%s", log)
	}
}
