package slackapp

import (
	"context"
	"slices"
	"unicode/utf8"

	"github.com/slack-go/slack/slackevents"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// What people type to the bot in direct messages. A reply in a question's thread answers that question, a
// plain message the newest one that is open. What nobody asked for is not kept before its author says
// what it is.

// directMessage handles what is typed, edited or deleted in a direct conversation with the bot.
func (a *App) directMessage(ctx context.Context, key string, ev *slackevents.MessageEvent) (func(context.Context), error) {
	if ev.ChannelType != "im" {
		return nil, nil
	}
	switch ev.SubType {
	case "message_changed":
		return nil, a.replyEdited(ctx, key, ev)
	case "message_deleted":
		return nil, a.replyDeleted(ctx, key, ev)
	case "", "file_share":
		return a.replied(ctx, key, ev)
	}
	return nil, nil
}

// said is a message that a person typed to the bot.
type said struct {
	key    string
	user   mission.UserID
	at     mission.MessageRef
	thread string
	text   string
}

func (a *App) replied(ctx context.Context, key string, ev *slackevents.MessageEvent) (func(context.Context), error) {
	user := mission.UserID(ev.User)
	if ev.BotID != "" || user == "" || user == a.bot {
		return nil, nil
	}
	s := said{
		key: key, user: user, at: mission.MessageRef{Channel: mission.ChannelID(ev.Channel), TS: ev.TimeStamp},
		text: unescape(ev.Text, a.dir.names(ctx, nameless(ev.Text)...)),
	}
	if ev.ThreadTimeStamp != ev.TimeStamp {
		s.thread = ev.ThreadTimeStamp
	}
	if s.text == "" {
		return nil, nil
	}
	err := a.tooFast(s.user)
	var after func(context.Context)
	if err == nil {
		after, err = a.answerOrAsk(causedBy(ctx, s.user, utf8.RuneCountInString(s.text)), s)
	}
	if slowed(err) {
		return a.slowSaid(s, err), nil
	}
	return after, err
}

// answerOrAsk keeps a message as the answer to the question that it belongs to, and asks what it is where
// no question is open.
func (a *App) answerOrAsk(ctx context.Context, s said) (func(context.Context), error) {
	if err := a.beingErased(ctx, s.user); err != nil {
		refusal, ok := mission.Refused(err)
		if !ok {
			return nil, err
		}
		return a.refuseSaid(s, refusal, false), nil
	}
	if after, taken, err := a.inConversation(ctx, s); taken || err != nil {
		return after, err
	}
	note, err := a.sealedNote(s.user, "", s.text)
	if err != nil {
		return nil, err
	}
	note.Source = s.at
	done, err := a.once(ctx, s.key, func(tx Tx) (outcome, error) { return a.takeReply(tx, s, note) })
	if err != nil || done.again {
		return nil, err
	}
	return a.answerSaid(s, done), nil
}

// What became of a message that was typed.
const (
	saidReply   = "reply"        // it was kept
	saidTooLong = "too_long"     // it is more than anybody keeps
	saidByTap   = "by_tap"       // it was typed where buttons answer
	saidToRound = "round_typed"  // it was typed where an answer has no name
	saidNothing = "nothing_open" // it answers nothing
)

// takeReply keeps a message where it answers a question that can be answered so, and says what became of it.
func (a *App) takeReply(tx Tx, s said, note mission.Reflection) (outcome, error) {
	if utf8.RuneCountInString(s.text) > mission.MaxText {
		return outcome{Did: saidTooLong}, nil
	}
	row, open, err := a.question(tx, s)
	switch {
	case err != nil || !open || s.asksHelp() || s.asksForm() != "" || s.tells() != "":
		return outcome{Did: saidNothing}, err
	case isRound(row):
		return outcome{Did: saidToRound, Row: row.Key}, nil
	case row.Nudge.Kind.AsksAfter():
		return outcome{Did: saidByTap, Row: row.Key}, nil
	case row.Nudge.Kind.ByTap():
		return outcome{Did: saidNothing}, nil
	}
	return outcome{Did: saidReply, Row: row.Key}, a.keepReply(tx, s, row, note)
}

// answerSaid returns what tells a person what became of her message, or nil where a row does.
func (a *App) answerSaid(s said, done outcome) func(context.Context) {
	switch done.Did {
	case saidTooLong:
		length := utf8.RuneCountInString(s.text)
		return a.refuseSaid(s, &mission.Refusal{Code: mission.TooLong, Field: "text", Got: length, Max: mission.MaxText}, true)
	case saidToRound:
		return a.inThread(s, func(ctx context.Context) view.Message { return a.roundTyped(ctx, s, done.Row) })
	case saidByTap:
		return a.inThread(s, func(ctx context.Context) view.Message { return a.askTap(ctx, s, done.Row) })
	case saidNothing:
		return a.directly(s, func(ctx context.Context) view.Message { return a.askWhat(ctx, s) })
	}
	return nil
}

// refuseSaid says why a message was not kept. Filed says that its words still stand where they were typed.
func (a *App) refuseSaid(s said, refusal *mission.Refusal, filed bool) func(context.Context) {
	return a.directly(s, func(ctx context.Context) view.Message {
		return view.Refusal(refusal, view.RefusalContext{Env: a.env(ctx, nil), Filed: filed})
	})
}

// asksHelp reports whether a message asks for help and says nothing else: that answers no question.
func (s said) asksHelp() bool {
	v, rest, known := parseVerb(s.text)
	_, topic := view.HelpTopic(view.Env{}, rest)
	return known && v == verbHelp && s.thread == "" && (rest == "" || topic)
}

// asksForm returns the word of a message that is nothing but a private command, or "". It answers no question
// either: it asks for the form, which a message cannot open by itself.
func (s said) asksForm() verb {
	v, rest, known := parseVerb(s.text)
	if known && rest == "" && s.thread == "" && slices.Contains(formVerbs, v) {
		return v
	}
	return ""
}

// tells returns the word of a message that begins like a command which tells something, or "". It is more likely that
// than an answer, so its author is asked; an answer in the question's thread is one whatever it begins with.
func (s said) tells() verb {
	v, rest, known := parseVerb(s.text)
	if _, tells := told[v]; known && tells && rest != "" && s.thread == "" {
		return v
	}
	return ""
}

// directly returns what answers a direct message, once that is acknowledged.
func (a *App) directly(s said, answer func(context.Context) view.Message) func(context.Context) {
	return func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, afterwards)
		defer cancel()
		a.tellDirectly(ctx, &request{user: s.user, channel: s.at.Channel, dm: true}, answer(ctx))
	}
}

