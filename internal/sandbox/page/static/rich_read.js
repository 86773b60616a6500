// Reads the editor's elements into a rich_text block.

import { shortcode, toUnicode } from "./emoji.js";

const STYLES = { B: "bold", STRONG: "bold", I: "italic", EM: "italic", S: "strike", STRIKE: "strike", DEL: "strike", U: "underline", CODE: "code" };
const BLOCKS = new Set(["DIV", "P", "UL", "OL", "BLOCKQUOTE", "PRE"]);

/** readRich is what stands in the editor as a rich_text block, or null where nothing does. */
export function readRich(area) {
  const out = { parts: [], line: null };
  blocks(area, out);
  const parts = out.parts.map(tidy).filter((part) => part.elements.length > 0);
  return parts.length > 0 ? { type: "rich_text", elements: parts } : null;
}

function blocks(root, out) {
  let fresh = true; // whether a line begins here
  for (const node of root.childNodes) {
    const tag = node.nodeName;
    if (tag === "UL" || tag === "OL") list(node, 0, out.parts);
    else if (tag === "BLOCKQUOTE") joined(out.parts, "rich_text_quote", linesOf(node));
    else if (tag === "PRE") joined(out.parts, "rich_text_preformatted", linesOf(node).map(({ style: _, ...rest }) => rest));
    else if (BLOCKS.has(tag) && [...node.children].some((child) => BLOCKS.has(child.nodeName) && child.nodeName !== "DIV")) blocks(node, out);
    else if (BLOCKS.has(tag)) section(out.parts, linesOf(node), true);
    else section(out.parts, inlineOf(node, {}), fresh);
    fresh = BLOCKS.has(tag);
  }
}

/** joined adds a block's lines; blocks of one kind that follow each other are one, as each of them may be a line. */
function joined(parts, type, elements) {
  const last = parts.at(-1);
  last?.type === type ? last.elements.push({ type: "text", text: "\n" }, ...elements) : parts.push({ type, elements });
}

/** section adds words to the section that is under way, as a line of their own or on the same line. */
function section(parts, elements, newLine) {
  const last = parts.at(-1);
  if (last?.type !== "rich_text_section") return parts.push({ type: "rich_text_section", elements: [...elements] });
  if (newLine) last.elements.push({ type: "text", text: "\n" });
  return last.elements.push(...elements);
}

/** list reads one level; deeper ones follow as lists of their own, as Slack has them. */
function list(node, indent, parts) {
  const style = node.nodeName === "OL" ? "ordered" : "bullet";
  let open = null;
  let offset = 0;
  for (const child of node.children) {
    if (child.nodeName === "UL" || child.nodeName === "OL") {
      list(child, indent + 1, parts);
      open = null;
      continue;
    }
    if (!open) {
      open = { type: "rich_text_list", style, indent, border: 0, elements: [] };
      if (offset > 0 && style === "ordered") open.offset = offset;
      parts.push(open);
    }
    const own = [...child.childNodes].filter((n) => n.nodeName !== "UL" && n.nodeName !== "OL");
    open.elements.push({ type: "rich_text_section", elements: own.flatMap((n) => inlineOf(n, {})) });
    offset++;
    const deeper = [...child.children].filter((n) => n.nodeName === "UL" || n.nodeName === "OL");
    deeper.forEach((n) => list(n, indent + 1, parts));
    if (deeper.length > 0) open = null;
  }
}

/** linesOf reads what a block holds, a line break between its lines. */
function linesOf(node) {
  const out = [];
  node.childNodes.forEach((child, i) => {
    if (BLOCKS.has(child.nodeName) && i > 0) out.push({ type: "text", text: "\n" });
    out.push(...(BLOCKS.has(child.nodeName) ? linesOf(child) : inlineOf(child, {})));
  });
  const last = node.lastChild;
  if (last?.nodeName === "BR" && out.at(-1)?.text === "\n") out.pop(); // it only keeps the line open
  return out;
}

function inlineOf(node, style) {
  if (node.nodeType === Node.TEXT_NODE) return split(node.data.replaceAll("\u00a0", " "), style);
  if (node.nodeType !== Node.ELEMENT_NODE) return [];
  if (node.dataset.rich) return [JSON.parse(node.dataset.rich)];
  if (node.nodeName === "BR") return [{ type: "text", text: "\n" }];
  const now = STYLES[node.nodeName] ? { ...style, [STYLES[node.nodeName]]: true } : style;
  return [...node.childNodes].flatMap((child) => inlineOf(child, now));
}

/** split finds addresses and emoji in what was typed, as Slack's client does. */
function split(text, style) {
  if (!text) return [];
  const dressed = Object.keys(style).length > 0 ? { style } : {};
  if (style.code) return [{ type: "text", text, ...dressed }];
  const out = [];
  let words = "";
  for (let i = 0; i < text.length;) {
    const address = /^https?:\/\/[^\s<>]+[^\s<>.,;:!?)'"]/.exec(text.slice(i));
    const picture = text[i] === ":" && shortcode(text.slice(i, i + 80));
    if (!address && !picture) {
      words += text[i++];
      continue;
    }
    if (words) out.push({ type: "text", text: words, ...dressed });
    words = "";
    out.push(address ? { type: "link", url: address[0], ...dressed } : { type: "emoji", name: picture.name, unicode: toUnicode(picture.picture), ...dressed });
    i += address ? address[0].length : picture.length;
  }
  if (words) out.push({ type: "text", text: words, ...dressed });
  return out;
}

/** tidy joins neighbours of one style, and drops the break at a part's end. */
function tidy(part) {
  if (part.type === "rich_text_list") {
    const items = part.elements.map(tidy);
    return { ...part, elements: items.some((item) => item.elements.length > 0) ? items : [] };
  }
  const out = [];
  for (const element of part.elements) {
    const last = out.at(-1);
    const same = last?.type === "text" && element.type === "text" && JSON.stringify(last.style) === JSON.stringify(element.style);
    same ? out.splice(-1, 1, { ...last, text: last.text + element.text }) : out.push(element);
  }
  const end = out.at(-1);
  if (end?.type === "text") end.text = end.text.replace(/\n+$/, "");
  return { ...part, elements: out.filter((element) => element.type !== "text" || element.text !== "") };
}
