// Command bot is Throughline: a Slack bot that keeps a team's mission in view, a piece of work with a
// beginning, a middle and an end, and coaches the people in it. It asks; it does not direct.
//
// It is one program on one file, needs no public address, and holds these lines:
//
//   - What was acknowledged is durable, and what is repeated changes nothing.
//   - Private words are sealed, and stand in no message, log or error.
//   - Text that people typed cannot mention, link or break what the bot posts.
//   - What was not asked for can be turned off, and says why it came.
//
// # The packages, in a good order to read
//
//	internal/mission     missions, phases, people and entries; who may do what; no Slack, no database
//	internal/nudges      questions, plans, what is due, and how one is sent exactly once
//	internal/rounds      anonymous rounds; internal/ownwords compares what people wrote
//	internal/coaching    conversations with one person, balance checks, whom a lead talks with next
//	internal/when        days and spans as people type them
//	internal/store/bolt  all of it kept in one file; internal/store/storetest is the contract it passes
//	internal/seal        the key, and private words under it
//	internal/erased      who was forgotten, beside the store
//	internal/chart       pictures for reports
//	internal/slackapp    the edge to Slack: sockets, commands, forms, cards
//	internal/sandbox     a local Slack for trying things out and for the tests
//	internal/config      the settings
//	internal/manifest    the Slack app that the bot needs
//	internal/doctor      a look at an installation from outside
//	cmd/bot              this program: one small file a subcommand
//
// Dependencies point inwards, from here over slackapp and store and nudges to mission;
// internal/importtest holds that, each rule with its reason.
package main
