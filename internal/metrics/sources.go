package metrics

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Sources are asked when somebody asks for the metrics. Each may be nil; one that fails leaves its gauges out, so that
// what is not known is not told as zero.
type Sources struct {
	Sockets func() Sockets
	Outbox  func(context.Context) (Outbox, error)
	Store   func() (Store, error)
	// Erasures counts those who asked to be forgotten and of whom something is still left.
	Erasures func(context.Context) (int, error)
	// Copies counts the copies of the bot that live on this store.
	Copies func() int
	// Silence is since when the database has not answered; nil for a store in a file.
	Silence func() time.Duration
	// Database tells of the database, where the store is in one.
	Database func() Database
	// LastBackup is when the last backup was made; the zero time leaves it out.
	LastBackup func() time.Time
	// Clock is how far this machine's clock is ahead of Slack's, and whether that is known.
	Clock func() (time.Duration, bool)
	// Checks are the outcomes of /readyz, by name; those that could not be asked are left out.
	Checks func(context.Context) map[string]bool
	Now    func() time.Time
}

// Sockets is how the sockets stand.
type Sockets struct {
	Connected, Wanted, Foreign int
	LastFrame                  time.Time
}

// Outbox is what waits to be sent.
type Outbox struct {
	// Due is how many rows could go out by now, counted up to a limit.
	Due int
	// Oldest is for how long the first of them could have gone out.
	Oldest time.Duration
}

// Store is how large the store is, in bytes. What is not known is below zero.
type Store struct{ Size, Free, DiskFree int64 }

// Database is how the database fares that the store is in: what happened since the start, and its connections.
type Database struct {
	Transactions, Retries, Alone, Lost, Doubts int64
	Connections, Busy, MaxConnections          int
}

// Watch lets the metrics read sources. It is called once, when the program has been put together.
func (m *Metrics) Watch(s Sources) { m.registry.MustRegister(&watcher{Sources: s, words: m.words}) }

// watcher is the collector of what is read at the moment it is asked for.
type watcher struct {
	Sources
	words vocabulary
}

func gauge(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(namespace+"_"+name, help, labels, nil)
}

// total describes what only grows and is counted elsewhere.
func total(name, help string) *prometheus.Desc { return gauge(name, help) }

var (
	socketsConnected = gauge("sockets_connected", "Sockets to which Slack has said hello.")
	socketsWanted    = gauge("sockets_wanted", "Sockets that are held open where nothing is wrong.")
	socketsForeign   = gauge("sockets_foreign", "Sockets of this app that belong to nobody known: a stranger may hold the token.")
	socketSilence    = gauge("socket_silence_seconds", "Since anything was heard from Slack on a socket.")
	outboxDue        = gauge("outbox_due", "Rows of the outbox that could go out by now, counted up to a thousand.")
	outboxOldest     = gauge("outbox_oldest_seconds", "For how long the first of them could have gone out.")
	storeSize        = gauge("store_bytes", "Size of the store.")
	storeFree        = gauge("store_free_bytes", "What of the store's size is free to be written again.")
	diskFree         = gauge("disk_free_bytes", "Room that is left on the disk of the store.")
	erasuresWaiting  = gauge("erasures_waiting", "People who asked to be forgotten and of whom something is left.")
	copiesAlive      = gauge("copies_alive", "Copies of the bot that live on this store.")
	databaseSilence  = gauge("database_silence_seconds", "Since the database last answered. From six on a copy among others closes its sockets.")
	lastBackup       = gauge("last_backup_timestamp_seconds", "When the last backup was made, in seconds since 1970.")
	clockAhead       = gauge("clock_ahead_seconds", "How far this machine's clock is ahead of Slack's.")
	connections      = gauge("store_connections", "Connections to the database, by whether they are in use.", "state")
	connectionsMost  = gauge("store_connections_max", "Connections to the database that this copy may have.")
	transactions     = total("store_transactions_total", "Changes that were asked of the database.")
	retries          = total("store_retries_total", "Transactions that ran again because of another one.")
	alone            = total("store_alone_total", "Transactions that ran while all others waited, after too many retries.")
	connectionsLost  = total("store_connections_lost_total", "Connections to the database that were lost or not to be had.")
	doubts           = total("store_doubts_total", "Commits whose outcome was not known and was looked up.")
	ready            = gauge("ready", "1 where a check of /readyz is well, else 0.", "check")
)

