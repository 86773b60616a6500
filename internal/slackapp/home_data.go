package slackapp

import (
	"context"
	"slices"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
	"throughline/internal/trial"
)

// How much a Home looks at before it asks Slack what its person may see: Slack is asked about each channel.
const (
	joinableShown = 5
	joinableTried = 25
	rowsTried     = 10 // of what waits, was promised and comes
)

// homeRead is what a Home reads of the store, before Slack is asked what its person may see.
type homeRead struct {
	mine     []mission.Mission // running, the most recently moved first
	others   []mission.Mission // of everybody, where she is in none, as many as are tried
	waits    []view.HomeWait
	promised []view.HomeWait // by its day
	coming   []view.HomeComing
	follows  []mission.Mission
	week     int // questions that reached her within seven days
}

// homeData gathers a page of somebody's Home. Slack is asked about the missions of the page and a few more:
// however many she is in, a page costs the same.
func (a *App) homeData(ctx context.Context, me me, page int) (view.HomeData, error) {
	user, now := me.person.User, a.clock.Now()
	var read homeRead
	err := a.store.View(ctx, func(tx Tx) (err error) {
		read, err = a.readHome(tx, user, me.today)
		return err
	})
	if err != nil {
		return view.HomeData{}, err
	}
	a.dir.manyFor(ctx, len(read.mine)+len(read.others), user)
	sees := a.seer(ctx, user)
	d := view.HomeData{
		Hours: me.person.Hours(), Week: read.week, Can: a.knows,
		Joinable: seenOf(sees, read.others, joinableTried, joinableShown, itself),
		Waits:    seenOf(sees, read.waits, rowsTried, rowsTried, waitingIn),
		Promised: seenOf(sees, read.promised, rowsTried, rowsTried, waitingIn),
		Coming:   seenOf(sees, read.coming, rowsTried, rowsTried, comingIn),
		Follows:  seenOf(sees, read.follows, rowsTried, rowsTried, itself),
		ShutOut:  slices.ContainsFunc(read.mine, shutOut),
	}
	if _, away := me.person.Away(now); away {
		d.AwayThrough = me.person.AwayThrough
	}
	if me.person.SnoozedAll.After(now) {
		d.QuietUntil = me.person.SnoozedAll
	}
	d.Pages = max((len(read.mine)+view.HomePage-1)/view.HomePage, 1)
	d.Page = min(max(page, 0), d.Pages-1)
	from := d.Page * view.HomePage
	shown := seenOf(sees, read.mine[from:min(from+view.HomePage, len(read.mine))], view.HomePage, view.HomePage, itself)
	err = a.store.View(ctx, func(tx Tx) (err error) {
		d.Missions, err = homeMissions(tx, shown, user, a.clock.Now())
		return err
	})
	return d, err
}

// seer reports whether a person may see a mission. It asks once a mission.
func (a *App) seer(ctx context.Context, user mission.UserID) func(mission.Mission) bool {
	r := &request{user: user, userTeam: a.team}
	known := make(map[mission.ID]bool)
	return func(m mission.Mission) bool {
		may, ok := known[m.ID]
		if !ok {
			may = a.sees(ctx, r, m)
			known[m.ID] = may
		}
		return may
	}
}

// seenOf returns the first few things whose mission the person may see, looking at so many at most.
func seenOf[T any](sees func(mission.Mission) bool, all []T, tried, most int, in func(T) mission.Mission) []T {
	var seen []T
	for _, v := range all[:min(len(all), tried)] {
		if len(seen) < most && sees(in(v)) {
			seen = append(seen, v)
		}
	}
	return seen
}

// shutOut reports whether the bot was removed from the private channel of a mission, so that it can show it to nobody.
func shutOut(m mission.Mission) bool {
	return m.Private && (m.Unreachable == "not_in_channel" || m.Unreachable == "channel_not_found")
}

func itself(m mission.Mission) mission.Mission   { return m }
func comingIn(c view.HomeComing) mission.Mission { return c.Mission }
func waitingIn(w view.HomeWait) mission.Mission  { return w.Mission }

