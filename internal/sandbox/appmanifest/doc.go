// Package appmanifest reads the manifest of any Slack app, in the form in which Slack's own page takes it, and makes
// of it the app that a sandbox installs. What Slack would refuse is refused with a sentence for each fault; what Slack
// would take and then quietly not do is told in a sentence too.
//
// The format is that of docs.slack.dev/reference/app-manifest; lengths and counts are those of Slack's published
// schema of version 2 (slackapi/manifest-schema).
package appmanifest
