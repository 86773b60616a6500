package main

import (
	"runtime/debug"
	"strings"
	"testing"

	"throughline/internal/manifest"
)

// result is what a call of the program left behind.
type result struct {
	code           int
	stdout, stderr string
}

// call runs the program with an environment of its own, in the current directory.
func call(t *testing.T, env map[string]string, args ...string) result {
	t.Helper()
	var stdout, stderr strings.Builder
	lookUp := func(name string) (string, bool) {
		s, ok := env[name]
		return s, ok
	}
	code := run(t.Context(), args, lookUp, &stdout, &stderr)
	return result{code, stdout.String(), stderr.String()}
}

func TestCommandLine(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, tc := range map[string]struct {
		args   []string
		code   int
		stdout string
		stderr string
	}{
		"nothing shows the help":           {nil, 0, "Usage: bot <command>", ""},
		"help":                             {[]string{"--help"}, 0, "Usage: bot <command>", ""},
		"help of a subcommand":             {[]string{"doctor", "--help"}, 0, "--config=FILE", ""},
		"a mistyped word has a suggestion": {[]string{"dokter"}, 2, "", `bot: unexpected argument dokter, did you mean "doctor"?`},
		"a mistyped flag has a suggestion": {[]string{"manifest", "--formt=json"}, 2, "", "--format"},
		"a format that is none":            {[]string{"manifest", "--format", "xml"}, 2, "", `"yaml","json"`},
		"a version":                        {[]string{"version"}, 0, "throughline ", ""},
		"settings that are not there":      {[]string{"doctor", "--config", "other.toml"}, 1, "FAIL  settings   other.toml: it cannot be read", ""},
	} {
		t.Run(name, func(t *testing.T) {
			// Nobody listens there, so that doctor asks no real server.
			got := call(t, map[string]string{"SLACK_API_URL": "http://127.0.0.1:1/api/"}, tc.args...)
			if got.code != tc.code {
				t.Errorf("exit code %d, want %d", got.code, tc.code)
			}
			if !strings.Contains(got.stdout, tc.stdout) || tc.stdout == "" && got.stdout != "" {
				t.Errorf("standard output, want %q:\n%s", tc.stdout, got.stdout)
			}
			if !strings.Contains(got.stderr, tc.stderr) || tc.stderr == "" && got.stderr != "" {
				t.Errorf("standard error, want %q:\n%s", tc.stderr, got.stderr)
			}
		})
	}
}

func TestEverySubcommandHasHelp(t *testing.T) {
	help := call(t, nil, "--help").stdout
	for _, name := range []string{"run", "sandbox", "doctor", "manifest", "version"} {
		if !strings.Contains(help, "\n  "+name) {
			t.Errorf("the help does not name %s:\n%s", name, help)
		}
		if got := call(t, nil, name, "--help"); got.code != 0 || !strings.HasPrefix(got.stdout, "Usage: bot "+name) {
			t.Errorf("%s --help: %+v", name, got)
		}
	}
}

func TestManifestCanBePiped(t *testing.T) {
	yaml, err := manifest.Build(manifest.Options{}).YAML()
	if err != nil {
		t.Fatal(err)
	}
	json, err := manifest.Build(manifest.Options{History: true}).JSON()
	if err != nil {
		t.Fatal(err)
	}
	if got := call(t, nil, "manifest"); got.stdout != string(yaml) || got.stderr != steps {
		t.Errorf("got %+v", got)
	}
	if got := call(t, nil, "manifest", "--format", "json", "--history"); got.stdout != string(json) {
		t.Errorf("got %s", got.stdout)
	}
}

func TestDescribeBuild(t *testing.T) {
	settings := func(pairs ...string) *debug.BuildInfo {
		info := &debug.BuildInfo{Main: debug.Module{Version: "v0.3.0"}}
		for i := 0; i < len(pairs); i += 2 {
			info.Settings = append(info.Settings, debug.BuildSetting{Key: pairs[i], Value: pairs[i+1]})
		}
		return info
	}
	const commit = "0123456789abcdef0123456789abcdef01234567"
	for name, tc := range map[string]struct {
		released string
		info     *debug.BuildInfo
		want     string
	}{
		"a release":                   {"v1.2.3", settings("vcs.revision", commit), "v1.2.3 (0123456789ab)"},
		"a module":                    {"", settings(), "v0.3.0"},
		"a checkout":                  {"", settings("vcs.revision", commit, "vcs.modified", "false"), "v0.3.0 (0123456789ab)"},
		"a checkout with changes":     {"", settings("vcs.revision", commit, "vcs.modified", "true"), "v0.3.0 (0123456789ab, changed since)"},
		"a build without information": {"", nil, "unknown"},
		"a build without a version":   {"", &debug.BuildInfo{}, "(devel)"},
	} {
		if got := describeBuild(tc.released, tc.info); got != tc.want {
			t.Errorf("%s: got %q, want %q", name, got, tc.want)
		}
	}
}
