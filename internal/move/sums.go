package move

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"

	"throughline/internal/store/record"
)

// Sum is what a number of records come to, in whatever order they are added.
type Sum struct {
	Count  int64
	digest [4]uint64
}

// add adds a record. The digest of a set is the sum of the SHA-256 of its records, in four numbers of 64 bits: unlike with
// exclusive or, two equal records do not cancel each other.
func (s *Sum) add(canonical []byte) {
	h := sha256.Sum256(canonical)
	for i := range s.digest {
		s.digest[i] += binary.BigEndian.Uint64(h[8*i:])
	}
	s.Count++
}

// Digest returns the digest in hexadecimal.
func (s Sum) Digest() string {
	var out []byte
	for _, n := range s.digest {
		out = binary.BigEndian.AppendUint64(out, n)
	}
	return hex.EncodeToString(out)
}

type sumJSON struct {
	Count  int64  `json:"count"`
	Digest string `json:"digest"`
}

// MarshalJSON writes a sum as it stands in notes and exports.
func (s Sum) MarshalJSON() ([]byte, error) { return json.Marshal(sumJSON{s.Count, s.Digest()}) }

// UnmarshalJSON is MarshalJSON's inverse.
func (s *Sum) UnmarshalJSON(raw []byte) error {
	var in sumJSON
	if err := json.Unmarshal(raw, &in); err != nil {
		return err
	}
	digest, err := hex.DecodeString(in.Digest)
	if err != nil || len(digest) != sha256.Size || in.Count < 0 {
		return errors.New("a sum has a count and a digest of 64 digits")
	}
	s.Count = in.Count
	for i := range s.digest {
		s.digest[i] = binary.BigEndian.Uint64(digest[8*i:])
	}
	return nil
}

// Sums are the sums of each kind that there are records of.
type Sums map[string]Sum

func (s Sums) add(kind string, canonical []byte) {
	sum := s[kind]
	sum.add(canonical)
	s[kind] = sum
}

// Records is how many records there are in all.
func (s Sums) Records() int64 {
	var n int64
	for _, sum := range s {
		n += sum.Count
	}
	return n
}

// Digest is one digest of all.
func (s Sums) Digest() string {
	h := sha256.New()
	for _, kind := range slices.Sorted(maps.Keys(s)) {
		fmt.Fprintf(h, "%s %d %s\n", kind, s[kind].Count, s[kind].Digest())
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Equal says whether two stores hold the same.
func (s Sums) Equal(other Sums) bool { return maps.Equal(s, other) }

// Differences names the kinds of which two stores do not hold the same, with the counts of both where a count may be told.
func (s Sums) Differences(other Sums) []string {
	var out []string
	for _, k := range record.All() {
		name := k.KindName()
		switch a, b := s[name], other[name]; {
		case a == b:
		case a.Count != b.Count && !k.IsPassing():
			out = append(out, fmt.Sprintf("%s: %d records, then %d", name, a.Count, b.Count))
		default:
			out = append(out, name+": the same number of records with other contents")
		}
	}
	return out
}

// Print lists the sums. How many answered an open round is told to nobody, so those kinds are named without a count.
func (s Sums) Print(w io.Writer) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, k := range record.All() {
		sum, ok := s[k.KindName()]
		switch {
		case !ok:
		case k.IsPassing():
			fmt.Fprintf(table, "  %s\t–\t(not counted while a round is open)\n", k.KindName())
		default:
			fmt.Fprintf(table, "  %s\t%d\t%s\n", k.KindName(), sum.Count, sum.Digest()[:16])
		}
	}
	return table.Flush()
}
