package main

import (
	"slices"
	"strings"
	"testing"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// What a person ticks as giving her energy brings her questions near it first, and shows nowhere.
func TestWhatGivesEnergyBringsItsQuestionsSooner(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	d.person("Ana").sets("#refunds", "Refunds in a day", "lead")
	people := map[string]mission.Power{"Bo": mission.Teaching, "Chidi": mission.Learning, "Dee": mission.Helping}
	for name, power := range people {
		p := d.person(name)
		p.joins("#refunds", "a piece", "reflect")
		p.opens("#refunds", "connect", "This mission and you")
		p.fills("This mission and you", object{"powers": []string{string(power)}})
		p.finds("@app", "Kept. Only you read it.")
	}
	d.goes("2026-11-27T21:31:00Z")
	for name, power := range people {
		p := d.person(name)
		asked := ""
		for _, q := range nudges.Builtin().All() {
			near := slices.Contains(nudges.ThemesNear([]mission.Power{power}), q.Theme)
			if near && strings.Contains(jsonText(p.messages("@app")), q.Text) {
				asked = q.Text
			}
		}
		if asked == "" {
			t.Errorf("%s, who ticked %s, is asked nothing near it: %q", name, power, shown(p.latest("@app")))
		}
	}
}
