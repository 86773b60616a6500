// The data_table block: sorted by a click on a head, filtered, page by page
// (docs.slack.dev/reference/block-kit/blocks/data-table-block).

import { add, fill, h, icon } from "./dom.js";
import { announce, uid } from "./a11y.js";
import { drawElement } from "./elements.js";
import { inCell, wordsOf } from "./table.js";

/** dataTable draws the block. Sorting and pages are the reader's own and send nothing. */
export function dataTable(block, surface) {
  const [head, ...rows] = block.rows || [[]];
  const self = {
    block, surface, head, rows, page: 0, size: block.page_size || 5, column: -1, down: false, wanted: "",
    numeric: head.map((_, i) => rows.length > 0 && rows.every((row) => row[i]?.type === "raw_number")),
  };
  self.body = h("tbody");
  self.headRow = h("tr");
  self.foot = h("div", { class: "table-foot" });
  const label = uid("caption");
  const table = h("table", { class: "data" }, h("caption", { id: label, text: block.caption }), h("thead", null, self.headRow), self.body);
  show(self);
  return h("div", { class: "data-table" }, rows.length > self.size && filter(self),
    h("div", { class: "table", tabindex: "0", role: "region", "aria-labelledby": label }, table), self.foot);
}

function filter(self) {
  const box = h("input", { type: "search", class: "field table-filter", placeholder: "Filter", "aria-label": `Filter ${self.block.caption}`, autocomplete: "off", data: { testid: "table-filter" } });
  box.addEventListener("input", () => {
    Object.assign(self, { wanted: box.value.trim().toLowerCase(), page: 0 });
    show(self);
  });
  return box;
}

/** shown are the rows that fit the filter, in order. */
function shown(self) {
  const fit = self.wanted ? self.rows.filter((row) => row.some((cell) => wordsOf(cell, self.surface.ctx).toLowerCase().includes(self.wanted))) : [...self.rows];
  if (self.column < 0) return fit;
  const by = self.numeric[self.column]
    ? (a, b) => a[self.column].value - b[self.column].value
    : (a, b) => wordsOf(a[self.column], self.surface.ctx).localeCompare(wordsOf(b[self.column], self.surface.ctx), "en");
  return fit.sort(self.down ? (a, b) => by(b, a) : by);
}

function show(self) {
  const rows = shown(self);
  const pages = Math.max(1, Math.ceil(rows.length / self.size));
  self.page = Math.min(self.page, pages - 1);
  const from = self.page * self.size;
  const focus = document.activeElement?.dataset?.testid;
  fill(self.headRow, self.head.map((cell, i) => column(self, cell, i)));
  fill(self.body, rows.slice(from, from + self.size).map((row) => h("tr", null, row.map((cell, i) => drawCell(self, cell, i)))),
    rows.length === 0 && h("tr", null, h("td", { class: "soft", colspan: String(self.head.length), text: "No row holds that." })));
  fill(self.foot, rows.length > 0 && h("span", { class: "soft small", text: `${from + 1} to ${Math.min(from + self.size, rows.length)} of ${rows.length}` }),
    pages > 1 && [turn(self, "Previous", -1, self.page > 0), turn(self, "Next", 1, self.page < pages - 1)]);
  const again = focus && [...self.headRow.querySelectorAll("button"), ...self.foot.querySelectorAll("button")].find((el) => el.dataset.testid === focus);
  again?.focus();
}

function column(self, cell, i) {
  const order = self.column === i ? (self.down ? "descending" : "ascending") : "none";
  const sort = () => {
    const down = self.column === i && !self.down;
    Object.assign(self, { column: self.column === i && self.down ? -1 : i, down, page: 0 });
    show(self);
    announce(self.column < 0 ? "In the app's order." : `Sorted by ${cell.text}, ${self.down ? "descending" : "ascending"}.`);
  };
  return h("th", { scope: "col", "aria-sort": order, class: self.numeric[i] ? "align-right" : null },
    add(h("button", { type: "button", class: "sort", data: { testid: `sort-${i}` }, on: { click: sort } }), h("span", { text: cell.text ?? "" }), icon(order === "none" ? "sort" : "down")));
}

function drawCell(self, cell, i) {
  const head = i === (self.block.row_header_column_index || 0);
  const content = cell.type === "action_cell" ? drawElement(cell.element, { block: self.block, surface: self.surface }) : inCell(cell, self.surface.ctx);
  return add(h(head ? "th" : "td", { scope: head ? "row" : null, class: self.numeric[i] ? "align-right" : null }), content);
}

function turn(self, label, by, able) {
  return h("button", { type: "button", class: "button", "aria-disabled": String(!able), text: label, data: { testid: `table-${label.toLowerCase()}` }, on: { click: () => {
    if (!able) return;
    self.page += by;
    show(self);
    announce(self.foot.firstChild.textContent);
  } } });
}
