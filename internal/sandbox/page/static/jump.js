// Getting around in a long conversation: to the newest, and to where the new
// begins.

import { h, icon } from "./dom.js";

/**
 * jumps stand over a scrolling list. update gets how many came since one left
 * the end; the buttons show where there is somewhere to go.
 */
export function jumps(root, wrap) {
  let missed = 0;
  const down = h("button", { type: "button", class: "jump down", hidden: true, data: { testid: "jump-newest" }, on: { click: toEnd } });
  const up = h("button", { type: "button", class: "jump up", hidden: true, data: { testid: "jump-new" }, on: { click: toNew } });
  wrap.append(up, down);
  const line = () => root.querySelector(".new-line");
  const far = () => root.scrollHeight - root.scrollTop - root.clientHeight > 240;
  const above = () => Boolean(line()) && line().getBoundingClientRect().bottom < root.getBoundingClientRect().top;

  function toEnd() {
    missed = 0;
    root.scrollTop = root.scrollHeight;
    root.focus({ preventScroll: true });
    draw();
  }

  function toNew() {
    line()?.scrollIntoView({ block: "center" });
    root.focus({ preventScroll: true });
    draw();
  }

  function draw() {
    const away = root.hidden ? false : far();
    if (!away) missed = 0;
    label(down, icon("down"), missed === 0 ? "Newest" : missed === 1 ? "1 new message" : `${missed} new messages`, !away);
    label(up, icon("up"), "First new message", root.hidden || !above());
  }
  root.addEventListener("scroll", draw, { passive: true });
  return { came: (n) => { missed += n; draw(); }, draw };
}

function label(button, sign, words, hidden) {
  button.hidden = hidden;
  if (button.textContent !== words) button.replaceChildren(sign, words);
}
