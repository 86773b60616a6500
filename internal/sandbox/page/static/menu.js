// Small menus under a button: overflow menus, shortcuts, people, faults.

import { add, h, icon } from "./dom.js";
import { arrows } from "./a11y.js";

let open = null;

/**
 * opensMenu makes a button open a menu. items() gives rows: {label, hint, lead,
 * run, checked, testid}, {heading} or {note}. more is a second thing that a row
 * does, as a sign at its end: {label, icon, run}. Where instead() does something
 * and says so, no menu opens.
 */
export function opensMenu(button, items, { testid, wide, instead } = {}) {
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => {
    if (open?.button === button) return closeMenu();
    if (instead?.()) return;
    show(button, items(), testid, wide);
  });
  button.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" || open || instead?.()) return;
    event.preventDefault();
    show(button, items(), testid, wide);
  });
  return button;
}

function show(button, rows, testid, wide) {
  closeMenu();
  const menu = h("div", { class: wide ? "menu wide" : "menu", role: "menu", data: { testid } }, rows.map(drawRow));
  const land = h("section", { "aria-label": "Menu" }, menu); // so that it stands within a landmark, wherever its button is
  (button.closest("dialog") || document.body).append(land);
  open = { button, menu, land };
  button.setAttribute("aria-expanded", "true");
  place(menu, button);
  arrows(menu, "[role^=menuitem]");
  menu.addEventListener("keydown", onKey);
  menu.querySelector("[role^=menuitem]")?.focus();
}

function drawRow(row) {
  if (row.heading) return h("div", { class: "menu-heading", role: "presentation", text: row.heading });
  if (row.note) return h("div", { class: "menu-note", role: "presentation", text: row.note });
  if (row.more) return h("div", { class: "menu-row", role: "presentation" }, main({ ...row, more: null }), side(row.more));
  return main(row);
}

function side(more) {
  return h("button", { type: "button", class: "menu-side", role: "menuitem", tabindex: "-1", "aria-label": more.label, title: more.label, data: { testid: more.testid }, on: { click: () => choose(more) } }, icon(more.icon || "close"));
}

function main(row) {
  const body = h("span", { class: "menu-body" }, h("span", { class: "menu-label" }, row.label), row.hint && h("span", { class: "menu-hint", text: row.hint }));
  if (!row.run) return h("div", { class: "menu-item plain", role: "presentation", data: { testid: row.testid } }, row.lead, body);
  return h("button", {
    type: "button", class: row.danger ? "menu-item danger" : "menu-item", tabindex: "-1", data: { testid: row.testid },
    role: row.checked === undefined ? "menuitem" : "menuitemradio", "aria-checked": row.checked === undefined ? null : String(row.checked),
    on: { click: () => choose(row) },
  }, row.lead, body);
}

function choose(row) {
  closeMenu(true);
  row.run();
}

function onKey(event) {
  if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    closeMenu(true);
  } else if (event.key === "Tab") {
    closeMenu(true);
  } else if (event.key.length === 1 && /\S/.test(event.key)) {
    const rows = [...open.menu.querySelectorAll("[role^=menuitem]")];
    rows.find((el) => el.textContent.toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
  }
}

/** place puts a box under its button, or above it where there is more room. */
export function place(box, button) {
  box.style.left = "0"; // so that it is as wide as it wants when measured
  const at = button.getBoundingClientRect();
  const size = box.getBoundingClientRect();
  const below = innerHeight - at.bottom - 12;
  const above = at.top - 12;
  const up = size.height > below && above > below;
  box.style.maxHeight = `${Math.max(120, up ? above : below)}px`;
  const height = Math.min(size.height, Math.max(120, up ? above : below));
  box.style.top = `${up ? at.top - height - 4 : at.bottom + 4}px`;
  box.style.left = `${Math.max(8, Math.min(at.left, innerWidth - size.width - 8))}px`;
}

/** closeMenu closes what is open, and gives the focus back if asked. */
export function closeMenu(refocus = false) {
  if (!open) return;
  const { button, land } = open;
  open = null;
  land.remove();
  button.setAttribute("aria-expanded", "false");
  if (refocus && button.isConnected) button.focus();
}

document.addEventListener("pointerdown", (event) => {
  if (open && !open.menu.contains(event.target) && !open.button.contains(event.target)) closeMenu();
});
addEventListener("resize", () => closeMenu());

/** iconButton is a button with a sign and a name for those who do not see it. */
export function iconButton(sign, label, props = {}) {
  return add(h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, ...props }), sign);
}
