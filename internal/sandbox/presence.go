package sandbox

import (
	"encoding/json"
	"fmt"
	"strings"

	"throughline/internal/sandbox/blockkit"
)

// Some blocks speak of things of the workspace. Slack refuses those whose
// things are not there, or which the app has no right to.

// absent says what blocks speak of in vain, as Slack words it, with pointers
// that begin at the blocks. The blocks have been validated. Locked.
func (s *Server) absent(blocks json.RawMessage, from string) []string {
	var found []string
	for _, b := range blockkit.Types(blocks) {
		at := from + strings.TrimPrefix(b.At, "/blocks")
		if fault := s.blockFault(b); fault != "" {
			found = append(found, fmt.Sprintf("[ERROR] %s [json-pointer:%s]", fault, at))
		}
	}
	return found
}

func (s *Server) blockFault(b blockkit.Typed) string {
	switch b.Type {
	case "video":
		return s.videoFault(b.Raw)
	case "file":
		return "no such remote file" // files.remote.add is not among the methods
	case "call":
		return "no such call" // nor is calls.add
	case "image":
		return s.pictureFault(b.Raw)
	case "section":
		return s.elementFault(member(b.Raw, "accessory"))
	case "input":
		return s.elementFault(member(b.Raw, "element"))
	case "card":
		return firstFault(s.elementFault, member(b.Raw, "hero_image"), member(b.Raw, "icon"))
	case "container":
		return s.elementFault(member(b.Raw, "icon"))
	case "context", "actions":
		var elements []json.RawMessage
		if json.Unmarshal(member(b.Raw, "elements"), &elements) != nil {
			return ""
		}
		return firstFault(s.elementFault, elements...)
	default:
		return ""
	}
}

func firstFault(fault func(json.RawMessage) string, list ...json.RawMessage) string {
	for _, one := range list {
		if found := fault(one); found != "" {
			return found
		}
	}
	return ""
}

func (s *Server) elementFault(e json.RawMessage) string {
	switch text(e, "type") {
	case "image":
		return s.pictureFault(e)
	case "file_input": // docs.slack.dev/reference/block-kit/block-elements/file-input-element
		if !s.w.app.hasScope("files:read") {
			return "file_input needs the scope files:read"
		}
	case "workflow_button":
		return "no such workflow trigger" // there are no workflows here
	}
	return ""
}

// videoFault holds a video to the app's domains
// (docs.slack.dev/reference/block-kit/blocks/video-block). The words are Slack's.
func (s *Server) videoFault(b json.RawMessage) string {
	if !s.w.app.hasScope("links.embed:write") {
		return "Video validation failed: missing scope links.embed:write"
	}
	if _, ok := s.w.app.unfurls(text(b, "video_url")); !ok {
		return "Video validation failed: Domain is not a valid unfurl domain claimed by your app"
	}
	return ""
}

// pictureFault asks that a slack_file is a picture that is there
// (docs.slack.dev/reference/block-kit/composition-objects/slack-file-object).
func (s *Server) pictureFault(e json.RawMessage) string {
	from := member(e, "slack_file")
	if from == nil {
		return ""
	}
	for _, f := range s.files.files {
		address, _ := s.fileJSON(f)["url_private"].(string)
		permalink, _ := s.fileJSON(f)["permalink"].(string)
		url := text(from, "url")
		if f.Complete && !f.Deleted && strings.HasPrefix(f.kind(), "image/") && (f.ID == text(from, "id") || (url != "" && (url == address || url == permalink))) {
			return ""
		}
	}
	return "invalid slack file"
}

// text is a string of a JSON object, "" where it has none.
func text(raw json.RawMessage, key string) string {
	var s string
	if json.Unmarshal(orNull(member(raw, key)), &s) != nil {
		return ""
	}
	return s
}
