// What the judges share: acting as people over the control interface, waiting, and a logger that accuses.

const control = process.env.SLACK_API_URL.replace(/api\/$/, "_sandbox/");

export const apiUrl = process.env.SLACK_API_URL;
export const botToken = process.env.SLACK_BOT_TOKEN;
export const appToken = process.env.SLACK_APP_TOKEN;

export const people = { ana: "U0ANA00001", bo: "U0BO000001", chidi: "U0CHIDI001", emi: "U0EMI00001", app: "U0BOT00001" };

/** act does something as a person, and returns what the sandbox answers. */
export async function act(what, body) {
  const answer = await fetch(control + what, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  const out = await answer.json();
  if (!out.ok) throw new Error(`${what} ${JSON.stringify(body)}: ${out.error} ${out.message}`);
  return out;
}

async function look(path) {
  const out = await (await fetch(control + path)).json();
  if (!out.ok) throw new Error(`${path}: ${out.error} ${out.message}`);
  return out;
}

/** state is all that a person's client shows. */
export const state = (as) => look(`state?as=${as}`);

/** messages are what a person reads in a conversation, or in one of its threads. */
export async function messages(as, channel, thread = "") {
  const { messages: list } = await look(`messages?as=${as}&channel=${encodeURIComponent(channel)}&thread_ts=${thread}`);
  return list;
}

/** fault makes something go wrong. */
export const fault = (kind, more = {}) => act("fault", { kind, ...more });

/** pause waits for some milliseconds. */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** eventually asks until the answer is neither false nor empty, for fifteen seconds at most. */
export async function eventually(what, ask) {
  const end = Date.now() + 15_000;
  for (;;) {
    const got = await ask();
    if (got) return got;
    if (Date.now() > end) throw new Error(`it never came to pass: ${what}`);
    await pause(20);
  }
}

/** reads waits until a person reads a message with these words, and returns it. */
export function reads(as, channel, words, thread = "") {
  return eventually(`${as} reads ${JSON.stringify(words)} in ${channel}`, async () =>
    (await messages(as, channel, thread)).find((m) => JSON.stringify(m).includes(words)));
}

/** modal waits until a person has a modal with this title in front, and returns it with its blocks. */
export function modal(as, title) {
  return eventually(`${as} has the modal ${title} in front`, async () => {
    const front = (await state(as)).views.at(-1);
    return front?.view.title.text === title && front.view;
  });
}

/**
 * listener is a logger for Slack's libraries that keeps what they warn of. What a test foresees it takes out of
 * `heard` by expected; the rest is an accusation.
 */
export function listener() {
  const heard = [];
  let level = "info";
  const keep = (of) => (...words) => {
    heard.push(`${of}: ${words.map((word) => (word instanceof Error ? word.stack : typeof word === "string" ? word : JSON.stringify(word))).join(" ")}`);
  };
  return {
    heard, debug() {}, info() {}, warn: keep("warn"), error: keep("error"), setName() {},
    setLevel(to) { level = to; }, getLevel: () => level,
    expected(pattern) {
      const at = heard.findIndex((line) => pattern.test(line));
      if (at < 0) throw new Error(`no library said ${pattern}, but:\n${heard.join("\n")}`);
      heard.splice(at, 1);
    },
  };
}

/** silent fails when a library has warned of anything. */
export function silent(...loggers) {
  const heard = loggers.flatMap((logger) => logger.heard.splice(0));
  if (heard.length) throw new Error(`Slack's libraries say:\n${heard.join("\n")}`);
}
