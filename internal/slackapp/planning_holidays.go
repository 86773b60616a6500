package slackapp

import (
	"context"
	"slices"

	"throughline/internal/holidays"
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// Holidays are the calendars that missions can choose.
type Holidays interface {
	nudges.Calendars
	// All returns the calendars in the order of their names.
	All() []holidays.Entry
	// Name returns what a calendar is called, or "" where there is none of that code.
	Name(code string) string
}

// daysOffShown is how many of the next days off are shown, and daysOffAhead how far they are looked for.
const (
	daysOffShown = 5
	daysOffAhead = 400
)

func (a *App) holidayClicks() map[string]pressed {
	return map[string]pressed{
		view.ActHolidays:     a.at(a.clickHolidays),
		view.ActHolidaysPick: a.clickHolidaysPick,
		view.ActHolidaysBack: a.at(a.clickHolidaysBack),
	}
}

func (a *App) holidayForms() map[string]sent {
	return map[string]sent{view.ViewHolidays: a.submitHolidays}
}

func (a *App) holidayLines() map[string]lined {
	return map[string]lined{lineHolidays: a.renderHolidays(false), lineHolidaysBack: a.renderHolidays(true)}
}

// holidayBooks are the calendars there are.
func (a *App) holidayBooks() []view.HolidayBook {
	var books []view.HolidayBook
	if a.set().Holidays == nil {
		return nil
	}
	for _, e := range a.set().Holidays.All() {
		books = append(books, view.HolidayBook{Code: e.Code, Name: e.Name})
	}
	return books
}

// holidayName is what a calendar is called: its code, where it is known by no name any more.
func (a *App) holidayName(code string) string {
	if code == "" || a.set().Holidays == nil {
		return code
	}
	if name := a.set().Holidays.Name(code); name != "" {
		return name
	}
	return code
}

// daysOff are the next days off of a calendar that are no weekend.
func (a *App) daysOff(m mission.Mission, code string) []view.DayOff {
	if code == "" || a.set().Holidays == nil {
		return nil
	}
	book, ok := a.set().Holidays.Calendar(code)
	if !ok {
		return nil
	}
	var off []view.DayOff
	for day, n := m.Today(a.clock.Now()), 0; n < daysOffAhead && len(off) < daysOffShown; day, n = day.AddDays(1), n+1 {
		if name, free := book.Holiday(day); free && nudges.MonToFri.Has(day.Weekday()) {
			off = append(off, view.DayOff{Day: day, Name: name})
		}
	}
	return off
}

func (a *App) holidaysOf(ctx context.Context, m mission.Mission) (code string, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		h, err := nudges.HouseOf(tx, m.Team, m.ID)
		code = h.Holidays
		return err
	})
	return code, err
}

func (a *App) holidaysForm(m mission.Mission, code string) view.HolidaysForm {
	return view.HolidaysForm{Mission: m, Books: a.holidayBooks(), Chosen: code, Next: a.daysOff(m, code)}
}

func (a *App) clickHolidays(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if err := a.steersPlans(ctx, who, m); err != nil {
		return answer{}, err
	}
	code, err := a.holidaysOf(ctx, m)
	return a.form(p.request, view.Holidays(a.env(ctx, nil), a.holidaysForm(m, code))), err
}

func (a *App) steersPlans(ctx context.Context, who mission.Actor, m mission.Mission) error {
	if err := stillComes(m); err != nil {
		return err
	}
	return a.may(ctx, mission.PlanNudges, who, m)
}

// clickHolidaysPick shows the next days off of what was chosen in the form. Nothing is kept yet.
func (a *App) clickHolidaysPick(ctx context.Context, p press) (answer, error) {
	if p.view == nil {
		return answer{}, nil
	}
	m, who, err := a.seen(ctx, p.request, view.DecodeMeta(p.view.PrivateMetadata).Mission)
	if err == nil {
		err = a.steersPlans(ctx, who, m)
	}
	if err != nil {
		return answer{}, err
	}
	return a.refresh(p, view.Holidays(a.env(ctx, nil), a.holidaysForm(m, view.PickedHolidays(p.meta.Kind)))), nil
}

func (a *App) submitHolidays(ctx context.Context, s submitted) (answer, error) {
	m, who, err := a.subject(ctx, s)
	if err == nil {
		err = a.steersPlans(ctx, who, m)
	}
	if err != nil {
		return answer{}, err
	}
	code, errs := view.ParseHolidays(s.values, a.holidayBooks())
	if len(errs) > 0 {
		return wrong(errs)
	}
	if err := a.keepHolidays(ctx, s.request, m, code, lineHolidays, nil); err != nil {
		return answer{}, err
	}
	return answer{then: a.refreshBelow(s, m, who)}, nil
}

// clickHolidaysBack takes a choice of holidays back, where it stands still. Any member may.
func (a *App) clickHolidaysBack(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if err := stillComes(m); err != nil {
		return answer{}, err
	}
	if err := a.may(ctx, mission.SteerNudges, who, m); err != nil {
		return answer{}, err
	}
	code, was := view.PickedHolidays(p.meta.Kind), view.PickedHolidays(p.meta.Ref)
	known := func(code string) bool {
		return code == "" || slices.ContainsFunc(a.holidayBooks(), func(b view.HolidayBook) bool { return b.Code == code })
	}
	if !known(code) {
		return answer{}, &mission.Refusal{Code: mission.BadChoice}
	}
	return answer{}, a.keepHolidays(ctx, p.request, m, code, lineHolidaysBack, &was)
}

// keepHolidays chooses a mission's calendar and says so in the card's thread: only where the given one still stands,
// if one is given.
func (a *App) keepHolidays(ctx context.Context, r *request, m mission.Mission, code, line string, still *string) error {
	_, err := a.once(ctx, r.key, func(tx Tx) (outcome, error) {
		h, err := nudges.HouseOf(tx, m.Team, m.ID)
		if err != nil {
			return outcome{}, err
		}
		if still != nil && h.Holidays != *still {
			return outcome{}, &mission.Refusal{Code: mission.MovedOn, Mission: m.ID}
		}
		done := outcome{Did: "holidays", Mission: m.ID}
		before, err := nudges.SetHolidays(tx, m, code)
		if err != nil || before == code {
			return done, err
		}
		return done, a.rows(tx).line(m, line, holidayArg(code), holidayArg(before), string(r.user))
	})
	return err
}

// holidayArg stands for a calendar in a row, where nothing would be no argument at all.
func holidayArg(code string) string {
	if code == "" {
		return "-"
	}
	return code
}

// renderHolidays says who chose which holidays, or took that back.
func (a *App) renderHolidays(back bool) lined {
	return func(_ context.Context, env view.Env, r rowRef) (view.Message, error) {
		if len(r.args) < 3 {
			return view.Message{}, unknown("line", r.row.Ref)
		}
		code := func(arg string) string {
			if arg == "-" {
				return ""
			}
			return arg
		}
		d := view.HolidaysChange{Code: code(r.args[0]), Before: code(r.args[1]), By: r.user(), Back: back}
		d.Name = a.holidayName(d.Code)
		return view.HolidaysChanged(env, r.mission, d), nil
	}
}
