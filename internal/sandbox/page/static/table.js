// The table block (docs.slack.dev/reference/block-kit/blocks/table-block).

import { add, h } from "./dom.js";
import { richText } from "./richtext.js";
import { number } from "./chart.js";

/** table draws rows of cells; the first row is the head. Cells keep to one line unless the app has their column wrapped. */
export function table(block, surface) {
  const settings = block.column_settings || [];
  const [head = [], ...rows] = block.rows || [];
  const cell = (tag) => (content, i) => add(h(tag, {
    class: `align-${settings[i]?.align || "left"}${settings[i]?.is_wrapped ? " wrapped" : ""}`, scope: tag === "th" ? "col" : null,
  }), inCell(content, surface.ctx));
  return h("div", { class: "table", tabindex: "0", role: "region", "aria-label": "Table" }, h("table", null,
    h("thead", null, h("tr", null, head.map(cell("th")))),
    h("tbody", null, rows.map((row) => h("tr", null, row.map(cell("td")))))));
}

/** inCell draws what stands in a cell: rich text, text, or a number. */
export function inCell(content, ctx) {
  if (content?.type === "rich_text") return richText(content, ctx);
  return document.createTextNode(content?.text ?? (content?.value === undefined ? "" : number(content.value)));
}

/** wordsOf is a cell as plain words, to sort and to search by. */
export function wordsOf(cell, ctx) {
  if (cell?.type === "rich_text") return add(h("div"), richText(cell, ctx)).textContent;
  return cell?.text ?? cell?.element?.text?.text ?? String(cell?.value ?? "");
}
