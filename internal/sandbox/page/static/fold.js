// Long text in messages is folded, with a button that shows the rest.

import { h } from "./dom.js";
import { uid } from "./a11y.js";

// Slack publishes where it folds attachments: 700 characters, or 5 line breaks.
// For sections it says only that they "may" fold, so they fold a little later. [unknown]
const SECTION = { letters: 700, lines: 12 };
const ATTACHMENT = { letters: 700, lines: 5 };

const tooLong = (text, { letters, lines }) => [...(text || "")].length > letters || (text || "").split("\n").length > lines;

/** foldSection folds a section's text in a message, unless the app wants it whole. */
export function foldSection(node, block, surface) {
  if (surface.kind !== "message" || block.expand || !tooLong(block.text?.text, SECTION)) return node;
  return folded(node, "See more", "See less");
}

/** foldAttachment folds an attachment's text. */
export const foldAttachment = (node, text) => (tooLong(text, ATTACHMENT) ? folded(node, "Show more…", "Show less") : node);

function folded(node, more, less) {
  node.id ||= uid("fold");
  node.classList.add("folded");
  const button = h("button", { type: "button", class: "more-link", "aria-expanded": "false", "aria-controls": node.id, text: more, data: { testid: "see-more" } });
  button.addEventListener("click", () => {
    const open = !node.classList.toggle("folded");
    button.textContent = open ? less : more;
    button.setAttribute("aria-expanded", String(open));
  });
  return h("div", { class: "fold" }, node, button);
}
