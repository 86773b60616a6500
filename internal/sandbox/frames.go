package sandbox

import (
	"bufio"
	"encoding/binary"
	"net"
	"net/http"

	"github.com/gorilla/websocket"
)

// upgrade makes a WebSocket of an app's request, and notes of each message
// whether it came in one frame.
func upgrade(w http.ResponseWriter, r *http.Request) (*websocket.Conn, *frameWatch, error) {
	watched := &watchedWriter{ResponseWriter: w}
	// A read buffer of its own makes the connection read through the watch.
	up := websocket.Upgrader{CheckOrigin: originAllowed, ReadBufferSize: 4096}
	conn, err := up.Upgrade(watched, r, nil)
	return conn, watched.watch, err
}

// watchedWriter hands out its connection with a watch on it.
type watchedWriter struct {
	http.ResponseWriter
	watch *frameWatch
}

// Hijack takes the connection over from the HTTP server.
func (w *watchedWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := http.NewResponseController(w.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	w.watch = &frameWatch{Conn: conn}
	return w.watch, rw, nil
}

// frameWatch reads the headers of the frames that pass (RFC 6455, 5.2). Slack
// is said not to put fragments together [unknown], which the WebSocket library
// does and hides. Only its reader uses it.
type frameWatch struct {
	net.Conn
	head []byte // of the frame that begins
	body uint64 // bytes of the frame that are still to pass
	one  []bool // for each message begun: whether it is one frame
}

func (w *frameWatch) Read(p []byte) (int, error) {
	n, err := w.Conn.Read(p)
	w.see(p[:n])
	return n, err
}

func (w *frameWatch) see(p []byte) {
	for len(p) > 0 {
		if w.body > 0 {
			passed := min(w.body, uint64(len(p)))
			w.body -= passed
			p = p[passed:]
			continue
		}
		w.head = append(w.head, p[0])
		p = p[1:]
		w.begin()
	}
}

// begin notes a frame once its header is whole.
func (w *frameWatch) begin() {
	const fin, opcode, masked, length = 0x80, 0x0f, 0x80, 0x7f
	if len(w.head) < 2 {
		return
	}
	size, extra := uint64(w.head[1]&length), 0
	switch size {
	case 126:
		extra = 2
	case 127:
		extra = 8
	}
	mask := 0
	if w.head[1]&masked != 0 {
		mask = 4
	}
	if len(w.head) < 2+extra+mask {
		return
	}
	switch extra {
	case 2:
		size = uint64(binary.BigEndian.Uint16(w.head[2:]))
	case 8:
		size = binary.BigEndian.Uint64(w.head[2:])
	}
	if kind := w.head[0] & opcode; kind == websocket.TextMessage || kind == websocket.BinaryMessage {
		w.one = append(w.one, w.head[0]&fin != 0)
	}
	w.head, w.body = w.head[:0], size
}

// inOneFrame says of the oldest message not yet asked for whether it was one frame.
func (w *frameWatch) inOneFrame() bool {
	if len(w.one) == 0 {
		return false
	}
	one := w.one[0]
	w.one = w.one[1:]
	return one
}
