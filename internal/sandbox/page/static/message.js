// One message: who, when, its blocks, its thread, and what one can do with it.

import { add, h, icon, mark } from "./dom.js";
import { attempt, ask, missed, notice } from "./actions.js";
import { post } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { emoji, usual } from "./emoji.js";
import { drawFiles } from "./files.js";
import { iconButton, opensMenu } from "./menu.js";
import { mrkdwn, parse, plain } from "./mrkdwn.js";
import { initials, surface, tint } from "./surface.js";
import { nameOf } from "./state.js";
import { ago, clockTime, fromTS, stamp } from "./times.js";

/** avatar draws initials on a tint; the app has the mark. */
export function avatar(user, size = "") {
  if (user?.is_bot) return h("span", { class: `avatar app ${size}`, "aria-hidden": "true" }, mark());
  return h("span", { class: `avatar ${tint(user?.id)} ${size}`, "aria-hidden": "true", text: initials(user) });
}

/** authorOf is the person, the app, or Slack's own helper. */
export function authorOf(message, store) {
  const id = message.user || (message.bot_id ? store.app().user_id : "");
  if (id === "USLACKBOT") return { id, real_name: "Slackbot", name: "slackbot" };
  return store.user(id) || { id, real_name: message.username || id || "Someone", name: id };
}

/** drawMessage draws one message of the view: {store, ctx, channel, inThread, follows, openThread, edit}. */
export function drawMessage(message, view) {
  const author = authorOf(message, view.store);
  if (isSystem(message)) return drawSystem(message, author, view);
  const node = h("article", {
    class: `message${view.follows ? " follows" : ""}${message.ephemeral ? " ephemeral" : ""}`, tabindex: "-1",
    "aria-label": `${nameOf(author)}, ${clockTime(fromTS(message.ts), view.store.zone())}`,
    data: { testid: "message", ts: message.ts, user: author.id },
  });
  const body = h("div", { class: "message-body" }, head(message, author, view), content(message, view), reactions(message, view), threadLink(message, view));
  add(node, h("div", { class: "gutter" }, avatar(author)), body, toolbar(message, author, view));
  return node;
}

const isSystem = (message) => /_(join|leave|archive|unarchive|name|topic|purpose)$/.test(message.subtype || "");

function drawSystem(message, author, view) {
  return h("div", { class: "system", data: { testid: "system", ts: message.ts } },
    add(h("span"), mrkdwn(message.text, view.ctx)), h("time", { text: clockTime(fromTS(message.ts), view.store.zone()) }));
}

function head(message, author, view) {
  const at = fromTS(message.ts);
  const zone = view.store.zone();
  return [
    message.pinned && h("div", { class: "pinned" }, icon("pin"), "Pinned"),
    message.ephemeral && onlyYou(message, view),
    h("div", { class: "message-head" },
      h("span", { class: "author", text: nameOf(author) }),
      (author.is_bot || message.bot_id) && h("span", { class: "badge", text: "App" }),
      author.team_id && author.team_id !== view.store.snapshot.team.id && h("span", { class: "badge", text: "Another organisation" }),
      h("time", { datetime: at.toISOString(), title: stamp(at, zone), text: clockTime(at, zone) }),
      message.edited && h("span", { class: "edited", text: "(edited)", title: stamp(fromTS(message.edited.ts), zone) })),
  ];
}

function onlyYou(message, view) {
  return h("div", { class: "only-you", data: { testid: "only-you" } }, icon("eye"), h("span", { text: "Only visible to you" }),
    h("button", { type: "button", class: "quiet", text: "Dismiss", on: { click: () => view.dismiss(message) } }));
}

