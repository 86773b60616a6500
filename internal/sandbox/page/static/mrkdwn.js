// Slack's markup: parsed into plain nodes, then drawn as elements
// (docs.slack.dev/messaging/formatting-message-text).

import { add, h } from "./dom.js";
import { shortcode } from "./emoji.js";
import { slackDate } from "./times.js";

const KINDS = { "*": "bold", _: "italic", "~": "strike" };
const TAGS = { bold: "strong", italic: "em", strike: "s" };

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

/** plain is what nodes say, without marks: for titles and the live region. */
export function plain(nodes, names) {
  return nodes.map((node) => {
    if (node.kids) return plain(node.kids, names);
    if (node.type === "break") return " ";
    if (node.type === "user") return "@" + names.user(node.id);
    if (node.type === "channel") return names.channel(node.id) || node.label;
    if (node.type === "broadcast") return "@" + node.range;
    return node.text ?? node.picture ?? (node.label || node.url || node.fallback || "");
  }).join("");
}

/** draw makes elements of nodes. */
export function draw(nodes, ctx) {
  return nodes.map((node) => drawNode(node, ctx));
}

function drawNode(node, ctx) {
  switch (node.type) {
    case "text": return document.createTextNode(node.text);
    case "break": return h("br");
    case "code": return h("code", { text: node.text });
    case "pre": return h("pre", null, h("code", { text: node.text }));
    case "quote": return add(h("blockquote"), draw(node.kids, ctx));
    case "emoji": return drawEmoji(node.picture, node.name);
    case "link": return drawLink(node.url, node.label || node.url.replace(/^(mailto|tel):/, ""));
    case "user": return drawUser(node.id, ctx);
    case "channel": return drawChannel(node.id, node.label, ctx);
    case "group": return drawGroup(node.id, node.label, ctx);
    case "broadcast": return h("span", { class: "mention loud", text: "@" + node.range });
    case "date": return drawDate(node, ctx);
    default: return add(h(TAGS[node.type]), draw(node.kids, ctx));
  }
}

/** drawEmoji shows a picture and says its name. */
export const drawEmoji = (picture, name) => h("span", { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " "), text: picture, title: `:${name}:` });

/** drawLink makes a link that tells its target nothing; other schemes stay text. */
export function drawLink(url, label, props = {}) {
  if (!/^(https?:\/\/|mailto:|tel:)/i.test(url)) return h("span", { text: label });
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer", text: label, ...props });
}

/** drawUser is a mention of a person, loud where it is the viewer. */
export function drawUser(id, ctx) {
  return h("span", { class: id === ctx.as ? "mention me" : "mention", text: "@" + ctx.names.user(id) });
}

/** drawChannel opens the channel, or says that the viewer may not see it. */
export function drawChannel(id, label, ctx) {
  const name = ctx.names.channel(id) || (label && "#" + label);
  if (!name) return h("span", { class: "mention", text: "private channel" });
  if (!ctx.openChannel || !ctx.names.channel(id)) return h("span", { class: "mention", text: name });
  return h("button", { type: "button", class: "mention", text: name, on: { click: () => ctx.openChannel(id) } });
}

/** drawGroup is a mention of a user group, by its handle where that is known. */
export function drawGroup(id, label, ctx) {
  const handle = ctx.names.group?.(id) || (label || "").replace(/^@/, "");
  return h("span", { class: "mention", title: id, text: "@" + (handle || "group") });
}

function drawDate(node, ctx) {
  const date = new Date(node.seconds * 1000);
  const text = node.pattern ? slackDate(node.pattern, date, ctx.zone, ctx.now()) : node.fallback;
  const shown = node.url ? drawLink(node.url, text) : document.createTextNode(text);
  return add(h("time", { datetime: date.toISOString(), title: node.fallback }), shown);
}

/** mrkdwn draws markup. */
export const mrkdwn = (source, ctx, options) => draw(parse(source || "", options), ctx);

/** plainText draws plain text, whose only marks are emoji codes. */
export function plainText(source, withEmoji = true) {
  if (!withEmoji) return [document.createTextNode(source || "")];
  const nodes = [];
  let text = "";
  for (let i = 0; i < (source || "").length;) {
    const found = source[i] === ":" ? shortcode(source.slice(i, i + 80)) : null;
    if (!found) {
      text += source[i++];
      continue;
    }
    if (text) nodes.push(document.createTextNode(text));
    nodes.push(drawEmoji(found.picture, found.name));
    text = "";
    i += found.length;
  }
  return text ? [...nodes, document.createTextNode(text)] : nodes;
}

/** textObject draws a text object of either kind. */
export function textObject(object, ctx) {
  if (!object) return [];
  if (object.type === "plain_text") return plainText(object.text, object.emoji !== false);
  return mrkdwn(object.text, ctx, { verbatim: object.verbatim === true });
}
