package api

import (
	"errors"
	"net/url"
	"strings"
)

// slackHosts end the names of the machines that answer for Slack. A response_url stands on hooks.slack.com
// (docs.slack.dev/interactivity/handling-user-interaction#message_responses).
var slackHosts = []string{".slack.com", ".slack-gov.com"}

// errElsewhere says that a response_url leads to somebody who is not the Slack that the bot speaks with. The address is
// not repeated: it is as good as a token.
var errElsewhere = errors.New("a response_url that does not lead to Slack")

// respondsTo refuses addresses that do not belong to the Slack at base. They come with payloads, and what is posted there
// can be for one person alone.
func respondsTo(base, address string) error {
	to, err := url.Parse(address)
	if err != nil || to.User != nil {
		return errElsewhere
	}
	api, err := url.Parse(base)
	if err != nil {
		return errElsewhere
	}
	switch {
	case ofSlack(api.Hostname()):
		if to.Scheme == "https" && to.Port() == "" && ofSlack(to.Hostname()) {
			return nil
		}
	case to.Scheme == api.Scheme && to.Hostname() == api.Hostname():
		return nil
	}
	return errElsewhere
}

func ofSlack(host string) bool {
	for _, end := range slackHosts {
		if strings.HasSuffix("."+strings.ToLower(host), end) {
			return true
		}
	}
	return false
}
