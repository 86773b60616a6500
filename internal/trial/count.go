package trial

import (
	"cmp"
	"slices"

	"throughline/internal/mission"
)

const (
	// FewestTeams is how many teams a figure of all of them is about at least where it is shown: of two each could
	// take its own away and be left with the other's.
	FewestTeams = 3
	// FewestPeople is how many people a figure of direct messages is about at least.
	FewestPeople = 3
)

// Direct stands for all direct messages together, among the kinds of a look.
const Direct = ""

// counting gathers the figures of one look.
type counting struct {
	figures  map[string]*Figures
	people   map[string]map[mission.UserID]bool
	channels map[string]map[mission.ChannelID]bool
	// in is the channel of each trial that is counted.
	in map[mission.ID]mission.ChannelID
}

// Count adds up decisions as a look sees them: a figure for each kind, by kind, and before them one for all
// direct messages together. Void ones, and those whose time was not over at that moment, are left out. In is the
// channel of each trial: two trials of one channel, one after the other, are one team's.
func Count(of []Decision, look Look, in map[mission.ID]mission.ChannelID) []Figures {
	c := counting{map[string]*Figures{}, map[string]map[mission.UserID]bool{}, map[string]map[mission.ChannelID]bool{}, in}
	for _, d := range of {
		if !d.Counts(look.At) {
			continue
		}
		c.add(d.Kind, d)
		if d.User != "" {
			c.add(Direct, d)
		}
	}
	var out []Figures
	for kind, f := range c.figures {
		f.People, f.Channels = len(c.people[kind]), len(c.channels[kind])
		f.Strata = merged(f.Strata)
		out = append(out, *f)
	}
	slices.SortFunc(out, func(a, b Figures) int { return cmp.Compare(a.Kind, b.Kind) })
	return out
}

func (c counting) add(kind string, d Decision) {
	if c.figures[kind] == nil {
		c.figures[kind] = &Figures{Kind: kind}
		c.people[kind], c.channels[kind] = map[mission.UserID]bool{}, map[mission.ChannelID]bool{}
	}
	f := c.figures[kind]
	f.Strata = adding(f.Strata, d, 1)
	c.channels[kind][c.in[d.Trial]] = true
	if d.User != "" {
		c.people[kind][d.User] = true
	}
}

// adding counts a decision in, or with -1 out of, the stratum of its chance.
func adding(strata []Stratum, d Decision, n int) []Stratum {
	i := slices.IndexFunc(strata, func(s Stratum) bool { return s.Rho == d.Rho })
	if i < 0 {
		if n < 0 {
			return strata
		}
		strata = append(strata, Stratum{Rho: d.Rho})
		i = len(strata) - 1
	}
	arm := &strata[i].Sent
	if d.Withheld {
		arm = &strata[i].Withheld
	}
	told := 0
	if d.Outcome == Told {
		told = n
	}
	arm.N, arm.Told = max(arm.N+n, 0), max(arm.Told+told, 0)
	return strata
}

// Without returns a look's figures without some decisions of one person, which were counted in it.
func (l Look) Without(hers []Decision) Look {
	l.Of = slices.Clone(l.Of)
	touched := map[string]bool{}
	for _, d := range hers {
		if !d.Counts(l.At) {
			continue
		}
		for i := range l.Of {
			if f := &l.Of[i]; f.Kind == d.Kind || f.Kind == Direct && d.User != "" {
				f.Strata = adding(slices.Clone(f.Strata), d, -1)
				touched[f.Kind] = true
			}
		}
	}
	for i := range l.Of {
		if touched[l.Of[i].Kind] {
			l.Of[i].People = max(l.Of[i].People-1, 0)
		}
	}
	return l
}

// Forget takes what was noted of somebody out of a trial: her decisions, and what the looks counted of them, the
// workspace's too.
func Forget(tx Tx, t Trial, user mission.UserID) error {
	all, err := tx.TrialDecisions(t.Team, t.ID)
	if err != nil {
		return err
	}
	hers := slices.DeleteFunc(all, func(d Decision) bool { return d.User != user })
	if len(hers) == 0 {
		return nil
	}
	ids := []mission.ID{t.ID}
	seasons, err := tx.TrialsIn(t.Team, "")
	if err != nil {
		return err
	}
	for _, s := range seasons {
		ids = append(ids, s.ID)
	}
	for _, id := range ids {
		if err := uncount(tx, t.Team, id, hers); err != nil {
			return err
		}
	}
	for _, d := range hers {
		if err := tx.DeleteTrialDecision(d.Team, d.Trial, d.Nudge); err != nil && !notFound(err) {
			return err
		}
	}
	return nil
}

func uncount(tx Tx, team mission.TeamID, id mission.ID, hers []Decision) error {
	looks, err := tx.TrialLooks(team, id)
	if err != nil {
		return err
	}
	season, err := tx.Trial(team, id)
	if err != nil {
		return err
	}
	for _, l := range looks {
		counted := hers
		if season.Channel == "" {
			counted = season.counted(hers)
		}
		if err := tx.PutTrialLook(l.Without(counted)); err != nil {
			return err
		}
	}
	return nil
}

// counted returns the decisions that fall into the workspace's trial.
func (t Trial) counted(of []Decision) []Decision {
	return slices.DeleteFunc(slices.Clone(of), func(d Decision) bool {
		return d.Due.Before(t.From) || !t.Until.IsZero() && !d.Due.Before(t.Until)
	})
}

// Take takes the nth look at a trial, or returns the one that was taken. The workspace's counts the decisions of
// every team's trial since it began. What is still open then is not counted: settle it before.
func Take(tx Tx, t Trial, n int) (Look, error) {
	look := Look{Team: t.Team, Trial: t.ID, N: n, At: t.LookAt(n)}
	looks, err := tx.TrialLooks(t.Team, t.ID)
	if err != nil {
		return look, err
	}
	if i := slices.IndexFunc(looks, func(l Look) bool { return l.N == n }); i >= 0 {
		return looks[i], nil
	}
	of, err := tx.TrialDecisions(t.Team, t.ID)
	in := map[mission.ID]mission.ChannelID{t.ID: t.Channel}
	if t.Channel == "" {
		of, in, err = inSeason(tx, t)
	}
	look.Of = Count(of, look, in)
	return look, err
}

// inSeason returns the decisions that fall into the workspace's trial, and the channel of each trial.
func inSeason(tx Tx, season Trial) (out []Decision, in map[mission.ID]mission.ChannelID, err error) {
	all, err := tx.TrialsOf(season.Team)
	if err != nil {
		return nil, nil, err
	}
	in = map[mission.ID]mission.ChannelID{}
	for _, t := range all {
		if t.Channel == "" {
			continue
		}
		of, err := tx.TrialDecisions(t.Team, t.ID)
		if err != nil {
			return nil, nil, err
		}
		in[t.ID] = t.Channel
		out = append(out, season.counted(of)...)
	}
	return out, in, nil
}

// Found is what stands of a kind after some looks, oldest first: the finding, and the look that it is from.
func Found(looks []Look, kind string) (Finding, Look, bool) {
	var last Finding
	var at Look
	ok := false
	for _, l := range looks {
		f, counted := l.Kind(kind)
		if !counted {
			continue
		}
		last, at, ok = Judge(f.Strata), l, true
		if last.Word != CannotTell {
			break
		}
	}
	return last, at, ok
}
