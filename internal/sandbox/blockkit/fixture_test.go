package blockkit

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"throughline/internal/sandbox/rules"
)

// fixture is testdata/limits.json: what Slack's limits are, written down apart
// from the tables that keep them.
type fixture struct {
	Samples map[string]sample `json:"samples"`
	Limits  []limit           `json:"limits"`
}

type sample struct {
	On   string          `json:"on"` // message, modal (a block of it), view, blocks or answer
	JSON json.RawMessage `json:"json"`
}

type limit struct {
	Path, Sample, At, Unit, Source string
	Min, Max                       int
	Also                           []string // pointers that change with it
	Beside                         bool     // those break too, one past the limit
	Same                           bool     // items are words of a closed list
	Address, Calls                 bool     // an address; a limit of calls, held by the tests of the sandbox
}

//go:embed testdata/limits.json
var fixtureJSON []byte

func readFixture(t failer) fixture {
	t.Helper()
	var f fixture
	if err := json.Unmarshal(fixtureJSON, &f); err != nil {
		t.Fatalf("read the fixture: %v", err)
	}
	return f
}

// at builds the sample with n characters, items or as a value where the limit is.
func (l limit) at(t failer, s sample, n int) any {
	t.Helper()
	tree, err := decode(s.JSON)
	if err != nil {
		t.Fatalf("%s: %v", l.Sample, err)
	}
	for _, pointer := range append([]string{l.At}, l.Also...) {
		tree = put(t, tree, strings.Split(pointer, "/")[1:], func(old any) any { return l.sized(old, n) })
	}
	return tree
}

func (l limit) sized(old any, n int) any {
	switch l.Unit {
	case "characters":
		if l.Address && n > 0 {
			return "https://example.org/" + long(n-len("https://example.org/"))
		}
		return long(n)
	case "items":
		list := arr{}
		for i := range n {
			item := items(old)[0]
			if !l.Same {
				item = distinct(item, i)
			}
			list = append(list, item)
		}
		return list
	default:
		return n
	}
}

// distinct copies an item and makes its names its own.
func distinct(item any, i int) any {
	switch item := item.(type) {
	case string:
		return item + strconv.Itoa(i)
	case map[string]any:
		twin := obj{}
		for name, v := range item {
			s, isText := v.(string)
			if isText && slices.Contains([]string{"action_id", "block_id", "label", "name"}, name) {
				v = s + strconv.Itoa(i)
			}
			twin[name] = v
		}
		return twin
	default:
		return item
	}
}

// put replaces what stands at a pointer, "" being the whole.
func put(t failer, tree any, path []string, replace func(any) any) any {
	t.Helper()
	if len(path) == 0 {
		return replace(tree)
	}
	switch node := tree.(type) {
	case map[string]any:
		node[path[0]] = put(t, node[path[0]], path[1:], replace)
		return node
	case []any:
		i, err := strconv.Atoi(path[0])
		if err != nil || i >= len(node) {
			t.Fatalf("no item %s", path[0])
		}
		node[i] = put(t, node[i], path[1:], replace)
		return node
	default:
		t.Fatalf("nothing stands at %s", path[0])
		return nil
	}
}

// checked validates a sample where it stands, and says from which pointer on
// complaints are worded.
func (s sample) checked(t failer, v any) (complaints []string, from string) {
	t.Helper()
	switch s.On {
	case "message":
		return ValidateMessage(encoded(t, arr{v})), "/blocks/0"
	case "blocks":
		return ValidateMessage(encoded(t, v)), "/blocks"
	case "modal":
		return ValidateView(encoded(t, modal(v)), Modal), "/view/blocks/0"
	case "view":
		return ValidateView(encoded(t, v), Modal), "/view"
	default:
		return ValidateSuggestion(encoded(t, v)), ""
	}
}

func TestLimitsHoldAtTheirBoundsAndNotOnePast(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "surface/code-points", "surface/says-where", "surface/block-id", "surface/action-id", "surface/modal-titles",
		"surface/view-ids", "surface/view-100", "surface/message-50", "block/section-text", "block/section-fields", "block/header",
		"block/header-level", "block/context", "block/actions", "block/image", "block/input", "block/markdown", "block/table-size",
		"block/data-table", "block/chart", "block/container", "block/layout", "block/alert", "block/card", "block/video",
		"block/context-actions", "element/button", "element/button-label", "element/select-options", "element/text-input",
		"element/file-input", "element/checkboxes", "element/overflow", "element/datetimepicker", "object/option-text",
		"object/option-value", "object/option-url", "object/group", "object/placeholder", "object/confirm", "object/text", "menu/hundred")
	f := readFixture(t)
	for _, l := range f.Limits {
		if l.Calls {
			continue
		}
		t.Run(fmt.Sprintf("%s in %s", l.Path, l.Sample), func(t *testing.T) {
			s, there := f.Samples[l.Sample]
			if !there {
				t.Fatalf("there is no sample %s", l.Sample)
			}
			for _, n := range []int{max(l.Min, l.least()), l.Max} {
				if got, _ := s.checked(t, l.at(t, s, n)); len(got) > 0 {
					t.Errorf("refused at %d: %q", n, got)
				}
			}
			past := []int{l.Max + 1}
			if l.Min > 0 {
				past = append(past, l.Min-1)
			}
			for _, n := range past {
				got, from := s.checked(t, l.at(t, s, n))
				at := "[json-pointer:" + from + l.At + "]"
				named := slices.ContainsFunc(got, func(c string) bool { return strings.HasSuffix(c, at) })
				if !named || (len(l.Also) == 0 && !l.Beside && len(got) != 1) {
					t.Errorf("at %d got %q, want one complaint at %s", n, got, at)
				}
			}
		})
	}
}

// least is the shortest that the limit's kind can be: an address has some length.
func (l limit) least() int {
	if l.Address {
		return len("https://example.org/")
	}
	return 0
}

func TestTablesHaveTheLimitsOfTheFixtureAndNoOther(t *testing.T) {
	t.Parallel()
	written := map[string][]bound{}
	for _, l := range readFixture(t).Limits {
		if l.Source == "" {
			t.Errorf("%s has no source", l.Path)
		}
		b := bound{l.Unit, l.Min, l.Max}
		if !slices.Contains(written[l.Path], b) {
			written[l.Path] = append(written[l.Path], b)
		}
	}
	kept := bounds()
	for path, want := range kept {
		for _, b := range want {
			if !slices.Contains(written[path], b) {
				t.Errorf("the tables keep %s at %s, the fixture says %v", path, b, written[path])
			}
		}
	}
	for path, want := range written {
		whole := strings.HasPrefix(path, "message.") || strings.HasPrefix(path, "update.")
		for _, b := range want {
			if !whole && !slices.Contains(kept[path], b) {
				t.Errorf("the fixture has %s at %s, the tables keep %v", path, b, kept[path])
			}
		}
	}
}
