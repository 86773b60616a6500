package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// A camera takes pictures of what people see on the page of the local Slack. They are kept in the folder that
// THROUGHLINE_PICTURES names, and otherwise go with the test.
type camera struct {
	d   *desk
	ctx context.Context
	dir string
}

// patience is how long the page may take to show something.
const patience = 15 * time.Second

// newCamera starts a browser beside a desk.
func newCamera(t *testing.T, d *desk) *camera {
	t.Helper()
	name := os.Getenv("THROUGHLINE_CHROMIUM")
	if name == "" {
		name = "chromium"
	}
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("the pictures need Chromium: install the package chromium, or say where it is with THROUGHLINE_CHROMIUM: %v", err)
	}
	flags := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
	}
	for _, name := range []string{"disable-quic", "disable-background-networking", "disable-component-update", "disable-sync", "disable-dev-shm-usage"} {
		flags = append(flags, chromedp.Flag(name, true))
	}
	alloc, stopAlloc := chromedp.NewExecAllocator(context.Background(), flags...)
	ctx, stop := chromedp.NewContext(alloc)
	t.Cleanup(func() {
		stop()
		stopAlloc()
	})
	c := &camera{d: d, ctx: ctx, dir: os.Getenv("THROUGHLINE_PICTURES")}
	if c.dir == "" {
		c.dir = t.TempDir()
	}
	return c
}

// takes keeps a picture of what a person sees in a channel, in "@app", or in "home", and in a thread beside it
// where one is given, once the page shows some words.
func (c *camera) takes(name string, p person, place, words string, width, height int64, thread ...object) {
	t := c.d.t
	t.Helper()
	in := "@app&tab=messages"
	switch {
	case place == "home":
		in = "@app&tab=home"
	case place != "@app":
		in = p.channel(place)
	}
	address := fmt.Sprintf("%s/?as=%s&in=%s", c.d.url, p.id, in)
	for _, m := range thread {
		address += "&thread=" + text(m, "ts")
	}
	err := chromedp.Do(c.ctx, chromedp.EmulateViewport(width, height), chromedp.Navigate(address))
	if err != nil {
		t.Fatalf("picture %s: %v", name, err)
	}
	c.waits(name, words)
	// The picture is of the second look: what is new is read, and what to try first is put away.
	_, err = chromedp.Run(c.ctx, chromedp.Evaluate[bool](`document.querySelector('[data-testid="tries-dismiss"]')?.click() ?? true`))
	if err == nil {
		err = chromedp.Do(c.ctx, chromedp.Navigate(address))
	}
	if err != nil {
		t.Fatalf("picture %s: %v", name, err)
	}
	c.waits(name, words)
	png, err := chromedp.Run(c.ctx, chromedp.CaptureScreenshot())
	if err != nil || len(png) == 0 {
		t.Fatalf("picture %s: %d bytes, %v", name, len(png), err)
	}
	if err := os.WriteFile(filepath.Join(c.dir, name+".png"), png, 0o644); err != nil {
		t.Fatal(err)
	}
}

// waits looks until the page is drawn, still and shows the words.
func (c *camera) waits(name, words string) {
	t := c.d.t
	t.Helper()
	still := fmt.Sprintf(`document.body?.dataset.ready === "true" && document.body.innerText.includes(%q)
		&& [...document.images].every((i) => i.complete)
		&& document.getAnimations().every((a) => a.playState !== "running" || a.effect.getTiming().iterations === Infinity)`, words)
	for deadline := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		if ok, err := chromedp.Run(c.ctx, chromedp.Evaluate[bool](still)); err == nil && ok {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("picture %s: the page does not show %q", name, words)
		}
	}
}
