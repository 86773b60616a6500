// The inline half of Markdown: emphasis, code, links, addresses.

import { shortcode } from "./emoji.js";

const PUNCTUATION = /[!-/:-@[-`{-~]/;
const ADDRESS = /^https?:\/\/[^\s<>]+/;

/** inline turns a paragraph's text into nodes, as mrkdwn.js draws them. */
export function inline(source, depth = 0) {
  const nodes = [];
  const dead = new Set(); // runs of marks that nothing further on closes
  let text = "";
  const flush = () => {
    if (text) nodes.push({ type: "text", text });
    text = "";
  };
  for (let i = 0; i < source.length;) {
    const found = special(source, i, depth, dead);
    if (found?.text !== undefined) text += found.text;
    else if (found) {
      flush();
      nodes.push(...(found.nodes || [found.node]));
    } else text += source[i];
    i = found ? found.end : i + 1;
  }
  flush();
  return nodes;
}

function special(s, i, depth, dead) {
  switch (s[i]) {
    case "\\": return escaped(s, i);
    case "\n": return /(?: {2,}|\\)$/.test(s.slice(0, i)) ? { node: { type: "break" }, end: i + 1 } : { text: " ", end: i + 1 };
    case "`": return code(s, i);
    case "*": case "_": return depth < 12 ? emphasis(s, i, depth, dead) : null;
    case "~": return depth < 12 ? strike(s, i, depth) : null;
    case "!": return s[i + 1] === "[" ? link(s, i + 1, true, depth) : null;
    case "[": return depth < 12 ? link(s, i, false, depth) : null;
    case "<": return angled(s, i);
    case ":": return picture(s, i);
    case "h": return bare(s, i);
    default: return null;
  }
}

function escaped(s, i) {
  const next = s[i + 1];
  if (next === "\n") return { node: { type: "break" }, end: i + 2 };
  return next && PUNCTUATION.test(next) ? { text: next, end: i + 2 } : null;
}

function code(s, i) {
  const ticks = /^`+/.exec(s.slice(i))[0];
  const close = new RegExp(`(?<!\`)${ticks}(?!\`)`).exec(s.slice(i + ticks.length));
  if (!close) return { text: ticks, end: i + ticks.length };
  const text = s.slice(i + ticks.length, i + ticks.length + close.index).replaceAll("\n", " ");
  const trimmed = /^ .*[^ ].* $/.test(text) ? text.slice(1, -1) : text;
  return { node: { type: "code", text: trimmed }, end: i + 2 * ticks.length + close.index };
}

const KINDS = { 1: "italic", 2: "bold" };

/** emphasis reads *a*, **a**, ***a*** and the same with underscores, which do nothing inside a word. */
function emphasis(s, i, depth, dead) {
  const marker = s[i];
  const run = /^(\*+|_+)/.exec(s.slice(i))[0];
  const n = Math.min(3, run.length);
  if (!s[i + run.length] || /\s/.test(s[i + run.length]) || (marker === "_" && wordAt(s, i - 1))) return { text: run, end: i + run.length };
  for (let size = n; size > 0; size--) {
    const end = dead.has(marker + size) ? -1 : closing(s, i + run.length, marker, size);
    if (end < 0) {
      dead.add(marker + size);
      continue;
    }
    const kids = inline(s.slice(i + run.length, end), depth + 1);
    const node = size === 3 ? { type: "bold", kids: [{ type: "italic", kids }] } : { type: KINDS[size], kids };
    const before = run.slice(size);
    return { nodes: before ? [{ type: "text", text: before }, node] : [node], end: end + size };
  }
  return { text: run, end: i + run.length };
}

/** closing finds where a run of exactly `size` markers, or more, ends what was opened. */
function closing(s, from, marker, size) {
  for (let j = from; j < s.length; j++) {
    if (s[j] === "\\") j++;
    else if (s[j] === "`") j = (code(s, j)?.end ?? j + 1) - 1;
    else if (s[j] === marker) {
      const run = new RegExp(`^\\${marker}+`).exec(s.slice(j))[0].length;
      const fits = (run === size || run >= 3) && j > from && !/\s/.test(s[j - 1]) && !(marker === "_" && wordAt(s, j + run));
      if (fits) return run > size ? j + (run - size) : j;
      j += run - 1;
    }
  }
  return -1;
}

function strike(s, i, depth) {
  const run = /^~+/.exec(s.slice(i))[0];
  const end = run.length <= 2 ? s.indexOf(run, i + run.length) : -1;
  if (end < 0 || /\s/.test(s[i + run.length])) return { text: run, end: i + run.length };
  return { node: { type: "strike", kids: inline(s.slice(i + run.length, end), depth + 1) }, end: end + run.length };
}

/** link reads [words](address "title"). A picture becomes a link too, as in Slack. */
function link(s, i, image, depth) {
  let open = 0;
  let close = -1;
  for (let j = i; j < Math.min(s.length, i + 2000) && close < 0; j++) {
    if (s[j] === "\\") j++;
    else if (s[j] === "[") open++;
    else if (s[j] === "]" && --open === 0) close = j;
  }
  const target = close > 0 && /^\(\s*<?([^\s<>()]*(?:\([^\s()]*\)[^\s<>()]*)*)>?(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)/.exec(s.slice(close + 1));
  if (!target) return null;
  const words = s.slice(i + 1, close);
  const label = image ? words || target[1] : wordsOf(inline(words, depth + 1)) || target[1];
  return { node: { type: "link", url: target[1], label }, end: close + 1 + target[0].length };
}

const wordsOf = (nodes) => nodes.map((node) => node.text ?? node.picture ?? (node.kids ? wordsOf(node.kids) : node.label || node.url || "")).join("");

function angled(s, i) {
  const match = /^<((?:https?:\/\/|mailto:)[^\s<>]+)>/.exec(s.slice(i));
  return match ? { node: { type: "link", url: match[1], label: "" }, end: i + match[0].length } : null;
}

function picture(s, i) {
  const found = shortcode(s.slice(i, i + 80));
  return found ? { node: { type: "emoji", name: found.name, picture: found.picture }, end: i + found.length } : null;
}

function bare(s, i) {
  const match = wordAt(s, i - 1) ? null : ADDRESS.exec(s.slice(i));
  if (!match) return null;
  const url = match[0].replace(/[.,;:!?)'"*_~]+$/, "");
  return { node: { type: "link", url, label: "" }, end: i + url.length };
}

const wordAt = (s, i) => i >= 0 && i < s.length && /[\p{L}\p{N}]/u.test(s[i]);
