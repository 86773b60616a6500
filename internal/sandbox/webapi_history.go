package sandbox

import (
	"encoding/base64"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Page sizes of the listing methods.
const (
	pageDefault = 100
	pageMost    = 1000
)

func conversationsHistory(c *call) (obj, error) {
	ch, err := c.readable()
	if err != nil {
		return nil, err
	}
	list, err := c.between(ch, func(m *message) bool { return m.topLevel() })
	if err != nil {
		return nil, err
	}
	slices.Reverse(list)
	return c.historyPage(ch, list)
}

// readable is a conversation whose messages the app may read.
func (c *call) readable() (*channel, error) {
	ch, err := c.seen("history")
	if err != nil {
		return nil, err
	}
	if !ch.has(c.s.w.app.BotUserID) {
		return nil, fail("not_in_channel")
	}
	return ch, nil
}

func conversationsReplies(c *call) (obj, error) {
	ch, err := c.readable()
	if err != nil {
		return nil, err
	}
	parent := ch.message(c.args.text("ts"))
	if parent == nil {
		return nil, fail("thread_not_found")
	}
	first := orElse(parent.ThreadTS, parent.TS)
	list, err := c.between(ch, func(m *message) bool { return m.TS == first || m.ThreadTS == first })
	if err != nil {
		return nil, err
	}
	return c.historyPage(ch, list)
}

var tsShape = regexp.MustCompile(`^\d{1,12}(\.\d{1,6})?$`)

// between are the messages of a span of time, oldest first. Without inclusive
// the ends are left out.
func (c *call) between(ch *channel, wanted func(*message) bool) ([]*message, error) {
	oldest, latest := c.args.text("oldest"), c.args.text("latest")
	if oldest != "" && !tsShape.MatchString(oldest) {
		return nil, fail("invalid_ts_oldest")
	}
	if latest != "" && latest != "now" && !tsShape.MatchString(latest) {
		return nil, fail("invalid_ts_latest")
	}
	edge := 0
	if c.args.flag("inclusive") {
		edge = 1
	}
	var out []*message
	for _, m := range ch.Messages {
		late := latest != "" && latest != "now" && compareTS(m.TS, padTS(latest)) >= edge
		early := oldest != "" && compareTS(m.TS, padTS(oldest)) <= -edge
		if m.EphemeralFor == "" && wanted(m) && !late && !early {
			out = append(out, m)
		}
	}
	return out, nil
}

// padTS makes a time such as "1700000000" comparable with a ts.
func padTS(ts string) string {
	seconds, fraction, _ := strings.Cut(ts, ".")
	seconds = strings.TrimLeft(seconds, "0")
	return orElse(seconds, "0") + "." + (fraction + "000000")[:6]
}

func (c *call) historyPage(ch *channel, list []*message) (obj, error) {
	page, meta, err := paged(c, list)
	if err != nil {
		return nil, err
	}
	shown := make([]obj, 0, len(page))
	for _, m := range page {
		shown = append(shown, c.s.messageJSON(ch, m, c.args.flag("include_all_metadata")))
	}
	pins := 0
	for _, m := range ch.Messages {
		if m.Pinned {
			pins++
		}
	}
	out := obj{"messages": shown, "has_more": meta["next_cursor"] != "", "pin_count": pins}
	if meta["next_cursor"] != "" {
		out["response_metadata"] = meta
	}
	return out, nil
}

// paged cuts a page out of a list by limit and cursor. The cursor is opaque to
// callers, as Slack's.
func paged[T any](c *call, list []T) (page []T, meta obj, err error) {
	limit, ok := c.args.number("limit", pageDefault)
	if !ok || limit < 0 || limit > pageMost {
		return nil, nil, fail("invalid_limit")
	}
	if limit == 0 {
		limit = pageDefault
	}
	from, err := cursorOffset(c.args.text("cursor"), len(list))
	if err != nil {
		return nil, nil, err
	}
	to := min(from+limit, len(list))
	meta = obj{"next_cursor": ""}
	if to < len(list) {
		meta["next_cursor"] = base64.StdEncoding.EncodeToString([]byte("next:" + strconv.Itoa(to)))
	}
	return append([]T{}, list[from:to]...), meta, nil
}

func cursorOffset(cursor string, length int) (int, error) {
	if cursor == "" {
		return 0, nil
	}
	raw, err := base64.StdEncoding.DecodeString(cursor)
	digits, found := strings.CutPrefix(string(raw), "next:")
	n, numErr := strconv.Atoi(digits)
	if err != nil || !found || numErr != nil || n < 0 || n > length {
		return 0, fail("invalid_cursor")
	}
	return n, nil
}
