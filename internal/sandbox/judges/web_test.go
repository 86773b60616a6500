package judges_test

import "testing"

// TestSlacksWebClient has @slack/web-api call every family of methods.
func TestSlacksWebClient(t *testing.T) {
	t.Parallel()
	judge(t, "web-api.test.mjs", localSlack(t, "--manifest", "testdata/wide.yaml"))
}

// TestABoltApp has people use an app on @slack/bolt, and judges it by what they see.
func TestABoltApp(t *testing.T) {
	t.Parallel()
	judge(t, "bolt.test.mjs", localSlack(t, "--manifest", "testdata/wide.yaml"))
}
