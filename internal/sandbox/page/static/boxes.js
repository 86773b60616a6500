// Boxes to tick and radio buttons.

import { add, h } from "./dom.js";
import { uid } from "./a11y.js";
import { textObject } from "./mrkdwn.js";
import { current, naming, pick, testid } from "./site.js";

/** checkboxes are ticked and sent one by one. */
export function checkboxes(element, site) {
  const chosen = new Set((current(element, site, "selected_options", "initial_options") || []).map((o) => o.value));
  const node = h("div", { class: "choices", role: "group", data: testid(element), ...naming(element, site) });
  return add(node, element.options.map((option) => choice("checkbox", option, chosen.has(option.value), site, null, async (box) => {
    box.checked ? chosen.add(option.value) : chosen.delete(option.value);
    if (await pick(element, site, { selected_options: element.options.filter((o) => chosen.has(o.value)) }, node)) return;
    box.checked = !box.checked;
    box.checked ? chosen.add(option.value) : chosen.delete(option.value);
  })));
}

/** radios are radio buttons: one of them once one is chosen. */
export function radios(element, site) {
  let chosen = current(element, site, "selected_option", "initial_option")?.value;
  const node = h("div", { class: "choices", role: "radiogroup", data: testid(element), ...naming(element, site) });
  const name = uid("radio");
  return add(node, element.options.map((option) => choice("radio", option, option.value === chosen, site, name, async () => {
    if (await pick(element, site, { selected_option: option }, node)) {
      chosen = option.value;
      return;
    }
    for (const [i, box] of node.querySelectorAll("input").entries()) box.checked = element.options[i].value === chosen;
  })));
}

function choice(type, option, on, site, name, changed) {
  const ctx = site.surface.ctx;
  const box = h("input", { type, name, checked: on, data: { testid: `option-${option.value}` } });
  box.addEventListener("change", () => changed(box));
  const hint = option.description && add(h("small"), textObject(option.description, ctx));
  return h("label", { class: "choice" }, box, add(h("span"), textObject(option.text, ctx), hint));
}
