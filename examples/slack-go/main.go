// Command slack-go is a bot on slack-go: /lunch opens a form, the form asks the channel, a button counts who comes
// along, and Home tells each person of the lunches of the day.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/slackutilsx"
	"github.com/slack-go/slack/socketmode"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	options := []slack.Option{slack.OptionAppLevelToken(os.Getenv("SLACK_APP_TOKEN"))}
	if url := os.Getenv("SLACK_API_URL"); url != "" { // not set: Slack itself
		options = append(options, slack.OptionAPIURL(url))
	}
	api := slack.New(os.Getenv("SLACK_BOT_TOKEN"), options...)
	b := bot{api: api, socket: socketmode.New(api), lunches: map[string]*lunch{}}
	go b.listen(ctx)
	err := b.socket.RunContext(ctx) // for as long as Slack lets it
	if ctx.Err() == nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// lunch is one that was asked about.
type lunch struct {
	asker, place string
	along        []string
}

// bot answers one event after the other, so that its lunches need no lock.
type bot struct {
	api     *slack.Client
	socket  *socketmode.Client
	lunches map[string]*lunch // by the time stamp of their message
}

// listen takes what Slack sends until the context ends.
func (b *bot) listen(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case evt := <-b.socket.Events:
			if err := b.hear(ctx, evt); err != nil {
				fmt.Fprintln(os.Stderr, err)
			}
		}
	}
}

// hear acknowledges at once, with the refusal of a form where there is one, and then does the work.
func (b *bot) hear(ctx context.Context, evt socketmode.Event) error {
	if evt.Request == nil {
		return nil
	}
	switch data := evt.Data.(type) {
	case slack.SlashCommand:
		return b.ackThen(ctx, evt, nil, func() error { return b.openForm(ctx, data) })
	case slack.InteractionCallback:
		if refusal := refused(data); refusal != nil {
			return b.ackThen(ctx, evt, refusal, nil)
		}
		return b.ackThen(ctx, evt, nil, func() error { return b.interact(ctx, data) })
	case slackevents.EventsAPIEvent:
		return b.ackThen(ctx, evt, nil, func() error { return b.showHome(ctx, data.InnerEvent.Data) })
	}
	return nil
}

func (b *bot) ackThen(ctx context.Context, evt socketmode.Event, answer any, work func() error) error {
	if err := b.socket.AckCtx(ctx, evt.Request.EnvelopeID, answer); err != nil || work == nil {
		return err
	}
	return work()
}

func (b *bot) openForm(ctx context.Context, c slack.SlashCommand) error {
	place := slack.NewPlainTextInputBlockElement(nil, "place").WithMaxLength(60)
	_, err := b.api.OpenViewContext(ctx, c.TriggerID, slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: "lunch", PrivateMetadata: c.ChannelID, Title: plain("Lunch"), Submit: plain("Ask"),
		Blocks: slack.Blocks{BlockSet: []slack.Block{slack.NewInputBlock("where", plain("Where to?"), nil, place)}},
	})
	return err
}

// refused is the answer to a form that is not taken.
func refused(in slack.InteractionCallback) *slack.ViewSubmissionResponse {
	if in.Type != slack.InteractionTypeViewSubmission || len(wanted(in)) >= 3 {
		return nil
	}
	return slack.NewErrorsViewSubmissionResponse(map[string]string{"where": "Three letters at least."})
}

func wanted(in slack.InteractionCallback) string {
	return strings.TrimSpace(in.View.State.Values["where"]["place"].Value)
}

// interact asks the channel, or counts whoever pressed the button.
func (b *bot) interact(ctx context.Context, in slack.InteractionCallback) error {
	if in.Type == slack.InteractionTypeViewSubmission {
		l := &lunch{asker: in.User.ID, place: slackutilsx.EscapeMessage(wanted(in))}
		_, ts, err := b.api.PostMessageContext(ctx, in.View.PrivateMetadata, l.asking()...)
		b.lunches[ts] = l
		return err
	}
	l := b.lunches[in.Container.MessageTs]
	if l == nil {
		return slack.PostWebhookContext(ctx, in.ResponseURL, &slack.WebhookMessage{Text: "This lunch is over."})
	}
	if !slices.Contains(l.along, in.User.ID) {
		l.along = append(l.along, in.User.ID)
	}
	_, _, _, err := b.api.UpdateMessageContext(ctx, in.Channel.ID, in.Container.MessageTs, l.asking()...)
	return err
}

// asking is the message of a lunch, with its button.
func (l *lunch) asking() []slack.MsgOption {
	along := "nobody yet"
	if len(l.along) > 0 {
		along = "<@" + strings.Join(l.along, ">, <@") + ">"
	}
	text := fmt.Sprintf("<@%s> goes to %s. Along: %s", l.asker, l.place, along)
	button := slack.NewButtonBlockElement("along", "", plain("I come along")).WithStyle(slack.StylePrimary)
	return []slack.MsgOption{
		slack.MsgOptionText(text, false), slack.MsgOptionBlocks(section(text), slack.NewActionBlock("", button)),
	}
}

// showHome tells a person of the lunches that they go to.
func (b *bot) showHome(ctx context.Context, event any) error {
	opened, ok := event.(*slackevents.AppHomeOpenedEvent)
	if !ok || opened.Tab != "home" {
		return nil
	}
	var blocks []slack.Block
	for _, l := range b.lunches {
		if l.asker == opened.User || slices.Contains(l.along, opened.User) {
			blocks = append(blocks, section("You go to "+l.place+"."))
		}
	}
	if len(blocks) == 0 {
		blocks = []slack.Block{section("No lunch yet. Try `/lunch` in a channel.")}
	}
	_, err := b.api.PublishViewContext(ctx, slack.PublishViewContextRequest{
		UserID: opened.User, View: slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: blocks}},
	})
	return err
}

func plain(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, text, false, false)
}

func section(text string) slack.Block {
	return slack.NewSectionBlock(slack.NewTextBlockObject(slack.MarkdownType, text, false, false), nil, nil)
}
