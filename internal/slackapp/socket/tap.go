package socket

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"net"
	"strings"
)

const (
	tapBuffer = 8 << 10
	// maxInspected bounds the text frames that a tap holds back to look into. A
	// disconnect frame has some hundred bytes.
	maxInspected = 4 << 10
	maxHandshake = 64 << 10

	opText       = 0x1
	finText      = 0x80 | opText
	maskBit      = 0x80
	shortHeader  = 2
	maskKeyBytes = 4
)

var errHandshakeTooLong = errors.New("socket: the answer to the WebSocket upgrade has no end")

// tap is the network connection under one WebSocket. It passes on what it reads
// and takes out disconnect frames, on which slack-go would drop the connection
// before it has another. Frames of a server are not masked, and without an
// extension they are not compressed, so their headers can be read in passing.
type tap struct {
	net.Conn
	in       *bufio.Reader
	ready    []byte // to be given to the reader next
	pass     uint64 // bytes to pass on unseen after ready
	upgraded bool
	raw      bool // no WebSocket: everything passes unseen

	onFrame      func()
	onDisconnect func(reason string)
	onText       func() // a text frame was written whole
}

func newTap(conn net.Conn, onFrame func(), onDisconnect func(string), onText func()) *tap {
	return &tap{
		Conn: conn, in: bufio.NewReaderSize(conn, tapBuffer),
		onFrame: onFrame, onDisconnect: onDisconnect, onText: onText,
	}
}

// Read gives the bytes of the connection without its disconnect frames.
func (t *tap) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for {
		switch {
		case len(t.ready) > 0:
			n := copy(p, t.ready)
			t.ready = t.ready[n:]
			return n, nil
		case t.raw:
			return t.in.Read(p)
		case t.pass > 0:
			n, err := t.in.Read(p[:min(uint64(len(p)), t.pass)])
			t.pass -= uint64(n)
			return n, err
		}
		if err := t.advance(); err != nil {
			return 0, err
		}
	}
}

// advance reads the next header, and the whole frame if it is small.
func (t *tap) advance() error {
	if !t.upgraded {
		return t.handshake()
	}
	header, size, err := t.header()
	if err != nil {
		return err
	}
	t.onFrame()
	if header[0] != finText || size > maxInspected {
		t.ready, t.pass = header, size
		return nil
	}
	frame := make([]byte, uint64(len(header))+size)
	copy(frame, header)
	if _, err := io.ReadFull(t.in, frame[len(header):]); err != nil {
		return err
	}
	if reason, ok := disconnectReason(frame[len(header):]); ok {
		t.onDisconnect(reason)
		return nil
	}
	t.ready = frame
	return nil
}

// header reads one frame header and the size of the payload that follows.
func (t *tap) header() ([]byte, uint64, error) {
	peek, err := t.in.Peek(shortHeader)
	if err != nil {
		return nil, 0, err
	}
	length := shortHeader
	switch peek[1] &^ maskBit {
	case 126:
		length += 2
	case 127:
		length += 8
	}
	if peek[1]&maskBit != 0 {
		length += maskKeyBytes
	}
	header := make([]byte, length)
	if _, err := io.ReadFull(t.in, header); err != nil {
		return nil, 0, err
	}
	switch short := header[1] &^ maskBit; short {
	case 126:
		return header, uint64(binary.BigEndian.Uint16(header[2:])), nil
	case 127:
		return header, binary.BigEndian.Uint64(header[2:]), nil
	default:
		return header, uint64(short), nil
	}
}

// handshake passes on the answer to the upgrade up to its empty line. After any
// answer but 101 there are no frames to read.
func (t *tap) handshake() error {
	var answer []byte
	for !bytes.HasSuffix(answer, []byte("\r\n\r\n")) {
		line, err := t.in.ReadSlice('\n')
		if err != nil {
			return err
		}
		answer = append(answer, line...)
		if len(answer) > maxHandshake {
			return errHandshakeTooLong
		}
	}
	status, _, _ := strings.Cut(string(answer), "\r\n")
	t.upgraded = strings.HasPrefix(status, "HTTP/1.1 101")
	t.raw = !t.upgraded
	t.ready = answer
	return nil
}

// Write counts the text frames that went out. gorilla/websocket hands over one
// frame a call.
func (t *tap) Write(p []byte) (int, error) {
	n, err := t.Conn.Write(p)
	if err == nil && len(p) > 0 && p[0] == finText {
		t.onText()
	}
	return n, err
}

// disconnectReason returns the reason of a disconnect frame.
func disconnectReason(payload []byte) (string, bool) {
	if !bytes.Contains(payload, []byte(`"disconnect"`)) {
		return "", false
	}
	var frame struct {
		Type   string `json:"type"`
		Reason string `json:"reason"`
	}
	if err := json.Unmarshal(payload, &frame); err != nil || frame.Type != "disconnect" {
		return "", false
	}
	return frame.Reason, true
}
