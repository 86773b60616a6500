package view

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"throughline/internal/mission"
)

// DataRecord is one record about a person, for the files that she is sent.
type DataRecord struct {
	Kind string
	// Own says that she is shown the whole of it; of others only in which fields it names her.
	Own  bool
	As   []string
	Body []byte
	// Sealed are the paths of its private words.
	Sealed []string
}

// DataFile is everything that is held about a person.
type DataFile struct {
	AsOf    time.Time
	Records []DataRecord
	// Missions names the missions that she may see.
	Missions map[mission.ID]string
}

// inForm stands in the place of private words.
const inForm = "(sealed; /mission my-data opens it for you)"

// DataJSON returns what is held about a person for programs: every record as it is kept.
func DataJSON(d DataFile) ([]byte, error) {
	type record struct {
		Kind    string   `json:"kind"`
		What    string   `json:"what"`
		NamedIn []string `json:"named_in,omitempty"`
		Record  any      `json:"record"`
	}
	out := struct {
		AsOf    time.Time `json:"as_of"`
		Records []record  `json:"records"`
	}{AsOf: d.AsOf.UTC(), Records: []record{}}
	for _, r := range d.Records {
		body, err := r.decode()
		if err != nil {
			return nil, err
		}
		out.Records = append(out.Records, record{Kind: r.Kind, What: HeldName(r.Kind), NamedIn: r.As, Record: body})
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(out)
	return b.Bytes(), err
}

// decode returns a record without its private words; of one that is not the person's own, only what says
// which record it is.
func (r DataRecord) decode() (map[string]any, error) {
	var body map[string]any
	if err := json.Unmarshal(r.Body, &body); err != nil {
		return nil, fmt.Errorf("a record of kind %s: %w", r.Kind, err)
	}
	if !r.Own {
		for k := range body {
			if k != "id" && k != "mission" && k != "kind" && k != "at" && k != "subject" && k != "sent_at" {
				delete(body, k)
			}
		}
		return body, nil
	}
	for _, path := range r.Sealed {
		hide(body, strings.Split(path, "."))
	}
	return body, nil
}

// hide replaces what stands at a path, in every element of a list on the way.
func hide(v any, path []string) {
	switch v := v.(type) {
	case []any:
		for i, e := range v {
			if _, words := e.(string); words && len(path) == 0 {
				v[i] = inForm
			}
			hide(e, path)
		}
	case map[string]any:
		if len(path) == 0 {
			return
		}
		if _, words := v[path[0]].(string); words && len(path) == 1 {
			v[path[0]] = inForm
			return
		}
		hide(v[path[0]], path[1:])
	}
}

// DataMarkdown returns what is held about a person, to read.
func DataMarkdown(e Env, d DataFile) ([]byte, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "# What I hold about you\n\nAs of %s.\n\n", e.until(my, d.AsOf))
	b.WriteString("Your anonymous answers are not in it: nobody can tell which are yours. ")
	b.WriteString("Private words are sealed; `/mission my-data` opens them for you alone.\n")
	if len(d.Records) == 0 {
		b.WriteString("\nI hold nothing about you.\n")
	}
	kind := ""
	for _, r := range d.Records {
		if r.Kind != kind {
			kind = r.Kind
			fmt.Fprintf(&b, "\n## %s\n\n", HeldName(kind))
		}
		body, err := r.decode()
		if err != nil {
			return nil, err
		}
		b.WriteString("- " + d.recordLine(e, r, body) + "\n")
	}
	return []byte(b.String()), nil
}

// PrivateMarkdown returns somebody's private words, to read.
func PrivateMarkdown(e Env, asOf time.Time, words []OwnWords) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "# Your private words\n\nAs of %s.\n", e.until(my, asOf))
	for _, w := range words {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n", strings.ReplaceAll(w.label(e).text(), "*", ""), Clean(w.Text))
	}
	return []byte(b.String())
}

// quietFacts are fields that say nothing to a reader; the file for programs has them.
var quietFacts = []string{
	"v", "team", "user", "author", "id", "key", "ref", "owner", "fence", "lease", "grace_ms", "attempts", "absent", "update", "again",
	"in_thread", "thread_ts", "ts", "not_before", "post", "thread", "source", "candidates", "plan", "wall", "next_wall", "from",
}

// firstFacts come first in a line, in this order.
var firstFacts = []string{"mission", "kind", "subject", "text", "piece", "at", "sent_at", "joined_at"}

func (d DataFile) recordLine(e Env, r DataRecord, body map[string]any) string {
	if r.Kind == "mission" {
		body["mission"] = body["id"]
	}
	var facts []string
	for _, k := range orderedFacts(body) {
		if f := d.fact(e, k, body[k]); f != "" {
			facts = append(facts, strings.ReplaceAll(k, "_", " ")+": "+f)
		}
	}
	if len(r.As) > 0 && !slices.Contains(r.As, "user") && !slices.Contains(r.As, "author") {
		facts = append(facts, "it names you as: "+strings.ReplaceAll(strings.Join(r.As, ", "), "_", " "))
	}
	if len(facts) == 0 {
		return "nothing but that it is there"
	}
	return strings.Join(facts, " · ")
}

func orderedFacts(body map[string]any) []string {
	var keys []string
	for k := range body {
		if !slices.Contains(quietFacts, k) {
			keys = append(keys, k)
		}
	}
	rank := func(k string) int {
		if i := slices.Index(firstFacts, k); i >= 0 {
			return i
		}
		return len(firstFacts)
	}
	slices.SortFunc(keys, func(a, b string) int {
		if ra, rb := rank(a), rank(b); ra != rb {
			return ra - rb
		}
		return strings.Compare(a, b)
	})
	return keys
}

// firstMoment is the least number that is taken for a time in milliseconds: a day in 1973, which no count
// and no length of time reaches.
const firstMoment = 1e11

// fact words one field of a record.
func (d DataFile) fact(e Env, key string, v any) string {
	switch v := v.(type) {
	case string:
		return d.textFact(e, key, v)
	case bool:
		if v {
			return "yes"
		}
		return "no"
	case float64:
		switch {
		case v >= firstMoment:
			return e.until(my, time.UnixMilli(int64(v)))
		case key == "phase" || key == "helps":
			return mission.Phase(int(v)).String()
		case v == math.Trunc(v):
			return fmt.Sprintf("%d", int64(v))
		}
		return fmt.Sprint(v)
	case []any:
		var all []string
		for _, item := range v {
			if f := d.fact(e, key, item); f != "" {
				all = append(all, f)
			}
		}
		return strings.Join(all, ", ")
	case map[string]any:
		var all []string
		for _, k := range orderedFacts(v) {
			if f := d.fact(e, k, v[k]); f != "" {
				all = append(all, strings.ReplaceAll(k, "_", " ")+" "+f)
			}
		}
		return strings.Join(all, ", ")
	}
	return ""
}

func (d DataFile) textFact(e Env, key, s string) string {
	s = strings.Join(strings.Fields(Clean(s)), " ")
	switch {
	case key == "mission" && s != "":
		if name := d.Missions[mission.ID(s)]; name != "" {
			return name
		}
		return "one that you cannot see any more"
	case key == "channel" || key == "dm":
		return e.channel(mission.ChannelID(s))
	case userID.MatchString(s) && len(s) > 6:
		return e.who(mission.UserID(s))
	}
	return s
}
