package emoji

import "testing"

func TestKnown(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"tada": true, "+1": true, "thumbsup": true, "white_check_mark": true, "slightly_smiling_face": true, "-1": true,
		"wave::skin-tone-3": true, "wave::skin-tone-6": true, "wave::skin-tone-1": false, "wave::skin-tone-33": false,
		"tada::skin-tone-3": false, "wave::": false, "party_parrot": false, "": false, "TADA": false, ":tada:": false, "*": false,
	} {
		if got := Known(name); got != want {
			t.Errorf("Known(%q) is %v", name, got)
		}
	}
	if n := len(known()); n < 1800 {
		t.Errorf("there are %d names", n)
	}
}
