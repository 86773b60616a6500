package slackapp

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// How a mission touches what a person is after herself: three sentences, sealed, each open to whom she chose.
// They are written and read in forms.

// connectCommands are the commands about what is private.
func (a *App) connectCommands() map[verb]handler {
	return map[verb]handler{
		verbConnect: a.connectCommand,
		verbReflect: a.reflectCommand,
		verbJournal: a.journalCommand,
	}
}

// connectClicks are the presses about connections and their rings.
func (a *App) connectClicks() map[string]pressed {
	return map[string]pressed{
		view.ActConnect:        a.clickConnect,
		view.ActStillSo:        a.clickStillSo,
		view.ActMine:           a.ofMine(a.clickMine),
		view.ActTakeBack:       a.ofMine(a.clickTakeBack),
		view.ActTakeBackAlone:  a.ofMine(a.clickTakeBackAlone),
		view.ActTakeBackForget: a.ofMine(a.clickTakeBackForget),
		view.ActTakeBackNot:    a.ofMine(a.clickTakeBackNot),
		view.ActReadShared:     a.at(a.clickReadShared),
		view.ActPursuits:       a.at(a.clickPursuits),
	}
}

func (a *App) connectForms() map[string]sent {
	return map[string]sent{view.ViewConnect: a.submitConnect}
}

// connectCommand opens the form for the mission here, or what a person wrote about one that she is in no
// longer.
func (a *App) connectCommand(ctx context.Context, r *request) (answer, error) {
	typed := r.text
	words := r.taken(a) // they come back in the form, and in no refusal
	m, who, err := a.here(ctx, r)
	if _, which := errors.AsType[*whichError](err); which {
		r.text = typed // they wait for the answer, unseen
	}
	if err != nil {
		return answer{}, err
	}
	return a.connectForm(ctx, r, m, who, "", words)
}

// connectForm opens the form with what was written before, and what was typed with the command.
func (a *App) connectForm(ctx context.Context, r *request, m mission.Mission, who mission.Actor, nudge, typed string) (answer, error) {
	in, written, err := a.connection(ctx, m, r.user)
	if err != nil {
		return answer{}, err
	}
	may := a.may(ctx, mission.ConnectIt, who, m)
	if err := running(m); err != nil && may == nil {
		may = err
	}
	if may != nil && written {
		return a.form(r, view.Mine(a.env(ctx, nil), m, in, false)), nil
	}
	if may != nil {
		return answer{}, may
	}
	in.Typed = typed
	return a.form(r, view.Connect(a.env(ctx, nil, m.Lead), m, r.user, nudge, in)), nil
}

func (a *App) clickConnect(ctx context.Context, p press) (answer, error) {
	m, who, err := a.seen(ctx, p.request, p.meta.Mission)
	if err != nil {
		return a.clickMineOf(ctx, p, err)
	}
	return a.connectForm(ctx, p.request, m, who, p.meta.Nudge, "")
}

// clickMineOf shows what a person wrote about a mission that she may no longer see, where she wrote anything;
// otherwise the refusal stands.
func (a *App) clickMineOf(ctx context.Context, p press, refused error) (answer, error) {
	if refusal, ok := mission.Refused(refused); !ok || refusal.Code != mission.Hidden {
		return answer{}, refused
	}
	m := mission.Mission{ID: p.meta.Mission, Team: a.team}
	in, written, err := a.connection(ctx, m, p.user)
	if err != nil || !written {
		return answer{}, refused
	}
	return a.form(p.request, view.Mine(a.env(ctx, nil), m, in, false)), nil
}

// mine does something with what a person wrote about a mission. Its name is known where she may still see
// it, and writes says that she may still write.
type mine func(ctx context.Context, p press, m mission.Mission, in view.ConnectForm, writes bool) (answer, error)

// ofMine finds a person's own words for a press. It asks for no right but that they are hers: who has left a
// mission still reads and takes back what she wrote there. Of a mission that she may not see she learns
// nothing by it, not even its name.
func (a *App) ofMine(do mine) pressed {
	return func(ctx context.Context, p press) (answer, error) {
		m, who, refused := a.seen(ctx, p.request, p.meta.Mission)
		if _, ok := mission.Refused(refused); refused != nil && !ok {
			return answer{}, refused
		}
		if refused != nil {
			m = mission.Mission{ID: p.meta.Mission, Team: a.team}
		}
		in, written, err := a.connection(ctx, m, p.user)
		if err != nil {
			return answer{}, err
		}
		if refused != nil && !written {
			return answer{}, refused
		}
		writes := refused == nil && m.Running() && a.may(ctx, mission.ConnectIt, who, m) == nil
		return do(ctx, p, m, in, writes)
	}
}

