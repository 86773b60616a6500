package sandbox

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
)

func TestAChosenFileIsItsOwnersAlone(t *testing.T) {
	r := newRig(t)
	out := r.post("upload", obj{"as": "U0BO000001", "name": "refunds.md", "data": base64.StdEncoding.EncodeToString([]byte("# Refunds\n"))})
	f, _ := out["file"].(map[string]any)
	id, _ := f["id"].(string)
	if f["name"] != "refunds.md" || f["title"] != "refunds.md" || f["mimetype"] != "text/markdown" || f["size"] != 10.0 || f["user"] != "U0BO000001" {
		t.Errorf("the file is told as %v", f)
	}
	if got, body := r.download("U0BO000001", id); got.status != http.StatusOK || string(body) != "# Refunds\n" {
		t.Errorf("Bo got %d %q", got.status, body)
	}
	if got, _ := r.download("U0ANA00001", id); got.status != http.StatusBadRequest {
		t.Errorf("Ana got %d: nobody shared it with her", got.status)
	}
}

func TestUploadRefusesWhatAClientCouldNotSend(t *testing.T) {
	r := newRig(t)
	for _, row := range []struct {
		sentence string
		req      obj
		code     string
	}{
		{"bytes that are not base64", obj{"as": "U0BO000001", "name": "a.md", "data": "#"}, "invalid_data"},
		{"an empty file", obj{"as": "U0BO000001", "name": "a.md", "data": ""}, "invalid_data"},
		{"more than a body takes", obj{"as": "U0BO000001", "name": "a.md", "data": strings.Repeat("A", maxBody)}, "too_large"},
		{"a file without a name", obj{"as": "U0BO000001", "name": " ", "data": "QQ=="}, "no_name"},
		{"somebody who is not there", obj{"as": "U0NOBODY01", "name": "a.md", "data": "QQ=="}, "unknown_user"},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			if got := r.try("upload", row.req)["error"]; got != row.code {
				t.Errorf("refused with %v, want %s", got, row.code)
			}
		})
	}
}
