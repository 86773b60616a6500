// The window: puts the parts together and keeps them up to date.

import { fill, h, icon, mark } from "./dom.js";
import { notice } from "./actions.js";
import { listen } from "./api.js";
import { lookAhead } from "./ahead.js";
import { clock } from "./clock.js";
import { conversation } from "./conversation.js";
import { edit } from "./edit.js";
import { faultMenu } from "./faults.js";
import { inspectorPanel } from "./inspector.js";
import { keys } from "./keys.js";
import { iconButton } from "./menu.js";
import { modals } from "./modal.js";
import { firstPlace, navigation } from "./navigate.js";
import { personSwitcher } from "./people.js";
import { sidebar } from "./sidebar.js";
import { APP, createStore, nameOf, toFetch } from "./state.js";
import { contextOf } from "./surface.js";
import { openSwitcher } from "./switcher.js";
import { threadPanel } from "./thread.js";
import { tries } from "./tries.js";

/** FIRST is who one is when the address does not say. */
const FIRST = "U0ANA00001";
const byId = (id) => document.getElementById(id);
const query = new URLSearchParams(location.search);
const store = createStore(query.get("as") || sessionStorage.getItem("as") || FIRST);
const parts = {};
const nav = navigation(store, parts, show);

async function start() {
  byId("mark").append(mark());
  store.failed = failed;
  await store.refresh("state");
  if (!store.snapshot) return fallBack();
  build();
  sessionStorage.setItem("as", store.as);
  await nav.go({ place: query.get("in") || firstPlace(store), thread: query.get("thread"), tab: query.get("tab"), quiet: true });
  if (query.get("write")) parts.conversation.write.write(query.get("write"));
  if (query.get("at")) parts.conversation.reach(query.get("at"));
  store.subscribe(changed);
  listen(store.as, (changes) => store.refresh(...toFetch(store, changes)), online);
  everyMinute();
  addEventListener("popstate", () => location.reload());
  document.addEventListener("visibilitychange", seen);
  document.body.dataset.ready = "true";
}

/** changed shows what is new. Where the place on the screen is gone, for everyone or for this person, another opens. */
function changed() {
  if (store.place !== APP && !store.channel(store.place)) nav.go({ place: firstPlace(store), quiet: true });
  else show();
}

/** failed says what went wrong. That the sandbox is gone is said by a line of its own. */
function failed(error) {
  if (error.code !== "unreachable") notice(error.message);
}

/** online says that the sandbox is gone, and fetches everything once it is back. */
function online(on) {
  const was = byId("offline").hidden;
  byId("offline").hidden = on;
  document.body.classList.toggle("is-offline", !on);
  if (on && !was) {
    store.traced = 0;
    store.trace.clear();
    store.refresh("state", "messages", "thread", "trace");
  }
}

/** seen counts as reading once the window is looked at again; what came meanwhile is marked as new. */
function seen() {
  if (document.hidden) store.newFrom ||= store.here()?.last_read || "";
  else store.refresh("state", "messages");
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

function build() {
  const { go, become, drawer, inspect, unread } = nav;
  const ctx = contextOf(store, (id) => go({ place: id }));
  const does = {
    openThread: (ts) => go({ thread: ts }), setTab: (tab) => go({ tab }), edit: (message) => edit(store, message), dismiss, unread, inspect,
    back: iconButton(icon("menu"), "Conversations", { class: "icon-button drawer-button", "aria-controls": "sidebar", data: { testid: "open-sidebar" }, on: { click: () => drawer(true) } }),
  };
  const toggle = () => inspect(null, Boolean(store.inspector));
  parts.sidebar = sidebar(store, byId("places"), { go, become });
  parts.conversation = conversation(store, ctx, byId("conversation"), does);
  parts.thread = threadPanel(store, ctx, byId("thread"), { ...does, close: () => go({ thread: null }) });
  parts.inspector = inspectorPanel(store, byId("inspector"), { inspect, close: () => inspect(null, true) });
  parts.modals = modals(store, ctx);
  const ahead = lookAhead(store, ctx);
  parts.clock = clock(store, byId("clock"), go, ahead);
  parts.tries = tries(store, byId("tries"), { go, ahead, clock: parts.clock.move, write: (words) => parts.conversation.write.write(words) });
  parts.person = personSwitcher(store, byId("person"), become);
  parts.faults = faultMenu(store, byId("faults"), byId("fault-banner"));
  fill(byId("inspect"), icon("inspect"), h("span", { class: "fault-words", text: "Inspect" }));
  byId("inspect").addEventListener("click", toggle);
  byId("scrim").addEventListener("click", () => drawer(false));
  byId("sidebar").addEventListener("keydown", (event) => { if (event.key === "Escape") drawer(false); });
  keys({ switcher: () => openSwitcher(store, go), inspector: toggle });
}

function show() {
  byId("team").textContent = store.snapshot.team.name;
  byId("inspect").setAttribute("aria-expanded", String(Boolean(store.inspector)));
  title();
  for (const part of ["sidebar", "clock", "person", "faults", "modals", "tries"]) parts[part]();
  for (const part of ["conversation", "thread", "inspector"]) parts[part].show();
  document.body.classList.toggle("has-panel", Boolean(store.threadTS || store.inspector));
}

/** title names the window, and says whether something is unread, and how much of it is for whoever looks. */
function title() {
  const all = store.snapshot.channels.filter((c) => c.unread > 0 && (c.id !== store.here()?.id || store.kept.has(c.id)));
  const loud = all.reduce((n, c) => n + (c.mentions || 0), 0);
  document.title = `${loud ? `(${loud}) ` : all.length ? "• " : ""}${nameOf(store.me())} · ${store.snapshot.team.name}`;
}

function dismiss(message) {
  store.dismissed.add(`${store.here().id}/${message.ts}`);
  show();
  parts.conversation.write.field.focus();
}

start().catch((error) => {
  document.body.append(h("p", { class: "fatal", role: "alert", text: error.message }));
});
