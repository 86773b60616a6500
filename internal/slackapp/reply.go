package slackapp

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/slack-go/slack"

	"throughline/internal/slackapp/api"
	"throughline/internal/slackapp/socket"
	"throughline/internal/slackapp/view"
)

// ackLimit is the largest message that is sent inside an acknowledgement, in bytes of JSON. Slack takes
// 20,480 for the whole frame; what is larger goes by response_url.
const ackLimit = 16_000

// afterwards bounds what is done after an acknowledgement.
const afterwards = 20 * time.Second

// reply turns an answer, or the error in its place, into the acknowledgement and what follows it.
func (a *App) reply(ctx context.Context, r *request, ans answer, err error) socket.Reply {
	a.observe(r, err)
	if err != nil && a.hushed(r, err) {
		return socket.Reply{}
	}
	if err != nil {
		ans = a.excuse(ctx, r, err)
	}
	if ans.message != nil && r.source == fromClick && r.view != nil {
		ans = a.onView(r, ans)
	}
	var out socket.Reply
	var rest []func(context.Context)
	if ans.open != nil {
		if ack, done := a.openFirst(ctx, r, ans); !done {
			rest = append(rest, a.minding(r, func(ctx context.Context) { a.openForm(ctx, r, ans) }))
		} else if ack != nil {
			out.Payload = ack
		}
	}
	if ack, later := a.savedForLater(r, ans); err == nil && later {
		out.Payload = ack
	}
	if ans.form != nil {
		out.Payload = ans.form
	}
	if ans.message != nil {
		if payload, ok := inAck(r, ans); ok {
			out.Payload = payload
		} else {
			rest = append(rest, a.minding(r, func(ctx context.Context) { a.tell(ctx, r, ans) }))
		}
	}
	if ans.then != nil {
		rest = append(rest, a.minding(r, ans.then))
	}
	if err == nil && a.follows(r) {
		rest = append(rest, func(ctx context.Context) { a.redrawHome(ctx, r) })
	}
	if len(rest) > 0 {
		out.After = func(ctx context.Context) { inTurn(ctx, rest) }
	}
	return out
}

// onView turns an answer to a press in Home or in a form, where no message can be shown, into a form to read:
// in place of the one that the press came from, where that was such an answer itself.
func (a *App) onView(r *request, ans answer) answer {
	v := view.Told(*ans.message)
	ans.message = nil
	if r.view.CallbackID == view.ViewTold {
		rest, update := ans.then, a.refresh(press{request: r}, v).then
		ans.then = func(ctx context.Context) {
			update(ctx)
			if rest != nil {
				rest(ctx)
			}
		}
		return ans
	}
	ans.open, ans.push = &v, r.view.Type == slack.VTModal
	return ans
}

func inTurn(ctx context.Context, steps []func(context.Context)) {
	ctx, cancel := context.WithTimeout(ctx, afterwards)
	defer cancel()
	for _, step := range steps {
		step(ctx)
	}
}

// inAck returns the acknowledgement's payload where the message can travel in it: only commands have
// one that shows a message, and only a small one.
func inAck(r *request, ans answer) (json.RawMessage, bool) {
	if r.source != fromCommand {
		return nil, false
	}
	raw, err := json.Marshal(ephemeral(*ans.message))
	return raw, err == nil && len(raw) <= ackLimit
}

// ephemeral is the form of a message that only the one who asked sees.
func ephemeral(m view.Message) map[string]any {
	return map[string]any{
		"response_type": slack.ResponseTypeEphemeral, "text": m.Text, "blocks": m.Blocks,
		"replace_original": false, "unfurl_links": false, "unfurl_media": false,
	}
}

// clearFirst is how long a form waits that opens where others were closed. The acknowledgement that closes
// them goes another way than the call that opens it, and would close it too if it came second.
const clearFirst = 300 * time.Millisecond

// openForm opens a form with the request's trigger, which lives for three seconds.
func (a *App) openForm(ctx context.Context, r *request, ans answer) {
	if ans.form != nil && !pause(ctx, clearFirst) {
		return
	}
	if err := a.openedForm(ctx, r, ans); err != nil {
		a.tell(ctx, r, a.notOpened(r, err))
	}
}

// openedForm opens it, and reports why it did not open.
func (a *App) openedForm(ctx context.Context, r *request, ans answer) error {
	open := a.api.OpenView
	if ans.push {
		open = a.api.PushView
	}
	_, _, err := open(ctx, r.trigger, *ans.open)
	var e *api.Error
	if errors.As(err, &e) && (e.Code == "exchanged_trigger_id" || e.Code == "trigger_exchanged") {
		return nil // a repeated envelope: the form stands open already
	}
	if err != nil {
		a.log.Warn("form not opened", "form", ans.open.CallbackID, "error", err)
	}
	return err
}

// tell sends a message to the person alone, by the best way that the request leaves: its response_url,
// else an ephemeral message in the channel, else her direct messages.
func (a *App) tell(ctx context.Context, r *request, ans answer) {
	m := *ans.message
	if r.responseURL != "" {
		err := a.api.Respond(ctx, r.responseURL, api.Response{
			Text: m.Text, Blocks: m.Blocks, ReplaceOriginal: ans.replace, ResponseType: slack.ResponseTypeEphemeral,
		})
		if err == nil {
			return
		}
		a.log.Warn("answer not delivered by response_url", "error", err)
	}
	if r.channel != "" && !r.dm {
		err := a.api.PostEphemeral(ctx, api.Ephemeral{
			Channel: string(r.channel), User: string(r.user), ThreadTS: r.thread, Text: m.Text, Blocks: m.Blocks,
		})
		if err == nil {
			return
		}
	}
	a.tellDirectly(ctx, r, m)
}

func (a *App) tellDirectly(ctx context.Context, r *request, m view.Message) {
	channel, err := a.api.OpenDM(ctx, string(r.user))
	if err == nil {
		_, err = a.api.PostMessage(ctx, api.Post{Channel: channel, Text: m.Text, Blocks: m.Blocks})
	}
	if err != nil {
		a.log.Error("answer not delivered", "error", err)
		a.unanswered(ctx, r, err)
	}
}
