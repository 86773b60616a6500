package mission

// Tx is what the domain needs of a store inside one transaction. Everything written through it is
// kept together or not at all.
//
// Reading something that is not there returns [ErrNotFound]. The function that was handed a Tx may
// be run again, so nothing outside the transaction may depend on it having run once.
type Tx interface {
	Mission(team TeamID, id ID) (Mission, error)
	PutMission(m Mission) error
	// ActiveMission returns the running mission of a channel.
	ActiveMission(team TeamID, channel ChannelID) (Mission, error)
	// MissionsIn returns every mission of a channel, ended ones too, oldest first.
	MissionsIn(team TeamID, channel ChannelID) ([]Mission, error)
	// RunningMissions returns every running mission of the workspace, oldest first.
	RunningMissions(team TeamID) ([]Mission, error)
	// RunningPlaces returns where they run, in the same order, and reads no more of them: of ten thousand missions
	// a list shows five.
	RunningPlaces(team TeamID) ([]Place, error)
	// MoveChannel gives every mission of a channel to another channel id, with what was asked there.
	MoveChannel(team TeamID, from, to ChannelID) error

	// Member returns a person's membership, also where she has left.
	Member(team TeamID, mission ID, user UserID) (Member, error)
	PutMember(m Member) error
	// Members returns those who are in, in the order in which they joined.
	Members(team TeamID, mission ID) ([]Member, error)
	// MembershipsOf returns the memberships of a person who is in, over all missions.
	MembershipsOf(team TeamID, user UserID) ([]Member, error)

	Entry(team TeamID, mission, id ID) (Entry, error)
	PutEntry(e Entry) error
	// Entries returns a mission's entries, newest first, starting before the given id where one is
	// given, at most limit of them; only those of the given kinds, where kinds are given.
	Entries(team TeamID, mission, before ID, limit int, kinds ...EntryKind) ([]Entry, error)
	// AwaitedIn returns the commitments and risks of a mission of which nothing was said yet, oldest first.
	// It reads no others.
	AwaitedIn(team TeamID, mission ID) ([]Entry, error)

	// Relation returns what one mission says of another.
	Relation(team TeamID, from, to ID) (Relation, error)
	PutRelation(r Relation) error
	// RelationsOf returns the relations that a mission named and those in which others name it, each in the order
	// in which the other missions began.
	RelationsOf(team TeamID, id ID) ([]Relation, error)
}

// ConnectTx is what connections need of a store: their own records, and the mission that they are about.
type ConnectTx interface {
	Tx
	PrivateTx
}

// PrivateTx is what the private side of the domain needs of a store.
type PrivateTx interface {
	Connection(team TeamID, user UserID, mission ID) (Connection, error)
	PutConnection(c Connection) error
	PutReflection(r Reflection) error
	// Reflections returns a person's reflections, newest first, at most limit of them, starting
	// before the given id where one is given.
	Reflections(team TeamID, user UserID, before ID, limit int) ([]Reflection, error)
	// ReflectionFrom returns the reflection that was typed as the given message.
	ReflectionFrom(team TeamID, user UserID, source MessageRef) (Reflection, error)
	DeleteReflection(team TeamID, user UserID, id ID) error

	// OwnCommitment returns a commitment that its author keeps to herself.
	OwnCommitment(team TeamID, user UserID, id ID) (OwnCommitment, error)
	PutOwnCommitment(c OwnCommitment) error
	// OwnCommitments returns a person's own commitments, newest first, at most limit of them, starting
	// before the given id where one is given.
	OwnCommitments(team TeamID, user UserID, before ID, limit int) ([]OwnCommitment, error)
	DeleteOwnCommitment(team TeamID, user UserID, id ID) error

	// Draft returns a person's draft for a channel.
	Draft(team TeamID, user UserID, channel ChannelID) (Draft, error)
	PutDraft(d Draft) error
	DeleteDraft(team TeamID, user UserID, channel ChannelID) error
}

// Place is a mission that runs, and where.
type Place struct {
	ID      ID
	Channel ChannelID
}
