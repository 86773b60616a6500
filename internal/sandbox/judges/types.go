package judges

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// Value is something that was sent to Slack, and what Slack's types for Node call it.
type Value struct {
	Type string // of @slack/types, or one of those that Types declares
	From string // who sent it where, for the reader of a fault
	JSON json.RawMessage
}

// declared are the types that @slack/types has more loosely than the sandbox needs them: there any object with a type
// is a block of a view. What may be a known block has to be one here.
const declared = `
type Home = Omit<HomeView, "blocks"> & { blocks: KnownBlock[] };
type Modal = Omit<ModalView, "blocks"> & { blocks: KnownBlock[] };
type Answer =
  | { response_action: "errors"; errors: Record<string, string> }
  | { response_action: "update" | "push"; view: Modal }
  | { response_action: "clear" };
type Metadata = MessageMetadata;
`

// Types has the TypeScript compiler hold values to Slack's own types, and returns a text for each value that does not
// fit. The error says that the compiler could not be run.
func Types(ctx context.Context, values []Value) (faults []string, err error) {
	judges, err := find()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "types-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	file := filepath.Join(dir, "sent.ts")
	source, first := typescript(judges, values)
	if err := os.WriteFile(file, source, 0o600); err != nil {
		return nil, err
	}
	node, err := nodePath()
	if err != nil {
		return nil, err
	}
	compiler := exec.CommandContext(ctx, node, //nolint:gosec // G204: Node, by the PATH or the setting of whoever runs the tests.
		filepath.Join(judges, "node_modules", "typescript", "bin", "tsc"),
		"--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", "--lib", "es2022", "--module", "esnext", "--moduleResolution", "bundler",
		"--pretty", "false", "--ignoreConfig", file)
	compiler.Dir = dir
	out, err := compiler.CombinedOutput()
	if err == nil {
		return nil, nil
	}
	faults = complaints(out, values, first)
	if len(faults) == 0 {
		return nil, fmt.Errorf("compile with Slack's types: %w\n%s", err, out)
	}
	return faults, nil
}

// typescript writes a line for each value, of which the first is told.
func typescript(judges string, values []Value) (source []byte, first int) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "import type { HomeView, KnownBlock, MessageAttachment, MessageMetadata, ModalView } from %q;\n",
		filepath.ToSlash(filepath.Join(judges, "node_modules", "@slack", "types", "dist", "index")))
	b.WriteString(declared)
	b.WriteString("export type All = [Home, Modal, Answer, Metadata, MessageAttachment];\n")
	first = bytes.Count(b.Bytes(), []byte("\n")) + 1
	for i, v := range values {
		var line bytes.Buffer
		if json.Compact(&line, v.JSON) != nil {
			line.Reset()
			line.WriteString("undefined")
		}
		fmt.Fprintf(&b, "export const v%d: %s = %s;\n", i, v.Type, line.Bytes())
	}
	return b.Bytes(), first
}

var complaint = regexp.MustCompile(`^.*sent\.ts\((\d+),\d+\): error (.*)`)

// complaints reads what the compiler says, and adds who sent what.
func complaints(out []byte, values []Value, first int) []string {
	var faults []string
	for line := range strings.Lines(string(out)) {
		line = strings.TrimRight(line, "\r\n")
		found := complaint.FindStringSubmatch(line)
		if found == nil {
			if len(faults) > 0 {
				faults[len(faults)-1] += "\n" + line
			}
			continue
		}
		at, err := strconv.Atoi(found[1])
		if i := at - first; err == nil && i >= 0 && i < len(values) {
			v := values[i]
			faults = append(faults, fmt.Sprintf("%s, as %s: %s\n  %s", v.From, v.Type, found[2], v.JSON))
		} else {
			faults = append(faults, line)
		}
	}
	return faults
}
