// The words that commands take: those that the app hands to the sandbox, else
// what its usage hint names, and the client's own commands.

/** BUILT_IN are the client's own commands. */
export const BUILT_IN = [
  { name: "/invite", hint: "Add somebody, or the app: /invite @name" },
  { name: "/remove", hint: "Take somebody out: /remove @name" },
  { name: "/join", hint: "Join a channel: /join #name" },
  { name: "/leave", hint: "Leave this channel" },
];

/** verbsOf are the words that a command of the app takes, with a hint each. */
export function verbsOf(command) {
  if (command.hints?.length) return command.hints.map(({ text, hint }) => ({ word: text, hint }));
  return (command.usage_hint || "").split("|").map((part) => part.trim()).filter((part) => /^[a-z]/i.test(part))
    .map((part) => ({ word: part.split(/\s/)[0], hint: part }));
}
