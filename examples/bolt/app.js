// A bot on Slack's Bolt: /lunch opens a form, the form asks the channel, a button counts who comes along, and Home
// tells each person of the lunches of the day.

const { App } = require("@slack/bolt");

const app = new App({
  token: process.env.SLACK_BOT_TOKEN,
  appToken: process.env.SLACK_APP_TOKEN,
  socketMode: true,
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL }, // not set: Slack itself
});

const lunches = new Map(); // by the time stamp of their message

const plain = (text) => ({ type: "plain_text", text });
const escaped = (words) => words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const markdown = (text) => ({ type: "section", text: { type: "mrkdwn", text } });

/** asking is the message of a lunch, with its button. */
function asking({ asker, place, along }) {
  const text = `<@${asker}> goes to ${place}. Along: ${along.map((id) => `<@${id}>`).join(", ") || "nobody yet"}`;
  const button = { type: "button", action_id: "along", text: plain("I come along"), style: "primary" };
  return { text, blocks: [markdown(text), { type: "actions", elements: [button] }] };
}

app.command("/lunch", async ({ ack, body, client }) => {
  await ack();
  const place = { type: "plain_text_input", action_id: "place", max_length: 60 };
  await client.views.open({
    trigger_id: body.trigger_id,
    view: {
      type: "modal", callback_id: "lunch", private_metadata: body.channel_id, title: plain("Lunch"), submit: plain("Ask"),
      blocks: [{ type: "input", block_id: "where", label: plain("Where to?"), element: place }],
    },
  });
});

app.view("lunch", async ({ ack, body, view, client }) => {
  const place = view.state.values.where.place.value.trim();
  if (place.length < 3) return ack({ response_action: "errors", errors: { where: "Three letters at least." } });
  await ack();
  const lunch = { asker: body.user.id, place: escaped(place), along: [] };
  const { ts } = await client.chat.postMessage({ channel: view.private_metadata, ...asking(lunch) });
  lunches.set(ts, lunch);
});

app.action("along", async ({ ack, body, respond }) => {
  await ack();
  const lunch = lunches.get(body.message.ts);
  if (!lunch) return respond({ replace_original: false, text: "This lunch is over." });
  if (!lunch.along.includes(body.user.id)) lunch.along.push(body.user.id);
  await respond({ replace_original: true, ...asking(lunch) });
});

app.event("app_home_opened", async ({ event, client }) => {
  if (event.tab !== "home") return;
  const own = [...lunches.values()].filter((one) => one.along.concat(one.asker).includes(event.user));
  const blocks = own.length ? own.map((one) => markdown(`You go to ${one.place}.`)) : [markdown("No lunch yet. Try `/lunch` in a channel.")];
  await client.views.publish({ user_id: event.user, view: { type: "home", blocks } });
});

app.start();
