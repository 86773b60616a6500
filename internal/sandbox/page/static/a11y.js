// What the page does for keyboards and screen readers.

import { h } from "./dom.js";

let polite;

/** announce has a screen reader say something when it is free. */
export function announce(text) {
  polite ??= document.getElementById("polite");
  const line = h("p", { text });
  polite.append(line);
  setTimeout(() => line.remove(), 8000);
}

/**
 * keepFocus redraws part of the page. Whoever stood in it with the keyboard
 * stands in the same control afterwards, the caret where it was.
 */
export function keepFocus(root, redraw) {
  const active = root.contains(document.activeElement) ? document.activeElement : null;
  const address = active && addressOf(active, root);
  const caret = active && "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : null;
  redraw();
  if (!address || root.contains(document.activeElement)) return;
  const again = root.querySelectorAll(address.selector)[address.index];
  if (!again) return;
  again.focus({ preventScroll: true });
  if (caret && caret[0] !== null && "setSelectionRange" in again) again.setSelectionRange(...caret);
}

function addressOf(active, root) {
  const id = active.dataset.testid;
  const scope = active.closest("[data-ts]");
  if (!id) return null;
  const within = scope && root.contains(scope) ? `[data-ts="${CSS.escape(scope.dataset.ts)}"] ` : "";
  const selector = `${within}[data-testid="${CSS.escape(id)}"]`;
  return { selector, index: [...root.querySelectorAll(selector)].indexOf(active) };
}

const FOCUSABLE = "a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), summary, [tabindex='0']";

/** focusable lists what the Tab key reaches inside an element. */
export const focusable = (root) => [...root.querySelectorAll(FOCUSABLE)].filter((el) => el.offsetParent !== null && el.tabIndex >= 0);

/** trapTab keeps the Tab key inside a dialog, and the keyboard where it is when one clicks beside. */
export function trapTab(dialog) {
  dialog.addEventListener("mousedown", (event) => { if (event.target === dialog) event.preventDefault(); });
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    const all = focusable(dialog);
    const edge = event.shiftKey ? all[0] : all.at(-1);
    if (document.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? all.at(-1) : all[0]).focus();
  });
}

/** arrows lets the arrow keys walk a list of controls: down and up, or the two keys that are given. */
export function arrows(root, selector, [next, before] = ["ArrowDown", "ArrowUp"]) {
  root.addEventListener("keydown", (event) => {
    const step = { [next]: 1, [before]: -1 }[event.key];
    const all = [...root.querySelectorAll(selector)].filter((el) => el.offsetParent !== null);
    const at = all.indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    all[(at + step + all.length) % all.length].focus();
  });
}

let serial = 0;

/** uid is an id for labels and their controls. */
export const uid = (prefix) => `${prefix}-${++serial}`;
