package sandbox

import (
	"context"
	"net/http/httptest"
	"testing"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// One command from the client to the app and its acknowledgement back, over
// loopback: what the sandbox itself costs a measurement.
func BenchmarkCommand(b *testing.B) {
	s, err := New(Options{})
	if err != nil {
		b.Fatal(err)
	}
	web := httptest.NewServer(s.Handler())
	defer web.Close()
	defer func() { _ = s.Close() }()
	s.SetBaseURL(web.URL)
	client := socketmode.New(slack.New(DefaultBotToken, slack.OptionAPIURL(web.URL+"/api/"), slack.OptionAppLevelToken(DefaultAppToken)))
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ready := make(chan struct{}, 10)
	go func() { _ = client.RunContext(ctx) }()
	go func() {
		for evt := range client.Events {
			if evt.Type == socketmode.EventTypeHello {
				ready <- struct{}{}
			} else if evt.Request != nil && evt.Request.EnvelopeID != "" {
				_ = client.AckCtx(ctx, evt.Request.EnvelopeID, nil)
			}
		}
	}()
	<-ready
	b.ReportAllocs()
	for b.Loop() {
		out, err := s.actCommand(commandRequest{As: UserBo, Channel: ChannelRefunds, Text: "/mission progress one step"})
		if err != nil || out["acked"] != true {
			b.Fatal(out, err)
		}
	}
}