// homeMissions reads what Home shows of some missions of a person.
func homeMissions(tx Tx, missions []mission.Mission, user mission.UserID, now time.Time) ([]view.HomeMission, error) {
	var out []view.HomeMission
	for _, m := range missions {
		member, err := tx.Member(m.Team, m.ID, user)
		if err != nil {
			return nil, err
		}
		h := view.HomeMission{Mission: m, Member: member}
		if win := m.Tally.LatestWin; win != "" {
			if h.LatestWin, err = optional(tx.Entry(m.Team, m.ID, win)); err != nil {
				return nil, err
			}
		}
		if h.Reach, err = reachIn(tx, m, user); err != nil {
			return nil, err
		}
		t, found, err := trial.Latest(tx, m.Team, m.Channel)
		if err != nil {
			return nil, err
		}
		h.Trial, h.OutOfTrial = found && !t.Over(now), t.HasLeft(user)
		who := mission.Actor{Team: m.Team, User: user, InChannel: true}
		h.Leads = m.Lead == user
		h.Steers = mission.May(mission.ClosePhaseOf, who, m, &member, "") == nil
		out = append(out, h)
	}
	return out, nil
}

// readHome reads what may stand in a person's Home.
func (a *App) readHome(tx Tx, user mission.UserID, today mission.Date) (read homeRead, err error) {
	if read.mine, err = a.runningOf(tx, user); err != nil {
		return read, err
	}
	if err := a.readFollowed(tx, user, &read); err != nil {
		return read, err
	}
	for _, m := range read.mine {
		if m.Offered == user {
			read.waits = append(read.waits, view.HomeWait{Mission: m, Asks: orStarter(m)})
		}
		if err := readShared(tx, m, user, &read); err != nil {
			return read, err
		}
		if read.coming, err = comingFrom(tx, m, user, read.coming); err != nil {
			return read, err
		}
		if err := a.readRounds(tx, m, user, &read); err != nil {
			return read, err
		}
	}
	slices.SortStableFunc(read.coming, func(x, y view.HomeComing) int { return x.At.Compare(y.At) })
	if err := a.readPromised(tx, user, today, &read); err != nil {
		return read, err
	}
	return read, inOrder(
		func() error { return a.readTold(tx, user, &read) },
		func() error { return a.readAsked(tx, user, &read) },
	)
}

// readShared reads who shared a sentence with the person, as the lead, while she was away.
func readShared(tx Tx, m mission.Mission, user mission.UserID, read *homeRead) error {
	if m.Lead != user {
		return nil
	}
	unseen, err := sharedUnseen(tx, m)
	for _, by := range unseen {
		read.waits = append(read.waits, view.HomeWait{Mission: m, Shared: by})
	}
	return err
}

// orStarter is who asks somebody to lead: whoever leads, else whoever began the mission.
func orStarter(m mission.Mission) mission.UserID {
	if m.Lead != "" {
		return m.Lead
	}
	return m.Starter
}

// comingFrom adds when direct messages of a mission come next.
func comingFrom(tx Tx, m mission.Mission, user mission.UserID, all []view.HomeComing) ([]view.HomeComing, error) {
	for _, k := range nudges.OwnKinds() {
		plan, err := optional(tx.Plan(m.Team, nudges.PlanID(k, m.ID, user)))
		if err != nil {
			return all, err
		}
		if plan != nil && !plan.Off && !plan.Next.IsZero() {
			all = append(all, view.HomeComing{Mission: m, Kind: k, At: plan.Next})
		}
	}
	return all, nil
}

// readPromised reads what the person promised. What was for today or before waits for her.
func (a *App) readPromised(tx Tx, user mission.UserID, today mission.Date, read *homeRead) error {
	byID := make(map[mission.ID]mission.Mission, len(read.mine))
	for _, m := range read.mine {
		byID[m.ID] = m
	}
	all, err := promisesOf(tx, a.team, user, byID)
	for _, w := range all {
		if today.Before(w.Promise.Day) {
			read.promised = append(read.promised, w)
			continue
		}
		read.waits = append(read.waits, w)
	}
	return err
}

