package sandbox

import (
	"fmt"
	"slices"
	"testing"

	"github.com/slack-go/slack"

	"throughline/internal/sandbox/rules"
)

func TestWhatTheAPITellsOfPeople(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "person/slackbot", "person/guests", "person/locale", "person/email-scope", "person/usergroups", "person/deleted", "person/deactivation-event")
	r := newRig(t, withScopes("users:read.email", "users.profile:read", "users:write", "usergroups:read", "emoji:read"))
	bo, err := r.api.GetUserByEmail("BO@acme-books.example")
	if err != nil || bo.ID != UserBo || bo.Profile.Email != "bo@acme-books.example" {
		t.Errorf("by address: %+v %v", bo, err)
	}
	bot, err := r.api.GetUserInfo("USLACKBOT")
	if err != nil || bot.IsBot || bot.Name != "slackbot" {
		t.Errorf("Slackbot is %+v: %v", bot, err)
	}
	people, err := r.api.GetUsers()
	if err != nil || !slices.ContainsFunc(people, func(u slack.User) bool { return u.ID == "USLACKBOT" }) {
		t.Errorf("Slackbot is in the list: %v", err)
	}
	if lou, err := r.api.GetUserInfo(UserLou); err != nil || !lou.IsRestricted || !lou.IsUltraRestricted {
		t.Errorf("the guest is %+v: %v", lou, err)
	}
	plain, asked := r.call("users.info", map[string]string{"user": UserBo}), r.call("users.info", map[string]string{"user": UserBo, "include_locale": "true"})
	if dig(plain, "user", "locale") != nil || dig(asked, "user", "locale") == nil {
		t.Errorf("locale: %v, when asked %v", dig(plain, "user", "locale"), dig(asked, "user", "locale"))
	}
	b := r.connect()
	r.post("user", obj{"user": UserKiri, "deleted": true})
	if e := b.event(t); e["type"] != "user_change" || dig(e, "user", "deleted") != true {
		t.Errorf("deactivation is told as %v", e)
	}
	if kiri, err := r.api.GetUserInfo(UserKiri); err != nil || !kiri.Deleted {
		t.Errorf("the deactivated are %+v: %v", kiri, err)
	}
	groups, err := r.api.GetUserGroups(slack.GetUserGroupsOptionIncludeUsers(true), slack.GetUserGroupsOptionIncludeCount(true))
	if err != nil || len(groups) != 1 || groups[0].Handle != "till" || len(groups[0].Users) != 3 || groups[0].UserCount != 3 {
		t.Errorf("groups: %+v %v", groups, err)
	}
	if members, err := r.api.GetUserGroupMembers(GroupTill); err != nil || !slices.Contains(members, UserDee) {
		t.Errorf("members: %v %v", members, err)
	}
	profile, err := r.api.GetUserProfile(&slack.GetUserProfileParameters{UserID: UserBo})
	if err != nil || profile.DisplayName != "Bo" || profile.Email == "" {
		t.Errorf("profile: %+v %v", profile, err)
	}
	if all, err := r.api.GetEmoji(); err != nil || len(all) != 0 {
		t.Errorf("emoji of the workspace's own: %v %v", all, err)
	}
}

func TestPresence(t *testing.T) {
	t.Parallel()
	r := newRig(t, withScopes("users:write"))
	r.post("user", obj{"user": UserBo, "active": false})
	if bo, err := r.api.GetUserPresence(UserBo); err != nil || bo.Presence != "away" || bo.Online {
		t.Errorf("Bo is %+v: %v", bo, err)
	}
	if err := r.api.SetUserPresence("away"); err != nil {
		t.Error(err)
	}
	if own, err := r.api.GetUserPresence("U0BOT00001"); err != nil || own.Presence != "away" || !own.ManualAway {
		t.Errorf("the app is %+v: %v", own, err)
	}
}

