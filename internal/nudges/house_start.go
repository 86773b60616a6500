package nudges

import (
	"time"

	"throughline/internal/mission"
)

// Furnish gives a mission that was just started the times that its server has for kinds, as expressions. A kind
// without any comes as usual. It is to be called once the mission has its plans.
func Furnish(tx Tx, m mission.Mission, times map[Kind]string, now time.Time) error {
	for _, k := range order {
		expr := times[k]
		if expr == "" {
			continue
		}
		a, err := AgreedOn(tx, m, k)
		if err != nil {
			return err
		}
		a.Recur.Expr = expr
		if _, err := Agree(tx, m, k, a, now); err != nil {
			return wrap("times of a new mission", err)
		}
	}
	return nil
}
