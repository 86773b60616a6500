package crashtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Build builds the program into a folder and returns its path.
func Build(ctx context.Context, dir string) (string, error) {
	path := filepath.Join(dir, "bot")
	out, err := exec.CommandContext(ctx, "go", "build", "-o", path, "throughline/cmd/bot").CombinedOutput() //nolint:gosec // G204: the path is the caller's.
	if err != nil {
		return "", fmt.Errorf("build the program: %w\n%s", err, out)
	}
	return path, nil
}

// process is one life of the program.
type process struct {
	cmd  *exec.Cmd
	out  *output
	done chan struct{} // closed when it has ended
}

// launch starts the program. Its temporary files and its home lie in dir, so that they go with it.
func launch(binary, dir string, env, args []string) (*process, error) {
	p := &process{cmd: exec.Command(binary, args...), out: &output{}, done: make(chan struct{})} //nolint:gosec,noctx // The program that was built, which the harness kills itself.
	p.cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TMPDIR=" + dir}, env...)
	p.cmd.Dir = dir
	p.cmd.Stdout, p.cmd.Stderr = p.out, p.out
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the program: %w", err)
	}
	go func() { defer close(p.done); _ = p.cmd.Wait() }()
	return p, nil
}

// ended reports whether the program ended already.
func (p *process) ended() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

// errEnded says that the program ended where it was to go on.
var errEnded = errors.New("the program ended by itself")

// kill ends the program as a power cut would. One that ended by itself before is an error.
func (p *process) kill() error {
	err := p.alive()
	_ = p.cmd.Process.Kill()
	<-p.done
	return err
}

func (p *process) alive() error {
	if p.ended() {
		return fmt.Errorf("%w (%s):\n%s", errEnded, p.cmd.ProcessState, p.out.text())
	}
	return nil
}

// term asks the program to stop.
func (p *process) term() { _ = p.cmd.Process.Signal(syscall.SIGTERM) }

// stop asks the program to stop and waits until it has.
func (p *process) stop(within time.Duration) error {
	if err := p.alive(); err != nil {
		return err
	}
	p.term()
	select {
	case <-p.done:
	case <-time.After(within):
		_ = p.kill()
		return fmt.Errorf("the program did not stop within %v:\n%s", within, p.out.text())
	}
	if code := p.cmd.ProcessState.ExitCode(); code != 0 {
		return fmt.Errorf("the program stopped with code %d:\n%s", code, p.out.text())
	}
	return nil
}

// mostOutput is how much of a program's output is kept, in bytes; the end of it counts.
const mostOutput = 256 << 10

// output is what a program writes.
type output struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

// Write keeps what is written.
func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.buf.Len() > mostOutput {
		o.buf.Next(o.buf.Len() / 2)
	}
	return o.buf.Write(b)
}

func (o *output) text() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.String()
}

// says reports whether the program has written a line that begins like this.
func (o *output) says(line string) bool {
	for l := range strings.Lines(o.text()) {
		if strings.HasPrefix(l, line) {
			return true
		}
	}
	return false
}

// troubles are the lines that no death excuses.
func (o *output) troubles() []string {
	var found []string
	for l := range strings.Lines(o.text()) {
		if strings.Contains(l, "panic") || strings.HasPrefix(l, "fatal error") || strings.Contains(l, "damaged") {
			found = append(found, strings.TrimSpace(l))
		}
	}
	return found
}