func TestOthersAreRefusedAsSlackRefusesThem(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "api/blocks-validate", "api/missing-scope")
	r := newRig(t, withScopes("users:read.email", "users:write", "usergroups:read", "links:write", "files:read", "users.profile:read"))
	r.post("user", obj{"user": UserKiri, "deleted": true})
	type form = map[string]string
	for _, row := range []struct {
		sentence, method string
		form             form
		want             any
	}{
		{"An address is given.", "users.lookupByEmail", nil, "invalid_arguments"},
		{"An address is somebody's.", "users.lookupByEmail", form{"email": "nobody@acme-books.example"}, "users_not_found"},
		{"The deactivated are not found by it.", "users.lookupByEmail", form{"email": "kiri@acme-books.example"}, "users_not_found"},
		{"People from elsewhere are not found by it.", "users.lookupByEmail", form{"email": "noor@paper-makers.example"}, "users_not_found"},
		{"Presence is auto or away.", "users.setPresence", form{"presence": "asleep"}, "invalid_presence"},
		{"Presence is somebody's.", "users.getPresence", form{"user": "U0NOBODY01"}, "user_not_found"},
		{"A profile is somebody's.", "users.profile.get", form{"user": "U0NOBODY01"}, "user_not_found"},
		{"A group is there.", "usergroups.users.list", form{"usergroup": "S0NOTHING"}, "no_such_subteam"},
		{"A group is named.", "usergroups.users.list", nil, "invalid_arguments"},
		{"Emoji need their scope.", "emoji.list", nil, "missing_scope"},
		{"A step is named.", "functions.completeError", form{"error": "x"}, "invalid_arguments"},
		{"A step has outputs.", "functions.completeSuccess", form{"function_execution_id": "Fx1", "outputs": `[]`}, "invalid_arguments"},
		{"A step is running.", "functions.completeSuccess", form{"function_execution_id": "Fx1", "outputs": `{}`}, "function_execution_not_found"},
		{"Something is checked.", "blocks.validate", nil, "invalid_arguments"},
		{"One thing is checked.", "blocks.validate", form{"blocks": `[]`, "view": `{}`}, "invalid_arguments"},
		{"Good blocks pass.", "blocks.validate", form{"blocks": `[{"type":"divider"}]`}, nil},
		{"Bad blocks do not.", "blocks.validate", form{"blocks": `[{"type":"banner"}]`}, "invalid_blocks"},
		{"A good view passes.", "blocks.validate", form{"view": plainModal}, nil},
		{"A good Home passes.", "blocks.validate", form{"view": plainHome}, nil},
		{"A bad view does not.", "blocks.validate", form{"view": `{"type":"modal"}`}, "invalid_view"},
		{"A bad message does not.", "blocks.validate", form{"message": `{"blocks":[{"type":"banner"}]}`}, "invalid_message"},
		{"A preview is of a message.", "chat.unfurl", form{"unfurls": `{}`}, "missing_channel"},
		{"A preview is of a time.", "chat.unfurl", form{"channel": ChannelGeneral, "unfurls": `{}`}, "missing_ts"},
		{"A preview is where the app sees it.", "chat.unfurl", form{"channel": ChannelQuietRoom, "ts": "1.1", "unfurls": `{}`}, "cannot_find_channel"},
		{"A preview is of a message that is there.", "chat.unfurl", form{"channel": ChannelGeneral, "ts": "1.000001", "unfurls": `{}`}, "cannot_find_message"},
		{"A preview's source is known.", "chat.unfurl", form{"unfurl_id": "x", "source": "dreams"}, "invalid_source"},
		{"A preview's id is Slack's.", "chat.unfurl", form{"unfurl_id": "x", "source": "composer"}, "invalid_unfurl_id"},
		{"A file is named.", "files.info", nil, "invalid_arguments"},
		{"A file is there.", "files.info", form{"file": "F0"}, "file_not_found"},
		{"Kinds of files are known.", "files.list", form{"types": "dreams"}, "unknown_type"},
		{"Files are somebody's.", "files.list", form{"user": "U0NOBODY01"}, "user_not_found"},
	} {
		if out := r.call(row.method, row.form); out["error"] != row.want {
			t.Errorf("%s %s answered %v, want %v", row.sentence, row.method, out, row.want)
		}
	}
	errs, _ := r.call("blocks.validate", form{"blocks": `[{"type":"divider"},{"type":"banner"}]`})["errors"].([]any)
	if len(errs) == 0 || dig(errs[0], "pointer") != "/1/type" {
		t.Errorf("the place is %v", errs)
	}
}

