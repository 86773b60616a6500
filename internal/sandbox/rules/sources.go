package rules

// Slack's pages, and what stands in for one where Slack has none.
const (
	pageSocket      = "docs.slack.dev/apis/events-api/using-socket-mode"
	pageCompare     = "docs.slack.dev/apis/events-api/comparing-http-socket-mode"
	pageEvents      = "docs.slack.dev/apis/events-api"
	pageCommands    = "docs.slack.dev/interactivity/implementing-slash-commands"
	pageShortcuts   = "docs.slack.dev/interactivity/implementing-shortcuts"
	pageInteraction = "docs.slack.dev/interactivity/handling-user-interaction"
	pageActions     = "docs.slack.dev/reference/interaction-payloads/block_actions-payload"
	pageViews       = "docs.slack.dev/reference/interaction-payloads/view-interactions-payload"
	pageSuggestion  = "docs.slack.dev/reference/interaction-payloads/block_suggestion-payload"
	pageModals      = "docs.slack.dev/surfaces/modals"
	pageHome        = "docs.slack.dev/surfaces/app-home"
	pageConnect     = "docs.slack.dev/apis/slack-connect"
	pageText        = "docs.slack.dev/messaging/formatting-message-text"
	pageRates       = "docs.slack.dev/apis/web-api/rate-limits"
	pageWebAPI      = "docs.slack.dev/apis/web-api"
	pageAuth        = "docs.slack.dev/authentication/tokens"
	pageMetadata    = "docs.slack.dev/messaging/message-metadata"
	pageUser        = "docs.slack.dev/reference/objects/user-object"
	pageManifest    = "docs.slack.dev/reference/app-manifest"
	pageBlocks      = "docs.slack.dev/reference/block-kit/blocks"
	pageElements    = "docs.slack.dev/reference/block-kit/block-elements"
	pageObjects     = "docs.slack.dev/reference/block-kit/composition-objects"
	pageFiles       = "docs.slack.dev/messaging/working-with-files"
	nodeSocket      = "slackapi/node-slack-sdk packages/socket-mode/src/SocketModeClient.ts"
	pyRequest       = "slackapi/python-slack-sdk slack_sdk/socket_mode/request.py"
	limitsTable     = "public tables of limits checked against Slack"
	inTheWild       = "reports of apps' authors"
	pagePayloads    = "docs.slack.dev/reference/interaction-payloads"
)

// method is the reference page of a method.
func method(name string) string { return "docs.slack.dev/reference/methods/" + name }

// event is the reference page of an event.
func event(name string) string { return "docs.slack.dev/reference/events/" + name }

// block is the reference page of a kind of block.
func block(name string) string { return pageBlocks + "/" + name + "-block" }

// element is the reference page of a kind of element.
func element(name string) string { return pageElements + "/" + name + "-element" }

// object is the reference page of a composition object.
func object(name string) string { return pageObjects + "/" + name + "-object" }
