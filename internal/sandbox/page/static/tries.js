// Three things to try, for whoever sees the page for the first time, and the line
// that says what is being made ready.

import { fill, h, icon } from "./dom.js";
import { announce, keepFocus } from "./a11y.js";
import { attempt } from "./actions.js";
import { iconButton } from "./menu.js";

const DISMISSED = "tries-dismissed";

/** tries keeps the card drawn. does: {go, write, clock, ahead}. */
export function tries(store, root, does) {
  let print = "";
  let done = null;
  return function show() {
    const list = store.snapshot.tries || [];
    const preparing = store.snapshot.preparing || "";
    if (done === null && list.length > 0 && list.every((one) => one.done)) sessionStorage.setItem(DISMISSED, "yes"); // A window opened after all were tried has no need of it.
    const hidden = list.length === 0 || sessionStorage.getItem(DISMISSED) === "yes";
    const now = JSON.stringify([preparing, hidden, hidden || list, store.as]);
    for (const id of ["conversation", "thread", "clock"]) document.getElementById(id).inert = Boolean(preparing);
    if (now === print) return;
    print = now;
    const ticked = list.filter((one) => one.done).length;
    if (done !== null && ticked > done) announce(`${ticked} of ${list.length} tried.`);
    done = ticked;
    const shown = Boolean(root.querySelector(".tries"));
    keepFocus(root, () => fill(root, preparing ? wait(preparing) : !hidden && card(list, store, does, shown, () => {
      sessionStorage.setItem(DISMISSED, "yes");
      show();
    })));
  };
}

function wait(words) {
  return h("div", { class: "report preparing-line", role: "status", data: { testid: "preparing" } },
    h("span", { class: "spinner", "aria-hidden": "true" }), h("span", { text: `${words}. Look around; the clock moves by itself meanwhile.` }));
}

function card(list, store, does, shown, dismiss) {
  const next = list.findIndex((one) => !one.done);
  return h("section", { class: shown ? "tries steady" : "tries", "aria-label": "Try this", data: { testid: "tries" } },
    h("h2", { class: "tries-head", text: next < 0 ? "All three tried" : "Try this" }),
    h("ol", { class: "tries-list" }, list.map((one, i) => row({ ...one, here: one.as === store.as && !one.words }, i, i === next, () => run(one, store, does)))),
    iconButton(icon("close"), "Dismiss", { class: "icon-button tries-x", data: { testid: "tries-dismiss" }, on: { click: dismiss } }));
}

function row(one, i, isNext, act) {
  return h("li", { class: `try${one.done ? " done" : ""}${isNext ? " next" : ""}`, data: { testid: `try-${i + 1}`, done: String(one.done) } },
    h("span", { class: "try-tick", "aria-hidden": "true" }, one.done ? icon("tick") : String(i + 1)),
    h("span", { class: "try-words" }, h("span", null, one.done && h("span", { class: "hidden", text: "Done: " }), one.text),
      h("button", { type: "button", class: "button small", text: one.here ? "Go there" : one.button, data: { testid: `try-${i + 1}-do` }, on: { click: act } })));
}

/** run does what the button says, in the window of the one it belongs to. */
function run(one, store, does) {
  if (one.kind === "clock") return does.clock(one.next ? { next: one.next } : { advance: "1h" });
  if (one.kind === "ahead") return does.ahead();
  const place = one.place || store.place;
  if (one.as && one.as !== store.as) return become(one, place);
  return attempt(async () => {
    await does.go({ place, tab: one.tab || undefined });
    if (one.words) does.write(one.words);
  });
}


/** become makes this window that of the one whom a try belongs to, and has it begin there. */
function become(one, place) {
  const address = Object.entries({ as: one.as, in: place, tab: one.tab, write: one.words }).filter(([, value]) => value);
  location.assign("?" + new URLSearchParams(address));
}
