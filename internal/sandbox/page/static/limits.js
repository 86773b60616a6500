// How much of Slack's limits a message or a view uses, the fullest first.

import { h } from "./dom.js";

const MOST = 8; // limits that show at once

/** limits lists them: {at, used, limit, unit}. */
export function limits(all) {
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
