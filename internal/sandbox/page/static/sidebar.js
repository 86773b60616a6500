// Channels, direct conversations and the app. People are people.js.

import { fill, h, icon } from "./dom.js";
import { arrows, keepFocus } from "./a11y.js";
import { opensMenu } from "./menu.js";
import { avatar } from "./message.js";
import { newChannel, newMessage } from "./newplace.js";
import { people } from "./people.js";
import { isDirect, labelOf, remarks, signOf } from "./places.js";
import { APP, nameOf } from "./state.js";
import { clockTime } from "./times.js";

/** sidebar keeps the list of places drawn; go({place}) opens one. */
export function sidebar(store, root, { go, become }) {
  arrows(root, ".place");
  let print = "";
  return function show() {
    const { channels, users } = store.snapshot;
    const rows = channels.map((c) => [c.id, c.name, c.topic, c.unread, c.mentions, c.is_member, c.is_archived, c.is_private, c.is_mpim && c.members]);
    const who = users.map((u) => [u.id, nameOf(u), remarks(u, store), clockTime(store.now(), u.tz)]);
    const now = JSON.stringify([rows, who, store.place, store.as, store.app().name, [...store.kept]]);
    if (now === print) return;
    print = now;
    keepFocus(root, () => fill(root, channelList(store, go), direct(store, go), people(store, { go, become })));
  };
}

function channelList(store, go) {
  const all = store.snapshot.channels.filter((c) => !isDirect(c)).sort((a, b) => b.is_general - a.is_general || a.name.localeCompare(b.name));
  const shown = all.filter((c) => !c.is_archived || c.id === store.place);
  const gone = all.filter((c) => c.is_archived && c.id !== store.place);
  const rows = [
    { label: "New channel…", testid: "new-channel-open", run: () => newChannel(store, go) },
    gone.length > 0 && { heading: "Archived" },
    ...gone.map((c) => ({ label: c.name, testid: `archived-${c.name}`, run: () => go({ place: c.id }) })),
  ].filter(Boolean);
  return group("Channels", shown.map((c) => place(store, {
    id: c.id, testid: `channel-${c.name}`, label: c.name, channel: c, lead: signOf(c, store),
    away: !c.is_member, title: c.is_archived ? "Archived" : c.is_member ? c.topic : `${c.topic || c.name}. You are not in it.`,
  }, go)), adds("New channel", "new-channel", gone.length > 0 ? rows : rows[0].run));
}

function direct(store, go) {
  const app = store.app();
  const rows = [place(store, { id: APP, testid: "dm-app", label: app.name, channel: store.appChannel(), lead: avatar(store.user(app.user_id) || { is_bot: true }, "tiny"), title: "The app" }, go)];
  const others = store.snapshot.channels.filter((c) => isDirect(c) && c.user !== app.user_id);
  for (const c of others.sort((a, b) => labelOf(a, store).localeCompare(labelOf(b, store)))) {
    const label = labelOf(c, store);
    rows.push(place(store, { id: c.id, testid: c.is_im ? `dm-${store.user(c.user)?.name || c.user}` : `group-${c.id}`, label, channel: c, lead: signOf(c, store), title: label }, go));
  }
  return group("Direct messages", rows, adds("New message", "new-message", () => newMessage(store, go)));
}

/** adds is the plus beside a title: it does the one thing, or offers several. */
export function adds(label, testid, what) {
  const button = h("button", { type: "button", class: "side-add", "aria-label": label, title: label, data: { testid } }, icon("plus"));
  if (Array.isArray(what)) return opensMenu(button, () => what);
  button.addEventListener("click", what);
  return button;
}

/** group is a titled list of the sidebar. */
export function group(title, rows, button) {
  return h("section", { class: "side-group", "aria-label": title }, h("div", { class: "side-title" }, h("h2", { text: title }), button), h("ul", null, rows.map((row) => h("li", null, row))));
}

function place(store, row, go) {
  const here = store.place === row.id;
  const quiet = here && !store.kept.has(row.channel?.id);
  const unread = quiet ? 0 : row.channel?.unread || 0;
  const mentions = quiet ? 0 : row.channel?.mentions || 0;
  return h("button", {
    type: "button", class: `place${unread ? " unread" : ""}${row.away ? " away" : ""}`, title: row.title || null, "aria-current": here ? "page" : null,
    data: { testid: row.testid }, on: { click: () => go({ place: row.id }) },
  }, h("span", { class: "lead" }, row.lead), h("span", { class: "place-name", text: row.label }), badge(unread, mentions));
}

/** badge counts what is unread, loudly where it names the person or is for that person alone. */
function badge(unread, mentions) {
  if (!unread) return null;
  const count = mentions || unread;
  const words = mentions ? ` unread, ${mentions === 1 ? "one names" : `${mentions} name`} you` : " unread";
  return h("span", { class: mentions ? "count loud" : "count", data: { testid: "unread" } }, count > 99 ? "99+" : String(count), h("span", { class: "hidden", text: words }));
}
