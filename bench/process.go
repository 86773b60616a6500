package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// process is an app under measurement.
type process struct {
	cmd    *exec.Cmd
	began  time.Time
	log    string
	ended  chan struct{}  // closed when the app has ended
	ask    io.WriteCloser // of an app that tells what it has allocated
	told   *bufio.Scanner
	scrape string // where the bot serves its metrics
}

// endWithin is how long an app has to stop by itself.
const endWithin = 10 * time.Second

// launch starts a program; what it says goes into a file in dir.
func launch(dir, name string, env []string, asks bool, program string, args ...string) (*process, error) {
	cmd := exec.Command(program, args...) //nolint:gosec,noctx // What is measured is built here, and told to stop as an operator would.
	p := &process{cmd: cmd, log: filepath.Join(dir, name+".log"), ended: make(chan struct{})}
	log, err := os.Create(p.log)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	p.cmd.Dir, p.cmd.Env, p.cmd.Stdout, p.cmd.Stderr = dir, append(os.Environ(), env...), log, log
	if asks {
		if err := p.connect(); err != nil {
			return nil, err
		}
	}
	p.began = time.Now()
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	go func() {
		_ = p.cmd.Wait() // how it ended stands in its log
		close(p.ended)
	}()
	return p, nil
}

func (p *process) connect() (err error) {
	p.cmd.Stdout = nil
	if p.ask, err = p.cmd.StdinPipe(); err != nil {
		return err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	p.told = bufio.NewScanner(out)
	return nil
}

// stop ends the app as its operator would.
func (p *process) stop() error {
	_ = p.cmd.Process.Signal(os.Interrupt)
	select {
	case <-p.ended:
		return nil
	case <-time.After(endWithin):
		err := p.cmd.Process.Kill()
		<-p.ended
		return errors.Join(fmt.Errorf("%s did not stop", filepath.Base(p.cmd.Path)), err)
	}
}

// whatItSaid returns the end of the app's log, for an error.
func (p *process) whatItSaid() string {
	raw, _ := os.ReadFile(p.log) //nolint:gosec // The file is one that launch has made.
	return string(raw[max(0, len(raw)-1000):])
}

// usage is what an app takes of the machine. What the system does not tell is 0.
type usage struct {
	// RSS is what lies in memory, in bytes: Anon of its own, File of mapped files, which the kernel can take back at
	// once. HWM is the most that RSS ever was.
	RSS, Anon, File, HWM int64
	CPU                  time.Duration
	Objects, Bytes       uint64 // allocated since the start
}

// use reads it. A process tells of itself in /proc, on Linux.
func (p *process) use() usage {
	var u usage
	dir := fmt.Sprintf("/proc/%d/", p.cmd.Process.Pid)
	status, _ := os.ReadFile(dir + "status")
	for line := range strings.Lines(string(status)) {
		name, value, _ := strings.Cut(line, ":")
		kB, _ := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
		switch name {
		case "VmRSS":
			u.RSS = kB << 10
		case "VmHWM":
			u.HWM = kB << 10
		case "RssAnon":
			u.Anon = kB << 10
		case "RssFile":
			u.File = kB << 10
		}
	}
	stat, _ := os.ReadFile(dir + "stat")
	u.CPU = cpuOf(string(stat))
	u.Objects, u.Bytes = p.allocated()
	return u
}

// ticksPerSecond is USER_HZ, which is 100 on every Linux that Go runs on.
const ticksPerSecond = 100

// cpuOf reads utime and stime, the 14th and 15th field of /proc/PID/stat. The name, in parentheses, may hold blanks.
func cpuOf(stat string) time.Duration {
	rest := stat[strings.LastIndex(stat, ")")+1:]
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * time.Second / ticksPerSecond
}

// allocated asks the app what it has allocated so far.
func (p *process) allocated() (objects, bytes uint64) {
	if p.scrape != "" {
		return p.scraped()
	}
	if p.ask == nil {
		return 0, 0
	}
	if _, err := io.WriteString(p.ask, "\n"); err != nil || !p.told.Scan() {
		return 0, 0
	}
	_, _ = fmt.Sscan(p.told.Text(), &objects, &bytes)
	return objects, bytes
}

// scraped reads from the bot's metrics what it has allocated so far.
func (p *process) scraped() (objects, bytes uint64) {
	ask, err := http.NewRequestWithContext(context.Background(), http.MethodGet, p.scrape, http.NoBody)
	if err != nil {
		return 0, 0
	}
	answer, err := (&http.Client{Timeout: endWithin}).Do(ask)
	if err != nil {
		return 0, 0
	}
	defer func() { _ = answer.Body.Close() }()
	for in := bufio.NewScanner(answer.Body); in.Scan(); {
		name, value, _ := strings.Cut(in.Text(), " ")
		n, _ := strconv.ParseFloat(value, 64)
		switch name {
		case "go_memstats_mallocs_total":
			objects = uint64(n)
		case "go_memstats_alloc_bytes_total":
			bytes = uint64(n)
		}
	}
	return objects, bytes
}

// settle waits until an app has come to rest after its start or a series: until its processor time stands still.
func (p *process) settle(ctx context.Context) {
	deadline := time.Now().Add(5 * time.Second)
	for before := p.use().CPU; time.Now().Before(deadline) && ctx.Err() == nil; {
		time.Sleep(500 * time.Millisecond)
		after := p.use().CPU
		if after-before <= 10*time.Millisecond {
			return
		}
		before = after
	}
}
