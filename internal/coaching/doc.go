// Package coaching is what helps one person to think: a conversation that asks and does not advise, a check of
// how she gives herself to leading and managing, and for whoever leads the order in which she talks with each
// of the others.
//
// All of it is one person's alone. Words are sealed before they come here; what is decided is decided from
// their length, from ids and from the time. The package knows neither Slack nor a store.
package coaching
