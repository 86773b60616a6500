// The right panel: one thread, with its own composer.

import { fill, h, icon } from "./dom.js";
import { composer } from "./composer.js";
import { emptyState, messageList } from "./list.js";
import { iconButton } from "./menu.js";
import { labelOf } from "./places.js";
import { lookOf } from "./state.js";

/** threadPanel keeps the panel drawn; close leaves it. */
export function threadPanel(store, ctx, root, { close, edit, dismiss, inspect }) {
  const also = h("input", { type: "checkbox", data: { testid: "thread-also" } });
  const alsoName = h("span");
  const place = () => ({
    channel: store.here()?.id, threadTS: store.threadTS, key: `${store.as} ${store.place} ${store.threadTS}`, label: "Reply in the thread", hint: "Reply…",
    broadcast: also.checked,
  });
  const scroll = h("div", { class: "messages", tabindex: "0", role: "region", "aria-label": "Thread" });
  const write = composer(store, place, {
    testid: "thread-composer", send: "thread-send", edit, below: h("label", { class: "also" }, also, alsoName),
    done: (sent) => {
      if (sent) also.checked = false;
      return store.refresh("state", "messages", "thread");
    },
  });
  const list = messageList(scroll);
  const away = iconButton(icon("close"), "Close the thread", { data: { testid: "thread-close" }, on: { click: close } });
  fill(root, h("header", { class: "panel-head" }, h("h2", { text: "Thread" }), away), scroll, write.root);
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) close();
  });
  return {
    focus: () => write.field.focus(),
    show() {
      const open = Boolean(store.threadTS) && Boolean(store.here()) && !store.inspector;
      root.hidden = !open;
      if (!open) return;
      const here = store.here();
      alsoName.textContent = here.is_im || here.is_mpim ? "Also send as a message" : `Also send to ${labelOf(here, store)}`;
      const shown = store.thread.filter((m) => !(m.ephemeral && store.dismissed.has(`${here.id}/${m.ts}`)));
      list.show(shown, { store, ctx, channel: here, inThread: true, key: place().key, print: lookOf(store), edit, dismiss, inspect, openThread: () => {} },
        () => emptyState("This message is gone."));
      write.root.hidden = here.is_member === false || here.is_archived;
      write.refresh();
    },
  };
}