// Describe implements prometheus.Collector.
func (w *watcher) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{
		socketsConnected, socketsWanted, socketsForeign, socketSilence, outboxDue, outboxOldest, storeSize, storeFree,
		diskFree, erasuresWaiting, copiesAlive, databaseSilence, lastBackup, clockAhead, ready,
		connections, connectionsMost, transactions, retries, alone, connectionsLost, doubts,
	} {
		ch <- d
	}
}

// Collect implements prometheus.Collector.
func (w *watcher) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeLimit)
	defer cancel()
	tell := func(d *prometheus.Desc, v float64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	w.sockets(tell)
	w.store(ctx, tell)
	w.people(ctx, tell)
	w.database(ch, tell)
	if w.Clock != nil {
		if ahead, known := w.Clock(); known {
			tell(clockAhead, ahead.Seconds())
		}
	}
	if w.Checks != nil {
		for name, well := range w.Checks(ctx) {
			tell(ready, truth(well), w.words.checks.of(name))
		}
	}
}

type teller func(d *prometheus.Desc, v float64, labels ...string)

func (w *watcher) sockets(tell teller) {
	if w.Sockets == nil {
		return
	}
	s := w.Sockets()
	tell(socketsConnected, float64(s.Connected))
	tell(socketsWanted, float64(s.Wanted))
	tell(socketsForeign, float64(s.Foreign))
	if !s.LastFrame.IsZero() {
		tell(socketSilence, max(0, w.Now().Sub(s.LastFrame).Seconds()))
	}
}

func (w *watcher) store(ctx context.Context, tell teller) {
	if w.Outbox != nil {
		if o, err := w.Outbox(ctx); err == nil {
			tell(outboxDue, float64(o.Due))
			tell(outboxOldest, o.Oldest.Seconds())
		}
	}
	if w.Store != nil {
		if s, err := w.Store(); err == nil {
			known(tell, storeSize, s.Size)
			known(tell, storeFree, s.Free)
			known(tell, diskFree, s.DiskFree)
		}
	}
	if w.LastBackup != nil {
		if at := w.LastBackup(); !at.IsZero() {
			tell(lastBackup, float64(at.Unix()))
		}
	}
}

func (w *watcher) people(ctx context.Context, tell teller) {
	if w.Erasures != nil {
		if n, err := w.Erasures(ctx); err == nil {
			tell(erasuresWaiting, float64(n))
		}
	}
	if w.Copies != nil {
		tell(copiesAlive, float64(w.Copies()))
	}
	if w.Silence != nil {
		tell(databaseSilence, w.Silence().Seconds())
	}
}

func (w *watcher) database(ch chan<- prometheus.Metric, tell teller) {
	if w.Database == nil {
		return
	}
	d := w.Database()
	tell(connections, float64(d.Busy), "busy")
	tell(connections, float64(max(0, d.Connections-d.Busy)), "idle")
	tell(connectionsMost, float64(d.MaxConnections))
	for desc, n := range map[*prometheus.Desc]int64{
		transactions: d.Transactions, retries: d.Retries, alone: d.Alone, connectionsLost: d.Lost, doubts: d.Doubts,
	} {
		ch <- prometheus.MustNewConstMetric(desc, prometheus.CounterValue, float64(n))
	}
}

func known(tell teller, d *prometheus.Desc, bytes int64) {
	if bytes >= 0 {
		tell(d, float64(bytes))
	}
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
