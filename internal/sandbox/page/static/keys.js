// The keys that work anywhere in the window, and the list of all of them.

import { h } from "./dom.js";
import { dialog } from "./dialog.js";

const KEYS = {
  Anywhere: [[["Ctrl", "K"], "Go to a conversation or a person"], [["?"], "This list"], [["Ctrl", "."], "What the bot did"], [["Esc"], "Close what is open"]],
  "Among messages": [[["↑", "↓"], "The one before, the one after"], [["→"], "What can be done with it"], [["T"], "Its thread"], [["R"], "React"], [["M"], "Its menu"]],
  Writing: [[["Enter"], "Send"], [["Shift", "Enter"], "A new line"], [["↑"], "In an empty field: edit the last message"], [["/"], "Commands, as the first character"], [["@"], "People"], [["#"], "Channels"], [[":"], "Emoji"]],
};

/** keys listens for them. does: {switcher, inspector}. */
export function keys(does) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || document.querySelector("dialog[open]")) return;
    const command = event.ctrlKey || event.metaKey;
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (command && event.key.toLowerCase() === "k") does.switcher();
    else if (command && event.key === ".") does.inspector();
    else if (event.key === "?" && !command && !typing) showKeys();
    else return;
    event.preventDefault();
  });
}

/** showKeys lists the keys. */
export function showKeys() {
  dialog({
    title: "Keys", testid: "keys", wide: true,
    body: h("div", { class: "keys" }, Object.entries(KEYS).map(([heading, rows]) => h("section", null, h("h3", { text: heading }),
      h("dl", null, rows.map(([caps, words]) => [h("dt", null, caps.map((cap) => h("kbd", { text: cap }))), h("dd", { text: words })]))))),
  });
}
