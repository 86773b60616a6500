// Elements that offer a choice: menus, lists to tick, radio buttons.

import { add, h, icon } from "./dom.js";
import { uid } from "./a11y.js";
import { current, naming, pick, testid } from "./elements.js";
import { textObject } from "./mrkdwn.js";
import { nameOf } from "./state.js";

const OBJECTS = { users: "user", channels: "channel", conversations: "conversation" };

/** offer is what an element lets one choose, in groups, and how a choice is named in Slack's state. */
function offer(element, site) {
  const many = element.type.startsWith("multi_");
  const object = OBJECTS[element.type.replace("multi_", "").replace("_select", "")];
  if (!object) {
    const groups = element.option_groups || [{ options: element.options || [] }];
    return {
      key: many ? "selected_options" : "selected_option", initial: many ? "initial_options" : "initial_option",
      id: (option) => option.value,
      groups: groups.map((group) => ({ label: group.label?.text, options: group.options.map((o) => ({ id: o.value, label: o.text.text, hint: o.description?.text, value: o })) })),
    };
  }
  const tail = many ? "s" : "";
  const options = objects(object, element, site.surface.ctx).map(({ id, label }) => ({ id, label, value: id }));
  return { key: `selected_${object}${tail}`, initial: `initial_${object}${tail}`, id: (id) => id, groups: [{ options }] };
}

function objects(object, element, ctx) {
  if (object === "user") return ctx.users().filter((u) => !u.deleted).map((u) => ({ id: u.id, label: nameOf(u) }));
  const filter = element.filter || {};
  const kinds = object === "channel" ? ["public"] : filter.include || ["im", "mpim", "private", "public"];
  return ctx.channels().filter((c) => !c.is_archived && kinds.includes(c.is_im ? "im" : c.is_private ? "private" : "public"))
    .filter((c) => !(filter.exclude_bot_users && c.is_im && ctx.isBot(c.user)))
    .map((c) => ({ id: c.id, label: c.is_im ? ctx.names.user(c.user) : c.name }));
}

/** select is a menu of which one thing can be chosen. */
export function select(element, site) {
  const { key, initial, id, groups } = offer(element, site);
  let chosen = current(element, site, key, initial);
  if (chosen === null && element.default_to_current_conversation) chosen = site.surface.ctx.here || null;
  const at = chosen === null ? "" : id(chosen);
  const all = groups.flatMap((group) => group.options);
  const node = h("select", { class: "field", id: site.id, data: testid(element), ...naming(element, site) },
    h("option", { value: "", text: element.placeholder?.text || "Choose…", hidden: !site.input || !site.block.optional, selected: at === "" }),
    groups.map((group) => {
      const options = group.options.map((o) => h("option", { value: o.id, text: o.label, selected: o.id === at }));
      return group.label ? h("optgroup", { label: group.label }, options) : options;
    }));
  node.value = at;
  if (chosen !== null && element[initial] === undefined && element.default_to_current_conversation) note(element, site, key, chosen);
  node.addEventListener("change", () => {
    const found = all.find((o) => o.id === node.value);
    pick(element, site, { [key]: found ? found.value : null }, node);
  });
  return h("span", { class: "select" }, node, icon("down"));
}

/** note keeps a value that nobody picked by hand. */
function note(element, site, key, value) {
  site.surface.form.set(JSON.stringify([site.block.block_id, element.action_id]), { [key]: value });
}

/** picklist is a menu of which several things can be chosen; each pick is sent. */
export function picklist(element, site) {
  const { key, initial, id, groups } = offer(element, site);
  const chosen = new Set((current(element, site, key, initial) || []).map(id));
  const all = groups.flatMap((group) => group.options);
  const most = element.max_selected_items || Infinity;
  const picks = h("span", { class: "picks" });
  const node = h("details", { class: "picklist", data: testid(element) });
  const show = () => {
    const labels = all.filter((o) => chosen.has(o.id)).map((o) => h("span", { class: "pick", text: o.label }));
    picks.replaceChildren(...(labels.length ? labels : [h("span", { class: "soft", text: element.placeholder?.text || "Choose…" })]));
    node.querySelectorAll("input[type=checkbox]").forEach((box) => { box.disabled = !box.checked && chosen.size >= most; });
  };
  const toggle = (option, on) => {
    on ? chosen.add(option.id) : chosen.delete(option.id);
    show();
    pick(element, site, { [key]: all.filter((o) => chosen.has(o.id)).map((o) => o.value) }, node);
  };
  const rows = (group) => [group.label && h("div", { class: "menu-heading", text: group.label }), group.options.map((o) => tick(o, chosen.has(o.id), toggle))];
  const list = h("div", { class: "picklist-list", role: "group", ...naming(element, site) }, all.length > 8 && search(), groups.map(rows));
  add(node, h("summary", { class: "field", id: site.id, ...naming(element, site) }, picks, icon("down")), list);
  node.addEventListener("keydown", (event) => closes(event, node));
  show();
  return node;
}

function closes(event, node) {
  if (event.key !== "Escape" || !node.open) return;
  event.preventDefault();
  event.stopPropagation();
  node.open = false;
  node.querySelector("summary").focus();
}

document.addEventListener("pointerdown", (event) => {
  document.querySelectorAll("details.picklist[open]").forEach((node) => { if (!node.contains(event.target)) node.open = false; });
});

function search() {
  const box = h("input", { type: "search", class: "field", placeholder: "Search", "aria-label": "Search", autocomplete: "off" });
  box.addEventListener("input", () => {
    const wanted = box.value.toLowerCase();
    box.parentElement.querySelectorAll("label").forEach((label) => { label.hidden = !label.textContent.toLowerCase().includes(wanted); });
  });
  return box;
}

function tick(option, on, toggle) {
  const box = h("input", { type: "checkbox", checked: on, data: { testid: `option-${option.id}` } });
  box.addEventListener("change", () => toggle(option, box.checked));
  return h("label", { class: "choice" }, box, h("span", null, option.label, option.hint && h("small", { text: option.hint })));
}

/** checkboxes are ticked and sent one by one. */
export function checkboxes(element, site) {
  const chosen = new Set((current(element, site, "selected_options", "initial_options") || []).map((o) => o.value));
  const node = h("div", { class: "choices", role: "group", data: testid(element), ...naming(element, site) });
  return add(node, element.options.map((option) => choice("checkbox", option, chosen.has(option.value), site, null, (on) => {
    on ? chosen.add(option.value) : chosen.delete(option.value);
    pick(element, site, { selected_options: element.options.filter((o) => chosen.has(o.value)) }, node);
  })));
}

/** radios are radio buttons. */
export function radios(element, site) {
  const chosen = current(element, site, "selected_option", "initial_option");
  const node = h("div", { class: "choices", role: "radiogroup", data: testid(element), ...naming(element, site) });
  const name = uid("radio");
  return add(node, element.options.map((option) => choice("radio", option, option.value === chosen?.value, site, name, () => {
    pick(element, site, { selected_option: option }, node);
  })));
}

function choice(type, option, on, site, name, changed) {
  const ctx = site.surface.ctx;
  const box = h("input", { type, name, checked: on, data: { testid: `option-${option.value}` } });
  box.addEventListener("change", () => changed(box.checked));
  const hint = option.description && add(h("small"), textObject(option.description, ctx));
  return h("label", { class: "choice" }, box, add(h("span"), textObject(option.text, ctx), hint));
}
