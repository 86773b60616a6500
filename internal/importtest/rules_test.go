package importtest

import (
	"slices"
	"strings"
	"testing"
)

// The modules that rules speak of.
const (
	slackGo  = "github.com/slack-go/slack"
	holidays = "github.com/rickar/cal/v2"
	cron     = "github.com/robfig/cron/v3"
	bbolt    = "go.etcd.io/bbolt"
	pgx      = "github.com/jackc/pgx/v5"
	xTime    = "golang.org/x/time"
	xImage   = "golang.org/x/image"
	chromedp = "github.com/chromedp"
	chacha   = "golang.org/x/crypto/chacha20poly1305"
	rapid    = "pgregory.net/rapid"
	goCmp    = "github.com/google/go-cmp"
	openAPI  = "github.com/getkin/kin-openapi"
	schemas  = "github.com/santhosh-tekuri/jsonschema/v6"
	contract = "internal/sandbox/contract"

	prometheus = "github.com/prometheus/client_golang"
	bars       = "github.com/schollz/progressbar/v3"
)

// rule says what a package may import. Paths of our own are relative to the module; a path stands for
// what lies below it as well.
type rule struct {
	// of is the package that the rule binds.
	of string
	// why is the reason, printed with every breach.
	why string
	// only lists everything that may be imported besides the standard library. Nil leaves it open.
	only []string
	// never lists what may not be imported at all.
	never []string
	// tests binds the package's tests as well.
	tests bool
}

// everything as rule.of binds all packages.
const everything = ""

func rules() []rule {
	return []rule{
		{
			of: "internal/mission", only: []string{},
			never: []string{"net", "os", "database"},
			why:   "the domain can be read, tested and trusted by itself, and outlives Slack and the store",
		},
		{
			of: "internal/nudges", only: []string{"internal/mission", "internal/trial", cron, xTime},
			never: []string{"net/http", "os", "database"},
			why:   "what is sent, and when, is decided without knowing where it goes or where it is kept",
		},
		{
			of: "internal/copies", only: []string{},
			never: []string{"net", "os", "database"},
			why:   "who lives is judged without knowing where that is kept, and news for others hold nobody's words",
		},
		{
			of: "internal/holidays", only: []string{"internal/mission", "internal/nudges", holidays},
			never: []string{"net", "os", "database"},
			why:   "which days are off is known from rules and settings alone",
		},
		{
			of: "internal/limits", only: []string{},
			never: []string{"net", "os", "database"},
			why:   "how much one person may cause is decided from opaque names and a time, and counted the same everywhere",
		},
		{
			of: "internal/when", only: []string{"internal/mission"},
			never: []string{"net", "os", "database"},
			why:   "what people type as a day is read the same everywhere, given which day today is",
		},
		{
			of: "internal/ownwords", only: []string{},
			never: []string{"net", "os", "database"},
			why:   "what a team's words have in common is computed from words alone, with nothing that could be asked for more",
		},
		{
			of: "internal/rounds", only: []string{"internal/mission", "internal/ownwords"},
			never: []string{"net", "os", "database", "log"},
			why:   "an anonymous answer leaves no trace, so nothing that handles one can write any",
		},
		{
			of: "internal/trial", only: []string{"internal/mission"},
			never: []string{"net", "os", "database", "log"},
			why:   "whether nudges help is computed from what was written down, with nothing that could be asked for more",
		},
		{
			of: "internal/coaching", only: []string{"internal/mission"},
			never: []string{"net", "os", "database"},
			why:   "what is asked of one person is decided without knowing where it is asked or where it is kept",
		},
		{
			of: "internal/seal", only: []string{"internal/mission", chacha},
			why: "what guards private words is small enough to be read in one sitting",
		},
		{
			of: "internal/erased", only: []string{"internal/mission"},
			never: []string{"net", "database", "log"},
			why:   "who was forgotten is told to nobody but the file beside the store",
		},
		{
			of: "internal/emoji", only: []string{},
			never: []string{"net", "os"},
			why:   "the bot and the local Slack may share a table of names, as long as it is nothing else",
		},
		{
			of: "internal/chart", only: []string{xImage},
			never: []string{"net", "os"},
			why:   "a picture is drawn from words and places alone, so that nothing private can slip into it",
		},
		{
			of: "internal/store", never: []string{slackGo, "internal/slackapp", "internal/sandbox"},
			why: "what is kept must not depend on how Slack spells it",
		},
		{
			of: "internal/store/record", only: []string{
				"internal/mission", "internal/nudges", "internal/rounds", "internal/ownwords", "internal/coaching", "internal/trial",
			},
			never: []string{"net", "os", "database"},
			why:   "what stands in a record is the same in every store, and depends on none",
		},
		{
			of: "internal/slackapp", never: []string{"internal/store", "internal/sandbox", "internal/config"},
			why: "the edge works on any store and any server, and is given the few values that it needs",
		},
		{
			of: "internal/sandbox", never: []string{
				"internal/slackapp", "internal/mission", "internal/nudges", "internal/rounds", "internal/ownwords", "internal/coaching", "internal/trial",
				"internal/when", "internal/chart", "internal/store", "internal/seal", "internal/erased",
			},
			why: "a stand-in that shares code with the bot would share its misunderstandings of Slack",
		},
		{
			of: "internal/showcase", only: []string{},
			why: "a story is what people type and press; what comes of it comes from the app alone, through the local Slack",
		},
		{
			of: "internal/config", never: []string{"internal"},
			why: "settings are plain values; whoever needs one is handed it",
		},
		{
			of: "internal/manifest", never: []string{"internal", slackGo},
			why: "the app is described once and for all, so that everyone can read it there",
		},
		{
			of: "internal/progress", only: []string{bars},
			why: "long work tells how far it is without knowing who looks",
		},
		{
			of: "internal/operator", only: []string{"internal/progress"},
			why: "what the operator asks of the running bot is done by whom the program chose; the socket knows no store",
		},
		{
			of: "internal/move", only: []string{"internal/mission", "internal/progress", "internal/store/record", "golang.org/x/sync"},
			why: "what moves between stores is the same whichever they are",
		},
		{
			of: "internal/backup", only: []string{"internal/move", "internal/progress", "internal/store/bolt", "internal/store/record"},
			why: "a backup can be written and read without the bot, its settings or its key",
		},
		{
			of: "internal/doctor", never: []string{"internal/slackapp", "internal/store", slackGo},
			why: "doctor must be able to judge an installation in which the rest does not work",
		},
		{
			of: "internal/metrics", only: []string{prometheus},
			why: "what is counted is handed over as words of fixed lists, so that nothing private can be asked for",
		},
		{
			of: "internal/systemd", only: []string{"golang.org/x/sys"},
			why: "the service manager hears how far the bot is, and nothing else",
		},
		{
			of: "internal/health", only: []string{},
			why: "whether the bot works has to be told when none of its parts does",
		},
		{
			of: everything, never: []string{"cmd"}, tests: true,
			why: "the program ties the packages together and is tied into nothing",
		},
	}
}

