package main

import (
	"fmt"

	"throughline/internal/config"
	"throughline/internal/holidays"
	"throughline/internal/mission"
)

// calendars returns the holidays that missions can choose: those of countries, and those of the settings.
func calendars(lists []config.Holiday) (*holidays.Book, error) {
	var own []holidays.Own
	for _, l := range lists {
		o := holidays.Own{Code: l.Code, Name: l.Name, Base: l.Base}
		for _, d := range l.Days {
			from, err := mission.ParseDate(d.From)
			if err != nil {
				return nil, fmt.Errorf("holidays %q: %w", l.Code, err)
			}
			to, err := mission.ParseDate(d.To)
			if err != nil {
				return nil, fmt.Errorf("holidays %q: %w", l.Code, err)
			}
			o.Days = append(o.Days, holidays.Span{From: from, To: to})
		}
		own = append(own, o)
	}
	return holidays.New(own)
}
