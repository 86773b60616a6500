package config

import (
	"net"
	"strconv"
)

const listenMend = `Write a host and a port, such as "127.0.0.1:9464", or "" to serve nothing.`

// listen sets where metrics and health are served.
func listen(c *Config, name string, value any) (wrong, mend string) {
	s, ok := value.(string)
	if !ok {
		return name + " is " + show(value), listenMend
	}
	if wrong, mend := badListen(s); wrong != "" {
		return name + " " + wrong, mend
	}
	c.Metrics.Address = s
	return "", ""
}

// badListen says why s is no address to listen at, and what to do.
func badListen(s string) (wrong, mend string) {
	if s == "" {
		return "", ""
	}
	_, port, err := net.SplitHostPort(s)
	if err != nil {
		return "is no host and port", listenMend
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n > 65535 {
		return "has no port from 0 to 65535", listenMend
	}
	return "", ""
}

// Loopback reports whether an address to listen at can be reached from this machine alone.
func Loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	return err == nil && loopback(host)
}
