// Draws what markdown.js read.

import { add, h, icon } from "./dom.js";
import { parseMarkdown } from "./markdown.js";
import { draw } from "./mrkdwn.js";

/** markdown draws a markdown block. */
export const markdown = (block, surface) => add(h("div", { class: "rich markdown" }), parseMarkdown(block.text || "").map((part) => drawPart(part, surface.ctx)));

function drawPart(part, ctx) {
  switch (part.type) {
    case "heading": return add(h(`h${Math.min(6, 1 + part.level)}`, { class: `md-heading level-${part.level}` }), draw(part.kids, ctx));
    case "rule": return h("hr", { class: "divider" });
    case "fence": return h("pre", { data: { language: part.language || null } }, h("code", { text: part.text }));
    case "quote": return h("blockquote", null, part.blocks.map((one) => drawPart(one, ctx)));
    case "list": return list(part, ctx);
    case "grid": return grid(part, ctx);
    default: return add(h("p", { class: "text" }), draw(part.kids, ctx));
  }
}

function list(part, ctx) {
  const node = h(part.ordered ? "ol" : "ul", { start: part.ordered && part.start !== 1 ? part.start : null });
  return add(node, part.items.map((item) => {
    const blocks = item.blocks.map((one) => drawPart(one, ctx));
    if (item.done === null) return h("li", null, blocks);
    return h("li", { class: "task-item" }, h("span", { class: "task-box", role: "img", "aria-label": item.done ? "Done:" : "To do:" }, icon(item.done ? "done" : "ring")), h("div", null, blocks));
  }));
}

function grid(part, ctx) {
  const cell = (tag) => (kids, i) => add(h(tag, { class: `align-${part.aligns[i]} wrapped`, scope: tag === "th" ? "col" : null }), draw(kids, ctx));
  return h("div", { class: "table", tabindex: "0", role: "region", "aria-label": "Table" }, h("table", null,
    h("thead", null, h("tr", null, part.head.map(cell("th")))), h("tbody", null, part.rows.map((row) => h("tr", null, row.map(cell("td")))))));
}
