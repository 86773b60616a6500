package view

import (
	"fmt"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/rounds"
)

// The form for other times, and its fields.
const (
	ViewRetime = "retime" // Mission, Kind; Ref: what its reader was warned of and wants all the same

	BlockDays = "days"
	BlockTime = "time"
	BlockCron = "cron"
	BlockZone = "zone"
)

// The choices of a zone for what goes to people.
const (
	zoneOwn     = "own"
	zoneMission = "mission"
)

// RetimeForm is the form for other days and another time.
type RetimeForm struct {
	Mission mission.Mission
	Kind    nudges.Kind
	Recur   nudges.Recur
	// Typed is the cron line as it stands in its field, where one does.
	Typed string
	// Said is what is said back above the fields; Warned is what was warned of, and is sent again as agreed to.
	Said, Warned string
}

// Expr is the expression that counts: the cron line where it is filled.
func (f RetimeForm) Expr() string {
	if f.Typed != "" {
		return f.Typed
	}
	return f.Recur.Expr
}

// Retime is the form for other days and another time. The cron line is for those who want it: what stands there
// counts.
func Retime(_ Env, in RetimeForm) slack.ModalViewRequest {
	m := in.Mission
	f := &form{
		callback: ViewRetime, title: "Another time", submit: "Save", close: "Back",
		meta: Meta{Mission: m.ID, Kind: string(in.Kind), Ref: in.Warned},
	}
	if in.Kind.ToChannel() {
		f.section("*%s*, in the channel.", nameOfPlan(in.Kind))
	} else {
		f.section("*%s*, for everybody here. Whoever wanted fewer of them goes on having fewer.", nameOfPlan(in.Kind))
	}
	if in.Said != "" {
		f.richLine(own(in.Said))
	}
	w, simple := in.Recur.Weekly()
	if !simple {
		w = nudges.Weekly{Days: nudges.MonToFri, Minute: 10 * 60}
	}
	f.dayChecks(w.Days)
	f.timeInput(field{block: BlockTime, label: "At what time?", required: true}, w.Minute, false)
	f.zoneInput(in)
	typed := in.Typed
	if typed == "" && !simple {
		typed = in.Recur.Expr
	}
	f.textInput(cronField, typed)
	f.actions(button(ActSayBack, "Say it back to me", Meta{Mission: m.ID}))
	return f.view()
}

func (f *form) dayChecks(days nudges.Days) {
	var options []*slack.OptionBlockObject
	var ticked []string
	for i := range 7 {
		day := time.Weekday((i + 1) % 7)
		options = append(options, option(day.String(), day.String(), ""))
		if days.Has(day) {
			ticked = append(ticked, day.String())
		}
	}
	f.checks(field{block: BlockDays, label: "On which days?"}, ticked, options...)
}

// zoneInput asks for the zone of the times: what goes to people can be on each one's own wall.
func (f *form) zoneInput(in RetimeForm) {
	if in.Kind == nudges.Round {
		f.context("Everybody is asked at this time on their own clock. A round comes every second time, and at most once in %s days.", strconv.Itoa(rounds.GapDays))
		return
	}
	if in.Kind.ToChannel() {
		f.textInput(zoneField, in.Recur.Zone)
		return
	}
	chosen := zoneOwn
	if in.Recur.Zone != "" {
		chosen = zoneMission
	}
	f.radio(field{block: BlockZone, label: "By whose clock?", required: true}, chosen,
		option(zoneOwn, "Each person's own", ""),
		option(zoneMission, "The mission's: "+ZoneName(nudges.FirstZone(in.Mission.Zone)), ""))
}

var cronField = field{block: BlockCron, label: "Advanced: a cron line", max: 100,
	hint: "For those who want it. Where it is filled, it counts: 0 10 * * 2,4 is every Tuesday and Thursday at 10:00."}

var zoneField = field{block: BlockZone, label: "In which time zone?", max: 60, required: true,
	hint: "A name such as Europe/Lisbon or America/Chicago."}

