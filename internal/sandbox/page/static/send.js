// Sending what was typed: a message, a command of the app, or one of the
// client's own.

import { attempt, missed, notice } from "./actions.js";
import { post } from "./api.js";
import { nameOf } from "./state.js";

/** deliver sends a text from a place, and resolves to something true once it was taken. */
export function deliver(store, at, text) {
  const to = { as: store.as, channel: at.channel, text };
  if (at.threadTS) Object.assign(to, { thread_ts: at.threadTS, reply_broadcast: at.broadcast || undefined });
  const name = /^\/[^\s/]\S*/.exec(text)?.[0];
  if (!name) return attempt(() => post("message", to));
  if (at.threadTS) return refuse(`${name} does not work in threads. Write it in the conversation, or mention ${store.app().name} here.`);
  if ((store.app().commands || []).some((c) => c.name === name)) return command(store, at, text);
  return ownCommand(store, at, name, text.slice(name.length).trim());
}

async function command(store, at, text) {
  const done = await attempt(() => post("command", { as: store.as, channel: at.channel, text }));
  if (done && !done.acked) notice(missed(done.notice, store.app().name) + " What you typed is still here.");
  return done?.acked;
}

/** ownCommand runs the client's own commands. */
function ownCommand(store, at, name, rest) {
  const change = (body) => attempt(() => post("channel", { as: store.as, channel: at.channel, ...body }));
  if (name === "/leave") return change({ op: "leave" });
  if (name === "/join") return change({ op: "join", channel: "#" + rest.replace(/^#/, "") });
  if (name !== "/invite" && name !== "/remove") return refuse(`There is no command ${name}.`);
  const user = named(store, rest);
  return user ? change({ op: name === "/invite" ? "invite" : "kick", user }) : refuse(`Say whom: ${name} @name.`);
}

function named(store, text) {
  const pill = /^<@([A-Z0-9]+)>/.exec(text);
  const name = text.replace(/^@/, "").trim().toLowerCase();
  return pill ? pill[1] : store.snapshot.users.find((u) => [u.name, nameOf(u), u.real_name].some((one) => one.toLowerCase() === name))?.id;
}

function refuse(text) {
  notice(text);
  return null;
}
