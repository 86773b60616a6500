package sandbox

import (
	_ "embed"
	"net/http"
)

// openAPI describes the control interface. The tests hold it against
// the server, and the server against it.
//
//go:embed openapi.yaml
var openAPI []byte

// OpenAPI is the description of the control interface as OpenAPI 3.1 in YAML,
// the same that GET /_sandbox/openapi.yaml serves.
func OpenAPI() []byte { return openAPI }

func serveOpenAPI(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/yaml; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(openAPI) // an error here means that the reader is gone
}

// controlMux routes the control interface and knows its routes, so that the
// description can be held to them.
type controlMux struct {
	http.ServeMux
	routes []string // such as "POST /_sandbox/command"
}

// HandleFunc adds a route.
func (m *controlMux) HandleFunc(pattern string, handler func(http.ResponseWriter, *http.Request)) {
	m.routes = append(m.routes, pattern)
	m.ServeMux.HandleFunc(pattern, handler)
}
