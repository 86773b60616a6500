// The calendar of what would come: a month of days, each with its messages. On a
// small window it is a list of the days that have some.

import { fill, h, icon } from "./dom.js";
import { drawMessage } from "./message.js";
import { plain } from "./mrkdwn.js";
import { parse } from "./mrkdwn_parse.js";
import { labelOf } from "./places.js";
import { clockTime, dayKey, fromTS } from "./times.js";

const DAY = 24 * 3600e3;

/** span lists days in whole weeks, Monday to Sunday, that hold all of two days. */
export function span(from, to) {
  const first = new Date(from + "T12:00:00Z");
  const start = first - ((first.getUTCDay() + 6) % 7) * DAY;
  const last = new Date(to + "T12:00:00Z");
  const end = +last + ((7 - last.getUTCDay()) % 7) * DAY;
  return Array.from({ length: Math.round((end - start) / DAY) + 1 }, (_, i) => new Date(start + i * DAY).toISOString().slice(0, 10));
}

/** calendar draws a look ahead for a zone. open is called with what is chosen. */
export function calendar(look, { store, ctx, zone }, open) {
  const [from, to] = [dayKey(new Date(look.from), zone), dayKey(new Date(look.to), zone)];
  const byDay = Map.groupBy(look.came, (one) => dayKey(fromTS(one.message.ts), zone));
  const days = span(from, to).map((day) => cell(day, byDay.get(day) || [], { off: day < from || day > to, today: day === from, store, ctx, zone, open }));
  const heads = h("div", { class: "cal-heads", "aria-hidden": "true" }, ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].map((name) => h("span", { text: name })));
  const root = h("div", { class: "calendar" }, heads, h("ol", { class: "cal-days", data: { testid: "calendar" } }, days));
  walkable(root);
  return root;
}

function cell(day, came, at) {
  const date = new Date(day + "T12:00:00Z");
  const say = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...options }).format(date);
  const short = say(day.endsWith("-01") || at.today ? { day: "numeric", month: "short" } : { day: "numeric" });
  const kind = `cal-day${at.off ? " off" : ""}${at.today ? " today" : ""}${came.length ? "" : " cal-none"}`;
  return h("li", { class: kind, data: { testid: `day-${day}` } },
    h("h3", { class: "cal-date", "aria-label": say({ weekday: "long", day: "numeric", month: "long" }) },
      h("span", { class: "cal-short", text: at.today ? `${short}, today` : short }), h("span", { class: "cal-long", text: say({ weekday: "long", day: "numeric", month: "long" }) })),
    came.length > 0 && h("ul", { class: "cal-came" }, came.map((one) => h("li", null, entry(one, at)))));
}

function entry(one, { store, ctx, zone, open }) {
  const mine = isDirect(one, store);
  const time = clockTime(fromTS(one.message.ts), zone);
  const words = firstLine(one.message, ctx);
  const where = placeName(one, store);
  const button = h("button", {
    type: "button", class: `cal-entry${mine ? " direct" : ""}`, "aria-pressed": "false", data: { testid: "cal-entry", ts: one.message.ts },
    on: { click: () => open(one, button) },
  }, h("span", { class: "cal-when" }, icon(mine ? "lock" : "channel"), time, comma(", "), h("span", { class: "cal-where", text: where })), comma(": "), h("span", { class: "cal-words", text: words }));
  return button;
}

/** comma parts what stands apart on the screen for those who hear it. */
const comma = (text) => h("span", { class: "hidden", text });

const placeOf = (one, store) => store.channel(one.channel);

/** isDirect tells what comes to one person alone. A conversation with the app may not be open here so far. */
const isDirect = (one, store) => placeOf(one, store)?.is_im ?? one.channel.startsWith("D");

/** placeName is where it comes, as the reader has it. */
export const placeName = (one, store) => (isDirect(one, store) ? "to you" : labelOf(placeOf(one, store), store)) + (one.message.thread_ts && one.message.thread_ts !== one.message.ts ? ", in a thread" : "");

function firstLine(message, ctx) {
  const said = plain(parse(message.text || ""), ctx.names).split("\n").find((line) => line.trim());
  return said || message.files?.map((file) => file.title || file.name).join(", ") || "A message without words";
}

/** whole draws a message as it would come. Nothing on it can be used: it is not there. */
export function whole(one, { store, ctx, zone }) {
  const there = Object.assign(Object.create(store), { zone: () => zone });
  const view = { store: there, ctx, channel: placeOf(one, store) || { id: one.channel }, inThread: true, openThread() {}, edit() {}, dismiss() {} };
  const box = h("div", { class: "cal-message", inert: true });
  return fill(box, drawMessage({ ...one.message, reply_count: 0 }, view));
}

/** walkable lets the arrow keys go from message to message, Home and End to the first and last. */
function walkable(root) {
  root.addEventListener("keydown", (event) => {
    const all = [...root.querySelectorAll(".cal-entry")];
    const at = all.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    all[Math.min(Math.max(to, 0), all.length - 1)].focus();
  });
}
