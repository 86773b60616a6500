// The clock: what time it is for whoever looks, and moving it.

import { fill, h, icon } from "./dom.js";
import { attempt } from "./actions.js";
import { post } from "./api.js";
import { picker } from "./clockpick.js";
import { player } from "./play.js";
import { arrivals, report } from "./report.js";
import { clockTime, shortDay, stamp } from "./times.js";

/** clock keeps the bar's clock. go opens a place that the report names. */
export function clock(store, root, go, ahead) {
  const face = h("button", { type: "button", class: "clock-face", "aria-expanded": "false", "aria-controls": "clock-moves", data: { testid: "clock-now" } });
  const moves = h("div", { class: "clock-moves", id: "clock-moves", role: "group", "aria-label": "Move the clock" });
  const busy = h("span", { class: "clock-busy", role: "status", hidden: true, data: { testid: "clock-busy" } }, h("span", { class: "spinner", "aria-hidden": "true" }), h("span", { class: "clock-busy-words", text: "Moving…" }));
  const self = { store, root, face, moves, busy, walking: false, playing: null, tell: report(store, go) };
  const button = (label, title, testid, body) => h("button", { type: "button", class: "clock-move", title, data: { testid }, on: { click: () => move(self, body()) } }, label);
  const due = button("Next due", "Go to what is due next", "clock-due", () => ({ to: store.snapshot.bot.next_due }));
  fill(moves, player(self),
    button("+1 hour", "An hour on", "clock-hour", () => ({ advance: "1h" })),
    button("+1 day", "A day on", "clock-day", () => ({ advance: "24h" })),
    button("Mon 9:00", "Next Monday at 9:00", "clock-monday", () => ({ next: "monday 09:00" })),
    due, picker(store, (to) => move(self, { to })),
    h("button", { type: "button", class: "clock-move clock-ahead", title: "What would happen in the next four weeks?", data: { testid: "clock-ahead" }, on: { click: ahead } }, icon("calendar"), "Next 4 weeks"));
  face.addEventListener("click", () => face.setAttribute("aria-expanded", String(face.getAttribute("aria-expanded") !== "true")));
  fill(root, face, moves, busy);
  return Object.assign(() => tick(self, due), { move: (body) => move(self, body) });
}

function tick(self, due) {
  const { store, face } = self;
  if (!store.snapshot) return;
  const [now, zone] = [store.now(), store.zone()];
  const next = store.snapshot.bot?.next_due;
  const print = `${stamp(now, zone)} ${store.offset} ${next} ${self.playing}`;
  if (print === self.print) return;
  self.print = print;
  fill(face, h("span", { class: "clock-day", text: shortDay(now, zone) }), h("span", { class: "clock-time", text: clockTime(now, zone) }), icon("down"));
  face.title = `${stamp(now, zone)}, ${zone}. ${ahead(store.offset)}`;
  due.hidden = !next;
  due.title = next ? `Go to what is due next: ${stamp(new Date(next), zone)}` : "";
}

function ahead(offset) {
  const hours = Math.round(offset / 3600e3);
  if (Math.abs(hours) < 1) return "Real time.";
  const words = Math.abs(hours) < 48 ? `${Math.abs(hours)} hours` : `${Math.round(Math.abs(hours) / 24)} days`;
  return `${words} ${hours > 0 ? "ahead of" : "behind"} real time.`;
}

/** move walks to another time, and says afterwards what fell due on the way. */
async function move(self, body) {
  if (self.walking || self.playing) return;
  const before = arrivals(self.store);
  const aimed = Boolean(body.to) && body.to === self.store.snapshot.bot?.next_due;
  occupied(self, true);
  const done = await attempt(() => post("clock", { as: self.store.as, ...body }));
  occupied(self, false);
  self.face.setAttribute("aria-expanded", "false");
  if (!done) return;
  await self.store.refresh("state", "messages", "thread");
  self.tell({ ...done, aimed, arrived: arrivals(self.store, before) });
}

function occupied(self, on) {
  self.walking = on;
  self.busy.hidden = !on;
  self.root.classList.toggle("walking", on);
  // Not disabled, since the keyboard would fall out of a button that is; move() knows that it is walking.
  self.moves.querySelectorAll("button").forEach((button) => { button.ariaDisabled = String(on); });
}
