// Package choice simulates teams that are asked for years, and compares ways to choose what they are asked.
package choice
