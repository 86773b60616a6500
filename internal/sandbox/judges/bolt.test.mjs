// An app on @slack/bolt is used by people, and judged by what they see.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { start } from "./bolt-app.mjs";
import { act, eventually, fault, listener, messages, modal, people, reads, silent, state } from "./lib.mjs";

const logger = listener();
const { ana, bo, chidi } = people;
const refunds = "#refunds";
let bolt;

const types = (as, text, channel = refunds) => act("command", { as, channel, text });
const writes = (as, channel, text, more = {}) => act("message", { as, channel, text, ...more });
const front = async (as) => (await state(as)).views.at(-1)?.view.title.text;

/** presses uses an element of a message, or of the modal in front. */
const presses = (as, where, action_id, more = {}) => act("click", { as, action_id, ...where, ...more });

/** order fills the form of a meal in. */
const order = (view, dish, more = {}) => act("submit", {
  as: bo, view_id: view.id, values: { dish: { v: dish }, day: { v: "2026-12-01" }, size: { v: "large" }, ...more },
});

/** offered has the app offer its choices in a channel. */
async function offered() {
  assert.equal((await types(bo, "/judge offer")).acked, true);
  const message = await eventually("the offer is there", async () => (await messages(bo, refunds)).findLast((m) => m.text === "Choose"));
  return { channel: refunds, ts: message.ts };
}

/** formed has a person open the form. */
async function formed(as = bo) {
  assert.equal((await types(as, "/judge form")).acked, true);
  return modal(as, "Lunch");
}

before(async () => {
  bolt = await start(logger);
});
beforeEach(() => act("clock", { advance: "1m" })); // so that a channel takes posts again
afterEach(() => silent(logger));
after(() => bolt.app.stop());

// keeps("event/member-joined")
test("it greets a channel that it is invited to", async () => {
  await act("channel", { as: ana, op: "invite", channel: refunds, user: people.app });
  await reads(bo, refunds, "Hello, everyone");
});

// keeps("command/ack-text", "command/in-channel", "command/default-ephemeral")
test("a command is answered in its acknowledgement, for one or for all", async () => {
  assert.equal((await types(bo, "/judge ack")).acked, true);
  assert.equal((await reads(bo, refunds, "Said at once")).ephemeral, true);
  assert.equal((await types(bo, "/judge aloud")).acked, true);
  await reads(ana, refunds, "Said aloud");
  await reads(ana, refunds, "/judge aloud");
  assert.ok(!JSON.stringify(await messages(ana, refunds)).includes("Said at once"));
});

test("a command is answered later, by respond", async () => {
  await types(bo, "/judge respond");
  assert.equal((await reads(bo, refunds, "Said later")).ephemeral, true);
});

// keeps("command/any-conversation", "response/no-membership")
test("a command in a conversation that the app is not in is answered too", async () => {
  await types(bo, "/judge respond", "#quiet-room");
  await reads(bo, "#quiet-room", "Said later");
});

// keeps("view/errors", "ack/submission-empty", "view/submission-payload")
test("a form is filled in, refused at its field, and taken", async () => {
  const view = await formed();
  const wrong = await order(view, "stones");
  assert.deepEqual([wrong.result, wrong.errors], ["errors", { dish: "Nobody eats these." }]);
  assert.equal((await order(view, "pie", { with: { v: [ana, chidi] } })).result, "closed");
  const posted = await reads(chidi, refunds, "orders pie, large, for 2026-12-01");
  assert.deepEqual([...posted.pings].sort(), [ana, bo, chidi].sort());
});

// keeps("view/required", "view/lengths", "view/closed-notify")
test("what the form itself does not take never reaches the app", async () => {
  const view = await formed();
  assert.deepEqual(Object.keys((await act("submit", { as: bo, view_id: view.id, values: { dish: { v: "x".repeat(41) } } })).errors).sort(), ["day", "dish", "size"]);
  await act("close", { as: bo, view_id: view.id });
  await eventually("the app hears of it", () => bolt.notes.closed === false);
});

// keeps("view/update", "view/push", "view/clear")
test("an answer replaces the form, or puts another on top", async () => {
  assert.equal((await order(await formed(), "surprise")).result, "updated");
  assert.equal((await act("submit", { as: bo, view_id: (await modal(bo, "Surprise")).id })).result, "closed");
  assert.equal((await order(await formed(), "course")).result, "pushed");
  assert.equal((await act("submit", { as: bo, view_id: (await modal(bo, "Course")).id })).result, "cleared");
  assert.equal(await front(bo), undefined);
});

// keeps("trigger/push-inside", "view/closed-cleared")
test("a button in the form opens a second view, which goes back to the first", async () => {
  const view = await formed();
  await presses(bo, { view_id: view.id }, "meal_more", { values: { dish: { v: "pie" } } });
  const more = await modal(bo, "More");
  assert.equal(more.previous_view_id, view.id);
  assert.equal((await act("submit", { as: bo, view_id: more.id })).result, "closed");
  const first = await modal(bo, "Lunch");
  assert.equal(first.state.values.dish.v.value, "pie", "what was typed is kept");
  await act("close", { as: bo, view_id: first.id, cleared: true });
  await eventually("the app hears of it", () => bolt.notes.closed === true);
});

