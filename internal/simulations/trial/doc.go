// Package trial simulates teams whose nudges are held back by a coin, and holds what a trial says of them to what is
// true of them.
package trial
