// Making conversations: a channel, a message to somebody or to several, and who
// is in a channel.

import { h } from "./dom.js";
import { attempt, notice } from "./actions.js";
import { get, post } from "./api.js";
import { dialog, labelled, ticks } from "./dialog.js";
import { avatar } from "./message.js";
import { whereabouts } from "./places.js";
import { nameOf } from "./state.js";

const asName = (text) => text.trim().toLowerCase().replace(/^#/, "").replace(/[\s.]+/g, "-");

/** newChannel asks for a name, and opens the channel that it makes. */
export function newChannel(store, go) {
  const name = h("input", { class: "field", maxlength: "80", autocomplete: "off", placeholder: "new-channel", data: { testid: "channel-name" } });
  const hidden = h("input", { type: "checkbox", data: { testid: "channel-private" } });
  dialog({
    title: "New channel", yes: "Create", testid: "channel-dialog",
    body: [labelled("Name", name, "Small letters, digits, - and _. Spaces become a -."),
      h("label", { class: "choice" }, hidden, h("span", null, "Private", h("small", { text: "Only people who are invited see it." })))],
    save: async () => {
      const wanted = asName(name.value);
      if (!wanted) return notice("A channel needs a name.");
      const made = await attempt(() => post("channel", { as: store.as, op: "create", name: wanted, is_private: hidden.checked }));
      return made && arrive(store, go, made.channel);
    },
  });
}

/** rename asks for another name of a channel. */
export function rename(store, channel) {
  const name = h("input", { class: "field", maxlength: "80", autocomplete: "off", value: channel.name, data: { testid: "channel-name" } });
  dialog({
    title: "Rename the channel", yes: "Rename", testid: "rename-dialog", body: labelled("Name", name),
    save: () => attempt(() => post("channel", { as: store.as, op: "rename", channel: channel.id, name: asName(name.value) })),
  });
}

/** newMessage asks to whom: one person makes a direct conversation, several a group. */
export function newMessage(store, go) {
  const others = peopleFor(store).filter((u) => u.id !== store.as);
  const list = ticks("To", others.map((user) => rowOf(user, store)));
  dialog({
    title: "New message", yes: "Open", testid: "message-dialog", text: "One person, or up to eight for a group.", body: list.root,
    save: async () => {
      const picked = list.picked();
      if (picked.length === 0) return notice("Choose somebody to write to.");
      if (picked.length === 1) return messageTo(store, go, picked[0]);
      const made = await attempt(() => post("channel", { as: store.as, op: "open", users: picked }));
      return made && arrive(store, go, made.channel);
    },
  });
}

/** messageTo opens the direct conversation with somebody. */
export async function messageTo(store, go, user) {
  const found = await attempt(() => get("messages", { as: store.as, channel: "@" + user }));
  return found && arrive(store, go, found.channel);
}

async function arrive(store, go, id) {
  await store.refresh("state");
  await go({ place: id });
  return true;
}

/** addPeople invites those who are chosen into a channel. */
export function addPeople(store, channel) {
  const others = peopleFor(store, true).filter((u) => !channel.members.includes(u.id));
  if (others.length === 0) return notice("Everyone you know is here.");
  const list = ticks("Who", others.map((user) => rowOf(user, store)));
  dialog({
    title: `Add people to ${channel.name}`, yes: "Add", testid: "add-people", body: list.root,
    save: async () => {
      for (const user of list.picked()) {
        if (!(await attempt(() => post("channel", { as: store.as, op: "invite", channel: channel.id, user })))) return false;
      }
      return list.picked().length > 0 || notice("Choose whom to add.");
    },
  });
}

/** newPerson has somebody join the workspace. */
export function newPerson(store) {
  const name = h("input", { class: "field", maxlength: "21", autocomplete: "off", data: { testid: "person-name" } });
  dialog({
    title: "Somebody joins", yes: "Join", testid: "person-dialog", body: labelled("Short name", name, "Small letters and digits. The app is told, where it listens for it."),
    save: async () => (await attempt(() => post("user", { joins: name.value.trim().toLowerCase() }))) && store.refresh("state").then(() => true),
  });
}

const peopleFor = (store, bots = false) => store.snapshot.users.filter((u) => !u.deleted && (bots || !u.is_bot));

const rowOf = (user, store) => ({ id: user.id, testid: user.name, label: nameOf(user), hint: user.is_bot ? "App" : whereabouts(user, store), lead: avatar(user, "small") });
