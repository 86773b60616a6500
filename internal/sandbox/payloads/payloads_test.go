package payloads

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"throughline/internal/sandbox/blockkit"
)

func all(t *testing.T) []Sample {
	t.Helper()
	samples, err := All()
	if err != nil {
		t.Fatalf("read the samples: %v", err)
	}
	return samples
}

func TestEveryKindIsThere(t *testing.T) {
	kinds := []struct {
		name     string
		envelope string
		accepts  bool
	}{
		{"event.app_home_opened", "events_api", false},
		{"event.app_mention", "events_api", false},
		{"event.app_uninstalled", "events_api", false},
		{"event.function_executed", "events_api", false},
		{"event.member_joined_channel", "events_api", false},
		{"event.member_left_channel", "events_api", false},
		{"event.message.bot_message", "events_api", false},
		{"event.message.channel_archive", "events_api", false},
		{"event.message.im", "events_api", false},
		{"event.message.message_changed", "events_api", false},
		{"event.message.message_deleted", "events_api", false},
		{"event.reaction_added", "events_api", false},
		{"event.team_join", "events_api", false},
		{"event.tokens_revoked", "events_api", false},
		{"event.user_change", "events_api", false},
		{"slash_commands", "slash_commands", true},
		{"block_actions.message", "interactive", false},
		{"block_actions.view", "interactive", false},
		{"block_suggestion", "interactive", true},
		{"message_action", "interactive", false},
		{"shortcut", "interactive", false},
		{"view_closed", "interactive", false},
		{"view_submission", "interactive", true},
	}
	samples := all(t)
	for _, k := range kinds {
		found := 0
		for _, s := range samples {
			if s.Name[:max(0, strings.LastIndex(s.Name, "."))] != k.name {
				continue
			}
			found++
			if s.EnvelopeType != k.envelope || s.AcceptsPayload != k.accepts {
				t.Errorf("%s comes in %s, accepts %t", s.Name, s.EnvelopeType, s.AcceptsPayload)
			}
		}
		if found == 0 {
			t.Errorf("no sample of %s", k.name)
		}
		samples = slices.DeleteFunc(samples, func(s Sample) bool { return strings.HasPrefix(s.Name, k.name+".") })
	}
	for _, s := range samples {
		t.Errorf("%s is of no kind", s.Name)
	}
}

func TestNamesAreUnlike(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range all(t) {
		if seen[s.Name] {
			t.Errorf("%s is there twice", s.Name)
		}
		seen[s.Name] = true
	}
}

func TestSlackGoReadsEverySample(t *testing.T) {
	for _, s := range all(t) {
		t.Run(s.Name, func(t *testing.T) {
			var err error
			switch s.EnvelopeType {
			case "events_api":
				_, err = slackevents.ParseEvent(s.Payload, slackevents.OptionNoVerifyToken())
			case "slash_commands":
				err = json.Unmarshal(s.Payload, new(slack.SlashCommand))
			case "interactive":
				var i slack.InteractionCallback
				if err = json.Unmarshal(s.Payload, &i); err == nil && !strings.HasPrefix(s.Name, string(i.Type)+".") {
					t.Errorf("read as %s", i.Type)
				}
			default:
				t.Errorf("an envelope of type %q", s.EnvelopeType)
			}
			if err != nil {
				t.Errorf("slack-go: %v", err)
			}
		})
	}
}

// ids are what Slack's ids look like. The made-up ones have a 0 in second place.
var ids = regexp.MustCompile(`"(Ev|Fn|Fx|Wx|[TEUCDGABVWS])[A-Z0-9]{6,}"`)

func TestIDsAreMadeUp(t *testing.T) {
	for _, s := range all(t) {
		for _, id := range ids.FindAllString(string(s.Payload), -1) {
			if !strings.Contains(id[2:4], "0") {
				t.Errorf("%s has the id %s", s.Name, id)
			}
		}
		if strings.Contains(string(s.Payload), "slack.com") {
			t.Errorf("%s has an address of Slack's", s.Name)
		}
	}
}

func TestEventIDsAreUnlike(t *testing.T) {
	seen := map[string]string{}
	for _, s := range all(t) {
		var key struct {
			EventID   string `json:"event_id"`
			TriggerID string `json:"trigger_id"`
		}
		if err := json.Unmarshal(s.Payload, &key); err != nil {
			t.Fatalf("%s: %v", s.Name, err)
		}
		for _, id := range []string{key.EventID, key.TriggerID} {
			if other, there := seen[id]; there && id != "" {
				t.Errorf("%s and %s share %s", other, s.Name, id)
			}
			seen[id] = s.Name
		}
	}
}

func TestBlocksInSamplesAreSlacks(t *testing.T) {
	for _, s := range all(t) {
		var p struct {
			Message struct{ Blocks json.RawMessage }
			View    struct{ Blocks json.RawMessage }
			Event   struct {
				Blocks json.RawMessage
				View   struct{ Blocks json.RawMessage }
			}
		}
		if err := json.Unmarshal(s.Payload, &p); err != nil {
			t.Fatalf("%s: %v", s.Name, err)
		}
		for _, blocks := range []json.RawMessage{p.Message.Blocks, p.View.Blocks, p.Event.Blocks, p.Event.View.Blocks} {
			if faults := blockkit.ValidateMessage(blocks); len(faults) > 0 {
				t.Errorf("%s: %q", s.Name, faults)
			}
		}
	}
}
