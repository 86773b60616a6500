package bolt

// The buckets, as the package comment draws them. No name is spelled anywhere else.
var (
	bucketMeta           = []byte("meta")
	bucketMission        = []byte("mission")
	bucketMissionChannel = []byte("mission_channel")
	bucketMissionRunning = []byte("mission_running")
	bucketMember         = []byte("member")
	bucketMemberUser     = []byte("member_user")
	bucketEntry          = []byte("entry")
	bucketEntryAuthor    = []byte("entry_author")
	bucketRelation       = []byte("relation")
	bucketRelationTo     = []byte("relation_to")
	bucketConnection     = []byte("connection")
	bucketReflection     = []byte("reflection")
	bucketReflectionMsg  = []byte("reflection_msg")
	bucketDraft          = []byte("draft")
	bucketPlan           = []byte("plan")
	bucketPlanMission    = []byte("plan_mission")
	bucketPlanDue        = []byte("plan_due")
	bucketRow            = []byte("row")
	bucketRowDue         = []byte("row_due")
	bucketRowPlace       = []byte("row_place")
	bucketRowMsg         = []byte("row_msg")
	bucketRowEnded       = []byte("row_ended")
	bucketPerson         = []byte("person")
	bucketSeen           = []byte("seen")
	bucketSeenAt         = []byte("seen_at")
)

// keySchema is the only key in the bucket of meta data.
var keySchema = []byte("schema")
