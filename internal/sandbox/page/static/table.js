// The table block (docs.slack.dev/reference/block-kit/blocks/table-block).

import { add, h } from "./dom.js";
import { richText } from "./richtext.js";

/** table draws rows of cells; the first row is the head. */
export function table(block, surface) {
  const settings = block.column_settings || [];
  const [head, ...rows] = block.rows;
  const cell = (tag) => (content, i) => add(h(tag, { class: `align-${settings[i]?.align || "left"}`, scope: tag === "th" ? "col" : null }), inCell(content, surface.ctx));
  return h("div", { class: "table", tabindex: "0", role: "region", "aria-label": "Table" }, h("table", null,
    h("thead", null, h("tr", null, head.map(cell("th")))),
    h("tbody", null, rows.map((row) => h("tr", null, row.map(cell("td")))))));
}

const inCell = (content, ctx) => (content.type === "rich_text" ? richText(content, ctx) : document.createTextNode(String(content.text ?? content.value ?? "")));
