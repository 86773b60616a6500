// The list of a combo.

import { add, h, icon } from "./dom.js";
import { place } from "./menu.js";

/** drawRows draws what can be chosen; take is called with the row that is pressed. */
export function drawRows(self, take) {
  let n = 0;
  const full = self.many && self.chosen.length >= self.most;
  const nodes = self.groups_.flatMap((group) => [
    group.label && h("div", { class: "menu-heading", role: "presentation", text: group.label }),
    ...group.rows.map((row) => drawRow(self, row, n++, full, take)),
  ]);
  const note = full && h("p", { class: "combo-note", role: "presentation", text: `Up to ${self.most} can be chosen.` });
  self.list.replaceChildren(...[note, ...nodes].filter(Boolean));
  reach(self);
  const active = self.at >= 0 && self.list.querySelector(`#${self.id}-${self.at}`);
  if (!active) return self.input.removeAttribute("aria-activedescendant");
  self.input.setAttribute("aria-activedescendant", active.id);
  active.scrollIntoView({ block: "nearest" });
}

function drawRow(self, row, i, full, take) {
  const chosen = self.chosen.some((one) => one.id === row.id);
  const press = (event) => {
    event.preventDefault();
    take(row);
  };
  const node = h("div", {
    class: `combo-option${i === self.at ? " here" : ""}`, role: "option", id: `${self.id}-${i}`, "aria-selected": String(chosen), "aria-disabled": full && !chosen ? "true" : null,
    data: { testid: `option-${row.id}` }, on: { click: press, pointerdown: (event) => event.preventDefault() },
  }, row.lead?.(), h("span", { class: "menu-body" }, h("span", { text: row.label }), row.hint && h("span", { class: "menu-hint", text: row.hint })));
  return add(node, chosen && icon("tick"));
}

/** reach puts the list under its field, as wide as it at least. */
export function reach(self) {
  const box = self.box.getBoundingClientRect();
  self.list.style.minWidth = `${Math.min(box.width, innerWidth - 16)}px`;
  self.list.style.maxHeight = "";
  place(self.list, self.box);
  self.list.style.maxHeight = `${Math.min(320, Number.parseFloat(self.list.style.maxHeight))}px`;
}
