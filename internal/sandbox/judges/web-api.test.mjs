// @slack/web-api calls each family of methods through its typed client.

import assert from "node:assert/strict";
import { afterEach, before, test } from "node:test";
import { ErrorCode, WebClient } from "@slack/web-api";
import { act, apiUrl, botToken, fault, listener, messages, people, reads, silent } from "./lib.mjs";

const logger = listener();
const slack = new WebClient(botToken, { slackApiUrl: apiUrl, logger });
const refunds = "C0REFUNDS1";

/** refused wants a call to be refused with this code of Slack's. */
async function refused(call, code) {
  await assert.rejects(call, (error) => {
    assert.equal(error.code, ErrorCode.PlatformError, error.stack);
    assert.equal(error.data.error, code);
    assert.equal(error.data.ok, false);
    return true;
  });
}

/** section is one block of text. */
const section = (text) => [{ type: "section", text: { type: "mrkdwn", text } }];

before(() => act("channel", { as: people.ana, op: "invite", channel: refunds, user: people.app }));
afterEach(() => silent(logger));

// keeps("api/api-test", "api/auth-test")
test("api.test and auth.test tell who calls", async () => {
  assert.equal((await slack.api.test({ foo: "bar" })).args.foo, "bar");
  const me = await slack.auth.test();
  assert.equal(me.user_id, people.app);
  assert.equal(me.team_id, "T0ACME0001");
  assert.equal(me.is_enterprise_install, false);
  assert.ok(me.bot_id && me.url && me.team && me.user);
});

// keeps("api/scope-headers")
test("an answer carries the scopes of the token", async () => {
  const { response_metadata: meta } = await slack.auth.test();
  assert.ok(meta.scopes.includes("chat:write"), JSON.stringify(meta));
});

// keeps("api/not-authed", "api/invalid-auth", "api/token-type", "api/token-header-or-form")
test("both ways of giving a token are taken, and a wrong one is refused", async () => {
  const other = new WebClient(undefined, { slackApiUrl: apiUrl, logger });
  await refused(() => other.auth.test(), "not_authed");
  assert.equal((await other.auth.test({ token: botToken })).user_id, people.app);
  await refused(() => other.auth.test({ token: "xoxb-of-another" }), "invalid_auth");
  await refused(() => other.auth.test({ token: process.env.SLACK_APP_TOKEN }), "not_allowed_token_type");
});

// keeps("api/unknown-method", "api/http-200")
test("a method that is none is refused", () => refused(() => slack.apiCall("chat.shout"), "unknown_method"));

// keeps("api/missing-scope", "conversation/group")
test("a missing scope is named", () => assert.rejects(() => slack.conversations.open({ users: [people.bo, people.emi].join() }), (error) => {
  assert.equal(error.data.error, "missing_scope");
  assert.equal(error.data.needed, "mpim:write");
  assert.ok(error.data.provided.split(",").includes("im:write"), error.data.provided);
  return true;
}));

test("the team and the bot describe themselves", async () => {
  assert.equal((await slack.team.info()).team.name, "Acme Books");
  const { bot_id: bot } = await slack.auth.test();
  const { bot: own } = await slack.bots.info({ bot });
  assert.equal(own.user_id, people.app);
  await refused(() => slack.bots.info({ bot: "B0NOBODY" }), "bot_not_found");
});

// keeps("api/cursors", "person/tz", "person/locale", "person/not-found")
test("people are listed in pages", async () => {
  const seen = [];
  for await (const page of slack.paginate("users.list", { limit: 4 })) {
    assert.ok(page.members.length <= 4);
    seen.push(...page.members.map((one) => one.id));
  }
  assert.equal(new Set(seen).size, seen.length, "someone is listed twice");
  for (const id of [people.ana, people.bo, people.emi, people.app]) assert.ok(seen.includes(id), id);
  const { user } = await slack.users.info({ user: people.emi, include_locale: true });
  assert.equal(user.tz, "Asia/Tokyo");
  assert.equal(typeof user.locale, "string");
  await refused(() => slack.users.info({ user: "U0NOBODY00" }), "user_not_found");
});

// keeps("conversation/members", "conversation/users-conversations")
test("channels are listed in pages, with their members", async () => {
  const names = [];
  for await (const page of slack.paginate("conversations.list", { limit: 1, types: "public_channel" })) {
    names.push(...page.channels.map((one) => one.name));
  }
  assert.ok(names.includes("general") && names.includes("refunds"), names.join());
  const members = [];
  for await (const page of slack.paginate("conversations.members", { channel: refunds, limit: 3 })) members.push(...page.members);
  assert.ok(members.includes(people.bo) && members.includes(people.app));
  const own = await slack.users.conversations({ types: "public_channel" });
  assert.ok(own.channels.some((one) => one.id === refunds));
});

