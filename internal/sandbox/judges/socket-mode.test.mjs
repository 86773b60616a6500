// @slack/socket-mode connects, acknowledges, and comes back whatever becomes of its connections. The sandbox of this
// file has its own short times: see TestSlacksSocketClient.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { SocketModeClient } from "@slack/socket-mode";
import { act, apiUrl, appToken, eventually, fault, listener, messages, pause, people, reads, silent, state } from "./lib.mjs";

const logger = listener();
const open = new Set();

/** client makes a client that counts as Slack's own do, with shorter times so that it comes back within a second. */
function client(options = {}) {
  const one = new SocketModeClient({ appToken, logger, clientPingTimeout: 900, serverPingTimeout: 1500, clientOptions: { slackApiUrl: apiUrl }, ...options });
  open.add(one);
  return one;
}

/** connected starts a client that acknowledges everything, and notes what came. */
async function connected(options) {
  const one = client(options);
  one.got = [];
  one.on("slack_event", async (envelope) => {
    one.got.push(envelope);
    await envelope.ack(one.answer?.(envelope));
  });
  await one.start();
  return one;
}

const command = (text = "") => act("command", { as: people.bo, channel: "#refunds", text: `/mission ${text}`.trim() });
const sockets = (n) => eventually(`${n} sockets are open`, async () => (await state(people.bo)).sockets === n);

afterEach(async () => {
  for (const one of open) await one.disconnect();
  open.clear();
  await sockets(0);
  silent(logger);
});

// keeps("open/url-with-ticket", "open/fresh-url", "socket/hello")
test("it connects and is greeted", async () => {
  const one = client();
  const authenticated = new Promise((resolve) => one.once("authenticated", resolve));
  const opened = await one.start();
  assert.match(opened.url, /^ws:\/\/127\.0\.0\.1:\d+\/.*ticket=/);
  assert.equal((await authenticated).ok, true);
  await sockets(1);
});

// keeps("api/invalid-auth")
test("a wrong token is refused for good", async () => {
  await assert.rejects(() => client({ appToken: "xapp-of-another" }).start(), (error) => error.data.error === "invalid_auth");
  logger.expected(/Failed to retrieve a new WSS URL.*invalid_auth/);
});

// keeps("socket/envelope", "socket/json-command", "socket/accepts-command", "command/fields", "command/default-ephemeral")
test("a command comes as an envelope, and its acknowledgement answers", async () => {
  const one = await connected();
  one.answer = () => ({ text: "Heard" });
  const [done] = await Promise.all([command("hello"), new Promise((resolve) => one.once("slash_commands", resolve))]);
  assert.equal(done.acked, true);
  const { body, type, accepts_response_payload: accepts } = one.got[0];
  assert.equal(type, "slash_commands");
  assert.equal(accepts, true);
  assert.equal(body.command, "/mission");
  assert.equal(body.text, "hello");
  assert.equal(body.user_id, people.bo);
  assert.ok(body.trigger_id && body.response_url);
  assert.equal((await reads(people.bo, "#refunds", "Heard")).ephemeral, true);
});

// keeps("event/outer", "event/message-im", "socket/retry-fields")
test("an event comes by the name of its kind", async () => {
  const one = await connected();
  const event = new Promise((resolve) => one.once("message", resolve));
  await act("message", { as: people.bo, channel: "@app", text: "Good morning" });
  const { event: message, retry_num: again, body } = await event;
  assert.equal(message.text, "Good morning");
  assert.equal(message.channel_type, "im");
  assert.equal(again, 0);
  assert.equal(body.type, "event_callback");
});