func (a *App) clickMine(ctx context.Context, p press, m mission.Mission, in view.ConnectForm, writes bool) (answer, error) {
	return a.form(p.request, view.Mine(a.env(ctx, nil, m.Lead), m, in, writes)), nil
}

// inForm reports whether a press came from a form, which can show something else in its own place. Home cannot.
func (p press) inForm() bool { return p.view != nil && p.view.Type == slack.VTModal }

// clickTakeBack asks what is to become of it: in place of the form that it was pressed in, or of the message.
func (a *App) clickTakeBack(ctx context.Context, p press, m mission.Mission, in view.ConnectForm, _ bool) (answer, error) {
	shared := in.Rings().Shared()
	if p.inForm() {
		return a.refresh(p, view.AskTakeBackView(a.env(ctx, nil), m.ID, shared)), nil
	}
	return instead(view.AskTakeBack(a.env(ctx, nil), m.ID, shared)), nil
}

func (a *App) clickTakeBackNot(ctx context.Context, p press, m mission.Mission, _ view.ConnectForm, _ bool) (answer, error) {
	if p.inForm() {
		return a.refresh(p, view.LeftAsItIsView(a.env(ctx, nil))), nil
	}
	return instead(view.LeftAsItIs(a.env(ctx, nil), m.ID)), nil
}

func (a *App) clickTakeBackAlone(ctx context.Context, p press, m mission.Mission, in view.ConnectForm, writes bool) (answer, error) {
	return a.takeBack(ctx, p, m, in, false, writes)
}

func (a *App) clickTakeBackForget(ctx context.Context, p press, m mission.Mission, in view.ConnectForm, writes bool) (answer, error) {
	return a.takeBack(ctx, p, m, in, true, writes)
}

func (a *App) takeBack(ctx context.Context, p press, m mission.Mission, in view.ConnectForm, forget, writes bool) (answer, error) {
	_, err := a.once(ctx, p.key, func(tx Tx) (outcome, error) {
		return outcome{Did: "take_back", Mission: m.ID}, a.takeSentencesBack(tx, p.user, m.ID, forget)
	})
	if err != nil {
		return answer{}, err
	}
	env, shared := a.env(ctx, nil), in.Rings().Shared()
	if p.inForm() {
		return a.refresh(p, view.TookBackView(env, forget, shared)), nil
	}
	return instead(view.TookBack(env, m.ID, forget, shared, writes)), nil
}

// takeSentencesBack gives everything that a person wrote about a mission back to her alone, or deletes it, and
// takes it out of what was said in the channel.
func (a *App) takeSentencesBack(tx Tx, user mission.UserID, id mission.ID, forget bool) error {
	done, err := mission.TakeSentencesBack(tx, a.clock.Now(), a.team, user, id, forget)
	if err != nil {
		return err
	}
	return a.silenced(tx, done)
}

// silenced brings the celebrations up to date whose sentence is gone.
func (a *App) silenced(tx Tx, done mission.Connected) error {
	if len(done.Silenced) == 0 {
		return nil
	}
	m, err := tx.Mission(a.team, done.Connection.Mission)
	if err != nil {
		return ignoreNotFound(err)
	}
	w := a.rows(tx)
	for _, e := range done.Silenced {
		if err := w.entryChanged(m, e); err != nil {
			return err
		}
	}
	return nil
}

// connection opens what a person wrote about herself and a mission, and reports whether she wrote anything.
// Nobody but she gets it from here; what others may read comes from [App.sharedWith].
func (a *App) connection(ctx context.Context, m mission.Mission, user mission.UserID) (in view.ConnectForm, written bool, err error) {
	c, err := a.sealedConnection(ctx, m.ID, user)
	if err != nil {
		return in, false, err
	}
	in, err = a.openConnection(c)
	return in, c.Written(), err
}

// sealedConnection reads what a person wrote, as it is kept; nothing where she wrote nothing.
func (a *App) sealedConnection(ctx context.Context, id mission.ID, user mission.UserID) (c mission.Connection, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		c, err = tx.Connection(a.team, user, id)
		return ignoreNotFound(err)
	})
	c.Team, c.User, c.Mission = a.team, user, id
	return c, err
}

