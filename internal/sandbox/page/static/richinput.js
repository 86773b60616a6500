// The editor of a rich_text_input: bold, italic, struck, code, lists, quotes and
// mentions, kept as a rich_text block.

import { add, h, icon } from "./dom.js";
import { arrows } from "./a11y.js";
import { opensMenu } from "./menu.js";
import { apply, empties, holds, insert, inside, leaves } from "./rich_marks.js";
import { readRich } from "./rich_read.js";
import { writeRich } from "./rich_write.js";
import { current, naming, note, testid } from "./site.js";
import { nameOf } from "./state.js";
import { dispatches } from "./textinput.js";

const TOOLS = [
  { sign: "bold", label: "Bold", keys: "Ctrl+B", command: "bold" },
  { sign: "italic", label: "Italic", keys: "Ctrl+I", command: "italic" },
  { sign: "strike", label: "Strike through", keys: "Ctrl+Shift+X", command: "strikeThrough" },
  { sign: "code", label: "Code", keys: "Ctrl+Shift+C", tag: "CODE" },
  { sign: "bullets", label: "List", keys: "Ctrl+Shift+8", command: "insertUnorderedList" },
  { sign: "numbers", label: "Numbered list", keys: "Ctrl+Shift+7", command: "insertOrderedList" },
  { sign: "quote", label: "Quote", keys: "Ctrl+Shift+9", block: "BLOCKQUOTE" },
  { sign: "fence", label: "Block of code", keys: "Ctrl+Alt+Shift+C", block: "PRE" },
];

/** richInput draws the editor with its row of tools. */
export function richInput(element, site) {
  const area = h("div", {
    class: "field rich rich-area", id: site.id, role: "textbox", contenteditable: "true", "aria-multiline": "true", tabindex: "0", data: testid(element), ...naming(element, site),
  });
  area.dataset.placeholder = element.placeholder?.text || "";
  area.style.minHeight = `${Math.max(element.min_lines || 3, 1) * 22 + 14}px`;
  area.style.maxHeight = `${Math.max(element.max_lines || 8, element.min_lines || 1) * 22 + 14}px`;
  const value = current(element, site, "rich_text_value", "initial_value");
  if (value) add(area, writeRich(value, site.surface.ctx));
  const self = { area, element, site, range: null };
  const read = () => ({ rich_text_value: readRich(area) });
  const changed = () => {
    note(element, site, read());
    site.surface.touched?.();
    look(self);
  };
  self.tools = tools(self, changed);
  listen(self, changed);
  dispatches(element, site, area, read);
  look(self);
  return h("div", { class: "rich-input" }, self.tools, area);
}

function tools(self, changed) {
  const buttons = TOOLS.map((tool) => h("button", {
    type: "button", class: "icon-button", "aria-label": tool.label, title: `${tool.label} (${tool.keys})`, "aria-pressed": "false", tabindex: "-1", data: { tool: tool.sign },
    on: { pointerdown: (event) => event.preventDefault(), click: () => { apply(self, tool); changed(); } },
  }, icon(tool.sign)));
  const at = h("button", { type: "button", class: "icon-button", "aria-label": "Mention somebody", title: "Mention somebody", tabindex: "-1", data: { tool: "at" } }, icon("at"));
  opensMenu(at, () => self.site.surface.ctx.users().filter((u) => !u.deleted).map((u) => ({ label: nameOf(u), testid: `mention-${u.id}`, run: () => { insert(self, u.id); changed(); } })));
  const row = h("div", { class: "rich-tools", role: "toolbar", "aria-label": "Formatting" }, buttons, at);
  row.firstChild.tabIndex = 0;
  arrows(row, "button", ["ArrowRight", "ArrowLeft"]);
  return row;
}

function listen(self, changed) {
  const { area } = self;
  area.addEventListener("input", changed);
  area.addEventListener("paste", (event) => {
    event.preventDefault();
    document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
  });
  area.addEventListener("drop", (event) => event.preventDefault());
  area.addEventListener("blur", () => { self.range = inside(area); });
  area.addEventListener("keyup", () => look(self));
  area.addEventListener("pointerup", () => look(self));
  area.addEventListener("keydown", (event) => {
    if ((event.key === "Enter" && !event.shiftKey && leaves(self)) || (event.key === "Backspace" && empties(self))) {
      event.preventDefault();
      return changed();
    }
    const tool = TOOLS.find((one) => one.keys === chord(event));
    const deeper = event.ctrlKey && { "]": "indent", "[": "outdent" }[event.key];
    if (!tool && !deeper) return;
    event.preventDefault();
    tool ? apply(self, tool) : getSelection().anchorNode?.parentElement?.closest("li") && document.execCommand(deeper);
    changed();
  });
}

const chord = (event) => [(event.ctrlKey || event.metaKey) && "Ctrl", event.altKey && "Alt", event.shiftKey && "Shift", event.code.replace(/^(Key|Digit)/, "")].filter(Boolean).join("+");

/** look shows which tools are on where the caret stands, and whether the editor is empty. */
function look(self) {
  self.area.classList.toggle("is-empty", self.area.textContent === "" && !self.area.querySelector("li, blockquote, pre"));
  if (!inside(self.area)) return;
  for (const tool of TOOLS) {
    const on = tool.command ? document.queryCommandState(tool.command) : Boolean(holds(self, tool.block || tool.tag));
    self.tools.querySelector(`[data-tool=${tool.sign}]`).setAttribute("aria-pressed", String(on));
  }
}
