package nudges_test

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/robfig/cron/v3"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/store/bolt"
)

const (
	plansTeam     = mission.TeamID("T0ACME0001")
	plansAMission = 100
	mostPlans     = 10_000 // of the largest crowd that is due at once
)

// plansFrom is when the plans are made; what falls due is planned by hand.
var plansFrom = time.Date(2026, time.November, 23, 0, 0, 0, 0, time.UTC)

// BenchmarkPlans measures a tick with nothing, one plan, a hundred and ten thousand due, with ten thousand and with
// a million plans stored in forty zones; what opening the store costs, and what it takes of memory. Beside it
// robfig/cron holds the same entries itself.
//
// The processes' memory is read from /proc and reported on Linux alone.
func BenchmarkPlans(b *testing.B) {
	for _, n := range []int{10_000, 1_000_000} {
		b.Run(fmt.Sprintf("stored=%d", n), func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "plans.db")
			seedPlans(b, path, n)
			b.Run("start", func(b *testing.B) { benchStart(b, path) })
			for _, due := range []int{0, 1, 100, mostPlans} {
				b.Run(fmt.Sprintf("due=%d", due), func(b *testing.B) { benchTick(b, path, n, due) })
			}
		})
		b.Run(fmt.Sprintf("robfig=%d", n), func(b *testing.B) { benchRobfig(b, n) })
	}
}

// benchStart measures opening the store and the first look at what is due, and what memory that took.
func benchStart(b *testing.B, path string) {
	debug.FreeOSMemory()
	before := resident()
	for b.Loop() {
		db, e := openPlans(b, path, &hand{now: plansFrom})
		if err := e.TakeDue(b.Context()); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		debug.FreeOSMemory()
		b.ReportMetric(float64(resident()-before)/(1<<20), "MiB")
		closePlans(b, db)
		b.StartTimer()
	}
}

// benchTick measures ticks with so many plans due. They are moved to one moment before each tick.
func benchTick(b *testing.B, path string, n, due int) {
	clock := &hand{now: plansFrom}
	db, e := openPlans(b, path, clock)
	defer closePlans(b, db)
	var longest time.Duration
	for i := 0; b.Loop(); i++ {
		b.StopTimer()
		clock.now = clock.now.Add(time.Minute)
		if due == 0 {
			clock.now = plansFrom
		}
		bringForward(b, db, clock.now, n, due, i)
		b.StartTimer()
		start := time.Now()
		if err := e.TakeDue(b.Context()); err != nil {
			b.Fatal(err)
		}
		longest = max(longest, time.Since(start))
	}
	b.ReportMetric(float64(longest.Microseconds()), "worst-us")
	b.ReportMetric(float64(resident())/(1<<20), "MiB-resident")
}

// benchRobfig measures what the same entries cost where robfig/cron holds them: to add them, to hold them, and to
// look for what comes next each time that one was due, which sorts them all.
func benchRobfig(b *testing.B, n int) {
	debug.FreeOSMemory()
	before := resident()
	start := time.Now()
	c := cron.New(cron.WithLocation(time.UTC), cron.WithLogger(cron.DiscardLogger))
	parser := cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow)
	entries := make([]cron.Schedule, 0, n)
	for i := range n {
		p := planNumber(i)
		s, err := parser.Parse(p.Recur.Expr)
		if err != nil {
			b.Fatal(err)
		}
		if s.(*cron.SpecSchedule).Location, err = nudges.LoadZone(p.Recur.Zone); err != nil {
			b.Fatal(err)
		}
		c.Schedule(s, cron.FuncJob(func() {}))
		entries = append(entries, s)
	}
	added := time.Since(start)
	debug.FreeOSMemory()
	held := resident() - before
	c.Start() // works out when each entry comes next
	c.Entries()
	defer c.Stop()
	b.ResetTimer()
	for b.Loop() {
		// One entry more: the loop wakes, looks through what is due and sorts everything, as it does at each beat.
		id := c.Schedule(entries[0], cron.FuncJob(func() {}))
		c.Remove(id)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(2*b.N), "look-us") // it looks at adding and at removing
	b.ReportMetric(float64(added.Milliseconds()), "add-ms")
	b.ReportMetric(float64(held)/(1<<20), "MiB")
	runtime.KeepAlive(entries)
}

