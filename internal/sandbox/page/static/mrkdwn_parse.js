// Slack's markup, parsed into plain nodes (docs.slack.dev/messaging/formatting-message-text).

import { shortcode } from "./emoji.js";

const KINDS = { "*": "bold", _: "italic", "~": "strike" };

/** parse turns markup into nodes. With verbatim, bare addresses stay text. */
export function parse(source, { verbatim = false } = {}) {
  const nodes = [];
  let last = 0;
  for (const match of source.matchAll(/```([\s\S]+?)```/g)) {
    nodes.push(...lines(source.slice(last, match.index).replace(/\n$/, ""), verbatim));
    nodes.push({ type: "pre", text: decode(match[1].replace(/^\n|\n$/g, "")) });
    last = match.index + match[0].length;
  }
  const rest = source.slice(last);
  nodes.push(...lines(last ? rest.replace(/^\n/, "") : rest, verbatim));
  return nodes;
}

function lines(source, verbatim) {
  if (source === "") return [];
  const nodes = [];
  const all = source.split("\n");
  for (let i = 0; i < all.length; i++) {
    const whole = all[i].match(/^(?:>>>|&gt;&gt;&gt;) ?(.*)$/);
    if (whole) {
      nodes.push(quote([whole[1], ...all.slice(i + 1)], verbatim));
      break;
    }
    let end = i;
    while (end < all.length && quoted(all[end]) !== null) end++;
    if (end > i) {
      nodes.push(quote(all.slice(i, end).map(quoted), verbatim));
      i = end - 1;
      continue;
    }
    if (nodes.length > 0 && nodes.at(-1).type !== "quote") nodes.push({ type: "break" });
    nodes.push(...inline(all[i], verbatim));
  }
  return nodes;
}

function quoted(line) {
  const match = line.match(/^(?:>|&gt;) ?(.*)$/);
  return match ? match[1] : null;
}

function quote(all, verbatim) {
  const kids = [];
  all.forEach((line, i) => {
    if (i > 0) kids.push({ type: "break" });
    kids.push(...inline(line, verbatim));
  });
  return { type: "quote", kids };
}

/** MOST is how deep styles stand in each other; marks that are deeper are text. */
const MOST = 12;

function inline(line, verbatim, depth = 0) {
  const nodes = [];
  const dead = new Set(); // marks that nothing further on closes
  let text = "";
  const flush = () => {
    if (text) nodes.push({ type: "text", text: decode(text) });
    text = "";
  };
  for (let i = 0; i < line.length;) {
    const found = special(line, i, verbatim, depth, dead);
    if (!found) {
      text += line[i++];
      continue;
    }
    flush();
    nodes.push(found.node);
    i = found.end;
  }
  flush();
  return nodes;
}

/** special reads what begins at i, if anything does. */
function special(line, i, verbatim, depth, dead) {
  const char = line[i];
  if (char === "<") return control(line, i);
  if (char === "`") return code(line, i);
  if (char === ":") return picture(line, i);
  if (KINDS[char] && depth < MOST && !dead.has(char)) return styled(line, i, verbatim, depth, dead);
  if (char === "h" && !verbatim && !wordAt(line, i - 1)) return address(line, i);
  return null;
}

function control(line, i) {
  const end = line.indexOf(">", i);
  const node = end > i + 1 ? controlNode(line.slice(i + 1, end)) : null;
  return node ? { node, end: end + 1 } : null;
}

function controlNode(body) {
  const bar = body.indexOf("|");
  const target = bar < 0 ? body : body.slice(0, bar);
  const label = bar < 0 ? "" : decode(body.slice(bar + 1));
  if (/^@[A-Z0-9]+$/.test(target)) return { type: "user", id: target.slice(1), label };
  if (/^#[A-Z0-9]+$/.test(target)) return { type: "channel", id: target.slice(1), label };
  if (/^!(here|channel|everyone)$/.test(target)) return { type: "broadcast", range: target.slice(1) };
  if (target.startsWith("!subteam^")) return { type: "group", id: target.slice(9), label };
  if (target.startsWith("!date^")) return dateNode(target, label);
  if (/^(https?:\/\/|mailto:|tel:)/i.test(target)) return { type: "link", url: decode(target), label };
  return null;
}

function dateNode(target, fallback) {
  const [, seconds, pattern = "", url = ""] = target.split("^");
  if (!/^\d+$/.test(seconds)) return { type: "text", text: fallback };
  return { type: "date", seconds: Number(seconds), pattern: decode(pattern), url, fallback };
}

function code(line, i) {
  const end = line.indexOf("`", i + 1);
  if (end <= i + 1) return null;
  return { node: { type: "code", text: decode(line.slice(i + 1, end)) }, end: end + 1 };
}

function picture(line, i) {
  const found = shortcode(line.slice(i, i + 80));
  return found ? { node: { type: "emoji", name: found.name, picture: found.picture }, end: i + found.length } : null;
}

function styled(line, i, verbatim, depth, dead) {
  const marker = line[i];
  const opens = !wordAt(line, i - 1) && line[i + 1] !== undefined && !/\s/.test(line[i + 1]) && line[i + 1] !== marker;
  if (!opens) return null;
  for (let j = i + 2; j < line.length; j++) {
    const inside = line[j] === "<" ? control(line, j) : line[j] === "`" ? code(line, j) : null;
    if (inside) j = inside.end - 1;
    else if (line[j] === marker && !/\s/.test(line[j - 1]) && !wordAt(line, j + 1)) {
      return { node: { type: KINDS[marker], kids: inline(line.slice(i + 1, j), verbatim, depth + 1) }, end: j + 1 };
    }
  }
  dead.add(marker);
  return null;
}

function address(line, i) {
  const match = /^https?:\/\/[^\s<>|]+/.exec(line.slice(i));
  if (!match) return null;
  const url = match[0].replace(/[.,;:!?)'"*_~]+$/, "");
  return { node: { type: "link", url: decode(url), label: "" }, end: i + url.length };
}

const wordAt = (line, i) => i >= 0 && i < line.length && /[\p{L}\p{N}]/u.test(line[i]);

/** decode reads the three characters that Slack's markup escapes. */
export const decode = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
