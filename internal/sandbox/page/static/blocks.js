// Blocks drawn from their JSON (docs.slack.dev/reference/block-kit/blocks).

import { add, h, icon } from "./dom.js";
import { uid } from "./a11y.js";
import { drawElement } from "./elements.js";
import { plainText, textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { table } from "./table.js";

const DRAW = { section, header, context, actions, divider, image, input, rich_text: richBlock, table, markdown };

/**
 * drawBlocks draws a list of blocks. The surface has ctx (names, zone, now),
 * form (what was typed), use (presses an element), and for views state.
 */
export function drawBlocks(blocks, surface) {
  return (blocks || []).map((block) => {
    const draw = DRAW[block.type] || unknown;
    const node = draw(block, surface);
    node.classList.add("block");
    node.dataset.testid = `block-${block.block_id}`;
    return node;
  });
}

function section(block, surface) {
  const node = h("div", { class: block.accessory ? "section has-accessory" : "section" });
  const words = h("div", { class: "section-words" });
  if (block.text) add(words, add(h("div", { class: "text" }), textObject(block.text, surface.ctx)));
  if (block.fields) {
    add(words, h("div", { class: "fields" }, block.fields.map((field) => add(h("div", { class: "text" }), textObject(field, surface.ctx)))));
  }
  const accessory = block.accessory;
  if (!accessory) return add(node, words);
  if (accessory.type === "image") return add(node, words, picture(accessory, "thumb"));
  const label = uid("words");
  words.id = label;
  return add(node, words, h("div", { class: "accessory" }, drawElement(accessory, { block, surface, label: accessory.type === "button" ? null : label })));
}

function header(block) {
  return add(h(`h${Math.min(6, 2 + (block.level || 1))}`, { class: "header" }), plainText(block.text.text, block.text.emoji !== false));
}

function context(block, surface) {
  return h("div", { class: "context" }, block.elements.map((element) => (
    element.type === "image" ? picture(element, "tiny") : add(h("span", { class: "text" }), textObject(element, surface.ctx)))));
}

function actions(block, surface) {
  return h("div", { class: "actions" }, block.elements.map((element) => drawElement(element, { block, surface })));
}

function divider() {
  return h("hr", { class: "divider" });
}

function image(block, surface) {
  const title = block.title && add(h("figcaption"), textObject(block.title, surface.ctx));
  return h("figure", { class: "picture" }, title, picture(block, "large"));
}

/** picture shows what this server holds; nothing is fetched from elsewhere. */
function picture(object, size) {
  const source = local(object.image_url || object.slack_file?.url || "");
  if (source) return h("img", { class: `image ${size}`, src: source, alt: object.alt_text });
  const alt = object.alt_text || "picture";
  if (size === "tiny") return h("span", { class: "image tiny", role: "img", "aria-label": alt, title: alt }, icon("picture"));
  return h("span", { class: `image ${size} absent`, role: "img", "aria-label": alt, title: object.image_url || null }, icon("picture"), h("span", { text: alt }));
}

function local(source) {
  if (!source || !URL.canParse(source, location.href)) return "";
  const url = new URL(source, location.href);
  return url.origin === location.origin ? url.pathname + url.search : "";
}

const GROUPS = ["checkboxes", "radio_buttons"];

/** input is a label, the control, its hint, and the place of its error. */
function input(block, surface) {
  const [id, label, hint, error] = ["control", "label", "hint", "error"].map(uid);
  const described = [block.hint && hint, error].filter(Boolean).join(" ");
  const control = drawElement(block.element, { block, surface, input: true, id, label, described });
  const words = [textObject(block.label, surface.ctx), block.optional && h("span", { class: "soft", text: " (optional)" })];
  const asLabel = GROUPS.includes(block.element.type) ? h("div", { class: "label", id: label }) : h("label", { class: "label", id: label, for: id });
  return h("div", { class: "input" },
    h("div", { class: "input-inner", data: { testid: `field-${block.block_id}` } }, add(asLabel, words), control),
    h("p", { class: "field-error", id: error, hidden: true, data: { testid: `field-error-${block.block_id}` } }),
    block.hint && add(h("p", { class: "hint", id: hint }), textObject(block.hint, surface.ctx)));
}

function richBlock(block, surface) {
  return add(h("div", { class: "rich" }), richText(block, surface.ctx));
}

/** markdown shows the source: the page has no Markdown parser. */
function markdown(block) {
  return h("pre", { class: "rich", text: block.text });
}

function unknown(block) {
  return h("details", { class: "unknown" }, h("summary", { text: `A ${block.type} block, which this page does not draw` }),
    h("pre", null, h("code", { text: JSON.stringify(block, null, 2) })));
}