// TestATickFindsWhatIsDueAmongManyPlans is the short form: what is due becomes rows, once each, and nothing else.
func TestATickFindsWhatIsDueAmongManyPlans(t *testing.T) {
	t.Parallel()
	const n, due = 5_000, 700
	path := filepath.Join(t.TempDir(), "plans.db")
	seedPlans(t, path, n)
	clock := &hand{now: plansFrom.Add(time.Minute)}
	db, e := openPlans(t, path, clock)
	defer closePlans(t, db)
	bringForward(t, db, clock.now, n, due, 0)
	for range 2 {
		if err := e.TakeDue(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	err := db.View(t.Context(), func(tx *bolt.Tx) error {
		rows, err := tx.RowsIn(nudges.Due)
		if len(rows) != due {
			t.Errorf("%d rows, want %d", len(rows), due)
		}
		next, errNext := tx.NextWork()
		if !next.Equal(clock.now) {
			t.Errorf("the next work is at %v, want the rows at %v", next, clock.now)
		}
		plans, errPlans := tx.DuePlans(clock.now, 1)
		if len(plans) > 0 {
			t.Errorf("%s is still due", plans[0].ID)
		}
		return firstOf(err, errNext, errPlans)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// planNumber returns the i-th plan: one of forty zones, an hour of the morning, two days of the week.
func planNumber(i int) nudges.Plan {
	m := mission.ID(fmt.Sprintf("M%011d", i/plansAMission))
	user := mission.UserID(fmt.Sprintf("U%09d", i))
	return nudges.Plan{
		ID: nudges.PlanID(nudges.Reflect, m, user), Team: plansTeam, Kind: nudges.Reflect, Mission: m, User: user,
		Recur: nudges.Recur{
			Expr: fmt.Sprintf("%d %d * * %d,%d", i%60, 9+i%8, 1+i%3, 4+i%2),
			Zone: fortyZones[i%len(fortyZones)],
		},
	}
}

// seedPlans writes a store of n plans, each due some time after plansFrom, and the missions that they belong to.
func seedPlans(tb testing.TB, path string, n int) {
	tb.Helper()
	db := openStore(tb, path)
	defer closePlans(tb, db)
	const slice = 10_000
	for from := 0; from < n; from += slice {
		err := db.Update(tb.Context(), func(tx *bolt.Tx) error {
			for i := from; i < min(from+slice, n); i++ {
				if err := seedPlan(tx, i); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
}

func seedPlan(tx *bolt.Tx, i int) error {
	p := planNumber(i)
	if i%plansAMission == 0 {
		m := mission.Mission{
			ID: p.Mission, Team: plansTeam, Zone: "UTC", StartedAt: plansFrom,
			Channel: mission.ChannelID(fmt.Sprintf("C%09d", i/plansAMission)), Phase: mission.Beginning,
		}
		if err := tx.PutMission(m); err != nil {
			return err
		}
	}
	s, err := nudges.ParseRecur(p.Recur)
	if err != nil {
		return err
	}
	p.Next, p.NextWall = s.NextSpaced(plansFrom.Add(365*24*time.Hour), time.Time{})
	return tx.PutPlan(p)
}

// bringForward makes so many plans due at a moment: others at each turn, so that no two turns read the same pages.
func bringForward(tb testing.TB, db *bolt.DB, now time.Time, n, due, turn int) {
	tb.Helper()
	if due == 0 {
		return
	}
	err := db.Update(tb.Context(), func(tx *bolt.Tx) error {
		for i := range due {
			p := planNumber((turn*due + i) * 7919 % n)
			p.Next, p.NextWall = now, now.Format("2006-01-02T15:04")
			if err := tx.PutPlan(p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
}

func openStore(tb testing.TB, path string) *bolt.DB {
	tb.Helper()
	db, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	return db
}

func openPlans(tb testing.TB, path string, clock nudges.Clock) (*bolt.DB, *nudges.Engine) {
	tb.Helper()
	db := openStore(tb, path)
	e, err := nudges.New(nudges.Options{
		Store: db.Nudges(), Sender: nobody{}, Facts: nobody{}, Clock: clock, Owner: "bench",
		Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		tb.Fatal(err)
	}
	return db, e
}

func closePlans(tb testing.TB, db *bolt.DB) {
	tb.Helper()
	if err := db.Close(); err != nil {
		tb.Fatal(err)
	}
}

// hand is a clock that is set by hand.
type hand struct{ now time.Time }

func (h *hand) Now() time.Time      { return h.now }
func (h *hand) Mono() time.Duration { return 0 }

// resident returns what the process holds in memory, in bytes, or 0 where /proc does not tell.
func resident() int64 {
	raw, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(raw))
	if len(fields) < 2 {
		return 0
	}
	pages, _ := strconv.ParseInt(fields[1], 10, 64)
	return pages * int64(os.Getpagesize())
}

// nobody sends nothing and knows nothing.
type nobody struct {
	nudges.Sender
	nudges.Facts
}

var fortyZones = [40]string{
	"Africa/Cairo", "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi", "America/Anchorage", "America/Bogota",
	"America/Chicago", "America/Denver", "America/Halifax", "America/Lima", "America/Los_Angeles",
	"America/Mexico_City", "America/New_York", "America/Sao_Paulo", "America/St_Johns", "Asia/Dhaka", "Asia/Dubai",
	"Asia/Hong_Kong", "Asia/Jakarta", "Asia/Jerusalem", "Asia/Karachi", "Asia/Kathmandu", "Asia/Kolkata",
	"Asia/Seoul", "Asia/Singapore", "Asia/Tehran", "Asia/Tokyo", "Australia/Adelaide", "Australia/Lord_Howe",
	"Australia/Sydney", "Europe/Athens", "Europe/Berlin", "Europe/Istanbul", "Europe/Lisbon", "Europe/London",
	"Europe/Moscow", "Pacific/Apia", "Pacific/Auckland", "Pacific/Honolulu", "UTC",
}
