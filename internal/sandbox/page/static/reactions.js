// Reactions under a message, and the picker that adds one.

import { h, icon } from "./dom.js";
import { attempt } from "./actions.js";
import { post } from "./api.js";
import { emoji } from "./emoji.js";
import { iconButton } from "./menu.js";
import { opensPicker } from "./picker.js";

/** react adds one's own reaction, or takes it away. */
export const react = (view, message, name, remove = false) => attempt(() => post("react", { as: view.store.as, channel: view.channel.id, ts: message.ts, name, remove }));

/** reactions draws what people reacted with; each can be joined or left. */
export function reactions(message, view) {
  if (!message.reactions?.length) return null;
  const more = iconButton(icon("smile"), "Add another reaction", { class: "reaction more", data: { testid: `also-${message.ts}` } });
  return h("div", { class: "reactions", role: "group", "aria-label": "Reactions" }, message.reactions.map((reaction) => chip(reaction, message, view)),
    opensPicker(more, (name) => react(view, message, name)));
}

function chip(reaction, message, view) {
  const mine = reaction.users.includes(view.store.as);
  const words = reaction.name.replaceAll("_", " ");
  const who = listed(reaction.users.map((id) => (id === view.store.as ? "you" : view.store.names.user(id))));
  return h("button", {
    type: "button", class: mine ? "reaction mine" : "reaction", "aria-pressed": String(mine), title: `${who} reacted with ${words}`,
    "aria-label": `${words}, ${reaction.count}: ${who}`, data: { testid: `reaction-${reaction.name}` },
    on: { click: () => react(view, message, reaction.name, mine) },
  }, h("span", { class: "emoji", "aria-hidden": "true", text: emoji(reaction.name) || `:${reaction.name}:` }), h("span", { text: String(reaction.count) }));
}

/** listed joins names as one says them: Ana, Bo and you. */
export function listed(names) {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
