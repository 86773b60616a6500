package view

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// SettingsForm is what the form for what reaches a person holds.
type SettingsForm struct {
	// Missions are those that she is in; In is the one that the kinds are about, or empty for all of them.
	Missions []mission.Mission
	In       mission.ID
	Reach    []nudges.Kind
	// Zone is the one in which her hours are meant.
	Zone    string
	Days    nudges.Days
	Quiet   nudges.Quiet
	Away    mission.Date
	Preview bool
	// Also are the kinds that come by themselves, nobody ticking them first, and that she did not turn off.
	Also []nudges.Kind
	// NoWelcome says that no welcome comes where she joins.
	NoWelcome bool
	// Mirror says that the mirror asks her, in any of her missions.
	Mirror bool
}

// inAll is the value of the menu of missions that stands for all of them.
const inAll = "all"

// weekOrder are the days of a week, in the order of the form.
var weekOrder = [7]time.Weekday{
	time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday,
}

// Settings is the form for what reaches a person, and when.
func Settings(_ Env, s SettingsForm, meta Meta) slack.ModalViewRequest {
	meta.Mission = s.In
	f := &form{callback: ViewReaches, title: "What reaches me", submit: "Save", close: "Cancel", meta: meta}
	f.reachIn(s)
	zone := ZoneName(s.Zone)
	f.timeInput(field{block: BlockQuietFrom, label: "Quiet from"}, s.Quiet.From, s.Quiet.Empty())
	f.timeInput(field{block: BlockQuietTo, label: "Quiet to", hint: "Your zone is " + zone + "; I take it from your Slack profile. Leave both empty for no quiet hours."},
		s.Quiet.To, s.Quiet.Empty())
	var options []*slack.OptionBlockObject
	var ticked []string
	for _, day := range weekOrder {
		options = append(options, option(day.String(), day.String(), ""))
		if s.Days.Has(day) {
			ticked = append(ticked, day.String())
		}
	}
	f.checks(field{block: BlockDays, label: "Your working days", required: true}, ticked, options...)
	f.dateInput(field{block: BlockAway, label: "Away through", hint: "Your last day away. It ends by itself."}, s.Away)
	show := option(BlockPreview, "Show me my words before they are posted", "Where I tell something by command.")
	var preview []string
	if s.Preview {
		preview = append(preview, BlockPreview)
	}
	f.checks(field{block: BlockPreview, label: "Before posting"}, preview, show)
	f.mirrorCheck(s.Mirror)
	f.welcomeCheck(!s.NoWelcome)
	f.context("At most one direct message a day and three a week, on your working days, outside your quiet hours.")
	return f.view()
}

// reachIn adds what may reach the person from one of her missions, or from all.
func (f *form) reachIn(s SettingsForm) {
	switch len(s.Missions) {
	case 0:
		f.section("You are in no mission, so nothing reaches you. The rest holds for those that you join.")
		return
	case 1:
		f.rich("*%s*", title(s.Missions[0]))
	default:
		f.missionMenu(s)
	}
	f.reachChecks("What may reach you by direct message?", s.Reach, reachKinds()...)
	f.inScope(s, BlockReach)
	f.alsoChecks(s.Also)
	f.inScope(s, BlockAlso)
	if s.In == "" {
		f.context("This holds for all of your missions: what is ticked comes from each, what is not from none.")
	}
}

// BlockMirror is the choice in the settings whether the mirror asks somebody.
const BlockMirror = "mirror"

// mirrorCheck adds whether the mirror asks her, as whoever leads is asked without having ticked it.
func (f *form) mirrorCheck(on bool) {
	var ticked []string
	if on {
		ticked = append(ticked, BlockMirror)
	}
	f.checks(field{block: BlockMirror, label: "A mirror for yourself"}, ticked,
		option(BlockMirror, "Ask me what I see in myself", "Twice a week, in private. It begins by itself where you lead."))
}

// reachKinds are the kinds that a person ticks.
func reachKinds() []nudges.Kind {
	kinds := make([]nudges.Kind, len(reaching))
	for i, w := range reaching {
		kinds[i] = w.kind
	}
	return kinds
}

// AlsoKinds are the kinds that come by themselves: something that is under way brings them.
var AlsoKinds = [...]nudges.Kind{nudges.FollowUp, nudges.RiskDue, nudges.Told, nudges.Alone}

