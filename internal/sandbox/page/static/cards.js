// Blocks that hold other things: containers, layouts, cards, carousels, alerts.

import { add, h, icon } from "./dom.js";
import { uid } from "./a11y.js";
import { drawElement } from "./elements.js";
import { picture } from "./media.js";
import { iconButton } from "./menu.js";
import { plainText, textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";

const SIGNS = { default: "note", info: "info", warning: "warning", error: "fault", success: "done" };

/** alert is a short notice. Its level shows as a sign and a word, not as a colour alone. */
export function alert(block, surface) {
  const level = SIGNS[block.level] ? block.level : "default";
  const word = { info: "Note", warning: "Warning", error: "Error", success: "Done" }[level];
  return h("div", { class: `alert ${level}`, role: "note", "aria-label": word || null }, icon(SIGNS[level]),
    h("div", null, word && h("strong", { class: "alert-word", text: word }), add(h("div", { class: "text" }), textObject(block.text, surface.ctx))));
}

/** container groups blocks under a title, and can be closed where the app allows it. drawBlocks draws its children. */
export function container(block, surface, drawBlocks) {
  const head = [block.icon && picture(block.icon, "icon", surface.ctx), h("div", { class: "container-words" }, title(block, surface),
    block.subtitle && add(h("div", { class: "soft small text" }), textObject(block.subtitle, surface.ctx)))];
  const body = h("div", { class: "container-body" }, drawBlocks(block.child_blocks, surface));
  const width = ["narrow", "standard", "wide", "full"].includes(block.width) ? block.width : "standard";
  if (block.is_collapsible) {
    return h("details", { class: `container ${width}`, open: !block.default_collapsed }, h("summary", { class: "container-head" }, icon("down"), head), body);
  }
  return h("section", { class: `container ${width}${block.has_header_divider ? " ruled" : ""}` }, h("div", { class: "container-head" }, head), body);
}

function title(block, surface) {
  if (block.rich_text_title) return add(h("div", { class: "container-title rich" }), richText(block.rich_text_title, surface.ctx));
  return block.title && add(h("div", { class: "container-title" }), plainText(block.title.text, block.title.emoji !== false));
}

const WEIGHTS = { narrow: 1, standard: 2, wide: 3 };

/** layout sets blocks side by side in rows; on narrow windows they stand under each other. */
export function layout(block, surface, drawBlocks) {
  const rows = (block.rows || []).map((row) => h("div", { class: "layout-row" }, (row.items || []).map((item) => h("div", {
    class: `layout-item weight-${WEIGHTS[item.width] || 2} to-${item.horizontal_alignment || "fill"}`,
  }, drawBlocks([item.block], surface)))));
  return h("div", { class: `layout lines-${block.grid_lines || "none"}`, role: block.is_label_visible ? "group" : null, "aria-label": block.is_label_visible ? block.label : null },
    block.is_label_visible && h("div", { class: "layout-label", text: block.label }), rows);
}

/** card is a picture, words and a few buttons in a frame. */
export function card(block, surface) {
  const words = (key, kind) => block[key] && add(h("div", { class: kind }), textObject(block[key], surface.ctx));
  const sign = block.icon ? picture(block.icon, "icon", surface.ctx) : block.slack_icon && h("span", { class: "image icon", "aria-hidden": "true" }, icon("note"));
  const head = (sign || block.title || block.subtitle) && h("div", { class: "card-head" }, sign,
    h("div", null, words("title", "card-title text"), words("subtitle", "soft small text")));
  return h("article", { class: "card" }, block.hero_image && picture(block.hero_image, "hero", surface.ctx),
    h("div", { class: "card-body" }, head, words("body", "text"), words("subtext", "soft small text"),
      block.actions?.length > 0 && h("div", { class: "actions" }, block.actions.map((element) => drawElement(element, { block, surface })))));
}

/** carousel is a row of cards to move along. */
export function carousel(block, surface) {
  const cards = (block.elements || []).map((one) => card({ ...one, block_id: one.block_id || block.block_id }, surface));
  const strip = h("div", { class: "strip", tabindex: "0", role: "group", id: uid("strip"), "aria-label": `${cards.length} cards` }, cards);
  const move = (by) => strip.scrollBy({ left: by * strip.clientWidth * 0.8, behavior: "smooth" });
  const button = (sign, label, by) => iconButton(icon(sign), label, { "aria-controls": strip.id, on: { click: () => move(by) } });
  return h("div", { class: "carousel", role: "region", "aria-label": "Cards" }, strip,
    cards.length > 1 && h("div", { class: "strip-moves" }, button("back", "Cards before", -1), button("next", "More cards", 1)));
}
