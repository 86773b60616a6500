// What one can do with a message: its toolbar and its menu.

import { h, icon } from "./dom.js";
import { ask, attempt, missed, notice } from "./actions.js";
import { post } from "./api.js";
import { iconButton, opensMenu } from "./menu.js";
import { plain } from "./mrkdwn.js";
import { parse } from "./mrkdwn_parse.js";
import { opensPicker } from "./picker.js";
import { react } from "./reactions.js";

/** toolbar stands over a message while the pointer or the keyboard is on it. */
export function toolbar(message, author, view) {
  const more = iconButton(icon("more"), "More actions", { data: { testid: `more-${message.ts}` } });
  if (message.ephemeral) return bar(opensMenu(more, () => [inspect(message, view)]));
  const smile = iconButton(icon("smile"), "React", { data: { testid: `react-${message.ts}` } });
  const reply = !view.inThread && iconButton(icon("reply"), "Reply in thread", {
    data: { testid: message.reply_count ? `reply-${message.ts}` : `open-thread-${message.ts}` }, on: { click: () => view.openThread(message.thread_ts || message.ts) },
  });
  const canWrite = view.channel.is_member !== false && !view.channel.is_archived;
  return bar(canWrite && opensPicker(smile, (name) => react(view, message, name)), reply, opensMenu(more, () => items(message, author, view), { testid: "message-menu" }));
}

const bar = (...buttons) => h("div", { class: "toolbar", role: "toolbar", "aria-label": "Message actions" }, buttons);

function items(message, author, view) {
  const app = view.store.app();
  const own = author.id === view.store.as;
  const shortcuts = (app.shortcuts || []).filter((s) => s.type === "message").map((shortcut) => ({
    label: shortcut.name, hint: app.name, testid: `shortcut-${shortcut.callback_id}`, run: () => runShortcut(view.store, shortcut, { channel: view.channel.id, ts: message.ts }),
  }));
  return [
    ...shortcuts,
    { label: "Copy text", run: () => copy(plain(parse(message.text || ""), view.ctx.names), "Text copied.") },
    { label: "Copy link", testid: "copy-link", run: () => copy(linkTo(message, view), "Link copied.") },
    !view.inThread && { label: "Mark unread from here", testid: "mark-unread", run: () => view.unread(message) },
    inspect(message, view),
    own && { label: "Edit message", testid: "edit-message", run: () => view.edit(message) },
    own && { label: "Delete message", testid: "delete-message", danger: true, run: () => remove(view, message) },
  ].filter(Boolean);
}

const inspect = (message, view) => ({ label: "Inspect", hint: "Its payload, and limits used", testid: "inspect-message", run: () => view.inspect({ channel: view.channel.id, ts: message.ts }) });

/** linkTo is where this page shows the message, for a window of whoever opens it. */
function linkTo(message, view) {
  const address = new URL("/", location.href);
  const thread = message.thread_ts && message.thread_ts !== message.ts ? message.thread_ts : null;
  for (const [key, value] of Object.entries({ as: view.store.as, in: view.store.place, thread, at: message.ts })) if (value) address.searchParams.set(key, value);
  return address.href;
}

/** copy puts words on the clipboard, and says so. */
export async function copy(text, said) {
  try {
    await navigator.clipboard.writeText(text);
    notice(said);
  } catch {
    notice("This browser does not let pages copy here.");
  }
}

/** runShortcut runs one of the app's shortcuts, on a message or from anywhere. */
export async function runShortcut(store, shortcut, at = {}) {
  const done = await attempt(() => post("shortcut", { as: store.as, callback_id: shortcut.callback_id, ...at }));
  if (done && !done.acked) notice(missed(done.notice, store.app().name));
}

async function remove(view, message) {
  const sure = await ask({ title: "Delete this message?", text: "It goes from the conversation, for everyone.", yes: "Delete", no: "Keep", danger: true });
  if (sure) attempt(() => post("delete", { as: view.store.as, channel: view.channel.id, ts: message.ts }));
}
