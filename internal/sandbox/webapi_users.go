package sandbox

import "strings"

// peopleMethods are those about people besides users.info and users.list.
func peopleMethods() map[string]method {
	read := []string{"users:read"}
	groups := []string{"usergroups:read"}
	return map[string]method{
		"users.lookupByEmail":   {scopes: []string{"users:read.email"}, tier: 3, formOnly: true, run: usersLookupByEmail},
		"users.getPresence":     {scopes: read, tier: 3, formOnly: true, run: usersGetPresence},
		"users.setPresence":     {scopes: []string{"users:write"}, tier: 2, run: usersSetPresence},
		"users.profile.get":     {scopes: []string{"users.profile:read"}, tier: 4, formOnly: true, run: usersProfileGet},
		"team.profile.get":      {scopes: []string{"users.profile:read"}, tier: 3, formOnly: true, run: teamProfileGet},
		"usergroups.list":       {scopes: groups, tier: 2, formOnly: true, run: usergroupsList},
		"usergroups.users.list": {scopes: groups, tier: 2, formOnly: true, run: usergroupsUsersList},
	}
}

// email is a person's address; apps have none.
func (w *world) email(u *user) string {
	switch {
	case u.IsBot || u.ID == slackbotID:
		return ""
	case w.external(u):
		return u.Name + "@paper-makers.example"
	default:
		return u.Name + "@" + w.team.Domain + ".example"
	}
}

// usersLookupByEmail finds people of the workspace who are not deactivated.
func usersLookupByEmail(c *call) (obj, error) {
	address := strings.TrimSpace(c.args.text("email"))
	if address == "" {
		return nil, missing("email")
	}
	for _, u := range c.s.w.users {
		if !u.Deleted && !c.s.w.external(u) && strings.EqualFold(c.s.w.email(u), address) {
			return obj{"user": c.s.userJSON(u)}, nil
		}
	}
	return nil, fail("users_not_found")
}

// usersGetPresence tells more of the app itself than of others.
func usersGetPresence(c *call) (obj, error) {
	bot := c.s.w.app.BotUserID
	u, err := c.person(orElse(c.args.text("user"), bot))
	if err != nil {
		return nil, err
	}
	presence := "active"
	if u.Inactive || u.Deleted {
		presence = "away"
	}
	if u.ID != bot {
		return obj{"presence": presence}, nil
	}
	return obj{
		"presence": presence, "online": len(c.s.sockets) > 0, "auto_away": false, "manual_away": u.Inactive,
		"connection_count": len(c.s.sockets), "last_activity": c.s.clock.Now().Unix(),
	}, nil
}

func usersSetPresence(c *call) (obj, error) {
	presence := c.args.text("presence")
	if presence != "auto" && presence != "away" {
		return nil, fail("invalid_presence")
	}
	c.s.w.user(c.s.w.app.BotUserID).Inactive = presence == "away"
	c.s.changed("channels")
	return nil, nil
}

func usersProfileGet(c *call) (obj, error) {
	u, err := c.person(orElse(c.args.text("user"), c.s.w.app.BotUserID))
	if err != nil {
		return nil, err
	}
	profile, _ := c.s.userJSON(u)["profile"].(obj)
	delete(profile, "team") // of users.info alone
	return obj{"profile": profile}, nil
}

// teamProfileGet says that the workspace has no fields of its own.
func teamProfileGet(*call) (obj, error) {
	return obj{"profile": obj{"fields": []obj{}, "sections": []obj{}}}, nil
}

// usergroup is a named group of people, who are mentioned together.
type usergroup struct {
	ID, Name, Handle, About string
	Members                 []string
}

// acmeGroups are the workspace's groups.
func acmeGroups() []*usergroup {
	return []*usergroup{{
		ID: GroupTill, Name: "Till", Handle: "till", About: "Who is called when the till stands still",
		Members: []string{UserChidi, UserDee, UserJonas},
	}}
}

func usergroupsList(c *call) (obj, error) {
	out := []obj{}
	for _, g := range c.s.w.groups {
		shown := c.s.usergroupJSON(g)
		if c.args.flag("include_users") {
			shown["users"] = append([]string{}, g.Members...)
		}
		if c.args.flag("include_count") {
			shown["user_count"] = len(g.Members)
		}
		out = append(out, shown)
	}
	return obj{"usergroups": out}, nil
}

func (s *Server) usergroupJSON(g *usergroup) obj {
	made := s.w.channels[0].Created.Unix()
	return obj{
		"id": g.ID, "team_id": s.w.team.ID, "is_usergroup": true, "is_subteam": true, "name": g.Name, "description": g.About,
		"handle": g.Handle, "is_external": false, "auto_provision": false, "enterprise_subteam_id": "",
		"date_create": made, "date_update": made, "date_delete": 0, "auto_type": nil, "created_by": UserAna,
		"updated_by": UserAna, "deleted_by": nil, "prefs": obj{"channels": []string{}, "groups": []string{}},
	}
}

func usergroupsUsersList(c *call) (obj, error) {
	id := c.args.text("usergroup")
	if id == "" {
		return nil, missing("usergroup")
	}
	for _, g := range c.s.w.groups {
		if g.ID == id {
			return obj{"users": append([]string{}, g.Members...)}, nil
		}
	}
	return nil, fail("no_such_subteam")
}