// alsoChecks adds the kinds that come by themselves, to be turned off and on.
func (f *form) alsoChecks(on []nudges.Kind) {
	hints := map[nudges.Kind][2]string{
		nudges.FollowUp: {"Your commitments", "How did it go? Once, on the day that you gave."},
		nudges.RiskDue:  {"What you try", "What happened? Once, on the day that you gave."},
		nudges.Told:     {"What concerns you", "One line when somebody shares, asks or offers you something."},
		nudges.Alone:    {"Nobody in yet", "Where you start a mission: who would want a piece in it?"},
	}
	var options []*slack.OptionBlockObject
	for _, k := range AlsoKinds {
		options = append(options, option(string(k), hints[k][0], hints[k][1]))
	}
	var ticked []string
	for _, k := range on {
		ticked = append(ticked, string(k))
	}
	f.checks(field{block: BlockAlso, label: "What comes of what you and others do"}, ticked, options...)
}

// inScope names the field that was added last after the mission that it is about, where there are several.
func (f *form) inScope(s SettingsForm, block string) {
	if in, ok := f.blocks[len(f.blocks)-1].(*slack.InputBlock); ok && len(s.Missions) > 1 {
		in.BlockID = scoped(block, s.In)
	}
}

// scoped is the field of kinds for one mission of several. Slack keeps what stands in a field of the same name
// when a form is drawn anew, so each mission has one of its own.
func scoped(block string, in mission.ID) string {
	if in == "" {
		return block + "_" + inAll
	}
	return block + "_" + string(in)
}

// mostInMenu is how many missions a menu offers beside one more line
// (docs.slack.dev/reference/block-kit/block-elements/select-menu-element).
const mostInMenu = 99

func (f *form) missionMenu(s SettingsForm) {
	all := option(inAll, "All of my missions", "")
	options := missionOptions(s.Missions, s.In, mostInMenu)
	options = append(options, all)
	chosen := s.In
	if chosen == "" {
		chosen = inAll
	}
	f.missionSelect(field{block: BlockIn, label: "From which mission?", required: true}, ActSettingsIn, chosen, options)
}

// missionSelect adds a menu of missions. A choice is sent at once.
func (f *form) missionSelect(in field, action string, chosen mission.ID, options []*slack.OptionBlockObject) {
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, action, options...)
	e.InitialOption = first(options, string(chosen))
	f.input(in, e).DispatchAction = true
}

// missionOptions are lines of a menu for at most so many missions, the chosen one among them.
func missionOptions(missions []mission.Mission, chosen mission.ID, most int) []*slack.OptionBlockObject {
	if i := slices.IndexFunc(missions, func(m mission.Mission) bool { return m.ID == chosen }); i >= most {
		missions = append([]mission.Mission{missions[i]}, missions...)
	}
	var options []*slack.OptionBlockObject
	for _, m := range missions[:min(len(missions), most)] {
		options = append(options, option(string(m.ID), title(m), ""))
	}
	return options
}

// timeInput adds a time picker.
func (f *form) timeInput(in field, minute int, none bool) {
	e := slack.NewTimePickerBlockElement(actInput)
	if !none {
		e.InitialTime = clockOf(minute)
	}
	f.input(in, e)
}

// ParseSettings reads the form. Kinds is false where it had none to tick. A mission that was chosen from the
// menu stands in In.
func ParseSettings(state *slack.ViewState, meta Meta) (s SettingsForm, kinds bool, errs FieldErrors) {
	a := read(state)
	s.In = meta.Mission
	block := BlockReach
	if _, kinds = a.at(block); !kinds {
		block = scoped(BlockReach, s.In)
		_, kinds = a.at(block)
	}
	for _, value := range a.some(block, reachNames()...) {
		s.Reach = append(s.Reach, nudges.Kind(value))
	}
	s.Also = a.also(s.In)
	var names []string
	for _, day := range weekOrder {
		names = append(names, day.String())
	}
	chosen := a.some(BlockDays, names...)
	for _, day := range weekOrder {
		if slices.Contains(chosen, day.String()) {
			s.Days |= 1 << day
		}
	}
	if s.Days == 0 {
		a.errs.put(BlockDays, "Choose at least one working day.")
	}
	s.Quiet = a.quiet()
	s.Away = a.date(BlockAway)
	s.Preview = len(a.some(BlockPreview, BlockPreview)) > 0
	s.Mirror = len(a.some(BlockMirror, BlockMirror)) > 0
	_, asked := a.at(BlockWelcome)
	s.NoWelcome = asked && len(a.some(BlockWelcome, BlockWelcome)) == 0
	return s, kinds, a.errs
}

// also returns which of the kinds that come by themselves are ticked; all of them, where the form had none.
func (a *answers) also(in mission.ID) []nudges.Kind {
	block := BlockAlso
	_, asked := a.at(block)
	if !asked {
		block = scoped(BlockAlso, in)
		_, asked = a.at(block)
	}
	if !asked {
		return AlsoKinds[:]
	}
	var names []string
	for _, k := range AlsoKinds {
		names = append(names, string(k))
	}
	var on []nudges.Kind
	for _, value := range a.some(block, names...) {
		on = append(on, nudges.Kind(value))
	}
	return on
}

