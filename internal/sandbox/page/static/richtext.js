// Rich text: a tree of sections, lists, quotes and code whose words are literal
// (docs.slack.dev/reference/block-kit/blocks/rich-text-block).

import { add, h } from "./dom.js";
import { emoji, fromUnicode } from "./emoji.js";
import { drawChannel, drawEmoji, drawGroup, drawLink, drawUser } from "./mrkdwn.js";
import { slackDate } from "./times.js";

/** richText draws the parts of a rich_text block. Lists that follow each other, each deeper or less deep, make one tree for the eye. */
export const richText = (block, ctx) => (block.elements || []).map((part) => drawPart(part, ctx));

function drawPart(part, ctx) {
  const border = part.border ? " bordered" : "";
  switch (part.type) {
    case "rich_text_list": return list(part, ctx);
    case "rich_text_quote": return add(h("blockquote", { class: `text${border}` }), inline(part.elements, ctx));
    case "rich_text_preformatted": return h("pre", { class: border.trim() || null, data: { language: part.language } }, add(h("code"), inline(part.elements, ctx)));
    case "rich_text_section": return add(h("div", { class: "text" }), inline(part.elements, ctx));
    default: return h("div", { class: "unknown", text: `A ${part.type}, which this page does not draw` });
  }
}

/** list draws one level; its marks change with its depth, as do Slack's. */
function list(part, ctx) {
  const depth = Math.min(part.indent || 0, 8);
  const ordered = part.style === "ordered";
  const node = h(ordered ? "ol" : "ul", {
    class: `depth-${depth % 3} indent-${depth}${part.border ? " bordered" : ""}`, start: ordered && part.offset ? part.offset + 1 : null,
  });
  return add(node, (part.elements || []).map((item) => add(h("li"), inline(item.elements, ctx))));
}

/** inline draws what stands in a line of rich text, each in its style. */
export const inline = (elements, ctx) => (elements || []).map((element) => dressed(drawInline(element, ctx), element.style));

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
    case "usergroup": return drawGroup(element.usergroup_id, "", ctx);
    case "team": return h("span", { class: "mention", title: element.team_id, text: "@" + (ctx.names.team?.(element.team_id) || "another workspace") });
    case "broadcast": return h("span", { class: "mention loud", text: "@" + element.range });
    case "emoji": return drawRichEmoji(element);
    case "date": return drawRichDate(element, ctx);
    case "color": return drawColour(element.value);
    default: return h("span", { class: "lit", text: element.text || element.fallback || `[${element.type}]` });
  }
}

function drawRichEmoji(element) {
  const named = element.skin_tone ? `${element.name}::skin-tone-${element.skin_tone}` : element.name || "";
  const picture = (element.unicode && fromUnicode(element.unicode)) || emoji(named);
  return picture ? drawEmoji(picture, element.name || "emoji") : document.createTextNode(`:${element.name}:`);
}

function drawRichDate(element, ctx) {
  const date = new Date(element.timestamp * 1000);
  if (Number.isNaN(date.getTime())) return h("span", { class: "lit", text: element.fallback || "" });
  const words = slackDate(element.format, date, ctx.zone, ctx.now());
  return add(h("time", { datetime: date.toISOString(), title: element.fallback }), element.url ? drawLink(element.url, words) : document.createTextNode(words));
}

/** drawColour shows a colour beside its number. */
function drawColour(value) {
  const swatch = h("span", { class: "colour", "aria-hidden": "true" });
  if (/^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(value || "")) swatch.style.backgroundColor = value;
  return h("code", { class: "with-colour" }, swatch, value || "");
}
