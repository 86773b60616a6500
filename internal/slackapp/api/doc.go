// Package api is the one wrapper round slack-go's Web API client.
//
// It adds what every caller needs: posts that cannot unfurl, mention or link
// names; pauses and rates that keep to Slack's limits; a bound on each call; and
// one kind of error, whose class says what to do about it. It never repeats a
// call: after an error of class Doubt a message may have been posted, and
// FindByMetadata tells.
//
// Errors and log lines carry Slack's codes, never text of a message.
package api
