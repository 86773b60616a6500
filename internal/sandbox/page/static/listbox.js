// The list of suggestions over a text field, driven from the field by keyboard
// (www.w3.org/WAI/ARIA/apg/patterns/combobox).

import { h } from "./dom.js";
import { uid } from "./a11y.js";
import { suggestions } from "./complete.js";
import { avatar } from "./message.js";

/**
 * completion ties a list to a field. chosen is called with the row that was
 * taken; inThread says whether commands are of no use. It returns a function
 * that handles a key if it belongs to the list, and tells whether it did.
 */
export function completion(field, box, store, chosen, inThread = () => false) {
  const self = { field, box, store, chosen, inThread, list: null, at: 0, id: uid("complete") };
  box.id = self.id;
  field.setAttribute("aria-haspopup", "listbox"); // a field of several lines may not be called a combobox
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", self.id);
  field.addEventListener("input", () => look(self));
  field.addEventListener("blur", () => close(self));
  close(self);
  return (event) => key(self, event);
}

/** look finds what could stand at the caret. A word that is whole needs no list. */
function look(self) {
  const { field } = self;
  const list = suggestions(field.value, field.selectionStart, self.store, self.inThread());
  const whole = list?.rows.length === 1 && list.rows[0].insert.trimEnd() === field.value.slice(list.from, list.to);
  if (!list || whole) return close(self);
  Object.assign(self, { list, at: list.free ? -1 : 0 });
  draw(self);
}

function close(self) {
  self.list = null;
  self.box.hidden = true;
  self.field.removeAttribute("aria-activedescendant");
}

function draw(self) {
  const { box, field, list, at, id } = self;
  box.replaceChildren(...list.rows.map((row, i) => option(self, row, i)),
    h("p", { class: "option-keys", "aria-hidden": "true", text: "↑ ↓ to choose · Tab to take · Esc to close" }));
  box.hidden = false;
  if (at < 0) return field.removeAttribute("aria-activedescendant");
  field.setAttribute("aria-activedescendant", `${id}-${at}`);
  box.children[at].scrollIntoView({ block: "nearest" });
}

function option(self, row, i) {
  const press = (event) => {
    event.preventDefault();
    take(self, row);
  };
  return h("div", {
    class: "option", role: "option", id: `${self.id}-${i}`, "aria-selected": String(i === self.at), data: { testid: "completion" }, on: { pointerdown: press },
  }, row.user && avatar(row.user, "tiny"), row.sign && h("span", { class: "emoji", "aria-hidden": "true", text: row.sign }), h("span", { class: "option-label", text: row.label }), h("span", { class: "option-hint", text: row.hint }));
}

function take(self, row) {
  const { field, list } = self;
  field.setRangeText(row.insert, list.from, list.to, "end");
  self.chosen(row);
  close(self);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function key(self, event) {
  if (!self.list || event.shiftKey) return false;
  const { rows } = self.list;
  switch (event.key) {
    case "ArrowDown": move(self, self.at + 1); break;
    case "ArrowUp": move(self, Math.max(self.at, 0) - 1); break;
    case "Escape": close(self); break;
    case "Tab": take(self, rows[Math.max(self.at, 0)]); break;
    case "Enter":
      if (self.at < 0 || typed(self) === rows[self.at].insert.trim().toLowerCase()) return false;
      take(self, rows[self.at]);
      break;
    default: return false;
  }
  event.preventDefault();
  event.stopPropagation();
  return true;
}

function move(self, to) {
  self.at = (to + self.list.rows.length) % self.list.rows.length;
  draw(self);
}

const typed = ({ field, list }) => field.value.slice(list.from, list.to).trim().toLowerCase();
