package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestEveryIdeaHasAStory holds the page about the ideas to the stories that there are.
func TestEveryIdeaHasAStory(t *testing.T) {
	page, err := os.ReadFile("../../docs/ideas.md")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	var tests strings.Builder
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		tests.Write(source)
	}
	rows := 0
	named := regexp.MustCompile("`(Test[A-Za-z]+)`")
	for line := range strings.Lines(string(page)) {
		stories := named.FindAllStringSubmatch(line, -1)
		if strings.HasPrefix(line, "| ") {
			rows++
		}
		if strings.HasPrefix(line, "| ") && !strings.HasPrefix(line, "| idea") && len(stories) == 0 {
			t.Errorf("no story: %s", line)
		}
		for _, story := range stories {
			if !strings.Contains(tests.String(), "\nfunc "+story[1]+"(t *testing.T)") {
				t.Errorf("there is no %s", story[1])
			}
		}
	}
	if rows != 19 {
		t.Errorf("%d rows, with the heading", rows)
	}
}
