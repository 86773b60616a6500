package slackapp

import (
	"cmp"
	"context"
	"hash/fnv"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"throughline/internal/coaching"
	"throughline/internal/manifest"
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/nudges/choice"
	"throughline/internal/slackapp/view"
)

// A person's journal: what she reflects on of her own accord, and what she answered in private. Nobody else
// gets here: each reading begins with the id of the one who asks, as Slack sent it, and a note's id from a
// button is looked for among her own notes alone.

func (a *App) journalClicks() map[string]pressed {
	return map[string]pressed{
		view.ActCorner:     a.at(a.clickCorner),
		view.ActReflect:    a.clickReflect,
		view.ActJournal:    a.clickJournal,
		view.ActNote:       a.clickNote(view.ReadNote),
		view.ActNoteChange: a.clickNote(view.ChangeNote),
		view.ActNoteDelete: a.clickNote(view.DeleteNote),
	}
}

func (a *App) journalForms() map[string]sent {
	return map[string]sent{
		view.ViewReflect:    a.submitReflect,
		view.ViewJournal:    a.submitJournal,
		view.ViewNote:       a.submitNote,
		view.ViewNoteDelete: a.submitNoteDelete,
	}
}

func (a *App) journalShortcuts() map[string]handler {
	return map[string]handler{
		manifest.ShortcutReflect: func(ctx context.Context, r *request) (answer, error) { return a.reflectForm(ctx, r, "", "") },
	}
}

// taken takes the words off a request that are private: they come back in a form and in no message.
func (r *request) taken(a *App) string {
	words := strings.TrimSpace(unescape(r.text, a.dir.name))
	r.text = ""
	return words
}

// clickCorner opens what is a member's alone.
func (a *App) clickCorner(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if err := a.may(ctx, mission.ChangePiece, who, m); err != nil {
		return answer{}, err
	}
	return a.form(p.request, view.Corner(a.env(ctx, nil), m)), nil
}

func (a *App) reflectCommand(ctx context.Context, r *request) (answer, error) {
	return a.reflectForm(ctx, r, r.about, r.taken(a))
}

func (a *App) clickReflect(ctx context.Context, p press) (answer, error) {
	ans, err := a.reflectForm(ctx, p.request, p.meta.Mission, "")
	return a.instead(p, ans), err
}

// instead shows a form in the place of the one that was pressed in, where that belongs to the journal too.
func (a *App) instead(p press, ans answer) answer {
	if ans.open == nil || !ofJournal(p.view) {
		return ans
	}
	return a.refresh(p, *ans.open)
}

// ofJournal reports whether a view is one of the journal's.
func ofJournal(v *slack.View) bool {
	if v == nil || v.Type != slack.VTModal || v.Title == nil {
		return false
	}
	return slices.Contains(view.JournalTitles[:], v.Title.Text)
}

// reflectForm opens the form for a reflection, about the mission here where there is one.
func (a *App) reflectForm(ctx context.Context, r *request, about mission.ID, words string) (answer, error) {
	missions, here, err := a.reflectedOn(ctx, r)
	if err != nil {
		return answer{}, err
	}
	in := view.ReflectForm{Text: words, Missions: missions, In: here}
	if slices.ContainsFunc(missions, func(m mission.Mission) bool { return m.ID == about }) {
		in.In = about
	}
	for _, m := range missions {
		if m.ID == in.In {
			in.Question, in.QuestionID = a.questionToday(m, r.user)
		}
	}
	return a.form(r, view.Reflect(a.env(ctx, nil), in)), nil
}

// reflectedOn returns the missions that a person may reflect on, and the one that is meant where she asked:
// the channel's, or her only one.
func (a *App) reflectedOn(ctx context.Context, r *request) (missions []mission.Mission, here mission.ID, err error) {
	var found []mission.Mission
	err = a.store.View(ctx, func(tx Tx) error {
		in := &request{user: r.user, dm: true}
		if found, err = a.candidates(tx, in); err != nil || r.dm || r.channel == "" {
			return err
		}
		m, err := optional(tx.ActiveMission(a.team, r.channel))
		if m == nil || err != nil {
			return err
		}
		here = m.ID
		if !slices.ContainsFunc(found, func(of mission.Mission) bool { return of.ID == m.ID }) {
			found = append(found, *m)
		}
		return nil
	})
	if err != nil {
		return nil, "", err
	}
	missions = a.seenBy(ctx, r, found, len(found))
	if here == "" && len(missions) == 1 {
		here = missions[0].ID
	}
	return missions, here, nil
}