// keeps("conversation/info-private", "conversation/join-public")
test("a channel is described, and joined", async () => {
  const { channel } = await slack.conversations.info({ channel: refunds, include_num_members: true });
  assert.equal(channel.is_member, true);
  assert.equal(channel.is_private, false);
  assert.ok(channel.num_members > 5);
  await refused(() => slack.conversations.info({ channel: "C0NOWHERE0" }), "channel_not_found");
  await refused(() => slack.conversations.info({ channel: "C0QUIET001" }), "channel_not_found");
  const joined = await slack.conversations.join({ channel: "C0CHECKOU1" });
  assert.equal(joined.channel.is_member, true);
});

// keeps("conversation/open-same", "conversation/open-unknown")
test("a direct conversation is opened once", async () => {
  const { channel: first } = await slack.conversations.open({ users: people.bo });
  const { channel: again } = await slack.conversations.open({ users: people.bo, return_im: true });
  assert.equal(first.id, again.id);
  assert.match(first.id, /^D/);
  await refused(() => slack.conversations.open({ users: "U0NOBODY00" }), "user_not_found");
});

// keeps("post/thread", "post/metadata", "post/permalink", "edit/not-found")
test("a message is posted, changed, found, answered and deleted", async () => {
  const metadata = { event_type: "judged", event_payload: { by: "a library" } };
  const posted = await slack.chat.postMessage({ channel: refunds, text: "First words", blocks: section("First words"), metadata });
  assert.equal(posted.message.bot_id, (await slack.auth.test()).bot_id);
  await reads(people.bo, "#refunds", "First words");
  await slack.chat.postMessage({ channel: refunds, text: "A reply", thread_ts: posted.ts });
  const { messages: thread } = await slack.conversations.replies({ channel: refunds, ts: posted.ts });
  assert.deepEqual(thread.map((one) => one.text), ["First words", "A reply"]);
  assert.equal(thread[0].reply_count, 1);
  const { messages: found } = await slack.conversations.history({ channel: refunds, include_all_metadata: true, latest: posted.ts, inclusive: true, limit: 1 });
  assert.deepEqual(found[0].metadata, metadata);
  const { permalink } = await slack.chat.getPermalink({ channel: refunds, message_ts: posted.ts });
  assert.match(permalink, /\/archives\/C0REFUNDS1\/p\d+$/);
  await slack.chat.update({ channel: refunds, ts: posted.ts, text: "Other words" });
  await reads(people.bo, "#refunds", "Other words");
  await slack.chat.delete({ channel: refunds, ts: posted.ts });
  await refused(() => slack.chat.delete({ channel: refunds, ts: posted.ts }), "message_not_found");
});

test("history comes in pages", async () => {
  const ts = [];
  for await (const page of slack.paginate("conversations.history", { channel: refunds, limit: 1 })) ts.push(...page.messages.map((one) => one.ts));
  assert.ok(ts.length > 1);
  assert.deepEqual(ts, [...ts].sort().reverse(), "newest first");
});

// keeps("ephemeral/one-reader", "ephemeral/user-in-channel")
test("only one person sees an ephemeral message", async () => {
  await slack.chat.postEphemeral({ channel: refunds, user: people.bo, text: "Between us" });
  await reads(people.bo, "#refunds", "Between us");
  assert.ok(!(await messages(people.ana, "#refunds")).some((one) => one.text === "Between us"));
  await refused(() => slack.chat.postEphemeral({ channel: refunds, user: "U0KIRI0001", text: "Not here" }), "user_not_in_channel");
});

// keeps("schedule/list-delete", "schedule/past")
test("a message is scheduled, listed and called off", async () => {
  const post_at = Math.floor(Date.now() / 1000) + 3600;
  const { scheduled_message_id: id } = await slack.chat.scheduleMessage({ channel: refunds, text: "Later", post_at });
  const { scheduled_messages: list } = await slack.chat.scheduledMessages.list({ channel: refunds });
  assert.deepEqual(list.map((one) => one.id), [id]);
  await slack.chat.deleteScheduledMessage({ channel: refunds, scheduled_message_id: id });
  await refused(() => slack.chat.scheduleMessage({ channel: refunds, text: "Late", post_at: 1 }), "time_in_past");
});

// keeps("surface/says-where", "surface/whole-call", "block/header", "post/no-text", "post/channel-not-found")
test("what breaks a limit is refused where it stands", async () => {
  const blocks = [{ type: "header", text: { type: "plain_text", text: "x".repeat(151) } }];
  await assert.rejects(() => slack.chat.postMessage({ channel: refunds, text: "Too long", blocks }), (error) => {
    assert.equal(error.data.error, "invalid_blocks");
    assert.match(error.data.response_metadata.messages[0], /json-pointer:\/blocks\/0/);
    return true;
  });
  logger.expected(/json-pointer/);
  await refused(() => slack.chat.postMessage({ channel: refunds, text: "" }), "no_text");
  logger.expected(/The top-level `text` argument is missing/);
  await refused(() => slack.chat.postMessage({ channel: "C0QUIET001", text: "Hello" }), "channel_not_found");
});

