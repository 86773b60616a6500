// What the composer completes: commands and their words, people after an @,
// channels after a #, emoji after a colon.

import { found as foundEmoji } from "./emoji.js";
import { isDirect } from "./places.js";
import { nameOf } from "./state.js";
import { BUILT_IN, verbsOf } from "./verbs.js";

/**
 * suggestions are what could stand at the caret: {from, to, rows: [{insert, label, hint, user, sign}]} or null.
 * Where free is set nothing needs to be chosen: the command does without a word. In a thread no command works.
 */
export function suggestions(text, caret, store, inThread = false) {
  const before = text.slice(0, caret);
  const typed = inThread ? null : commands(before, store) || verbs(before, store);
  return typed || people(before, store) || channels(before, store) || pictures(before);
}

function commands(before, store) {
  if (!/^\/\S*$/.test(before)) return null;
  const app = store.app();
  const own = (app.commands || []).flatMap((command) => [
    { insert: command.name + " ", label: command.name, hint: command.description || app.name },
    ...(before.length <= 1 || command.name.startsWith(before) ? verbsOf(command).map((verb) => row(command, verb)) : []),
  ]);
  const built = BUILT_IN.map((command) => ({ insert: command.name + " ", label: command.name, hint: command.hint }));
  return found(0, before.length, [...own, ...built].filter((item) => item.label.startsWith(before)));
}

const row = (command, verb) => ({ insert: `${command.name} ${verb.word} `, label: `${command.name} ${verb.word}`, hint: verb.hint });

function verbs(before, store) {
  const match = /^(\/\S+) (\S*)$/.exec(before);
  const command = match && (store.app().commands || []).find((c) => c.name === match[1]);
  if (!command) return null;
  const list = found(0, before.length, verbsOf(command).filter((verb) => verb.word.startsWith(match[2].toLowerCase())).map((verb) => row(command, verb)));
  return list && { ...list, free: match[2] === "" };
}

function people(before, store) {
  const match = /(?:^|[\s(])@([\p{L}\p{N}._-]*)$/u.exec(before);
  if (!match) return null;
  const wanted = match[1].toLowerCase();
  const rows = store.snapshot.users.filter((u) => !u.deleted && [nameOf(u), u.name, u.real_name].some((name) => name.toLowerCase().startsWith(wanted)))
    .map((user) => ({ insert: `@${nameOf(user)} `, label: nameOf(user), hint: user.is_bot ? "App" : user.real_name, user }));
  const all = wanted === "" ? [] : EVERYONE.filter(({ word }) => word.startsWith(wanted)).map(({ word, hint }) => ({ insert: `@${word} `, label: "@" + word, hint }));
  rows.push(...all);
  return found(before.length - match[1].length - 1, before.length, rows);
}

const EVERYONE = [
  { word: "channel", hint: "Notifies everyone in this channel" },
  { word: "here", hint: "Notifies those in this channel who are active" },
  { word: "everyone", hint: "Notifies everyone in the workspace" },
];

function channels(before, store) {
  const match = /(?:^|[\s(])#([\p{L}\p{N}_-]*)$/u.exec(before);
  if (!match) return null;
  const rows = store.snapshot.channels.filter((c) => !isDirect(c) && !c.is_archived && c.name.startsWith(match[1].toLowerCase()))
    .map((c) => ({ insert: `#${c.name} `, label: "#" + c.name, hint: c.is_member ? c.topic : "You are not in it" }));
  return found(before.length - match[1].length - 1, before.length, rows);
}

function pictures(before) {
  const match = /(?:^|[\s(]):([a-z0-9_+-]{2,})$/.exec(before);
  if (!match) return null;
  const rows = foundEmoji(match[1], 8).map(({ name, picture }) => ({ insert: `:${name}: `, label: `:${name}:`, hint: "", sign: picture }));
  return found(before.length - match[1].length - 1, before.length, rows);
}

const found = (from, to, rows) => (rows.length ? { from, to, rows } : null);
