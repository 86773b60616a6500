// Channels, direct messages, the app, and people with their time of day.

import { add, fill, h, icon } from "./dom.js";
import { arrows, keepFocus } from "./a11y.js";
import { attempt } from "./actions.js";
import { post } from "./api.js";
import { opensMenu } from "./menu.js";
import { avatar } from "./message.js";
import { APP, nameOf } from "./state.js";
import { clockTime } from "./times.js";

/** sidebar keeps the list of places drawn; go({place}) opens one. */
export function sidebar(store, root, { go, become }) {
  arrows(root, ".place");
  let print = "";
  return function show() {
    const { channels, users } = store.snapshot;
    const rows = channels.map((c) => [c.id, c.name, c.topic, c.unread, c.is_member, c.is_archived, c.is_private]);
    const now = JSON.stringify([rows, users.map((u) => [u.id, nameOf(u), u.deleted, clockTime(store.now(), u.tz)]), store.place, store.as, store.app().name]);
    if (now === print) return;
    print = now;
    keepFocus(root, () => fill(root, channelList(store, go), direct(store, go), people(store, become)));
  };
}

function channelList(store, go) {
  const all = store.snapshot.channels.filter((c) => !c.is_im).sort((a, b) => b.is_general - a.is_general || a.name.localeCompare(b.name));
  return group("Channels", all.filter((c) => !c.is_archived || c.id === store.place).map((c) => place(store, {
    id: c.id, testid: `channel-${c.name}`, label: c.name, unread: c.unread, lead: icon(c.is_private ? "lock" : c.is_ext_shared ? "shared" : "channel"),
    away: !c.is_member, title: c.is_member ? c.topic : `${c.topic || c.name}. You are not in it.`,
  }, go)), newChannel(store, go));
}

function newChannel(store, go) {
  const form = h("form", { class: "new-channel", hidden: true }, h("input", { class: "field", "aria-label": "Name of the new channel", placeholder: "new-channel", maxlength: "80", autocomplete: "off" }));
  const button = h("button", { type: "button", class: "side-add", "aria-label": "New channel", title: "New channel", data: { testid: "new-channel" } }, icon("plus"));
  button.addEventListener("click", () => { form.hidden = !form.hidden; form.firstChild.focus(); });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const name = form.firstChild.value.trim().toLowerCase().replace(/\s+/g, "-");
    const made = name && await attempt(() => post("channel", { as: store.as, op: "create", name }));
    if (!made) return;
    form.hidden = true;
    form.firstChild.value = "";
    await store.refresh("state");
    go({ place: made.channel });
  });
  return { button, form };
}

function direct(store, go) {
  const app = store.app();
  const rows = [place(store, { id: APP, testid: "dm-app", label: app.name, unread: store.appChannel()?.unread, lead: avatar(store.user(app.user_id) || { is_bot: true }, "tiny"), title: "The app" }, go)];
  for (const c of store.snapshot.channels.filter((one) => one.is_im && one.user !== app.user_id)) {
    rows.push(place(store, { id: c.id, testid: `dm-${store.user(c.user)?.name || c.user}`, label: store.names.user(c.user), unread: c.unread, lead: avatar(store.user(c.user), "tiny") }, go));
  }
  return group("Direct messages", rows);
}

function group(title, rows, extra) {
  return h("section", { class: "side-group", "aria-label": title }, h("div", { class: "side-title" }, h("h2", { text: title }), extra?.button), extra?.form, h("ul", null, rows.map((row) => h("li", null, row))));
}

function place(store, row, go) {
  const here = store.place === row.id;
  const unread = here ? 0 : row.unread || 0;
  return h("button", {
    type: "button", class: `place${unread ? " unread" : ""}${row.away ? " away" : ""}`, title: row.title || null, "aria-current": here ? "page" : null,
    data: { testid: row.testid }, on: { click: () => go({ place: row.id }) },
  }, h("span", { class: "lead" }, row.lead), h("span", { class: "place-name", text: row.label }),
  unread > 0 && h("span", { class: "count", data: { testid: "unread" } }, String(unread), h("span", { class: "hidden", text: " unread" })));
}

function people(store, become) {
  const all = store.snapshot.users.filter((u) => !u.is_bot && !u.deleted && u.id !== store.as);
  return group("People", all.map((user) => {
    const row = h("button", { type: "button", class: "place person", data: { testid: `person-${user.name}` } },
      h("span", { class: "lead" }, avatar(user, "tiny")), h("span", { class: "place-name", text: nameOf(user) }),
      h("time", { class: "local", title: user.tz, text: clockTime(store.now(), user.tz) }));
    return opensMenu(row, () => [
      { heading: user.real_name + (user.is_restricted ? ", guest" : "") },
      { label: `Be ${nameOf(user)}`, hint: "In this window", run: () => become(user.id) },
      { label: `Open a window as ${nameOf(user)}`, hint: "Beside this one", run: () => window.open(`?as=${encodeURIComponent(user.id)}`, "_blank") },
    ]);
  }));
}

/** header is the line above a conversation. */
export function header(store, root, { tabs, members, back }) {
  const here = store.here();
  const isApp = store.place === APP;
  const name = isApp ? store.app().name : here?.is_im ? store.names.user(here.user) : here?.name || "";
  fill(root, back, add(h("div", { class: "place-title" }), h("h1", { text: name }), here?.topic && h("p", { class: "topic", text: here.topic })), tabs, members);
}
