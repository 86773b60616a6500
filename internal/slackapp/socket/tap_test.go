package socket

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"
)

const upgraded = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"

// serverFrame encodes a frame as a server sends it.
func serverFrame(head byte, payload []byte) []byte {
	frame := []byte{head}
	switch n := len(payload); {
	case n < 126:
		frame = append(frame, byte(n))
	case n < 1<<16:
		frame = binary.BigEndian.AppendUint16(append(frame, 126), uint16(n))
	default:
		frame = binary.BigEndian.AppendUint64(append(frame, 127), uint64(n))
	}
	return append(frame, payload...)
}

// readConn is a connection of which only the reading is used.
type readConn struct {
	net.Conn
	io.Reader
}

func (c readConn) Read(p []byte) (int, error) { return c.Reader.Read(p) }

type tapped struct {
	out     []byte
	frames  int
	reasons []string
}

// throughTap reads all of r through a tap, chunk bytes at a time.
func throughTap(t interface{ Fatalf(string, ...any) }, r io.Reader, chunk int) tapped {
	var got tapped
	conn := newTap(readConn{Reader: r}, func() { got.frames++ },
		func(reason string) { got.reasons = append(got.reasons, reason) }, func() {})
	buf := make([]byte, chunk)
	for {
		n, err := conn.Read(buf)
		got.out = append(got.out, buf[:n]...)
		if errors.Is(err, io.EOF) {
			return got
		}
		if err != nil {
			t.Fatalf("read: %v", err)
		}
	}
}

// Whatever passes, and however it is cut into reads, comes out byte for byte,
// but for the disconnect frames.
func TestTapTakesOutDisconnectsOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in, want := []byte(upgraded), []byte(upgraded)
		var reasons []string
		count := rapid.IntRange(0, 12).Draw(t, "frames")
		for range count {
			if rapid.Bool().Draw(t, "disconnect") {
				reason := rapid.SampledFrom([]string{"warning", "refresh_requested", "link_disabled", "née"}).Draw(t, "reason")
				in = append(in, serverFrame(finText, []byte(`{"reason": "`+reason+`", "type":"disconnect"}`))...)
				reasons = append(reasons, reason)
				continue
			}
			head := rapid.SampledFrom([]byte{0x81, 0x01, 0x80, 0x00, 0x89, 0x8a, 0x88, 0x82, 0xc1}).Draw(t, "head")
			size := rapid.SampledFrom([]int{0, 1, 125, 126, 127, maxInspected - 1, maxInspected, maxInspected + 1, 0xffff, 0x10000}).Draw(t, "size")
			frame := serverFrame(head, bytes.Repeat([]byte{rapid.Byte().Draw(t, "fill")}, size))
			in, want = append(in, frame...), append(want, frame...)
		}
		var r io.Reader = bytes.NewReader(in)
		if rapid.Bool().Draw(t, "byte by byte") {
			r = iotest.OneByteReader(r)
		}
		got := throughTap(t, r, rapid.IntRange(1, 5000).Draw(t, "chunk"))
		if !bytes.Equal(got.out, want) || got.frames != count || !slices.Equal(got.reasons, reasons) {
			t.Fatalf("%d bytes out, want %d; %d frames seen of %d; reasons %q, want %q",
				len(got.out), len(want), got.frames, count, got.reasons, reasons)
		}
	})
}

func TestTapLetsThrough(t *testing.T) {
	for _, tc := range []struct{ name, in string }{
		{"text that only speaks of a disconnect", upgraded + string(serverFrame(finText, []byte(`{"type":"slash_commands","payload":{"text":"\"disconnect\"","type":"disconnect"}}`)))},
		{"a disconnect in fragments", upgraded + string(serverFrame(opText, []byte(`{"type":"disconnect",`))) + string(serverFrame(0x80, []byte(`"reason":"warning"}`)))},
		{"an answer that refuses the upgrade", "HTTP/1.1 403 Forbidden\r\nContent-Length: 40\r\n\r\n" + string(serverFrame(finText, []byte(`{"type":"disconnect","reason":"warning"}`)))},
		{"a control frame between", upgraded + string(serverFrame(0x89, []byte("Ping from applink-1")))},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := throughTap(t, strings.NewReader(tc.in), 512); string(got.out) != tc.in || len(got.reasons) != 0 {
				t.Errorf("out %q, reasons %q", got.out, got.reasons)
			}
		})
	}
}

func TestTapRefusesAnEndlessHandshake(t *testing.T) {
	conn := newTap(readConn{Reader: strings.NewReader("HTTP/1.1 101 Ok\r\n" + strings.Repeat("X: y\r\n", maxHandshake))}, nil, nil, nil)
	if _, err := conn.Read(make([]byte, 10)); !errors.Is(err, errHandshakeTooLong) {
		t.Errorf("read: %v", err)
	}
}

// No bytes that a server sends may break the tap or make it lose what it passes on.
func FuzzTap(f *testing.F) {
	f.Add([]byte(upgraded + string(serverFrame(finText, []byte(`{"type":"disconnect","reason":"warning"}`)))))
	f.Add([]byte(upgraded + "\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00"))
	f.Add([]byte("HTTP/1.1 500 No\r\n\r\nbody"))
	f.Fuzz(func(t *testing.T, in []byte) {
		conn := newTap(readConn{Reader: bytes.NewReader(in)}, func() {}, func(string) {}, func() {})
		out, _ := io.ReadAll(conn)
		if len(out) > len(in) {
			t.Errorf("%d bytes out of %d", len(out), len(in))
		}
	})
}
