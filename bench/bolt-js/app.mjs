// The smallest app on Slack's framework for JavaScript: it acknowledges the command.

import bolt from "@slack/bolt";

const app = new bolt.App({
  token: process.env.SLACK_BOT_TOKEN,
  appToken: process.env.SLACK_APP_TOKEN,
  socketMode: true,
  logLevel: "error",
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL },
});

app.command("/mission", async ({ ack }) => {
  await ack();
});

await app.start();
