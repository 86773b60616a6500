package slackapp

import (
	"context"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/api"
	"throughline/internal/slackapp/view"
)

// A file goes out as a row of the outbox, like a message: after the acknowledgement, at Slack's pace, and rendered
// when it is sent. It goes to one conversation, whose members alone can open it. A file bears no mark by which it
// could be found again, so one in doubt is never sent twice.

// The files, as the first part of a row's Ref. The last part is who asked for it, or empty.
const (
	fileEnergy   = "energy"   // energy:<user>, in the thread of what it belongs to
	fileTimeline = "timeline" // timeline:<user>, the same
	fileBook     = "book"     // book:<user>
	fileBalance  = "balance"  // balance:<check>:<user>
)

// noticeNoFile tells somebody that a file which she asked for could not be sent: no_file:<file>:<state of its row>.
const noticeNoFile = "no_file"

func (a *App) fileNotices() map[string]noticed {
	return map[string]noticed{
		noticeNoFile: func(_ context.Context, _ view.Env, r rowRef) (view.Message, error) {
			unsure := len(r.args) > 1 && nudges.State(r.args[1]) == nudges.Unsure
			return view.NoFile(len(r.args) > 0 && r.args[0] != fileBook, unsure), nil
		},
	}
}

// picture puts a picture into the thread of a message that stands.
func (w rows) picture(message nudges.Row, what string, asked mission.UserID) error {
	return w.post(nudges.Row{
		Key: message.Key + "/" + what, Team: message.Team, Subject: nudges.OfFile, Mission: message.Mission,
		Ref: ref(what, string(asked)), Channel: message.Channel, User: message.User, InThread: true, ThreadTS: message.TS,
	})
}

// sendFile uploads what a row names. There is no message of which it would learn where it stands.
func (a *App) sendFile(ctx context.Context, r nudges.Row) (mission.MessageRef, error) {
	f, err := a.file(ctx, r)
	if err != nil {
		return mission.MessageRef{}, notRendered(err)
	}
	f.Channel, f.ThreadTS = string(r.Channel), r.ThreadTS
	_, err = a.api.Upload(ctx, f)
	return mission.MessageRef{Channel: r.Channel}, sendError(err, "files.completeUploadExternal")
}

// file makes the file that a row names, from what stands in the store now. Whoever it goes to must still see the
// mission; who does not is told nothing, as if there were none.
func (a *App) file(ctx context.Context, r nudges.Row) (api.File, error) {
	if what, _ := refParts(r.Ref); what == fileBalance {
		return a.balanceFile(ctx, r)
	}
	m, err := a.mission(ctx, r.Mission)
	if err != nil {
		return api.File{}, err
	}
	if r.User != "" && !a.sees(ctx, &request{user: r.User, userTeam: a.team}, m) {
		return api.File{}, mission.ErrNotFound
	}
	what, args := refParts(r.Ref)
	asked := rowRef{args: args}.user()
	switch what {
	case fileEnergy:
		return a.energyFile(ctx, m)
	case fileTimeline:
		return a.timelineFile(ctx, m)
	case fileBook:
		return a.bookFile(ctx, m, r, asked)
	}
	return api.File{}, unknown("file", what)
}

func pictureFile(p view.Picture) api.File {
	return api.File{Name: p.Name, Title: p.Title, Alt: p.Alt, Body: p.PNG}
}

// fileEnded tells whoever asked for a file that it could not be sent: beside the message that it belongs to, or in
// her direct messages.
func (a *App) fileEnded(w rows, r nudges.Row) error {
	what, args := refParts(r.Ref)
	asked := rowRef{args: args}.user()
	if r.State == nudges.Settled || r.State == nudges.Dropped {
		return nil
	}
	a.log.Warn("a file was not sent", "file", what, "state", r.State, "code", r.Reason)
	if asked == "" {
		return nil
	}
	told := nudges.Row{
		Key: r.Key + "/" + noticeNoFile, Team: r.Team, Subject: nudges.OfNotice, Mission: r.Mission,
		Ref: ref(noticeNoFile, what, string(r.State)), User: asked,
	}
	if r.User == asked && r.ThreadTS != "" {
		told.Channel, told.InThread, told.ThreadTS = r.Channel, true, r.ThreadTS
	}
	return w.post(told)
}

// illustrated puts the pictures that belong to a message into its thread, once that stands: a picture never delays
// its message and never doubles it.
func (a *App) illustrated(tx nudges.Tx, w rows, r nudges.Row) error {
	what, _ := refParts(r.Ref)
	switch {
	case r.Update:
		return nil
	case r.Subject == nudges.OfNotice && what == noticeReport:
		return a.reportPictures(tx, w, r)
	case r.Subject == nudges.OfNotice && what == noticeTrend:
		return w.energyPicture(tx, r, r.User, nil)
	case r.Subject == nudges.OfNudge && r.Nudge != nil && (r.Nudge.Kind == nudges.Digest || r.Nudge.Kind == nudges.Follow):
		return a.digestPicture(tx, w, r)
	case r.Subject == nudges.OfNudge && r.Nudge != nil && r.Nudge.Kind == nudges.RoundResult:
		return w.resultPicture(tx, r)
	}
	return nil
}
