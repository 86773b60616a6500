package slackapp

import (
	"context"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// The one question that may follow an answer.

// further returns the question that follows an answer and waits for its own, or "".
func (a *App) further(row nudges.Row) string {
	if row.Nudge.Answer != nudges.Answered || row.Nudge.Further != nudges.FurtherAsked {
		return ""
	}
	words, _ := a.set().Library.Text(a.set().Library.FurtherID(row))
	return words
}

// clickFurther opens the form for its answer.
func (a *App) clickFurther(ctx context.Context, p press) (answer, error) {
	row, m, err := a.askedOwn(ctx, p)
	if err != nil {
		return answer{}, err
	}
	question := a.further(row)
	if question == "" {
		return answer{}, &mission.Refusal{Code: mission.MovedOn, Mission: m.ID}
	}
	return a.form(p.request, view.AnswerFurther(a.env(ctx, nil), a.nudgeData(row, m), question)), nil
}

// submitFurther keeps its answer, sealed.
func (a *App) submitFurther(ctx context.Context, s submitted) (answer, error) {
	text, errs := view.ParseAnswer(s.values)
	if len(errs) > 0 {
		return wrong(errs)
	}
	p := press{request: s.request, meta: s.meta}
	row, m, err := a.askedOwn(ctx, p)
	if err != nil {
		return answer{}, err
	}
	if row.Nudge.Further == nudges.NotFurther {
		return answer{}, &mission.Refusal{Code: mission.MovedOn, Mission: m.ID}
	}
	note, err := a.sealedNote(s.user, m.ID, text)
	if err != nil {
		return answer{}, err
	}
	note.Nudge, note.Question = row.Key, a.set().Library.FurtherID(row)
	return done(), a.onNudge(ctx, p, "further", row, nudges.Answered, func(tx Tx, _ time.Time) error {
		return inOrder(
			func() error { return tx.PutReflection(note) },
			func() error { return nudges.TakeFurther(tx, a.team, row.Key, true) },
		)
	})
}
