// A line or a box to type into.

import { h } from "./dom.js";
import { uid } from "./a11y.js";
import { current, naming, note, sends, testid } from "./site.js";

const KINDS = {
  number_input: { type: "text", mode: "decimal" }, email_text_input: { type: "email", mode: "email" }, url_text_input: { type: "url", mode: "url" },
};

/** textInput draws plain text, number, e-mail and address inputs. What is wrong with it is said on submitting. */
export function textInput(element, site) {
  const kind = KINDS[element.type] || { type: "text" };
  const mode = element.type === "number_input" && !element.is_decimal_allowed ? "numeric" : kind.mode;
  const many = Boolean(element.multiline);
  const names = naming(element, site);
  const hint = enters(element, site) && uid("enter");
  const node = h(many ? "textarea" : "input", {
    class: "field", id: site.id, rows: many ? 3 : null, type: many ? null : kind.type, inputmode: mode,
    placeholder: element.placeholder?.text, autocomplete: "off", data: testid(element), ...names,
    "aria-describedby": [names["aria-describedby"], hint].filter(Boolean).join(" ") || null,
  });
  node.value = current(element, site, "value", "initial_value") ?? "";
  const count = h("span", { class: "count", "aria-hidden": "true" });
  const look = () => {
    showCount(count, node.value, element);
    if (many) grow(node);
  };
  const read = () => ({ value: node.value === "" ? null : node.value });
  node.addEventListener("input", () => {
    note(element, site, read());
    site.surface.touched?.();
    look();
  });
  dispatches(element, site, node, read);
  showCount(count, node.value, element);
  if (many) requestAnimationFrame(() => grow(node));
  return h("span", { class: "field-wrap" }, node, count, hint && h("small", { class: "enter-hint", id: hint, text: many ? "Ctrl and Enter sends it" : "Enter sends it" }));
}

/** grow makes a box as high as what stands in it, up to a dozen lines. */
function grow(node) {
  node.style.height = "auto";
  node.style.height = `${Math.min(node.scrollHeight + 2, 290)}px`;
}

const triggers = (element) => element.dispatch_action_config?.trigger_actions_on || ["on_enter_pressed"];

/** enters tells whether Enter sends what is typed. */
const enters = (element, site) => sends(site) && triggers(element).includes("on_enter_pressed");

/**
 * dispatches sends what is typed where the block asks for it, on Enter or on
 * each character. In a box of several lines Enter begins a line, and with Ctrl it sends.
 */
export function dispatches(element, site, node, read) {
  if (!sends(site)) return;
  const send = (trigger) => site.surface.use(element, site.block, { ...read(), trigger }, node);
  if (triggers(element).includes("on_character_entered")) node.addEventListener("input", () => send("on_character_entered"));
  if (!enters(element, site)) return;
  const many = node.tagName !== "INPUT";
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || (many && !event.ctrlKey && !event.metaKey)) return;
    event.preventDefault();
    send("on_enter_pressed");
  });
}

/** showCount says how much room is left near the end, and how much is missing at the beginning. */
export function showCount(node, text, { min_length: least = 0, max_length: most = 3000 }) {
  const n = [...text].length;
  const left = most - n;
  const missing = n > 0 && n < least ? `${least - n} more` : "";
  node.textContent = missing || (left <= Math.max(20, most / 10) ? String(left) : "");
  node.classList.toggle("over", left < 0);
}