// home is a package or module with the only places that may import it.
type home struct {
	of    string
	in    []string
	tests []string
	why   string
}

func homes() []home {
	return []home{
		{
			of: slackGo, in: []string{"internal/slackapp", "cmd/bot", "examples", "bench/slack-go"}, tests: []string{"internal/sandbox", "internal/manifest"},
			why: "slack-go breaks its API at every minor version, and one place should feel it",
		},
		{
			of: prometheus, in: []string{"internal/metrics"},
			why: "how metrics are exposed is known in one place, which lets no word of people through",
		},
		{
			of: holidays, in: []string{"internal/holidays"},
			why: "a library of facts that go stale has to be easy to exchange",
		},
		{
			of: bbolt, in: []string{"internal/store/bolt"},
			why: "another store has to be able to take its place",
		},
		{
			of: pgx, in: []string{"internal/store/postgres", "internal/store/pgtest", "internal/crashtest"}, tests: []string{everything},
			why: "another store has to be able to take its place",
		},
		{
			of: "internal/store/pgtest", tests: []string{everything},
			why: "a server that lives as long as the tests is for tests",
		},
		{
			of: bars, in: []string{"internal/progress"},
			why: "one package draws on the terminal",
		},
		{
			of: chromedp, tests: []string{everything},
			why: "a browser is for tests and does not belong into the program",
		},
		{
			of: rapid, in: []string{"internal/store/storetest"}, tests: []string{everything},
			why: "made-up input is for tests",
		},
		{
			of: openAPI, tests: []string{everything},
			why: "whether a description is valid is known before the program is built",
		},
		{
			of: schemas, in: []string{contract}, tests: []string{"internal/move"},
			why: "one package knows how a description is read",
		},
		{
			of: contract, tests: []string{everything},
			why: "a server that checks itself against its description would answer slower and no better",
		},
		{
			of: "internal/crashtest", tests: []string{everything},
			why: "what kills the program is no part of it",
		},
		{
			of: "internal/raced", tests: []string{everything},
			why: "what the program does is the same whether races are looked for or not",
		},
		{
			of: goCmp, in: []string{"internal/store/storetest"}, tests: []string{everything},
			why: "it panics where it cannot compare, by design",
		},
		{
			of: "testing", in: []string{"internal/store/storetest", "internal/store/pgtest", "internal/sandbox/judges", "internal/sandbox/rules"}, tests: []string{everything},
			why: "production code does not know that it is under test",
		},
		{
			of: "bench", in: []string{"bench"}, tests: []string{"cmd/bot"},
			why: "what measures the program is no part of it; its own benchmark uses the same stand-in for Slack",
		},
		{
			of: "internal/sandbox/rules", tests: []string{everything},
			why: "the list of Slack's rules is what tests show; the sandbox's code does not look itself up in it",
		},
	}
}