func TestAnAppPreviewsItsLinks(t *testing.T) {
	t.Parallel()
	r := newRig(t, withScopes("links:read", "links:write"), func(o *Options) { o.App.UnfurlDomains = []string{"example.com"} }, withEvents("link_shared"))
	b := r.connect()
	sent := r.post("message", obj{"as": UserAna, "channel": ChannelRefunds, "text": "see https://wiki.example.com/a and https://example.org/b"})
	e := b.event(t)
	links, _ := e["links"].([]any)
	if e["type"] != "link_shared" || len(links) != 1 || dig(links[0], "domain") != "example.com" || e["is_bot_user_member"] != false {
		t.Fatalf("the app got %v", e)
	}
	type form = map[string]string
	at := form{"channel": ChannelRefunds, "ts": fmt.Sprint(sent["ts"])}
	for unfurls, want := range map[string]string{
		`{"https://example.org/b":{"text":"no"}}`: "cannot_unfurl_url", `{"https://example.com/c":{"text":"no"}}`: "cannot_unfurl_message",
		`[]`: "invalid_unfurls_format", `{"https://wiki.example.com/a":{"text":1}}`: "cannot_parse_attachment", "": "missing_unfurls",
	} {
		at["unfurls"] = unfurls
		if out := r.call("chat.unfurl", at); out["error"] != want {
			t.Errorf("%s: %v, want %s", unfurls, out, want)
		}
	}
	for _, text := range []string{"once", "again"} {
		out := r.call("chat.unfurl", form{
			"unfurl_id": fmt.Sprint(e["unfurl_id"]), "source": "conversations_history", "unfurls": `{"https://wiki.example.com/a":{"text":"` + text + `"}}`,
		})
		if out["ok"] != true {
			t.Fatal(out)
		}
	}
	shown, _ := r.lastMessage(UserAna, ChannelRefunds)["attachments"].([]any)
	if len(shown) != 1 || dig(shown[0], "text") != "again" || dig(shown[0], "app_unfurl_url") != "https://wiki.example.com/a" {
		t.Errorf("Ana sees %v", shown)
	}
	at["unfurls"], at["user_auth_required"], at["user_auth_message"] = "", "true", "Please connect"
	if out := r.call("chat.unfurl", at); out["ok"] != true {
		t.Error(out)
	}
	if got := r.lastMessage(UserAna, ChannelRefunds); got["text"] != "Please connect" || got["ephemeral"] != true {
		t.Errorf("Ana is asked %v", got)
	}
}

func TestTheAppListsItsFiles(t *testing.T) {
	t.Parallel()
	r := newRig(t, withScopes("files:read"), withEvents("file_shared"))
	r.invite(UserAna, ChannelRefunds)
	for _, name := range []string{"a.txt", "b.png"} {
		if _, err := r.api.UploadFile(slack.UploadFileParameters{Filename: name, Content: "body", FileSize: 4, Channel: ChannelRefunds}); err != nil {
			t.Fatal(err)
		}
	}
	all, _, err := r.api.GetFiles(slack.NewGetFilesParameters())
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 2 || all[0].Channels[0] != ChannelRefunds {
		t.Errorf("files.list: %+v", all)
	}
	images := r.call("files.list", map[string]string{"types": "images", "count": "1"})
	if list, _ := images["files"].([]any); len(list) != 1 || dig(images, "paging", "total") != 1.0 {
		t.Errorf("images: %v", images)
	}
	info, _, _, err := r.api.GetFileInfo(all[0].ID, 0, 0)
	if err != nil || len(info.Shares.Public[ChannelRefunds]) != 1 {
		t.Errorf("files.info: %+v %v", info, err)
	}
	if err := r.api.DeleteFile(all[0].ID); err != nil {
		t.Fatal(err)
	}
	if out := r.call("files.info", map[string]string{"file": all[0].ID}); out["error"] != "file_deleted" {
		t.Errorf("a deleted file: %v", out)
	}
	if left, _, err := r.api.GetFiles(slack.NewGetFilesParameters()); err != nil || len(left) != 1 {
		t.Errorf("%d files are left: %v", len(left), err)
	}
}
