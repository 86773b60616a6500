// People in the sidebar, each with the time of day there, and who one is.

import { fill, h, icon } from "./dom.js";
import { attempt } from "./actions.js";
import { post } from "./api.js";
import { opensMenu } from "./menu.js";
import { avatar } from "./message.js";
import { messageTo, newPerson } from "./newplace.js";
import { faced, remarks, whereabouts } from "./places.js";
import { adds, group } from "./sidebar.js";
import { nameOf } from "./state.js";
import { city, clockTime } from "./times.js";

/** people are the others whom this person's client knows. */
export function people(store, { go, become }) {
  const all = store.snapshot.users.filter((u) => !u.is_bot && u.id !== store.as).sort((a, b) => a.deleted - b.deleted);
  return group("People", all.map((user) => {
    const about = remarks(user, store);
    const mark = user.is_restricted ? "guest" : user.team_id !== store.snapshot.team.id ? "other org" : "";
    const row = h("button", { type: "button", class: user.deleted ? "place person away" : "place person", title: whereabouts(user, store), data: { testid: `person-${user.name}` } },
      h("span", { class: "lead" }, faced(user, store)), h("span", { class: "place-name", text: nameOf(user) }),
      mark && h("span", { class: "side-mark", "aria-hidden": "true", text: mark }), user.quiet && h("span", { class: "side-quiet", "aria-hidden": "true" }, icon("moon")),
      !user.deleted && h("time", { class: "local", text: clockTime(store.now(), user.tz) }), about.length > 0 && h("span", { class: "hidden", text: ", " + about.join(", ") }));
    return opensMenu(row, () => (user.deleted ? [{ heading: user.real_name }, accountRow(user)] : [
      { heading: user.real_name },
      { note: whereabouts(user, store) },
      { label: `Message ${nameOf(user)}`, testid: `message-${user.name}`, run: () => messageTo(store, go, user.id) },
      { label: `Be ${nameOf(user)}`, hint: "In this window", testid: `be-${user.name}`, run: () => become(user.id) },
      windowRow(user),
      { heading: "Try what happens when" },
      ...stateRows(user, store), accountRow(user),
    ]));
  }), adds("Somebody joins", "new-person", () => newPerson(store)));
}

/** accountRow ends somebody's account, or begins it again, as an admin does. */
const accountRow = (user) => ({
  label: user.deleted ? `Activate ${nameOf(user)}'s account` : `Deactivate ${nameOf(user)}'s account`, testid: `account-${user.name}`, danger: !user.deleted,
  run: () => attempt(() => post("user", { user: user.id, deleted: !user.deleted })),
});

const windowRow = (user) => ({ label: `Open a window as ${nameOf(user)}`, hint: "Beside this one", testid: `window-${user.name}`, run: () => window.open(`?as=${encodeURIComponent(user.id)}`, "_blank") });

/** stateRows set whether somebody is there and may be notified. */
function stateRows(user, store) {
  const set = (body) => attempt(() => post("user", { user: user.id, ...body }));
  const own = user.id === store.as;
  const [who, whose] = own ? ["yourself", "your"] : [nameOf(user), `${nameOf(user)}'s`];
  return [
    user.active === false ? { label: `Set ${who} active`, testid: `active-${user.name}`, run: () => set({ active: true }) }
      : { label: `Set ${who} away`, hint: "Away people lose ephemeral messages", testid: `away-${user.name}`, run: () => set({ active: false }) },
    user.quiet ? { label: `Let ${whose} notifications through`, testid: `open-${user.name}`, run: () => set({ dnd: { snooze_minutes: 0 } }) }
      : { label: `Pause ${whose} notifications for an hour`, testid: `quiet-${user.name}`, run: () => set({ dnd: { snooze_minutes: 60 } }) },
  ];
}

/** personSwitcher shows who one is, and lets one be somebody else. */
export function personSwitcher(store, button, become) {
  let known = [];
  let print = "";
  opensMenu(button, () => {
    const others = (known.length > store.snapshot.users.length ? known : store.snapshot.users).filter((u) => !u.is_bot && !u.deleted);
    return [
      { heading: "Be somebody else" },
      ...others.map((user) => ({
        label: nameOf(user), hint: whereabouts(user, store), lead: avatar(user), checked: user.id === store.as, testid: `as-${user.name}`, run: () => become(user.id),
        more: user.id !== store.as && { ...windowRow(user), icon: "window" },
      })),
      { heading: nameOf(store.me()) }, ...stateRows(store.me(), store),
    ];
  }, { testid: "people", wide: true });
  return function show() {
    const me = store.me();
    if (store.snapshot.users.length > known.length) known = store.snapshot.users;
    const now = JSON.stringify([nameOf(me), whereabouts(me, store)]);
    if (now === print) return;
    print = now;
    button.title = whereabouts(me, store);
    fill(button, h("span", { class: "hidden", text: "You are " }), h("span", { class: "faced" }, avatar(me), h("span", { class: `presence${me.active === false ? " off" : ""}${me.quiet ? " quiet" : ""}` })),
      h("span", { class: "person-words" }, h("strong", { text: nameOf(me) }), h("span", { class: "hidden", text: ", " }), h("small", { text: `${city(me.tz)}, ${clockTime(store.now(), me.tz)}` })),
      h("span", { class: "hidden", text: ". Be somebody else" }), icon("down"));
  };
}
