// One message: who, when, its blocks, and its thread. What one can do with it
// is messagemenu.js, how others reacted is reactions.js.

import { add, h, icon } from "./dom.js";
import { content } from "./content.js";
import { emoji } from "./emoji.js";
import { toolbar } from "./messagemenu.js";
import { mrkdwn, plain } from "./mrkdwn.js";
import { parse } from "./mrkdwn_parse.js";
import { reactions } from "./reactions.js";
import { initials, tint } from "./surface.js";
import { nameOf } from "./state.js";
import { ago, clockTime, fromTS, stamp } from "./times.js";

/** avatar draws the picture that an app came with, and initials on a tint for everybody else. */
export function avatar(user, size = "") {
  const face = user?.face && emoji(user.face.replaceAll(":", ""));
  if (face) return h("span", { class: `avatar face ${size}`, "aria-hidden": "true", text: face });
  if (user?.icon) return h("span", { class: `avatar app ${size}`, "aria-hidden": "true" }, h("img", { src: user.icon, alt: "" }));
  return h("span", { class: `avatar ${tint(user?.id)} ${size}`, "aria-hidden": "true", text: initials(user) });
}

/** authorOf is the person, the app, or Slack's own helper. */
export function authorOf(message, store) {
  const id = message.user || (message.bot_id ? store.app().user_id : "");
  if (id === "USLACKBOT") return { id, real_name: "Slackbot", name: "slackbot" };
  const user = store.user(id) || { id, real_name: message.username || id || "Someone", name: id };
  if (!message.bot_id || !message.username) return user;
  return { ...user, is_bot: true, display_name: message.username, face: message.icons?.emoji };
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
      message.subtype === "thread_broadcast" && broadcast(message, view),
      message.edited && h("span", { class: "edited", text: "(edited)", title: stamp(fromTS(message.edited.ts), zone) })),
  ];
}

/** broadcast says that a reply was sent to the channel too, or that what stands in the channel is one. */
function broadcast(message, view) {
  if (view.inThread) return h("span", { class: "soft small", text: "also sent to the channel" });
  return h("button", { type: "button", class: "quiet", text: "replied in a thread", data: { testid: `broadcast-${message.ts}` }, on: { click: () => view.openThread(message.thread_ts) } });
}

function onlyYou(message, view) {
  return h("div", { class: "only-you", data: { testid: "only-you" } }, icon("eye"), h("span", { text: "Only visible to you" }),
    h("button", { type: "button", class: "quiet", text: "Dismiss", on: { click: () => view.dismiss(message) } }));
}

/** spoken is a message as the live region reads it. */
export function spoken(message, view) {
  const said = plain(parse(message.text || ""), view.ctx.names);
  const text = [said, ...(message.files || []).map((file) => file.alt_txt || file.title || "a deleted file"), ...(message.attachments || []).map((one) => one.fallback)].filter(Boolean).join(" ");
  return `${nameOf(authorOf(message, view.store))}${message.ephemeral ? ", only to you" : ""}: ${text}`;
}

function threadLink(message, view) {
  if (view.inThread || !message.reply_count) return null;
  const words = message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`;
  return h("button", { type: "button", class: "thread-link", data: { testid: `open-thread-${message.ts}` }, on: { click: () => view.openThread(message.ts) } },
    h("span", { class: "faces" }, (message.reply_users || []).slice(0, 4).map((id) => avatar(view.store.user(id), "tiny"))),
    h("strong", { text: words }),
    h("span", { class: "soft", text: message.latest_reply ? `last reply ${ago(fromTS(message.latest_reply), view.store.now())}` : "" }));
}
