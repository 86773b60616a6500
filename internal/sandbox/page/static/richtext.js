// Rich text: a tree of sections, lists, quotes and code whose words are literal
// (docs.slack.dev/reference/block-kit/blocks/rich-text-block).

import { add, h } from "./dom.js";
import { emoji, fromUnicode } from "./emoji.js";
import { drawChannel, drawEmoji, drawLink, drawUser } from "./mrkdwn.js";
import { slackDate } from "./times.js";

/** richText draws the parts of a rich_text block. */
export const richText = (block, ctx) => block.elements.map((part) => drawPart(part, ctx));

function drawPart(part, ctx) {
  switch (part.type) {
    case "rich_text_list": return list(part, ctx);
    case "rich_text_quote": return add(h("blockquote"), inline(part.elements, ctx));
    case "rich_text_preformatted": return h("pre", null, add(h("code"), inline(part.elements, ctx)));
    default: return add(h("div", { class: "text" }), inline(part.elements, ctx));
  }
}

function list(part, ctx) {
  const node = h(part.style === "ordered" ? "ol" : "ul", {
    class: `indent-${Math.min(part.indent || 0, 8)}${part.border ? " bordered" : ""}`,
    start: part.style === "ordered" && part.offset ? part.offset + 1 : null,
  });
  return add(node, part.elements.map((item) => add(h("li"), inline(item.elements, ctx))));
}

const inline = (elements, ctx) => (elements || []).map((element) => dressed(drawInline(element, ctx), element.style));

const TAGS = { bold: "strong", italic: "em", strike: "s", underline: "u", code: "code" };

/** dressed puts a style's tags around a node. */
function dressed(node, style) {
  return Object.keys(TAGS).filter((name) => style?.[name]).reduce((inner, name) => add(h(TAGS[name]), inner), node);
}

function drawInline(element, ctx) {
  switch (element.type) {
    case "text": return h("span", { class: "lit", text: element.text });
    case "link": return drawLink(element.url, element.text || element.url);
    case "user": return drawUser(element.user_id, ctx);
    case "channel": return drawChannel(element.channel_id, "", ctx);
    case "usergroup": return h("span", { class: "mention", text: "@group" });
    case "broadcast": return h("span", { class: "mention loud", text: "@" + element.range });
    case "emoji": return drawRichEmoji(element);
    case "date": return drawRichDate(element, ctx);
    case "color": return h("code", { text: element.value });
    default: return h("span", { text: element.text || "" });
  }
}

function drawRichEmoji(element) {
  const picture = (element.unicode && fromUnicode(element.unicode)) || emoji(element.name || "");
  return picture ? drawEmoji(picture, element.name || "emoji") : document.createTextNode(`:${element.name}:`);
}

function drawRichDate(element, ctx) {
  const date = new Date(element.timestamp * 1000);
  return h("time", { datetime: date.toISOString(), title: element.fallback, text: slackDate(element.format, date, ctx.zone, ctx.now()) });
}
