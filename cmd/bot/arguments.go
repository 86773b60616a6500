package main

import (
	"errors"
	"net/url"
	"regexp"
	"strings"

	"throughline/internal/seal"
)

// What stands among the arguments of a process can be read by everybody on the machine, and stays in the history of the
// shell. So a secret there is refused before anything else looks at it, and never repeated.

var (
	// tokenIn finds a token of Slack's: each kind goes on with a number (docs.slack.dev/authentication/tokens).
	tokenIn = regexp.MustCompile(`\bx(ox[a-z]|app|oxe\.xox[a-z])-[0-9]`)
	// databaseIn finds the address of a database.
	databaseIn = regexp.MustCompile(`postgres(ql)?://\S+`)
)

var (
	errTokenArgument = errors.New("an argument holds a token of Slack's, which everybody on this machine can see there. " +
		"Give it in SLACK_BOT_TOKEN or SLACK_APP_TOKEN, or in the file that SLACK_BOT_TOKEN_FILE or SLACK_APP_TOKEN_FILE names, " +
		"and make a new one, since this one may have been seen")
	errDatabaseArgument = errors.New("an argument holds the password of a database, which everybody on this machine can see there. " +
		"Give the address in THROUGHLINE_DATABASE_URL, or in the file that THROUGHLINE_DATABASE_URL_FILE names, and change the password, " +
		"since it may have been seen")
	errKeyArgument = errors.New("an argument looks like a key for private words, which everybody on this machine can see there. " +
		"Give it in THROUGHLINE_KEY, or in the file that THROUGHLINE_KEY_FILE names, and go over to a new one with bot keys rotate, " +
		"since this one may have been seen")
)

// refuseSecrets returns an error for arguments that hold a secret. It holds no part of it.
func refuseSecrets(args []string) error {
	for _, arg := range args {
		switch {
		case tokenIn.MatchString(arg):
			return errTokenArgument
		case holdsPassword(arg):
			return errDatabaseArgument
		case holdsKey(arg):
			return errKeyArgument
		}
	}
	return nil
}

// holdsPassword reports whether an address of a database in an argument has a password. One that is none may have one.
func holdsPassword(arg string) bool {
	address := databaseIn.FindString(arg)
	if address == "" {
		return false
	}
	u, err := url.Parse(address)
	if err != nil {
		return true
	}
	_, set := u.User.Password()
	return set || u.Query().Has("password") || u.Query().Has("sslpassword")
}

// holdsKey reports whether an argument, or what follows on its equals sign, reads as a key. No path does, since a key in
// base64 ends in an equals sign.
func holdsKey(arg string) bool {
	_, value, _ := strings.Cut(arg, "=")
	for _, text := range []string{arg, value} {
		if keys, err := seal.ParseKeys(text); err == nil && len(keys) > 0 {
			return true
		}
	}
	return false
}
