// One message or view as Slack holds it: how much of each limit it uses, whom it
// notified, and its payload.

import { fill, h, icon } from "./dom.js";
import { iconButton } from "./menu.js";
import { limits } from "./limits.js";
import { copy } from "./messagemenu.js";
import { payload } from "./tracerow.js";

/** inspected keeps the part for one message drawn; close takes it away. */
export function inspected(store, root, close) {
  const found = store.inspector?.at ? store.inspected : null;
  const print = JSON.stringify([store.inspector?.at, found]);
  if (root.dataset.print === print) return;
  root.dataset.print = print;
  const title = store.inspector?.at?.ts ? "This message" : "This view";
  fill(root, found && h("section", { class: "inspected", "aria-label": title, data: { testid: "inspected" } },
    h("header", null, h("h3", { text: title }), iconButton(icon("close"), `Close ${title.toLowerCase()}`, { on: { click: close } })),
    found.gone ? h("p", { class: "soft", text: found.gone }) : [limits(found.limits || []), notified(found, store), json(found.payload)]));
}

function notified(found, store) {
  if (!found.pings) return null;
  const names = found.pings.map((who) => (/^[UW]/.test(who) ? store.names.user(who) : "@" + who));
  return h("p", { class: "soft", text: names.length ? `It notified ${names.join(", ")}.` : "It mentioned nobody." });
}

function json(value) {
  const text = JSON.stringify(value, null, 2);
  return h("div", { class: "json-wrap" }, payload("Payload", value), h("button", { type: "button", class: "button small", text: "Copy", on: { click: () => copy(text, "Payload copied.") } }));
}
