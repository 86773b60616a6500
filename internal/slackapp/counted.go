package slackapp

import (
	"context"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// countedOf returns how often somebody answered what she was asked by herself on a theme. It is for her eyes alone.
func (a *App) countedOf(ctx context.Context, user mission.UserID, theme string) (c nudges.Count, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		here, err := optional(tx.PlaceCounts(a.team, string(user)))
		if here != nil {
			c = here.Themes[theme]
		}
		return err
	})
	return c, err
}
