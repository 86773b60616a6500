package page_test

import (
	"net/http/httptest"
	"testing"

	"throughline/internal/sandbox"
	"throughline/internal/sandbox/page"
)

// TestThePageSpeaksOfWhicheverApp shows an app of another name, which writes in its Messages tab and is not written to,
// and which is not set up for interactivity.
func TestThePageSpeaksOfWhicheverApp(t *testing.T) {
	t.Parallel()
	w := open(t, serveApp(t, sandbox.App{
		Name: "Lunch", BotName: "lunch", Scopes: []string{"commands", "chat:write"}, MessagesTab: true, MessagesReadOnly: true, InteractivityOff: true,
		Shortcuts: []sandbox.Shortcut{{CallbackID: "ask", Name: "Ask for lunch", Type: "global"}},
	})+"/?as="+sandbox.UserBo, 1280, 800)
	w.click("dm-app")
	w.waitText(".closed-note", "Lunch writes here, and takes no messages.")
	w.wait(`!document.body.innerText.includes("Write /")`) // the app has no command
	if faces := eval[string](w, `[...document.querySelectorAll("[data-testid=dm-app] .avatar")].map((el) => el.textContent + el.querySelectorAll("*").length).join()`); faces != "L0" {
		t.Errorf("an app without a picture shows %q for its initials", faces)
	}
	w.shot("read-only-app")
}

// TestAnAppShowsThePictureItCameWith looks for it beside its name.
func TestAnAppShowsThePictureItCameWith(t *testing.T) {
	t.Parallel()
	w := open(t, serveApp(t, sandbox.App{
		Name: "Lunch", BotName: "lunch", Scopes: []string{"chat:write"}, MessagesTab: true,
		Icon: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" fill="#A8321F"/></svg>`,
	})+"/?as="+sandbox.UserBo, 1280, 800)
	w.wait(`document.querySelector("[data-testid=dm-app] .avatar img")?.naturalWidth > 0`)
}

// TestAnAppWithoutTabsIsShownAsOne opens an app that only writes in channels: no tab, no command, nobody to write to.
func TestAnAppWithoutTabsIsShownAsOne(t *testing.T) {
	t.Parallel()
	w := open(t, serveApp(t, sandbox.App{Name: "Notes", BotName: "notes", Scopes: []string{"chat:write"}})+"/?as="+sandbox.UserBo, 1280, 800)
	w.click("dm-app")
	w.waitText(".closed-note", "Notes has its Messages tab switched off, so neither of you can write here.")
	w.wait(`!document.body.innerText.includes("switched off.") && !document.querySelector("[role=tab]")`)
}

// serveApp is the address of a sandbox with this app.
func serveApp(t *testing.T, app sandbox.App) string {
	t.Helper()
	srv, err := sandbox.New(sandbox.Options{Page: page.Handler(), App: app})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(held(t, srv.Handler()))
	srv.SetBaseURL(web.URL)
	t.Cleanup(func() {
		_ = srv.Close()
		web.Close()
	})
	return web.URL
}
