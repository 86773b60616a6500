// The line above a conversation: its name, and what belongs to it.

import { add, fill, h, icon } from "./dom.js";
import { ask, attempt } from "./actions.js";
import { post } from "./api.js";
import { opensMenu } from "./menu.js";
import { avatar } from "./message.js";
import { mrkdwn } from "./mrkdwn.js";
import { addPeople, rename } from "./newplace.js";
import { isDirect, placeName, signOf, whereabouts } from "./places.js";
import { APP, nameOf } from "./state.js";
import { fromTS, stamp } from "./times.js";

/** headerPrint is all that a header shows, to see whether it has to be drawn again. */
export function headerPrint(store) {
  const here = store.here();
  const about = here && [here.id, here.name, here.topic, here.is_member, here.is_archived, here.is_private, here.members];
  const who = here && isDirect(here) && here.members.map((id) => store.user(id)).map((u) => u && [nameOf(u), whereabouts(u, store)]);
  return JSON.stringify([store.place, store.tab, store.as, about, who, store.app().name, store.snapshot.home?.id, store.messages.filter((m) => m.pinned).map((m) => [m.ts, m.text])]);
}

/** header draws it: back opens the drawer, tabs are the app's. */
export function header(store, root, { back, tabs, ctx, scroll, inspect }) {
  const here = store.here();
  const inApp = store.place === APP;
  const other = here?.is_im && !inApp && store.user(here.user);
  const topic = other ? whereabouts(other, store) : here?.topic;
  fill(root, back, add(h("div", { class: "place-title" }),
    !inApp && here && h("span", { class: "place-sign" }, signOf(here, store)), h("h1", { text: placeName(store) }), topic && h("p", { class: "topic", text: topic, title: topic })),
  tabs, inApp && store.tab === "home" && store.snapshot.home && h("div", { class: "tools" }, homeTool(store, inspect)), !inApp && here && h("div", { class: "tools" }, tools(store, ctx, here, scroll)));
}

function tools(store, ctx, here, scroll) {
  const app = store.app();
  const pins = store.messages.filter((m) => m.pinned);
  const inIt = here.members.includes(app.user_id);
  const open = here.is_member && !here.is_archived;
  return [
    !isDirect(here) && !inIt && open && h("button", { type: "button", class: "button small", data: { testid: "invite-app" }, on: { click: () => change(store, here, { op: "invite", user: app.user_id }) } },
      h("span", null, "Invite ", h("span", { class: "where-wide", text: app.name }))),
    pins.length > 0 && opensMenu(tool("pin", String(pins.length), "pins", `${pins.length} pinned`), () => [{ heading: "Pinned" }, ...pins.map((m) => pinRow(m, store, ctx, scroll))]),
    !here.is_im && opensMenu(tool("shared", String(here.members.length), "members", `${here.members.length} here`), () => memberRows(store, here), { wide: true, testid: "members-menu" }),
    !isDirect(here) && opensMenu(tool("more", "", "channel-menu", "Channel"), () => channelRows(store, here, inIt)),
  ];
}

/** homeTool opens the payload of what the app shows in its Home. */
const homeTool = (store, inspect) => add(h("button", {
  type: "button", class: "button quiet small", title: "Inspect this Home", "aria-label": "Inspect this Home", data: { testid: "inspect-home" }, on: { click: () => inspect({ view_id: store.snapshot.home.id }) },
}), icon("inspect"));

const change = (store, here, body) => attempt(() => post("channel", { as: store.as, channel: here.id, ...body }));

/** memberRows list who is here; the sign beside somebody takes that person out, after a question. */
function memberRows(store, here) {
  const people = here.members.map((id) => store.user(id)).filter(Boolean);
  const known = here.members.length - people.length;
  const may = here.is_member && !here.is_archived && !isDirect(here);
  return [
    may && { label: "Add people…", testid: "add-people-open", lead: icon("plus"), run: () => addPeople(store, here) },
    { heading: "Who is here" },
    ...people.map((user) => ({
      label: nameOf(user), hint: user.is_bot ? "App" : whereabouts(user, store), lead: avatar(user), testid: `member-${user.name}`,
      more: may && !here.is_general && user.id !== store.as && { label: `Remove ${nameOf(user)}`, run: () => takeOut(store, here, user) },
    })),
    known > 0 && { note: `and ${known} whom you do not know` },
  ].filter(Boolean);
}

async function takeOut(store, here, user) {
  const name = nameOf(user);
  const sure = await ask({ title: `Remove ${name} from ${here.name}?`, text: `${user.is_bot ? "It" : "That person"} can be added again.`, yes: "Remove", no: "Keep", danger: true });
  if (sure) change(store, here, { op: "kick", user: user.id });
}

function channelRows(store, here, inIt) {
  const app = store.app();
  const act = (label, body, more) => ({ label, run: () => change(store, here, body), testid: `do-${body.op}`, ...more });
  if (here.is_archived) return [act("Unarchive", { op: "unarchive" })];
  if (!here.is_member) return [act("Join the channel", { op: "join" })];
  return [
    { label: "Add people…", run: () => addPeople(store, here) },
    inIt ? { label: `Remove ${app.name}`, testid: "remove-app", run: () => takeOut(store, here, store.user(app.user_id)) } : act(`Invite ${app.name}`, { op: "invite", user: app.user_id }, { testid: "do-invite-app" }),
    !here.is_general && { label: "Rename…", testid: "do-rename", run: () => rename(store, here) },
    !here.is_general && act(here.is_private ? "Make it public" : "Make it private", { op: here.is_private ? "make_public" : "make_private" }),
    act("Leave the channel", { op: "leave" }),
    !here.is_general && act("Archive", { op: "archive" }, { danger: true }),
    !here.is_general && store.me().is_admin && { label: "Delete…", testid: "do-delete", danger: true, run: () => remove(store, here) },
  ].filter(Boolean);
}

async function remove(store, here) {
  const sure = await ask({ title: `Delete ${here.name}?`, text: "The channel goes with everything in it. It does not come back.", yes: "Delete", no: "Keep", danger: true });
  if (sure) change(store, here, { op: "delete" });
}

const tool = (sign, label, testid, name) => h("button", { type: "button", class: "button quiet small", "aria-label": name, title: name, data: { testid } }, icon(sign), label);

function pinRow(message, store, ctx, scroll) {
  const words = message.text.length > 90 ? message.text.slice(0, 90) + "…" : message.text;
  return { label: mrkdwn(words.split("\n")[0], ctx), hint: stamp(fromTS(message.ts), store.zone()), run: () => showMessage(scroll, message.ts) };
}

/** showMessage brings a message into view and puts the keyboard on it. */
export function showMessage(scroll, ts) {
  const node = scroll.querySelector(`[data-ts="${CSS.escape(ts)}"]`);
  node?.scrollIntoView({ block: "center" });
  node?.focus({ preventScroll: true });
  return Boolean(node);
}

