package sandbox

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
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
	out, err := c.historyPage(ch, list, pageSizes{pageDefault, listMost}, true)
	if err != nil {
		return nil, err
	}
	out["pin_count"], out["channel_actions_ts"], out["channel_actions_count"] = len(ch.pins()), nil, 0
	return out, nil
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
	return c.historyPage(ch, list, pageSizes{pageMost, pageMost}, false)
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

// historyPage is a page of messages. Its cursor names the message where the next page begins, so that none is
// shown twice or left out when others arrive meanwhile.
func (c *call) historyPage(ch *channel, list []*message, sizes pageSizes, newestFirst bool) (obj, error) {
	limit, err := c.limit(sizes)
	if err != nil {
		return nil, err
	}
	if cursor := c.args.text("cursor"); cursor != "" {
		if list, err = fromCursor(list, cursor, newestFirst); err != nil {
			return nil, err
		}
	}
	more := len(list) > limit
	shown := make([]obj, 0, limit)
	for _, m := range list[:min(limit, len(list))] {
		shown = append(shown, c.s.messageJSON(ch, m, c.args.flag("include_all_metadata")))
	}
	out := obj{"messages": shown, "has_more": more}
	if more {
		out["response_metadata"] = obj{"next_cursor": newCursor("next_ts", strings.Replace(list[limit].TS, ".", "", 1))}
	}
	return out, nil
}

// fromCursor is the list from the cursor's message on. Where that was deleted meanwhile it goes on at the next.
func fromCursor(list []*message, cursor string, newestFirst bool) ([]*message, error) {
	digits, ok := readCursor("next_ts", cursor)
	micro, err := strconv.ParseInt(digits, 10, 64)
	if !ok || err != nil {
		return nil, fail("invalid_cursor")
	}
	ts := formatTS(micro)
	for i, m := range list {
		order := compareTS(m.TS, ts)
		if order == 0 || newestFirst == (order < 0) {
			return list[i:], nil
		}
	}
	return nil, nil
}
