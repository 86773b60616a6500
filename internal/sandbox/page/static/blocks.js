// Blocks drawn from their JSON (docs.slack.dev/reference/block-kit/blocks).

import { add, h } from "./dom.js";
import { uid } from "./a11y.js";
import { alert, card, carousel, container, layout } from "./cards.js";
import { chart } from "./chart.js";
import { dataTable } from "./datatable.js";
import { drawElement } from "./elements.js";
import { foldSection } from "./fold.js";
import { markdown } from "./markdown_draw.js";
import { call, imageBlock, picture, remoteFile, video } from "./media.js";
import { plainText, textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { table } from "./table.js";
import { contextActions, plan, taskCard } from "./tasks.js";

const DRAW = {
  section, header, context, actions, divider, image: imageBlock, input, rich_text: richBlock, table, markdown, video, file: remoteFile, call,
  data_table: dataTable, data_visualization: chart, alert, card, carousel, task_card: taskCard, plan, context_actions: contextActions,
  container: (block, surface) => container(block, surface, drawBlocks),
  layout: (block, surface) => layout(block, surface, drawBlocks),
};

/**
 * drawBlocks draws a list of blocks. The surface has kind (message, modal,
 * home), ctx (names, zone, now), form (what was typed), use (presses an
 * element), suggest (asks for options), and for views state.
 */
export function drawBlocks(blocks, surface) {
  return (blocks || []).map((block) => {
    const node = drawOne(block, surface);
    node.classList.add("block");
    node.dataset.testid = `block-${block.block_id}`;
    return node;
  });
}

/** drawOne draws a block; one that cannot be drawn shows as what it is, and the rest stands. */
function drawOne(block, surface) {
  const draw = DRAW[block.type];
  if (!draw) return unknown(block, "which this page does not draw");
  try {
    return draw(block, surface);
  } catch (error) {
    console.warn("draw a block", block.type, error);
    return unknown(block, "which could not be drawn");
  }
}

function section(block, surface) {
  const node = h("div", { class: block.accessory ? "section has-accessory" : "section" });
  const words = h("div", { class: "section-words" });
  if (block.text) add(words, foldSection(add(h("div", { class: "text" }), textObject(block.text, surface.ctx)), block, surface));
  if (block.fields) {
    add(words, h("div", { class: "fields" }, block.fields.map((field) => add(h("div", { class: "text" }), textObject(field, surface.ctx)))));
  }
  const accessory = block.accessory;
  if (!accessory) return add(node, words);
  if (accessory.type === "image") return add(node, words, picture(accessory, "thumb", surface.ctx));
  const label = uid("words");
  words.id = label;
  const named = accessory.type === "button" || accessory.type === "workflow_button";
  return add(node, words, h("div", { class: "accessory" }, drawElement(accessory, { block, surface, label: named ? null : label })));
}

/** header is one of four sizes. Below the title of the conversation or of the form, so that headings stay in order. */
function header(block, surface) {
  const level = Math.min(4, Math.max(1, block.level || 1));
  return add(h(`h${(surface.kind === "modal" ? 2 : 1) + level}`, { class: `header level-${level}` }), plainText(block.text.text, block.text.emoji !== false));
}

function context(block, surface) {
  return h("div", { class: "context" }, block.elements.map((element) => (
    element.type === "image" ? picture(element, "tiny", surface.ctx) : add(h("span", { class: "text" }), textObject(element, surface.ctx)))));
}

function actions(block, surface) {
  return h("div", { class: "actions" }, block.elements.map((element) => drawElement(element, { block, surface })));
}

function divider() {
  return h("hr", { class: "divider" });
}

const GROUPS = ["checkboxes", "radio_buttons", "rich_text_input", "datetimepicker", "file_input"];

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

function unknown(block, why) {
  return h("details", { class: "unknown" }, h("summary", { text: `A ${block.type} block, ${why}` }),
    h("pre", { tabindex: "0" }, h("code", { text: JSON.stringify(block, null, 2) })));
}
