package view

import (
	"strings"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// ActPieces opens which done-whens no piece touches, as questions. Mission.
const ActPieces = "pieces"

// Pieces is what whoever steers can ask: which done-whens no piece touches yet. It names nobody and lists nothing that
// anyone did or did not do.
func Pieces(_ Env, m mission.Mission, untouched []mission.Phase) slack.ModalViewRequest {
	f := reader("Questions to ask")
	f.meta = Meta{Mission: m.ID}
	f.rich("*%s*", title(m))
	for _, p := range untouched {
		f.rich("*%s*: no piece touches this yet. You could ask: who would like to?", strings.TrimRight(Cut(oneLine(m.Plan[p].DoneWhen), cutChannel), ". "))
	}
	for p := m.Phase; p <= mission.Ending; p++ {
		if Clean(m.Plan[p].DoneWhen) == "" {
			f.section("When the %s is done is not written yet. You could ask: how will we know?", p.String())
		}
	}
	if len(f.blocks) == 1 {
		f.section("Each done-when ahead has a piece that touches it. You could ask: what would make your piece feel more like yours?")
	}
	f.context("People say themselves what their piece helps with, in their own form. Nobody assigns one.")
	return f.view()
}
