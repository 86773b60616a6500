// The window: puts the parts together and keeps them up to date.

import { h, icon, mark } from "./dom.js";
import { attempt, notice } from "./actions.js";
import { listen, post } from "./api.js";
import { closeMenu, iconButton } from "./menu.js";
import { faultMenu, personSwitcher } from "./bar.js";
import { clock } from "./clock.js";
import { conversation } from "./conversation.js";
import { modals } from "./modal.js";
import { sidebar } from "./sidebar.js";
import { contextOf } from "./surface.js";
import { APP, createStore, nameOf, toFetch } from "./state.js";
import { threadPanel } from "./thread.js";
import { edit } from "./edit.js";

/** FIRST is who one is when the address does not say. */
const FIRST = "U0ANA00001";
const byId = (id) => document.getElementById(id);
const query = new URLSearchParams(location.search);
const store = createStore(query.get("as") || sessionStorage.getItem("as") || FIRST);
const parts = {};

async function start() {
  byId("mark").append(mark());
  store.failed = failed;
  await store.refresh("state");
  if (!store.snapshot) return fallBack();
  build();
  sessionStorage.setItem("as", store.as);
  await go({ place: query.get("in") || firstPlace(), thread: query.get("thread"), tab: query.get("tab"), quiet: true });
  store.subscribe(show);
  listen(store.as, (changes) => store.refresh(...toFetch(store, changes)), (on) => { byId("offline").hidden = on; });
  everyMinute();
  addEventListener("popstate", () => location.reload());
  document.body.dataset.ready = "true";
}

/** failed says what went wrong. That the sandbox is gone is said by a line of its own. */
function failed(error) {
  if (error.code !== "unreachable") notice(error.message);
}

/** everyMinute shows the sandbox's minutes as they pass, for all times on the screen. */
function everyMinute() {
  let shown = 0;
  setInterval(() => {
    const minute = Math.floor(store.now() / 60e3);
    if (minute !== shown) show();
    shown = minute;
  }, 1000);
}

/** fallBack is for an address that names somebody who does not exist. */
function fallBack() {
  if (store.as === FIRST) return;
  sessionStorage.removeItem("as");
  location.replace("?as=" + FIRST);
}

function firstPlace() {
  const mine = store.snapshot.channels.filter((c) => c.is_member && !c.is_im && !c.is_archived);
  return (mine.find((c) => !c.is_general) || mine[0])?.id || APP;
}

function build() {
  const ctx = contextOf(store, (id) => go({ place: id }));
  const nav = {
    openThread: (ts) => go({ thread: ts }), setTab: (tab) => go({ tab }), edit: (message) => edit(store, message), dismiss,
    back: iconButton(icon("menu"), "Conversations", { class: "icon-button drawer-button", "aria-controls": "sidebar", data: { testid: "open-sidebar" }, on: { click: () => drawer(true) } }),
  };
  parts.sidebar = sidebar(store, byId("places"), { go, become });
  parts.conversation = conversation(store, ctx, byId("conversation"), nav);
  parts.thread = threadPanel(store, ctx, byId("thread"), { ...nav, close: () => go({ thread: null }) });
  parts.modals = modals(store, ctx);
  parts.clock = clock(store, byId("clock"));
  parts.person = personSwitcher(store, byId("person"), become);
  parts.faults = faultMenu(store, byId("faults"));
  byId("scrim").addEventListener("click", () => drawer(false));
  byId("sidebar").addEventListener("keydown", (event) => { if (event.key === "Escape") drawer(false); });
}

function show() {
  byId("team").textContent = store.snapshot.team.name;
  const unread = store.snapshot.channels.some((c) => c.unread > 0);
  document.title = `${unread ? "• " : ""}${nameOf(store.me())} · ${store.snapshot.team.name}`;
  for (const part of ["sidebar", "clock", "person", "faults", "modals"]) parts[part]();
  parts.conversation.show();
  parts.thread.show();
  document.body.classList.toggle("has-panel", Boolean(store.threadTS));
}

/** go opens a place, a tab of the app, or a thread; a thread that is not named closes. */
async function go({ place = store.place, thread = null, tab, quiet = false }) {
  const moved = place !== store.place;
  const before = store.threadTS;
  closeMenu();
  drawer(false);
  Object.assign(store, { place, threadTS: thread });
  if (moved) Object.assign(store, { messages: [], thread: [] });
  if (place === APP && (moved || tab)) await openApp(tab);
  else if (place !== APP && !store.channel(place)) store.place = firstPlace();
  remember();
  await store.refresh("state", "messages", "thread");
  show();
  if (thread && thread !== before) parts.thread.focus();
  else if (before && !thread) byId("conversation").querySelector(`[data-testid="open-thread-${CSS.escape(before)}"]`)?.focus();
  else if (!quiet && moved && matchMedia("(hover: hover)").matches && !parts.conversation.write.root.closest("[hidden]")) parts.conversation.write.field.focus();
}

/** openApp tells the app that its Home or Messages tab is on the screen. */
async function openApp(tab) {
  const app = store.app();
  const wanted = tab || (store.appChannel()?.unread ? "messages" : store.tab);
  store.tab = app.home_tab === false ? "messages" : app.messages_tab === false ? "home" : wanted;
  await attempt(() => post("home", { as: store.as, tab: store.tab }));
}

function remember() {
  const address = new URLSearchParams({ as: store.as, in: store.place });
  if (store.place === APP) address.set("tab", store.tab);
  if (store.threadTS) address.set("thread", store.threadTS);
  history.replaceState(null, "", "?" + address);
}

/** become makes this window somebody else's. */
function become(id) {
  if (id === store.as) return;
  const address = new URLSearchParams({ as: id, in: store.place });
  location.assign("?" + address);
}

function dismiss(message) {
  store.dismissed.add(`${store.here().id}/${message.ts}`);
  show();
  parts.conversation.write.field.focus();
}

function drawer(open) {
  const was = document.body.classList.contains("drawer");
  document.body.classList.toggle("drawer", open);
  if (open) byId("places").querySelector(".place")?.focus();
  else if (was) document.querySelector(".drawer-button")?.focus();
}

start().catch((error) => {
  document.body.append(h("p", { class: "fatal", role: "alert", text: error.message }));
});
