// Menus: of which one thing can be chosen, or several.

import { combo } from "./combo.js";
import { icon } from "./dom.js";
import { avatar } from "./message.js";
import { current, naming, note, pick, testid } from "./site.js";
import { nameOf } from "./state.js";
import { city } from "./times.js";

const OBJECTS = { users: "user", channels: "channel", conversations: "conversation" };

/** select is a menu of which one thing can be chosen. */
export function select(element, site) {
  const { key, initial, row, groups } = offer(element, site);
  let chosen = current(element, site, key, initial);
  if (chosen === null && element.default_to_current_conversation && element[initial] === undefined) {
    chosen = site.surface.ctx.here || null;
    if (chosen !== null) note(element, site, { [key]: chosen });
  }
  return combo({
    ...common(element, site), groups, chosen: chosen === null ? [] : [row(chosen)], clearable: Boolean(site.input && site.block.optional),
    pick: ([one], node) => pick(element, site, { [key]: one ? one.value : null }, node),
  });
}

/** picklist is a menu of which several things can be chosen; each pick is sent. */
export function picklist(element, site) {
  const { key, initial, row, groups } = offer(element, site);
  return combo({
    ...common(element, site), groups, many: true, most: element.max_selected_items || Infinity, chosen: (current(element, site, key, initial) || []).map(row),
    pick: (list, node) => pick(element, site, { [key]: list.map((one) => one.value) }, node),
  });
}

function common(element, site) {
  const external = element.type.endsWith("external_select");
  return {
    id: site.id, names: naming(element, site), data: testid(element), placeholder: element.placeholder?.text || "Choose…",
    asks: external, least: external ? element.min_query_length ?? 3 : 0,
  };
}

/**
 * offer is what an element lets one choose: groups(query) of rows {id, label,
 * hint, lead, value}, how a value is named in Slack's state, and the row of a value.
 */
function offer(element, site) {
  const many = element.type.startsWith("multi_");
  const object = OBJECTS[element.type.replace("multi_", "").replace("_select", "")];
  return object ? ofObjects(object, many, element, site) : ofOptions(many, element, site);
}

const optionRow = (option) => ({ id: option.value, label: option.text.text, hint: option.description?.text, value: option });

function ofOptions(many, element, site) {
  const draw = ({ options, option_groups: sets }) => (sets || [{ options: options || [] }]).map((set) => ({ label: set.label?.text, rows: (set.options || []).map(optionRow) }));
  const groups = element.type.endsWith("external_select")
    ? async (query) => draw((await site.surface.suggest(element, site.block, query)) || {})
    : async () => draw(element);
  return { key: many ? "selected_options" : "selected_option", initial: many ? "initial_options" : "initial_option", row: optionRow, groups };
}

function ofObjects(object, many, element, site) {
  const ctx = site.surface.ctx;
  const tail = many ? "s" : "";
  const rows = object === "user" ? people(ctx) : places(object, element, ctx);
  const row = (id) => rows.find((one) => one.id === id) || { id, label: object === "user" ? ctx.names.user(id) : ctx.names.channel(id) || "a conversation you do not see", value: id };
  return { key: `selected_${object}${tail}`, initial: `initial_${object}${tail}`, row, groups: async () => [{ rows }] };
}

const people = (ctx) => ctx.users().filter((u) => !u.deleted).map((u) => ({ id: u.id, label: nameOf(u), hint: u.is_bot ? "App" : city(u.tz), value: u.id, lead: () => avatar(u, "tiny") }));

/** places are the conversations that a filter lets through. Group conversations count as such, not as private channels. */
function places(object, element, ctx) {
  const filter = element.filter || {};
  const kinds = object === "channel" ? ["public"] : filter.include || ["im", "mpim", "private", "public"];
  const kind = (c) => (c.is_im ? "im" : c.is_mpim ? "mpim" : c.is_private ? "private" : "public");
  return ctx.channels().filter((c) => !c.is_archived && kinds.includes(kind(c)))
    .filter((c) => !(filter.exclude_bot_users && c.is_im && ctx.isBot(c.user)))
    .filter((c) => !(filter.exclude_external_shared_channels && c.is_ext_shared))
    .map((c) => ({ id: c.id, label: c.is_im ? ctx.names.user(c.user) : ctx.names.channel(c.id) || c.name, value: c.id, lead: () => icon(kind(c) === "private" ? "lock" : kind(c) === "public" ? "channel" : "reply") }));
}
