package page_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"throughline/internal/sandbox/rules"
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
	rules.Keeps(t, "text/escape")
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
		{"only three characters are escaped", "&amp; &lt; &gt; &quot; &#39; &nbsp;", "& < > &quot; &#39; &nbsp;"},
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
			if got := inModule[string](w, "mrkdwn_parse", "show(m.parse("+quoted(row.markup)+"))"); got != row.want {
				t.Errorf("%q\n got %q\nwant %q", row.markup, got, row.want)
			}
		})
	}
	if got := inModule[string](w, "mrkdwn_parse", `show(m.parse("https://a.example", { verbatim: true }))`); got != "https://a.example" {
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

// markdownOutline writes blocks of Markdown as short text: h1(…), ul(li(…)), p(…).
const markdownOutline = `
  const blocks = (list) => list.map((b) => ({
    heading: () => "h" + b.level + "(" + show(b.kids) + ")", rule: () => "hr", fence: () => "pre:" + b.language + "(" + b.text + ")", quote: () => "q(" + blocks(b.blocks) + ")",
    list: () => (b.ordered ? "ol" + b.start : "ul") + "(" + b.items.map((i) => (i.done === null ? "" : i.done ? "[x]" : "[ ]") + blocks(i.blocks)).join("|") + ")",
    grid: () => "grid(" + [b.head, ...b.rows].map((r) => r.map(show).join("|")).join("/") + ":" + b.aligns.join() + ")", paragraph: () => "p(" + show(b.kids) + ")",
  })[b.type]()).join("");`

func TestMarkdown(t *testing.T) {
	w := open(t, newStage(t, nil).url+"/?as=U0ANA00001", 1280, 800)
	for _, row := range []struct{ sentence, source, want string }{
		{"words are a paragraph", "a b", "p(a b)"},
		{"one line break is a space, two are a paragraph", "a\nb\n\nc", "p(a b)p(c)"},
		{"two spaces or a backslash break a line", "a  \nb\\\nc", "p(a  /b/c)"},
		{"two stars are bold, one is italic, three are both", "**a** *b* ***c***", "p(b(a) i(b) b(i(c)))"},
		{"so are underscores", "__a__ _b_ c_d_e", "p(b(a) i(b) c_d_e)"},
		{"styles nest", "**a *b* c** ~~d~~", "p(b(a i(b) c) s(d))"},
		{"what does not close is text", "**a *b 2 * 3", "p(**a *b 2 * 3)"},
		{"a backslash escapes", `\*a\* \# \\`, `p(*a* # \)`},
		{"code holds its marks, also with ticks in it", "`**a**` ``b`c``", "p(c(**a**) c(b`c))"},
		{"links have words and may have brackets", "[a **b**](https://x.example/c_(d)) <https://y.example> https://z.example.", "p(a(https://x.example/c_(d)|a b) a(https://y.example) a(https://z.example).)"},
		{"pictures become links", "![a](https://x.example/p.png)", "p(a(https://x.example/p.png|a))"},
		{"headings", "# a\n### b ###\nc\n===\nd\n---\n#e", "h1(a)h3(b)h1(c)h2(d)p(#e)"},
		{"rules", "---\n***\n_ _ _", "hrhrhr"},
		{"fences keep what they hold", "```go\n*a*\n\nb\n```\nc", "pre:go(*a*\n\nb)p(c)"},
		{"a fence that does not end holds the rest", "~~~\na", "pre:(a)"},
		{"quotes nest, and end with an empty line", "> a\n> > b\n\nc", "q(p(a)q(p(b)))p(c)"},
		{"lists nest", "- a\n  - b\n    1. c\n- d", "ul(p(a)ul(p(b)ol1(p(c)))|p(d))"},
		{"numbered lists begin where they begin", "3. a\n4. b", "ol3(p(a)|p(b))"},
		{"tasks are done or not", "- [x] a\n- [ ] b", "ul([x]p(a)|[ ]p(b))"},
		{"another kind of list is another list", "- a\n1. b", "ul(p(a))ol1(p(b))"},
		{"tables align, escape and cut", "a | b\n:-: | --:\n1 | 2\\|3 | 4\n5", "grid(a|b/1|2|3:center,right)p(5)"},
		{"a table may follow a line", "x\n\n|a|b|\n|-|-|\n|c|", "p(x)grid(a|b/c|:left,left)"},
		{"emoji", "a :tada:", "p(a e:tada)"},
		{"tags and mentions are text", "<b>x</b> <@U1> <!here>", "p(<b>x</b> <@U1> <!here>)"},
		{"scripts are no links of ours to draw", "[a](javascript:alert(1))", "p(a(javascript:alert(1)|a))"},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			w := &window{t: t, ctx: w.ctx, started: true}
			if got := inModule[string](w, "markdown", "(() => { "+markdownOutline+" return blocks(m.parseMarkdown("+quoted(row.source)+")); })()"); got != row.want {
				t.Errorf("%q\n got %q\nwant %q", row.source, got, row.want)
			}
		})
	}
	if got := inModule[string](w, "mrkdwn", `m.drawLink("javascript:alert(1)", "a").tagName`); got != "SPAN" {
		t.Errorf("a script was drawn as %s", got)
	}
}