function content(message, view) {
  const target = { channel: view.channel.id, ts: message.ts };
  const node = h("div", { class: "content" });
  const files = drawFiles(message.files, view.store.as);
  if (message.blocks?.length) {
    const on = surface(view.store, view.ctx, `message:${view.channel.id}/${message.ts}`, target, { blocks: message.blocks });
    return add(node, drawBlocks(message.blocks, on), files);
  }
  return add(node, message.text && add(h("div", { class: "text" }), mrkdwn(message.text, view.ctx)), files);
}

/** spoken is a message as the live region reads it. */
export function spoken(message, view) {
  const said = plain(parse(message.text || ""), view.ctx.names);
  const text = [said, ...(message.files || []).map((file) => file.alt_txt || file.title || "a deleted file")].filter(Boolean).join(" ");
  return `${nameOf(authorOf(message, view.store))}${message.ephemeral ? ", only to you" : ""}: ${text}`;
}

function reactions(message, view) {
  if (!message.reactions?.length) return null;
  return h("div", { class: "reactions" }, message.reactions.map((reaction) => {
    const mine = reaction.users.includes(view.store.as);
    const names = reaction.users.map(view.store.names.user).join(", ");
    return h("button", {
      type: "button", class: mine ? "reaction mine" : "reaction", "aria-pressed": String(mine), title: `${names}: ${reaction.name}`,
      "aria-label": `${reaction.name.replaceAll("_", " ")}, ${reaction.count}`, data: { testid: `reaction-${reaction.name}` },
      on: { click: () => react(view, message, reaction.name, mine) },
    }, emoji(reaction.name) || `:${reaction.name}:`, h("span", { text: String(reaction.count) }));
  }));
}

const react = (view, message, name, remove) => attempt(() => post("react", { as: view.store.as, channel: view.channel.id, ts: message.ts, name, remove }));

function threadLink(message, view) {
  if (view.inThread || !message.reply_count) return null;
  const words = message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`;
  return h("button", { type: "button", class: "thread-link", data: { testid: `open-thread-${message.ts}` }, on: { click: () => view.openThread(message.ts) } },
    h("span", { class: "faces" }, (message.reply_users || []).slice(0, 4).map((id) => avatar(view.store.user(id), "tiny"))),
    h("strong", { text: words }),
    h("span", { class: "soft", text: message.latest_reply ? `last reply ${ago(fromTS(message.latest_reply), view.store.now())}` : "" }));
}

function toolbar(message, author, view) {
  if (message.ephemeral) return null;
  const more = iconButton(icon("more"), "More actions", { data: { testid: `more-${message.ts}` } });
  const smile = iconButton(icon("smile"), "React", { data: { testid: `react-${message.ts}` } });
  return h("div", { class: "toolbar", role: "toolbar", "aria-label": "Message actions" },
    opensMenu(smile, () => usual.map((name) => ({
      label: name === "+1" ? "thumbs up" : name.replaceAll("_", " "), lead: h("span", { class: "emoji", text: emoji(name) }), testid: `add-${name}`, run: () => react(view, message, name),
    }))),
    !view.inThread && iconButton(icon("reply"), "Reply in thread", {
      data: { testid: message.reply_count ? `reply-${message.ts}` : `open-thread-${message.ts}` }, on: { click: () => view.openThread(message.thread_ts || message.ts) },
    }),
    opensMenu(more, () => moreItems(message, author, view)));
}

function moreItems(message, author, view) {
  const own = author.id === view.store.as;
  const shortcuts = (view.store.app().shortcuts || []).filter((s) => s.type === "message").map((shortcut) => ({
    label: shortcut.name, hint: view.store.app().name, testid: `shortcut-${shortcut.callback_id}`, run: () => runShortcut(view.store, shortcut, { channel: view.channel.id, ts: message.ts }),
  }));
  return [
    ...shortcuts,
    { label: "Copy text", run: () => navigator.clipboard?.writeText(plain(parse(message.text || ""), view.ctx.names)) },
    ...(own ? [{ label: "Edit message", run: () => view.edit(message) }, { label: "Delete message", danger: true, run: () => remove(view, message) }] : []),
  ];
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
