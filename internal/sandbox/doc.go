// Package sandbox is a local stand-in for Slack: its Web API, Socket Mode and
// the part of its client that sends commands, clicks and forms to an app.
// Any Slack program that can be pointed at another API address runs against
// it. It keeps a small made-up workspace in memory, nothing leaves the
// machine, and it refuses what Slack refuses with Slack's own error codes.
//
// # One listener
//
//	/api/<method>        Slack's Web API                      webapi*.go
//	/socket?ticket=…     Socket Mode                          socket.go, deliver.go
//	/response/<token>    response_url posts                   responseurl.go
//	/upload/v1/<secret>  the bytes of a file                  webapi_files.go
//	/_sandbox/…          the control interface, JSON only     control*.go
//	everything else      the page (Options.Page)
//
// # Reading order
//
// world.go and message.go hold what a workspace is; team.go fills it.
// webapi.go takes a call through tokens, scopes, limits and faults to its
// method. deliver.go sends an envelope to exactly one socket and waits for
// its acknowledgement; events.go, command.go, click.go, submit.go and
// shortcut.go build what is sent; trace.go keeps both for the inspector.
// walk.go moves the clock; ahead.go does so on a copy, which copy.go makes.
//
// # Two clocks
//
// What people see of time (message ts, history, the thirty minutes of a
// response_url, do-not-disturb) runs on the sandbox's clock, which is real
// time plus an offset. What programs see of time (the three seconds of an
// acknowledgement or a trigger, pings, retries, rate windows) is real time.
//
// # Locking
//
// One mutex, Server.mu, guards the workspace, the views, the sockets and the
// pending deliveries. Functions whose comment says "locked" expect it held;
// nothing waits on the network while holding it.
package sandbox
