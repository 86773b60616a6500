// The editor of a rich_text_input: bold, italic, struck, code, lists, quotes and
// mentions, kept as a rich_text block.

import { add, h, icon } from "./dom.js";
import { arrows } from "./a11y.js";
import { opensMenu } from "./menu.js";
import { readRich } from "./rich_read.js";
import { mention, writeRich } from "./rich_write.js";
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

/** inside is the selection, where it stands in the editor. */
function inside(area) {
  const selection = getSelection();
  return selection.rangeCount > 0 && area.contains(selection.getRangeAt(0).startContainer) ? selection.getRangeAt(0).cloneRange() : null;
}

/** back gives the editor the keyboard, and the caret its place. */
function back(self) {
  const range = inside(self.area) || self.range;
  self.area.focus();
  const selection = getSelection();
  if (range) {
    selection.removeAllRanges();
    selection.addRange(range);
  } else {
    selection.selectAllChildren(self.area);
    selection.collapseToEnd();
  }
}

function apply(self, tool) {
  back(self);
  document.execCommand("styleWithCSS", false, false);
  document.execCommand("defaultParagraphSeparator", false, "div");
  if (tool.command) document.execCommand(tool.command);
  else if (tool.block) toggle(self, tool.block);
  else code(self);
}

/** holds finds the element of a kind that the caret stands in. */
function holds(self, tag) {
  const node = inside(self.area)?.startContainer;
  const found = (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.(tag);
  return found && self.area.contains(found) && found !== self.area ? found : null;
}

/** toggle makes the line a quote or a block of code, or lines again. */
function toggle(self, tag) {
  const old = holds(self, tag);
  if (!old) return document.execCommand("formatBlock", false, tag);
  const lines = [...old.children].some((child) => child.nodeName === "DIV") ? [...old.childNodes] : [h("div", null, ...old.childNodes)];
  const range = inside(self.area);
  old.replaceWith(...lines);
  getSelection().setPosition(range.startContainer.isConnected && range.startContainer !== old ? range.startContainer : lines[0], 0);
  return true;
}

/** leaves goes on after a quote or a block of code, from an empty last line of it. */
function leaves(self) {
  const block = holds(self, "BLOCKQUOTE") || holds(self, "PRE");
  const range = inside(self.area);
  if (!block || !range?.collapsed) return false;
  const line = range.startContainer.nodeType === Node.TEXT_NODE ? range.startContainer.parentElement : range.startContainer;
  const next = h("div", null, h("br"));
  if (block.textContent === "") { // each line is a block of its own
    if (block.previousElementSibling?.nodeName !== block.nodeName) return false;
    block.replaceWith(next);
  } else if (line !== block && line === block.lastElementChild && line.textContent === "") {
    line.remove();
    block.after(next);
  } else return false;
  getSelection().setPosition(next, 0);
  return true;
}

/** empties takes away a list or quote in which nothing stands. */
function empties(self) {
  const { area } = self;
  if (area.textContent !== "" || area.querySelector("[data-rich]") || !area.querySelector("li, blockquote, pre, code, b, i, strike")) return false;
  area.replaceChildren();
  return true;
}

/** code turns what is selected into code, or code back into words. */
function code(self) {
  const old = holds(self, "CODE");
  if (old) return old.replaceWith(...old.childNodes);
  const range = inside(self.area);
  if (!range || range.collapsed) return;
  const node = h("code", { text: range.toString() });
  range.deleteContents();
  range.insertNode(node);
  getSelection().setPosition(node.firstChild, node.textContent.length);
}

function insert(self, user) {
  back(self);
  const node = mention(user, self.site.surface.ctx);
  const range = inside(self.area) || document.createRange();
  range.deleteContents();
  range.insertNode(node);
  const space = document.createTextNode(" ");
  node.after(space);
  getSelection().setPosition(space, 1);
}

/** look shows which tools are on where the caret stands, and whether the editor is empty. */
function look(self) {
  self.area.classList.toggle("is-empty", self.area.textContent === "" && !self.area.querySelector("li, blockquote, pre"));
  if (!inside(self.area)) return;
  for (const tool of TOOLS) {
    const on = tool.command ? document.queryCommandState(tool.command) : Boolean(holds(self, tool.block || tool.tag));
    self.tools.querySelector(`[data-tool=${tool.sign}]`).setAttribute("aria-pressed", String(on));
  }
}
