package config

import (
	"net/url"
	"slices"
	"strings"
)

const databaseMend = "Write it as postgres://user:password@host:5432/database?sslmode=verify-full, with the signs of a " +
	"password that are none of a URL percent-encoded."

// database returns the URL of the database. One that is none is not returned, and not repeated: it holds a
// password.
func (e *environment) database() Secret {
	before := len(*e.found)
	s := e.secret(envDatabase)
	if s == "" || len(*e.found) > before {
		return Secret{}
	}
	if wrong := badDatabase(s); wrong != "" {
		e.mistake(envDatabase+" "+wrong, databaseMend)
		return Secret{}
	}
	return NewSecret(s)
}

func badDatabase(s string) string {
	u, err := url.Parse(s)
	switch {
	case err != nil:
		return "is not an address"
	case u.Scheme != "postgres" && u.Scheme != "postgresql":
		return "does not begin with postgres://"
	case strings.Trim(u.Path, "/") == "":
		return "names no database"
	}
	return ""
}

// shared says what is missing for several copies on one database, apart from what was told before. A key that each
// copy made for itself would close to one what another wrote.
func (c *Config) shared(before Mistakes) Mistakes {
	if c.Store.Driver != Postgres {
		return nil
	}
	var found Mistakes
	if !c.Database.IsSet() && !before.about(envDatabase) {
		found = append(found, Mistake{
			Wrong: `driver is "postgres", and ` + envDatabase + " is not set",
			Mend:  "Set it, or " + envDatabase + fileSuffix + " to the path of a file that holds it. " + databaseMend,
		})
	}
	if !c.Key.IsSet() && c.Store.KeyFile == "" && !before.about(envKey) {
		found = append(found, Mistake{
			Wrong: `driver is "postgres", and there is no key for private words, which every copy of the bot needs alike`,
			Mend: "Make one with bot keys make, and give it to each copy in " + envKey + ", in the file that " + envKey + fileSuffix +
				" names, or as key_file in [store].",
		})
	}
	return found
}

// about says whether one of the mistakes is about a variable.
func (m Mistakes) about(variable string) bool {
	return slices.ContainsFunc(m, func(one Mistake) bool { return strings.HasPrefix(one.Wrong, variable) })
}
