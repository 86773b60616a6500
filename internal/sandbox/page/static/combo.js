// A field that opens a list, narrowed down by typing
// (www.w3.org/WAI/ARIA/apg/patterns/combobox). One row can be chosen, or several.

import { add, h, icon } from "./dom.js";
import { uid } from "./a11y.js";
import { comboKey } from "./combo_keys.js";
import { drawRows, reach } from "./combo_list.js";

/**
 * combo makes the field. spec: names, data, id, placeholder; groups(query), which
 * promises [{label, rows}]; chosen rows; many, most; clearable; asks (the rows
 * depend on what is typed) and least (characters before it asks); pick(rows,
 * node), which resolves to false where the choice is taken back.
 */
export function combo(spec) {
  const self = { ...spec, chosen: [...spec.chosen], open: false, rows: [], at: -1, typed: false, id: uid("list"), asked: 0 };
  self.input = h("input", {
    type: "text", class: "combo-input", role: "combobox", id: spec.id, autocomplete: "off", spellcheck: "false", data: spec.data,
    "aria-expanded": "false", "aria-controls": self.id, "aria-autocomplete": "list", "aria-haspopup": "listbox", ...spec.names,
  });
  self.picks = h("span", { class: "picks" });
  self.clear = h("button", { type: "button", class: "combo-clear", "aria-label": "Clear", title: "Clear", on: { click: () => choose(self, null) } }, icon("close"));
  self.list = h("div", { class: "combo-list", role: "listbox", id: self.id, "aria-multiselectable": spec.many ? "true" : null, "aria-label": spec.names["aria-label"] || spec.placeholder, hidden: true });
  self.box = h("div", { class: "field combo-box", on: { pointerdown: (event) => press(self, event) } }, self.picks, self.input, self.clear, icon("down"));
  self.node = h("div", { class: spec.many ? "combo many" : "combo" }, self.box, self.list);
  listen(self);
  settle(self);
  return self.node;
}

function listen(self) {
  const { input } = self;
  input.addEventListener("input", () => {
    self.typed = true;
    open(self);
    look(self);
  });
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", () => close(self));
  input.addEventListener("keydown", (event) => comboKey(self, event, { show, choose, close }));
}

/** press opens or closes the list, unless a button inside was meant. */
function press(self, event) {
  if (event.target.closest("button")) return;
  if (event.target !== self.input) event.preventDefault();
  self.input.focus();
  self.open ? close(self) : show(self);
}

/** settle writes what is chosen into the field. */
function settle(self) {
  const { many, chosen, input } = self;
  self.typed = false;
  input.value = many ? "" : chosen[0]?.label || "";
  input.placeholder = many && chosen.length ? "" : self.placeholder;
  self.clear.hidden = many || !self.clearable || chosen.length === 0;
  self.picks.replaceChildren(...(many ? chosen.map((row) => chosenRow(self, row)) : []));
  input.classList.toggle("short", many && chosen.length > 0);
}

function chosenRow(self, row) {
  return h("span", { class: "pick" }, row.label, h("button", { type: "button", "aria-label": `Remove ${row.label}`, data: { testid: `remove-${row.id}` }, on: { click: () => choose(self, row) } }, icon("close")));
}

function open(self) {
  if (self.open) return;
  self.open = true;
  (self.node.closest("dialog") || document.body).append(self.list);
  self.list.hidden = false;
  self.input.setAttribute("aria-expanded", "true");
  self.away = (event) => { if (!self.list.contains(event.target)) self.node.isConnected ? reach(self) : close(self); };
  addEventListener("scroll", self.away, true);
  addEventListener("resize", self.away);
}

function show(self) {
  open(self);
  look(self);
}

function close(self) {
  if (!self.open) return;
  self.open = false;
  self.asked++;
  removeEventListener("scroll", self.away, true);
  removeEventListener("resize", self.away);
  self.list.hidden = true;
  self.node.append(self.list);
  self.input.setAttribute("aria-expanded", "false");
  self.input.removeAttribute("aria-activedescendant");
  settle(self);
}

/** look finds the rows that fit what is typed. Of answers that come late only the last one counts. */
async function look(self) {
  const query = self.typed ? self.input.value.trim() : "";
  const turn = ++self.asked;
  if (self.asks && [...query].length < self.least) return say(self, `Type ${self.least === 1 ? "a character" : `${self.least} characters`} or more.`);
  if (self.asks) {
    say(self, "Looking…");
    await new Promise((done) => { setTimeout(done, query ? 180 : 0); });
    if (turn !== self.asked) return;
  }
  const groups = await self.groups(query);
  if (turn !== self.asked || !self.open) return;
  const wanted = self.asks ? "" : query.toLowerCase();
  const fits = (row) => row.label.toLowerCase().includes(wanted) || row.hint?.toLowerCase().includes(wanted);
  self.groups_ = groups.map((group) => ({ ...group, rows: group.rows.filter(fits) })).filter((group) => group.rows.length > 0);
  self.rows = self.groups_.flatMap((group) => group.rows);
  self.at = wanted ? 0 : self.rows.findIndex((row) => row.id === self.chosen[0]?.id);
  if (self.rows.length === 0) return say(self, "Nothing fits.");
  drawRows(self, (row) => choose(self, row));
}

function say(self, text) {
  Object.assign(self, { rows: [], at: -1 });
  self.list.replaceChildren(h("p", { class: "combo-note", role: "option", "aria-disabled": "true", "aria-selected": "false", text }));
  reach(self);
}

/** choose takes a row, or leaves it again where several can be chosen. */
async function choose(self, row) {
  const before = self.chosen;
  const has = self.many && before.some((one) => one.id === row.id);
  if (self.many && !has && before.length >= self.most) return;
  self.chosen = !self.many ? [row].filter(Boolean) : has ? before.filter((one) => one.id !== row.id) : [...before, row];
  if (self.many && self.open) {
    const again = self.at;
    settle(self);
    await look(self);
    self.at = Math.min(again, self.rows.length - 1);
    if (self.rows.length) drawRows(self, (one) => choose(self, one));
  } else {
    close(self);
    settle(self);
    self.input.focus();
  }
  if ((await self.pick(self.chosen, self.input)) !== false) return;
  self.chosen = before;
  settle(self);
}