// breach says why the import is not allowed, or nothing. test says that a _test.go file imports it.
func breach(rs []rule, hs []home, importer, imported string, test bool) string {
	for _, r := range rs {
		if !below(importer, r.of) || test && !r.tests {
			continue
		}
		own := r.of != everything && below(imported, r.of)
		if !own && belowAny(imported, r.never) {
			return r.why
		}
		if r.only != nil && !own && !standard(imported) && !belowAny(imported, r.only) {
			return r.why
		}
	}
	for _, h := range hs {
		allowed := h.in
		if test {
			allowed = append(slices.Clone(h.tests), h.in...)
		}
		if below(imported, h.of) && !belowAny(importer, allowed) {
			return h.why
		}
	}
	return ""
}

func belowAny(path string, roots []string) bool {
	return slices.ContainsFunc(roots, func(root string) bool { return below(path, root) })
}

// below says that path is root or lies under it. Everything lies below "".
func below(path, root string) bool {
	return root == everything || path == root || strings.HasPrefix(path, root+"/")
}

// standard says that the path is one of the standard library: no dot in its first part, and not ours.
func standard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".") && first != "internal" && first != "cmd"
}

func TestImports(t *testing.T) {
	for _, i := range imports(t) {
		if why := breach(rules(), homes(), i.importer, i.imported, i.test); why != "" {
			t.Errorf("%s imports %s\n\twhich is not allowed, since %s", i.file, i.imported, why)
		}
	}
}

// TestRulesBite shows that each rule refuses what it is there to refuse.
func TestRulesBite(t *testing.T) {
	for name, tc := range map[string]struct {
		importer, imported string
		test               bool
		refused            bool
	}{
		"a story may not know the bot":                  {"internal/showcase", "internal/slackapp", false, true},
		"the domain may use the standard library":       {"internal/mission", "strings", false, false},
		"the domain may not use the network":            {"internal/mission", "net/http", false, true},
		"the domain may not use any module":             {"internal/mission", "github.com/oklog/ulid/v2", false, true},
		"the domain may not know Slack":                 {"internal/mission", slackGo, false, true},
		"the domain's tests may use modules":            {"internal/mission", "pgregory.net/rapid", true, false},
		"nudges may use cron":                           {"internal/nudges", cron, false, false},
		"nudges may use missions":                       {"internal/nudges", "internal/mission", false, false},
		"nudges may use their own parts":                {"internal/nudges", "internal/nudges/questions", false, false},
		"nudges may not use HTTP":                       {"internal/nudges", "net/http", false, true},
		"nudges may not use bbolt":                      {"internal/nudges", bbolt, false, true},
		"nudges may not use sealing":                    {"internal/nudges", "internal/seal", false, true},
		"the store may use bbolt":                       {"internal/store/bolt", bbolt, false, false},
		"the store may not use Slack":                   {"internal/store/bolt", slackGo + "/slackevents", false, true},
		"the suite of stores may use testing":           {"internal/store/storetest", "testing", false, false},
		"production code may not use testing":           {"internal/slackapp", "testing", false, true},
		"production code may not use testing's parts":   {"internal/slackapp", "testing/synctest", false, true},
		"tests may use testing":                         {"internal/slackapp", "testing", true, false},
		"the edge may use Slack":                        {"internal/slackapp/socket", slackGo + "/socketmode", false, false},
		"the edge may not use bbolt":                    {"internal/slackapp", bbolt, false, true},
		"the edge may not choose its store":             {"internal/slackapp", "internal/store/bolt", false, true},
		"the sandbox may not use the domain":            {"internal/sandbox", "internal/mission", false, true},
		"the sandbox may use its own parts":             {"internal/sandbox", "internal/sandbox/blockkit", false, false},
		"the sandbox may not use Slack's library":       {"internal/sandbox", slackGo, false, true},
		"the sandbox's tests may use Slack's library":   {"internal/sandbox", slackGo, true, false},
		"the program may not use a browser":             {"cmd/bot", chromedp + "/chromedp", false, true},
		"the program's tests may use a browser":         {"cmd/bot", chromedp + "/chromedp", true, false},
		"the program may use everything of ours":        {"cmd/bot", "internal/store/bolt", false, false},
		"nobody may use the program":                    {"internal/sandbox", "cmd/bot", false, true},
		"nobody's tests may use the program":            {"internal/sandbox", "cmd/bot", true, true},
		"settings may not know other packages":          {"internal/config", "internal/seal", false, true},
		"a name that only begins alike is another name": {"internal/missions", slackGo + "er", false, false},
	} {
		why := breach(rules(), homes(), tc.importer, tc.imported, tc.test)
		if got := why != ""; got != tc.refused {
			t.Errorf("%s: refused is %t (%s)", name, got, why)
		}
	}
}

// TestRulesAreAboutSomething fails for a rule about a package that is not there.
func TestRulesAreAboutSomething(t *testing.T) {
	var packages []string
	for _, i := range imports(t) {
		packages = append(packages, i.importer)
	}
	for _, r := range rules() {
		if !slices.ContainsFunc(packages, func(p string) bool { return below(p, r.of) }) {
			t.Errorf("no package lies in %s", r.of)
		}
	}
}
