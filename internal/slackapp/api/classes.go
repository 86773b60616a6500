package api

import (
	"path"
	"time"
)

const (
	// limitedPause is the wait after a rate limit that names none. Slack counts by
	// the minute (docs.slack.dev/apis/web-api/rate-limits).
	limitedPause = 30 * time.Second
	// cappedPause is the wait after the whole workspace went over its cap of messages.
	cappedPause = 2 * time.Minute
	// migrationPause is the wait while a workspace moves into an organisation.
	migrationPause = 5 * time.Minute
)

// messageCap is Slack's code for the cap of the whole workspace.
const messageCap = "message_limit_exceeded"

// classes orders Slack's error codes; a star stands for any characters. The
// first row that matches counts. Names are those of docs.slack.dev/reference/methods.
var classes = []struct {
	class Class
	pause time.Duration
	codes []string
}{
	{TokenDead, 0, []string{
		"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired",
		"team_access_not_granted", "two_factor_setup_required",
	}},
	{Config, 0, []string{
		"missing_scope", "not_allowed_token_type", "no_permission", "access_denied", "app_access_restricted",
		"accesslimited", "ekm_access_denied", "messages_tab_disabled", "not_enabled", "enterprise_is_restricted",
		"method_deprecated", "deprecated_endpoint", "forbidden_team", "unknown_method", "plan_upgrade_required",
		"file_uploads_disabled", "file_uploads_except_images_disabled", "storage_limit_reached", "file_type_not_allowed",
		"file_upload_size_restricted",
	}},
	{TargetGone, 0, []string{
		"channel_not_found", "not_in_channel", "is_archived", "is_inactive", "user_not_found", "user_disabled",
		"user_not_visible", "user_not_in_channel", "restricted_action*", "users_not_found", "cannot_dm_bot",
		"cannot_reply_to_message", "method_not_supported_for_channel_type", "invalid_user_combination", "invalid_channel",
		"posting_to_channel_denied",
	}},
	{Race, 0, []string{
		"hash_conflict", "already_reacted", "already_pinned", "no_pin", "not_pinned", "message_not_found", "thread_not_found",
		"not_found", "*trigger_id", "trigger_expired", "trigger_exchanged", "expired_url", "used_url",
		"cant_update_message", "cant_delete_message", "edit_window_closed", "already_in_channel", "file_not_found",
		"file_deleted", "cant_delete_file", "push_limit_reached",
	}},
	{RateLimited, limitedPause, []string{"ratelimited", "rate_limited"}},
	{RateLimited, cappedPause, []string{messageCap}},
	{Transient, migrationPause, []string{"org_login_required", "team_added_to_org", "migration_in_progress"}},
	{Transient, 0, []string{
		"service_unavailable", "request_timeout", "fetch_members_failed", "external_channel_migrating", "update_failed",
	}},
	// These may come after a message was posted.
	{Doubt, 0, []string{"internal_error", "fatal_error"}},
	// All others say what is wrong with the arguments.
	{Bug, 0, []string{"*"}},
}

// reads are the methods that change nothing that anybody sees, so that there is no doubt about them.
var reads = map[string]bool{
	"auth.test": true, "conversations.info": true, "conversations.members": true, "conversations.history": true,
	"conversations.replies": true, "users.conversations": true, "users.info": true, "dnd.teamInfo": true,
	"files.getUploadURLExternal": true, methodUpload: true,
}

// classify returns the error that Slack's code means for method.
func classify(method, code string) *Error {
	for _, row := range classes {
		for _, pattern := range row.codes {
			if ok, err := path.Match(pattern, code); ok && err == nil {
				return &Error{Method: method, Class: certain(method, row.class), Code: code, RetryAfter: row.pause}
			}
		}
	}
	return &Error{Method: method, Class: Bug, Code: code}
}

// certain turns Doubt into Transient for a method that changes nothing.
func certain(method string, class Class) Class {
	if class == Doubt && reads[method] {
		return Transient
	}
	return class
}
