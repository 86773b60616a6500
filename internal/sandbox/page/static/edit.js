// Editing one's own message in a small dialog.

import { fill, h } from "./dom.js";
import { attempt } from "./actions.js";
import { post } from "./api.js";
import { trapTab } from "./a11y.js";
import { decode } from "./mrkdwn.js";

/** edit asks for the new words of a message and sends them. */
export function edit(store, message) {
  const field = h("textarea", { class: "field", rows: 4, "aria-label": "Your message", data: { testid: "edit-field" } });
  const box = h("dialog", { class: "confirm", "aria-labelledby": "edit-title" });
  field.value = asTyped(message.text || "", store);
  const close = () => {
    box.close();
    box.remove();
  };
  const save = async () => {
    if (await attempt(() => post("edit", { as: store.as, channel: store.here().id, ts: message.ts, text: field.value }))) close();
  };
  fill(box, h("h2", { id: "edit-title", text: "Edit message" }), field, h("div", { class: "confirm-row" },
    h("button", { type: "button", class: "button", text: "Cancel", on: { click: close } }),
    h("button", { type: "button", class: "button primary", text: "Save", data: { testid: "edit-save" }, on: { click: save } })));
  box.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  trapTab(box);
  document.body.append(box);
  box.showModal();
  field.focus();
}

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
