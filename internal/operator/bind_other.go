//go:build !unix

package operator

import "net"

// bind makes the socket. Who may open it follows from the folder.
func bind(path string) (net.Listener, error) { return net.Listen("unix", path) }
