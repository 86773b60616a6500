// The small shapes by which series are told apart without colour.

import { shape } from "./dom.js";

const POINTS = {
  square: [[-1, -1], [1, -1], [1, 1], [-1, 1]],
  up: [[0, -1.2], [1.2, 1], [-1.2, 1]],
  diamond: [[0, -1.35], [1.35, 0], [0, 1.35], [-1.35, 0]],
  down: [[0, 1.2], [1.2, -1], [-1.2, -1]],
  bar: [[-1.4, -0.45], [1.4, -0.45], [1.4, 0.45], [-1.4, 0.45]],
};
const KINDS = ["circle", "square", "up", "diamond", "down", "bar"];

/** mark is the shape of the series number i at x, y; the seventh and later ones are hollow. */
export function mark(i, x, y, size, kind = "") {
  const classes = `mark-shape${i % 12 >= KINDS.length ? " hollow" : ""}${kind ? ` ${kind}` : ""}`;
  const name = KINDS[i % KINDS.length];
  if (name === "circle") return shape("circle", { cx: x, cy: y, r: size, class: classes });
  const points = POINTS[name].map(([dx, dy]) => `${round(x + dx * size)},${round(y + dy * size)}`).join(" ");
  return shape("polygon", { points, class: classes });
}

/** round keeps coordinates short. */
export const round = (value) => Math.round(value * 10) / 10;
