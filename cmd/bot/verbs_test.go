package main

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// The page completes the words that the bot hands to the local Slack with its command. Here they are held to what
// the bot takes: every word that the page offers is one that the bot knows, and the other way round by its help.
func TestThePageCompletesWhatTheBotKnows(t *testing.T) {
	t.Parallel()
	p := launch(t, func(line string) bool { return strings.Contains(line, "Ctrl-C stops it") }, nil,
		"sandbox", "--addr", "127.0.0.1:0", "--open=false", "--clock", storyClock)
	s := &stage{t: t, url: p.out.find("page")}
	bo := s.as("Bo")
	offered := offeredVerbs(t, s.url)
	for verb := range offered {
		if answer := jsonText(bo.types("#refunds", "/mission "+verb)); strings.Contains(answer, "I do not know") {
			t.Errorf("the page offers %q, which the bot does not know", verb)
		}
	}
	help := jsonText(bo.types("#refunds", "/mission help"))
	for _, verb := range regexp.MustCompile("`/mission ([a-z-]+)").FindAllStringSubmatch(help, -1) {
		if !offered[verb[1]] {
			t.Errorf("the bot's help names %q, which the page does not offer", verb[1])
		}
	}
}

// offeredVerbs are the words that the page completes, as the local Slack hands them to it.
func offeredVerbs(t *testing.T, url string) map[string]bool {
	t.Helper()
	resp, err := http.Get(url + "/_sandbox/state?as=U0BO000001")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var state struct {
		App struct {
			Commands []struct {
				Name  string `json:"name"`
				Hints []struct {
					Text string `json:"text"`
					Hint string `json:"hint"`
				} `json:"hints"`
			} `json:"commands"`
		} `json:"app"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&state); err != nil {
		t.Fatal(err)
	}
	offered := make(map[string]bool)
	for _, command := range state.App.Commands {
		for _, hint := range command.Hints {
			offered[hint.Text] = true
			if hint.Hint == "" {
				t.Errorf("nothing says what %s %s is for", command.Name, hint.Text)
			}
		}
	}
	if len(offered) < 10 {
		t.Fatalf("the page is handed no words to complete: %v", offered)
	}
	return offered
}
