package doctor

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"throughline/internal/config"
	"throughline/internal/manifest"
)

func checkSettings(f Facts) []Result {
	const name = "settings"
	var mistakes config.Mistakes
	unusable := checkUnusable(f)
	switch {
	case f.Settings == nil && len(unusable) > 0:
		return unusable
	case f.Settings == nil && f.Config.File == "":
		return []Result{{State: OK, Check: name, Text: fmt.Sprintf("no file, %d set in the environment", f.Config.Set)}}
	case f.Settings == nil:
		return []Result{{State: OK, Check: name, Text: fmt.Sprintf("%s, %d set, none unknown", f.Config.File, f.Config.Set)}}
	case !errors.As(f.Settings, &mistakes):
		return []Result{{State: Fail, Check: name, Text: f.Settings.Error()}}
	}
	out := unusable
	for _, m := range mistakes {
		text := m.Wrong
		if m.File != "" {
			text = m.Where() + ": " + m.Wrong
		}
		out = append(out, Result{State: Fail, Check: name, Text: text, Mend: m.Mend})
	}
	return out
}

// checkUnusable says what is wrong with settings that are written well: times that never come, calendars of nowhere.
func checkUnusable(f Facts) []Result {
	if f.Unusable == nil {
		return nil
	}
	var out []Result
	for text := range strings.SplitSeq(f.Unusable.Error(), "\n") {
		out = append(out, Result{State: Fail, Check: "settings", Text: text, So: "the bot does not start"})
	}
	return out
}

func checkBotToken(f Facts) []Result {
	const name = "bot token"
	a := f.Auth
	switch {
	case !f.Config.Slack.BotToken.IsSet():
		return nil // It is among the settings already.
	case a.Err != nil || !a.OK:
		return []Result{refused(name, a, "nothing works", "Copy the Bot User OAuth Token again from OAuth & Permissions.")}
	case a.BotID == "":
		return []Result{{
			State: Fail, Check: name, Text: "it belongs to a person, not to a bot",
			So: "the bot would speak in that person's name", Mend: "Copy the Bot User OAuth Token, xoxb-, from OAuth & Permissions.",
		}}
	}
	return []Result{{State: OK, Check: name, Text: fmt.Sprintf("workspace %s, as @%s", a.Team, a.User)}}
}

func checkScopes(f Facts) []Result {
	const name = "scopes"
	switch {
	case !f.Config.Slack.BotToken.IsSet() || f.Auth.Err != nil || !f.Auth.OK:
		return nil // The token has to be mended first.
	case !f.Auth.ScopesKnown:
		return []Result{{State: Warn, Check: name, Text: "this server does not say which were granted"}}
	}
	var out []Result
	for _, s := range manifest.Scopes() {
		if !slices.Contains(f.Auth.Scopes, s.Name) {
			out = append(out, Result{
				State: Fail, Check: name, Text: s.Name + " is missing",
				So: s.Without, Mend: "OAuth & Permissions, add it, reinstall",
			})
		}
	}
	if len(out) > 0 {
		return out
	}
	text := fmt.Sprintf("all %d are granted", len(manifest.Scopes()))
	if lacksHistory(f.Auth.Scopes) {
		text += "; without the optional history, " + manifest.HistoryScopes()[0].Without
	}
	return []Result{{State: OK, Check: name, Text: text}}
}

func lacksHistory(granted []string) bool {
	return slices.ContainsFunc(manifest.HistoryScopes(), func(s manifest.Scope) bool { return !slices.Contains(granted, s.Name) })
}

func checkSocket(f Facts) []Result {
	const name = "socket"
	a := f.Open
	switch {
	case !f.Config.Slack.AppToken.IsSet():
		return nil // It is among the settings already.
	case a.Err != nil || !a.OK:
		return []Result{refused(name, a, "nothing that people write reaches the bot",
			"Basic Information, App-Level Tokens: make one with connections:write.")}
	case !a.HasURL:
		return []Result{{
			State: Fail, Check: name, Text: "Slack granted no address", So: "nothing that people write reaches the bot",
			Mend: "Switch Socket Mode on in the app's settings.",
		}}
	}
	return checkConnection(f)
}

// refused words an answer that is none, or a no. mend is what to do about a token that Slack does not
// take. The errors are those of docs.slack.dev/reference/methods/auth.test and apps.connections.open.
func refused(check string, a Answer, so, mend string) Result {
	r := Result{State: Fail, Check: check, So: so, Mend: mend}
	switch {
	case a.Err != nil:
		r.Text = a.Err.Error()
		r.Mend = "Let this machine reach Slack by HTTPS; behind a proxy set HTTPS_PROXY."
	case a.Error == "ratelimited" || a.Error == "rate_limited":
		return Result{State: Warn, Check: check, Text: "Slack asks for patience; not tried", Mend: "Run doctor again in a minute."}
	case a.Error == "invalid_auth" || a.Error == "not_authed":
		r.Text = "Slack does not know it (" + a.Error + ")"
	case a.Error == "account_inactive" || a.Error == "token_revoked":
		r.Text = "it was taken back, or the app was removed (" + a.Error + ")"
		r.Mend = "Install the app to the workspace again, then: " + mend
	case a.Error == "missing_scope":
		r.Text = "the token lacks a scope (missing_scope)"
	case a.Error == "not_allowed_token_type":
		r.Text = "it is a token of another kind (not_allowed_token_type)"
	default:
		r.Text = "Slack refused: " + a.Error
	}
	return r
}