// promisesOf returns what somebody promised in some missions, the next day first: what she told, and what she
// keeps to herself.
func promisesOf(tx Tx, team mission.TeamID, user mission.UserID, in map[mission.ID]mission.Mission) ([]view.HomeWait, error) {
	told, err := mission.OpenPromisesOf(tx, team, user)
	if err != nil {
		return nil, err
	}
	own, err := ownOpen(tx, team, user)
	if err != nil {
		return nil, err
	}
	var all []view.HomeWait
	for _, p := range told {
		all = append(all, view.HomeWait{Mission: p.In, Promise: &view.HomePromise{
			ID: p.ID, Mission: p.Mission, Kind: p.Kind, Day: p.Day(), Words: p.Text,
		}})
	}
	for _, c := range own {
		m, err := ownHolder(tx, c)
		if err != nil {
			return nil, err
		}
		if _, running := in[m.ID]; running {
			all = append(all, view.HomeWait{Mission: m, Promise: &view.HomePromise{
				ID: c.ID, Mission: c.Mission, Kind: mission.Commitment, Own: true, Day: c.By,
			}})
		}
	}
	slices.SortStableFunc(all, func(x, y view.HomeWait) int { return y.Promise.Day.DaysUntil(x.Promise.Day) })
	return all, nil
}

// ownHolder returns the mission in which a commitment of one's own lives.
func ownHolder(tx Tx, c mission.OwnCommitment) (mission.Mission, error) {
	m, err := tx.Mission(c.Team, c.Mission)
	if err != nil {
		return m, ignoreNotFound(err)
	}
	return mission.OwnHolder(tx, m)
}

// readRounds reads the anonymous rounds that take answers. Each stands in Home until it closes, for everyone
// alike who was in the mission when it opened.
func (a *App) readRounds(tx Tx, m mission.Mission, user mission.UserID, read *homeRead) error {
	all, err := tx.RoundsOf(m.Team, m.ID)
	for _, r := range all {
		if r.OpenAt(a.clock.Now()) && slices.Contains(r.Asked, user) {
			read.waits = append(read.waits, view.HomeWait{Mission: m, Round: r.ID, Closes: r.ClosesAt})
		}
	}
	return err
}

// readFollowed reads the missions that the person only reads, and all that run where she is in none.
func (a *App) readFollowed(tx Tx, user mission.UserID, read *homeRead) error {
	ids, err := nudges.Followed(tx, a.team, user)
	if err != nil {
		return err
	}
	for _, id := range ids {
		m, err := tx.Mission(a.team, id)
		if err != nil {
			return err
		}
		in := slices.ContainsFunc(read.mine, func(mine mission.Mission) bool { return mine.ID == id })
		if m.Running() && !in {
			read.follows = append(read.follows, m)
		}
	}
	if len(read.mine) == 0 {
		read.others, err = a.moved.newest(tx, a.team, a.clock.Now())
	}
	byMoved(read.follows)
	return err
}

// readAsked reads the question that is open, and how many came lately.
func (a *App) readAsked(tx Tx, user mission.UserID, read *homeRead) error {
	now := a.clock.Now()
	row, open, err := nudges.OpenPrompt(tx, a.team, user, now)
	if err != nil {
		return err
	}
	if open && view.AnswersInHome(row.Nudge.Kind) {
		m, err := tx.Mission(a.team, row.Mission)
		if err != nil {
			return ignoreNotFound(err)
		}
		read.waits = append(read.waits, view.HomeWait{Mission: m, Nudge: row.Key, Kind: row.Nudge.Kind})
	}
	asked, err := tx.AskedAt(a.team, string(user), now.Add(-7*24*time.Hour))
	for _, r := range asked {
		if r.State == nudges.Settled && !r.Update && r.Nudge != nil && r.Nudge.Kind != nudges.Follow && r.Nudge.Kind != nudges.MirrorHome {
			read.week++
		}
	}
	return err
}
