// Fields for a day, a time, or both.

import { h } from "./dom.js";
import { uid } from "./a11y.js";
import { current, naming, pick, testid } from "./site.js";
import { city, onWall, wall } from "./times.js";

const PICKERS = {
  datepicker: { type: "date", key: "selected_date", initial: "initial_date" },
  timepicker: { type: "time", key: "selected_time", initial: "initial_time" },
  datetimepicker: { type: "datetime-local", key: "selected_date_time", initial: "initial_date_time" },
};

/** picker is a field for a day, a time or both. It sends once one is done with it. */
export function picker(element, site) {
  const kind = PICKERS[element.type];
  const zone = site.surface.ctx.zone;
  const both = element.type === "datetimepicker";
  const value = current(element, site, kind.key, kind.initial);
  const shown = both && value ? onWall(new Date(value * 1000), zone) : value ?? "";
  const hint = uid("zone");
  const names = naming(element, site);
  const beside = both ? city(zone) : element.timezone && city(element.timezone);
  const node = h("input", {
    type: kind.type, class: "field", id: site.id, value: shown, title: element.placeholder?.text, data: testid(element), ...names,
    "aria-describedby": [names["aria-describedby"], beside && hint].filter(Boolean).join(" ") || null,
  });
  settles(node, kind, both && zone, shown, element, site);
  return beside ? h("span", { class: "with-zone" }, node, h("span", { class: "zone", id: hint, text: `time in ${beside}` })) : node;
}

/** settles waits until a whole day or time stands there, and one has stopped changing it. */
function settles(node, kind, zone, shown, element, site) {
  let sent = shown;
  const settle = async () => {
    if (node.value === sent || (node.value && node.value < "1000" && kind.type !== "time")) return;
    const before = sent;
    sent = node.value;
    const picked = zone && sent ? Math.floor(wall(sent, zone) / 1000) : sent || null;
    if (!(await pick(element, site, { [kind.key]: picked }, node))) node.value = sent = before;
  };
  let timer;
  node.addEventListener("change", () => {
    clearTimeout(timer);
    timer = setTimeout(settle, site.input ? 0 : 500);
  });
  node.addEventListener("blur", settle);
}
