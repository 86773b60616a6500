package slackapp

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/seal"
	"throughline/internal/slackapp/api"
	"throughline/internal/slackapp/view"
)

// What is held about a person is hers to see: all of it as files in her direct conversation, her private
// words in a form. Which records speak of her the store finds by itself, see mission.Holding.

// dataCommands are the commands about what is held of a person.
func (a *App) dataCommands() map[verb]handler {
	return map[verb]handler{
		verbMyData:   a.myDataCommand,
		verbForgetMe: a.forgetCommand,
	}
}

// dataClicks are the presses about it.
func (a *App) dataClicks() map[string]pressed {
	return map[string]pressed{
		view.ActReadMine:    a.clickReadMine,
		view.ActPrivateFile: a.clickPrivateFile,
		view.ActForget:      a.clickForget,
		view.ActForgetYes:   a.clickForgetYes,
	}
}

// dataForms are the forms about it.
func (a *App) dataForms() map[string]sent {
	return map[string]sent{
		view.ViewPrivateFile: a.submitPrivateFile,
		view.ViewForget:      a.submitForget,
	}
}

// The notices and chores about it, as the first part of a row's Ref.
const (
	noticeMyData = "my_data" // my_data:<unix>

	choreMyData      = "my_data"      // my_data:<user>:<unix>, send the files
	chorePrivateFile = "private_file" // private_file:<user>:<unix>, send private words as a file
	choreDeleteFile  = "delete_file"  // delete_file:<user>:<file>
)

// privateFileFor is how long a file of private words lies in Slack.
const privateFileFor = 24 * time.Hour

func (a *App) dataNotices() map[string]noticed {
	return map[string]noticed{
		noticeMyData: func(_ context.Context, env view.Env, r rowRef) (view.Message, error) {
			return view.MyData(env, momentOf(r.args[0])), nil
		},
	}
}

func (a *App) dataChores() map[string]chore {
	return map[string]chore{
		choreMyData:      a.sendMyData,
		chorePrivateFile: a.sendPrivateWords,
		choreDeleteFile:  a.deleteSentFile,
		choreForget:      a.goOnForgetting,
		choreAgain:       a.showAgain,
		choreGone:        a.eraseGone,
	}
}

// momentOf reads what unix wrote.
func momentOf(s string) time.Time {
	ms, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}

func myDataKey(user mission.UserID, at string) string {
	return "notice/" + string(user) + "/" + ref(noticeMyData, at)
}

// myDataCommand puts everything that is held about a person on its way to her.
func (a *App) myDataCommand(ctx context.Context, r *request) (answer, error) {
	_, err := a.once(ctx, r.key, func(tx Tx) (outcome, error) {
		w := a.rows(tx)
		at := unix(w.now)
		return outcome{Did: "my_data"}, inOrder(
			func() error {
				return w.post(nudges.Row{
					Key: myDataKey(r.user, at), Team: a.team, Subject: nudges.OfNotice, Ref: ref(noticeMyData, at), User: r.user,
				})
			},
			func() error {
				return w.chore(a.team, ref(choreMyData, string(r.user), at), w.now, choreMyData, string(r.user), at)
			},
		)
	})
	if err != nil {
		return answer{}, err
	}
	return say(view.MyDataComing(a.env(ctx, nil))), nil
}

// sendMyData sends the files behind the message that announces them.
func (a *App) sendMyData(ctx context.Context, r nudges.Row, args []string) error {
	user := mission.UserID(args[0])
	var note nudges.Row
	err := a.store.View(ctx, func(tx Tx) (err error) {
		note, err = tx.Row(a.team, myDataKey(user, args[1]))
		return err
	})
	switch {
	case err != nil:
		return err
	case !note.State.Ended():
		return nudges.ErrLater
	case note.State != nudges.Settled:
		return mission.ErrNotFound // the person cannot be written to
	}
	data, err := a.dataOf(ctx, user, momentOf(args[1]))
	if err != nil {
		return err
	}
	env := a.dataEnv(ctx, user, data.Records)
	readable, err := view.DataMarkdown(env, data)
	if err != nil {
		return err
	}
	programs, err := view.DataJSON(data)
	if err != nil {
		return err
	}
	said := view.DataFileComments(env, a.clock.Now())
	for _, f := range []api.File{
		{Name: "what-i-hold-about-you.md", Title: view.DataTitle, Comment: said.Readable, Body: readable},
		{Name: "what-i-hold-about-you.json", Title: view.ProgramsTitle, Comment: said.Programs, Body: programs},
	} {
		f.Channel = string(note.Channel)
		if err := a.sendDataFile(ctx, user, r.Key+"/"+f.Name, f, 0); err != nil {
			return err
		}
	}
	return a.store.Update(ctx, func(tx Tx) error { return forgetSent(tx, a.team, user, r.Key) })
}

