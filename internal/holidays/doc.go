// Package holidays knows the days off of countries and of parts of some, and those that a team lists for itself.
//
// The calendars are those of github.com/rickar/cal/v2. They are rules, not lists, so they hold for years to come; but
// a country that changes its holidays is out of date until that library is, so a team can name days of its own, alone
// or on top of a country's. The package stands between the library and everything else: nothing but this imports it.
package holidays
