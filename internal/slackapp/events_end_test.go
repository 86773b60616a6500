package slackapp

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// Slack tells of an app that was uninstalled in two events, in either order, and answers with a dead token meanwhile.
func TestTheEndThatSaysMoreCounts(t *testing.T) {
	t.Parallel()
	dead := errors.New("the token is dead")
	for name, row := range map[string]struct {
		ends []error
		want error
	}{
		"revoked":                         {[]error{errRevoked}, errRevoked},
		"uninstalled":                     {[]error{errUninstalled}, errUninstalled},
		"revoked by uninstalling":         {[]error{errRevoked, errUninstalled}, errUninstalled},
		"dead, then told of in two parts": {[]error{dead, errRevoked, errUninstalled}, errUninstalled},
		"dead, and revoked":               {[]error{dead, errRevoked}, dead},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				a := &App{ended: make(chan error, endsHeld)}
				go func() {
					for _, end := range row.ends {
						a.stop(end)
						time.Sleep(endWithin / 4)
					}
				}()
				if got := a.whichEnd(t.Context(), <-a.ended); !errors.Is(got, row.want) {
					t.Errorf("it ends with %q, want %q", got, row.want)
				}
				time.Sleep(2 * endWithin) // until everything was told
			})
		})
	}
}
