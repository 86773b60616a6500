// Going to a conversation or a person by name, from the keyboard
// (www.w3.org/WAI/ARIA/apg/patterns/combobox).

import { add, fill, h } from "./dom.js";
import { trapTab } from "./a11y.js";
import { avatar } from "./message.js";
import { messageTo } from "./newplace.js";
import { faced, isDirect, labelOf, signOf, whereabouts } from "./places.js";
import { APP, nameOf } from "./state.js";

/** openSwitcher asks where to. */
export function openSwitcher(store, go) {
  const field = h("input", { class: "field", role: "combobox", "aria-expanded": "true", "aria-controls": "switcher-list", "aria-autocomplete": "list", "aria-label": "Go to", placeholder: "Go to…", autocomplete: "off", data: { testid: "switcher-field" } });
  const list = h("div", { id: "switcher-list", class: "switcher-list", role: "listbox", "aria-label": "Conversations and people" });
  const box = h("dialog", { class: "switcher", "aria-label": "Go to", data: { testid: "switcher" } });
  const back = document.activeElement;
  let rows = [];
  let at = 0;
  const close = (refocus) => {
    box.close();
    box.remove();
    if (refocus) back?.focus();
  };
  const take = (row) => {
    close(false);
    row?.run();
  };
  const draw = () => {
    rows = places(store, go, field.value);
    at = Math.min(at, Math.max(0, rows.length - 1));
    fill(list, rows.map((row, i) => option(row, i, at, take)), rows.length === 0 && h("p", { class: "picker-none", text: "Nobody and nothing of that name." }));
    if (rows.length) field.setAttribute("aria-activedescendant", `switch-${at}`);
    else field.removeAttribute("aria-activedescendant");
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  field.addEventListener("input", () => { at = 0; draw(); });
  field.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" && !event.isComposing) take(rows[at]);
    else if (step && rows.length) at = (at + step + rows.length) % rows.length;
    else return;
    event.preventDefault();
    if (step) draw();
  });
  box.addEventListener("cancel", (event) => { event.preventDefault(); close(true); });
  box.addEventListener("click", (event) => { if (event.target === box) close(true); });
  add(box, field, list);
  trapTab(box);
  document.body.append(box);
  box.showModal();
  draw();
  field.focus();
}

function option(row, i, at, take) {
  return h("div", { class: "option", role: "option", id: `switch-${i}`, "aria-selected": String(i === at), data: { testid: "switch" }, on: { click: () => take(row) } },
    row.lead, h("span", { class: "option-label", text: row.label }), h("span", { class: "option-hint", text: row.hint }));
}

/** places are what matches, the unread first, then by name; what begins with the word before what holds it. */
function places(store, go, text) {
  const word = text.trim().toLowerCase().replace(/^[#@]/, "");
  const score = (row) => (row.label.toLowerCase().startsWith(word) ? 0 : 1) * 2 + (row.unread ? 0 : 1);
  return [...conversations(store, go), ...people(store, go)].filter((row) => `${row.label} ${row.also || ""}`.toLowerCase().includes(word))
    .sort((a, b) => score(a) - score(b) || a.label.localeCompare(b.label)).slice(0, 40);
}

function conversations(store, go) {
  const app = store.app();
  const own = { label: app.name, hint: "The app", lead: avatar(store.user(app.user_id) || { is_bot: true }, "tiny"), unread: store.appChannel()?.unread, run: () => go({ place: APP }) };
  return [own, ...store.snapshot.channels.filter((c) => c.user !== app.user_id).map((c) => ({
    label: labelOf(c, store), hint: c.is_archived ? "Archived" : isDirect(c) ? "Direct message" : c.is_member ? c.topic : "You are not in it",
    lead: h("span", { class: "lead" }, signOf(c, store)), unread: c.unread, run: () => go({ place: c.id }),
  }))];
}

function people(store, go) {
  const known = new Set(store.snapshot.channels.filter((c) => c.is_im).map((c) => c.user));
  return store.snapshot.users.filter((u) => !u.is_bot && !u.deleted && u.id !== store.as && !known.has(u.id))
    .map((user) => ({ label: nameOf(user), also: user.real_name, hint: whereabouts(user, store), lead: faced(user, store), run: () => messageTo(store, go, user.id) }));
}