func (a *App) openConnection(c mission.Connection) (in view.ConnectForm, err error) {
	for i, s := range mission.Sentences {
		k := c.Ringed(s)
		in.Sentences[i].Ring = k.Ring
		if in.Sentences[i].Words, err = a.open(k.Words, sentenceBinding(c, s)); err != nil {
			return in, err
		}
	}
	in.Powers, err = a.openPowers(c)
	return in, err
}

func (a *App) openPowers(c mission.Connection) ([]mission.Power, error) {
	ticked, err := a.open(c.Powers, powersBinding(c))
	var powers []mission.Power
	for name := range strings.FieldsSeq(ticked) {
		if p := mission.Power(name); slices.Contains(mission.Powers[:], p) {
			powers = append(powers, p)
		}
	}
	return powers, err
}

// open opens sealed text; nothing opens as nothing.
func (a *App) open(s mission.Sealed, b mission.Binding) (string, error) {
	if len(s) == 0 {
		return "", nil
	}
	return a.seal.Open(b, s)
}

// sealText seals text; nothing seals as nothing, so that what was taken back is gone.
func (a *App) sealText(text string, b mission.Binding) (mission.Sealed, error) {
	if text == "" {
		return nil, nil
	}
	return a.seal.Seal(b, text)
}

// sealAnew seals text, and leaves what was sealed where it says the same, so that the domain sees what changed.
func (a *App) sealAnew(text string, b mission.Binding, before mission.Sealed) (mission.Sealed, error) {
	if was, err := a.open(before, b); err == nil && was == text {
		return before, nil
	}
	return a.sealText(text, b)
}

// sentenceFields name the sentences in their bindings.
var sentenceFields = map[mission.Sentence]string{
	mission.PersonalMission: "personal_mission", mission.PowerSource: "power_source", mission.ThisServes: "serves",
}

func sentenceBinding(c mission.Connection, s mission.Sentence) mission.Binding {
	return mission.Binding{Team: c.Team, User: c.User, Field: sentenceFields[s], Record: string(c.Mission)}
}

func powersBinding(c mission.Connection) mission.Binding {
	return mission.Binding{Team: c.Team, User: c.User, Field: "powers", Record: string(c.Mission)}
}

// submitConnect keeps what was written. Where somebody is to read what she could not read before, the form is
// shown once more first and says what that means.
func (a *App) submitConnect(ctx context.Context, s submitted) (answer, error) {
	m, who, err := a.subject(ctx, s)
	if err != nil {
		return answer{}, err
	}
	before, err := a.sealedConnection(ctx, m.ID, s.user)
	if err != nil {
		return answer{}, err
	}
	in, errs := view.ParseConnect(s.values, before.Written())
	if s.meta.User != m.Lead && errs == nil {
		errs = view.LeadLeads(in)
	}
	if len(errs) > 0 {
		return wrong(errs)
	}
	if wider := widerThan(before, in, m.Lead); len(wider) > 0 && !view.AskedAbout(s.meta.Kind, in, wider) {
		if err := a.may(ctx, mission.ConnectIt, who, m); err != nil {
			return answer{}, err
		}
		return inPlace(view.ConnectWider(a.env(ctx, nil, m.Lead), m, s.user, s.meta.Nudge, in, wider)), nil
	}
	c, err := a.sealConnection(before, in, m.Lead)
	if err != nil {
		return answer{}, err
	}
	return a.keepConnection(ctx, s, m, who, c, in)
}

// widerThan lists the sentences that somebody may read by the form and not by what is kept.
func widerThan(before mission.Connection, in view.ConnectForm, lead mission.UserID) []mission.Sentence {
	var wider []mission.Sentence
	for i, s := range mission.Sentences {
		was, is := before.Ringed(s).Ring, in.Sentences[i].Ring
		if len(before.Ringed(s).Words) == 0 || was == mission.ForLead && before.Lead != lead {
			was = mission.OnlyMe
		}
		if is.Wider(was) {
			wider = append(wider, s)
		}
	}
	return wider
}

func (a *App) sealConnection(before mission.Connection, in view.ConnectForm, lead mission.UserID) (mission.Connection, error) {
	c := mission.Connection{Team: before.Team, User: before.User, Mission: before.Mission, Lead: lead}
	for i, into := range []*mission.Ringed{&c.Personal, &c.Power, &c.Serves} {
		s := mission.Sentences[i]
		words, err := a.sealAnew(in.Sentences[i].Words, sentenceBinding(c, s), before.Ringed(s).Words)
		if err != nil {
			return c, err
		}
		*into = mission.Ringed{Words: words, Ring: in.Sentences[i].Ring}
	}
	var ticked []string
	for _, p := range in.Powers {
		ticked = append(ticked, string(p))
	}
	var err error
	c.Powers, err = a.sealAnew(strings.Join(ticked, " "), powersBinding(c), before.Powers)
	if slices.Equal(c.Serves.Words, before.Serves.Words) {
		c.Source = before.Source
	}
	return c, err
}

