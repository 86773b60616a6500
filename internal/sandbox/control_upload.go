package sandbox

import (
	"encoding/base64"
	"path"
	"strings"
)

type uploadRequest struct {
	As   string `json:"as"`
	Name string `json:"name"`
	Data string `json:"data"` // base64
}

// actUpload takes a file from a person's machine, for a form's file_input. It is
// shared with nobody until the form is submitted. Slack takes up to 100 MB
// (docs.slack.dev/reference/block-kit/block-elements/file-input-element); here
// the file stands in the body, which maxBody bounds.
func (s *Server) actUpload(req uploadRequest) (obj, error) {
	body, err := base64.StdEncoding.DecodeString(req.Data)
	name := strings.TrimSpace(path.Base(strings.ReplaceAll(req.Name, `\`, "/")))
	switch {
	case err != nil:
		return nil, refusal("invalid_data", "data is the file's content in base64.")
	case name == "" || name == "." || name == "/":
		return nil, refusal("no_name", "A file has a name.")
	case len(body) == 0:
		return nil, refusal("invalid_data", "An empty file is not taken.")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	u, err := s.actor(req.As)
	if err != nil {
		return nil, err
	}
	f := &file{
		ID: randomID("F0", 9), Name: name, Title: name, User: u.ID, Created: s.clock.Now(),
		Length: len(body), Body: body, Complete: true,
	}
	s.files.files[f.ID] = f
	return obj{"file": s.fileJSON(f)}, nil
}
