// The rest of the top bar: who one is, and faults to try.

import { fill, h, icon } from "./dom.js";
import { attempt, notice } from "./actions.js";
import { post } from "./api.js";
import { opensMenu } from "./menu.js";
import { avatar } from "./message.js";
import { nameOf } from "./state.js";
import { city, clockTime } from "./times.js";

/** personSwitcher shows who one is, and lets one be somebody else. */
export function personSwitcher(store, button, become) {
  let known = [];
  let print = "";
  opensMenu(button, () => {
    const others = known.length > store.snapshot.users.length ? known : store.snapshot.users;
    return [{ heading: "Be somebody else" }, ...others.filter((u) => !u.is_bot && !u.deleted).map((user) => ({
      label: nameOf(user), hint: `${city(user.tz)}, ${clockTime(store.now(), user.tz)}${remark(user, store)}`, lead: avatar(user),
      checked: user.id === store.as, testid: `as-${user.name}`, run: () => become(user.id),
    }))];
  }, { testid: "people", wide: true });
  return function show() {
    const me = store.me();
    if (store.snapshot.users.length > known.length) known = store.snapshot.users;
    const now = `${nameOf(me)} ${me.tz} ${clockTime(store.now(), me.tz)}`;
    if (now === print) return;
    print = now;
    button.setAttribute("aria-label", `You are ${nameOf(me)}. Be somebody else`);
    fill(button, avatar(me), h("span", { class: "person-words" }, h("strong", { text: nameOf(me) }), h("small", { text: `${city(me.tz)}, ${clockTime(store.now(), me.tz)}` })), icon("down"));
  };
}

function remark(user, store) {
  if (user.is_restricted) return " · guest";
  return user.team_id !== store.snapshot.team.id ? " · another organisation" : "";
}

const FAULTS = [
  ["Slack warns the socket, then closes it", "A refresh, as every hour", { kind: "disconnect", reason: "warning" }],
  ["Slack asks for a refresh", "The socket closes at once", { kind: "disconnect", reason: "refresh_requested" }],
  ["Cut the socket without a word", "As a lost network", { kind: "drop" }],
  ["Slow: two seconds a call", "The next ten calls", { kind: "slow", method: "*", ms: 2000, times: 10 }],
  ["Too many requests", "The next call gets 429, retry after 2 s", { kind: "status", method: "*", status: 429, retry_after: 2, times: 1 }],
  ["Server error, nothing done", "The next call gets 500", { kind: "status", method: "*", status: 500, times: 1 }],
  ["Server error after the work", "Done, but the answer is 500", { kind: "status", method: "*", status: 500, times: 1, after: true }],
  ["Send the last envelope again", "As Slack does without an answer", { kind: "redeliver" }],
];

/** faultMenu offers what a real Slack does now and then. */
export function faultMenu(store, button) {
  opensMenu(button, () => {
    const active = store.snapshot.faults || [];
    const sockets = store.snapshot.sockets || 0;
    return [
      { heading: "Faults to try" },
      { note: sockets ? `${store.app().name} holds ${sockets} ${sockets === 1 ? "socket" : "sockets"}.` : "No app is connected." },
      ...FAULTS.map(([label, hint, body]) => ({ label, hint, run: () => strike(label, body) })),
      ...(active.length ? [{ heading: "Still to strike" }, ...active.map((f) => ({ note: `${f.kind} on ${f.method === "*" ? "any call" : f.method}, ${f.times || 1} to go` })), { label: "Clear them all", run: () => strike("Faults cleared", { kind: "clear" }) }] : []),
    ];
  }, { testid: "faults-menu", wide: true });
  return function show() {
    const active = (store.snapshot.faults || []).length;
    const alone = !store.snapshot.bot?.connected;
    const words = alone ? "No app connected" : active ? `${active} to strike` : "Faults";
    button.classList.toggle("alert", alone || active > 0);
    button.setAttribute("aria-label", `${words}. Faults to try`);
    fill(button, icon("fault"), h("span", { class: "fault-words", text: words }));
  };
}

async function strike(label, body) {
  if (await attempt(() => post("fault", body))) notice(`${label}.`);
}
