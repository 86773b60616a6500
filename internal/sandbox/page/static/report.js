// What fell due while the clock moved, as a line over the conversation.

import { fill, h } from "./dom.js";
import { announce, keepFocus } from "./a11y.js";
import { isDirect, labelOf } from "./places.js";
import { APP } from "./state.js";
import { stamp } from "./times.js";

/** arrivals are the newest messages by conversation; beside earlier ones, the conversations that have newer ones. */
export function arrivals(store, before) {
  const now = new Map(store.snapshot.channels.map((c) => [c.id, c.last_ts]));
  if (!before) return now;
  return store.snapshot.channels.filter((c) => c.last_ts && c.last_ts !== before.get(c.id) && c.is_member);
}

/** report gives the function that tells of a move: {stops, posted, rested, arrived, running, aimed}; aimed at what was due. */
export function report(store, go) {
  const root = document.getElementById("clock-report");
  return function tell({ stops = [], posted = 0, rested, arrived = [], running, aimed }) {
    const zone = store.zone();
    const due = stops.slice(0, -1).map((stop) => stamp(new Date(stop), zone));
    const came = posted === 1 ? "one message came" : posted ? `${posted} messages came` : "no message came";
    const fell = due.length === 0 ? (posted ? "" : aimed ? "Something fell due just here" : "Nothing fell due on the way") : `${due.length === 1 ? "One time" : `${due.length} times`} fell due on the way`;
    const elsewhere = arrived.filter((c) => c.id !== store.here()?.id || (store.place === APP && store.tab === "home"));
    const happened = fell ? `${fell}, ${came}` : came[0].toUpperCase() + came.slice(1);
    const line = `It is ${stamp(store.now(), zone)}. ${happened}.`;
    const shown = root.childElementCount > 0;
    keepFocus(root, () => fill(root, h("div", { class: shown ? "report steady" : "report", data: { testid: "clock-report" } }, h("span", { text: line }),
      elsewhere.length > 0 && h("span", { class: "arrived" }, elsewhere.slice(0, 4).map((c) => landing(c, store, go))),
      due.length > 0 && h("ol", { class: "stops" }, due.slice(-12).map((text) => h("li", { text })), due.length > 12 && h("li", { text: `and ${due.length - 12} before` })),
      rested === false && h("span", { class: "warn", text: "The app did not come to rest at every stop." }),
      h("button", { type: "button", class: "quiet", text: "Dismiss", on: { click: () => fill(root) }, data: { testid: "clock-report-dismiss" } }))));
    if (!running) announce(line);
  };
}

/** landing leads to a conversation where something came. */
function landing(c, store, go) {
  const app = c.is_im && c.user === store.app().user_id;
  const label = app ? store.app().name : labelOf(c, store);
  return h("button", { type: "button", class: "button small", data: { testid: `to-${c.id}` }, text: isDirect(c) ? `Message from ${label}` : `See ${label}`, on: { click: () => go(app ? { place: APP, tab: "messages" } : { place: c.id }) } });
}