// question finds the question that a message answers.
func (a *App) question(tx Tx, s said) (nudges.Row, bool, error) {
	if s.thread == "" {
		return nudges.OpenQuestion(tx, a.team, s.user, a.clock.Now())
	}
	row, err := tx.RowAt(a.team, mission.MessageRef{Channel: s.at.Channel, TS: s.thread})
	if isNotFound(err) {
		return row, false, nil
	}
	return row, err == nil && row.User == s.user && row.Nudge != nil, err
}

// keepReply keeps a typed answer and acknowledges it with one line.
func (a *App) keepReply(tx Tx, s said, row nudges.Row, note mission.Reflection) error {
	now := a.clock.Now()
	keep := func() error {
		note.Mission, note.Nudge, note.Question = row.Mission, row.Key, row.Nudge.Question
		if row.Nudge.Further == nudges.FurtherAsked {
			note.Question = a.set().Library.FurtherID(row)
		}
		return inOrder(
			func() error { return tx.PutReflection(note) },
			func() error { return nudges.TakeFurther(tx, a.team, row.Key, true) },
			func() error { return nudges.AskFurther(tx, a.team, row.Key, s.text, a.set().Library) },
		)
	}
	if row.Nudge.Kind == nudges.Connect {
		keep = func() error { return a.keepServes(tx, row.Mission, s, now) }
	}
	w := a.rows(tx)
	return inOrder(keep,
		func() error {
			_, err := nudges.MarkAnswered(tx, a.team, row.Key, nudges.Answered, now)
			return err
		},
		func() error { return w.replyKept(row, s.at, s.thread) },
	)
}

