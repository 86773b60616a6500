// Everything in a block that one can press, pick or fill in
// (docs.slack.dev/reference/block-kit/block-elements).
//
// A site says where an element stands: its block, the surface (whose form keeps
// what was typed), whether it is the element of an input block, and the ids of
// its label and hints. Elements in input blocks send nothing by themselves
// unless the block asks for it.

import { add, h, icon } from "./dom.js";
import { notice } from "./actions.js";
import { checkboxes, radios } from "./boxes.js";
import { picklist, select } from "./choices.js";
import { fileInput } from "./fileinput.js";
import { opensMenu } from "./menu.js";
import { plainText, textObject } from "./mrkdwn.js";
import { picker } from "./datefield.js";
import { richInput } from "./richinput.js";
import { testid } from "./site.js";
import { textInput } from "./textinput.js";

const DRAW = {
  button, workflow_button: workflowButton, icon_button: iconButtonElement, feedback_buttons: feedback, overflow,
  static_select: select, external_select: select, users_select: select, channels_select: select, conversations_select: select,
  multi_static_select: picklist, multi_external_select: picklist, multi_users_select: picklist, multi_channels_select: picklist, multi_conversations_select: picklist,
  checkboxes, radio_buttons: radios, datepicker: picker, timepicker: picker, datetimepicker: picker, file_input: fileInput,
  plain_text_input: textInput, rich_text_input: richInput, number_input: textInput, email_text_input: textInput, url_text_input: textInput,
};

/** drawElement makes the control; kinds that the page does not know say so. */
export function drawElement(element, site) {
  const draw = DRAW[element.type];
  return draw ? draw(element, site) : h("span", { class: "unknown", text: `A ${element.type}, which this page does not draw` });
}

const looks = (style) => ({ primary: "button primary", danger: "button danger" })[style] || "button";

function button(element, site) {
  const words = element.text.text;
  const props = { class: looks(element.style), data: testid(element), "aria-label": element.accessibility_label };
  const press = (event) => site.surface.use(element, site.block, {}, event.currentTarget);
  const label = h("span", { class: "button-words", title: [...words].length > 30 ? words : null });
  add(label, plainText(words, element.text.emoji !== false));
  if (element.url && /^(https?:|mailto:)/i.test(element.url)) return linkButton(element, props, label, press);
  return add(h("button", { ...props, type: "button", on: { click: press } }), label);
}

/** linkButton opens its address and tells the app too. One that is to be confirmed waits for the answer. */
function linkButton(element, props, label, press) {
  const go = async (event) => {
    if (!element.confirm) return press(event);
    event.preventDefault();
    if (await press(event)) open(element.url, "_blank", "noopener,noreferrer");
  };
  return add(h("a", { ...props, href: element.url, target: "_blank", rel: "noopener noreferrer", on: { click: go } }), label, icon("window"));
}

/** workflowButton would start a workflow. There are none here, and Slack sends the app nothing either. */
function workflowButton(element, site) {
  const tell = () => notice("This button starts a workflow. There are no workflows here; in Slack the app is not told of the click.");
  const node = h("button", { type: "button", class: looks(element.style), "aria-label": element.accessibility_label, data: testid(element), on: { click: tell } });
  return add(node, plainText(element.text.text, site.surface && element.text.emoji !== false));
}

const ICONS = { trash: "trash", edit: "note", copy: "file", share: "window", star: "note" };

function iconButtonElement(element, site) {
  const name = element.accessibility_label || element.text?.text || element.icon;
  const press = (event) => site.surface.use(element, site.block, {}, event.currentTarget);
  return h("button", { type: "button", class: "icon-button", "aria-label": name, title: element.text?.text || name, data: testid(element), on: { click: press } }, icon(ICONS[element.icon] || "note"));
}

/** feedback is a thumb up and a thumb down, of which the last one pressed stays marked. */
function feedback(element, site) {
  const row = h("span", { class: "feedback", role: "group", "aria-label": "Feedback", data: testid(element) });
  const one = (object, sign) => {
    const name = object.accessibility_label || object.text?.text;
    const node = h("button", { type: "button", class: "icon-button", "aria-label": name, title: object.text?.text || name, "aria-pressed": "false", data: { testid: `option-${object.value}` } }, icon(sign));
    node.addEventListener("click", () => {
      for (const other of row.children) other.setAttribute("aria-pressed", String(other === node));
      site.surface.use(element, site.block, { value: object.value }, node);
    });
    return node;
  };
  return add(row, one(element.positive_button, "thumbup"), one(element.negative_button, "thumbdown"));
}

function overflow(element, site) {
  const node = h("button", { type: "button", class: "button overflow", "aria-label": element.accessibility_label || "More", data: testid(element) }, icon("more"));
  return opensMenu(node, () => element.options.map((option) => ({
    label: textObject(option.text, site.surface.ctx), hint: option.description?.text, testid: `option-${option.value}`, run: () => choose(element, site, option, node),
  })));
}

async function choose(element, site, option, node) {
  const sent = await site.surface.use(element, site.block, { selected_option: option }, node);
  if (sent !== false && option.url && /^https?:/i.test(option.url)) open(option.url, "_blank", "noopener,noreferrer");
}
