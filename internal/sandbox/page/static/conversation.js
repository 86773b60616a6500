// The middle of the window: a conversation with its header, list and composer,
// or the app's Home.

import { fill, h, icon } from "./dom.js";
import { keepFocus } from "./a11y.js";
import { attempt } from "./actions.js";
import { post } from "./api.js";
import { closedNote, composer } from "./composer.js";
import { home } from "./home.js";
import { emptyState, messageList } from "./list.js";
import { opensMenu } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";
import { header } from "./sidebar.js";
import { APP, lookOf, nameOf } from "./state.js";
import { fromTS, stamp } from "./times.js";

/** conversation keeps the middle drawn. nav: {openThread, setTab, edit, back}. */
export function conversation(store, ctx, root, nav) {
  const top = h("header", { class: "place-head" });
  const scroll = h("div", { class: "messages", tabindex: "0", role: "region", "aria-label": "Messages", data: { testid: "messages" } });
  const homeRoot = h("div", { class: "home", role: "tabpanel", "aria-label": "Home", data: { testid: "home" } });
  const write = composer(store, () => placeOf(store), { testid: "composer", send: "send", done: () => store.refresh("state", "messages") });
  const foot = h("div", { class: "place-foot" });
  fill(root, top, scroll, homeRoot, foot);
  const list = messageList(scroll);
  const showHome = home(store, ctx, homeRoot);
  let print = "";

  function heading() {
    const here = store.here();
    const about = here && [here.id, here.name, here.topic, here.is_member, here.is_archived, here.members];
    const now = JSON.stringify([store.place, store.tab, store.as, about, store.app().name, store.messages.filter((m) => m.pinned).map((m) => [m.ts, m.text])]);
    if (now === print) return;
    print = now;
    keepFocus(top, () => header(store, top, { back: nav.back, tabs: store.place === APP && tabs(store, nav), members: store.place !== APP && here && !here.is_im && tools(store, ctx, here, scroll) }));
  }

  return {
    write,
    show() {
      heading();
      const onHome = store.place === APP && store.tab === "home" && store.app().home_tab !== false;
      homeRoot.hidden = !onHome;
      scroll.hidden = foot.hidden = onHome;
      if (onHome) return showHome();
      const here = store.here();
      const view = { store, ctx, channel: here || { id: APP }, key: `${store.as} ${store.place}`, print: lookOf(store), openThread: nav.openThread, edit: nav.edit, dismiss: nav.dismiss };
      const shown = store.messages.filter((m) => !store.dismissed.has(`${here?.id}/${m.ts}`) && !(m.ephemeral && m.thread_ts && m.thread_ts !== m.ts));
      list.show(shown, view, () => nothing(store, write));
      const deaf = store.place === APP && store.app().messages_tab_read_only;
      const open = !deaf && (!here || (here.is_member !== false && !here.is_archived));
      const wanted = open ? write.root : "closed";
      if (open) {
        if (foot.firstChild !== wanted) fill(foot, wanted);
        write.refresh();
      } else fill(foot, closedNote(store, here, () => store.refresh("state", "messages")));
    },
  };
}

function placeOf(store) {
  const here = store.here();
  const name = store.place === APP ? store.app().name : here?.is_im ? store.names.user(here.user) : here?.name;
  return { channel: here?.id || APP, key: `${store.as} ${store.place}`, label: `Message to ${name}`, hint: "Write, or / for commands" };
}

function nothing(store, write) {
  const command = store.app().command || "/";
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

/** tools are at the right of a channel's header: the app, pins, members, more. */
function tools(store, ctx, here, scroll) {
  const app = store.app();
  const inIt = here.members.includes(app.user_id);
  const change = (body) => attempt(() => post("channel", { as: store.as, channel: here.id, ...body }));
  const pins = store.messages.filter((m) => m.pinned);
  const people = here.members.map((id) => store.user(id)).filter(Boolean);
  return h("div", { class: "tools" },
    !inIt && here.is_member && h("button", { type: "button", class: "button small", text: `Invite ${app.name}`, data: { testid: "invite-app" }, on: { click: () => change({ op: "invite", user: app.user_id }) } }),
    pins.length > 0 && opensMenu(tool("pin", String(pins.length), "pins", `${pins.length} pinned`), () => pins.map((m) => pinRow(m, store, ctx, scroll))),
    opensMenu(h("button", { type: "button", class: "button quiet small", title: "Who is here", "aria-label": `${people.length} here`, data: { testid: "members" } }, icon("shared"), String(people.length)), () => [
      { heading: "Who is here" }, ...people.map((user) => ({ note: nameOf(user) + (user.is_bot ? ", app" : user.is_restricted ? ", guest" : "") })),
    ]),
    opensMenu(tool("more", "", "channel-menu", "Channel"), () => [
      inIt ? { label: `Remove ${app.name}`, testid: "remove-app", run: () => change({ op: "kick", user: app.user_id }) } : { label: `Invite ${app.name}`, run: () => change({ op: "invite", user: app.user_id }) },
      here.is_member ? { label: "Leave the channel", run: () => change({ op: "leave" }) } : { label: "Join the channel", run: () => change({ op: "join" }) },
      here.is_archived ? { label: "Unarchive", run: () => change({ op: "unarchive" }) } : { label: "Archive", run: () => change({ op: "archive" }), danger: true },
    ]));
}

const tool = (sign, label, testid, name) => h("button", { type: "button", class: "button quiet small", "aria-label": name || null, title: name || null, data: { testid } }, icon(sign), label);

function pinRow(message, store, ctx, scroll) {
  const words = message.text.length > 90 ? message.text.slice(0, 90) + "…" : message.text;
  return {
    label: mrkdwn(words.split("\n")[0], ctx), hint: stamp(fromTS(message.ts), store.zone()),
    run: () => {
      const node = scroll.querySelector(`[data-ts="${CSS.escape(message.ts)}"]`);
      node?.scrollIntoView({ block: "center" });
      node?.focus({ preventScroll: true });
    },
  };
}
