// Times as people read them, in the zone of whoever looks.

const formats = new Map();

function format(zone, options) {
  const key = zone + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, maker(zone, options));
  return formats.get(key);
}

function maker(zone, options) {
  try {
    return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone || "UTC" });
  } catch {
    return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" });
  }
}

/** fromTS is the moment of a message's ts. */
export const fromTS = (ts) => new Date(Number(ts) * 1000);

/** clockTime is 09:05. */
export const clockTime = (date, zone) => format(zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(date);

/** longDay is Tuesday 24 November, with the year where it is another than now's. */
export function longDay(date, zone, now = date) {
  const options = { weekday: "long", day: "numeric", month: "long" };
  if (Math.abs(date - now) > 183 * 86400e3) options.year = "numeric";
  return format(zone, options).format(date).replace(",", "");
}

/** shortDay is Tue 24 Nov. */
export const shortDay = (date, zone) => format(zone, { weekday: "short", day: "numeric", month: "short" }).format(date).replace(",", "");

/** stamp is Tue 24 Nov 09:05. */
export const stamp = (date, zone) => `${shortDay(date, zone)} ${clockTime(date, zone)}`;

const days = new Map();

/** dayKey tells days apart: 2026-11-24. */
export function dayKey(date, zone) {
  if (!days.has(zone)) days.set(zone, new Intl.DateTimeFormat("en-CA", { timeZone: safeZone(zone), year: "numeric", month: "2-digit", day: "2-digit" }));
  return days.get(zone).format(date);
}

function safeZone(zone) {
  return format(zone, {}).resolvedOptions().timeZone;
}

/** city is the last part of a zone's name: Europe/Lisbon is Lisbon. */
export const city = (zone) => (zone || "UTC").split("/").pop().replaceAll("_", " ");

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** ago is how long before now, in words. */
export function ago(date, now) {
  const minutes = Math.round((now - date) / 60e3);
  if (Math.abs(minutes) < 1) return "just now";
  const [amount, unit] = Math.abs(minutes) < 60 ? [minutes, "minute"] : Math.abs(minutes) < 1440 ? [Math.round(minutes / 60), "hour"] : [Math.round(minutes / 1440), "day"];
  return relative.format(-amount, unit);
}

/** offsetMinutes is how far a zone is ahead of UTC at a moment. */
function offsetMinutes(date, zone) {
  const parts = Object.fromEntries(format(zone, {
    year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric", hourCycle: "h23",
  }).formatToParts(date).map((part) => [part.type, Number(part.value)]));
  const local = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
  return Math.round((local - Math.floor(date / 1000) * 1000) / 60e3);
}

/** wall is the moment when a zone's clocks show "2026-11-24T09:00". */
export function wall(text, zone) {
  const guess = new Date(text + ":00Z");
  const first = new Date(guess - offsetMinutes(guess, zone) * 60e3);
  return new Date(guess - offsetMinutes(first, zone) * 60e3);
}

/** onWall is what a zone's clocks show at a moment, as wall takes it. */
export const onWall = (date, zone) => `${dayKey(date, zone)}T${clockTime(date, zone)}`;

/**
 * slackDate fills a <!date^…> or a rich_text date's format
 * (docs.slack.dev/messaging/formatting-message-text).
 */
export function slackDate(pattern, date, zone, now) {
  const far = Math.abs(date - now) > 183 * 86400e3;
  const year = far ? { year: "numeric" } : {};
  const near = nearDay(date, zone, now);
  const long = format(zone, { weekday: "long", day: "numeric", month: "long", ...year }).format(date).replace(",", "");
  const medium = format(zone, { day: "numeric", month: "long", ...year }).format(date);
  const short = format(zone, { day: "numeric", month: "short", ...year }).format(date);
  const tokens = {
    date_num: dayKey(date, zone), date: medium, date_short: short, date_long: long,
    date_pretty: near || medium, date_short_pretty: near || short, date_long_pretty: near || long,
    time: clockTime(date, zone), ago: ago(date, now),
    time_secs: format(zone, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(date),
    day_divider_pretty: near || long,
  };
  return pattern.replace(/\{([a-z_]+)\}/g, (whole, name) => tokens[name] ?? whole);
}

function nearDay(date, zone, now) {
  const day = dayKey(date, zone);
  const names = [["today", 0], ["yesterday", -1], ["tomorrow", 1]];
  const found = names.find(([, days]) => dayKey(new Date(now.getTime() + days * 86400e3), zone) === day);
  return found ? found[0] : "";
}
