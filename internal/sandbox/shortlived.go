package sandbox

// shortLived holds what was handed out and soon expires, by its secret.
type shortLived[T any] struct {
	all  map[string]*T
	most int // how many there may be before the next tidying
}

// tidyAt is how many things a shortLived holds before it is tidied at first.
const tidyAt = 1000

func newShortLived[T any]() shortLived[T] {
	return shortLived[T]{all: map[string]*T{}, most: tidyAt}
}

// tidy drops what is gone, now and then, so that its cost for each thing held
// stays the same however many there are.
func (s *shortLived[T]) tidy(gone func(*T) bool) {
	if len(s.all) < s.most {
		return
	}
	for key, v := range s.all {
		if gone(v) {
			delete(s.all, key)
		}
	}
	s.most = max(2*len(s.all), tidyAt)
}
