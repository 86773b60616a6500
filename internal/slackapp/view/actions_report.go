package view

// The actions about reports, the book and following. Each comment says what its [Meta] holds.
const (
	// ActReport shows a report. Mission, and Kind: a mission.Span, or nothing.
	ActReport = "report"
	// ActReportAll opens the whole of a report. Mission, Kind: see [ReportDays]; Page.
	ActReportAll = "report_all"
	// ActReportHere posts a report in its mission's channel. Mission, Kind: see [ReportDays].
	ActReportHere = "report_here"
	// ActReportMe sends it to the one who pressed. Mission, Kind: see [ReportDays].
	ActReportMe = "report_me"

	// ActBook offers the book of a mission's channel. Mission.
	ActBook = "book"
	// ActBookHere posts the book in the channel. Mission.
	ActBookHere = "book_here"
	// ActBookMe sends it to the one who pressed. Mission.
	ActBookMe = "book_me"

	// ActFollow lets the one who pressed follow a mission. Mission.
	ActFollow = "follow"
	// ActUnfollow ends that. Mission.
	ActUnfollow = "unfollow"

	// ActDigestBack lets the next digest of a channel come after all. Mission.
	ActDigestBack = "digest_back"
	// ActDigestOn turns the digest of a channel on again. Mission.
	ActDigestOn = "digest_on"
)
