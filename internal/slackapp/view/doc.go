// Package view turns values of the domain into what people see in Slack: messages, forms and the Home
// tab. Data goes in, blocks and text come out; it calls nothing and keeps nothing.
//
// The words stand in templates that look like what is read: "*Done when*  %s" is a bold label followed
// by somebody's words. One template gives all three forms of a line: mrkdwn in a section, literal
// rich_text, and the plain text that notifications and screen readers use. Our own words are the
// template; everything that comes in through its verbs is foreign and is made harmless in text.go,
// which is the one place where text is escaped.
//
// A good order to read: text.go and line.go (text), message.go and modal.go (what holds it), actions.go
// and meta.go (what comes back), then a file a surface.
package view