// keeps("response/replace")
test("a button replaces its message", async () => {
  const offer = await offered();
  await presses(ana, offer, "keep");
  await reads(bo, refunds, "Kept a");
  assert.ok(!(await messages(bo, refunds)).some((m) => m.ts === offer.ts && m.text === "Choose"));
});

// keeps("response/delete")
test("a button deletes its message", async () => {
  const offer = await offered();
  await presses(bo, offer, "drop");
  await eventually("it is gone", async () => !(await messages(ana, refunds)).some((m) => m.ts === offer.ts));
});

// keeps("response/ephemeral")
test("a button is answered in a whisper", async () => {
  await presses(bo, await offered(), "whisper");
  assert.equal((await reads(bo, refunds, "Psst")).ephemeral, true);
  assert.ok(!JSON.stringify(await messages(ana, refunds)).includes("Psst"));
});

// keeps("click/elements", "click/message-payload")
test("a menu is picked from, and answered in the thread", async () => {
  const offer = await offered();
  await presses(chidi, offer, "pick", { selected_option: "salad" });
  const reply = await reads(ana, refunds, "picks salad", offer.ts);
  assert.deepEqual(reply.pings, [chidi]);
  await presses(chidi, offer, "extra", { selected_option: "pepper" });
  await eventually("the app hears of it", () => bolt.notes.extra === "pepper");
});

// keeps("menu/asks", "menu/min-query")
test("a menu asks the app for what it offers", async () => {
  const view = await formed();
  const typed = (value) => act("suggest", { as: bo, view_id: view.id, block_id: "table", action_id: "v", value });
  assert.equal((await typed("b")).asked, false, "it waits for two letters");
  const { options } = await typed("by");
  assert.deepEqual(options.map((one) => one.value), ["by the window", "by the wall"]);
  assert.equal((await order(view, "pie", { table: { v: "by the wall" } })).result, "closed");
  await eventually("the app hears of it", () => bolt.notes.table === "by the wall");
});

// keeps("shortcut/global", "shortcut/message")
test("shortcuts, from anywhere and on a message", async () => {
  assert.equal((await act("shortcut", { as: ana, callback_id: "judge_global" })).acked, true);
  await act("close", { as: ana, view_id: (await modal(ana, "Judge")).id });
  const { ts } = await writes(chidi, refunds, "The bank is slow today");
  assert.equal((await act("shortcut", { as: ana, callback_id: "judge_message", channel: refunds, ts })).acked, true);
  await reads(ana, refunds, "Judged: The bank is slow today");
});

// keeps("event/home-opened", "view/publish", "click/view-payload")
test("a Home is shown, and its button changes it", async () => {
  await act("home", { as: ana, tab: "home" });
  await eventually("the Home is there", async () => JSON.stringify((await state(ana)).home).includes("Visit 1"));
  await presses(ana, { home: true }, "home_press");
  await eventually("it changes", async () => JSON.stringify((await state(ana)).home).includes("Pressed"));
});

// keeps("event/mention")
test("a mention is answered in a thread", async () => {
  const { ts } = await writes(bo, refunds, "@judge are you there?");
  await reads(ana, refunds, "You called", ts);
});

test("words to the app are heard, and its own are not", async () => {
  await writes(bo, "@app", "ping");
  await reads(bo, "@app", "pong");
  await writes(chidi, "@app", "pong");
  await reads(chidi, "@app", "pong");
  assert.equal((await messages(chidi, "@app")).length, 1);
});

// keeps("event/reaction")
test("a reaction is heard", async () => {
  const { ts } = await writes(bo, refunds, "It went well");
  await act("react", { as: ana, channel: refunds, ts, name: "tada" });
  await reads(bo, refunds, ":tada: seen", ts);
});

test("a file comes into the thread", async () => {
  const { ts } = await writes(bo, "@app", "a file, please");
  const reply = await eventually("the file is there", async () => (await messages(bo, "@app", ts)).find((m) => m.files));
  assert.deepEqual(reply.files.map((file) => file.title), ["Menu"]);
});

test("Slack that is busy is waited for", async () => {
  await fault("status", { method: "chat.postMessage", status: 429, retry_after: 1, times: 1 });
  await order(await formed(), "soup");
  await reads(ana, refunds, "orders soup");
  logger.expected(/A rate limit was exceeded/);
});

test("a form outlives the connection", async () => {
  const view = await formed();
  const back = new Promise((resolve) => bolt.socket.once("connected", resolve));
  await fault("disconnect", { reason: "refresh_requested" });
  await back;
  assert.equal((await order(view, "late lunch")).result, "closed");
  await reads(ana, refunds, "orders late lunch");
});

// keeps("ack/three-seconds", "ack/late", "ack/command-timeout")
test("an app that takes more than three seconds is told on by Slack", async () => {
  const done = await types(bo, "/slow");
  assert.deepEqual([done.acked, done.notice], [false, "operation_timeout"]);
  await reads(bo, refunds, "operation_timeout");
  await new Promise((resolve) => setTimeout(resolve, 600));
  assert.ok(!JSON.stringify(await messages(bo, refunds)).includes("Too late"));
});
