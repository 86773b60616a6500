// A small picker of emoji with a search, under a button.

import { fill, h } from "./dom.js";
import { announce } from "./a11y.js";
import { found, groups, usual, emoji } from "./emoji.js";
import { place } from "./menu.js";

const WIDE = 8; // emoji in a row

let open = null;

/** opensPicker makes a button open the picker; pick gets the name that was chosen. */
export function opensPicker(button, pick) {
  button.setAttribute("aria-haspopup", "dialog");
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => (open?.button === button ? closePicker(true) : show(button, pick)));
  return button;
}

/** closePicker closes what is open, and gives the focus back if asked. */
export function closePicker(refocus = false) {
  if (!open) return;
  const { button, box } = open;
  open = null;
  box.remove();
  button.setAttribute("aria-expanded", "false");
  if (refocus && button.isConnected) button.focus();
}

function show(button, pick) {
  closePicker();
  const field = h("input", { type: "search", class: "field", placeholder: "Search", "aria-label": "Search emoji", autocomplete: "off", data: { testid: "emoji-search" } });
  const list = h("div", { class: "emoji-list" });
  const box = h("div", { class: "picker", role: "dialog", "aria-label": "Reactions", data: { testid: "emoji-picker" } }, field, list);
  const chosen = (name) => {
    closePicker(true);
    pick(name);
  };
  const draw = () => fill(list, field.value.trim() ? matches(field.value.trim(), chosen) : everything(chosen));
  field.addEventListener("input", draw);
  box.addEventListener("keydown", (event) => key(event, field, list));
  draw();
  (button.closest("dialog") || document.body).append(box);
  open = { button, box };
  button.setAttribute("aria-expanded", "true");
  place(box, button);
  field.focus();
}

function everything(chosen) {
  const often = usual.map((name) => ({ name, picture: emoji(name) }));
  return [{ label: "Often", emoji: often, testid: "add" }, ...groups()].map((group) => section(group.label, group.emoji, chosen, group.testid));
}

function matches(word, chosen) {
  const rows = found(word.replaceAll(":", "").replace(/\s+/g, "_"), 64);
  announce(rows.length === 1 ? "One emoji" : `${rows.length} emoji`);
  return rows.length ? section("Found", rows, chosen, "add") : h("p", { class: "picker-none", text: "No emoji of that name." });
}

function section(label, rows, chosen, testid) {
  return h("div", { role: "group", "aria-label": label }, h("h3", { text: label }), h("div", { class: "emoji-grid" }, rows.map(({ name, picture }) => h("button", {
    type: "button", class: "emoji-pick", tabindex: "-1", title: `:${name}:`, "aria-label": name.replaceAll("_", " "), text: picture,
    data: { testid: testid && `${testid}-${name}` }, on: { click: () => chosen(name) },
  }))));
}

/** key lets the arrows walk the grid, Enter in the search take the first, Escape close. */
function key(event, field, list) {
  const all = [...list.querySelectorAll(".emoji-pick")];
  const at = all.indexOf(document.activeElement);
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: at < 0 ? 1 : WIDE, ArrowUp: -WIDE }[event.key];
  if (event.key === "Escape") closePicker(true);
  else if (event.key === "Enter" && at < 0) all[0]?.click();
  else if (event.key === "Tab") (at < 0 && !event.shiftKey ? all[0] : field)?.focus();
  else if (step && (at >= 0 || event.key === "ArrowDown")) (all[at + step] || (step < 0 ? field : all.at(-1)))?.focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

document.addEventListener("pointerdown", (event) => {
  if (open && !open.box.contains(event.target) && !open.button.contains(event.target)) closePicker();
});
addEventListener("resize", () => closePicker());
