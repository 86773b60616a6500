// What the page knows, and how it learns that something changed.

import { get } from "./api.js";
import { dismissed, drafts } from "./kept.js";

/** APP is the place of the app's own conversation, which may not exist yet. */
export const APP = "@app";

/** createStore holds the state of one window, which looks as one person. */
export function createStore(as) {
  const listeners = new Set();
  const store = {
    as, snapshot: null, place: null, tab: "home", threadTS: null, messages: [], thread: [],
    offset: 0, forms: new Map(), drafts, dismissed,
    /** newFrom is up to where the place on the screen was read before; kept are conversations that stay unread. */
    newFrom: "", kept: new Set(),
    /** inspector is what the right panel shows of the app: null, or {at: {channel, ts} or {view}}. */
    inspector: null, trace: new Map(), traced: 0, inspected: null,
    /** failed hears why something could not be fetched. */
    failed: () => {},
    /** subscribe has fn called with the set of what changed: state, messages, thread, place, online. */
    subscribe: (fn) => listeners.add(fn),
    emit: (...what) => listeners.forEach((fn) => fn(new Set(what))),
  };
  return Object.assign(store, readers(store), { refresh: refresher(store) });
}

function readers(store) {
  const indexes = new WeakMap(); // a snapshot's lists by id, since every message asks for names
  const find = (list, id) => {
    if (!list) return undefined;
    if (!indexes.has(list)) indexes.set(list, new Map(list.map((item) => [item.id, item])));
    return indexes.get(list).get(id);
  };
  return {
    now: () => new Date(Date.now() + store.offset),
    user: (id) => find(store.snapshot?.users, id),
    me: () => store.snapshot.me,
    zone: () => store.snapshot.me.tz || "UTC",
    app: () => store.snapshot.app,
    channel: (id) => find(store.snapshot?.channels, id),
    appChannel: () => store.snapshot.channels.find((c) => c.is_im && c.user === store.snapshot.app.user_id),
    /** here is the conversation on the screen, or undefined where it does not exist yet. */
    here: () => (store.place === APP ? store.appChannel() : store.channel(store.place)),
    /** form keeps what was typed and picked on one surface. */
    form: (key) => {
      if (!store.forms.has(key)) store.forms.set(key, new Map());
      return store.forms.get(key);
    },
    names: {
      user: (id) => nameOf(find(store.snapshot?.users, id)) || (id === "USLACKBOT" ? "Slackbot" : id),
      channel: (id) => find(store.snapshot?.channels, id)?.name,
    },
  };
}

/**
 * lookOf is a number for what every message on the screen depends on besides itself: names, and the zone of whoever
 * looks. Each message remembers it, so it stays short in a workspace of thousands.
 */
export function lookOf(store) {
  const { users, channels } = store.snapshot;
  const names = [store.zone(), users.map(nameOf), channels.map((c) => c.name)].join();
  if (names !== store.look?.names) store.look = { names, number: (store.look?.number || 0) + 1 };
  return store.look.number;
}

/** nameOf is the name that people see. */
export const nameOf = (user) => (user ? user.display_name || user.real_name || user.name : "");

/**
 * refresher gathers what is to be fetched again, and fetches it once at a time:
 * what comes in meanwhile is fetched right after.
 */
function refresher(store) {
  const wanted = new Set();
  let running = null;
  const run = async () => {
    while (wanted.size > 0) {
      const what = [...wanted];
      wanted.clear();
      const ends = await Promise.allSettled(what.map((one) => fetchers[one](store)));
      const failed = ends.find((end) => end.status === "rejected" && end.reason.code !== GONE);
      if (failed) store.failed(failed.reason);
      if (store.snapshot) store.emit(...what);
    }
  };
  return (...what) => {
    what.forEach((one) => wanted.add(one));
    running ??= run().finally(() => { running = null; });
    return running;
  };
}

/** MOST_ROWS bounds what the inspector lists. */
const MOST_ROWS = 400;

/** GONE is the refusal for a conversation that is there no more, which the state tells as well. */
const GONE = "channel_not_found";

const fetchers = {
  async state(store) {
    const snapshot = await get("state", { as: store.as });
    store.snapshot = snapshot;
    store.as = snapshot.me.id;
    store.offset = snapshot.offset_seconds * 1000;
  },
  async messages(store) {
    const here = store.here();
    const id = here?.id;
    const list = id ? (await get("messages", { as: store.as, channel: id, peek: document.hidden || store.kept.has(id) ? "true" : "" })).messages || [] : [];
    if (store.here()?.id === id) store.messages = list;
  },
  async trace(store) {
    if (!store.inspector) return;
    const { rows, next } = await get("trace", { as: store.as, since: store.traced });
    if (next < store.traced) store.trace.clear();
    for (const row of rows) store.trace.set(row.seq, row);
    store.traced = next;
    for (const seq of [...store.trace.keys()].sort((a, b) => a - b).slice(0, -MOST_ROWS)) store.trace.delete(seq);
  },
  async inspected(store) {
    const at = store.inspector?.at;
    store.inspected = at ? await get("inspect", { as: store.as, ...at }).catch((error) => ({ gone: error.message })) : null;
  },
  async thread(store) {
    const [here, ts] = [store.here(), store.threadTS];
    const list = here && ts ? (await get("messages", { as: store.as, channel: here.id, thread_ts: ts })).messages || [] : [];
    if (store.threadTS === ts) store.thread = list;
  },
};

/** toFetch is what a list of changes makes stale. */
export function toFetch(store, changes) {
  const what = new Set();
  const here = store.here();
  for (const change of changes) {
    if (change === "trace") {
      if (store.inspector) what.add("trace");
      continue;
    }
    what.add("state");
    if (store.inspector?.at && (change === "messages:" + store.inspector.at.channel || change === "views" || change === "home")) what.add("inspected");
    if (here && change === "messages:" + here.id) ["messages", "thread"].forEach((one) => what.add(one));
    if (change === "notices" || change === "channels") what.add("messages");
  }
  return [...what];
}
