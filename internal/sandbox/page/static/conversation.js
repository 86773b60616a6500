// The middle of the window: a conversation with its header, list and composer,
// or the app's Home.

import { fill, h } from "./dom.js";
import { keepFocus } from "./a11y.js";
import { closedNote, composer } from "./composer.js";
import { header, headerPrint, showMessage } from "./header.js";
import { home } from "./home.js";
import { jumps } from "./jump.js";
import { emptyState, messageList } from "./list.js";
import { placeName } from "./places.js";
import { APP, lookOf } from "./state.js";
import { walkMessages } from "./walkmessages.js";

/** conversation keeps the middle drawn. nav: {openThread, setTab, edit, dismiss, unread, inspect, back}. */
export function conversation(store, ctx, root, nav) {
  const top = h("header", { class: "place-head" });
  const scroll = h("div", { class: "messages", tabindex: "0", role: "region", "aria-label": "Messages", data: { testid: "messages" } });
  const wrap = h("div", { class: "messages-wrap" }, scroll);
  const homeRoot = h("div", { class: "home", role: "tabpanel", "aria-label": "Home", data: { testid: "home" } });
  const done = (sent) => {
    if (sent) store.newFrom = "";
    return store.refresh("state", "messages");
  };
  const write = composer(store, () => placeOf(store), { testid: "composer", send: "send", done, edit: nav.edit });
  const foot = h("div", { class: "place-foot" });
  fill(root, top, wrap, homeRoot, foot);
  const jump = jumps(scroll, wrap);
  const list = messageList(scroll, jump.came);
  const showHome = home(store, ctx, homeRoot);
  walkMessages(scroll);
  let print = "";

  function heading() {
    const now = headerPrint(store);
    if (now === print) return;
    print = now;
    keepFocus(top, () => header(store, top, { back: nav.back, tabs: store.place === APP && tabs(store, nav), ctx, scroll, inspect: nav.inspect }));
  }

  function talk() {
    const here = store.here();
    const view = { store, ctx, channel: here || { id: APP }, key: `${store.as} ${store.place}`, print: lookOf(store), newFrom: store.newFrom, ...nav };
    const shown = store.messages.filter((m) => !(m.ephemeral && store.dismissed.has(`${here?.id}/${m.ts}`)) && !(m.ephemeral && m.thread_ts && m.thread_ts !== m.ts));
    list.show(shown, view, () => nothing(store, write));
    jump.draw();
    const open = !(store.place === APP && deaf(store.app())) && (!here || (here.is_member !== false && !here.is_archived));
    if (!open) return fill(foot, closedNote(store, here, () => store.refresh("state", "messages")));
    if (foot.firstChild !== write.root) fill(foot, write.root);
    write.refresh();
  }

  return {
    write,
    /** reach brings a message into view, and says whether it is there. */
    reach: (ts) => showMessage(scroll, ts),
    show() {
      heading();
      const onHome = store.place === APP && store.tab === "home" && store.app().home_tab !== false;
      homeRoot.hidden = !onHome;
      wrap.hidden = scroll.hidden = foot.hidden = onHome;
      if (onHome) showHome();
      else talk();
    },
  };
}

function placeOf(store) {
  return { channel: store.here()?.id || APP, key: `${store.as} ${store.place}`, label: `Message to ${placeName(store)}`, hint: "Write, or / for commands" };
}

/** deaf says whether nobody can write to the app. */
const deaf = (app) => app.messages_tab_read_only || app.messages_tab === false;

function nothing(store, write) {
  const { command } = store.app();
  const here = store.here();
  const shut = store.place === APP ? deaf(store.app()) : here && (here.is_member === false || here.is_archived);
  if (shut || !command) return emptyState(shut ? "No messages." : "No messages yet.");
  return emptyState(`No messages. Write ${command} to begin.`, h("button", { type: "button", class: "button", text: `Write ${command}`, on: { click: () => write.write(command + " ") } }));
}

function tabs(store, nav) {
  const app = store.app();
  const tab = (name, label, testid) => h("button", {
    type: "button", role: "tab", class: "tab", "aria-selected": String(store.tab === name), tabindex: store.tab === name ? "0" : "-1", text: label, data: { testid }, on: { click: () => nav.setTab(name) },
  });
  const row = h("div", { class: "tabs", role: "tablist", "aria-label": app.name }, app.home_tab !== false && tab("home", "Home", "home-tab"), app.messages_tab !== false && tab("messages", "Messages", "messages-tab"));
  row.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    nav.setTab(store.tab === "home" ? "messages" : "home").then(() => document.querySelector(".tab[aria-selected=true]")?.focus());
  });
  return row;
}
