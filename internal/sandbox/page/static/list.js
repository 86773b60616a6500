// A list of messages that changes in place: what stays the same is not drawn
// again, so focus, menus and half-typed fields live on.

import { add, h } from "./dom.js";
import { announce, keepFocus } from "./a11y.js";
import { drawMessage, spoken } from "./message.js";
import { ago, dayKey, fromTS, longDay } from "./times.js";

const TOGETHER = 5 * 60; // seconds in which messages of one person stand under one name

/**
 * messageList keeps a scrolling element up to date; show draws what is given.
 * Whoever reads the end stays there, whoever reads further up is left alone;
 * came hears how many arrived meanwhile.
 */
export function messageList(root, came = () => {}) {
  let drawn = new Map();
  let shownFor = null;
  let atEnd = true;
  let tall = 0;
  const near = () => root.scrollHeight - root.scrollTop - root.clientHeight < 80;
  const stay = () => { if (atEnd) root.scrollTop = root.scrollHeight; };
  root.addEventListener("scroll", () => { atEnd = near(); }, { passive: true });
  new ResizeObserver(stay).observe(root);
  return {
    show(messages, view, empty) {
      const fresh = shownFor !== view.key;
      atEnd = fresh || atEnd;
      if (fresh) drawn = new Map();
      const known = drawn;
      keepFocus(root, () => { drawn = redraw(root, messages, view, drawn, fresh, empty); });
      shownFor = view.key;
      if (fresh || root.scrollHeight !== tall) stay(); // where nothing came nothing moves under the pointer
      tall = root.scrollHeight;
      came(fresh || atEnd ? 0 : messages.filter((m) => !known.has(m.ts) && m.user !== view.store.as).length);
    },
  };
}

function redraw(root, messages, view, before, fresh, empty) {
  const after = new Map();
  const nodes = [];
  let previous = null;
  const zone = view.store.zone();
  const first = view.newFrom ? messages.find((m) => Number(m.ts) > Number(view.newFrom) && m.user !== view.store.as) : null;
  for (const message of messages) {
    const day = dayKey(fromTS(message.ts), zone);
    if (!previous || dayKey(fromTS(previous.ts), zone) !== day) {
      nodes.push(divider(message, view, zone));
      previous = null;
    }
    if (message === first) {
      nodes.push(newLine(before));
      previous = null;
    }
    nodes.push(node(message, { ...view, follows: follows(message, previous) }, before, after, fresh));
    previous = message;
  }
  if (messages.length === 0 && empty) nodes.push(empty());
  sync(root, nodes);
  after.newLine = before.newLine;
  return after;
}

function node(message, view, before, after, fresh) {
  const print = JSON.stringify([message, view.follows, view.print, message.latest_reply && ago(fromTS(message.latest_reply), view.store.now())]);
  const old = before.get(message.ts);
  if (old?.print === print) {
    after.set(message.ts, old);
    return old.node;
  }
  const drawn = drawMessage(message, view);
  if (old) drawn.classList.add("changed");
  else if (!fresh) {
    drawn.classList.add("arrives");
    if (message.user !== view.store.as || message.ephemeral) announce(spoken(message, view));
  }
  after.set(message.ts, { print, node: drawn });
  return drawn;
}

function follows(message, previous) {
  if (!previous || previous.subtype || message.subtype || previous.ephemeral || message.ephemeral || message.bot_id || message.pinned) return false;
  return message.user === previous.user && Number(message.ts) - Number(previous.ts) < TOGETHER;
}

function divider(message, view, zone) {
  const at = fromTS(message.ts);
  return h("div", { class: "day", role: "separator" }, h("span", { text: longDay(at, zone, view.store.now()) }));
}

/** newLine stands where begins what one has not seen. It stays the same element, so that one can go on reading. */
function newLine(before) {
  before.newLine ??= h("div", { class: "new-line", role: "separator", "aria-label": "New messages", data: { testid: "new-line" } }, h("span", { text: "New" }));
  return before.newLine;
}

/** sync makes the children of root be nodes, touching those only that differ. */
function sync(root, nodes) {
  const keep = new Set(nodes);
  for (const child of [...root.childNodes]) if (!keep.has(child)) child.remove();
  nodes.forEach((wanted, i) => {
    if (root.childNodes[i] !== wanted) root.insertBefore(wanted, root.childNodes[i] || null);
  });
}

/** emptyState is one sentence and one button. */
export const emptyState = (text, button) => add(h("div", { class: "empty" }, h("p", { text })), button);
