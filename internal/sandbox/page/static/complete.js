// What the composer completes: commands, their words, and names after an @.

import { nameOf } from "./state.js";
import { BUILT_IN, verbsOf } from "./verbs.js";

/**
 * suggestions are what could stand at the caret: {from, to, rows: [{insert, label, hint, user}]} or null.
 * Where free is set nothing needs to be chosen: the command does without a word.
 */
export function suggestions(text, caret, store) {
  const before = text.slice(0, caret);
  return commands(before, store) || verbs(before, store) || people(before, store);
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
  return found(before.length - match[1].length - 1, before.length, rows);
}

const found = (from, to, rows) => (rows.length ? { from, to, rows } : null);
