package doctor

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
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
	return []Result{{State: OK, Check: name, Text: fmt.Sprintf("address granted in %d ms, not dialled", a.Took.Milliseconds())}}
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

func checkStore(f Facts) []Result {
	const name = "store"
	s := f.Store
	switch {
	case s.Folder != nil:
		return []Result{{
			State: Fail, Check: name, Text: fmt.Sprintf("no file can be made in %s: %v", filepath.Dir(s.Path), reason(s.Folder)),
			So: "the bot does not start", Mend: "Make the folder, and let the user that runs the bot write in it.",
		}}
	case !s.Exists:
		return []Result{{State: OK, Check: name, Text: s.Path + " is not there yet; the first start makes it"}}
	case s.Opened != nil && !errors.Is(s.Opened, ErrInUse):
		return []Result{{
			State: Fail, Check: name, Text: fmt.Sprintf("%s does not open: %v", s.Path, reason(s.Opened)),
			So: "the bot does not start", Mend: "Name the bot's own file in store.path, or let the user that runs the bot read and write it.",
		}}
	case openToOthers(s.Mode):
		return []Result{{
			State: Warn, Check: name, Text: fmt.Sprintf("%s can be read by others on this machine (mode %04o)", s.Path, s.Mode.Perm()),
			Mend: "chmod 600 " + s.Path,
		}}
	case s.Opened != nil:
		return []Result{{State: OK, Check: name, Text: s.Path + " is in use, as by a bot that runs"}}
	}
	return []Result{{State: OK, Check: name, Text: s.Path + " opens"}}
}

func checkKey(f Facts) []Result {
	const name = "key"
	const lost = "private words cannot be sealed, and those that were cannot be read"
	k := f.Key
	switch {
	case k.Path == "" && k.Read != nil:
		return []Result{{State: Fail, Check: name, Text: fmt.Sprintf("THROUGHLINE_KEY is not a key: %v", k.Read), So: lost, Mend: "Set the key with which the bot first ran."}}
	case k.Path == "":
		return []Result{{State: OK, Check: name, Text: "from the environment"}}
	case !k.Exists && f.Store.Exists:
		return []Result{{State: Fail, Check: name, Text: k.Path + " is missing, and the store is there", So: "a new key is made; private words sealed before stay shut", Mend: "Put the key back before the next start."}}
	case !k.Exists:
		return []Result{{State: OK, Check: name, Text: k.Path + " is not there yet; the first start makes it"}}
	case openToOthers(k.Mode):
		return []Result{{State: Fail, Check: name, Text: fmt.Sprintf("%s can be read by others on this machine (mode %04o)", k.Path, k.Mode.Perm()), So: "the bot does not start", Mend: "chmod 600 " + k.Path}}
	case k.Read != nil:
		return []Result{{State: Fail, Check: name, Text: fmt.Sprintf("%s holds no key: %v", k.Path, reason(k.Read)), So: lost, Mend: "Put the key with which the bot first ran back into it."}}
	case k.Beside:
		return []Result{{State: Warn, Check: name, Text: k.Path + " lies beside the store", So: "whoever copies the folder can read the private words", Mend: "Move it, and name its new place in store.key_file."}}
	}
	return []Result{{State: OK, Check: name, Text: k.Path}}
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
