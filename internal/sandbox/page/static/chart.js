// The data_visualization block: a pie, or bars, lines or areas over categories
// (docs.slack.dev/reference/block-kit/blocks/data-visualization-block).
//
// What a series is shows three times: by its colour, by its mark (a small shape
// on the drawing and in the legend), and in a table below for whoever reads
// numbers rather than shapes.

import { add, fill, h, shape } from "./dom.js";
import { axes } from "./chart_axes.js";
import { pie } from "./chart_pie.js";
import { mark } from "./chart_marks.js";

const NAMES = { pie: "Pie chart", bar: "Bar chart", line: "Line chart", area: "Area chart" };

/** chart draws the block, anew whenever the room for it changes. */
export function chart(block) {
  const data = block.chart || {};
  if (!NAMES[data.type]) return h("div", { class: "unknown", text: `A ${data.type} chart, which this page does not draw.` });
  const names = data.type === "pie" ? (data.segments || []).map((s) => s.label) : (data.series || []).map((s) => s.name);
  const svg = shape("svg", { class: `chart-drawing of-${data.type}`, role: "img", "aria-label": `${NAMES[data.type]}: ${block.title}. The numbers stand in the table below.` });
  const room = h("div", { class: "chart-room" });
  room.append(svg);
  let drawn = 0;
  new ResizeObserver(([entry]) => {
    const width = Math.max(220, Math.floor(entry.contentRect.width));
    if (width === drawn || entry.contentRect.width === 0) return;
    drawn = width;
    draw(svg, data, width);
  }).observe(room);
  return h("figure", { class: "chart" }, h("figcaption", { class: "chart-title", text: block.title }), room, legend(data, names), twin(block, data));
}

function draw(svg, data, width) {
  const { height, nodes } = data.type === "pie" ? pie(data.segments || [], width) : axes(data, width);
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("width", width);
  svg.setAttribute("height", height);
  fill(svg, nodes);
}

/** legend says which mark is what. One series needs none: the title says it. */
function legend(data, names) {
  const total = (data.segments || []).reduce((sum, s) => sum + s.value, 0);
  return h("ul", { class: "chart-legend" }, names.map((name, i) => {
    const sign = shape("svg", { viewBox: "0 0 16 16", class: `legend-mark series-${i % 12}`, "aria-hidden": "true" });
    if (data.type !== "line") sign.append(shape("rect", { width: 16, height: 16, rx: 3, class: "swatch" }));
    else sign.append(shape("path", { d: "M0 8H16", class: `stroke dash-${i % 4}` }));
    sign.append(mark(i, 8, 8, 4, data.type === "line" ? "" : "on"));
    const value = data.type === "pie" && h("span", { class: "soft", text: ` ${number(data.segments[i].value)} (${Math.round((100 * data.segments[i].value) / total)} %)` });
    return add(h("li"), sign, h("span", { text: name }), value);
  }));
}

/** twin is the same as a table. */
function twin(block, data) {
  const heads = data.type === "pie" ? ["", "Value"] : [data.axis_config?.x_label || "", ...(data.series || []).map((s) => s.name)];
  const rows = data.type === "pie" ? data.segments.map((s) => [s.label, s.value]) : (data.axis_config?.categories || []).map((category) => [
    category, ...data.series.map((s) => s.data.find((point) => point.label === category)?.value ?? ""),
  ]);
  const head = h("tr", null, heads.map((text) => (text ? h("th", { scope: "col", text }) : h("td"))));
  const line = ([first, ...rest]) => h("tr", null, h("th", { scope: "row", text: first }), rest.map((value) => h("td", { class: "align-right", text: value === "" ? "" : number(value) })));
  return h("details", { class: "chart-twin" }, h("summary", { text: "The numbers as a table" }),
    h("div", { class: "table", tabindex: "0", role: "region", "aria-label": block.title }, h("table", null, h("caption", { class: "hidden", text: block.title }),
      h("thead", null, head), h("tbody", null, rows.map(line)))));
}

const format = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2 });

/** number writes a value as people read it. */
export const number = (value) => format.format(value);
