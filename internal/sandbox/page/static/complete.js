// Completion in the composer: commands, their words, and names after an @.

import { h } from "./dom.js";
import { uid } from "./a11y.js";
import { avatar } from "./message.js";
import { nameOf } from "./state.js";
import { BUILT_IN, verbsOf } from "./verbs.js";

/** suggestions are what could stand at the caret: {from, to, rows: [{insert, label, hint, user}]} or null. */
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
  return found(0, before.length, verbsOf(command).filter((verb) => verb.word.startsWith(match[2].toLowerCase())).map((verb) => row(command, verb)));
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

/** completion shows a list over a text field. chosen is called with the row that was taken. */
export function completion(field, box, store, chosen) {
  let list = null;
  let at = 0;
  const id = uid("complete");
  box.id = id;
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", id);

  const close = () => {
    list = null;
    box.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const draw = () => {
    box.replaceChildren(...list.rows.map((item, i) => h("div", {
      class: "option", role: "option", id: `${id}-${i}`, "aria-selected": String(i === at), data: { testid: "completion" },
      on: { pointerdown: (event) => { event.preventDefault(); at = i; take(); } },
    }, item.user && avatar(item.user, "tiny"), h("span", { class: "option-label", text: item.label }), h("span", { class: "option-hint", text: item.hint }))),
    h("p", { class: "option-keys", "aria-hidden": "true", text: "↑ ↓ to choose · Tab to take · Esc to close" }));
    box.hidden = false;
    field.setAttribute("aria-expanded", "true");
    field.setAttribute("aria-activedescendant", `${id}-${at}`);
    box.children[at].scrollIntoView({ block: "nearest" });
  };
  const take = () => {
    const item = list.rows[at];
    field.setRangeText(item.insert, list.from, list.to, "end");
    chosen(item);
    close();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  field.addEventListener("input", () => {
    list = suggestions(field.value, field.selectionStart, store);
    const only = list?.rows.length === 1 && list.rows[0].insert.trimEnd() === field.value.slice(list.from, list.to);
    at = 0;
    list && !only ? draw() : close();
  });
  field.addEventListener("blur", close);
  close();
  /** key handles what belongs to the list, and tells whether it did. */
  return function key(event) {
    if (!list) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      at = (at + (event.key === "ArrowDown" ? 1 : -1) + list.rows.length) % list.rows.length;
      draw();
    } else if (event.key === "Escape") close();
    else if (event.key === "Tab" && !event.shiftKey) take();
    else if (event.key === "Enter" && !event.shiftKey && !complete(field, list)) take();
    else return false;
    event.preventDefault();
    return true;
  };
}

/** complete tells whether Enter may send as it stands: a whole command was typed. */
function complete(field, list) {
  const typed = field.value.trim();
  if (typed.startsWith("/")) return list.rows.some((item) => item.insert.trim() === typed);
  return list.rows.some((item) => item.insert.trim() === field.value.slice(list.from, list.to));
}
