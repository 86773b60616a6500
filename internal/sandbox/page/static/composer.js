// Where one writes: messages, commands, mentions.

import { fill, h, icon } from "./dom.js";
import { attempt } from "./actions.js";
import { post } from "./api.js";
import { lastOwn } from "./edit.js";
import { completion } from "./listbox.js";
import { iconButton, opensMenu } from "./menu.js";
import { runShortcut } from "./messagemenu.js";
import { deliver } from "./send.js";
import { nameOf } from "./state.js";

/**
 * composer makes the field for a conversation or a thread. place() gives
 * {channel, threadTS, broadcast, key, label, hint}; done is called after sending,
 * with whether it was taken; edit opens a message of one's own again.
 */
export function composer(store, place, { testid, send, done, edit, below }) {
  const mentions = new Map();
  const field = h("textarea", { class: "compose-field", rows: 1, spellcheck: "true", data: { testid } });
  const options = h("div", { class: "completion", role: "listbox", "aria-label": "Suggestions", hidden: true });
  const shortcuts = iconButton(icon("plus"), "Shortcuts", { data: { testid: `${testid}-shortcuts` } });
  const button = iconButton(icon("send"), "Send", { class: "icon-button send", data: { testid: send } });
  const root = h("form", { class: "composer" }, options, h("div", { class: "compose-box" }, shortcuts, field, button), below);
  const key = completion(field, options, store, (row) => { if (row.user) mentions.set("@" + nameOf(row.user), row.user.id); }, () => Boolean(place().threadTS));
  const self = { root, field, refresh, write };

  opensMenu(shortcuts, () => shortcutRows(store, self));
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    }
    if (event.key === "ArrowUp" && field.value === "") reopen(event);
  });
  field.addEventListener("input", () => {
    store.drafts.set(place().key, field.value);
    grow();
  });
  root.addEventListener("submit", (event) => event.preventDefault());
  button.addEventListener("click", submit);

  let shown = null;
  function refresh() {
    const { key: now, label, hint } = place();
    field.setAttribute("aria-label", label);
    field.placeholder = hint;
    if (shown === now) return;
    shown = now;
    field.value = store.drafts.get(now);
    grow();
  }

  /** write puts a text into the field, to go on with. */
  function write(text) {
    field.value = text;
    field.focus();
    field.setSelectionRange(text.length, text.length);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function grow() {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, innerHeight / 3)}px`;
    button.classList.toggle("ready", field.value.trim() !== "");
  }

  /** reopen takes the newest of one's own messages up again, as ↑ in an empty field does. */
  function reopen(event) {
    const own = edit && lastOwn(place().threadTS ? store.thread : store.messages, store.as);
    if (!own) return;
    event.preventDefault();
    edit(own);
  }

  async function submit() {
    const text = field.value;
    const at = place();
    if (text.trim() === "") return;
    clear(at.key);
    const sent = await deliver(store, at, withMentions(text, mentions));
    if (!sent) giveBack(at.key, text);
    done?.(Boolean(sent));
  }

  function clear(draft) {
    field.value = "";
    store.drafts.delete(draft);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** giveBack returns what was not taken, before what was begun meanwhile. */
  function giveBack(draft, text) {
    const begun = store.drafts.get(draft)?.trim();
    const whole = begun ? `${text}\n${begun}` : text;
    store.drafts.set(draft, whole);
    if (shown !== draft) return;
    field.value = whole;
    grow();
  }
  return self;
}

function shortcutRows(store, self) {
  const rows = (store.app().shortcuts || []).filter((s) => s.type === "global")
    .map((s) => ({ label: s.name, hint: store.app().name, testid: `shortcut-${s.callback_id}`, run: () => runShortcut(store, s) }));
  const commands = (store.app().commands || []).map((c) => ({ label: c.name, hint: c.description, run: () => self.write(c.name + " ") }));
  return [rows.length && { heading: "Shortcuts" }, ...rows, { heading: "Commands" }, ...commands].filter(Boolean);
}

/** withMentions turns names that were taken from the list into mentions. */
function withMentions(text, mentions) {
  const names = [...mentions.keys()].sort((a, b) => b.length - a.length);
  return names.reduce((all, name) => all.replaceAll(new RegExp(escape(name) + "(?![\\p{L}\\p{N}])", "gu"), `<@${mentions.get(name)}>`), text);
}

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

const toldOf = (app) => app.messages_tab === false ? `${app.name} has its Messages tab switched off, so neither of you can write here.` : `${app.name} writes here, and takes no messages.`;

/** closedNote stands in the composer's place where one cannot write. */
export function closedNote(store, channel, refresh) {
  if (!channel || channel.user === store.app().user_id) return h("div", { class: "closed-note" }, h("p", { text: toldOf(store.app()) }));
  if (channel.is_archived) return h("div", { class: "closed-note" }, h("p", { text: "This channel is archived. Nobody can write in it." }));
  const join = async () => {
    await attempt(() => post("channel", { as: store.as, op: "join", channel: channel.id }));
    refresh();
  };
  return fill(h("div", { class: "closed-note" }), h("p", { text: `You are reading ${channel.name} without being in it.` }),
    h("button", { type: "button", class: "button primary", text: "Join", data: { testid: "join-channel" }, on: { click: join } }));
}
