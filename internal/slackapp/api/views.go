package api

import (
	"context"

	"github.com/slack-go/slack"
)

// OpenView opens a modal. A trigger works once, within three seconds.
func (c *Client) OpenView(ctx context.Context, triggerID string, view slack.ModalViewRequest) (viewID, hash string, err error) {
	return c.view(ctx, "views.open", func(ctx context.Context) (*slack.ViewResponse, error) {
		return c.slack.OpenViewContext(ctx, triggerID, view)
	})
}

// PushView opens a modal over one that is open. Three can lie over each other.
func (c *Client) PushView(ctx context.Context, triggerID string, view slack.ModalViewRequest) (viewID, hash string, err error) {
	return c.view(ctx, "views.push", func(ctx context.Context) (*slack.ViewResponse, error) {
		return c.slack.PushViewContext(ctx, triggerID, view)
	})
}

// UpdateView replaces an open modal. With the hash that it was rendered from, a
// change in between fails with the class Race; an empty hash asks for no check.
func (c *Client) UpdateView(ctx context.Context, viewID, hash string, view slack.ModalViewRequest) (newHash string, err error) {
	_, newHash, err = c.view(ctx, "views.update", func(ctx context.Context) (*slack.ViewResponse, error) {
		return c.slack.UpdateViewContext(ctx, view, "", hash, viewID)
	})
	return newHash, err
}

// PublishHome replaces the App Home of a user. hash is as in UpdateView.
func (c *Client) PublishHome(ctx context.Context, userID string, view slack.HomeTabViewRequest, hash string) (newHash string, err error) {
	req := slack.PublishViewContextRequest{UserID: userID, View: view}
	if hash != "" {
		req.Hash = &hash
	}
	_, newHash, err = c.view(ctx, "views.publish", func(ctx context.Context) (*slack.ViewResponse, error) {
		return c.slack.PublishViewContext(ctx, req)
	})
	return newHash, err
}

func (c *Client) view(ctx context.Context, method string, f func(context.Context) (*slack.ViewResponse, error)) (id, hash string, err error) {
	err = c.call(ctx, method, "", func(ctx context.Context) error {
		resp, err := f(ctx)
		if err != nil {
			return err
		}
		if resp.ID == "" {
			return errUnreadable
		}
		id, hash = resp.ID, resp.Hash
		return nil
	})
	return id, hash, err
}
