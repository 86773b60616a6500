// Slack's markup and plain text, drawn as elements.

import { add, h } from "./dom.js";
import { shortcode } from "./emoji.js";
import { parse } from "./mrkdwn_parse.js";
import { slackDate } from "./times.js";

const TAGS = { bold: "strong", italic: "em", strike: "s" };

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