func (a *answers) quiet() nudges.Quiet {
	from, okFrom := a.minute(BlockQuietFrom)
	to, okTo := a.minute(BlockQuietTo)
	switch {
	case !okFrom && !okTo:
		return nudges.Quiet{}
	case !okFrom:
		a.errs.put(BlockQuietFrom, "From when? Leave both empty for no quiet hours.")
	case !okTo:
		a.errs.put(BlockQuietTo, "Until when? Leave both empty for no quiet hours.")
	case from == to:
		a.errs.put(BlockQuietTo, "Choose another time than the one they begin at.")
	}
	return nudges.Quiet{From: from, To: to}
}

// minute returns a time field as minutes after midnight.
func (a *answers) minute(block string) (int, bool) {
	v, _ := a.at(block)
	t, err := time.Parse("15:04", v.SelectedTime)
	if err != nil {
		return 0, false
	}
	return t.Hour()*60 + t.Minute(), true
}

// ChosenMission returns the mission that was chosen from a menu, or empty for all.
func ChosenMission(value string) mission.ID {
	if value == inAll {
		return ""
	}
	return mission.ID(value)
}

// QuietUntil is the form for the day on which quiet or an absence ends.
func QuietUntil(e Env, meta Meta) slack.ModalViewRequest {
	f := &form{callback: ViewQuietUntil, title: "Until when?", submit: "Save", close: "Cancel", meta: meta}
	in := field{block: BlockUntil, label: "Nothing from me until", hint: "On that day I start again by myself.", required: true}
	if meta.Kind == AwayKind {
		in.label, in.hint = "Away through", "Your last day away. It ends by itself."
	}
	f.dateInput(in, e.today(my).AddDays(7))
	return f.view()
}

// AwayKind marks a question about an absence.
const AwayKind = "away"

// ParseQuietUntil reads the form.
func ParseQuietUntil(state *slack.ViewState, today mission.Date, away bool) (mission.Date, FieldErrors) {
	a := read(state)
	d := a.date(BlockUntil)
	switch {
	case d.IsZero():
		a.errs.put(BlockUntil, "Choose a day.")
	case d.Before(today) || !away && d == today:
		a.errs.put(BlockUntil, datePassed(today))
	}
	return d, a.errs
}

// clockOf writes minutes after midnight as a time of the day.
func clockOf(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

// hoursLine writes when a person may be written to: "Mon to Fri, quiet 18:00 to 09:00 (Lagos)".
func hoursLine(h nudges.Hours) string {
	quiet := "quiet " + clockOf(h.QuietFrom) + " to " + clockOf(h.QuietTo)
	if h.QuietFrom == h.QuietTo {
		quiet = "no quiet hours"
	}
	return daysLine(h.Days, 3) + ", " + quiet + " (" + ZoneName(h.Zone) + ")"
}

// daysLine writes a set of days, each name in so many letters or whole: "Mon to Thu", "Monday, Tuesday and
// Thursday".
func daysLine(days nudges.Days, letters int) string {
	var names []string
	stretches := 0
	for i, day := range weekOrder {
		if !days.Has(day) {
			continue
		}
		if i == 0 || !days.Has(weekOrder[i-1]) {
			stretches++
		}
		name := day.String()
		if letters < len(name) {
			name = name[:letters]
		}
		names = append(names, name)
	}
	switch n := len(names); {
	case n == 7:
		return "every day"
	case n > 2 && stretches == 1:
		return names[0] + " to " + names[n-1]
	case n > 2 && days.Has(time.Sunday) && days.Has(time.Monday) && !wrapsTwice(days):
		return overTheWeekend(days, names, letters)
	case n > 1:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	case n == 1:
		return names[0]
	}
	return "no day"
}

// wrapsTwice reports whether days that hold Sunday and Monday have more than one gap.
func wrapsTwice(days nudges.Days) bool {
	gaps := 0
	for i, day := range weekOrder {
		if days.Has(day) && !days.Has(weekOrder[(i+1)%7]) {
			gaps++
		}
	}
	return gaps > 1
}

// overTheWeekend writes one stretch that goes over the end of a week: "Sun to Thu".
func overTheWeekend(days nudges.Days, names []string, letters int) string {
	begin, end := names[0], names[0]
	for i, day := range weekOrder {
		name := day.String()
		name = name[:min(len(name), letters)]
		if days.Has(day) && !days.Has(weekOrder[(i+6)%7]) {
			begin = name
		}
		if days.Has(day) && !days.Has(weekOrder[(i+1)%7]) {
			end = name
		}
	}
	return begin + " to " + end
}

// AwayPassed is the mistake of an absence that is over.
func AwayPassed(today mission.Date) FieldErrors {
	return FieldErrors{BlockAway: datePassed(today.AddDays(-1))}
}
