package sandbox

import (
	"encoding/base64"
	"strconv"
	"strings"
)

// Page sizes of the listing methods (docs.slack.dev/apis/web-api/pagination).
const (
	pageDefault = 100
	pageMost    = 1000
	listMost    = 999 // of conversations.list, users.conversations and conversations.history
)

// paged cuts a page out of a list by limit and cursor. The cursor is opaque to
// callers, as Slack's.
func paged[T any](c *call, list []T) (page []T, meta obj, err error) {
	return pagedBy(c, list, pageSizes{pageDefault, pageMost})
}

// pageSizes are how many items a page has when a call says nothing, and at most.
type pageSizes struct{ otherwise, most int }

// pagedBy is paged with the method's own sizes.
func pagedBy[T any](c *call, list []T, sizes pageSizes) (page []T, meta obj, err error) {
	limit, err := c.limit(sizes)
	if err != nil {
		return nil, nil, err
	}
	from, err := cursorOffset(c.args.text("cursor"), len(list))
	if err != nil {
		return nil, nil, err
	}
	to := min(from+limit, len(list))
	meta = obj{"next_cursor": ""}
	if to < len(list) {
		meta["next_cursor"] = newCursor("next", strconv.Itoa(to))
	}
	return append([]T{}, list[from:to]...), meta, nil
}

// limit reads how many items a page shall have; 0 leaves it to Slack.
func (c *call) limit(sizes pageSizes) (int, error) {
	limit, ok := c.args.number("limit", sizes.otherwise)
	if !ok || limit < 0 || limit > sizes.most {
		return 0, fail("invalid_limit")
	}
	if limit == 0 {
		return sizes.otherwise, nil
	}
	return limit, nil
}

func newCursor(kind, value string) string {
	return base64.StdEncoding.EncodeToString([]byte(kind + ":" + value))
}

// readCursor takes a cursor of that kind apart; ok is false for one that Slack did not give.
func readCursor(kind, cursor string) (value string, ok bool) {
	raw, err := base64.StdEncoding.DecodeString(cursor)
	if err != nil {
		return "", false
	}
	return strings.CutPrefix(string(raw), kind+":")
}

func cursorOffset(cursor string, length int) (int, error) {
	if cursor == "" {
		return 0, nil
	}
	digits, ok := readCursor("next", cursor)
	n, err := strconv.Atoi(digits)
	if !ok || err != nil || n < 0 || n > length {
		return 0, fail("invalid_cursor")
	}
	return n, nil
}

// numbered pages a list as older methods do: by cursor and limit, or else by count and page.
func numbered(c *call, key string, list []obj) (obj, error) {
	if c.args.text("cursor") != "" || c.args.text("limit") != "" {
		page, meta, err := paged(c, list)
		return obj{key: page, "response_metadata": meta}, err
	}
	count, okCount := c.args.number("count", pageDefault)
	number, okPage := c.args.number("page", 1)
	if !okCount || !okPage || count < 1 || count > pageMost || number < 1 {
		return nil, failWith("invalid_arguments", "[ERROR] count and page are positive numbers")
	}
	pages := max((len(list)+count-1)/count, 1)
	from := min((number-1)*count, len(list))
	return obj{
		key:      append([]obj{}, list[from:min(from+count, len(list))]...),
		"paging": obj{"count": count, "total": len(list), "page": number, "pages": pages},
	}, nil
}