// renderKept is the line that acknowledges a typed reply.
func (a *App) renderKept(ctx context.Context, env view.Env, r rowRef) (view.Message, error) {
	said := mission.MessageRef{Channel: mission.ChannelID(r.args[0]), TS: r.args[1]}
	row, _, err := a.nudge(ctx, nudges.Row{Team: r.row.Team, Ref: ref(r.args[2:]...), Update: true})
	if err != nil {
		return view.Message{}, err
	}
	if row.Nudge.Kind == nudges.Connect {
		return view.ConnectReply(env, a.nudgeData(row, r.mission)), nil
	}
	return view.ReplyKept(env, a.nudgeData(row, r.mission), said, a.further(row)), nil
}

// askWhat answers a message that nobody asked for: help where that was asked, otherwise what it is.
func (a *App) askWhat(ctx context.Context, s said) view.Message {
	env := a.env(ctx, a.reader(ctx, s.user))
	if v := s.asksForm(); v != "" {
		return view.OpensAForm(env, string(v))
	}
	if v := s.tells(); v != "" {
		return view.MeantToTell(env, s.at, string(v), told[v])
	}
	v, rest, known := parseVerb(s.text)
	if !known || v != verbHelp {
		return view.NothingOpen(env, s.at)
	}
	if topic, ok := view.HelpTopic(env, rest); ok {
		return topic
	}
	return view.Help(env)
}

// clickNotAnswer takes out what was kept as an answer and opens its question again.
func (a *App) clickNotAnswer(ctx context.Context, p press) (answer, error) {
	if p.meta.TS == "" {
		return a.takeAnswerOut(ctx, p)
	}
	source := mission.MessageRef{Channel: p.meta.Channel, TS: p.meta.TS}
	done, err := a.once(ctx, p.key, func(tx Tx) (outcome, error) {
		note, err := tx.ReflectionFrom(a.team, p.user, source)
		if isNotFound(err) {
			return outcome{Did: "not_answer"}, nil
		}
		if err != nil {
			return outcome{}, err
		}
		return outcome{Did: "not_answer", Row: note.Nudge}, inOrder(
			func() error { return tx.DeleteReflection(a.team, p.user, note.ID) },
			func() error { return a.reopenFor(tx, note, p.user) },
		)
	})
	return instead(view.ReplyDropped(a.env(ctx, nil), source, done.Row != "")), err
}

// reopenFor opens the question again that a note answered, which may be one that followed another.
func (a *App) reopenFor(tx Tx, note mission.Reflection, user mission.UserID) error {
	if nudges.IsFurther(note.Question) {
		return ignoreNotFound(nudges.TakeFurther(tx, a.team, note.Nudge, false))
	}
	return a.reopen(tx, note.Nudge, user)
}

