package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// nobodyInImage is the user of the image, by number: its base has no names that an orchestrator could check.
const nobodyInImage = 65532

// instructions returns the lines of the Dockerfile with the given instruction, without it, in order.
func instructions(t *testing.T, name string) []string {
	t.Helper()
	raw, err := os.ReadFile("../../Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for line := range strings.Lines(strings.ReplaceAll(string(raw), "\\\n", " ")) {
		if rest, ok := strings.CutPrefix(line, name+" "); ok {
			out = append(out, strings.TrimSpace(rest))
		}
	}
	return out
}

func TestTheImageIsAsSmallAsItSays(t *testing.T) {
	t.Parallel()
	stages := instructions(t, "FROM")
	if len(stages) != 2 || !strings.Contains(stages[1], "distroless/static") || !strings.HasSuffix(stages[1], ":nonroot") {
		t.Errorf("the last stage is %q; want a base without a shell and without root", stages)
	}
	goes := regexp.MustCompile(`golang:(\d+\.\d+)-`).FindStringSubmatch(stages[0])
	module, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if goes == nil || !strings.Contains(string(module), "\ngo "+goes[1]+".") {
		t.Errorf("the image is built with %q, and go.mod names another Go", stages[0])
	}
	if users := instructions(t, "USER"); !slices.Equal(users, []string{"65532:65532"}) {
		t.Errorf("USER %q", users)
	}
	if volumes := instructions(t, "VOLUME"); !slices.Equal(volumes, []string{"/data"}) {
		t.Errorf("VOLUME %q", volumes)
	}
	if adds := instructions(t, "ADD"); adds != nil {
		t.Errorf("ADD %q; COPY takes only what is there", adds)
	}
	if ports := instructions(t, "EXPOSE"); ports != nil {
		t.Errorf("EXPOSE %q; the bot listens nowhere that others should reach", ports)
	}
	if builds := instructions(t, "RUN"); !slices.ContainsFunc(builds, func(s string) bool { return strings.HasPrefix(s, "CGO_ENABLED=0 go build") }) {
		t.Errorf("RUN %q; the base has no C library", builds)
	}
	if health := instructions(t, "HEALTHCHECK"); len(health) != 1 || !strings.Contains(health[0], `["/usr/local/bin/bot", "health"]`) {
		t.Errorf("HEALTHCHECK %q; the base has nothing else that could ask", health)
	}
}

// TestRunsAsInTheImage runs the program as the image does: in a root with nothing in it but the program and /data, as
// a user who may write there and nowhere else.
func TestRunsAsInTheImage(t *testing.T) {
	t.Parallel()
	slack := launch(t, func(line string) bool { return strings.HasPrefix(line, "SLACK_APP_TOKEN=") }, nil,
		"sandbox", "--slack-only", "--addr", "127.0.0.1:0", "--open=false")
	env := []string{"THROUGHLINE_METRICS_ADDRESS="}
	for _, name := range []string{"SLACK_API_URL=", "SLACK_BOT_TOKEN=", "SLACK_APP_TOKEN="} {
		env = append(env, name+slack.out.find(name))
	}
	root := bareRoot(t)
	bot := startIn(t, root, env, "run")
	bot.await(t, func(line string) bool { return strings.Contains(line, "socket connected") })
	ana := (&stage{t: t, url: strings.TrimSuffix(slack.out.find("SLACK_API_URL="), "/api/")}).as("Ana")
	ana.begins("#refunds", "Refunds in a day", "lead")
	check := startIn(t, root, env, "check")
	<-check.done
	if code := check.cmd.ProcessState.ExitCode(); code != 0 {
		t.Errorf("bot check beside the running bot: exit code %d\n%s", code, check.out.text())
	}
	if err := bot.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	<-bot.done
	if code := bot.cmd.ProcessState.ExitCode(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if written := filesBelow(t, filepath.Join(root, "data")); !slices.Contains(written, "throughline.db") || !slices.Contains(written, "throughline.key") {
		t.Errorf("/data holds %q", written)
	}
}

// bareRoot makes a folder that can be a root: the program, what its build on this machine loads, and /data.
func bareRoot(t *testing.T) string {
	t.Helper()
	path, err := botBinary()
	if err != nil {
		t.Fatal(err)
	}
	root, err := os.MkdirTemp("/tmp", "image") //nolint:usetesting // Below t.TempDir nobody but its owner may look.
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = exec.Command("chmod", "-R", "u+w", root).Run(); _ = os.RemoveAll(root) })
	copyInto(t, path, filepath.Join(root, "bot"))
	// The image's program is static; the one of the tests loads the C library.
	libraries, err := exec.Command("ldd", path).Output()
	if err == nil {
		for _, library := range regexp.MustCompile(`/\S+`).FindAllString(string(libraries), -1) {
			copyInto(t, library, filepath.Join(root, library))
		}
	}
	data := filepath.Join(root, "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	if os.Getuid() == 0 {
		if err := os.Chown(data, nobodyInImage, nobodyInImage); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(root, 0o555); err != nil {
		t.Fatal(err)
	}
	return root
}

func copyInto(t *testing.T, from, to string) {
	t.Helper()
	raw, err := os.ReadFile(from)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(to), 0o755)
	}
	if err == nil {
		err = os.WriteFile(to, raw, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// startIn starts the program in a root of its own, as the user of the image: as root by changing to it, and otherwise
// in a namespace in which we are that user.
func startIn(t *testing.T, root string, env []string, args ...string) *process {
	t.Helper()
	as := &syscall.SysProcAttr{Chroot: root, Pdeathsig: syscall.SIGKILL}
	if os.Getuid() == 0 {
		as.Credential = &syscall.Credential{Uid: nobodyInImage, Gid: nobodyInImage}
	} else {
		as.Cloneflags = syscall.CLONE_NEWUSER
		as.UidMappings = []syscall.SysProcIDMap{{ContainerID: nobodyInImage, HostID: os.Getuid(), Size: 1}}
		as.GidMappings = []syscall.SysProcIDMap{{ContainerID: nobodyInImage, HostID: os.Getgid(), Size: 1}}
	}
	p := &process{cmd: exec.Command("/bot", args...), out: newLines(), done: make(chan struct{})}
	p.cmd.SysProcAttr, p.cmd.Dir, p.cmd.Env = as, "/data", env
	p.cmd.Stdout, p.cmd.Stderr = p.out, p.out
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { defer close(p.done); _ = p.cmd.Wait() }()
	t.Cleanup(p.kill)
	return p
}

// filesBelow names the files in a folder.
func filesBelow(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}
