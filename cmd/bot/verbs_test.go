package main

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// The page completes the words after /mission from a list of its own, since it knows nothing of the bot.
// Here the two are held alike: every word that the page offers is one that the bot knows, and the other
// way round by the bot's help.
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

// offeredVerbs reads the list out of the page's module.
func offeredVerbs(t *testing.T, url string) map[string]bool {
	t.Helper()
	resp, err := http.Get(url + "/static/verbs.js")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	source, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	offered := make(map[string]bool)
	for _, m := range regexp.MustCompile(`(?m)^  \["([a-z-]+)", "`).FindAllStringSubmatch(string(source), -1) {
		offered[m[1]] = true
	}
	if len(offered) < 10 {
		t.Fatalf("the page's list was not found in its module: %v", offered)
	}
	return offered
}
