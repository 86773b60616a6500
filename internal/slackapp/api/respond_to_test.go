package api

import "testing"

func TestWhereAnswersMayGo(t *testing.T) {
	t.Parallel()
	const slack, gov, local = "https://slack.com/api/", "https://slack-gov.com/api/", "http://127.0.0.1:8080/api/"
	for _, row := range []struct {
		sentence, base, address string
		want                    bool
	}{
		{"Slack's hooks", slack, "https://hooks.slack.com/commands/T1/2/3", true},
		{"Slack's hooks for governments", gov, "https://hooks.slack-gov.com/actions/T1/2/3", true},
		{"Slack's hooks in the clear", slack, "http://hooks.slack.com/commands/T1/2/3", false},
		{"another port of Slack's", slack, "https://hooks.slack.com:8443/x", false},
		{"another host", slack, "https://evil.example/commands/T1", false},
		{"a host that ends alike", slack, "https://hooks.slack.com.evil.example/x", false},
		{"a host that sounds alike", slack, "https://evilslack.com/x", false},
		{"a name before the host", slack, "https://hooks.slack.com@evil.example/x", false},
		{"this machine", slack, "http://127.0.0.1/x", false},
		{"the machine's own data in a cloud", slack, "http://169.254.169.254/latest", false},
		{"a file", slack, "file:///etc/passwd", false},
		{"nothing", slack, "", false},
		{"no address", slack, "https://hooks.slack.com/%zz", false},
		{"a local Slack's", local, "http://127.0.0.1:9999/response/1", true},
		{"another name of a local Slack's machine", local, "http://localhost:9999/response/1", false},
		{"the world, of a local Slack", local, "http://evil.example/response/1", false},
	} {
		if err := respondsTo(row.base, row.address); (err == nil) != row.want {
			t.Errorf("%s: %v", row.sentence, err)
		}
	}
}
