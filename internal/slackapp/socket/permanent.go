package socket

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/slack-go/slack"
)

// PermanentError ends a run: no waiting mends it. Its text is a sentence that
// says to the operator what to do.
type PermanentError struct {
	// Code is Slack's error code, or the HTTP status as text.
	Code string
	// Err is the error that was met; it may be nil.
	Err error
}

// linkDisabled is the reason of a disconnect frame after Socket Mode was
// switched off in the app's settings.
const linkDisabled = "link_disabled"

// crowded is the reason of a disconnect frame where an app holds more than ten sockets.
const crowded = "too_many_websockets"

// notEnabled is what apps.connections.open says of such an app. It is believed as linkDisabled is: when said repeatedly.
const notEnabled = "socket_mode_not_enabled"

// remedies says for each error of apps.connections.open that no retry mends
// what the operator can do. See docs.slack.dev/reference/methods/apps.connections.open.
var remedies = map[string]string{
	"invalid_auth":                       "Slack does not know this app-level token; make a new one under Basic Information, App-Level Tokens.",
	"not_authed":                         "no app-level token was sent; set SLACK_APP_TOKEN.",
	"token_revoked":                      "the app-level token was revoked; make a new one under Basic Information, App-Level Tokens.",
	"token_expired":                      "the app-level token has expired; make a new one under Basic Information, App-Level Tokens.",
	"account_inactive":                   "the app or its workspace was deactivated; install the app again.",
	"not_allowed_token_type":             "this is not an app-level token; SLACK_APP_TOKEN begins with xapp-.",
	"missing_scope":                      "the app-level token lacks the scope connections:write; add it, or make a new token with it.",
	"no_permission":                      "the app-level token may not open connections; make a new one with the scope connections:write.",
	"access_denied":                      "Slack denies this app the connection; ask an administrator of the workspace.",
	"app_access_restricted":              "an administrator has restricted this app; ask them to allow it.",
	"forbidden_team":                     "the workspace may not use Socket Mode with this app; ask an administrator.",
	"enterprise_is_restricted":           "the organisation does not allow this call; ask an administrator.",
	"team_access_not_granted":            "the app is not allowed in this workspace; ask an administrator of the organisation.",
	"two_factor_setup_required":          "the workspace requires two-factor authentication to be set up first.",
	"method_deprecated":                  "Slack no longer offers apps.connections.open; a newer version of this program is needed.",
	linkDisabled:                         "Socket Mode is switched off; switch it on in the app's settings under Socket Mode.",
	http.StatusText(http.StatusNotFound): "nothing answers at this address; check SLACK_API_URL, which ends in /api/.",
}

func (e *PermanentError) Error() string {
	return fmt.Sprintf("Slack refuses the connection (%s): %s", e.Code, remedies[e.Code])
}

func (e *PermanentError) Unwrap() error { return e.Err }

// saysOff reports whether Slack refused a connection since Socket Mode is switched off.
func saysOff(err error) bool {
	answer, ok := errors.AsType[slack.SlackErrorResponse](err)
	return ok && answer.Err == notEnabled
}

// permanent returns the PermanentError that err means, or nil if waiting may help.
func permanent(err error) *PermanentError {
	var code string
	if answer, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		code = answer.Err
	}
	if status, ok := errors.AsType[slack.StatusCodeError](err); ok && status.Code == http.StatusNotFound {
		code = http.StatusText(http.StatusNotFound)
	}
	if _, known := remedies[code]; !known {
		return nil
	}
	return &PermanentError{Code: code, Err: err}
}
