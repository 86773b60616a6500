package payloads

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
)

// mostBent bounds what is bent, in bytes: the control interface, through which it is sent, takes 4 MB.
const mostBent = 3 << 20

// Bend returns a payload that is still JSON and no longer what Slack sends: up to four places in it are missing, empty,
// of another type, huge, nested thousands deep, named twice or in another case, no text, or somebody else's. The same
// source of chance bends it in the same way.
func Bend(r *rand.Rand, payload json.RawMessage) (json.RawMessage, error) {
	for {
		out, err := bendAll(r, payload)
		if err != nil || len(out) <= mostBent {
			return out, err
		}
	}
}

// bendAll bends a payload, whatever size it comes to.
func bendAll(r *rand.Rand, payload json.RawMessage) (json.RawMessage, error) {
	var tree any
	if err := json.Unmarshal(payload, &tree); err != nil {
		return nil, fmt.Errorf("bend a payload: %w", err)
	}
	for range 1 + r.IntN(4) {
		tree = bendOne(r, tree)
	}
	out, err := json.Marshal(tree)
	if err != nil {
		return nil, fmt.Errorf("bend a payload: %w", err)
	}
	return out, nil
}

// place is a value inside of a payload, with what puts another in its place.
type place struct {
	old any
	set func(any)
}

// bendOne bends one place, and the whole payload now and then.
func bendOne(r *rand.Rand, tree any) any {
	all := places(tree, nil)
	if len(all) == 0 || r.IntN(50) == 0 {
		return bent(r, tree)
	}
	p := all[r.IntN(len(all))]
	p.set(bent(r, p.old))
	return tree
}

// places lists what stands in a tree, always in the same order.
func places(tree any, all []place) []place {
	switch node := tree.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(node)) {
			all = append(all, place{node[key], func(v any) { put(node, key, v) }})
			all = places(node[key], all)
		}
	case []any:
		for i := range node {
			all = append(all, place{node[i], func(v any) { node[i] = kept(v) }})
			all = places(node[i], all)
		}
	}
	return all
}

// gone and renamed are what bent returns for a place that is to be missing, or named in another case.
type (
	gone    struct{}
	renamed struct{}
	twice   struct{ other any }
)

// put puts a value under a key, or does to the key what the value stands for.
func put(node map[string]any, key string, v any) {
	old := node[key]
	switch v := v.(type) {
	case gone:
		delete(node, key)
	case renamed:
		delete(node, key)
		node[strings.ToUpper(key)] = old
	case twice:
		// A key that differs in its case alone is the same one to Go's decoder, in whichever order they come.
		node[strings.ToUpper(key[:min(1, len(key))])+key[min(1, len(key)):]] = v.other
	default:
		node[key] = v
	}
}

func kept(v any) any {
	switch v := v.(type) {
	case gone, renamed:
		return nil
	case twice:
		return v.other
	}
	return v
}

// strange returns a value that Slack would not send, and that JSON allows. It is made anew, since it may be bent itself.
func strange(r *rand.Rand) any {
	all := []any{
		nil, true, false, 0, -1, 7.5, "", " ", "0", "-1", "null",
		json.RawMessage(`1e400`), json.RawMessage(`-0`), json.RawMessage(`9223372036854775808`), json.RawMessage(`123456789012345678901234567890`),
		json.RawMessage(`"\ud800"`), json.RawMessage(`"\udfff\ud800 end"`), json.RawMessage(`"\u0000"`), json.RawMessage(`{"a":1,"a":{},"a":[]}`),
		[]any{}, map[string]any{}, []any{nil}, []any{[]any{[]any{}}}, map[string]any{"id": map[string]any{"id": nil}},
		"\u202e\u200b\ufeff", "<!channel> <!here|x> <@U0ANA00001> <#C0REFUNDS1> <https://evil.example|slack.com>", "*_~`>&amp;&lt;",
		"USLACKBOT", "U0BOT00001", "U0NOOR0001", "T0PAPER001", "E0PAPER001", "C0NOTHING1", "D0DEE00001", "../../etc/passwd", "%00%2e",
		`{"m":"01M83TTBRG0X149A5FRAFV9YJX"}`, "1790000000.000001", "99999999999999999999.9",
	}
	return all[r.IntN(len(all))]
}

// bent returns what stands in the place of a value.
func bent(r *rand.Rand, old any) any {
	switch r.IntN(12) {
	case 0, 1:
		return gone{}
	case 2:
		return renamed{}
	case 3:
		return twice{strange(r)}
	case 4:
		return []any{old, old}
	case 5:
		return map[string]any{"": old, "id": old, "value": old}
	case 6:
		return huge(r)
	case 7:
		return fmt.Sprint(old)
	}
	return strange(r)
}

// huge returns very much of something.
func huge(r *rand.Rand) any {
	switch r.IntN(12) {
	case 0:
		return strings.Repeat("🎉<!here>", 1<<20/11)
	case 1:
		deep := 1000 + r.IntN(7000)
		return json.RawMessage(strings.Repeat("[", deep) + strings.Repeat("]", deep))
	case 2:
		deep := 1000 + r.IntN(7000)
		return json.RawMessage(strings.Repeat(`{"blocks":`, deep) + "0" + strings.Repeat("}", deep))
	case 3:
		return slices.Repeat([]any{r.IntN(9)}, 2000)
	case 4:
		return strings.Repeat("word ", 3000)
	}
	many := make(map[string]any, 2000)
	for i := range 2000 {
		many[fmt.Sprint("key", i)] = nil
	}
	return many
}
