package config

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// key is a setting of the file. set takes the value as TOML gave it, or says what is wrong.
type key struct {
	name string
	set  func(c *Config, name string, value any) (wrong, mend string)
}

// keys is the table of all settings, in the order of config.example.toml.
func keys() []key {
	return []key{
		{"store.driver", word(func(c *Config) *string { return &c.Store.Driver }, Bolt, Postgres)},
		{"store.path", filled(func(c *Config) *string { return &c.Store.Path })},
		{"store.key_file", filled(func(c *Config) *string { return &c.Store.KeyFile })},
		{"store.max_connections", between(func(c *Config) *int { return &c.Store.MaxConnections }, 4, 100)},
		{"store.socket", filled(func(c *Config) *string { return &c.Store.Socket })},
		{"store.backups", filled(func(c *Config) *string { return &c.Store.Backups })},
		{"slack.sockets", between(func(c *Config) *int { return &c.Slack.Sockets }, 1, 10)},
		{"slack.api_url", address},
		{"log.format", word(func(c *Config) *string { return &c.Log.Format }, "auto", "text", "json")},
		{"log.level", level},
		{"texts.support_contact", line(func(c *Config) *string { return &c.Texts.SupportContact }, 200)},
		{"texts.help_contact", line(func(c *Config) *string { return &c.Texts.HelpContact }, 200)},
		{"texts.marks", flag(func(c *Config) *bool { return &c.Texts.Marks })},
		{"nudges.posts_per_minute", between(func(c *Config) *int { return &c.Nudges.PostsPerMinute }, 1, 1000)},
		{"nudges.questions", line(func(c *Config) *string { return &c.Nudges.Questions }, 100)},
		{"nudges.digest", line(func(c *Config) *string { return &c.Nudges.Digest }, 100)},
		{"nudges.reflections", line(func(c *Config) *string { return &c.Nudges.Reflections }, 100)},
		{"nudges.rounds", line(func(c *Config) *string { return &c.Nudges.Rounds }, 100)},
		{"questions.file", line(func(c *Config) *string { return &c.Questions.File }, 1000)},
		{"keep.private_days", between(func(c *Config) *int { return &c.Keep.PrivateDays }, 1, 3650)},
		{"keep.message_days", between(func(c *Config) *int { return &c.Keep.MessageDays }, 90, 3650)},
		{"limits.per_person", between(func(c *Config) *int { return &c.Limits.PerPerson }, 0, 100)},
		{"metrics.address", listen},
		{"metrics.profiles", flag(func(c *Config) *bool { return &c.Metrics.Profiles })},
		{"stop.seconds", between(func(c *Config) *int { return &c.Stop.Seconds }, 5, 600)},
	}
}

// Settings returns the names of all settings of the file, such as "slack.sockets".
func Settings() []string {
	var out []string
	for _, k := range keys() {
		out = append(out, k.name)
	}
	return out
}

// sections are the first parts of the keys, in their order.
func sections() []string {
	var out []string
	for _, k := range keys() {
		section, _, _ := strings.Cut(k.name, ".")
		if !slices.Contains(out, section) {
			out = append(out, section)
		}
	}
	return out
}

type setter = func(c *Config, name string, value any) (wrong, mend string)

func word(field func(*Config) *string, allowed ...string) setter {
	return func(c *Config, name string, value any) (wrong, mend string) {
		s, ok := value.(string)
		if !ok || !slices.Contains(allowed, s) {
			return name + " is " + show(value), "Write " + oneOf(allowed) + "."
		}
		*field(c) = s
		return "", ""
	}
}

func filled(field func(*Config) *string) setter {
	return func(c *Config, name string, value any) (wrong, mend string) {
		const mendIt = "Write the path of a file in quotation marks, or leave the line out."
		s, ok := value.(string)
		switch {
		case !ok:
			return name + " is " + show(value), mendIt
		case strings.TrimSpace(s) == "":
			return name + " is empty", mendIt
		}
		*field(c) = s
		return "", ""
	}
}

