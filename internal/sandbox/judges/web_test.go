package judges_test

import "testing"

// TestSlacksWebClient has @slack/web-api call every family of methods.
func TestSlacksWebClient(t *testing.T) {
	t.Parallel()
	judge(t, "web-api.test.mjs", localSlack(t, "--manifest", "testdata/wide.yaml"))
}