// keeps("view/publish", "view/hash-conflict", "trigger/invalid")
test("a Home is published, and a stale hash is refused", async () => {
  const view = { type: "home", blocks: section("At home") };
  const { view: shown } = await slack.views.publish({ user_id: people.bo, view });
  await slack.views.publish({ user_id: people.bo, view: { ...view, blocks: section("Again") }, hash: shown.hash });
  await refused(() => slack.views.publish({ user_id: people.bo, view, hash: shown.hash }), "hash_conflict");
  await refused(() => slack.views.open({ trigger_id: "1.2.3", view: { type: "modal", title: { type: "plain_text", text: "T" }, blocks: section("x") } }), "invalid_trigger_id");
});

test("reactions and pins", async () => {
  const { ts } = await slack.chat.postMessage({ channel: refunds, text: "Look here" });
  await slack.reactions.add({ channel: refunds, timestamp: ts, name: "eyes" });
  await refused(() => slack.reactions.add({ channel: refunds, timestamp: ts, name: "eyes" }), "already_reacted");
  await slack.pins.add({ channel: refunds, timestamp: ts });
  await refused(() => slack.pins.add({ channel: refunds, timestamp: ts }), "already_pinned");
  const { items } = await slack.pins.list({ channel: refunds });
  assert.ok(items.some((one) => one.message?.ts === ts));
  await slack.pins.remove({ channel: refunds, timestamp: ts });
});

// keeps("person/dnd")
test("do-not-disturb is told", async () => {
  await act("user", { user: people.emi, dnd: { start: "22:00", end: "08:00" } });
  const one = await slack.dnd.info({ user: people.emi });
  assert.equal(one.dnd_enabled, true);
  const { users } = await slack.dnd.teamInfo({ users: [people.emi, people.bo].join() });
  assert.equal(users[people.emi].dnd_enabled, true);
});

// keeps("file/three-steps")
test("files go up in three steps", async () => {
  const { files } = await slack.filesUploadV2({
    channel_id: refunds, initial_comment: "With a file",
    file_uploads: [{ file: Buffer.from("one"), filename: "one.txt" }, { file: Buffer.from("two"), filename: "two.txt", title: "Second" }],
  });
  assert.equal(files[0].files.length, 2);
  const seen = await reads(people.bo, "#refunds", "With a file");
  assert.deepEqual(seen.files.map((one) => one.title), ["one.txt", "Second"]);
  await slack.files.delete({ file: seen.files[0].id });
  await refused(() => slack.files.delete({ file: "F0NOTHING0" }), "file_not_found");
});

// keeps("rate/retry-after")
test("too many calls are put off, for as long as is said", async () => {
  const limited = [];
  slack.on("rate_limited", (seconds, about) => limited.push([seconds, about.url]));
  await fault("status", { method: "team.info", status: 429, retry_after: 1, times: 1 });
  const began = Date.now();
  assert.equal((await slack.team.info()).team.name, "Acme Books");
  assert.ok(Date.now() - began >= 1000, "it did not wait");
  assert.equal(limited[0][0], 1);
  logger.expected(/A rate limit was exceeded.*retry-after: 1/);
  const hasty = new WebClient(botToken, { slackApiUrl: apiUrl, logger, rejectRateLimitedCalls: true });
  await fault("status", { method: "team.info", status: 429, retry_after: 7, times: 1 });
  await assert.rejects(() => hasty.team.info(), (error) => error.code === ErrorCode.RateLimitedError && error.retryAfter === 7);
});

// keeps("rate/one-a-second")
test("one message a second to a channel is what Slack takes", async () => {
  const hasty = new WebClient(botToken, { slackApiUrl: apiUrl, logger, rejectRateLimitedCalls: true });
  const posts = Array.from({ length: 12 }, (_, i) => hasty.chat.postMessage({ channel: "C0CHECKOU1", text: `Post ${i}` }));
  const results = await Promise.allSettled(posts);
  const late = results.filter((one) => one.status === "rejected");
  assert.ok(late.length > 0 && late.length < posts.length, `${late.length} of ${posts.length} were put off`);
  for (const one of late) assert.equal(one.reason.code, ErrorCode.RateLimitedError, one.reason.stack);
});

test("Slack that is down is asked again", async () => {
  const patient = new WebClient(botToken, { slackApiUrl: apiUrl, logger: listener(), retryConfig: { retries: 3, minTimeout: 20, maxTimeout: 50 } });
  await fault("reset", { method: "team.info", times: 2 });
  assert.equal((await patient.team.info()).team.name, "Acme Books");
  await fault("status", { method: "team.info", status: 503, times: 1 });
  const impatient = new WebClient(botToken, { slackApiUrl: apiUrl, logger: listener(), retryConfig: { retries: 0 } });
  await assert.rejects(() => impatient.team.info(), (error) => error.code === ErrorCode.HTTPError && error.statusCode === 503);
});
