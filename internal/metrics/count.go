package metrics

import "time"

// Envelope counts an envelope that ended, and how long its acknowledgement took where there was one.
func (m *Metrics) Envelope(kind, outcome string, took time.Duration, acknowledged bool) {
	kind = m.words.envelopes.of(kind)
	m.envelopes.WithLabelValues(kind, m.words.envelopeOutcomes.of(outcome)).Inc()
	if acknowledged {
		m.ack.WithLabelValues(kind).Observe(took.Seconds())
	}
}

// SocketEnded counts a socket that ended.
func (m *Metrics) SocketEnded(reason string) {
	m.ended.WithLabelValues(m.words.socketEnds.of(reason)).Inc()
}

// Asked counts a request.
func (m *Metrics) Asked(what, outcome string) {
	m.asked.WithLabelValues(m.words.asks.of(what), m.words.askOutcomes.of(outcome)).Inc()
}

// Failed counts an error that somebody was told of.
func (m *Metrics) Failed(class string) { m.failures.WithLabelValues(m.words.failures.of(class)).Inc() }

// Called counts a call of Slack's Web API. limited says that Slack refused it for its rate.
func (m *Metrics) Called(method, outcome string, took time.Duration, limited bool) {
	m.callTime.WithLabelValues(kindOfCall(method)).Observe(took.Seconds())
	method = m.words.methods.of(method)
	m.calls.WithLabelValues(method, m.words.callOutcomes.of(outcome)).Inc()
	if limited {
		m.limited.WithLabelValues(method).Inc()
	}
}

// PlanDue counts a plan whose time had come.
func (m *Metrics) PlanDue(kind, reason string) {
	m.taken.WithLabelValues(m.words.kinds.of(kind), m.words.reasons.of(reason)).Inc()
}

// RowMoved counts a row of the outbox that came into a state; late is how long after it was due it was sent, where
// it was.
func (m *Metrics) RowMoved(kind, state, reason string, sent bool, late time.Duration) {
	m.moved.WithLabelValues(m.words.kinds.of(kind), m.words.states.of(state), m.words.reasons.of(reason)).Inc()
	if sent {
		m.late.Observe(late.Seconds())
	}
}

// Committed counts a commit of the store.
func (m *Metrics) Committed(changes int, took time.Duration, failed bool) {
	outcome := commitEnds[0]
	if failed {
		outcome = commitEnds[1]
	}
	m.commits.WithLabelValues(outcome).Inc()
	m.commit.Observe(took.Seconds())
	m.group.Observe(float64(changes))
}

// Logged counts a line of the log.
func (m *Metrics) Logged(level string) { m.logged.WithLabelValues(logLevels.of(level)).Inc() }
