package main

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"
)

// version is set for releases by -ldflags "-X main.version=v1.2.3".
var version string

// VersionCmd is bot version.
type VersionCmd struct{}

// Run prints one line: version, commit, toolchain and platform.
func (VersionCmd) Run(c *console) error {
	_, err := fmt.Fprintf(c.stdout, "throughline %s %s %s/%s\n",
		buildName(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	if err != nil {
		return fmt.Errorf("print version: %w", err)
	}
	return nil
}

// buildName names the build that is running.
func buildName() string {
	info, _ := debug.ReadBuildInfo()
	return describeBuild(version, info)
}

// describeBuild names a build by the version set for a release, else by the one that the Go toolchain
// recorded, and by its commit where there is one. info may be nil.
func describeBuild(released string, info *debug.BuildInfo) string {
	if info == nil {
		return cmp.Or(released, "unknown")
	}
	name := cmp.Or(released, info.Main.Version, "(devel)")
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	commit := settings["vcs.revision"]
	if commit == "" {
		return name
	}
	if len(commit) > 12 {
		commit = commit[:12]
	}
	if settings["vcs.modified"] == "true" {
		commit += ", changed since"
	}
	return fmt.Sprintf("%s (%s)", name, commit)
}
