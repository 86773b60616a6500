package judges_test

import (
	"strings"
	"testing"

	"throughline/internal/sandbox/judges"
)

// TestSlacksTypesJudge shows that the compiler takes what is right, and tells of what is not.
func TestSlacksTypesJudge(t *testing.T) {
	t.Parallel()
	right := []judges.Value{
		{Type: "KnownBlock", From: "a section", JSON: []byte(`{"type":"section","text":{"type":"mrkdwn","text":"It's\nfine","verbatim":true}}`)},
		{Type: "Home", From: "a Home", JSON: []byte(`{"type":"home","blocks":[{"type":"divider"}]}`)},
		{Type: "Modal", From: "a form", JSON: []byte(`{"type":"modal","title":{"type":"plain_text","text":"T"},"blocks":[]}`)},
		{Type: "Answer", From: "an answer", JSON: []byte(`{"response_action":"errors","errors":{"a":"No."}}`)},
		{Type: "Metadata", From: "a post", JSON: []byte(`{"event_type":"a","event_payload":{"b":1}}`)},
		{Type: "MessageAttachment[]", From: "a post", JSON: []byte(`[{"color":"good","fallback":"x"}]`)},
	}
	wrong := []judges.Value{
		{Type: "KnownBlock", From: "a field that is none", JSON: []byte(`{"type":"section","txt":{"type":"mrkdwn","text":"x"}}`)},
		{Type: "KnownBlock", From: "a block that is none", JSON: []byte(`{"type":"paragraph"}`)},
		{Type: "KnownBlock", From: "a button without words", JSON: []byte(`{"type":"actions","elements":[{"type":"button","action_id":"a"}]}`)},
		{Type: "KnownBlock", From: "a header in mrkdwn", JSON: []byte(`{"type":"header","text":{"type":"mrkdwn","text":"x"}}`)},
		{Type: "Home", From: "an unknown block at home", JSON: []byte(`{"type":"home","blocks":[{"type":"paragraph"}]}`)},
		{Type: "Modal", From: "a form without a title", JSON: []byte(`{"type":"modal","blocks":[]}`)},
		{Type: "Answer", From: "an answer that is none", JSON: []byte(`{"response_action":"refuse"}`)},
		{Type: "KnownBlock", From: "no JSON", JSON: []byte(`{`)},
	}
	faults, err := judges.Types(t.Context(), append(right, wrong...))
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range wrong {
		if n := count(faults, v.From+", as "+v.Type+": TS"); n != 1 {
			t.Errorf("%s is told of %d times", v.From, n)
		}
	}
	if len(faults) != len(wrong) {
		t.Errorf("%d faults:\n%s", len(faults), strings.Join(faults, "\n"))
	}
	if faults, err := judges.Types(t.Context(), right); err != nil || len(faults) > 0 {
		t.Errorf("what is right is refused: %v %q", err, faults)
	}
}

func count(faults []string, prefix string) int {
	n := 0
	for _, f := range faults {
		if strings.HasPrefix(f, prefix) {
			n++
		}
	}
	return n
}
