// Package payloads holds sample payloads of every kind that Slack sends a Socket
// Mode app: events, slash commands, clicks, forms and shortcuts. Their keys and
// types are Slack's; the people, channels and words are those of the sandbox's
// made-up team, and addresses lead nowhere.
//
// A file lies in testdata/<type of envelope>/<kind>.<variant>.json and holds what
// stands under "payload" in the envelope (docs.slack.dev/apis/events-api/using-socket-mode).
package payloads

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

//go:embed testdata
var files embed.FS

// Sample is the payload of one envelope.
type Sample struct {
	Name           string          // Kind and variant, such as "event.app_mention.shared".
	EnvelopeType   string          // "events_api", "slash_commands" or "interactive".
	Payload        json.RawMessage // What stands under "payload".
	AcceptsPayload bool            // The envelope's accepts_response_payload.
}

// All returns the samples in the order of their files' names. It fails only when
// a file is no JSON object.
func All() ([]Sample, error) {
	names, err := fs.Glob(files, "testdata/*/*.json")
	if err != nil {
		return nil, fmt.Errorf("list sample payloads: %w", err)
	}
	samples := make([]Sample, 0, len(names))
	for _, name := range names {
		s, err := read(name)
		if err != nil {
			return nil, fmt.Errorf("sample payload %s: %w", name, err)
		}
		samples = append(samples, s)
	}
	return samples, nil
}

func read(file string) (Sample, error) {
	raw, err := files.ReadFile(file)
	if err != nil {
		return Sample{}, err
	}
	var head struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(raw, &head); err != nil {
		return Sample{}, err
	}
	envelope := path.Base(path.Dir(file))
	return Sample{
		Name:           nameOf(envelope, strings.TrimSuffix(path.Base(file), ".json")),
		EnvelopeType:   envelope,
		Payload:        raw,
		AcceptsPayload: accepts(envelope, head.Type),
	}, nil
}

// nameOf makes names unlike across the types of envelopes.
func nameOf(envelope, file string) string {
	switch envelope {
	case "events_api":
		return "event." + file
	case "slash_commands":
		return "slash_commands." + file
	default:
		return file
	}
}

// accepts tells whether the acknowledgement may carry an answer: to commands, to
// forms sent and to menus asking for options.
func accepts(envelope, typ string) bool {
	return envelope == "slash_commands" || typ == "view_submission" || typ == "block_suggestion"
}
