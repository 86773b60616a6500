package nudges

import "context"

// TakeDue moves the plans that are due into the outbox and sends nothing: the part of a tick whose cost has to do
// with how many plans there are.
func (e *Engine) TakeDue(ctx context.Context) error { return e.plansToRows(ctx) }