// questionToday is a question to start from: the same one for a person on the same day.
func (a *App) questionToday(m mission.Mission, user mission.UserID) (text, id string) {
	now := a.clock.Now()
	seed := fnv.New64a()
	seed.Write([]byte(string(user) + m.Today(now).String()))
	drawn, ok := nudges.Choose(a.set().Library.Fitting(nudges.Member, m.Phase), nil, choice.Counts{}, nil, now, nudges.LotOf(seed.Sum64()))
	if !ok {
		return "", ""
	}
	return drawn.Question.Text, drawn.Question.ID
}

func (a *App) submitReflect(ctx context.Context, s submitted) (answer, error) {
	text, about, errs := view.ParseReflect(s.values)
	if len(errs) > 0 {
		return wrong(errs)
	}
	if about != "" {
		if _, _, err := a.seen(ctx, s.request, about); err != nil {
			return answer{}, err
		}
	}
	note, err := a.sealedNote(s.user, about, text)
	if err != nil {
		return answer{}, err
	}
	if q, ok := a.set().Library.ByID(s.meta.Kind); ok {
		note.Question = q.ID
	}
	_, err = a.once(ctx, s.key, func(tx Tx) (outcome, error) {
		return outcome{Did: "reflect", Mission: about}, tx.PutReflection(note)
	})
	return inPlace(view.Reflected(a.env(ctx, nil), about)), err
}

func (a *App) journalCommand(ctx context.Context, r *request) (answer, error) {
	v, err := a.journal(ctx, r, view.JournalData{Find: r.taken(a)})
	return a.form(r, v), err
}

// clickJournal opens the journal, turns its page, or leads back to it.
func (a *App) clickJournal(ctx context.Context, p press) (answer, error) {
	d := view.JournalData{Page: p.meta.Page, In: p.meta.Mission}
	d.Find, _ = a.waiting.get(p.meta.Ref, p.user)
	v, err := a.journal(ctx, p.request, d)
	return a.instead(p, a.form(p.request, v)), err
}

// submitJournal looks for words.
func (a *App) submitJournal(ctx context.Context, s submitted) (answer, error) {
	find, in, errs := view.ParseJournal(s.values)
	if len(errs) > 0 {
		return wrong(errs)
	}
	v, err := a.journal(ctx, s.request, view.JournalData{Find: find, In: in})
	return inPlace(v), err
}

// journal makes a page of a person's journal: of all of it, or of what has the words that she looks for. There
// is no list of words: her notes are opened one by one, and nobody else's.
func (a *App) journal(ctx context.Context, r *request, d view.JournalData) (slack.ModalViewRequest, error) {
	notes, missions, err := a.notesOf(ctx, r)
	if err != nil {
		return slack.ModalViewRequest{}, err
	}
	d.Written, d.Missions = len(notes) > 0, byNewest(missions)
	if d.In != "" {
		notes = slices.DeleteFunc(notes, func(n mission.Reflection) bool { return n.Mission != d.In })
	}
	found := notes
	if words := strings.Fields(strings.ToLower(d.Find)); len(words) > 0 {
		d.Ref = a.waiting.keep(r.user, d.Find)
		found = slices.DeleteFunc(notes, func(n mission.Reflection) bool { return !a.holds(n, words) })
	}
	d.Pages = max((len(found)+view.NotesAPage-1)/view.NotesAPage, 1)
	d.Page = min(max(d.Page, 0), d.Pages-1)
	for _, n := range found[d.Page*view.NotesAPage : min((d.Page+1)*view.NotesAPage, len(found))] {
		d.Notes = append(d.Notes, a.readNote(n, missions))
	}
	return view.Journal(a.env(ctx, a.reader(ctx, r.user)), d), nil
}

// holds reports whether a note has all of some words, however they are written. One that cannot be opened has
// none.
func (a *App) holds(n mission.Reflection, words []string) bool {
	text, err := a.open(n.Text, noteBinding(n))
	text = strings.ToLower(text)
	return err == nil && !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
}

// notesOf reads a person's notes, newest first, and the missions that they are about; those that she may
// see by now are known, the others keep nothing but their id.
func (a *App) notesOf(ctx context.Context, r *request) (notes []mission.Reflection, missions map[mission.ID]mission.Mission, err error) {
	missions = make(map[mission.ID]mission.Mission)
	err = a.store.View(ctx, func(tx Tx) error {
		notes = nil
		return eachNote(tx, a.team, r.user, func(n mission.Reflection) bool {
			notes = append(notes, n)
			if _, there := missions[n.Mission]; !there && n.Mission != "" {
				if m, err := tx.Mission(a.team, n.Mission); err == nil {
					missions[n.Mission] = m
				}
			}
			return true
		})
	})
	a.dir.manyFor(ctx, len(missions), r.user)
	for id, m := range missions {
		if !a.sees(ctx, r, m) {
			delete(missions, id)
		}
	}
	return notes, missions, err
}

func byNewest(missions map[mission.ID]mission.Mission) []mission.Mission {
	var all []mission.Mission
	for _, m := range missions {
		all = append(all, m)
	}
	slices.SortFunc(all, func(x, y mission.Mission) int { return strings.Compare(string(y.ID), string(x.ID)) })
	return all
}

