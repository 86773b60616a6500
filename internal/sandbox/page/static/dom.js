// The one place that makes elements. Foreign text enters the page as text
// nodes and attribute values only, never as markup.

import { SIGNS } from "./signs.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * h makes an element. Props: class, text, on (listeners), data (dataset),
 * anything else is an attribute; null, undefined and false leave it out.
 */
export function h(tag, props, ...children) {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) set(el, name, value);
  return add(el, children);
}

function set(el, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "class") el.className = value;
  else if (name === "text") el.textContent = value;
  else if (name === "value") el.value = value;
  else if (name === "on") for (const [type, fn] of Object.entries(value)) el.addEventListener(type, fn);
  else if (name === "data") for (const [key, item] of Object.entries(value)) data(el, key, item);
  else if (name === "checked" || name === "selected" || name === "disabled") el[name] = Boolean(value);
  else el.setAttribute(name, value === true ? "" : value);
}

function data(el, key, value) {
  if (value !== null && value !== undefined) el.dataset[key] = value;
}

/** add appends children: nodes, strings, nested lists; falsy ones are left out. */
export function add(el, ...children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    el.append(child);
  }
  return el;
}

/** fill replaces what an element holds. */
export function fill(el, ...children) {
  el.replaceChildren();
  return add(el, children);
}

const PATHS = {
  menu: "M4 7h16M4 12h16M4 17h16",
  plus: "M12 5v14M5 12h14",
  close: "M6 6l12 12M18 6L6 18",
  back: "M14 6l-6 6 6 6",
  down: "M6 9l6 6 6-6",
  up: "M6 15l6-6 6 6",
  more: "M6 11.5a.5.5 0 1 0 .01 0M12 11.5a.5.5 0 1 0 .01 0M18 11.5a.5.5 0 1 0 .01 0",
  send: "M5 12h13M12 6l6 6-6 6",
  reply: "M5 6h14v9H11l-4 4v-4H5z",
  smile: "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M9 10h.01M15 10h.01M8.5 14.5c1.8 2 5.2 2 7 0",
  pin: "M9 4h6l-1 6 3 3H7l3-3zM12 13v7",
  lock: "M7 11h10v8H7zM9 11V8a3 3 0 0 1 6 0v3",
  channel: "M5 7.5h14M5 12h14M5 16.5h9",
  shared: "M8 8a3 3 0 1 0 .01 0M16 8a3 3 0 1 0 .01 0M3 19c0-3 2-5 5-5s5 2 5 5M14 14.5c4-1.5 7 .5 7 4.5",
  eye: "M2.5 12S6 6 12 6s9.5 6 9.5 6S18 18 12 18s-9.5-6-9.5-6zM12 9.5a2.5 2.5 0 1 0 .01 0",
  file: "M7 3h7l4 4v14H7zM14 3v5h4M10 12h5M10 16h5",
  picture: "M4 5h16v14H4zM8 10h.01M5 17l5-4 3 2.5 3-3 3.5 4",
  window: "M14 4h6v6M20 4l-8 8M18 14v6H4V6h6",
  fault: "M13 3L6 14h5l-1 7 8-11h-6z",
  moon: "M19 14.5A7.5 7.5 0 0 1 9.5 5a7.5 7.5 0 1 0 9.5 9.5z",
  play: "M8 5.5v13l10-6.5z",
  pause: "M8.5 6v12M15.5 6v12",
  inspect: "M4 6h16M4 12h9M4 18h6M17 15a2.5 2.5 0 1 0 .01 0M19 19l2 2",
  keys: "M3 7h18v10H3zM7 10.5h.01M11 10.5h.01M15 10.5h.01M8 14h8",
  out: "M5 19L18 6M9 6h9v9",
  in: "M19 5L6 18M15 18H6V9",
  search: "M10.5 4a6.5 6.5 0 1 0 .01 0M15.5 15.5L20 20",
  list: "M8 7h12M8 12h12M8 17h12M4 7h.01M4 12h.01M4 17h.01",
};

/** icon draws one of the page's own signs, in the colour of the text around it. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true", focusable: "false" })) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name] || SIGNS[name]);
  svg.append(path);
  return svg;
}

/** mark is the line through three dots: solid, solid, ring, and on. */
export function mark() {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: "mark", "aria-hidden": "true" })) svg.setAttribute(key, value);
  svg.append(shape("path", { d: "M1 12h14M21 12h2" }), shape("circle", { cx: 4, cy: 12, r: 2.4, class: "solid" }),
    shape("circle", { cx: 11, cy: 12, r: 2.4, class: "solid" }), shape("circle", { cx: 18, cy: 12, r: 2.8 }));
  return svg;
}

/** shape makes an SVG element; text goes in as text. */
export function shape(tag, attributes, text) {
  const el = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== undefined) el.setAttribute(key, value);
  if (text !== undefined) el.textContent = text;
  return el;
}
