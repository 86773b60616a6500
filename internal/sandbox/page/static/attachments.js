// Legacy attachments: a bar of colour beside words, fields, or blocks of their own
// (docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments).

import { add, h } from "./dom.js";
import { drawBlocks } from "./blocks.js";
import { foldAttachment } from "./fold.js";
import { picture } from "./media.js";
import { drawLink, mrkdwn, plainText } from "./mrkdwn.js";
import { stamp } from "./times.js";

/** drawAttachments draws what hangs under a message's own blocks. */
export function drawAttachments(attachments, surface) {
  return (attachments || []).map((one) => add(h("div", { class: "attachment-set" }), marked(one, "pretext", "text", surface.ctx), body(one, surface)));
}

function body(one, surface) {
  const bar = h("div", { class: `attachment ${["good", "warning", "danger"].includes(one.color) ? one.color : ""}`, data: { testid: "attachment" } });
  if (/^#?[0-9a-f]{6}$/i.test(one.color || "")) bar.style.borderLeftColor = "#" + one.color.replace("#", "");
  if (one.blocks) return add(bar, h("div", { class: "attachment-main content" }, drawBlocks(one.blocks, surface)));
  const ctx = surface.ctx;
  return add(bar, h("div", { class: "attachment-main" }, author(one, ctx), heading(one),
    one.text && foldAttachment(marked(one, "text", "text", ctx), one.text), fields(one, ctx), buttons(one),
    one.image_url && picture({ image_url: one.image_url, alt_text: one.fallback || one.title || "picture" }, "large", ctx), foot(one, ctx)),
  one.thumb_url && !one.image_url && picture({ image_url: one.thumb_url, alt_text: one.fallback || one.title || "picture" }, "thumb", ctx));
}

/** marked draws a part as markup. Since mrkdwn_in became the default for text and pretext, only plain apps leave it out. */
const marked = (one, key, kind, ctx) => one[key] && add(h("div", { class: kind }), mrkdwn(one[key], ctx));

function author(one, ctx) {
  if (!one.author_name) return null;
  return h("div", { class: "attachment-author" }, one.author_icon && picture({ image_url: one.author_icon, alt_text: one.author_name }, "tiny", ctx),
    one.author_link ? drawLink(one.author_link, one.author_name) : h("strong", { text: one.author_name }), one.author_subname && h("span", { class: "soft", text: one.author_subname }));
}

function heading(one) {
  if (!one.title) return null;
  return h("div", { class: "attachment-title" }, one.title_link ? drawLink(one.title_link, one.title) : add(h("strong"), plainText(one.title)));
}

function fields(one, ctx) {
  if (!one.fields?.length) return null;
  return h("dl", { class: "attachment-fields" }, one.fields.map((field) => h("div", { class: field.short ? "short" : null },
    field.title && h("dt", { text: field.title }), add(h("dd", { class: "text" }), mrkdwn(field.value || "", ctx)))));
}

/** buttons show what legacy actions an app hung on; they are drawn, and do nothing here. */
function buttons(one) {
  if (!one.actions?.length) return null;
  return h("div", { class: "actions" }, one.actions.map((action) => h("button", {
    type: "button", class: "button", disabled: true, title: "Actions of attachments are of before Block Kit: nothing is sent", text: action.text,
  })));
}

function foot(one, ctx) {
  const at = one.ts && new Date(Number(one.ts) * 1000);
  const when = at && !Number.isNaN(at.getTime()) ? stamp(at, ctx.zone) : "";
  if (!one.footer && !when) return null;
  return h("div", { class: "attachment-foot" }, one.footer_icon && picture({ image_url: one.footer_icon, alt_text: "" }, "tiny", ctx),
    h("span", null, one.footer && mrkdwn(one.footer, ctx), one.footer && when ? " | " : "", when));
}
