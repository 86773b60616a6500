// Bars, lines and areas over categories, with a scale of round numbers.

import { shape } from "./dom.js";
import { mark, round } from "./chart_marks.js";

const LETTER = 7; // the usual width of a letter of 12 px

const short = new Intl.NumberFormat("en-GB", { notation: "compact", maximumFractionDigits: 2 });

/** axes is the drawing's height and its parts. */
export function axes(data, width) {
  const categories = data.axis_config?.categories || [];
  const values = (data.series || []).map((s) => categories.map((c) => s.data.find((p) => p.label === c)?.value ?? null));
  const scale = ticks(values.flat().filter((v) => v !== null));
  const longest = Math.max(0, ...categories.map((c) => c.length));
  let left = Math.max(...scale.map((v) => short.format(v).length)) * LETTER + 12 + (data.axis_config?.y_label ? 20 : 0);
  let slot = (width - left - 8) / Math.max(1, categories.length);
  const tilted = longest * LETTER + 8 > slot;
  const reach = tilted ? (categories[0]?.length || 0) * LETTER * 0.75 + 6 - slot / 2 : 0; // how far the first label leans out
  if (reach > left) [left, slot] = [reach, (width - reach - 8) / categories.length];
  const foot = (tilted ? Math.min(130, longest * LETTER * 0.78 + 20) : 22) + (data.axis_config?.x_label ? 20 : 0);
  const inner = 190;
  const top = 10;
  const [low, high] = [scale[0], scale.at(-1)];
  const frame = {
    width, left, top, slot, bottom: top + inner, categories, tilted,
    x: (i) => left + slot * (i + 0.5), y: (v) => round(top + inner - ((v - low) / (high - low)) * inner), zero: Math.min(Math.max(0, low), high),
  };
  const body = { bar: bars, line: lines, area: areas }[data.type](values, frame);
  return { height: top + inner + foot, nodes: [...grid(scale, frame), ...body, ...labels(data, frame, top + inner + foot)] };
}

/** ticks are four to seven round numbers that hold all values, and zero. */
export function ticks(values) {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  if (high === low) return [0, 1];
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= rough * 0.999);
  const out = [];
  for (let n = Math.floor(low / step + 1e-9); n <= Math.ceil(high / step - 1e-9); n++) out.push(Number((n * step).toPrecision(12)));
  return out;
}

function grid(scale, f) {
  return scale.flatMap((v) => [
    shape("line", { x1: f.left, x2: f.width - 8, y1: f.y(v), y2: f.y(v), class: v === f.zero ? "base" : "grid" }),
    shape("text", { x: f.left - 6, y: f.y(v) + 4, "text-anchor": "end" }, short.format(v)),
  ]);
}

function labels(data, f, height) {
  const { x_label: below, y_label: beside } = data.axis_config || {};
  const names = f.categories.map((name, i) => (f.tilted
    ? shape("text", { x: f.x(i), y: f.bottom + 14, "text-anchor": "end", transform: `rotate(-45 ${round(f.x(i))} ${f.bottom + 14})` }, name)
    : shape("text", { x: f.x(i), y: f.bottom + 16, "text-anchor": "middle" }, name)));
  const middle = (f.top + f.bottom) / 2;
  return [
    ...names,
    below && shape("text", { x: (f.left + f.width) / 2, y: height - 5, "text-anchor": "middle", class: "axis-label" }, below),
    beside && shape("text", { x: 12, y: middle, "text-anchor": "middle", class: "axis-label", transform: `rotate(-90 12 ${middle})` }, beside),
  ].filter(Boolean);
}

function bars(values, f) {
  const wide = Math.min(40, (f.slot * 0.78) / values.length);
  return values.flatMap((series, s) => series.flatMap((v, i) => {
    if (v === null) return [];
    const x = f.x(i) - (wide * values.length) / 2 + wide * s;
    const [a, b] = [f.y(Math.max(v, f.zero)), f.y(Math.min(v, f.zero))];
    const group = shape("g", { class: `series-${s % 12}` });
    group.append(shape("rect", { x: round(x + 0.5), y: a, width: round(Math.max(1.5, wide - 1)), height: Math.max(1, round(b - a)), class: "swatch" }));
    if (values.length > 1 && wide >= 8 && b - a >= 14) group.append(mark(s, x + wide / 2, v < f.zero ? b - 7 : a + 7, Math.min(3.2, wide / 5), "on"));
    return [group];
  }));
}

const runs = (series) => {
  const out = [[]];
  series.forEach((v, i) => (v === null ? out.push([]) : out.at(-1).push([i, v])));
  return out.filter((run) => run.length > 0);
};

const path = (run, f) => run.map(([i, v], n) => `${n ? "L" : "M"}${round(f.x(i))} ${f.y(v)}`).join("");

function lines(values, f) {
  return values.map((series, s) => {
    const group = shape("g", { class: `series-${s % 12}` });
    for (const run of runs(series)) group.append(shape("path", { d: path(run, f), class: `stroke dash-${s % 4}` }), ...run.map(([i, v]) => mark(s, f.x(i), f.y(v), 3.6)));
    return group;
  });
}

function areas(values, f) {
  const base = f.y(f.zero);
  return values.map((series, s) => {
    const group = shape("g", { class: `series-${s % 12}` });
    for (const run of runs(series)) {
      const [first, last] = [f.x(run[0][0]), f.x(run.at(-1)[0])];
      group.append(shape("path", { d: `${path(run, f)}L${round(last)} ${base}L${round(first)} ${base}Z`, class: "area" }),
        shape("path", { d: path(run, f), class: `stroke dash-${s % 4}` }), ...run.map(([i, v]) => mark(s, f.x(i), f.y(v), 3.2)));
    }
    return group;
  });
}
