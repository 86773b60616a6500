package api

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Class says what an error means for the caller.
type Class int

// The classes. In all but Doubt Slack surely did nothing.
const (
	// TokenDead: no call will work until an operator acts.
	TokenDead Class = iota + 1
	// Config: this call will not work until an operator acts, for instance adds a scope.
	Config
	// TargetGone: the channel or the person cannot be reached.
	TargetGone
	// Bug: Slack refuses these very arguments; never send them again.
	Bug
	// Race: the world moved on in between; render anew or let it be.
	Race
	// RateLimited: try again after RetryAfter.
	RateLimited
	// Transient: try again later.
	Transient
	// Doubt: the outcome of a write is not known; it may have been done.
	Doubt
)

func (c Class) String() string {
	names := [...]string{"none", "token_dead", "config", "target_gone", "bug", "race", "rate_limited", "transient", "doubt"}
	if c < 0 || int(c) >= len(names) {
		return fmt.Sprintf("class_%d", int(c))
	}
	return names[c]
}

// Error is what every method returns when it fails.
type Error struct {
	// Method is Slack's name of the method, or "response_url".
	Method string
	Class  Class
	// Code is Slack's error code, "http_503" and the like, or empty when no answer came.
	Code string
	// RetryAfter is set for RateLimited, and for a migration that takes long.
	RetryAfter time.Duration
	// Needed and Provided are the scopes that Slack names for missing_scope.
	Needed, Provided string
	// Pointers are the places in blocks or views that Slack complains of, as JSON pointers.
	Pointers []string
	// Err is the cause where there is one; it may be nil.
	Err error
}

func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "slack %s: %s", e.Method, e.Class)
	if e.Code != "" {
		fmt.Fprintf(&b, " (%s)", e.Code)
	}
	if e.Needed != "" {
		fmt.Fprintf(&b, ", needs scope %s", e.Needed)
	}
	if len(e.Pointers) > 0 {
		fmt.Fprintf(&b, ", at %s", strings.Join(e.Pointers, " "))
	}
	if e.RetryAfter > 0 {
		fmt.Fprintf(&b, ", retry after %s", e.RetryAfter)
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

func (e *Error) Unwrap() error { return e.Err }

// ClassOf returns the class of err, or 0 if err is not of this package.
func ClassOf(err error) Class {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Class
	}
	return 0
}

func codeOf(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return ""
}