// reopen opens a question again, where it was this person's.
func (a *App) reopen(tx Tx, key string, user mission.UserID) error {
	if key == "" {
		return nil
	}
	row, err := tx.Row(a.team, key)
	if isNotFound(err) || err == nil && row.User != user {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err = nudges.Reopen(tx, a.team, key); err != nil {
		return err
	}
	return a.rows(tx).nudgeChanged(row)
}

// clickKeepReflection keeps a message as a reflection that answers nothing. Its words are read back from
// the person's own direct conversation: nothing of them was kept before.
func (a *App) clickKeepReflection(ctx context.Context, p press) (answer, error) {
	words, source, err := a.readBack(ctx, p)
	if err != nil {
		return answer{}, err
	}
	note, err := a.sealedNote(p.user, "", words)
	if err != nil {
		return answer{}, err
	}
	note.Source = source
	_, err = a.once(ctx, p.key, func(tx Tx) (outcome, error) {
		return outcome{Did: "keep"}, tx.PutReflection(note)
	})
	return instead(view.ReflectionKept(a.env(ctx, nil), source)), err
}

// readBack reads what the person wrote in her own direct conversation, as a button there names it.
func (a *App) readBack(ctx context.Context, p press) (string, mission.MessageRef, error) {
	source := mission.MessageRef{Channel: p.meta.Channel, TS: p.meta.TS}
	if source.Channel != p.channel && source.Channel != p.message.Channel {
		return "", source, &mission.Refusal{Code: mission.Hidden}
	}
	text, author, err := a.api.MessageAt(ctx, string(source.Channel), source.TS)
	if err != nil {
		return "", source, err
	}
	if author != string(p.user) || text == "" {
		return "", source, &mission.Refusal{Code: view.MessageGone}
	}
	return unescape(text, a.dir.names(ctx, nameless(text)...)), source, nil
}

// tellMessage opens the form for a step with what was typed, about the person's mission. Where she has
// several she is asked which; the words stand in her message.
func (a *App) tellMessage(ctx context.Context, p press) (answer, error) {
	kind := mission.EntryKind(p.meta.Kind)
	if !kind.Valid() {
		kind = mission.Progress
	}
	p.request.verb = string(verbProgress)
	m, who, err := a.here(ctx, p.request)
	if err != nil {
		return answer{}, err
	}
	words, _, err := a.readBack(ctx, p)
	if err != nil {
		return answer{}, err
	}
	if v, rest, known := parseVerb(words); known && told[v] == kind && p.meta.Kind != "" {
		words = rest
	}
	return a.tellForm(ctx, p.request, m, who, view.TellForm{Kind: kind, Text: words})
}

// replyEdited lets a copy follow the message that it was typed as.
func (a *App) replyEdited(ctx context.Context, key string, ev *slackevents.MessageEvent) error {
	if ev.Message == nil || ev.Message.BotID != "" {
		return nil
	}
	user := mission.UserID(ev.Message.User)
	source := mission.MessageRef{Channel: mission.ChannelID(ev.Channel), TS: ev.Message.Timestamp}
	text := unescape(ev.Message.Text, a.dir.names(ctx, nameless(ev.Message.Text)...))
	return a.onCopy(ctx, key, user, source, text)
}

// replyDeleted removes the copy of a message that its author deleted.
func (a *App) replyDeleted(ctx context.Context, key string, ev *slackevents.MessageEvent) error {
	if ev.PreviousMessage == nil || ev.PreviousMessage.BotID != "" {
		return nil
	}
	user := mission.UserID(ev.PreviousMessage.User)
	source := mission.MessageRef{Channel: mission.ChannelID(ev.Channel), TS: ev.PreviousMessage.Timestamp}
	return a.onCopy(ctx, key, user, source, "")
}

// onCopy lets what was kept of a message say what the message says by now; no words remove it.
func (a *App) onCopy(ctx context.Context, key string, user mission.UserID, source mission.MessageRef, text string) error {
	_, err := a.once(ctx, key, func(tx Tx) (outcome, error) {
		if talk, err := a.changeTalk(tx, user, source, text); talk || err != nil {
			return outcome{Did: "copy"}, err
		}
		note, err := tx.ReflectionFrom(a.team, user, source)
		switch {
		case isNotFound(err):
			err = a.changeServes(tx, user, source, text)
		case err == nil && text == "":
			err = tx.DeleteReflection(a.team, user, note.ID)
		case err == nil:
			note.Text, err = a.seal.Seal(noteBinding(note), text)
			err = inOrder(func() error { return err }, func() error { return tx.PutReflection(note) })
		}
		return outcome{Did: "copy"}, err
	})
	return err
}

// greet says hello in a channel that the bot was invited to. In the workspace's general channel it keeps
// quiet and tells whoever invited it.
func (a *App) greet(ctx context.Context, key string, channel mission.ChannelID, inviter mission.UserID) (func(context.Context), error) {
	c, err := a.dir.channel(ctx, channel)
	if gone(err) || err == nil && inviter == "" {
		return nil, nil // or it joined by itself, when a mission was started
	}
	if err != nil {
		return nil, err
	}
	if c.General {
		return func(ctx context.Context) { a.keepQuiet(ctx, channel, inviter) }, nil
	}
	_, err = a.once(ctx, key, func(tx Tx) (outcome, error) {
		return outcome{Did: "hello"}, a.rows(tx).hello(a.team, channel)
	})
	return nil, err
}

func (a *App) keepQuiet(ctx context.Context, channel mission.ChannelID, inviter mission.UserID) {
	ctx, cancel := context.WithTimeout(ctx, afterwards)
	defer cancel()
	r := &request{user: inviter, channel: channel}
	a.tell(ctx, r, say(view.QuietHere(a.env(ctx, nil), channel)))
}
