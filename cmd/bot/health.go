package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"throughline/internal/config"
)

// healthLimit bounds the question to the running bot.
const healthLimit = 3 * time.Second

// HealthCmd is bot health.
type HealthCmd struct {
	Config string `placeholder:"FILE" help:"Read the settings from this file instead of throughline.toml."`
	Ready  bool   `help:"Ask whether it can be used, and not only whether it works."`
}

// Run asks the bot that runs beside it, as an image does that has no other program: the exit code is 1 where it is not well.
func (h HealthCmd) Run(ctx context.Context, c *console) error {
	cfg, err := storeSettings(h.Config, c)
	if err != nil {
		return err
	}
	where, err := healthURL(cfg.Metrics, h.Ready)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, healthLimit)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, where, http.NoBody)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return fmt.Errorf("the bot does not answer: %w", err)
	}
	defer func() { _ = answer.Body.Close() }()
	if _, err := io.Copy(c.stdout, io.LimitReader(answer.Body, 64<<10)); err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		return exitFailed
	}
	return nil
}

func healthURL(m config.Metrics, ready bool) (string, error) {
	if m.Address == "" {
		return "", errors.New("metrics.address is empty, so the bot tells nobody how it is: set it")
	}
	host, port, err := net.SplitHostPort(m.Address)
	if err != nil {
		return "", fmt.Errorf("metrics.address: %w", err)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	path := "/healthz"
	if ready {
		path = "/readyz"
	}
	return "http://" + net.JoinHostPort(host, port) + path, nil
}