// readNote opens a note. One whose key is not there is shown as locked, so that the others can be read.
func (a *App) readNote(n mission.Reflection, missions map[mission.ID]mission.Mission) view.Note {
	out := view.Note{ID: n.ID, At: n.At}
	words, err := a.open(n.Text, noteBinding(n))
	out.Words, out.Locked = words, err != nil
	if n.Mission != "" {
		out.Mission, out.Known = missions[n.Mission]
		out.Mission.ID = n.Mission
	}
	out.Question = cmp.Or(a.questionText(n.Question), coaching.Text(n.Question))
	return out
}

// ownNote reads one of a person's own notes. Whoever else's id it is, it is not there.
func ownNote(tx Tx, team mission.TeamID, user mission.UserID, id mission.ID) (mission.Reflection, error) {
	// The ids of notes sort; nothing but the note itself stands right before what follows its id.
	notes, err := tx.Reflections(team, user, id+"0", 1)
	if err == nil && (len(notes) == 0 || notes[0].ID != id || id == "") {
		err = mission.ErrNotFound
	}
	if err != nil {
		return mission.Reflection{}, err
	}
	return notes[0], nil
}

// clickNote shows one note in some way, in place of the page that it stands on.
func (a *App) clickNote(show func(view.Env, view.Note, view.Meta) slack.ModalViewRequest) pressed {
	return func(ctx context.Context, p press) (answer, error) {
		var note mission.Reflection
		missions := make(map[mission.ID]mission.Mission)
		err := a.store.View(ctx, func(tx Tx) (err error) {
			if note, err = ownNote(tx, a.team, p.user, p.meta.Entry); err != nil || note.Mission == "" {
				return err
			}
			m, err := optional(tx.Mission(a.team, note.Mission))
			if m != nil {
				missions[m.ID] = *m
			}
			return err
		})
		env := a.env(ctx, a.reader(ctx, p.user))
		if isNotFound(err) {
			return a.instead(p, a.form(p.request, view.NoteGone(env, p.meta))), nil
		}
		if err != nil {
			return answer{}, err
		}
		if m, there := missions[note.Mission]; there && !a.sees(ctx, p.request, m) {
			delete(missions, m.ID)
		}
		return a.instead(p, a.form(p.request, show(env, a.readNote(note, missions), p.meta))), nil
	}
}

// submitNote keeps a note's new words.
func (a *App) submitNote(ctx context.Context, s submitted) (answer, error) {
	text, errs := view.ParseNote(s.values)
	if len(errs) > 0 {
		return wrong(errs)
	}
	_, err := a.once(ctx, s.key, func(tx Tx) (outcome, error) {
		note, err := ownNote(tx, a.team, s.user, s.meta.Entry)
		if isNotFound(err) {
			err = &mission.Refusal{Code: mission.MovedOn}
		}
		if err != nil {
			return outcome{}, err
		}
		if note.Text, err = a.seal.Seal(noteBinding(note), text); err != nil {
			return outcome{}, err
		}
		return outcome{Did: "note"}, tx.PutReflection(note)
	})
	if err != nil {
		return answer{}, err
	}
	return a.backToJournal(ctx, s)
}

// submitNoteDelete deletes a note, and lets the question that it answered say so.
func (a *App) submitNoteDelete(ctx context.Context, s submitted) (answer, error) {
	_, err := a.once(ctx, s.key, func(tx Tx) (outcome, error) {
		note, err := ownNote(tx, a.team, s.user, s.meta.Entry)
		if isNotFound(err) {
			return outcome{Did: "note_delete"}, nil
		}
		return outcome{Did: "note_delete"}, inOrder(
			func() error { return err },
			func() error { return tx.DeleteReflection(a.team, s.user, note.ID) },
			func() error { return a.questionChanged(tx, note.Nudge, s.user) },
		)
	})
	if err != nil {
		return answer{}, err
	}
	return a.backToJournal(ctx, s)
}

// questionChanged brings a question up to date, where there was one and it was this person's.
func (a *App) questionChanged(tx Tx, key string, user mission.UserID) error {
	if key == "" {
		return nil
	}
	row, err := tx.Row(a.team, key)
	if err != nil || row.User != user {
		return ignoreNotFound(err)
	}
	return a.rows(tx).nudgeChanged(row)
}

// backToJournal shows the page again that a note was opened from.
func (a *App) backToJournal(ctx context.Context, s submitted) (answer, error) {
	d := view.JournalData{Page: s.meta.Page, In: s.meta.Mission}
	d.Find, _ = a.waiting.get(s.meta.Ref, s.user)
	v, err := a.journal(ctx, s.request, d)
	return inPlace(v), err
}
