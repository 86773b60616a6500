// Package slackapp is the Slack edge: it turns what Slack sends into calls of the domain, and what the
// domain answers into messages and forms.
//
// One way in: an envelope from the socket is decoded (receive.go), routed to a handler by its command,
// action or form (commands.go, actions.go, submissions.go, events.go), changes the store in one
// transaction together with the outbox rows that tell of the change (once.go), and is acknowledged
// after the commit. One way out: the outbox asks [App] to render and send a row (sender.go), and tells
// it what became of it (settle.go).
//
// The packages below it are the socket itself (socket), the Web API with its limits and errors (api),
// and the words and blocks that people see (view).
package slackapp
