package config_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
	"gopkg.in/yaml.v3"

	"throughline/internal/config"
)

const words = "hunter2"

// holder keeps a secret in a field that fmt can read but whose methods it cannot call.
type holder struct{ inner config.Secret }

func TestNothingPrintsASecret(t *testing.T) {
	s := config.NewSecret(words)
	var out bytes.Buffer
	for _, v := range []any{s, &s, []config.Secret{s}, map[string]config.Secret{"token": s}, struct{ Token config.Secret }{s}, holder{s}, &holder{s}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T", "%p", "% x", "%10.3s"} {
			fmt.Fprintf(&out, verb, v)
		}
		fmt.Fprintln(&out, v)
	}
	for _, marshal := range []func(any) ([]byte, error){json.Marshal, yaml.Marshal, toml.Marshal} {
		b, err := marshal(map[string]any{"value": s, "pointer": &s})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(b), "secret") {
			t.Errorf("want <secret>, got %s", b)
		}
		out.Write(b)
	}
	for _, h := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
		slog.New(h).Info("started", "token", s, "config", struct{ Token config.Secret }{s}, "in", holder{s})
	}
	if strings.Contains(out.String(), words) || strings.Contains(out.String(), fmt.Sprintf("%x", words)) {
		t.Errorf("a secret was printed:\n%s", out.String())
	}
}

func TestASecretPrintsAsSuch(t *testing.T) {
	s := config.NewSecret(words)
	for _, got := range []string{fmt.Sprint(s), fmt.Sprintf("%#v", s), fmt.Sprintf("%x", s), s.String()} {
		if got != "<secret>" {
			t.Errorf("got %s", got)
		}
	}
	if s.Reveal() != words || !s.IsSet() {
		t.Error("the secret was lost")
	}
	if none := config.NewSecret(""); none.IsSet() || none.Reveal() != "" || none.String() != "<secret>" {
		t.Error("an empty text is no secret, and prints no differently")
	}
}
