// One message or view as Slack holds it: how much of each limit it uses, whom it
// notified, and its payload.

import { fill, h, icon } from "./dom.js";
import { iconButton } from "./menu.js";
import { copy } from "./messagemenu.js";
import { payload } from "./tracerow.js";

const MOST = 8; // limits that show at once: the fullest

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

function limits(all) {
  const rows = all.filter((use) => use.used > 0).sort((a, b) => b.used / b.limit - a.used / a.limit);
  const line = (use) => h("li", { title: use.at }, h("span", { class: "limit-words", text: `${placeOf(use.at)} ${number(use.used)} of ${number(use.limit)}${use.unit === "bytes" ? " bytes" : ""}` }),
    h("span", { class: "limit-bar", "aria-hidden": "true" }, bar(use.used / use.limit)));
  const more = rows.length > MOST && h("details", null, h("summary", { text: `${rows.length - MOST} more` }), h("ul", { class: "limits" }, rows.slice(MOST).map(line)));
  return h("div", { data: { testid: "limits" } }, h("h4", { text: "Limits used" }), h("ul", { class: "limits" }, rows.slice(0, MOST).map(line)), more);
}

/** bar is as wide as the share that is used. Its style goes through the object model, as the page's policy wants it. */
function bar(share) {
  const fillOf = h("span", { class: share > 0.9 ? "full" : "" });
  fillOf.style.width = `${Math.max(2, Math.min(100, share * 100))}%`;
  return fillOf;
}

/** placeOf names a JSON pointer's place as one would say it: block 1 text, blocks. */
function placeOf(pointer) {
  const parts = pointer.split("/").slice(1).filter((part) => part !== "view");
  if (parts.length === 0) return "size";
  if (parts[0] !== "blocks" || parts.length === 1) return parts.join(" ");
  const rest = parts.slice(2).filter((part, i, all) => !(part === "text" && all[i - 1] === "text"));
  return `block ${Number(parts[1]) + 1} ${rest.map((part) => (/^\d+$/.test(part) ? Number(part) + 1 : part)).join(" ")}`;
}

const number = (n) => n.toLocaleString("en");

function notified(found, store) {
  if (!found.pings) return null;
  const names = found.pings.map((who) => (/^[UW]/.test(who) ? store.names.user(who) : "@" + who));
  return h("p", { class: "soft", text: names.length ? `It notified ${names.join(", ")}.` : "It mentioned nobody." });
}

function json(value) {
  const text = JSON.stringify(value, null, 2);
  return h("div", { class: "json-wrap" }, payload("Payload", value), h("button", { type: "button", class: "button small", text: "Copy", on: { click: () => copy(text, "Payload copied.") } }));
}