func line(field func(*Config) *string, most int) setter {
	return func(c *Config, name string, value any) (wrong, mend string) {
		s, ok := value.(string)
		switch {
		case !ok:
			return name + " is " + show(value), "Write text in quotation marks."
		case strings.ContainsFunc(s, unicode.IsControl):
			return name + " has a line break or a control character", "Write it on one line."
		case utf8.RuneCountInString(s) > most:
			return fmt.Sprintf("%s has %d characters", name, utf8.RuneCountInString(s)), fmt.Sprintf("Shorten it to %d.", most)
		}
		*field(c) = s
		return "", ""
	}
}

func between(field func(*Config) *int, least, most int) setter {
	return func(c *Config, name string, value any) (wrong, mend string) {
		n, ok := value.(int64)
		if !ok || n < int64(least) || n > int64(most) {
			return name + " is " + show(value), fmt.Sprintf("Write a whole number from %d to %d.", least, most)
		}
		*field(c) = int(n)
		return "", ""
	}
}

func flag(field func(*Config) *bool) setter {
	return func(c *Config, name string, value any) (wrong, mend string) {
		b, ok := value.(bool)
		if !ok {
			return name + " is " + show(value), "Write true or false, without quotation marks."
		}
		*field(c) = b
		return "", ""
	}
}

func level(c *Config, name string, value any) (wrong, mend string) {
	allowed := []string{"debug", "info", "warn", "error"}
	s, ok := value.(string)
	if !ok || !slices.Contains(allowed, s) {
		return name + " is " + show(value), "Write " + oneOf(allowed) + "."
	}
	// The words are slog's own, so that this cannot fail.
	_ = c.Log.Level.UnmarshalText([]byte(s))
	return "", ""
}

func address(c *Config, name string, value any) (wrong, mend string) {
	s, ok := value.(string)
	if !ok {
		return name + " is " + show(value), addressMend
	}
	if wrong, mend := badAddress(s); wrong != "" {
		return name + " " + wrong, mend
	}
	c.Slack.APIURL = s
	return "", ""
}

const (
	addressMend = `Write the base of the Web API with its last slash, such as "https://slack.com/api/", or leave it out for Slack itself.`
	plainMend   = "The tokens would travel unencrypted: write https://, or name this machine, such as http://127.0.0.1:8080/api/."
)

// badAddress says why s cannot be the base of the Web API, to which names of methods are appended as
// they are, and what to do. The address is not repeated: it could hold a password.
func badAddress(s string) (wrong, mend string) {
	u, err := url.Parse(s)
	switch {
	case err != nil:
		return "is not an address", addressMend
	case u.Scheme != "https" && u.Scheme != "http":
		return "does not begin with https:// or http://", addressMend
	case u.Hostname() == "":
		return "names no host", addressMend
	case u.User != nil:
		return "holds a user name or a password", addressMend
	case u.RawQuery != "" || u.ForceQuery || strings.Contains(s, "#"):
		return "goes on after its path", addressMend
	case !strings.HasSuffix(u.Path, "/api/"):
		return "does not end in /api/", addressMend
	case u.Scheme == "http" && !loopback(u.Hostname()):
		return "leads over plain http to another machine", plainMend
	}
	return "", ""
}

// loopback reports whether what is sent to a host stays on this machine.
func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// show names a value in a mistake: briefly, and by its kind where its text would not help.
func show(value any) string {
	const most = 40
	switch v := value.(type) {
	case string:
		if r := []rune(v); len(r) > most {
			v = string(r[:most]) + "…"
		}
		return fmt.Sprintf("%q", v)
	case int64, float64, bool:
		return fmt.Sprint(v)
	case []any:
		return "a list"
	case map[string]any:
		return "a section"
	}
	return "a date or a time"
}

func oneOf(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = `"` + w + `"`
	}
	last := len(quoted) - 1
	if last == 0 {
		return quoted[0]
	}
	return strings.Join(quoted[:last], ", ") + " or " + quoted[last]
}
