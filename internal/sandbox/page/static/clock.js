// The clock: what time it is for whoever looks, and moving it.

import { fill, h, icon } from "./dom.js";
import { announce } from "./a11y.js";
import { attempt } from "./actions.js";
import { post } from "./api.js";
import { clockTime, onWall, shortDay, stamp, wall } from "./times.js";

/** clock keeps the bar's clock. */
export function clock(store, root) {
  const face = h("button", { type: "button", class: "clock-face", "aria-expanded": "false", "aria-controls": "clock-moves", data: { testid: "clock-now" } });
  const moves = h("div", { class: "clock-moves", id: "clock-moves", role: "group", "aria-label": "Move the clock" });
  const busy = h("span", { class: "clock-busy", role: "status", hidden: true, data: { testid: "clock-busy" } }, h("span", { class: "spinner", "aria-hidden": "true" }), "Moving…");
  const report = document.getElementById("clock-report");
  const self = { store, root, face, moves, busy, report, walking: false };
  const button = (label, title, testid, body) => h("button", { type: "button", class: "clock-move", title, data: { testid }, on: { click: () => move(self, body()) } }, label);
  const due = button("Next due", "Go to what is due next", "clock-due", () => ({ to: store.snapshot.bot.next_due }));
  fill(moves,
    button("+1 hour", "An hour on", "clock-hour", () => ({ advance: "1h" })),
    button("+1 day", "A day on", "clock-day", () => ({ advance: "24h" })),
    button("Mon 9:00", "Next Monday at 9:00", "clock-monday", () => ({ next: "monday 09:00" })),
    due, picker(self));
  face.addEventListener("click", () => face.setAttribute("aria-expanded", String(face.getAttribute("aria-expanded") !== "true")));
  fill(root, face, moves, busy);
  const tick = () => {
    if (!store.snapshot) return;
    const [now, zone] = [store.now(), store.zone()];
    const print = `${stamp(now, zone)} ${store.offset} ${store.snapshot.bot?.next_due}`;
    if (print === self.print) return;
    self.print = print;
    fill(face, h("span", { class: "clock-day", text: shortDay(now, zone) }), h("span", { class: "clock-time", text: clockTime(now, zone) }), icon("down"));
    face.title = `${stamp(now, zone)}, ${zone}. ${ahead(store.offset)}`;
    due.hidden = !store.snapshot.bot?.next_due;
    due.title = due.hidden ? "" : `Go to what is due next: ${stamp(new Date(store.snapshot.bot.next_due), zone)}`;
  };
  return tick;
}

function ahead(offset) {
  const hours = Math.round(offset / 3600e3);
  if (Math.abs(hours) < 1) return "Real time.";
  const words = Math.abs(hours) < 48 ? `${Math.abs(hours)} hours` : `${Math.round(Math.abs(hours) / 24)} days`;
  return `${words} ${hours > 0 ? "ahead of" : "behind"} real time.`;
}

/** picker is a field for any moment, in the zone of whoever looks. */
function picker(self) {
  const field = h("input", { type: "datetime-local", class: "field", "aria-label": "Day and time", data: { testid: "clock-pick-field" } });
  const form = h("form", { class: "clock-picker", hidden: true }, field, h("button", { type: "submit", class: "button primary", text: "Go", data: { testid: "clock-pick-go" } }));
  const button = h("button", { type: "button", class: "clock-move", text: "Pick…", title: "Pick a day and time", "aria-expanded": "false", data: { testid: "clock-pick" } });
  const show = (on) => {
    form.hidden = !on;
    button.setAttribute("aria-expanded", String(on));
    if (!on) return;
    field.value = onWall(self.store.now(), self.store.zone());
    field.focus();
  };
  button.addEventListener("click", () => show(form.hidden));
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    show(false);
    button.focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!field.value) return;
    show(false);
    move(self, { to: wall(field.value, self.store.zone()).toISOString().replace(/\.\d+/, "") });
  });
  return h("span", { class: "clock-pick" }, button, form);
}

/** move walks to another time, and says afterwards what fell due on the way. */
async function move(self, body) {
  if (self.walking) return;
  busy(self, true);
  const done = await attempt(() => post("clock", { as: self.store.as, ...body }));
  busy(self, false);
  self.face.setAttribute("aria-expanded", "false");
  if (!done) return;
  await self.store.refresh("state", "messages", "thread");
  tell(self, done);
}

function busy(self, on) {
  self.walking = on;
  self.busy.hidden = !on;
  self.root.classList.toggle("walking", on);
  self.moves.querySelectorAll("button").forEach((button) => { button.disabled = on; });
}

function tell(self, done) {
  const zone = self.store.zone();
  const due = (done.stops || []).slice(0, -1).map((stop) => stamp(new Date(stop), zone));
  const posted = done.posted === 1 ? "one message came" : done.posted ? `${done.posted} messages came` : "no message came";
  const line = `It is ${stamp(self.store.now(), zone)}. ${due.length ? `${due.length === 1 ? "One time" : `${due.length} times`} fell due on the way, ${posted}.` : `Nothing fell due on the way, ${posted}.`}`;
  fill(self.report, h("div", { class: "report", data: { testid: "clock-report" } },
    h("span", { text: line }), due.length > 0 && h("ol", { class: "stops" }, due.slice(0, 12).map((text) => h("li", { text })), due.length > 12 && h("li", { text: `and ${due.length - 12} more` })),
    done.rested === false && h("span", { class: "warn", text: "The app did not come to rest at every stop." }),
    h("button", { type: "button", class: "quiet", text: "Dismiss", on: { click: () => fill(self.report) } })));
  announce(line);
}
