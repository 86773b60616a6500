// A pie: slices clockwise from the top, in the order in which they were given.

import { shape } from "./dom.js";
import { mark, round } from "./chart_marks.js";

/** pie is the drawing's height and its parts. */
export function pie(segments, width) {
  const size = Math.min(240, width);
  const [x, y, r] = [width / 2, size / 2, size / 2 - 6];
  const total = segments.reduce((sum, s) => sum + s.value, 0);
  const nodes = [];
  let from = 0;
  segments.forEach((segment, i) => {
    const part = segment.value / total;
    nodes.push(slice(i, x, y, r, from, from + part));
    if (part > 0.04) nodes.push(...label(i, part, x, y, r, from + part / 2));
    from += part;
  });
  return { height: size, nodes };
}

const at = (x, y, r, turn) => [round(x + r * Math.sin(2 * Math.PI * turn)), round(y - r * Math.cos(2 * Math.PI * turn))];

function slice(i, x, y, r, from, to) {
  if (to - from > 0.9999) return shape("circle", { cx: x, cy: y, r, class: `slice series-${i % 12}` });
  const [a, b] = [at(x, y, r, from), at(x, y, r, to)];
  return shape("path", { class: `slice series-${i % 12}`, d: `M${x} ${y}L${a.join(" ")}A${r} ${r} 0 ${to - from > 0.5 ? 1 : 0} 1 ${b.join(" ")}Z` });
}

function label(i, part, x, y, r, turn) {
  const [px, py] = at(x, y, r * 0.68, turn);
  const words = part >= 0.09;
  const group = shape("g", { class: `series-${i % 12}` });
  group.append(mark(i, px, words ? py - 8 : py, 4, "on"));
  if (words) group.append(shape("text", { x: px, y: py + 10, class: "on", "text-anchor": "middle" }, `${Math.round(part * 100)} %`));
  return [group];
}
