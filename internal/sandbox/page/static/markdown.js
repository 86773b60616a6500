// The markdown block: standard Markdown, not Slack's own markup
// (docs.slack.dev/reference/block-kit/blocks/markdown-block). Mentions in angle
// brackets stay as they are written: whether Slack reads them here is not said. [unknown]

import { inline } from "./markdown_inline.js";

const RULE = /^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/;
const HEADING = /^ {0,3}(#{1,6})(?: (.*))?$/;
const FENCE = /^ {0,3}(`{3,}|~{3,}) *([^\s`]*)[^`]*$/;
const QUOTE = /^ {0,3}> ?(.*)$/;
const ITEM = /^( {0,3})([-*+]|\d{1,9}[.)])(?:([ \t]+)(.*)|[ \t]*)$/;
const DASHES = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

/**
 * parseMarkdown turns a text into blocks: heading, rule, fence, quote, list,
 * grid (a table) and paragraph, each with inline nodes.
 */
export function parseMarkdown(source, depth = 0) {
  const lines = source.replaceAll("\r\n", "\n").replaceAll("\t", "    ").split("\n");
  const blocks = [];
  for (let at = 0; at < lines.length;) {
    const found = lines[at].trim() === "" ? { end: at + 1 } : read(lines, at, depth);
    if (found.block) blocks.push(found.block);
    at = found.end;
  }
  return blocks;
}

/** MOST is how deep quotes and lists stand in each other; what is deeper is text. */
const MOST = 12;

function read(lines, at, depth) {
  const held = depth < MOST && (quote(lines, at, depth) || (RULE.test(lines[at]) ? null : list(lines, at, depth)));
  return rule(lines, at) || heading(lines, at) || fence(lines, at) || held || grid(lines, at) || paragraph(lines, at);
}

const rule = (lines, at) => (RULE.test(lines[at]) ? { block: { type: "rule" }, end: at + 1 } : null);

function heading(lines, at) {
  const match = HEADING.exec(lines[at]);
  if (!match) return null;
  const words = (match[2] || "").trim().replace(/(^| )#+$/, "").trimEnd();
  return { block: { type: "heading", level: match[1].length, kids: inline(words) }, end: at + 1 };
}

function fence(lines, at) {
  const match = FENCE.exec(lines[at]);
  if (!match) return null;
  const close = new RegExp(`^ {0,3}\\${match[1][0]}{${match[1].length},}[ \\t]*$`);
  let end = at + 1;
  while (end < lines.length && !close.test(lines[end])) end++;
  return { block: { type: "fence", language: match[2], text: lines.slice(at + 1, end).join("\n") }, end: end + 1 };
}

function quote(lines, at, depth) {
  let end = at;
  const inner = [];
  for (; end < lines.length; end++) {
    const match = QUOTE.exec(lines[end]);
    if (!match && (end === at || begins(lines, end))) break;
    inner.push(match ? match[1] : lines[end]);
  }
  return end > at ? { block: { type: "quote", blocks: parseMarkdown(inner.join("\n"), depth + 1) }, end } : null;
}

/** list reads items and what is indented under them, deeper lists too. */
function list(lines, at, depth) {
  const first = ITEM.exec(lines[at]);
  if (!first) return null;
  const ordered = /\d/.test(first[2]);
  const items = [];
  let end = at;
  while (end < lines.length) {
    const match = ITEM.exec(lines[end]);
    if (!match || /\d/.test(match[2]) !== ordered || RULE.test(lines[end])) break;
    const read = item(lines, end, match, depth);
    items.push(read.item);
    end = read.end;
    while (end < lines.length && lines[end].trim() === "" && ITEM.test(lines[end + 1] || "")) end++;
  }
  return { block: { type: "list", ordered, start: ordered ? Number.parseInt(first[2], 10) : 1, items }, end };
}

function item(lines, at, match, level) {
  const indent = match[1].length + match[2].length + Math.min(4, (match[3] || " ").length);
  const inner = [match[4] || ""];
  let end = at + 1;
  for (; end < lines.length; end++) {
    const depth = lines[end].length - lines[end].trimStart().length;
    if (lines[end].trim() === "") {
      const next = lines[end + 1] || "";
      if (next.length - next.trimStart().length < indent || next.trim() === "") break;
    } else if (depth < Math.min(indent, 2) || (depth < indent && ITEM.test(lines[end]) && depth < 2)) break;
    inner.push(lines[end].slice(Math.min(depth, indent)));
  }
  const task = /^\[([ xX])\]\s+(.*)$/.exec(inner[0]);
  if (task) inner[0] = task[2];
  return { item: { done: task ? task[1] !== " " : null, blocks: parseMarkdown(inner.join("\n"), level + 1) }, end };
}

function grid(lines, at) {
  if (!lines[at].includes("|") || !DASHES.test(lines[at + 1] || "") || !(lines[at + 1] || "").includes("-")) return null;
  const head = cells(lines[at]);
  const aligns = cells(lines[at + 1]).map((dashes) => (dashes.endsWith(":") ? (dashes.startsWith(":") ? "center" : "right") : "left"));
  if (aligns.length !== head.length) return null;
  let end = at + 2;
  while (end < lines.length && lines[end].includes("|") && lines[end].trim()) end++;
  const rows = lines.slice(at + 2, end).map((line) => head.map((_, i) => inline(cells(line)[i] ?? "")));
  return { block: { type: "grid", aligns, head: head.map(inline), rows }, end };
}

/** cells splits a row at its bars, but for those that are escaped or in code. */
function cells(line) {
  const out = [""];
  let ticks = false;
  for (const [i, char] of [...line.trim().replace(/^\|/, "").replace(/(?<!\\)\|$/, "")].entries()) {
    if (char === "`") ticks = !ticks;
    if (char === "|" && !ticks && !out.at(-1).endsWith("\\")) out.push("");
    else out[out.length - 1] += char;
    if (i > 20000) break;
  }
  return out.map((cell) => cell.trim().replaceAll("\\|", "|"));
}

const begins = (lines, at) => lines[at].trim() === "" || RULE.test(lines[at]) || HEADING.test(lines[at]) || FENCE.test(lines[at]) || QUOTE.test(lines[at]) || ITEM.test(lines[at]);

function paragraph(lines, at) {
  let end = at + 1;
  while (end < lines.length && !begins(lines, end) && !grid(lines, end) && !/^ {0,3}(=+|-+)\s*$/.test(lines[end])) end++;
  const under = end < lines.length && /^ {0,3}(=+|-{2,})\s*$/.exec(lines[end]);
  const kids = inline(lines.slice(at, end).map((line) => line.trimStart()).join("\n").trimEnd());
  if (under) return { block: { type: "heading", level: under[1][0] === "=" ? 1 : 2, kids }, end: end + 1 };
  return { block: { type: "paragraph", kids }, end };
}
