// Small forms in a dialog of the page's own: name a channel, choose people, write
// a message anew.

import { add, fill, h } from "./dom.js";
import { trapTab } from "./a11y.js";

let serial = 0;

/**
 * dialog asks with whatever fields it is given. save gets to send them, and
 * closes the dialog by returning something true.
 */
export function dialog({ title, text, body, yes, testid, yesID = `${testid}-yes`, save, wide }) {
  const id = `dialog-${++serial}`;
  const back = document.activeElement;
  const box = h("dialog", { class: wide ? "confirm wide" : "confirm", "aria-labelledby": id, data: { testid } });
  const close = () => {
    box.close();
    box.remove();
    if (back?.isConnected) back.focus();
  };
  const button = yes && h("button", { type: "submit", class: "button primary", text: yes, data: { testid: yesID } });
  const form = h("form", { class: "dialog-form", method: "dialog" }, h("h2", { id, text: title }), text && h("p", { class: "soft", text }), body,
    h("div", { class: "confirm-row" }, h("button", { type: "button", class: "button", text: yes ? "Cancel" : "Close", data: { testid: `${testid}-no` }, on: { click: close } }), button));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button) button.disabled = true;
    const done = await save?.();
    if (button) button.disabled = false;
    if (done) close();
  });
  box.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  add(box, form);
  trapTab(box);
  document.body.append(box);
  box.showModal();
  (box.querySelector("[autofocus], input, textarea, .button") || box).focus();
  return close;
}

/** labelled is a field under its label, with a line of help. */
export function labelled(label, field, hint) {
  const id = `field-${++serial}`;
  field.id = id;
  if (hint) field.setAttribute("aria-describedby", `${id}-hint`);
  return h("div", null, h("label", { class: "label", for: id, text: label }), field, hint && h("p", { class: "hint", id: `${id}-hint`, text: hint }));
}

/** ticks is a list of boxes to tick: {root, picked()}. rows are {id, label, hint, lead}. */
export function ticks(legend, rows) {
  const boxes = rows.map((row) => h("input", { type: "checkbox", value: row.id, data: { testid: `tick-${row.testid || row.id}` } }));
  const list = h("div", { class: "choices ticks" }, rows.map((row, i) => h("label", { class: "choice" }, boxes[i], row.lead, h("span", null, row.label, row.hint && h("small", { text: row.hint })))));
  return { root: fill(h("fieldset", { class: "bare" }), h("legend", { class: "label", text: legend }), list), picked: () => boxes.filter((b) => b.checked).map((b) => b.value) };
}
