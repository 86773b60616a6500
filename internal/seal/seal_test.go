package seal_test

import (
	"bytes"
	"errors"
	"regexp"
	"testing"

	"throughline/internal/mission"
	"throughline/internal/seal"
)

var ana = mission.Binding{Team: "T1", User: "U1", Field: "reflection", Record: "01A"}

func newSealer(t testing.TB, keys ...seal.Key) *seal.Sealer {
	t.Helper()
	s, err := seal.New(keys...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func mustSeal(t testing.TB, s *seal.Sealer, b mission.Binding, text string) mission.Sealed {
	t.Helper()
	sealed, err := s.Seal(b, text)
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}

func TestWhatWasSealedOpens(t *testing.T) {
	s := newSealer(t, seal.NewKey())
	for _, text := range []string{"", "I held back today.", "naïve \x00 \xff 🌱", string(make([]byte, 40_000))} {
		sealed := mustSeal(t, s, ana, text)
		if len(text) > 3 && bytes.Contains(sealed, []byte(text)) {
			t.Errorf("the sealed bytes of %.20q show the text", text)
		}
		got, err := s.Open(ana, sealed)
		if err != nil || got != text {
			t.Errorf("Open = %.20q, %v; want %.20q", got, err, text)
		}
	}
}

func TestSealingTwiceDiffers(t *testing.T) {
	s := newSealer(t, seal.NewKey())
	if bytes.Equal(mustSeal(t, s, ana, "same"), mustSeal(t, s, ana, "same")) {
		t.Error("the same text sealed to the same bytes twice")
	}
}

func TestSealedTextOpensOnlyInItsPlace(t *testing.T) {
	s := newSealer(t, seal.NewKey())
	sealed := mustSeal(t, s, ana, "mine alone")
	for name, change := range map[string]func(*mission.Binding){
		"another workspace":                   func(b *mission.Binding) { b.Team = "T2" },
		"another person":                      func(b *mission.Binding) { b.User = "U2" },
		"another field":                       func(b *mission.Binding) { b.Field = "personal_mission" },
		"another record":                      func(b *mission.Binding) { b.Record = "01B" },
		"no record":                           func(b *mission.Binding) { b.Record = "" },
		"a byte moved from person to team":    func(b *mission.Binding) { b.Team, b.User = "T1U", "1" },
		"a byte moved from record to field":   func(b *mission.Binding) { b.Field, b.Record = "reflection0", "1A" },
		"the field's name and record swapped": func(b *mission.Binding) { b.Field, b.Record = b.Record, b.Field },
	} {
		b := ana
		change(&b)
		if text, err := s.Open(b, sealed); !errors.Is(err, seal.ErrNotOpened) || text != "" {
			t.Errorf("%s: Open = %q, %v; want ErrNotOpened", name, text, err)
		}
	}
}

func TestKeysAreRotated(t *testing.T) {
	older, newer := seal.NewKey(), seal.NewKey()
	before, after := newSealer(t, older), newSealer(t, newer, older)

	old := mustSeal(t, before, ana, "before")
	if got, err := after.Open(ana, old); err != nil || got != "before" {
		t.Errorf("after the rotation old text opens as %q, %v", got, err)
	}
	fresh := mustSeal(t, after, ana, "after")
	if _, err := before.Open(ana, fresh); !errors.Is(err, seal.ErrUnknownKey) {
		t.Errorf("the old key alone opened new text, or said %v; want ErrUnknownKey", err)
	}
	if got, err := newSealer(t, newer).Open(ana, fresh); err != nil || got != "after" {
		t.Errorf("the new key alone opens new text as %q, %v", got, err)
	}
}

func TestRenewedBytesNeedTheOldKeyNoMore(t *testing.T) {
	older, newer := seal.NewKey(), seal.NewKey()
	both := newSealer(t, newer, older)
	old := mustSeal(t, newSealer(t, older), ana, "before")
	if at, err := seal.Place(old); err != nil || at != ana {
		t.Errorf("the place is %+v, %v; want %+v", at, err, ana)
	}
	fresh, changed, err := both.Renew(old)
	if err != nil || !changed {
		t.Fatalf("changed = %v, %v", changed, err)
	}
	if got, err := newSealer(t, newer).Open(ana, fresh); err != nil || got != "before" {
		t.Errorf("the new key alone opens %q, %v", got, err)
	}
	if again, changed, err := both.Renew(fresh); err != nil || changed || !bytes.Equal(again, fresh) {
		t.Errorf("what is new was sealed anew: %v, %v", changed, err)
	}
	if _, _, err := newSealer(t, newer).Renew(old); !errors.Is(err, seal.ErrUnknownKey) {
		t.Errorf("without the old key: %v", err)
	}
	if _, _, err := both.Renew(old[:len(old)-1]); !errors.Is(err, seal.ErrNotOpened) {
		t.Errorf("damaged bytes: %v", err)
	}
}

func TestAPlaceTooLongIsRefused(t *testing.T) {
	b := ana
	b.Record = string(make([]byte, 5000))
	if _, err := newSealer(t, seal.NewKey()).Seal(b, "x"); err == nil {
		t.Error("it was sealed and could not be opened again")
	}
}

func TestBadKeyListsAreRefused(t *testing.T) {
	k := seal.NewKey()
	for name, keys := range map[string][]seal.Key{
		"no key": {}, "an empty key": {k, {}}, "the same key twice": {k, k},
	} {
		if _, err := seal.New(keys...); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func TestTagsAreOpaqueAndStable(t *testing.T) {
	older, newer := seal.NewKey(), seal.NewKey()
	s, before := newSealer(t, newer, older), newSealer(t, older)

	tag := s.Tag("nudge", "coach/M1")
	if !regexp.MustCompile(`^[a-z2-7]{26}$`).MatchString(tag) {
		t.Errorf("tag %q is not 26 characters of base32", tag)
	}
	if tag != newSealer(t, newer).Tag("nudge", "coach/M1") {
		t.Error("a second sealer with the same key made another tag")
	}
	for _, other := range []string{s.Tag("nudge", "coach/M2"), s.Tag("card", "coach/M1"), before.Tag("nudge", "coach/M1")} {
		if other == tag {
			t.Error("another purpose, name or key made the same tag")
		}
	}
	if tags := s.Tags("nudge", "coach/M1"); len(tags) != 2 || tags[0] != tag || tags[1] != before.Tag("nudge", "coach/M1") {
		t.Errorf("Tags = %v; want the newest key's tag, then the older one's", tags)
	}
}

func FuzzTamperedBytesNeverOpen(f *testing.F) {
	f.Add("I held back today.", 0, byte(1))
	f.Add("", 9, byte(0x80))
	f.Add("x", 30, byte(0xff))
	s := newSealer(f, seal.NewKey())
	f.Fuzz(func(t *testing.T, text string, at int, flip byte) {
		sealed := mustSeal(t, s, ana, text)
		if flip == 0 {
			flip = 1
		}
		at = int(uint(at) % uint(len(sealed)))
		changed := bytes.Clone(sealed)
		changed[at] ^= flip
		if _, err := s.Open(ana, changed); err == nil {
			t.Errorf("opened although byte %d was changed", at)
		}
		if _, err := s.Open(ana, sealed[:at]); err == nil {
			t.Errorf("opened although cut after byte %d", at)
		}
		if _, err := s.Open(ana, append(bytes.Clone(sealed), flip)); err == nil {
			t.Error("opened although a byte was added")
		}
	})
}

func FuzzSwappedBindingsNeverOpen(f *testing.F) {
	f.Add("T1", "U1", "reflection", "01A", "T1", "U2", "reflection", "01A")
	f.Add("T1", "U1", "a", "b", "T1", "U1", "ab", "")
	s := newSealer(f, seal.NewKey())
	f.Fuzz(func(t *testing.T, team, user, field, record, team2, user2, field2, record2 string) {
		b := mission.Binding{Team: mission.TeamID(team), User: mission.UserID(user), Field: field, Record: record}
		if max(len(team), len(user), len(field), len(record)) > 4096 {
			return
		}
		c := mission.Binding{Team: mission.TeamID(team2), User: mission.UserID(user2), Field: field2, Record: record2}
		sealed := mustSeal(t, s, b, "mine alone")
		_, err := s.Open(c, sealed)
		if (err == nil) != (b == c) {
			t.Errorf("sealed for %+v, opened as %+v: %v", b, c, err)
		}
	})
}

func FuzzOpenTakesAnyBytes(f *testing.F) {
	f.Add([]byte(nil))
	f.Add([]byte{1, 2, 3})
	s := newSealer(f, seal.NewKey())
	f.Fuzz(func(t *testing.T, raw []byte) {
		if _, err := s.Open(ana, raw); err == nil {
			t.Error("bytes that nobody sealed were opened")
		}
	})
}
