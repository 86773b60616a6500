// Running the clock: so much of the sandbox's time a second, until it is paused.

import { fill, h, icon } from "./dom.js";
import { announce } from "./a11y.js";
import { attempt } from "./actions.js";
import { post } from "./api.js";
import { closeMenu, opensMenu } from "./menu.js";
import { arrivals } from "./report.js";

const SPEEDS = [
  { key: "minute", label: "A minute a second", short: "1 min/s", advance: "1m" },
  { key: "ten", label: "Ten minutes a second", short: "10 min/s", advance: "10m" },
  { key: "hour", label: "An hour a second", short: "1 h/s", advance: "1h" },
  { key: "day", label: "A day a second", short: "1 day/s", advance: "24h" },
];

/** BEAT is how often the clock moves while it runs, in ms of real time. */
const BEAT = 1000;

/** player is the button that runs the clock and pauses it. */
export function player(self) {
  const button = h("button", { type: "button", class: "clock-move clock-play", data: { testid: "clock-play" } });
  const draw = () => {
    const speed = self.playing;
    button.setAttribute("aria-label", speed ? `Pause the clock. It runs ${speed.label.toLowerCase()}` : "Run the clock");
    button.title = speed ? "Pause" : "Run the clock";
    button.classList.toggle("on", Boolean(speed));
    fill(button, icon(speed ? "pause" : "play"), speed && h("span", { text: speed.short }));
  };
  opensMenu(button, () => [
    { heading: "Run the clock" },
    ...SPEEDS.map((speed) => ({ label: speed.label, testid: `play-${speed.key}`, run: () => run(self, speed, draw) })),
  ], { instead: () => pause(self, draw) });
  draw();
  return button;
}

/** pause stops a running clock, and reports whether one ran. */
function pause(self, draw) {
  if (!self.playing) return false;
  self.playing = null;
  closeMenu();
  draw();
  announce("The clock is paused.");
  return true;
}

/** run moves the clock beat by beat, telling all along what fell due. */
async function run(self, speed, draw) {
  if (self.walking) return;
  self.playing = speed;
  draw();
  others(self, true);
  const before = arrivals(self.store);
  const sum = { stops: [], posted: 0, rested: true };
  while (self.playing === speed) {
    const began = performance.now();
    const done = await attempt(() => post("clock", { as: self.store.as, advance: speed.advance }));
    if (!done) break;
    sum.stops.push(...(done.stops || []).slice(0, -1));
    sum.posted += done.posted;
    sum.rested &&= done.rested;
    await self.store.refresh("state", "messages", "thread");
    self.tell({ ...sum, stops: [...sum.stops, ""], arrived: arrivals(self.store, before), running: self.playing === speed });
    await new Promise((next) => setTimeout(next, Math.max(0, BEAT - (performance.now() - began))));
  }
  if (self.playing === speed) self.playing = null;
  draw();
  others(self, false);
}

/** others keeps the other moves still while the clock runs. */
function others(self, on) {
  self.root.classList.toggle("playing", on);
  self.moves.querySelectorAll(".clock-move:not(.clock-play)").forEach((button) => { button.ariaDisabled = String(on); });
}
