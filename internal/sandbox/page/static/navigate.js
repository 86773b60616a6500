// Where one is: opening places, threads and panels, and keeping the address
// right for reloading and for other windows.

import { attempt } from "./actions.js";
import { post } from "./api.js";
import { closeMenu } from "./menu.js";
import { closePicker } from "./picker.js";
import { APP } from "./state.js";

const byId = (id) => document.getElementById(id);

/** firstPlace is where a window begins that was told nothing. */
export function firstPlace(store) {
  const mine = store.snapshot.channels.filter((c) => c.is_member && !c.is_im && !c.is_mpim && !c.is_archived);
  return (mine.find((c) => !c.is_general) || mine[0])?.id || APP;
}

/** navigation gives what moves the window: go, become, drawer, inspect, unread. */
export function navigation(store, parts, show) {
  /** go opens a place, a tab of the app, or a thread; a thread that is not named closes. */
  async function go({ place = store.place, thread = null, tab, quiet = false }) {
    if (place === store.appChannel()?.id) [place, tab] = [APP, tab || "messages"];
    const moved = place !== store.place;
    const before = store.threadTS;
    closeMenu();
    closePicker();
    drawer(false);
    if (moved) leave(store, place);
    Object.assign(store, { place, threadTS: thread });
    if (thread) store.inspector = null;
    if (place === APP && (moved || tab)) await openApp(store, tab);
    else if (place !== APP && !store.channel(place)) store.place = firstPlace(store);
    remember(store);
    await store.refresh("state", "messages", "thread");
    show();
    if (thread && thread !== before) parts.thread.focus();
    else if (before && !thread) byId("conversation").querySelector(`[data-testid="open-thread-${CSS.escape(before)}"]`)?.focus();
    else if (!quiet && moved && matchMedia("(hover: hover)").matches && !parts.conversation.write.root.closest("[hidden]")) parts.conversation.write.field.focus();
  }

  /** become makes this window somebody else's. */
  function become(id) {
    if (id !== store.as) location.assign("?" + new URLSearchParams({ as: id, in: store.place }));
  }

  /** inspect opens what the app did, at a message or a view if one is given; nothing closes it. */
  async function inspect(at, close = false) {
    const was = store.inspector;
    store.inspector = close ? null : { at: at || null };
    store.inspected = null;
    show();
    if (close) return byId("inspect").focus();
    await store.refresh("trace", "inspected");
    show();
    if (!was || at) parts.inspector.focus();
  }

  /** unread has the conversation unread from a message on, until one comes back to it. */
  async function unread(message) {
    const here = store.here();
    if (!here) return;
    store.kept.add(here.id); // before the change is told of, since fetching the messages would count as reading them
    const done = await attempt(() => post("unread", { as: store.as, channel: here.id, ts: message.ts }));
    if (!done) return void store.kept.delete(here.id);
    store.newFrom = done.last_read || "0";
    await store.refresh("state");
    show();
  }
  return { go, become, drawer, inspect, unread };
}

/** leave forgets what belongs to the place that was on the screen, and notes up to where the next one was read. */
function leave(store, place) {
  const next = place === APP ? store.appChannel() : store.channel(place);
  const here = store.here();
  if (here) store.kept.delete(here.id);
  if (next) store.kept.delete(next.id);
  Object.assign(store, { messages: [], thread: [], newFrom: next?.unread ? next.last_read || "0" : "" });
}

/** openApp tells the app that its Home or Messages tab is on the screen. */
async function openApp(store, tab) {
  const app = store.app();
  const wanted = tab || (store.appChannel()?.unread ? "messages" : store.tab);
  store.tab = app.home_tab === false ? "messages" : app.messages_tab === false ? "home" : wanted;
  if (app.home_tab === false && app.messages_tab === false) return; // There is no tab of which it could be told.
  await attempt(() => post("home", { as: store.as, tab: store.tab }));
}

function remember(store) {
  const address = new URLSearchParams({ as: store.as, in: store.place });
  if (store.place === APP) address.set("tab", store.tab);
  if (store.threadTS) address.set("thread", store.threadTS);
  history.replaceState(null, "", "?" + address);
}

/** drawer opens and closes the sidebar of a small window. */
export function drawer(open) {
  const was = document.body.classList.contains("drawer");
  document.body.classList.toggle("drawer", open);
  if (open) byId("places").querySelector(".place")?.focus();
  else if (was) document.querySelector(".drawer-button")?.focus();
}
