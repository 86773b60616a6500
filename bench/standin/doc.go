// Package standin is a Slack that answers everything at once and checks nothing, so that a measurement shows what
// the app costs and not what the server does. It speaks as much of the Web API and of Socket Mode as an app needs
// to start and to be sent slash commands, and notes when each command left and when its acknowledgement came.
//
// The local Slack of internal/sandbox, which is held to Slack's rules, is the wrong tool for this: it would be the
// slowest part of what is measured. [Mirror] measures the stand-in by itself.
package standin
