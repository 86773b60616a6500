package sandbox

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// The fixture of Block Kit's limits names those of whole calls too; each is
// tried at its bound and one past it.
func TestCallsKeepTheLimitsOfTheFixture(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("blockkit/testdata/limits.json")
	if err != nil {
		t.Fatal(err)
	}
	var fixture struct {
		Limits []struct {
			Path  string
			Max   int
			Calls bool
		}
	}
	if err := json.Unmarshal(raw, &fixture); err != nil {
		t.Fatal(err)
	}
	r := newRig(t)
	sent := r.call("chat.postMessage", map[string]string{"channel": UserBo, "text": "x"})
	tries := map[string]func(n int) (good bool){
		"message.text": func(n int) bool {
			out := r.call("chat.postMessage", map[string]string{"channel": UserAna, "text": strings.Repeat("ż", n)})
			return out["ok"] == true && out["warning"] == nil
		},
		"message.attachments": func(n int) bool {
			list := "[" + strings.TrimSuffix(strings.Repeat(`{"text":"x"},`, n), ",") + "]"
			return r.call("chat.postMessage", map[string]string{"channel": UserDee, "text": "x", "attachments": list})["error"] != "too_many_attachments"
		},
		"update.text": func(n int) bool {
			text := strings.Repeat("ż", n)
			out := r.call("chat.update", map[string]string{"channel": sent["channel"].(string), "ts": sent["ts"].(string), "text": text})
			return out["error"] != "msg_too_long"
		},
	}
	tried := 0
	for _, l := range fixture.Limits {
		if !l.Calls {
			continue
		}
		tried++
		try := tries[l.Path]
		if try == nil {
			t.Errorf("nothing tries %s", l.Path)
			continue
		}
		if !try(l.Max) {
			t.Errorf("%s is refused at %d", l.Path, l.Max)
		}
		if try(l.Max + 1) {
			t.Errorf("%s is taken at %d", l.Path, l.Max+1)
		}
	}
	if tried != len(tries) {
		t.Errorf("the fixture has %d of %d limits of calls", tried, len(tries))
	}
}
