// Reading messages by keyboard: arrows from one to the next, → to what one can do
// with it, letters for the usual.

const LETTERS = { t: "[data-testid^=open-thread-], [data-testid^=reply-]", r: "[data-testid^=react-]", m: "[data-testid^=more-]" };

/** walkMessages lets the keyboard walk a scrolling list of messages. */
export function walkMessages(root) {
  root.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const bar = event.target.closest(".toolbar");
    const on = event.target === root || event.target.matches(".message") ? step(event, root) : bar && along(event, bar);
    if (on) event.preventDefault();
  });
}

/** step handles a key while a message, or the list itself, has the keyboard. */
function step(event, root) {
  const all = [...root.querySelectorAll(".message")];
  const at = all.indexOf(event.target);
  if (all.length === 0) return false;
  const to = { ArrowUp: at < 0 ? all.length - 1 : at - 1, ArrowDown: at < 0 ? -1 : at + 1, Home: 0, End: all.length - 1 }[event.key];
  if (to !== undefined) return stand(all[to]);
  if (at < 0) return false;
  if (event.key === "ArrowRight" || event.key === "Enter") return stand(event.target.querySelector(".toolbar button"));
  if (event.key === "Escape") return stand(root);
  const button = LETTERS[event.key] && event.target.querySelector(`.toolbar :is(${LETTERS[event.key]})`);
  button?.click();
  return Boolean(button);
}

/** along handles a key in a message's toolbar. */
function along(event, bar) {
  const all = [...bar.querySelectorAll("button")];
  const at = all.indexOf(event.target);
  if (event.key === "ArrowRight") return stand(all[(at + 1) % all.length]);
  if (event.key === "ArrowLeft") return stand(all[at - 1] || bar.closest(".message"));
  return event.key === "Escape" && stand(bar.closest(".message"));
}

function stand(el) {
  el?.focus();
  el?.scrollIntoView({ block: "nearest" });
  return Boolean(el);
}
