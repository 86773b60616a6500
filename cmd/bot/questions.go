package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strconv"
	"strings"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/questions"
)

// QuestionsCmd is bot questions.
type QuestionsCmd struct {
	List  QuestionsListCmd  `cmd:"" help:"Print the questions, a line each: those of the program and those of the team's own file."`
	Check QuestionsCheckCmd `cmd:"" help:"Say what is wrong with a file of questions, line by line. Without FILE, the one of the settings."`
}

// QuestionsListCmd is bot questions list.
type QuestionsListCmd struct {
	Audience string `help:"Only those for channel, member or lead." placeholder:"AUDIENCE" enum:"channel,member,lead," default:""`
	Phase    string `help:"Only those that may be asked in this phase: beginning, middle or end." placeholder:"PHASE" enum:"beginning,middle,end," default:""`
	Theme    string `help:"Only those on this theme, such as listen." placeholder:"THEME"`
	TOML     bool   `name:"toml" help:"Print them as blocks of a file, to copy into one of your own."`
	Config   string `help:"Read the settings from this file instead of throughline.toml." placeholder:"FILE"`
}

// Run prints the questions: in columns for a terminal, with tabs between for other programs.
func (c QuestionsListCmd) Run(con *console) error {
	loaded, err := loadQuestions(c.Config, con)
	if err != nil {
		return err
	}
	if n := len(loaded.Mistakes); n > 0 {
		fmt.Fprintf(con.stderr, "%s has %s; what is wrong is not asked. See: bot questions check\n", loaded.File, mistakes(n))
	}
	chosen := slices.DeleteFunc(loaded.Library.All(), func(q nudges.Question) bool { return !c.wants(q) })
	if len(chosen) == 0 {
		return errors.New("there is no such question. The themes are " + strings.Join(themesOf(loaded.Library), ", "))
	}
	var b strings.Builder
	switch {
	case c.TOML:
		for _, q := range chosen {
			b.WriteString(tomlBlock(q))
		}
	case isTerminal(con.stdout):
		writeColumns(&b, chosen)
	default:
		for _, q := range chosen {
			b.WriteString(strings.Join(cells(q), "\t") + "\n")
		}
	}
	_, err = io.WriteString(con.stdout, b.String())
	return err
}

func (c QuestionsListCmd) wants(q nudges.Question) bool {
	return (c.Audience == "" || c.Audience == string(q.Audience)) &&
		(c.Theme == "" || c.Theme == q.Theme) &&
		(c.Phase == "" || slices.Contains(phasesOf(q), c.Phase))
}

func themesOf(l nudges.Library) []string {
	var themes []string
	for _, q := range l.All() {
		themes = append(themes, q.Theme)
	}
	slices.Sort(themes)
	return slices.Compact(themes)
}

func phasesOf(q nudges.Question) []string {
	var names []string
	for _, p := range q.Phases {
		names = append(names, p.String())
	}
	return names
}

// cells are what stands in the line of a question.
func cells(q nudges.Question) []string {
	phases := strings.Join(phasesOf(q), ",")
	if len(q.Phases) == len(mission.Phases) {
		phases = "every"
	}
	return []string{string(q.Audience), phases, q.Theme, q.ID, q.Text}
}

func writeColumns(b *strings.Builder, chosen []nudges.Question) {
	rows := make([][]string, len(chosen))
	var width [4]int
	for i, q := range chosen {
		rows[i] = cells(q)
		for at := range width {
			width[at] = max(width[at], len(rows[i][at]))
		}
	}
	for _, row := range rows {
		for at, w := range width {
			fmt.Fprintf(b, "%-*s  ", w, row[at])
		}
		b.WriteString(row[len(row)-1] + "\n")
	}
}

// tomlBlock is a question as it stands in a file.
func tomlBlock(q nudges.Question) string {
	var b strings.Builder
	fmt.Fprintf(&b, "[[question]]\nid = %q\naudience = %q\nphases = %s\ntheme = %q\nfunction = %q\ntext = %s\n",
		q.ID, q.Audience, tomlList(phasesOf(q)), q.Theme, q.Function, tomlText(q.Text))
	if len(q.FollowUps) > 0 {
		fmt.Fprintf(&b, "follow_ups = %s\n", tomlList(q.FollowUps))
	}
	if q.Source != "" {
		fmt.Fprintf(&b, "source = %s\n", tomlText(q.Source))
	}
	return b.String() + "\n"
}

func tomlList(words []string) string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = tomlText(w)
	}
	return "[" + strings.Join(all, ", ") + "]"
}

// tomlText writes a TOML string. A question holds no control characters, so that the quoting of Go fits.
func tomlText(s string) string {
	if strings.ContainsAny(s, `"\`) {
		return strconv.QuoteToGraphic(s)
	}
	return `"` + s + `"`
}

// QuestionsCheckCmd is bot questions check.
type QuestionsCheckCmd struct {
	File   string `arg:"" optional:"" help:"A file of questions." placeholder:"FILE"`
	Config string `help:"Read the settings from this file instead of throughline.toml." placeholder:"FILE"`
}

// Run prints a line a mistake. Any makes the exit code 1; notes, of questions that read alike and phases
// that run short, do not.
func (c QuestionsCheckCmd) Run(con *console) error {
	load := func() (questions.Loaded, error) { return questions.Load(c.File) }
	if c.File == "" {
		load = func() (questions.Loaded, error) { return loadQuestions(c.Config, con) }
	}
	loaded, err := load()
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, m := range loaded.Mistakes {
		fmt.Fprintln(&b, m.In(loaded.File))
	}
	for _, m := range loaded.Alike {
		fmt.Fprintf(&b, "note: %s\n", m.In(loaded.File))
	}
	for _, t := range loaded.Thin {
		fmt.Fprintf(&b, "note: %s\n", t)
	}
	fmt.Fprintf(&b, "%s. %s\n", loaded, verdict(len(loaded.Mistakes)))
	if _, err := io.WriteString(con.stdout, b.String()); err != nil {
		return err
	}
	if len(loaded.Mistakes) > 0 {
		return exitFailed
	}
	return nil
}

func verdict(n int) string {
	if n == 0 {
		return "Nothing to mend."
	}
	return mistakes(n) + " to mend."
}

func mistakes(n int) string {
	if n == 1 {
		return "1 mistake"
	}
	return fmt.Sprintf("%d mistakes", n)
}

// loadQuestions reads the questions that the settings name.
func loadQuestions(file string, con *console) (questions.Loaded, error) {
	cfg, err := storeSettings(file, con)
	if err != nil {
		return questions.Loaded{}, err
	}
	return questions.Load(cfg.Questions.File)
}

// mostLogged is how many mistakes of a file are logged one by one.
const mostLogged = 20

// openLibrary returns the questions to ask, and says what is wrong with the team's own file. A bot that did not
// start for a question with a mistake would keep everybody from everything else, so the mistake is logged and the
// question left out. A file that cannot be read is another matter: nobody knows what it switches off.
func openLibrary(path string, log *slog.Logger) (nudges.Library, error) {
	loaded, err := questions.Load(path)
	if err != nil {
		return nudges.Library{}, fmt.Errorf("questions.file: %w", err)
	}
	for _, m := range loaded.Mistakes[:min(len(loaded.Mistakes), mostLogged)] {
		log.Warn("a question is not asked", "at", m.In(path))
	}
	if n := len(loaded.Mistakes) - mostLogged; n > 0 {
		log.Warn("more is wrong with the questions; see bot questions check", "mistakes", n)
	}
	for _, t := range loaded.Thin {
		log.Warn("questions run short", "where", t.String())
	}
	return loaded.Library, nil
}
