// Faults to try: what a real Slack does now and then, each with what a bot does
// well to do, and a line over the page while one is on.

import { fill, h, icon } from "./dom.js";
import { attempt, notice } from "./actions.js";
import { post } from "./api.js";
import { opensMenu } from "./menu.js";

const DOWN = { kind: "status", method: "*", status: 503, times: -1 };

/** FAULTS are groups of [label, what happens and what a bot does well to do, what to send]. */
const FAULTS = {
  "Slack itself": [
    ["Slack is slow", "Every call takes two seconds, until cleared. A bot acknowledges first and calls afterwards.", { kind: "slow", method: "*", ms: 2000, times: -1 }],
    ["Slack is down", "Every call fails with 503, until cleared. A bot keeps what it has to say and tries again later.", DOWN],
    ["Slack is gone altogether", "The sockets are cut too, so no new one opens. Commands and clicks fail at once; events come again.", DOWN, { kind: "drop" }],
  ],
  "The next call": [
    ["Too many requests", "429, try again after 2 s. A bot waits that long, and not longer.", { kind: "status", method: "*", status: 429, retry_after: 2, times: 1 }],
    ["Server error, nothing done", "500. A bot tries again.", { kind: "status", method: "*", status: 500, times: 1 }],
    ["Server error after the work", "Slack did it, but the answer is 500. A bot looks before it posts a second time.", { kind: "status", method: "*", status: 500, times: 1, after: true }],
    ["No answer at all", "The connection is cut in the middle. A bot cannot know, and looks.", { kind: "reset", method: "*", times: 1, after: true }],
  ],
  "The socket": [
    ["Slack warns the socket, then closes it", "As every hour. A bot opens a second one first, and loses nothing.", { kind: "disconnect", reason: "warning" }],
    ["Slack asks for a refresh", "The socket closes at once. A bot connects again.", { kind: "disconnect", reason: "refresh_requested" }],
    ["Cut the socket without a word", "As a lost network. A bot notices the missing pings and connects again.", { kind: "drop" }],
    ["Send the last envelope again", "As Slack does without an answer. A bot does the work once.", { kind: "redeliver" }],
    ["Switch Socket Mode off", "No socket opens, until cleared. A bot stops trying so often, and tells whoever runs it.", { kind: "disconnect", reason: "link_disabled" }],
  ],
  "The app": [
    ["Take the bot's token away", "As an admin can. Every call is refused, until cleared. A bot stops, and says so in its log.", { kind: "revoke" }],
    ["Uninstall the app", "It is told, and then every call is refused, until cleared. A bot stops, and asks to be installed again.", { kind: "uninstall" }],
  ],
};

/** faultMenu offers them, and keeps the line over the page. */
export function faultMenu(store, button, banner) {
  opensMenu(button, () => {
    const sockets = store.snapshot.sockets || 0;
    return [
      { note: sockets ? `${store.app().name} holds ${sockets} ${sockets === 1 ? "socket" : "sockets"}.` : "No app is connected." },
      ...Object.entries(FAULTS).flatMap(([heading, rows]) => [{ heading }, ...rows.map(([label, hint, ...bodies]) => ({ label, hint, testid: "fault-" + slug(label), run: () => strike(label, bodies) }))]),
      ...(active(store).length ? [{ heading: "On now" }, { label: "Clear them all", run: clear }] : []),
    ];
  }, { testid: "faults-menu", wide: true });
  let print = "";
  return function show() {
    const on = active(store);
    const alone = !store.snapshot.bot?.connected;
    const now = JSON.stringify([on, alone, store.app().name]);
    if (now === print) return;
    print = now;
    const words = alone ? "No app connected" : on.length ? on.length === 1 ? "1 fault on" : `${on.length} faults on` : "Faults";
    button.classList.toggle("struck", alone || on.length > 0);
    button.setAttribute("aria-label", `${words}. Faults to try`);
    fill(button, icon("fault"), h("span", { class: "fault-words", text: words }));
    fill(banner, on.length > 0 && h("div", { class: "fault-line", role: "status", data: { testid: "fault-banner" } }, icon("fault"),
      h("span", { text: on.map(sentence).join(" ") }), h("button", { type: "button", class: "button small", text: "Clear", data: { testid: "fault-clear" }, on: { click: clear } })));
  };
}

const slug = (label) => label.toLowerCase().replace(/[^a-z]+/g, "-");
const active = (store) => store.snapshot.faults || [];

/** sentence says what a fault does, and for how long. */
function sentence(f) {
  const calls = f.method === "*" ? "call" : `${f.method} call`;
  const which = f.times < 0 || f.kind === "revoke" ? `Every ${calls}` : f.times === 1 ? `The next ${calls}` : `Each of the next ${f.times} ${calls}s`;
  const after = f.after ? ", after Slack has done the work" : "";
  switch (f.kind) {
    case "slow": return `${which} takes ${f.ms / 1000} s${after}.`;
    case "status": return `${which} gets HTTP ${f.status}${after}.`;
    case "error": return `${which} gets ${f.error}${after}.`;
    case "reset": return `${which} is cut without an answer${after}.`;
    case "disconnect": return "Socket Mode is switched off: no socket opens.";
    case "uninstall": return "The app is uninstalled: every call is refused.";
    case "revoke": return "Every call is refused: the bot's token is taken away.";
    default: return `${which}: ${f.kind}${after}.`;
  }
}

const stays = (body) => Boolean(body.times) || ["revoke", "uninstall"].includes(body.kind) || body.reason === "link_disabled";

async function strike(label, bodies) {
  for (const body of bodies) if (!(await attempt(() => post("fault", body)))) return;
  if (!bodies.some(stays)) notice(`Done: ${label}.`); // What stays on is told by the line over the page.
}

async function clear() {
  if (await attempt(() => post("fault", { kind: "clear" }))) notice("Faults cleared.");
}
