// The right panel that shows what the app did: calls, envelopes and how long
// they took, what is due next, and one message as Slack holds it.

import { add, fill, h, icon } from "./dom.js";
import { arrows, keepFocus } from "./a11y.js";
import { post } from "./api.js";
import { attempt } from "./actions.js";
import { inspected } from "./inspected.js";
import { iconButton } from "./menu.js";
import { traceRow } from "./tracerow.js";
import { stamp } from "./times.js";

/** KINDS are what the list can be narrowed to. */
const KINDS = [["", "All"], ["call", "Calls"], ["envelope", "Envelopes"], ["failed", "Errors"]];

/** inspectorPanel keeps the panel drawn; close leaves it. */
export function inspectorPanel(store, root, { close, inspect }) {
  const self = { store, kind: "", word: "", open: new Map(), root };
  const due = h("div", { class: "inspect-due", data: { testid: "inspect-due" } });
  const one = h("div", { class: "inspect-one" });
  const list = h("ol", { class: "trace", "aria-label": "What went between the app and Slack", data: { testid: "trace" } });
  const body = h("div", { class: "inspect-body", tabindex: "0", role: "region", "aria-label": "What the bot did" }, due, one, filters(self, () => draw()), list);
  fill(root, h("header", { class: "panel-head" }, h("h2", { text: "What the bot did" }),
    iconButton(icon("close"), "Close what the bot did", { data: { testid: "inspector-close" }, on: { click: close } })), body);
  arrows(list, ".trace-head");
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) close();
  });
  let print = "";

  function draw() {
    const rows = matching(self);
    const now = JSON.stringify([self.kind, self.word, rows.map((row) => [row.seq, row.outcome]), [...self.open].map(([seq, row]) => [seq, Boolean(row)]), store.zone(), store.traced === 0]);
    if (now === print) return;
    print = now;
    keepFocus(list, () => fill(list, rows.length ? rows.map((row) => traceRow(row, self, draw)) : add(h("li", { class: "trace-none" }), none(store))));
  }

  return {
    focus: () => body.focus(),
    show() {
      root.hidden = !store.inspector;
      if (root.hidden) return;
      drawDue(store, due);
      keepFocus(one, () => inspected(store, one, () => inspect(null)));
      draw();
    },
  };
}

function filters(self, draw) {
  const word = h("input", { type: "search", class: "field", placeholder: "Filter, such as chat.", "aria-label": "Filter by name", data: { testid: "trace-filter" } });
  const kinds = KINDS.map(([kind, label]) => h("button", {
    type: "button", class: "sift", "aria-pressed": String(kind === self.kind), text: label, data: { testid: `trace-kind-${kind || "all"}` },
    on: { click: (event) => {
      self.kind = kind;
      for (const other of kinds) other.setAttribute("aria-pressed", String(other === event.currentTarget));
      draw();
    } },
  }));
  word.addEventListener("input", () => {
    self.word = word.value.trim().toLowerCase();
    draw();
  });
  return h("div", { class: "trace-filters" }, h("div", { class: "sifts", role: "group", "aria-label": "Show" }, kinds), word);
}

/** matching are the newest rows that the filters let through, newest first. */
function matching({ store, kind, word }) {
  return [...store.trace.values()].sort((a, b) => b.seq - a.seq)
    .filter((row) => !kind || (kind === "failed" ? row.failed : row.kind === kind))
    .filter((row) => !word || `${row.name} ${row.about || ""} ${row.outcome}`.toLowerCase().includes(word)).slice(0, 200);
}

const none = (store) => h("p", { class: "soft", text: store.traced === 0 ? "Reading…" : store.trace.size ? "Nothing matches." : `Nothing yet. Write ${store.app().command || "a message"} and see what comes.` });

/** drawDue says what comes next, and how many sockets there are. */
function drawDue(store, root) {
  const { bot, sockets } = store.snapshot;
  const next = bot.next_due && new Date(bot.next_due);
  const words = next ? `Next due: ${stamp(next, store.zone())}` : "Nothing is due.";
  const connected = sockets === 0 ? "Not connected." : `${sockets} ${sockets === 1 ? "socket" : "sockets"}.`;
  if (root.dataset.print === words + connected) return;
  root.dataset.print = words + connected;
  keepFocus(root, () => fill(root, h("span", null, h("strong", { text: words }), " ", h("span", { class: "soft", text: connected })),
    next && h("button", { type: "button", class: "button small go", text: "Go there", data: { testid: "inspect-go" }, on: { click: () => attempt(() => post("clock", { as: store.as, to: bot.next_due })) } })));
}
