// Editing one's own message in a small dialog.

import { h } from "./dom.js";
import { attempt } from "./actions.js";
import { post } from "./api.js";
import { dialog } from "./dialog.js";
import { decode } from "./mrkdwn_parse.js";

/** edit asks for the new words of a message and sends them. */
export function edit(store, message) {
  const field = h("textarea", { class: "field", rows: 4, "aria-label": "Your message", autofocus: true, data: { testid: "edit-field" } });
  field.value = asTyped(message.text || "", store);
  const save = () => attempt(() => post("edit", { as: store.as, channel: store.here().id, ts: message.ts, text: field.value }));
  dialog({ title: "Edit message", yes: "Save", testid: "edit", yesID: "edit-save", body: field, save });
  field.setSelectionRange(field.value.length, field.value.length);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    field.form.requestSubmit();
  });
}

/** lastOwn is the newest of one's own messages that can be edited. */
export const lastOwn = (messages, as) => messages.findLast((m) => m.user === as && !m.ephemeral && (!m.subtype || m.subtype === "thread_broadcast"));

/** asTyped is a message's markup as somebody would have typed it. */
function asTyped(text, store) {
  return decode(text.replace(/<([^<>]+)>/g, (whole, body) => {
    const [target] = body.split("|");
    if (target.startsWith("@")) return "@" + store.names.user(target.slice(1));
    if (target.startsWith("#")) return "#" + (store.names.channel(target.slice(1)) || target.slice(1));
    if (target.startsWith("!")) return "@" + target.slice(1);
    return target;
  }));
}
