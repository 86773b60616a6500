// What the tools of the rich text editor do where the caret stands.

import { h } from "./dom.js";
import { mention } from "./rich_write.js";

/** inside is the selection, where it stands in the editor. */
export function inside(area) {
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

/** apply uses a tool. */
export function apply(self, tool) {
  back(self);
  document.execCommand("styleWithCSS", false, false);
  document.execCommand("defaultParagraphSeparator", false, "div");
  if (tool.command) document.execCommand(tool.command);
  else if (tool.block) toggle(self, tool.block);
  else code(self);
}

/** holds finds the element of a kind that the caret stands in. */
export function holds(self, tag) {
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
export function leaves(self) {
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
export function empties(self) {
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

/** insert writes a mention of somebody. */
export function insert(self, user) {
  back(self);
  const node = mention(user, self.site.surface.ctx);
  const range = inside(self.area) || document.createRange();
  range.deleteContents();
  range.insertNode(node);
  const space = document.createTextNode(" ");
  node.after(space);
  getSelection().setPosition(space, 1);
}
