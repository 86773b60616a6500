package sandbox

import (
	"slices"
	"testing"
)

func TestWhatIsTriedIsTickedOff(t *testing.T) {
	t.Parallel()
	writing := Try{Kind: TryWriting, As: UserBo, Place: ChannelRefunds, Words: "/mission start Refunds in a day"}
	opening := Try{Kind: TryOpening, Place: "@app", Tab: "home"}
	for name, tc := range map[string]struct {
		try  Try
		path string
		body obj
		done bool
	}{
		"as it was offered":              {writing, "command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/mission start Refunds in a day"}, true},
		"with words of one's own":        {writing, "command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/mission start Postcards"}, true},
		"another word":                   {writing, "command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/mission started"}, false},
		"less than was offered":          {writing, "command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/mission"}, false},
		"somebody else":                  {writing, "command", obj{"as": UserAna, "channel": ChannelRefunds, "text": "/mission start"}, false},
		"somewhere else":                 {writing, "command", obj{"as": UserBo, "channel": ChannelGeneral, "text": "/mission start"}, false},
		"anybody, where nobody is named": {Try{Kind: TryWriting, Words: "/mission "}, "command", obj{"as": UserEmi, "channel": ChannelGeneral, "text": "/mission help"}, true},
		"a message":                      {Try{Kind: TryWriting, Words: "hello "}, "message", obj{"as": UserEmi, "channel": ChannelGeneral, "text": "hello there"}, true},
		"its Home":                       {opening, "home", obj{"as": UserAna, "tab": "home"}, true},
		"its other tab":                  {opening, "home", obj{"as": UserAna, "tab": "messages"}, false},
		"a walk":                         {Try{Kind: TryClock}, "clock", obj{"as": UserAna, "advance": "1h"}, true},
		"looking ahead":                  {Try{Kind: TryAhead}, "ahead", obj{"as": UserAna, "days": 1, "real": true}, true},
		"something of another kind":      {Try{Kind: TryAhead}, "clock", obj{"as": UserAna, "advance": "1h"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, started)
			r.connect()
			r.s.SetTries([]Try{tc.try})
			r.post(tc.path, tc.body)
			tries, _ := r.get("state?as=" + UserAna)["tries"].([]any)
			first, _ := tries[0].(obj)
			if first["done"] != tc.done {
				t.Errorf("it is done: %v", first["done"])
			}
		})
	}
}

// Any app gets three things to try, as far as its definition goes.
func TestThereIsSomethingToTryWithAnyApp(t *testing.T) {
	t.Parallel()
	full := DefaultApp()
	noHome, bare := full, App{Name: "Echo", BotName: "echo", Events: []string{"app_mention"}}
	noHome.HomeTab = false
	deaf := bare
	deaf.Events = nil
	for name, tc := range map[string]struct {
		app  App
		want []string
	}{
		"everything":    {full, []string{TryWriting + " /mission ", TryOpening + " home", TryClock + " "}},
		"no Home":       {noHome, []string{TryWriting + " /mission ", TryOpening + " messages", TryClock + " "}},
		"no events":     {deaf, []string{TryClock + " ", TryAhead + " "}},
		"only mentions": {bare, []string{TryWriting + " @echo ", TryClock + " ", TryAhead + " "}},
	} {
		var got []string
		for _, one := range anyTries(tc.app) {
			got = append(got, one.Kind+" "+one.Words+one.Tab)
			if one.Text == "" || one.Button == "" {
				t.Errorf("%s: %+v says nothing", name, one)
			}
		}
		if !slices.Equal(got, tc.want) {
			t.Errorf("%s: it offers %q, want %q", name, got, tc.want)
		}
	}
}
