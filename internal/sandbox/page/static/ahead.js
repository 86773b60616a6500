// "What would happen in the next four weeks?": runs them on a copy, and shows
// the calendar of what would come.

import { fill, h, icon } from "./dom.js";
import { announce, trapTab } from "./a11y.js";
import { ask, notice } from "./actions.js";
import { get, post } from "./api.js";
import { calendar, placeName, whole } from "./calendar.js";
import { iconButton } from "./menu.js";
import { nameOf } from "./state.js";
import { fromTS, stamp } from "./times.js";

/** lookAhead gives the function that runs the coming weeks and shows them. */
export function lookAhead(store, ctx) {
  let running = false;
  return async function run() {
    const copy = store.snapshot.ahead?.copy;
    if (running || (!copy && !(await sure(store)))) return;
    running = true;
    const self = window(store, ctx);
    const look = await fetched(self, copy).finally(() => { running = false; });
    if (!look) return self.close();
    self.look = look;
    show(self);
    announce(`${counted(look)} in four weeks.`);
  };
}

/** sure asks before the clock is moved for real. */
const sure = (store) => ask({
  title: "Move the clock four weeks on?", yes: "Move it", no: "Leave it",
  text: `${store.app().name} runs in another program, so there is no copy of it to try this on. The clock moves here, and what comes stays.`,
});

async function fetched(self, copy) {
  const { store, giveUp } = self;
  try {
    return await post("ahead", { as: store.as, real: !copy }, { signal: giveUp.signal });
  } catch (error) {
    if (!giveUp.signal.aborted) notice(error.message);
    return null;
  }
}

/** window opens the dialog, which first shows how far the run is. */
function window(store, ctx) {
  const box = h("dialog", { class: "ahead", "aria-labelledby": "ahead-title", data: { testid: "ahead" } });
  const self = { store, ctx, box, giveUp: new AbortController(), back: document.activeElement, zone: store.zone(), who: store.as };
  self.close = () => {
    self.giveUp.abort();
    if (box.open) box.close();
    box.remove();
    if (self.back?.isConnected) self.back.focus();
  };
  box.addEventListener("cancel", (event) => {
    event.preventDefault();
    self.close();
  });
  const bar = h("progress", { max: 28, value: 0, "aria-label": "Days gone through" });
  const words = h("p", { class: "soft", role: "status", data: { testid: "ahead-progress" }, text: "Making a copy of everything…" });
  fill(box, head(self), h("div", { class: "ahead-wait" }, bar, words,
    h("button", { type: "button", class: "button", text: "Cancel", data: { testid: "ahead-cancel" }, on: { click: self.close } })));
  store.subscribe(() => {
    const { running, day, of } = store.snapshot.ahead || {};
    if (!running || !day || !bar.isConnected) return;
    Object.assign(bar, { max: of, value: day });
    words.textContent = `${day} of ${of} days`;
  });
  trapTab(box);
  document.body.append(box);
  box.showModal();
  box.querySelector("[data-testid=ahead-cancel]").focus();
  return self;
}

function head(self) {
  return h("header", { class: "ahead-head" }, h("h2", { id: "ahead-title", text: "The next four weeks" }), h("div", { class: "ahead-tools" }),
    iconButton(icon("close"), "Close", { data: { testid: "ahead-close" }, on: { click: self.close } }));
}

const seconds = (ms) => (ms < 1500 ? "about a second" : `${Math.round(ms / 1000)} seconds`);

const counted = (look) => (look.came.length === 1 ? "One message" : `${look.came.length || "No"} messages`);

/** show draws the calendar of whoever is looked as. */
function show(self) {
  const { box, look, store } = self;
  const side = h("div", { class: "ahead-one", role: "region", "aria-label": "The message", "aria-live": "polite", tabindex: "-1", data: { testid: "ahead-one" } });
  const grid = calendar(look, self, (one, button) => open(self, side, one, button));
  const told = look.copy
    ? `What would come if nobody did anything from now on. It was tried on a copy, in ${seconds(look.took_ms)}: nothing here has changed. What an app draws by lot can turn out differently.`
    : "What came while the clock moved. It is in the conversations.";
  fill(box, head(self), h("p", { class: "ahead-told soft" }, told, look.rested ? "" : " The app did not come to rest at every stop."), h("div", { class: "ahead-body" }, grid, side));
  fill(box.querySelector(".ahead-tools"), people(self));
  fill(side, h("p", { class: "soft", text: look.came.length ? "Choose a message to read it whole." : `Nothing would come to ${nameOf(store.user(self.who))}.` }));
  (box.querySelector(".cal-entry") || box.querySelector("[data-testid=ahead-close]")).focus();
}

function people(self) {
  const { store } = self;
  const options = store.snapshot.users.filter((u) => !u.is_bot && !u.deleted).map((u) => h("option", { value: u.id, selected: u.id === self.who, text: nameOf(u) }));
  const pick = h("select", { class: "field", data: { testid: "ahead-as" }, on: { change: () => become(self, pick.value) } }, options);
  return h("label", { class: "ahead-as" }, "As it comes to", pick);
}

/** become shows the same weeks as they come to somebody else, on that person's clock. */
async function become(self, who) {
  try {
    self.look = await get("ahead", { as: who });
  } catch (error) {
    return notice(error.message);
  }
  self.who = who;
  self.zone = self.store.user(who)?.tz || self.zone;
  show(self);
  self.box.querySelector("[data-testid=ahead-as]").focus();
  announce(`${counted(self.look)} to ${nameOf(self.store.user(who))}.`);
}

function open(self, side, one, button) {
  for (const entry of self.box.querySelectorAll(".cal-entry[aria-pressed=true]")) entry.setAttribute("aria-pressed", "false");
  button.setAttribute("aria-pressed", "true");
  fill(side, h("h3", { class: "ahead-when", text: `${stamp(fromTS(one.message.ts), self.zone)} · ${placeName(one, self.store)}` }), whole(one, self));
  side.scrollIntoView({ block: "nearest" });
}
