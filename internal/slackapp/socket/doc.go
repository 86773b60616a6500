// Package socket keeps a Slack app connected by Socket Mode and hands what
// arrives to one handler. It runs slack-go's socketmode client, one client a
// connection, and adds what that client leaves to its caller:
//
//   - Connections are replaced before they end. A tap on the network connection
//     takes Slack's disconnect frames out of the stream; the next connection
//     opens while the old one goes on receiving and acknowledging (tap.go,
//     link.go).
//   - Several connections are held, opened apart in time, so that one that is
//     cut without a word leaves another (runner.go).
//   - apps.connections.open is spaced for all connections together (gate.go).
//   - A connection on which nothing is heard is replaced (link.go).
//   - Errors that no waiting mends end the run with a sentence for the operator
//     (permanent.go).
//   - The reading loop does no work: envelopes go to a bounded queue and bounded
//     workers, which the end of the run waits for (work.go).
//   - Acknowledgements have a deadline, fit Slack's frame limit, and go out on
//     the connection that brought the envelope (ack.go).
//
// See docs.slack.dev/apis/events-api/using-socket-mode.
package socket
