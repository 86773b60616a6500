// A small app on @slack/bolt, which does a little of everything.

import bolt from "@slack/bolt";
import { apiUrl, appToken, botToken } from "./lib.mjs";

const { App, SocketModeReceiver } = bolt;

const plain = (text) => ({ type: "plain_text", text });
const section = (text, accessory) => ({ type: "section", text: { type: "mrkdwn", text }, accessory });
const button = (action_id, text, value) => ({ type: "button", action_id, text: plain(text), value });
const input = (block_id, label, element, more = {}) => ({ type: "input", block_id, label: plain(label), element: { action_id: "v", ...element }, ...more });

/** meal is a modal with inputs of several kinds. */
const meal = (channel) => ({
  type: "modal", callback_id: "meal", title: plain("Lunch"), submit: plain("Order"), close: plain("Cancel"), notify_on_close: true, private_metadata: channel,
  blocks: [
    input("dish", "Dish", { type: "plain_text_input", max_length: 40 }),
    input("day", "Day", { type: "datepicker" }),
    input("size", "Size", { type: "static_select", options: ["small", "large"].map((value) => ({ text: plain(value), value })) }),
    input("table", "Table", { type: "external_select", min_query_length: 2 }, { optional: true }),
    input("with", "With", { type: "multi_users_select" }, { optional: true }),
    { type: "actions", block_id: "more", elements: [button("meal_more", "More", "1")] },
  ],
});

const asked = (title, text, callback_id) => ({
  type: "modal", callback_id, title: plain(title), submit: plain("Go on"), close: plain("Back"), blocks: [section(text)],
});

/** listen adds what the app hears. notes collects what its tests want to know. */
function listen(app, notes) {
  app.command("/judge", async ({ command, ack, respond, client, body }) => {
    const [what] = command.text.split(" ");
    if (what === "ack") return ack("Said at once");
    if (what === "aloud") return ack({ response_type: "in_channel", text: "Said aloud" });
    await ack();
    if (what === "respond") return respond({ text: "Said later", response_type: "ephemeral" });
    if (what === "offer") {
      return respond({ response_type: "in_channel", text: "Choose", blocks: [
        section("Choose", { type: "static_select", action_id: "pick", placeholder: plain("Dish"), options: ["soup", "salad"].map((value) => ({ text: plain(value), value })) }),
        { type: "actions", block_id: "buttons", elements: [button("keep", "Keep", "a"), button("drop", "Drop"), button("whisper", "Whisper"), { type: "overflow", action_id: "extra", options: [{ text: plain("Salt"), value: "salt" }, { text: plain("Pepper"), value: "pepper" }] }] },
      ] });
    }
    return client.views.open({ trigger_id: body.trigger_id, view: meal(body.channel_id) });
  });
  app.command("/slow", async ({ ack }) => {
    setTimeout(() => ack("Too late"), 3400);
  });
  app.action("keep", async ({ ack, respond, action }) => {
    await ack();
    await respond({ replace_original: true, text: `Kept ${action.value}` });
  });
  app.action("drop", async ({ ack, respond }) => {
    await ack();
    await respond({ delete_original: true });
  });
  app.action("whisper", async ({ ack, respond }) => {
    await ack();
    await respond({ replace_original: false, response_type: "ephemeral", text: "Psst" });
  });
  app.action("pick", async ({ ack, say, action, body }) => {
    await ack();
    await say({ thread_ts: body.message.ts, text: `<@${body.user.id}> picks ${action.selected_option.value}` });
  });
  app.action("extra", async ({ ack, action }) => {
    await ack();
    notes.extra = action.selected_option.value;
  });
  forms(app, notes);
  surroundings(app, notes);
}

function forms(app, notes) {
  app.action("meal_more", async ({ ack, client, body }) => {
    await ack();
    await client.views.push({ trigger_id: body.trigger_id, view: asked("More", "Anything else?", "more") });
  });
  app.options({ block_id: "table", action_id: "v" }, async ({ ack, payload }) => {
    await ack({ options: ["by the window", "by the wall", "outside"].filter((table) => table.includes(payload.value)).map((value) => ({ text: plain(value), value })) });
  });
  app.view("meal", async ({ ack, view, client, body }) => {
    const { dish, day, size, with: others } = view.state.values;
    if (dish.v.value === "stones") return ack({ response_action: "errors", errors: { dish: "Nobody eats these." } });
    if (dish.v.value === "surprise") return ack({ response_action: "update", view: asked("Surprise", "Then be surprised.", "surprise") });
    if (dish.v.value === "course") return ack({ response_action: "push", view: asked("Course", "One more?", "course") });
    await ack();
    notes.table = view.state.values.table.v.selected_option?.value;
    const company = others.v.selected_users.map((id) => `<@${id}>`).join(" ");
    return client.chat.postMessage({ channel: view.private_metadata, text: `<@${body.user.id}> orders ${dish.v.value}, ${size.v.selected_option.value}, for ${day.v.selected_date} ${company}`.trim() });
  });
  app.view("more", ({ ack }) => ack());
  app.view("course", ({ ack }) => ack({ response_action: "clear" }));
  app.view("surprise", ({ ack }) => ack());
  app.view({ callback_id: "meal", type: "view_closed" }, async ({ ack, body }) => {
    await ack();
    notes.closed = body.is_cleared;
  });
  app.shortcut("judge_global", async ({ ack, client, shortcut }) => {
    await ack();
    await client.views.open({ trigger_id: shortcut.trigger_id, view: asked("Judge", "What?", "surprise") });
  });
  app.shortcut("judge_message", async ({ ack, respond, shortcut }) => {
    await ack();
    await respond({ response_type: "ephemeral", text: `Judged: ${shortcut.message.text}` });
  });
}

function surroundings(app, notes) {
  app.event("app_home_opened", async ({ event, client }) => {
    if (event.tab !== "home") return;
    await client.views.publish({ user_id: event.user, view: { type: "home", blocks: [section(`Visit ${notes.visits = (notes.visits ?? 0) + 1}`), { type: "actions", elements: [button("home_press", "Press")] }] } });
  });
  app.action("home_press", async ({ ack, client, body }) => {
    await ack();
    await client.views.publish({ user_id: body.user.id, hash: body.view.hash, view: { type: "home", blocks: [section("Pressed")] } });
  });
  app.event("app_mention", ({ event, say }) => say({ thread_ts: event.ts, text: `You called, <@${event.user}>` }));
  app.event("member_joined_channel", async ({ event, say, context }) => {
    if (event.user === context.botUserId) await say("Hello, everyone");
  });
  app.event("reaction_added", async ({ event, client }) => {
    await client.chat.postMessage({ channel: event.item.channel, thread_ts: event.item.ts, text: `:${event.reaction}: seen` });
  });
  app.message("file", async ({ client, message }) => {
    await client.filesUploadV2({ channel_id: message.channel, thread_ts: message.ts, filename: "menu.txt", title: "Menu", content: "soup" });
  });
  app.message(/^ping$/, ({ say }) => say("pong"));
}

/** start connects the app. Its connection comes back within a second after it was lost. */
export async function start(logger) {
  const notes = {};
  const clientOptions = { slackApiUrl: apiUrl };
  const receiver = new SocketModeReceiver({ appToken, logger, clientPingTimeout: 900, installerOptions: { clientOptions } });
  const app = new App({ token: botToken, receiver, logger, clientOptions });
  app.error(async (error) => logger.error(error));
  listen(app, notes);
  await app.start();
  return { app, notes, socket: receiver.client };
}
