// Package judges holds the sandbox to what others wrote about Slack: Slack's own libraries for Node, the types of
// its blocks with a compiler for them, and axe-core for the page. Its tests run them; this file finds them for the
// tests of other packages too.
//
// package-lock.json pins each library. scripts/needs.sh installs them, as a part of scripts/test.sh. Nothing of
// this is in the program.
package judges

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Dir returns the absolute path of this package's folder, from wherever in the project the test runs.
func Dir(tb testing.TB) string {
	tb.Helper()
	dir, err := find()
	if err != nil {
		tb.Fatal(err)
	}
	return dir
}

// find looks for the folder from the current one upwards.
func find() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for dir != filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return filepath.Join(dir, "internal", "sandbox", "judges"), nil
		}
		dir = filepath.Dir(dir)
	}
	return "", errors.New("the test runs outside of the project, whose libraries of Slack it needs")
}

// Installed returns why Slack's types cannot judge anything on this machine, with what to run, or nil where they can.
func Installed() error {
	if _, err := nodePath(); err != nil {
		return err
	}
	judges, err := find()
	if err != nil {
		return err
	}
	for _, library := range []string{"typescript", "@slack/types"} {
		if err := installed(judges, library+"/package.json"); err != nil {
			return err
		}
	}
	return nil
}

// installed returns what to run where a file of a library is not there.
func installed(judges, path string) error {
	if _, err := os.Stat(filepath.Join(judges, "node_modules", filepath.FromSlash(path))); err != nil {
		return fmt.Errorf("%s is not installed: run scripts/test.sh once, or npm ci --ignore-scripts in internal/sandbox/judges", path)
	}
	return nil
}

// Module returns the absolute path of a file of an installed library, such as "axe-core/axe.min.js". The test fails
// where the library is not installed.
func Module(tb testing.TB, path string) string {
	tb.Helper()
	if err := installed(Dir(tb), path); err != nil {
		tb.Fatal(err)
	}
	return filepath.Join(Dir(tb), "node_modules", filepath.FromSlash(path))
}

// Node returns the program that runs the libraries: THROUGHLINE_NODE, or the node of the PATH. The test fails where
// there is none.
func Node(tb testing.TB) string {
	tb.Helper()
	node, err := nodePath()
	if err != nil {
		tb.Fatal(err)
	}
	return node
}

func nodePath() (string, error) {
	if named := os.Getenv("THROUGHLINE_NODE"); named != "" {
		return named, nil
	}
	node, err := exec.LookPath("node")
	if err != nil {
		return "", errors.New("the libraries of Slack need Node 20 or newer: run scripts/test.sh, which brings one, or set THROUGHLINE_NODE to its path")
	}
	return node, nil
}
