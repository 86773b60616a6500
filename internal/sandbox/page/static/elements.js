// Everything in a block that one can press, pick or fill in
// (docs.slack.dev/reference/block-kit/block-elements).
//
// A site says where an element stands: its block, the surface (whose form keeps
// what was typed), whether it is the element of an input block, and the ids of
// its label and hints. Elements in input blocks send nothing by themselves
// unless the block asks for it.

import { add, h, icon } from "./dom.js";
import { opensMenu } from "./menu.js";
import { plainText, textObject } from "./mrkdwn.js";
import { checkboxes, picklist, radios, select } from "./choices.js";
import { onWall, wall } from "./times.js";

const DRAW = {
  button, overflow, static_select: select, users_select: select, channels_select: select, conversations_select: select,
  multi_static_select: picklist, multi_users_select: picklist, multi_channels_select: picklist, multi_conversations_select: picklist,
  checkboxes, radio_buttons: radios, datepicker: picker, timepicker: picker, datetimepicker: picker,
  plain_text_input: textInput, rich_text_input: textInput, number_input: textInput, email_text_input: textInput, url_text_input: textInput,
};

/** drawElement makes the control; kinds that the page does not know say so. */
export function drawElement(element, site) {
  const draw = DRAW[element.type];
  return draw ? draw(element, site) : h("span", { class: "unknown", text: `This page does not draw ${element.type}.` });
}

/** testid is how tests find an element. */
export const testid = (element) => ({ testid: `action-${element.action_id}` });

/** naming are the attributes that tie a control to its label, hint and error. */
export function naming(element, site) {
  const label = element.accessibility_label || (site.label ? null : element.placeholder?.text) || null;
  return { "aria-label": label, "aria-labelledby": label ? null : site.label, "aria-describedby": site.described };
}

/** current is what stands in an element: typed here, else known to Slack, else its beginning. */
export function current(element, site, key, initial) {
  const typed = site.surface.form.get(formKey(site.block, element));
  if (typed && key in typed) return typed[key];
  const known = site.surface.state?.[site.block.block_id]?.[element.action_id];
  if (known && key in known) return known[key];
  return element[initial] ?? null;
}

/** formKey is where a form keeps an element's value. */
export const formKey = (block, element) => JSON.stringify([block.block_id, element.action_id]);

/** pick notes a value, and sends it where the element sends by itself. */
export function pick(element, site, picked, node) {
  site.surface.form.set(formKey(site.block, element), picked);
  site.surface.touched?.();
  if (!site.input || site.block.dispatch_action) site.surface.use(element, site.block, picked, node);
}

function button(element, site) {
  const kind = { primary: "button primary", danger: "button danger" }[element.style] || "button";
  const props = { class: kind, data: testid(element), "aria-label": element.accessibility_label };
  const press = (event) => site.surface.use(element, site.block, {}, event.currentTarget);
  if (element.url && /^(https?:|mailto:)/i.test(element.url)) {
    return add(h("a", { ...props, href: element.url, target: "_blank", rel: "noopener noreferrer", on: { click: press } }), plainText(element.text.text));
  }
  return add(h("button", { ...props, type: "button", on: { click: press } }), plainText(element.text.text, element.text.emoji !== false));
}

function overflow(element, site) {
  const node = h("button", { type: "button", class: "button overflow", "aria-label": element.accessibility_label || "More", data: testid(element) }, icon("more"));
  return opensMenu(node, () => element.options.map((option) => ({
    label: textObject(option.text, site.surface.ctx), hint: option.description?.text, testid: `option-${option.value}`,
    run: () => {
      if (option.url && /^https?:/i.test(option.url)) open(option.url, "_blank", "noopener,noreferrer");
      site.surface.use(element, site.block, { selected_option: option }, node);
    },
  })));
}

const PICKERS = {
  datepicker: { type: "date", key: "selected_date", initial: "initial_date" },
  timepicker: { type: "time", key: "selected_time", initial: "initial_time" },
  datetimepicker: { type: "datetime-local", key: "selected_date_time", initial: "initial_date_time" },
};

/** picker is a field for a day, a time or both. It sends once one is done with it. */
function picker(element, site) {
  const kind = PICKERS[element.type];
  const zone = site.surface.ctx.zone;
  const both = element.type === "datetimepicker";
  const value = current(element, site, kind.key, kind.initial);
  const shown = both && value ? onWall(new Date(value * 1000), zone) : value ?? "";
  const node = h("input", { type: kind.type, class: "field", id: site.id, value: shown, data: testid(element), ...naming(element, site) });
  let sent = shown;
  const settle = () => {
    if (node.value === sent || (node.value && node.value < "1000" && kind.type !== "time")) return;
    sent = node.value;
    const picked = both && sent ? Math.floor(wall(sent, zone) / 1000) : sent || null;
    pick(element, site, { [kind.key]: picked }, node);
  };
  let timer;
  node.addEventListener("change", () => {
    clearTimeout(timer);
    timer = setTimeout(settle, site.input ? 0 : 500);
  });
  node.addEventListener("blur", settle);
  return element.timezone ? h("span", { class: "with-zone" }, node, h("span", { class: "zone", text: element.timezone })) : node;
}

const INPUT_TYPES = { number_input: "number", email_text_input: "email", url_text_input: "url" };

/** textInput is a line or a box to type into. Rich text is typed as plain text. */
function textInput(element, site) {
  const rich = element.type === "rich_text_input";
  const key = rich ? "rich_text_value" : "value";
  const value = current(element, site, key, "initial_value");
  const many = rich || element.multiline;
  const node = h(many ? "textarea" : "input", {
    class: "field", id: site.id, rows: many ? 3 : null, type: many ? null : INPUT_TYPES[element.type] || "text",
    step: element.type === "number_input" ? (element.is_decimal_allowed ? "any" : "1") : null,
    placeholder: element.placeholder?.text, autocomplete: "off", data: testid(element), ...naming(element, site),
  });
  node.value = rich ? richToText(value) : value ?? "";
  const count = h("span", { class: "count", "aria-hidden": "true" });
  const note = () => showCount(count, node.value, element.max_length || 3000);
  const read = () => ({ [key]: rich ? textToRich(node.value) : node.value });
  node.addEventListener("input", () => {
    site.surface.form.set(formKey(site.block, element), read());
    site.surface.touched?.();
    note();
  });
  dispatches(element, site, node, read);
  note();
  return h("span", { class: "field-wrap" }, node, count);
}

/** dispatches sends what is typed where the block asks for it, on Enter or on each character. */
function dispatches(element, site, node, read) {
  if (site.input && !site.block.dispatch_action) return;
  const on = element.dispatch_action_config?.trigger_actions_on || ["on_enter_pressed"];
  const send = () => site.surface.use(element, site.block, read(), node);
  if (on.includes("on_character_entered")) node.addEventListener("input", send);
  if (on.includes("on_enter_pressed")) {
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey) return;
      event.preventDefault();
      send();
    });
  }
}

/** showCount says how much room is left, near the end only. */
function showCount(node, text, most) {
  const left = most - [...text].length;
  node.textContent = left <= Math.max(20, most / 10) ? String(left) : "";
  node.classList.toggle("over", left < 0);
}

function textToRich(text) {
  if (text === "") return null;
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }] };
}

function richToText(value) {
  const read = (node) => node.text ?? (node.elements || []).map(read).join(node.type === "rich_text" ? "\n" : "");
  return value ? read(value) : "";
}
