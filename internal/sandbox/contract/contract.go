// Package contract holds an HTTP server to its OpenAPI description. Tests put it in front of the sandbox, so that every
// request and answer of theirs is checked, and read its list of operations and examples.
//
// It knows as much of OpenAPI 3.1 as the description of the control interface uses: parameters in the query, JSON
// bodies, references. That the description is valid OpenAPI is the business of a library that knows all of it.
package contract

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"
)

// Contract is a description, ready to check with.
type Contract struct {
	operations map[string]*Operation // by method and path
}

// Operation is one thing that the server does.
type Operation struct {
	Route    string         // such as "POST /_sandbox/command"
	Examples map[string]any // of the request's body, by name
	Fields   []string       // of the request: parameters, and what the body has
	query    map[string]parameter
	body     *jsonschema.Schema
	answers  map[int]map[string]*jsonschema.Schema // by status and media type
}

type parameter struct {
	required bool
	schema   *jsonschema.Schema
}

// where the description stands for references within it.
const resource = "mem:openapi"

// Read reads a description in YAML.
func Read(raw []byte) (*Contract, error) {
	doc, err := plain(raw)
	if err != nil {
		return nil, err
	}
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	compiler.AssertFormat()
	if err := compiler.AddResource(resource, doc); err != nil {
		return nil, fmt.Errorf("contract: %w", err)
	}
	r := reader{doc: doc, compiler: compiler}
	c := &Contract{operations: map[string]*Operation{}}
	for path := range r.object("paths") {
		for method := range r.object("paths", path) {
			op := r.operation(path, method)
			c.operations[op.Route] = op
		}
	}
	return c, r.err
}

// plain is the YAML as JSON has it, since numbers and keys differ.
func plain(raw []byte) (any, error) {
	var doc any
	if err := yaml.Unmarshal(raw, &doc); err != nil {
		return nil, fmt.Errorf("contract: %w", err)
	}
	text, err := json.Marshal(doc)
	if err != nil {
		return nil, fmt.Errorf("contract: %w", err)
	}
	return jsonschema.UnmarshalJSON(bytes.NewReader(text))
}

// Operations lists what the description has, in the order of routes.
func (c *Contract) Operations() []*Operation {
	var out []*Operation
	for _, route := range slices.Sorted(maps.Keys(c.operations)) {
		out = append(out, c.operations[route])
	}
	return out
}

// reader takes a description apart. Its first error stays.
type reader struct {
	doc      any
	compiler *jsonschema.Compiler
	err      error
}

func (r *reader) operation(path, method string) *Operation {
	at := []string{"paths", path, method}
	op := &Operation{
		Route: strings.ToUpper(method) + " " + path, Examples: map[string]any{},
		query: map[string]parameter{}, answers: map[int]map[string]*jsonschema.Schema{},
	}
	list, _ := r.value(append(at, "parameters")...).([]any)
	for i := range list {
		place := r.place(append(at, "parameters", strconv.Itoa(i)))
		name, _ := r.value(append(place, "name")...).(string)
		required, _ := r.value(append(place, "required")...).(bool)
		op.query[name] = parameter{required: required, schema: r.schema(append(place, "schema"))}
		op.Fields = append(op.Fields, name)
	}
	content := append(at, "requestBody", "content", "application/json")
	if r.value(content...) != nil {
		op.body = r.schema(append(content, "schema"))
		op.Fields = append(op.Fields, slices.Sorted(maps.Keys(r.object(append(content, "schema", "properties")...)))...)
		for name, example := range r.object(append(content, "examples")...) {
			fields, _ := example.(map[string]any)
			op.Examples[name] = fields["value"]
		}
	}
	for code := range r.object(append(at, "responses")...) {
		status, err := strconv.Atoi(code)
		r.note(err)
		op.answers[status] = r.answers(r.place(append(at, "responses", code)))
	}
	return op
}

func (r *reader) answers(at []string) map[string]*jsonschema.Schema {
	out := map[string]*jsonschema.Schema{}
	for kind := range r.object(append(at, "content")...) {
		out[kind] = r.schema(append(slices.Clone(at), "content", kind, "schema"))
	}
	return out
}

// place follows a reference to where its target stands.
func (r *reader) place(at []string) []string {
	fields, _ := r.value(at...).(map[string]any)
	ref, _ := fields["$ref"].(string)
	target, found := strings.CutPrefix(ref, "#/")
	if !found {
		return slices.Clone(at)
	}
	return strings.Split(target, "/")
}

func (r *reader) schema(at []string) *jsonschema.Schema {
	var pointer strings.Builder
	for _, key := range at {
		pointer.WriteString("/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(key))
	}
	schema, err := r.compiler.Compile(resource + "#" + pointer.String())
	r.note(err)
	return schema
}

func (r *reader) value(at ...string) any {
	v := r.doc
	for _, key := range at {
		switch inner := v.(type) {
		case map[string]any:
			v = inner[key]
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i >= len(inner) {
				return nil
			}
			v = inner[i]
		default:
			return nil
		}
	}
	return v
}

func (r *reader) object(at ...string) map[string]any {
	fields, _ := r.value(at...).(map[string]any)
	return fields
}

func (r *reader) note(err error) {
	if r.err == nil && err != nil {
		r.err = fmt.Errorf("contract: %w", err)
	}
}