// keeps("retry/numbered", "retry/same-event-id")
test("an event that is not acknowledged comes again", async () => {
  const one = client();
  const tries = [];
  one.on("message", async ({ ack, body, retry_num: again, retry_reason: reason }) => {
    tries.push([body.event_id, again, reason]);
    if (again === 1) await ack();
  });
  await one.start();
  await act("message", { as: people.bo, channel: "@app", text: "Are you there?" });
  await eventually("the event comes again", () => tries.length === 2);
  const [[id]] = tries;
  assert.deepEqual(tries, [[id, 0, ""], [id, 1, "timeout"]]);
  await pause(700);
  assert.equal(tries.length, 2, "it comes on after its acknowledgement");
});

// keeps("ack/command-timeout")
test("a command that is not acknowledged fails on the screen", async () => {
  const one = client();
  await one.start();
  const done = await command();
  assert.deepEqual([done.acked, done.notice], [false, "operation_timeout"]);
});

// keeps("ack/command-no-socket")
test("without a connection nothing is sent", async () => {
  assert.equal((await command()).notice, "dispatch_failed");
});

// keeps("socket/warning", "socket/refresh-requested", "socket/silent-drop")
for (const [name, how] of Object.entries({
  "after a warning": ["disconnect", { reason: "warning" }],
  "after a refresh": ["disconnect", { reason: "refresh_requested" }],
  "after its connection was cut": ["drop"],
})) {
  test(`it comes back ${name}`, async () => {
    const one = await connected();
    const back = new Promise((resolve) => one.once("connected", resolve));
    await fault(...how);
    await back;
    await sockets(1);
    assert.equal((await command("again")).acked, true);
    if (how[0] === "drop") for (const said of [/WebSocket error occurred/, /WebSocket error!/]) logger.expected(said);
  });
}

// keeps("socket/link-disabled", "open/link-disabled")
test("an app whose Socket Mode is switched off is sent away", async () => {
  const one = await connected({ autoReconnectEnabled: false });
  const gone = new Promise((resolve) => one.once("disconnected", resolve));
  await fault("disconnect", { reason: "link_disabled" });
  await gone;
  await sockets(0);
  await assert.rejects(() => one.start(), (error) => error.data.error === "socket_mode_not_enabled");
  logger.expected(/Failed to retrieve a new WSS URL.*socket_mode_not_enabled/);
  await fault("clear");
  await connected();
});

// keeps("socket/ten", "socket/too-many", "socket/one-of-many")
test("the eleventh connection is turned away", async () => {
  const ten = await Promise.all(Array.from({ length: 10 }, () => connected()));
  await sockets(10);
  const eleventh = client({ autoReconnectEnabled: false });
  await assert.rejects(() => eleventh.start());
  await sockets(10);
  for (let i = 0; i < 30; i++) assert.equal((await command(`${i}`)).acked, true);
  const texts = ten.flatMap((one) => one.got.map((envelope) => envelope.body.text));
  assert.deepEqual(texts.map(Number).sort((a, b) => a - b), Array.from({ length: 30 }, (_, i) => i), "each command goes to one connection");
});

// keeps("socket/ping", "socket/pong")
test("pings keep a quiet connection", async () => {
  const one = await connected();
  let pings = 0;
  one.logger = { ...logger, debug: (line) => { pings += /received ping from Slack/.test(line) ? 1 : 0; } };
  const lost = [];
  one.on("close", () => lost.push("closed"));
  await pause(2500); // longer than the client waits for a ping
  assert.deepEqual(lost, []);
  assert.equal((await command("still there")).acked, true);
});

// keeps("socket/frame-limit")
test("an acknowledgement over 20,480 bytes closes the connection", async () => {
  const one = await connected();
  one.answer = () => ({ text: "x".repeat(20_480) });
  const lost = new Promise((resolve) => one.once("close", resolve));
  assert.equal((await command("much")).acked, false);
  await lost;
  delete one.answer;
  await eventually("it comes back", async () => (await state(people.bo)).sockets === 1);
  assert.equal((await command("little")).acked, true);
  assert.ok(!(await messages(people.bo, "#refunds")).some((one) => one.text.startsWith("xxx")));
});
