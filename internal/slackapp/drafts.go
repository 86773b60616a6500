package slackapp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"throughline/internal/mission"
)

// draftFor is how long a draft is offered again.
const draftFor = 14 * 24 * time.Hour

// Forms of several views keep what was typed in the person's draft, sealed, between one view and the next:
// Slack sends each view by itself, and a view's private metadata is not the place for words. A mission
// that is being started has its draft under the channel, one that is edited or ended under its id.

// draftKey names the draft of a form about a mission.
func draftKey(form string, id mission.ID) mission.ChannelID {
	return mission.ChannelID(form + "/" + string(id))
}

func (a *App) draftBinding(user mission.UserID, key mission.ChannelID) mission.Binding {
	return mission.Binding{Team: a.team, User: user, Field: "draft", Record: string(key)}
}

// saveDraft keeps what was typed so far.
func (a *App) saveDraft(ctx context.Context, user mission.UserID, key mission.ChannelID, form any) error {
	plain, err := json.Marshal(form)
	if err != nil {
		return fmt.Errorf("draft: %w", err)
	}
	body, err := a.seal.Seal(a.draftBinding(user, key), string(plain))
	if err != nil {
		return fmt.Errorf("draft: %w", err)
	}
	d := mission.Draft{Team: a.team, User: user, Channel: key, At: a.clock.Now(), Body: body}
	return a.store.Update(ctx, func(tx Tx) error { return tx.PutDraft(d) })
}

// loadDraft reads a draft into form and reports whether there was one that is not too old. One that cannot
// be opened, since the key is another one, is as good as none.
func (a *App) loadDraft(ctx context.Context, user mission.UserID, key mission.ChannelID, form any) (bool, error) {
	var d mission.Draft
	err := a.store.View(ctx, func(tx Tx) (err error) {
		d, err = tx.Draft(a.team, user, key)
		return err
	})
	if errors.Is(err, mission.ErrNotFound) || err == nil && a.clock.Now().Sub(d.At) > draftFor {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	plain, err := a.seal.Open(a.draftBinding(user, key), d.Body)
	if err != nil {
		a.log.Warn("a draft cannot be opened", "error", err)
		return false, nil
	}
	return true, json.Unmarshal([]byte(plain), form)
}
