// Picking a day and time for the clock, in the zone of whoever looks.

import { h } from "./dom.js";
import { onWall, wall } from "./times.js";

/** picker is a button with a field for any moment; go gets it as the clock takes it. */
export function picker(store, go) {
  const field = h("input", { type: "datetime-local", class: "field", "aria-label": "Day and time", data: { testid: "clock-pick-field" } });
  const form = h("form", { class: "clock-picker", hidden: true }, field, h("button", { type: "submit", class: "button primary", text: "Go", data: { testid: "clock-pick-go" } }));
  const button = h("button", { type: "button", class: "clock-move", text: "Pick…", title: "Pick a day and time", "aria-expanded": "false", data: { testid: "clock-pick" } });
  const show = (on) => {
    form.hidden = !on;
    button.setAttribute("aria-expanded", String(on));
    if (!on) return;
    field.value = onWall(store.now(), store.zone());
    field.focus();
  };
  button.addEventListener("click", () => show(form.hidden));
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    show(false);
    button.focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!field.value) return;
    show(false);
    go(wall(field.value, store.zone()).toISOString().replace(/\.\d+/, ""));
  });
  return h("span", { class: "clock-pick" }, button, form);
}
