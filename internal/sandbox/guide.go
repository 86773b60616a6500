package sandbox

// guide is what the page tells its visitor besides the conversations. Guarded by Server.mu.
type guide struct {
	preparing string // what is being made ready
	rehearser Rehearser
	ahead     aheadState
	look      *look // the last one
}

// show adds it to what a client is shown.
func (g *guide) show(out obj) {
	out["preparing"] = g.preparing
	out["ahead"] = obj{"copy": g.rehearser != nil, "running": g.ahead.Running, "day": g.ahead.Day, "of": g.ahead.Of}
}

// SetPreparing shows a line on the page while something is made ready, such as a story being told; an empty one ends
// it. People can look around meanwhile.
func (s *Server) SetPreparing(words string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.guide.preparing = words
	s.changed("clock")
}
