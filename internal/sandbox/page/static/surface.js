// Surfaces are what blocks stand on: a message, a modal, somebody's Home.

import { attempt, use } from "./actions.js";
import { post } from "./api.js";
import { formKey } from "./site.js";
import { nameOf } from "./state.js";

/** contextOf is what drawing needs to know of the window. */
export function contextOf(store, openChannel) {
  return {
    get as() { return store.as; },
    get zone() { return store.zone(); },
    get appName() { return store.app().name; },
    get here() { return store.here()?.id; },
    names: {
      user: store.names.user,
      channel: (id) => store.names.channel(id),
      group: (id) => (store.snapshot.usergroups || []).find((group) => group.id === id)?.handle,
      team: (id) => (id === store.snapshot.team.id ? store.snapshot.team.name : ""),
    },
    users: () => store.snapshot.users,
    channels: () => store.snapshot.channels.filter((c) => c.is_member || !c.is_private),
    isBot: (id) => Boolean(store.user(id)?.is_bot),
    now: store.now,
    openChannel,
  };
}

/**
 * surface makes one. key names its form, which outlives redraws; target is what
 * a click carries to say where the element stands. about: kind (message, modal,
 * home), blocks, and for views state.
 */
export function surface(store, ctx, key, target, about = {}) {
  const form = store.form(key);
  const self = {
    kind: "message", ctx, form, ...about,
    use: (element, block, picked, node) => use({ element, block, picked, target, node, ctx, values: typedIn(form, self.blocks) }),
    suggest: (element, block, value) => attempt(() => post("suggest", { as: ctx.as, ...target, block_id: block.block_id, action_id: element.action_id, value })),
  };
  return self;
}

/** flat lists blocks and those inside containers and layouts. */
export function flat(blocks) {
  return (blocks || []).flatMap((block) => [block, ...flat(block.child_blocks), ...flat((block.rows || []).flatMap((row) => (row.items || []).map((item) => item.block)))]);
}

/** typedIn is a form as Slack's state has it, for the input blocks that are there. */
export function typedIn(form, blocks) {
  const values = {};
  for (const block of flat(blocks)) {
    const element = block.type === "input" ? block.element : null;
    const typed = element && form.get(formKey(block, element));
    if (!typed) continue;
    const [value] = Object.values(typed);
    values[block.block_id] = { [element.action_id]: value === null || value === "" ? null : handed(typed) };
  }
  return values;
}

/** handed is a value as the sandbox takes it: of files their ids. */
const handed = (typed) => (typed.files ? { files: typed.files.map((file) => file.id) } : typed);

/** initials stand in for a picture: one letter, or two where the name has two words. */
export function initials(user) {
  const words = (user?.real_name || nameOf(user) || "?").split(/\s+/).filter(Boolean);
  return words.slice(0, 2).map((word) => [...word][0].toUpperCase()).join("");
}

/** tint is one of five, the same for a person everywhere. */
export function tint(id) {
  const sum = [...(id || "")].reduce((n, char) => (n * 31 + char.codePointAt(0)) % 9973, 7);
  return `tint-${sum % 5}`;
}