func (a *App) keepConnection(ctx context.Context, s submitted, m mission.Mission, who mission.Actor, c mission.Connection, in view.ConnectForm) (answer, error) {
	narrowed := false
	kept, err := a.once(ctx, s.key, func(tx Tx) (outcome, error) {
		m, err := tx.Mission(a.team, m.ID)
		if err != nil {
			return outcome{}, err
		}
		now, err := mission.Connect(tx, a.clock.Now(), who, m, c)
		if err != nil {
			return outcome{}, err
		}
		narrowed = now.Narrowed
		return outcome{Did: "connect", Mission: m.ID, New: now.ToLead}, inOrder(
			func() error { return a.silenced(tx, now) },
			func() error { return a.tellLead(tx, m, s.user, now) },
			func() error { return a.connectAnswered(tx, s) },
		)
	})
	if err != nil {
		return answer{}, err
	}
	ans := done()
	if kept.again || s.meta.Nudge != "" && !narrowed {
		return ans, nil // the question's own message says so
	}
	ans.then = func(ctx context.Context) {
		told := view.ConnectKept
		if narrowed {
			told = view.ConnectNarrowed
		}
		a.tellDirectly(ctx, s.request, told(a.env(ctx, nil, m.Lead), m, in.Rings()))
	}
	return ans, nil
}

// connectAnswered settles the nudge that the form was opened from, where it was this person's.
func (a *App) connectAnswered(tx Tx, s submitted) error {
	if s.meta.Nudge == "" {
		return nil
	}
	row, err := tx.Row(a.team, s.meta.Nudge)
	if isNotFound(err) || err == nil && row.User != s.user {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := nudges.MarkAnswered(tx, a.team, row.Key, nudges.Answered, a.clock.Now()); err != nil {
		return err
	}
	return a.rows(tx).nudgeChanged(row)
}

// clickStillSo notes that what was written stands.
func (a *App) clickStillSo(ctx context.Context, p press) (answer, error) {
	row, m, _, err := a.asked(ctx, p)
	if err != nil {
		return answer{}, err
	}
	return answer{}, a.onNudge(ctx, p, "still_so", row, nudges.StillSo, func(tx Tx, now time.Time) error {
		c, err := tx.Connection(a.team, p.user, m.ID)
		if isNotFound(err) {
			return nil
		}
		c.UpdatedAt = now
		return inOrder(func() error { return err }, func() error { return tx.PutConnection(c) })
	})
}

// keepServes keeps a typed reply to the connect question as how the mission serves the person, for her alone.
func (a *App) keepServes(tx Tx, m mission.ID, s said, now time.Time) error {
	c := mission.Connection{Team: a.team, User: s.user, Mission: m}
	words, err := a.sealText(s.text, sentenceBinding(c, mission.ThisServes))
	if err != nil {
		return err
	}
	done, err := mission.TypeServes(tx, now, a.team, s.user, m, words, s.at)
	return inOrder(func() error { return err }, func() error { return a.silenced(tx, done) })
}

// changeServes does the same where the message that was kept so has changed, or is gone.
func (a *App) changeServes(tx Tx, user mission.UserID, source mission.MessageRef, text string) error {
	memberships, err := tx.MembershipsOf(a.team, user)
	if err != nil {
		return err
	}
	for _, in := range memberships {
		c, err := tx.Connection(a.team, user, in.Mission)
		switch {
		case ignoreNotFound(err) != nil:
			return err
		case err == nil && c.Source == source:
			return a.keepServes(tx, in.Mission, said{user: user, at: source, text: text}, a.clock.Now())
		}
	}
	return nil
}

// Powers returns the kinds of work that somebody ticked. Where they cannot be opened nothing is preferred:
// what reaches a person does not wait for a key.
func (a *App) Powers(ctx context.Context, _ mission.TeamID, m mission.ID, user mission.UserID) ([]mission.Power, error) {
	c, err := a.sealedConnection(ctx, m, user)
	if err != nil {
		return nil, err
	}
	powers, err := a.openPowers(c)
	if err != nil {
		a.log.Warn("what somebody ticked cannot be opened", "mission", m, "error", err)
	}
	return powers, nil
}
