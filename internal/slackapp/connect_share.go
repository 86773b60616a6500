package slackapp

import (
	"context"
	"slices"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// What people let others read of themselves: shown to the lead, and to the team.

// The notices about shared sentences, as the first part of a row's Ref.
const (
	noticeShared     = view.ToldShared     // shared:<mission>:<unix>:<user>, somebody shared a sentence with her lead
	noticeYoursAlone = view.ToldYoursAlone // yours_alone:<mission>:<unix>, what she shared with the lead before is hers alone
	noticeCelebrate  = view.ToldCelebrate  // celebrate:<entry>:<sentence>:<user>, may a sentence be said beside a win?
)

func (a *App) connectNotices() map[string]noticed {
	return map[string]noticed{
		noticeShared:     a.renderShared,
		noticeYoursAlone: a.renderYoursAlone,
		noticeCelebrate:  a.renderMayICelebrate,
	}
}

// tellLead tells the lead that somebody shared a sentence with her, without the sentence.
func (a *App) tellLead(tx Tx, m mission.Mission, by mission.UserID, done mission.Connected) error {
	if !done.ToLead {
		return nil
	}
	w := a.rows(tx)
	return inOrder(
		func() error { return w.notice(m, m.Lead, noticeShared, string(m.ID), unix(w.now), string(by)) },
		func() error { return w.sharedWaits(m, by) },
	)
}

// What became of a shared sentence of which its lead was told nothing, as the reason of its row.
const (
	sharedUnread = "paused" // she was away, or asked for quiet
	sharedRead   = "read"
)

func sharedKey(m mission.Mission, by mission.UserID) string {
	return "shared/" + string(m.ID) + "/" + string(m.Lead) + "/" + string(by)
}

// sharedWaits lets Home tell the lead that somebody shared a sentence with her, where no message does since she
// is away. There is no other way to it, so it must not be lost.
func (w rows) sharedWaits(m mission.Mission, by mission.UserID) error {
	lead, err := w.tx.Person(m.Team, m.Lead)
	if _, paused := lead.Paused(w.now, m.Zone); !paused || ignoreNotFound(err) != nil {
		return ignoreNotFound(err)
	}
	return w.sharedIs(m, by, sharedUnread)
}

// sharedIs notes that in a row which is never sent.
func (w rows) sharedIs(m mission.Mission, by mission.UserID, how string) error {
	return w.tx.PutRow(nudges.Row{
		Key: sharedKey(m, by), Team: m.Team, Subject: nudges.OfNotice, Mission: m.ID, User: m.Lead,
		Ref: ref(noticeShared, string(m.ID), unix(w.now), string(by)), State: nudges.Dropped, Due: w.now, SentAt: w.now, Reason: how,
	})
}

// sharedUnseen returns who shared a sentence with the lead of a mission while she was away, and was not read since.
func sharedUnseen(tx Tx, m mission.Mission) ([]mission.UserID, error) {
	members, err := tx.Members(m.Team, m.ID)
	var unseen []mission.UserID
	for _, member := range members {
		row, err := optional(tx.Row(m.Team, sharedKey(m, member.User)))
		if err != nil {
			return nil, err
		}
		if row == nil || row.Reason != sharedUnread {
			continue
		}
		c, err := optional(tx.Connection(m.Team, member.User, m.ID))
		if err != nil {
			return nil, err
		}
		if c != nil && c.Lead == m.Lead {
			unseen = append(unseen, member.User)
		}
	}
	return unseen, err
}

// sharedSeen takes it out of the lead's Home once she has read it.
func (a *App) sharedSeen(ctx context.Context, m mission.Mission, by mission.UserID) error {
	waits, untold := false, []string(nil)
	err := a.store.View(ctx, func(tx Tx) error {
		row, err := optional(tx.Row(m.Team, sharedKey(m, by)))
		if err != nil {
			return err
		}
		waits = row != nil && row.Reason == sharedUnread
		rows, err := nudges.Untold(tx, m.Team, m.Lead)
		for _, r := range rows {
			what, args := refParts(r.Ref)
			if what == noticeShared && r.Mission == m.ID && (rowRef{args: args}).user() == by {
				untold = append(untold, r.Key)
			}
		}
		return err
	})
	if err != nil || !waits && len(untold) == 0 {
		return err
	}
	return a.store.Update(ctx, func(tx Tx) error {
		for _, key := range untold {
			if err := nudges.MarkTold(tx, m.Team, key, a.clock.Now()); err != nil {
				return err
			}
		}
		if !waits {
			return nil
		}
		return a.rows(tx).sharedIs(m, by, sharedRead)
	})
}

// renderShared is not sent any more where what was shared was taken back before it went out. One that stands
// is shown anew all the same, as when a name has to go.
func (a *App) renderShared(ctx context.Context, _ view.Env, r rowRef) (view.Message, error) {
	by := r.user()
	c, err := a.sealedConnection(ctx, r.mission.ID, by)
	if err != nil {
		return view.Message{}, err
	}
	if r.row.State != nudges.Settled && (c.Lead != r.row.User || r.mission.Lead != r.row.User) {
		return view.Message{}, mission.ErrNotFound
	}
	return view.SharedWithYou(a.env(ctx, a.reader(ctx, r.row.User), by), r.mission, by), nil
}

// ledBy follows up on a change of who leads: what was shared with the one before is its authors' alone
// again, and each of them is told.
func (a *App) ledBy(tx Tx, m mission.Mission, before mission.UserID) error {
	if before == m.Lead {
		return nil
	}
	err := inOrder(
		func() error { return a.guessesBy(tx, m, before) },
		func() error { return a.keepMirror(tx, m, before) },
		func() error { return a.keepMirror(tx, m, m.Lead) },
	)
	if err != nil || before == "" {
		return err
	}
	authors, err := mission.LeadChanged(tx, a.clock.Now(), m)
	if err != nil {
		return err
	}
	w := a.rows(tx)
	for _, author := range authors {
		if err := w.notice(m, author, noticeYoursAlone, string(m.ID), unix(w.now)); err != nil {
			return err
		}
	}
	return nil
}

func (a *App) renderYoursAlone(_ context.Context, env view.Env, r rowRef) (view.Message, error) {
	return view.YoursAlone(env, r.mission), nil
}

// sharedWith returns what the members of a mission let somebody read, in the order in which they joined, and
// of her own what is open to the team. It is the one way to another person's sentences: of each the domain is
// asked.
func (a *App) sharedWith(ctx context.Context, m mission.Mission, who mission.Actor) ([]view.SharedSentence, error) {
	var readable []sealedSentence
	err := a.store.View(ctx, func(tx Tx) (err error) {
		readable, err = readableSentences(tx, m, who)
		return err
	})
	if err != nil {
		return nil, err
	}
	var out []view.SharedSentence
	for _, r := range readable {
		k := r.of.Ringed(r.sentence)
		words, err := a.open(k.Words, sentenceBinding(r.of, r.sentence))
		if err != nil {
			return nil, err
		}
		out = append(out, view.SharedSentence{User: r.of.User, Sentence: r.sentence, Ring: k.Ring, Words: words})
	}
	return out, nil
}

// openToTeam returns those of them that the whole team may read.
func (a *App) openToTeam(ctx context.Context, m mission.Mission, who mission.Actor) ([]view.SharedSentence, error) {
	shared, err := a.sharedWith(ctx, m, who)
	return slices.DeleteFunc(shared, func(s view.SharedSentence) bool { return s.Ring != mission.ForTeam }), err
}

// sealedSentence is a sentence of a connection that somebody may read.
type sealedSentence struct {
	of       mission.Connection
	sentence mission.Sentence
}

// readableSentences lists the sentences that somebody may read, her own among them only where they are open
// to the team.
func readableSentences(tx Tx, m mission.Mission, who mission.Actor) ([]sealedSentence, error) {
	members, err := tx.Members(m.Team, m.ID)
	if err != nil {
		return nil, err
	}
	reader, err := optional(tx.Member(m.Team, m.ID, who.User))
	if err != nil {
		return nil, err
	}
	var out []sealedSentence
	for _, author := range members {
		c, err := tx.Connection(m.Team, author.User, m.ID)
		if isNotFound(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, s := range mission.Sentences {
			ownAlone := author.User == who.User && c.Ringed(s).Ring != mission.ForTeam
			if !ownAlone && c.ReadableBy(s, who, m, &author, reader) {
				out = append(out, sealedSentence{c, s})
			}
		}
	}
	return out, nil
}

// anyOpen reports whether anything is open to the team that somebody may read.
func anyOpen(tx Tx, m mission.Mission, who mission.Actor) (bool, error) {
	readable, err := readableSentences(tx, m, who)
	return slices.ContainsFunc(readable, func(r sealedSentence) bool { return r.of.Ringed(r.sentence).Ring == mission.ForTeam }), err
}

// clickReadShared shows the lead what one person shared. Whoever else presses finds nothing there.
func (a *App) clickReadShared(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	shared, err := a.sharedWith(ctx, m, who)
	if err != nil {
		return answer{}, err
	}
	var of []view.SharedSentence
	for _, s := range shared {
		if s.User == p.meta.User && m.Lead == p.user {
			of = append(of, s)
		}
	}
	if m.Lead == p.user {
		if err := a.sharedSeen(ctx, m, p.meta.User); err != nil {
			return answer{}, err
		}
	}
	return a.form(p.request, view.ReadShared(a.env(ctx, nil, p.meta.User), m, p.meta.User, of)), nil
}

// clickPursuits shows what people opened to the team.
func (a *App) clickPursuits(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	shared, err := a.openToTeam(ctx, m, who)
	if err != nil {
		return answer{}, err
	}
	env := a.env(ctx, nil, authorsOf(shared)...)
	return a.turnTo(p, view.Pursuits(env, m, shared, p.meta.Page)), nil
}

func authorsOf(shared []view.SharedSentence) []mission.UserID {
	var ids []mission.UserID
	for _, s := range shared {
		ids = append(ids, s.User)
	}
	return ids
}
