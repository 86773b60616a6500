package metrics

import "time"

// scrapeLimit bounds the answer to one question for the metrics.
const scrapeLimit = 5 * time.Second

// The bounds of the histograms, in seconds. Those of acknowledgements lie close together before three seconds, which
// is as long as Slack waits.
var (
	ackBuckets    = []float64{.001, .005, .01, .05, .1, .25, .5, 1, 1.5, 2, 2.5, 3}
	callBuckets   = []float64{.05, .1, .25, .5, 1, 2.5, 5, 10}
	lateBuckets   = []float64{1, 5, 15, 60, 300, 900, 3600, 4 * 3600, 24 * 3600}
	commitBuckets = []float64{.0005, .001, .005, .01, .05, .1, .25, .5, 1, 2.5}
	groupBuckets  = []float64{1, 2, 5, 10, 50, 100, 500}
)
