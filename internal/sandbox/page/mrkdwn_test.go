package page_test

import (
	"encoding/json"
	"fmt"
	"testing"
)

// outline is a script that writes nodes as short text: b(…) bold, q(…) quote,
// u:ID person and so on.
const outline = `
  const show = (nodes) => nodes.map((n) => ({
    text: () => n.text, bold: () => "b(" + show(n.kids) + ")", italic: () => "i(" + show(n.kids) + ")", strike: () => "s(" + show(n.kids) + ")",
    quote: () => "q(" + show(n.kids) + ")", code: () => "c(" + n.text + ")", pre: () => "pre(" + n.text + ")", break: () => "/",
    link: () => "a(" + n.url + (n.label ? "|" + n.label : "") + ")", user: () => "u:" + n.id, channel: () => "ch:" + n.id, broadcast: () => "all:" + n.range,
    group: () => "g:" + n.id, emoji: () => "e:" + n.name, date: () => "d(" + n.seconds + "," + n.pattern + "," + n.fallback + ")",
  })[n.type]()).join("");`

// inModule evaluates an expression with a module's exports at hand as m.
func inModule[T any](w *window, module, expression string) T {
	w.t.Helper()
	return eval[T](w, fmt.Sprintf(`import("/static/%s.js").then((m) => { %s return (%s); })`, module, outline, expression))
}

func quoted(s string) string {
	raw, err := json.Marshal(s)
	if err != nil {
		panic(err) // text always marshals
	}
	return string(raw)
}

func TestMarkup(t *testing.T) {
	w := open(t, newStage(t, nil).url+"/?as=U0ANA00001", 1280, 800)
	for _, row := range []struct{ sentence, markup, want string }{
		{"plain words stay", "a b", "a b"},
		{"stars make bold", "a *b c* d", "a b(b c) d"},
		{"underscores make italic, tildes strike", "_a_ ~b~", "i(a) s(b)"},
		{"styles nest", "*a _b_ c*", "b(a i(b) c)"},
		{"a star inside a word is a star", "2*3*4", "2*3*4"},
		{"a star before a space opens nothing", "* a*", "* a*"},
		{"a star after a space closes nothing", "*a *", "*a *"},
		{"a star before a word closes nothing", "*a*b", "*a*b"},
		{"bold ends before punctuation", "*a*, b", "b(a), b"},
		{"a style ends with its line", "*a\nb*", "*a/b*"},
		{"an empty style is text", "** __ ~~", "** __ ~~"},
		{"code holds its marks", "`*a*`", "c(*a*)"},
		{"a star inside code does not close", "*a `*` b*", "b(a c(*) b)"},
		{"fences keep lines and marks", "x\n```a\n*b*```\ny", "xpre(a\n*b*)y"},
		{"an angle begins a quote", "> a\n> *b*\nc", "q(a/b(b))c"},
		{"an escaped angle begins one too", "&gt; a", "q(a)"},
		{"an angle within a line is text", "a &gt; b", "a > b"},
		{"three angles quote the rest", "&gt;&gt;&gt; a\nb", "q(a/b)"},
		{"escapes are read once", "&amp;lt; &lt;b&gt;", "&lt; <b>"},
		{"people, channels and groups", "<@U1> <#C1|x> <!subteam^S1|@g>", "u:U1 ch:C1 g:S1"},
		{"broadcasts", "<!here> <!channel> <!everyone>", "all:here all:channel all:everyone"},
		{"links with and without a label", "<https://a.example|b> <https://a.example/?x=1&amp;y>", "a(https://a.example|b) a(https://a.example/?x=1&y)"},
		{"mail links", "<mailto:a@b.example|write>", "a(mailto:a@b.example|write)"},
		{"scripts are no links", "<javascript:alert(1)|x>", "<javascript:alert(1)|x>"},
		{"bare addresses are links, their full stop is not", "see https://a.example/b.", "see a(https://a.example/b)."},
		{"dates carry their fallback", "<!date^1764000000^{date_long}|Monday>", "d(1764000000,{date_long},Monday)"},
		{"dates without seconds fall back", "<!date^soon^{date}|Monday>", "Monday"},
		{"emoji that are known", ":bulb: :+1:", "e:bulb e:+1"},
		{"emoji that are not stay", ":no_such_thing: 10:30:00", ":no_such_thing: 10:30:00"},
		{"an open angle alone is text", "a < b", "a < b"},
		{"right to left words are words", "*שלום*", "b(שלום)"},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			w := &window{t: t, ctx: w.ctx, started: true}
			if got := inModule[string](w, "mrkdwn", "show(m.parse("+quoted(row.markup)+"))"); got != row.want {
				t.Errorf("%q\n got %q\nwant %q", row.markup, got, row.want)
			}
		})
	}
	if got := inModule[string](w, "mrkdwn", `show(m.parse("https://a.example", { verbatim: true }))`); got != "https://a.example" {
		t.Errorf("verbatim text was linked: %s", got)
	}
}

func TestTimes(t *testing.T) {
	w := open(t, newStage(t, nil).url+"/?as=U0ANA00001", 1280, 800)
	for _, row := range []struct{ sentence, expression, want string }{
		{"a wall clock is read in its zone", `m.wall("2026-11-24T09:00", "Asia/Kolkata").toISOString()`, "2026-11-24T03:30:00.000Z"},
		{"also over a change of the hour", `m.wall("2026-10-25T09:00", "Europe/Berlin").toISOString()`, "2026-10-25T08:00:00.000Z"},
		{"and shown as it was read", `m.onWall(m.wall("2027-03-28T03:30", "Europe/Berlin"), "Europe/Berlin")`, "2027-03-28T03:30"},
		{"today is called so", `m.slackDate("{date_long_pretty} {time}", new Date("2026-11-24T10:00Z"), "Africa/Lagos", new Date("2026-11-24T20:00Z"))`, "today 11:00"},
		{"a near day has no year", `m.slackDate("{date_long}", new Date("2026-11-27T10:00Z"), "UTC", new Date("2026-11-24T20:00Z"))`, "Friday 27 November"},
		{"a far day has one", `m.slackDate("{date}", new Date("2027-11-27T10:00Z"), "UTC", new Date("2026-11-24T20:00Z"))`, "27 November 2027"},
		{"an unknown token stays", `m.slackDate("{week}", new Date(0), "UTC", new Date(0))`, "{week}"},
		{"an unknown zone is UTC", `m.clockTime(new Date("2026-11-24T10:00Z"), "Mars/Olympus")`, "10:00"},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			w := &window{t: t, ctx: w.ctx, started: true}
			if got := inModule[string](w, "times", row.expression); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}