func checkKey(f Facts) []Result {
	const name = "key"
	const lost = "private words cannot be sealed, and those that were cannot be read"
	k := f.Key
	switch {
	case k.Path == "" && k.Read != nil:
		return []Result{{State: Fail, Check: name, Text: fmt.Sprintf("THROUGHLINE_KEY is not a key: %v", k.Read), So: lost, Mend: "Set the key with which the bot first ran."}}
	case k.Path == "" && f.Store.Inside.Shut > 0:
		return []Result{keyOfOthers(f, "THROUGHLINE_KEY")}
	case k.Path == "":
		return []Result{{State: OK, Check: name, Text: "from the environment" + opens(f)}}
	case !k.Exists && f.Store.Exists:
		return []Result{{State: Fail, Check: name, Text: k.Path + " is missing, and the store is there", So: "the bot does not start; with a new key, private words sealed before stay shut", Mend: "Put the key back before the next start."}}
	case !k.Exists:
		return []Result{{State: OK, Check: name, Text: k.Path + " is not there yet; the first start makes it"}}
	case openToOthers(k.Mode):
		return []Result{{State: Fail, Check: name, Text: fmt.Sprintf("%s can be read by others on this machine (mode %04o)", k.Path, k.Mode.Perm()), So: "the bot does not start", Mend: "chmod 600 " + k.Path}}
	case k.Read != nil:
		return []Result{{State: Fail, Check: name, Text: fmt.Sprintf("%s holds no key: %v", k.Path, reason(k.Read)), So: lost, Mend: "Put the key with which the bot first ran back into it."}}
	case f.Store.Inside.Shut > 0:
		return []Result{keyOfOthers(f, k.Path)}
	case k.WithBackups:
		return []Result{{State: Warn, Check: name, Text: k.Path + " lies with the backups", So: "whoever copies the folder can read the private words", Mend: "Move it, and name its new place in store.key_file."}}
	case k.Beside:
		return []Result{{State: Warn, Check: name, Text: k.Path + " lies beside the store", So: "whoever copies the folder can read the private words", Mend: "Move it, and name its new place in store.key_file."}}
	}
	return []Result{{State: OK, Check: name, Text: k.Path + opens(f)}}
}

// opens says that the key opened something.
func opens(f Facts) string {
	if f.Store.Inside.Words == 0 {
		return ""
	}
	return fmt.Sprintf(", and opens the %d private texts that were tried", f.Store.Inside.Words)
}

// keyOfOthers tells of a key with which private words were not sealed.
func keyOfOthers(f Facts, where string) Result {
	return Result{
		State: Fail, Check: "key",
		Text: fmt.Sprintf("%s does not open %d of %d private texts that were tried", where, f.Store.Inside.Shut, f.Store.Inside.Words),
		So:   "nobody can read them", Mend: "Put the key back with which they were sealed; bot keys check names what stays shut.",
	}
}

// reason strips what our own sentence says already.
func reason(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	if s, ok := errors.AsType[*os.SyscallError](err); ok {
		return s.Err
	}
	return err
}

// Clocks that differ by less than skewFine need no word; below skewLimit it does no harm.
const (
	skewFine  = 1500 * time.Millisecond
	skewLimit = 5 * time.Second
)

func checkClock(f Facts) []Result {
	return append(checkSlackClock(f), checkDatabaseClock(f)...)
}

// checkDatabaseClock compares the clock by which copies go with that of the machine, which was compared with Slack's.
func checkDatabaseClock(f Facts) []Result {
	ahead := f.Store.Inside.Ahead
	if ahead.Abs() < skewFine {
		return nil
	}
	r := Result{
		State: Warn, Check: "clock", Text: fmt.Sprintf("the database's is %.1f s off this machine's, and the bot goes by the database's", ahead.Abs().Seconds()),
		Mend: "Let both machines set their clocks by NTP.",
	}
	if ahead.Abs() >= skewLimit {
		r.State, r.So = Fail, "what is due comes at the wrong time"
	}
	return []Result{r}
}

func checkSlackClock(f Facts) []Result {
	const name = "clock"
	if f.Auth.Err != nil || f.Auth.Date.IsZero() {
		return nil // Slack has to be reached first.
	}
	skew := skewOf(f.Auth)
	direction := "ahead of"
	if skew < 0 {
		direction = "behind"
	}
	text := fmt.Sprintf("%.1f s %s Slack", skew.Abs().Seconds(), direction)
	switch {
	case skew.Abs() < skewFine:
		return []Result{{State: OK, Check: name, Text: "in step with Slack"}}
	case skew.Abs() < skewLimit:
		return []Result{{State: Warn, Check: name, Text: text + "; under 5 s is fine"}}
	}
	return []Result{{
		State: Fail, Check: name, Text: text, So: "what is due comes at the wrong time",
		Mend: "Let the machine set its clock by NTP: timedatectl set-ntp true",
	}}
}

// skewOf compares the clocks at the middle of the call. The header counts whole seconds, on average
// half a second too few.
func skewOf(a Answer) time.Duration {
	ours := a.Sent.Add(a.Took / 2)
	theirs := a.Date.Add(500 * time.Millisecond)
	return ours.Sub(theirs)
}