// ParseRetime reads the form for another time of a kind.
func ParseRetime(state *slack.ViewState, m mission.Mission, k nudges.Kind) (in RetimeForm, errs FieldErrors) {
	a := read(state)
	in = RetimeForm{Mission: m, Kind: k, Typed: a.text(cronField)}
	in.Recur.Zone = a.zone(m, k)
	w := nudges.Weekly{Days: a.days()}
	if w.Days == 0 && in.Typed == "" {
		a.errs.put(BlockDays, "Choose at least one day, or turn it off in the menu.")
	}
	v, _ := a.at(BlockTime)
	at, err := time.Parse("15:04", v.SelectedTime)
	if err != nil && in.Typed == "" {
		a.errs.put(BlockTime, "Choose a time of the day.")
	}
	if w.Minute = at.Hour()*60 + at.Minute(); w.Days != 0 {
		in.Recur.Expr = w.Expr()
	}
	return in, a.errs
}

func (a *answers) days() (days nudges.Days) {
	var names []string
	for day := range time.Weekday(7) {
		names = append(names, day.String())
	}
	for _, name := range a.some(BlockDays, names...) {
		for day := range time.Weekday(7) {
			if day.String() == name {
				days |= 1 << day
			}
		}
	}
	return days
}

func (a *answers) zone(m mission.Mission, k nudges.Kind) string {
	if k == nudges.Round {
		return nudges.FirstZone(m.Zone) // its plan is the mission's; each is asked on her own wall
	}
	if k.ToChannel() {
		zone := a.text(zoneField)
		if _, err := nudges.LoadZone(zone); err != nil && zone != "" {
			a.errs.put(BlockZone, err.Error())
		}
		return zone
	}
	if a.one(BlockZone, zoneOwn, zoneMission) == zoneMission {
		return nudges.FirstZone(m.Zone)
	}
	return ""
}

// NoMessagesIn says that a mission's channel is closed to the bot, so that nothing can be planned for it.
func NoMessagesIn(e Env, m mission.Mission) string {
	return e.channel(m.Channel) + " takes no messages from me now. Try again once it does."
}

// BadTimes puts what is wrong with the times of the form at the field that holds them.
func BadTimes(in RetimeForm, sentence string) FieldErrors {
	if in.Typed != "" {
		return FieldErrors{BlockCron: sentence}
	}
	return FieldErrors{BlockTime: sentence}
}

// RoundsTooClose says that times would bring rounds too close together.
func RoundsTooClose() string {
	return fmt.Sprintf("A round comes every second time, and at most once in %d days. Choose one day a week.", rounds.GapDays)
}

// RoundsTooOften says so at the field that holds the times.
func RoundsTooOften(in RetimeForm) FieldErrors {
	sentence := RoundsTooClose()
	if in.Typed != "" {
		return FieldErrors{BlockCron: sentence}
	}
	return FieldErrors{BlockDays: sentence}
}

// SaidBack says when a plan would come.
func SaidBack(in RetimeForm) string {
	said := cronWords(in.Expr()).plain()
	if in.Typed != "" {
		return fmt.Sprintf("%s is %s.", in.Typed, said)
	}
	return "That is " + said + "."
}

// NeverInHours says that a plan would never come, since nothing is sent at such a time.
func NeverInHours(h nudges.Hours) string {
	return fmt.Sprintf("Nothing of mine is posted then: a channel rests %s to %s and at weekends. Choose another time.", clockOf(h.QuietFrom), clockOf(h.QuietTo))
}

// SeldomInHours warns of a time at which most people have quiet hours, before it is kept.
func SeldomInHours(in RetimeForm, h nudges.Hours) string {
	return fmt.Sprintf("%s By default people rest %s to %s and at weekends, so most would get it later that day or not at all. Save again to keep it.",
		SaidBack(in), clockOf(h.QuietFrom), clockOf(h.QuietTo))
}
