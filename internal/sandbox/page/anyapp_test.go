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
	srv, err := sandbox.New(sandbox.Options{Page: page.Handler(), App: sandbox.App{
		Name: "Lunch", BotName: "lunch", Scopes: []string{"commands", "chat:write"}, MessagesTab: true, MessagesReadOnly: true, InteractivityOff: true,
		Shortcuts: []sandbox.Shortcut{{CallbackID: "ask", Name: "Ask for lunch", Type: "global"}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(held(t, srv.Handler()))
	srv.SetBaseURL(web.URL)
	t.Cleanup(func() {
		_ = srv.Close()
		web.Close()
	})
	w := open(t, web.URL+"/?as="+sandbox.UserBo, 1280, 800)
	w.click("dm-app")
	w.waitText(".closed-note", "Lunch writes here, and takes no messages.")
	w.wait(`!document.body.innerText.includes("Write /")`) // the app has no command
	w.shot("read-only-app")
}
