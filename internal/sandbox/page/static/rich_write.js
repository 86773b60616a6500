// Puts a rich_text block into the editor: lines, lists, quotes and code as
// elements that can be typed into; mentions and the like as wholes.

import { add, h } from "./dom.js";
import { inline } from "./richtext.js";

/** writeRich makes the editor's elements of a rich_text block. */
export const writeRich = (block, ctx) => nest((block.elements || []).map((part) => write(part, ctx)));

/** mention is a person in the editor. */
export const mention = (user, ctx) => whole({ type: "user", user_id: user }, ctx);

function write(part, ctx) {
  switch (part.type) {
    case "rich_text_list": return { depth: part.indent || 0, node: add(h(part.style === "ordered" ? "ol" : "ul"), (part.elements || []).map((item) => add(h("li"), words(item.elements, ctx)))) };
    case "rich_text_quote": return { node: add(h("blockquote"), lines(part.elements, ctx)) };
    case "rich_text_preformatted": return { node: add(h("pre"), words(part.elements, ctx)) };
    default: return { node: lines(part.elements, ctx) };
  }
}

/** nest hangs deeper lists under the last item before them. */
function nest(parts) {
  const out = [];
  const open = [];
  for (const { node, depth } of parts) {
    if (depth === undefined) open.length = 0;
    else {
      open.length = Math.min(open.length, depth);
      const above = open.at(-1)?.lastElementChild;
      open.push(node);
      if (above) {
        above.append(node);
        continue;
      }
    }
    out.push(node);
  }
  return out;
}

function lines(elements, ctx) {
  const out = [h("div")];
  for (const element of elements || []) {
    if (element.type !== "text") {
      out.at(-1).append(whole(element, ctx));
      continue;
    }
    element.text.split("\n").forEach((text, i) => {
      if (i > 0) out.push(h("div"));
      if (text) add(out.at(-1), styled({ ...element, text }));
    });
  }
  if (out.length > 1 && !out.at(-1).hasChildNodes()) out.pop();
  for (const line of out) if (!line.hasChildNodes()) line.append(h("br"));
  return out;
}

const words = (elements, ctx) => (elements || []).map((element) => (element.type === "text" ? styled(element) : whole(element, ctx)));

const TAGS = { bold: "b", italic: "i", strike: "strike", underline: "u", code: "code" };

function styled({ text, style }) {
  return Object.keys(TAGS).filter((name) => style?.[name]).reduce((inner, name) => add(h(TAGS[name]), inner), document.createTextNode(text));
}

/** whole is what cannot be typed into; it carries its JSON. */
function whole(element, ctx) {
  const node = h("span", { contenteditable: "false" }, inline([element], ctx));
  for (const button of node.querySelectorAll("button")) button.tabIndex = -1;
  node.dataset.rich = JSON.stringify(element);
  return node;
}
