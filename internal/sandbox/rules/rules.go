// Package rules lists what Slack is known to do, one row for each rule that an
// app can notice, with its source. Tests mark the rules that they hold with
// Keeps; from the rows and the marks docs/slack-rules.md is written.
//
// Only tests import this package. In Node tests the mark is a call or a
// comment: keeps("area/rule", "area/other").
package rules

import "slices"

// Trust says how well a rule is known.
type Trust string

// What a rule rests on.
const (
	Documented Trust = "documented"     // Slack's own pages or the types of its libraries say so.
	Observed   Trust = "observed"       // Seen by others in the wild, or read from Slack's libraries.
	Differing  Trust = "sources differ" // The sandbox takes the stricter reading.
	Unknown    Trust = "unknown"        // A guess; the sandbox takes the stricter one.
)

// Rule is one thing that Slack does.
type Rule struct {
	ID     string // Short and stable, "area/name".
	Says   string // One plain sentence.
	Source string // Slack's page, or a file or issue of its libraries.
	Trust  Trust
	Unkept string // Why the sandbox does not keep it, and what that means for an app; else empty.
	Client bool   // Slack's client does this, so in the sandbox the page or the form's check does.
}

// Area is a group of rules, in the order of the page.
type Area struct {
	Name  string // The part of the ids before the slash.
	Title string
	Rules []Rule
}

// Areas returns every rule in the order of the page.
func Areas() []Area {
	return slices.Concat(connecting(), interacting(), drawing(), calling(), holding())
}

// All returns every rule by its id.
func All() map[string]Rule {
	all := map[string]Rule{}
	for _, area := range Areas() {
		for _, rule := range area.Rules {
			all[rule.ID] = rule
		}
	}
	return all
}

func doc(id, says, source string) Rule {
	return Rule{ID: id, Says: says, Source: source, Trust: Documented}
}

func seen(id, says, source string) Rule {
	return Rule{ID: id, Says: says, Source: source, Trust: Observed}
}

func differ(id, says, source string) Rule {
	return Rule{ID: id, Says: says, Source: source, Trust: Differing}
}

func guess(id, says, source string) Rule {
	return Rule{ID: id, Says: says, Source: source, Trust: Unknown}
}

// not marks a rule as one that the sandbox does not keep.
func (r Rule) not(why string) Rule {
	r.Unkept = why
	return r
}

// client marks a rule as one of Slack's client.
func (r Rule) client() Rule {
	r.Client = true
	return r
}