// forgetSent forgets the files of a request, all of which have arrived.
func forgetSent(tx Tx, team mission.TeamID, user mission.UserID, request string) error {
	sent, err := tx.SentFiles(team, user)
	if err != nil {
		return err
	}
	for _, f := range sent {
		if strings.HasPrefix(f.For, request+"/") {
			if err := tx.DeleteSentFile(team, user, f.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// sendDataFile sends a file to a person, to be deleted after a while where that is given. The file's id is kept
// before anybody can see it. A file that was sent for the same request, of which nobody knows whether it
// arrived, is deleted first, so that one is left whatever happens.
func (a *App) sendDataFile(ctx context.Context, user mission.UserID, asked string, f api.File, keep time.Duration) error {
	if err := a.dropSent(ctx, user, asked); err != nil {
		return err
	}
	f.Named = func(id string) error {
		return a.store.Update(ctx, func(tx Tx) error {
			w := a.rows(tx)
			sent := mission.SentFile{Team: a.team, User: user, ID: id, For: asked, At: w.now}
			if err := tx.PutSentFile(sent); err != nil || keep == 0 {
				return err
			}
			return w.chore(a.team, ref(choreDeleteFile, string(user), id), w.now.Add(keep), choreDeleteFile, string(user), id)
		})
	}
	_, err := a.api.Upload(ctx, f)
	if api.ClassOf(err) == api.Config { // the app may not send files, which waiting does not mend
		a.tellDirectly(ctx, &request{user: user}, view.NoDataFile())
	}
	return err
}

func (a *App) dropSent(ctx context.Context, user mission.UserID, asked string) error {
	var sent []mission.SentFile
	err := a.store.View(ctx, func(tx Tx) (err error) {
		sent, err = tx.SentFiles(a.team, user)
		return err
	})
	for _, f := range sent {
		if f.For != asked || err != nil {
			continue
		}
		if err = a.api.DeleteFile(ctx, f.ID); err == nil {
			err = a.store.Update(ctx, func(tx Tx) error { return tx.DeleteSentFile(a.team, user, f.ID) })
		}
	}
	return err
}

// deleteSentFile deletes a file whose time is over.
func (a *App) deleteSentFile(ctx context.Context, _ nudges.Row, args []string) error {
	user, id := mission.UserID(args[0]), args[1]
	if err := a.api.DeleteFile(ctx, id); err != nil {
		return err
	}
	return a.store.Update(ctx, func(tx Tx) error { return tx.DeleteSentFile(a.team, user, id) })
}

// holdSlice is how many records are read in one transaction, so that writers get in between.
const holdSlice = 2000

// holdings returns everything that the store says of a person.
func (a *App) holdings(ctx context.Context, user mission.UserID) (all []mission.Holding, err error) {
	for from, first := "", true; first || from != ""; first = false {
		err := a.store.View(ctx, func(tx Tx) error {
			found, next, err := tx.HoldingsOf(a.team, user, from, holdSlice)
			all, from = append(all, found...), next
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// dataOf gathers what is held about a person. What is another person's own is not hers to read, also where
// it names her.
func (a *App) dataOf(ctx context.Context, user mission.UserID, asOf time.Time) (view.DataFile, error) {
	all, err := a.holdings(ctx, user)
	if err != nil {
		return view.DataFile{}, err
	}
	d := view.DataFile{AsOf: asOf}
	for _, h := range all {
		if h.Others {
			continue
		}
		r := view.DataRecord{Kind: h.Kind, Own: h.Own || slices.Contains(h.As, "author"), As: h.As, Body: h.Body}
		for _, s := range h.Sealed {
			r.Sealed = append(r.Sealed, s.Path)
		}
		d.Records = append(d.Records, r)
	}
	d.Missions, err = a.namesFor(ctx, user, all)
	return d, err
}

// namesFor names the missions that records belong to, as far as the person may see them.
func (a *App) namesFor(ctx context.Context, user mission.UserID, all []mission.Holding) (map[mission.ID]string, error) {
	names := map[mission.ID]string{}
	r := &request{user: user, userTeam: a.team}
	a.dir.manyFor(ctx, len(missionsIn(all)), user)
	for _, h := range all {
		id := missionOf(h)
		if _, known := names[id]; known || id == "" {
			continue
		}
		m, err := a.mission(ctx, id)
		switch {
		case isNotFound(err):
			names[id] = ""
		case err != nil:
			return nil, err
		case a.sees(ctx, r, m):
			names[id] = m.Name
		default:
			names[id] = ""
		}
	}
	return names, nil
}

// missionOf returns the mission that a record belongs to, or "".
func missionOf(h mission.Holding) mission.ID {
	ids := idsIn(h)
	if h.Kind == "mission" {
		return ids.ID
	}
	return ids.Mission
}

// recordIDs are what most records have to be found by.
type recordIDs struct {
	ID      mission.ID `json:"id"`
	Mission mission.ID `json:"mission"`
	Key     string     `json:"key"`
}

// idsIn reads the ids of a record. Of a record that has none they are empty.
func idsIn(h mission.Holding) (ids recordIDs) {
	if json.Unmarshal(h.Body, &ids) != nil {
		return recordIDs{}
	}
	return ids
}

// dataEnv is what the files need: the person's zone, and the names of those whom her records speak of.
func (a *App) dataEnv(ctx context.Context, user mission.UserID, records []view.DataRecord) view.Env {
	people := []mission.UserID{user}
	for _, r := range records {
		if r.Own && r.Kind == "entry" {
			var e struct {
				To      []mission.UserID `json:"to"`
				Helpers []mission.UserID `json:"helpers"`
			}
			if json.Unmarshal(r.Body, &e) == nil {
				people = append(append(people, e.To...), e.Helpers...)
			}
		}
	}
	slices.Sort(people)
	return a.env(ctx, a.reader(ctx, user), slices.Compact(people)...)
}

// ownWords opens a person's private words, newest records last as the store keeps them.
func (a *App) ownWords(ctx context.Context, user mission.UserID) ([]view.OwnWords, error) {
	var all []mission.Holding
	err := a.store.View(ctx, func(tx Tx) (err error) {
		all, err = tx.PrivateHoldings(a.team, user)
		return err
	})
	if err != nil {
		return nil, err
	}
	names, err := a.namesFor(ctx, user, all)
	if err != nil {
		return nil, err
	}
	var out []view.OwnWords
	for _, h := range all {
		at := whenWritten(h)
		for _, s := range h.Sealed {
			words, err := a.openMine(user, s.Words)
			if err != nil {
				return nil, err
			}
			if words.Field == nudges.FieldHidden {
				continue // numbers that nobody wrote
			}
			words.Mission, words.At = names[missionOf(h)], at
			out = append(out, words)
		}
	}
	return out, nil
}

// openMine opens sealed words that say that they are a person's.
func (a *App) openMine(user mission.UserID, s mission.Sealed) (view.OwnWords, error) {
	place, err := seal.Place(s)
	if err != nil {
		return view.OwnWords{}, err
	}
	if place.Team != a.team || place.User != user {
		return view.OwnWords{}, seal.ErrNotOpened
	}
	text, err := a.seal.Open(place, s)
	return view.OwnWords{Field: place.Field, Text: inWords(text)}, err
}

// inWords returns the words of a text. A form that was left halfway is kept as JSON, of which the ids beside
// the words are left out.
func inWords(text string) string {
	var form map[string]any
	if json.Unmarshal([]byte(text), &form) != nil {
		return text
	}
	var words []string
	collectWords(form, &words)
	return strings.Join(words, "\n")
}

// bareID matches what is no word of anybody: ids, and the short codes of choices.
var bareID = regexp.MustCompile(`^([A-Z0-9]{8,}|.?)$`)

func collectWords(v any, words *[]string) {
	switch v := v.(type) {
	case string:
		if !bareID.MatchString(v) {
			*words = append(*words, v)
		}
	case []any:
		for _, e := range v {
			collectWords(e, words)
		}
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			collectWords(v[k], words)
		}
	}
}

func whenWritten(h mission.Holding) time.Time {
	var body struct {
		At        int64 `json:"at"`
		UpdatedAt int64 `json:"updated_at"`
		StartedAt int64 `json:"started_at"`
	}
	if json.Unmarshal(h.Body, &body) != nil {
		return time.Time{}
	}
	if ms := max(body.At, body.UpdatedAt, body.StartedAt); ms > 0 {
		return time.UnixMilli(ms)
	}
	return time.Time{}
}

// clickReadMine opens a person's private words.
func (a *App) clickReadMine(ctx context.Context, p press) (answer, error) {
	words, err := a.ownWords(ctx, p.user)
	if err != nil {
		return answer{}, unopened(err)
	}
	form := view.MyPrivateWords(a.env(ctx, a.reader(ctx, p.user)), words, p.meta.Page)
	if p.view != nil && p.view.Type == "modal" {
		return a.refresh(p, form), nil
	}
	return a.form(p.request, form), nil
}

// unopened says of words that do not open that the key is missing, which is what an admin can mend.
func unopened(err error) error {
	if errors.Is(err, seal.ErrUnknownKey) || errors.Is(err, seal.ErrNotOpened) {
		return &mission.Refusal{Code: view.NoKey}
	}
	return err
}

func (a *App) clickPrivateFile(ctx context.Context, p press) (answer, error) {
	return a.form(p.request, view.AskPrivateFile(a.env(ctx, nil))), nil
}

// submitPrivateFile puts a file of private words on its way.
func (a *App) submitPrivateFile(ctx context.Context, s submitted) (answer, error) {
	words, err := a.ownWords(ctx, s.user)
	if err != nil {
		return answer{}, unopened(err)
	}
	env := a.env(ctx, a.reader(ctx, s.user))
	ans := done()
	if len(words) == 0 {
		ans.then = func(ctx context.Context) { a.tellDirectly(ctx, s.request, view.NoPrivateWords(env)) }
		return ans, nil
	}
	_, err = a.once(ctx, s.key, func(tx Tx) (outcome, error) {
		w := a.rows(tx)
		at := unix(w.now)
		return outcome{Did: "private_file"}, w.chore(a.team, ref(chorePrivateFile, string(s.user), at), w.now, chorePrivateFile, string(s.user), at)
	})
	if err != nil {
		return answer{}, err
	}
	ans.then = func(ctx context.Context) {
		a.tellDirectly(ctx, s.request, view.PrivateFileComing(env, a.clock.Now().Add(privateFileFor)))
	}
	return ans, nil
}

// sendPrivateWords sends a file of somebody's private words, which is deleted a day later.
func (a *App) sendPrivateWords(ctx context.Context, r nudges.Row, args []string) error {
	user := mission.UserID(args[0])
	words, err := a.ownWords(ctx, user)
	if err != nil {
		return err
	}
	dm, err := a.directChannel(ctx, user)
	if err != nil {
		return err
	}
	env := a.env(ctx, a.reader(ctx, user))
	return a.sendDataFile(ctx, user, r.Key, api.File{
		Channel: string(dm), Name: "my-private-words.md", Title: view.PrivateTitle,
		Comment: view.DataFileComments(env, a.clock.Now().Add(privateFileFor)).Private,
		Body:    view.PrivateMarkdown(env, a.clock.Now(), words),
	}, privateFileFor)
}
