package doctor

import "fmt"

const (
	strangersHear = "whoever holds them receives a share of what people write"
	strangersEnd  = "Stop the other process, or make a new app-level token. After a crash old ones are counted for some minutes."
)

// checkConnection judges what is known of connections, once Slack has granted the address of one.
func checkConnection(f Facts) []Result {
	const name = "socket"
	granted := fmt.Sprintf("address granted in %d ms", f.Open.Took.Milliseconds())
	in := f.Store.Inside
	switch s := in.Sockets; {
	case s != nil && s.Connected == 0:
		return []Result{{
			State: Fail, Check: name, Text: fmt.Sprintf("the bot runs, and none of its %d sockets is connected", s.Wanted),
			So: "nothing that people write reaches the bot", Mend: "Look at its log for why connecting fails, and at status.slack.com.",
		}}
	case s != nil && s.Foreign > 0:
		return []Result{strangers(s.Foreign)}
	case s != nil:
		return []Result{{State: OK, Check: name, Text: fmt.Sprintf("%d of %d sockets of the bot that runs are connected", s.Connected, s.Wanted)}}
	case len(in.Copies) > 0:
		return []Result{{State: OK, Check: name, Text: fmt.Sprintf("%s, not dialled beside the %d that the copies hold", granted, in.held())}}
	case !f.Hello.Dialled:
		return []Result{{State: OK, Check: name, Text: granted + ", not dialled beside a bot that may run"}}
	case f.Hello.Err != nil:
		return []Result{{
			State: Fail, Check: name, Text: granted + ", but no connection: " + f.Hello.Err.Error(), So: "nothing that people write reaches the bot",
			Mend: "Let this machine open WebSockets to Slack (wss, port 443); behind a proxy set HTTPS_PROXY.",
		}}
	case f.Hello.Counted > 1:
		return []Result{strangers(f.Hello.Counted - 1)}
	}
	return []Result{{State: OK, Check: name, Text: fmt.Sprintf("%s, greeted after %d ms, no other socket of this app", granted, f.Hello.Took.Milliseconds())}}
}

func strangers(n int) Result {
	return Result{
		State: Warn, Check: "socket", Text: fmt.Sprintf("%d sockets of this app belong to nobody known here", n),
		So: strangersHear, Mend: strangersEnd,
	}
}

// checkCopies tells which copies live, where there may be several.
func checkCopies(f Facts) []Result {
	const name = "copies"
	in := f.Store.Inside
	switch {
	case !in.Shared:
		return nil
	case len(in.Copies) == 0:
		return []Result{{State: OK, Check: name, Text: "none runs"}}
	}
	hosts, versions := "", map[string]bool{}
	for _, c := range in.Copies {
		hosts += ", " + c.Host
		versions[c.Version] = true
	}
	text := fmt.Sprintf("%d live: %s", len(in.Copies), hosts[2:])
	var out []Result
	if len(versions) > 1 {
		out = append(out, Result{State: Warn, Check: name, Text: text + "; of several versions", Mend: "Bring all to one version, one after the other."})
	}
	if in.held() > mostSockets {
		out = append(out, Result{
			State: Fail, Check: name, Text: fmt.Sprintf("together they want %d sockets, and Slack allows %d for an app", in.held(), mostSockets),
			So: "some stay without", Mend: "Set slack.sockets lower, or run fewer copies.",
		})
	}
	if len(out) > 0 {
		return out
	}
	return []Result{{State: OK, Check: name, Text: text}}
}

// mostSockets is how many connections Slack allows for an app, see docs.slack.dev/apis/events-api/comparing-http-socket-mode.
const mostSockets = 10
