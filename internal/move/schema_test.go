package move_test

import (
	"bytes"
	"encoding"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"throughline/internal/move"
	"throughline/internal/store/record"
)

var update = flag.Bool("update", false, "write docs/export.schema.json anew")

const schemaFile = "../../docs/export.schema.json"

// shape is a part of a JSON Schema.
type shape = map[string]any

// schema describes a line of an export, read off the types of the records.
func schema() shape {
	sum := shape{"type": "object", "properties": shape{"count": shape{"type": "integer"}, "digest": shape{"type": "string"}}, "required": []string{"count", "digest"}}
	lines := []any{
		shape{"title": "header, the first line", "type": "object", "required": []string{"throughline_export", "record_version", "at"}, "properties": shape{
			"throughline_export": shape{"const": move.Format}, "record_version": shape{"const": record.Version}, "program": shape{"type": "string"},
			"workspaces": shape{"type": "array", "items": shape{"type": "string"}}, "at": shape{"type": "string", "format": "date-time"},
			"left_out": shape{"type": "array", "items": shape{"type": "string"}},
		}},
		shape{"title": "footer, the last line", "type": "object", "required": []string{"end"}, "properties": shape{"end": shape{"type": "object", "additionalProperties": sum}}},
	}
	defs := shape{}
	for _, k := range record.All() {
		if k.IsPassing() {
			continue
		}
		defs[k.KindName()] = shapeOf(k.Type())
		lines = append(lines, shape{"type": "object", "required": []string{"kind", "record"}, "additionalProperties": false, "properties": shape{
			"kind": shape{"const": k.KindName()}, "record": shape{"$ref": "#/$defs/" + k.KindName()},
		}})
	}
	return shape{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "One line of an export of Throughline's", "anyOf": lines, "$defs": defs,
	}
}

func shapeOf(t reflect.Type) shape {
	switch {
	case t.Implements(reflect.TypeFor[encoding.TextMarshaler]()):
		return shape{"type": "string"}
	case t.Implements(reflect.TypeFor[json.Marshaler]()):
		return shape{}
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8:
		return shape{"type": []string{"string", "null"}, "contentEncoding": "base64"}
	}
	switch t.Kind() {
	case reflect.String:
		return shape{"type": "string"}
	case reflect.Bool:
		return shape{"type": "boolean"}
	case reflect.Float64:
		return shape{"type": "number"}
	case reflect.Pointer:
		return shape{"anyOf": []any{shapeOf(t.Elem()), shape{"type": "null"}}}
	case reflect.Slice:
		return shape{"type": []string{"array", "null"}, "items": shapeOf(t.Elem())}
	case reflect.Array:
		return shape{"type": "array", "items": shapeOf(t.Elem()), "maxItems": t.Len()}
	case reflect.Map:
		return shape{"type": []string{"object", "null"}, "additionalProperties": shapeOf(t.Elem())}
	case reflect.Struct:
		return objectOf(t)
	}
	return shape{"type": "integer"}
}

func objectOf(t reflect.Type) shape {
	properties, required := shape{}, []string{}
	for f := range t.Fields() {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" {
			name = f.Name
		}
		properties[name] = shapeOf(f.Type)
		if !strings.Contains(options, "omit") {
			required = append(required, name)
		}
	}
	return shape{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}

func TestTheSchemaIsThatOfTheRecords(t *testing.T) {
	t.Parallel()
	want, err := json.MarshalIndent(schema(), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	want = append(want, '\n')
	if *update {
		if err := os.WriteFile(schemaFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(schemaFile); err != nil || !bytes.Equal(got, want) {
		t.Errorf("docs/export.schema.json is not that of the records (%v): write it anew with go test ./internal/move -run Schema -update", err)
	}
}

func TestAnExportKeepsItsSchema(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("export.json", doc); err != nil {
		t.Fatal(err)
	}
	lines, err := c.Compile("export.json")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := move.Export(t.Context(), move.Of(filled(t)), &out, "v1", noon, nil); err != nil {
		t.Fatal(err)
	}
	for n, line := range bytes.Split(bytes.TrimSpace(out.Bytes()), []byte("\n")) {
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(line))
		if err == nil {
			err = lines.Validate(v)
		}
		if err != nil {
			t.Errorf("line %d: %v", n+1, err)
		}
	}
	for _, wrong := range []string{`{"kind":"mission","record":{}}`, `{"kind":"round_answer","record":{}}`, `{"kind":"seen","record":{"v":1,"team":"T","key":"k","at":1,"x":1}}`} {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(wrong))
		if err != nil || lines.Validate(v) == nil {
			t.Errorf("%s keeps the schema, %v", wrong, err)
		}
	}
}
