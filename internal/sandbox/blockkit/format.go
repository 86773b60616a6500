package blockkit

import (
	"net/url"
	"strconv"
	"strings"
	"time"
)

// isDate holds for a calendar day as YYYY-MM-DD.
func isDate(s string) string {
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return "must be a date in the format YYYY-MM-DD"
	}
	return ""
}

// isTime holds for a time of day as HH:mm on 24 hours.
func isTime(s string) string {
	if _, err := time.Parse("15:04", s); err != nil || len(s) != len("15:04") {
		return "must be a time in the format HH:mm"
	}
	return ""
}

// isZone holds for the name of a time zone in the IANA database.
func isZone(s string) string {
	if _, err := time.LoadLocation(s); err != nil || s == "" || s == "Local" {
		return "must be an IANA time zone"
	}
	return ""
}

// isAddress holds for an absolute address of any scheme.
func isAddress(s string) string {
	if u, err := url.Parse(s); err != nil || u.Scheme == "" {
		return "must be a valid URL"
	}
	return ""
}

// isWeb holds for an address on the web.
func isWeb(s string) string {
	if u, err := url.Parse(s); err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return "must be a valid URL"
	}
	return ""
}

// isSecure holds for an address that is reached by HTTPS.
func isSecure(s string) string {
	if u, err := url.Parse(s); err != nil || u.Host == "" || u.Scheme != "https" {
		return "must be a valid HTTPS URL"
	}
	return ""
}

// isColor holds for a colour as #rrggbb.
func isColor(s string) string {
	if digits, found := strings.CutPrefix(s, "#"); found && len(digits) == 6 && strings.Trim(digits, "0123456789abcdefABCDEF") == "" {
		return ""
	}
	return "must be a hex color"
}

// isNumeric holds for a decimal number.
func isNumeric(s string) string {
	digits := strings.Trim(s, "+-.0123456789") == ""
	if _, err := strconv.ParseFloat(s, 64); err != nil || !digits {
		return "must be a number"
	}
	return ""
}

// quoteAll lists words for a complaint.
func quoteAll(words []string, between string) string {
	return "`" + strings.Join(words, "`"+between+"`") + "`"
}

// shorten keeps a foreign word in a complaint to a readable length.
func shorten(s string) string {
	const most = 80
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
