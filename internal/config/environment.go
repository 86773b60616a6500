package config

import (
	"fmt"
	"os"
	"strings"
	"unicode"
)

// The variables that are read. Each secret can also be given as the path of a file, in the variable
// with _FILE at its end.
const (
	envBotToken = "SLACK_BOT_TOKEN"
	envAppToken = "SLACK_APP_TOKEN"
	envAPIURL   = "SLACK_API_URL"
	envKey      = "THROUGHLINE_KEY"
	envDatabase = "THROUGHLINE_DATABASE_URL"
	envMetrics  = "THROUGHLINE_METRICS_ADDRESS"
	// envSettings names the file of settings where no flag does.
	envSettings = "THROUGHLINE_CONFIG"
	fileSuffix  = "_FILE"
)

// Kinds of token by their first letters, see docs.slack.dev/authentication/tokens.
const (
	botPrefix  = "xoxb-"
	appPrefix  = "xapp-"
	userPrefix = "xoxp-"
	// rotatingPrefix begins tokens that expire after 12 hours.
	rotatingPrefix = "xoxe"
)

const (
	botTokenFrom = "Copy the Bot User OAuth Token from OAuth & Permissions of the app's page"
	appTokenFrom = "Make an app-level token with connections:write under Basic Information of the app's page"
)

func (c *Config) readEnvironment(env func(string) (string, bool)) Mistakes {
	var found Mistakes
	e := environment{lookUp: env, found: &found}
	c.Slack.BotToken = e.token(envBotToken, botPrefix, botTokenFrom)
	c.Slack.AppToken = e.token(envAppToken, appPrefix, appTokenFrom)
	if s := e.value(envAPIURL); s != "" {
		if wrong, mend := badAddress(s); wrong != "" {
			e.mistake(envAPIURL+" "+wrong, mend)
		} else {
			c.Slack.APIURL = s
		}
	}
	if s, set := e.given(envMetrics); set {
		if wrong, mend := badListen(s); wrong != "" {
			e.mistake(envMetrics+" "+wrong, mend)
		} else {
			c.Metrics.Address = s
		}
	}
	if c.Key = NewSecret(e.secret(envKey)); c.Key.IsSet() {
		c.KeyFrom = e.place(envKey)
	}
	c.Database = e.database()
	c.Set += e.set
	return found
}

// environment reads variables and gathers what is wrong with them.
type environment struct {
	lookUp func(string) (string, bool)
	found  *Mistakes
	set    int
}

func (e *environment) mistake(wrong, mend string) {
	*e.found = append(*e.found, Mistake{Wrong: wrong, Mend: mend})
}

// value returns the variable without the space around it. One that is empty counts as not set, as
// Compose files and unit files leave them.
func (e *environment) value(name string) string {
	s, _ := e.lookUp(name)
	s = strings.TrimSpace(s)
	if s != "" {
		e.set++
	}
	return s
}

// given is value for a variable that may be set to nothing on purpose: "off" stands for that.
func (e *environment) given(name string) (value string, set bool) {
	switch s := e.value(name); s {
	case "":
		return "", false
	case "off":
		return "", true
	default:
		return s, true
	}
}

// secret returns the variable, or the content of the file that its twin names.
func (e *environment) secret(name string) string {
	s, path := e.value(name), e.value(name+fileSuffix)
	if path == "" {
		return s
	}
	if s != "" {
		e.mistake(fmt.Sprintf("%s and %s%s are both set", name, name, fileSuffix), "Keep one of them.")
		return ""
	}
	text, err := os.ReadFile(path)
	if err != nil {
		e.mistake(fmt.Sprintf("%s%s names %s, which cannot be read: %v", name, fileSuffix, path, cause(err)),
			"Name a file that this program may read.")
		return ""
	}
	s = strings.TrimSpace(string(text))
	if s == "" {
		e.mistake(fmt.Sprintf("%s%s names %s, which is empty", name, fileSuffix, path), "Write the secret into it.")
	}
	return s
}

// place says where a secret stands: the file that the variable's twin names, or the variable.
func (e *environment) place(name string) string {
	if path, _ := e.lookUp(name + fileSuffix); strings.TrimSpace(path) != "" {
		return strings.TrimSpace(path)
	}
	return name
}

// token returns a token of the right kind. A wrong one is not returned, so that nothing is sent with
// it.
func (e *environment) token(name, prefix, from string) Secret {
	before := len(*e.found)
	s := e.secret(name)
	if len(*e.found) > before {
		return Secret{}
	}
	if wrong := badToken(s, prefix); wrong != "" {
		e.mistake(name+" "+wrong, from+fmt.Sprintf("; it begins with %s.", prefix))
		return Secret{}
	}
	return NewSecret(s)
}

func badToken(s, prefix string) string {
	switch {
	case s == "":
		return "is not set"
	case strings.ContainsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || r > unicode.MaxASCII }):
		return "holds a character that no token has"
	case strings.HasPrefix(s, prefix):
		return ""
	case strings.HasPrefix(s, botPrefix):
		return "holds the bot token"
	case strings.HasPrefix(s, appPrefix):
		return "holds the app-level token"
	case strings.HasPrefix(s, userPrefix):
		return "holds a user token"
	case strings.HasPrefix(s, rotatingPrefix):
		return "holds a rotating token, which expires after 12 hours"
	}
	return "does not begin with " + prefix
}

// SecretFiles returns the paths of the files that the environment names as places of secrets.
func SecretFiles(env func(string) (string, bool)) []string {
	var out []string
	for _, name := range []string{envBotToken, envAppToken, envKey, envDatabase} {
		if path, _ := env(name + fileSuffix); strings.TrimSpace(path) != "" {
			out = append(out, strings.TrimSpace(path))
		}
	}
	return out
}

// secretInFile refuses secrets in the file, known by their key or by how they begin. The value is not
// repeated.
func secretInFile(r row, value any) (wrong, mend string) {
	name := strings.Join(r.path, ".")
	variable := map[string]string{
		"bot_token": envBotToken,
		"app_token": envAppToken,
		"key":       envKey,

		"url": envDatabase, "database_url": envDatabase, "password": envDatabase,
	}[r.path[len(r.path)-1]]
	s, _ := value.(string)
	switch {
	case strings.HasPrefix(s, "xoxb"):
		variable = envBotToken
	case strings.HasPrefix(s, "xapp"):
		variable = envAppToken
	case strings.HasPrefix(s, "postgres://"), strings.HasPrefix(s, "postgresql://"):
		variable = envDatabase
	case variable == "" && !strings.HasPrefix(s, "xox"):
		return "", ""
	case variable == "":
		return name + " holds a token, and this file is no place for secrets", "Take it out; this program does not need it."
	}
	return name + " is a secret, and this file is no place for one",
		fmt.Sprintf("Take it out and set %s, or %s%s to the path of a file that holds it.", variable, variable, fileSuffix)
}
