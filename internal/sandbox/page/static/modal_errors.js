// What a form says where it was not taken.

import { missed, notice } from "./actions.js";
import { announce } from "./a11y.js";
import { flat } from "./surface.js";

/** FIELDS are what can be filled in or pressed within a field of a form. */
export const FIELDS = "input, textarea, select, button, [contenteditable=true]";

/** trouble says over the form that the app's answer did not come, or made no sense. */
export function trouble(self, done) {
  const box = self.box.querySelector(".modal-trouble");
  box.textContent = `${done.acked === false ? missed(null, self.store.app().name) : "The answer of the app made no sense."} Nothing you typed is lost. Try again.`;
  box.hidden = false;
}

/** clearErrors takes what an earlier submission was told off the form. */
export function clearErrors({ box }) {
  box.querySelector(".modal-trouble").hidden = true;
  box.querySelectorAll(".field-error").forEach((node) => { node.hidden = true; });
  box.querySelectorAll("[aria-invalid]").forEach((node) => node.removeAttribute("aria-invalid"));
}

/** showErrors puts each sentence at its field, and the keyboard into the first. */
export function showErrors(self, errors) {
  let first = null;
  const wanted = flat(self.shown.blocks).map((block) => block.block_id).filter((id) => id in errors);
  for (const id of wanted) {
    const error = self.box.querySelector(`[data-testid="field-error-${CSS.escape(id)}"]`);
    if (!error) continue;
    error.textContent = errors[id];
    error.hidden = false;
    const field = self.box.querySelector(`[data-testid="field-${CSS.escape(id)}"]`);
    const control = field.querySelector("[data-testid^=action-]:is(input, textarea, button, [contenteditable=true])") || field.querySelector(FIELDS);
    control?.setAttribute("aria-invalid", "true");
    first ??= control;
  }
  const others = Object.keys(errors).filter((id) => !wanted.includes(id)).map((id) => errors[id]);
  if (others.length) notice(others.join(" "));
  announce(Object.values(errors).join(" "));
  first?.focus();
  first?.scrollIntoView({ block: "center" });
}
