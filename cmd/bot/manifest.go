package main

import (
	"fmt"

	"throughline/internal/manifest"
)

// steps go to standard error, so that standard output can be pasted or piped as it is.
const steps = `1  Open api.slack.com/apps, Create New App, From a manifest; paste.
2  Install to workspace. Copy the Bot User OAuth Token (xoxb-).
3  Basic Information, App-Level Tokens: make one with
   connections:write (xapp-).
4  export SLACK_BOT_TOKEN=… SLACK_APP_TOKEN=…
5  bot doctor, then bot run. In Slack: /invite @throughline
`

// ManifestCmd is bot manifest.
type ManifestCmd struct {
	Format  string `enum:"yaml,json" default:"yaml" help:"How to write it: yaml or json."`
	History bool   `help:"Also ask to read channel history, only to look up whether a doubtful post of the bot's own arrived."`
}

// Run prints the manifest to standard output and what to do with it to standard error.
func (m ManifestCmd) Run(c *console) error {
	app := manifest.Build(manifest.Options{History: m.History})
	write := app.YAML
	if m.Format == "json" {
		write = app.JSON
	}
	text, err := write()
	if err != nil {
		return err
	}
	if _, err := c.stdout.Write(text); err != nil {
		return fmt.Errorf("print manifest: %w", err)
	}
	_, _ = fmt.Fprint(c.stderr, steps)
	return nil
}