// TestTextsOfAnyKindAreReadWhole throws texts made of marks at the parsers: they
// end, quickly, throw nothing, and lose no letter.
func TestTextsOfAnyKindAreReadWhole(t *testing.T) {
	w := open(t, newStage(t, nil).url+"/?as=U0ANA00001", 1280, 800)
	lost := eval[[]string](w, `Promise.all([import("/static/mrkdwn_parse.js"), import("/static/markdown.js")]).then(([m, md]) => {
	  const parts = ["*", "**", "_", "~", "~~", "`+"`"+`", "`+"```"+`", "\n", "\n\n", "> ", "- ", "1. ", "  ", "| ", "|-|-|\n", "#", "# ", "[", "](", ")", "<", ">", "<@U1>", "<!date^1^{date}|x>", ":tada:", ":", "\\", "https://a.b", "&lt;", "A", "B", "C", " "];
	  let seed = 7;
	  const next = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
	  const letters = (v) => typeof v === "string" ? v : Array.isArray(v) ? v.map(letters).join("") : v && typeof v === "object" ? Object.values(v).map(letters).join("") : "";
	  const count = (text) => (text.match(/[ABC]/g) || []).length;
	  const out = [];
	  const started = performance.now();
	  for (let i = 0; i < 3000 && out.length < 3; i++) {
	    const source = Array.from({ length: 1 + next(40) }, () => parts[next(parts.length)]).join("");
	    for (const [name, read] of [["mrkdwn", (s) => m.parse(s)], ["markdown", (s) => md.parseMarkdown(s)]]) {
	      try {
	        const tree = read(source);
	        if (name === "mrkdwn" && count(letters(tree)) < count(source)) out.push(name + " loses letters of " + JSON.stringify(source));
	        if (name === "markdown" && !source.includes("|") && !source.includes("`+"```"+`") && count(letters(tree)) < count(source)) out.push(name + " loses letters of " + JSON.stringify(source));
	      } catch (error) { out.push(name + " throws " + error + " on " + JSON.stringify(source)); }
	    }
	  }
	  for (const one of ["*a ", "[", "`+"`"+`a ", "> ", "<", "~~a ", "# #", "| ", "- ", "_", ":a", "*_", "*a* _b_ ", "[a](b)", "&lt;"]) {
	    const before = performance.now();
	    m.parse(one.repeat(12000 / one.length));
	    md.parseMarkdown(one.repeat(12000 / one.length));
	    if (performance.now() - before > 4000) out.push("12,000 characters of " + JSON.stringify(one) + " take " + Math.round(performance.now() - before) + " ms");
	  }
	  return out;
	})`)
	for _, one := range lost {
		t.Error(one)
	}
}
