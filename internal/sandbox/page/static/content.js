// What a message says: its blocks, or its text; its files; what hangs on it.

import { add, h } from "./dom.js";
import { drawAttachments } from "./attachments.js";
import { drawBlocks } from "./blocks.js";
import { drawFiles } from "./files.js";
import { mrkdwn } from "./mrkdwn.js";
import { surface } from "./surface.js";

/** content draws a message of the view: {store, ctx, channel}. */
export function content(message, view) {
  const blocks = lastTables(message.blocks || []);
  const hung = message.attachments || [];
  const all = [...blocks, ...hung.flatMap((one) => one.blocks || [])];
  const on = surface(view.store, view.ctx, `message:${view.channel.id}/${message.ts}`, { channel: view.channel.id, ts: message.ts }, { kind: "message", blocks: all });
  const words = blocks.length > 0 ? drawBlocks(blocks, on) : message.text && add(h("div", { class: "text" }), mrkdwn(message.text, view.ctx));
  return add(h("div", { class: "content" }), words, drawFiles(message.files, view.store.as), drawAttachments(hung, on));
}

/** lastTables moves a message's table to its end, where Slack shows it. */
const lastTables = (blocks) => [...blocks.filter((block) => block.type !== "table"), ...blocks.filter((block) => block.type === "table")];
