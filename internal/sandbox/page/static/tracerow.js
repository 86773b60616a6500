// One row of what went between the app and Slack, and its payloads.

import { h, icon } from "./dom.js";
import { attempt } from "./actions.js";
import { get } from "./api.js";
import { limits } from "./limits.js";
import { labelOf } from "./places.js";
import { stamp } from "./times.js";

/** LATE is when an acknowledgement is near its three seconds, in ms. */
const LATE = 2000;

/** traceRow draws a row; self.open holds the payloads of those that are opened. */
export function traceRow(row, self, redraw) {
  const { store, open } = self;
  const shown = open.has(row.seq);
  const toggle = async () => {
    if (shown) open.delete(row.seq);
    else open.set(row.seq, null);
    redraw();
    if (shown) return;
    const found = await attempt(() => get("trace", { as: store.as, seq: String(row.seq) }));
    if (found && open.has(row.seq)) open.set(row.seq, found.row);
    redraw();
  };
  const call = row.kind === "call";
  const [outcome, fault] = call ? [row.outcome] : row.outcome.split(/: (.*)/s); // of an envelope: why its answer was not taken
  const head = h("button", {
    type: "button", class: `trace-head${row.failed ? " failed" : ""}`, "aria-expanded": String(shown), data: { testid: `trace-${row.seq}` }, on: { click: toggle },
  }, h("span", { class: "trace-way", title: call ? "From the app" : "To the app" }, icon(call ? "out" : "in"), h("span", { class: "hidden", text: call ? "Call" : "Envelope" })),
  h("span", { class: "trace-name", text: call ? row.name : row.about || row.name }), h("span", { class: "trace-outcome", text: outcome }),
  fault && h("span", { class: "trace-fault", text: fault }),
  h("span", { class: "trace-meta", text: meta(row, store) }));
  return h("li", { class: "trace-row", data: { kind: row.kind, name: row.name } }, head, shown && details(open.get(row.seq)));
}

/** meta is a row's second line: when, where, how long, which attempt. */
function meta(row, store) {
  const channel = row.channel && store.channel(row.channel);
  const where = channel ? (channel.user === store.app().user_id && channel.is_im ? store.app().name : labelOf(channel, store)) : "";
  const late = row.kind === "envelope" && row.took_ms >= LATE ? ", near the three seconds" : "";
  const took = row.outcome === "waiting" ? "" : row.kind === "envelope" ? (row.failed ? "" : `acknowledged after ${ms(row.took_ms)}${late}`) : ms(row.took_ms);
  return [stamp(new Date(row.at), store.zone()), row.kind === "envelope" ? row.name : "", where, took, row.attempt ? `attempt ${row.attempt + 1}` : "", row.private ? "private" : ""].filter(Boolean).join(" · ");
}

const ms = (n) => (n < 0.1 ? "under 0.1 ms" : n < 10 ? `${Math.round(n * 10) / 10} ms` : n < 1000 ? `${Math.round(n)} ms` : `${(n / 1000).toFixed(1)} s`);

function details(row) {
  if (!row) return h("p", { class: "trace-none soft", text: "Reading…" });
  if (row.private) return h("p", { class: "trace-none soft", text: "This is between the app and somebody else. It shows in that person's window." });
  const [first, second] = row.kind === "call" ? ["Sent", "Answered"] : ["Payload", "Acknowledged with"];
  return h("div", { class: "trace-more" }, row.limits?.length > 0 && limits(row.limits), payload(first, row.sent), row.answer !== null && payload(second, row.answer));
}

/** payload is a titled block of JSON that can be scrolled by keyboard. */
export function payload(title, value) {
  return h("section", null, h("h4", { text: title }), h("pre", { class: "json", tabindex: "0", "aria-label": title, text: JSON.stringify(value, null, 2) }));
}

