package nudges

// The word lists of question craft. All are lower case; several words are a phrase, and a hyphen is a
// blank between two words.

// openers begin an open question.
var openers = []string{"what", "how", "which", "who", "whose", "where", "when", "if"}

// closedVerbs begin a question that is answered with yes or no.
var closedVerbs = []string{
	"do", "don't", "does", "doesn't", "did", "didn't", "is", "isn't", "are", "aren't", "am", "was", "wasn't", "were",
	"weren't", "can", "can't", "could", "couldn't", "will", "won't", "would", "wouldn't", "shall", "should", "shouldn't",
	"have", "haven't", "has", "hasn't", "had", "hadn't", "may", "might", "must",
}

var whyWords = []string{"why", "why's", "how come", "what for"}

// neverWords are words that the bot says nowhere: praise, pressure, blame and jargon.
var neverWords = []string{
	"awesome", "amazing", "great job", "rock star", "rock stars", "rockstar", "crush it", "crushing it", "crushed it",
	"oops", "whoops", "uh oh",
	"just", "simply", "easy", "obviously", "please note", "kindly", "friendly reminder", "don't forget", "still waiting",
	"overdue", "behind", "failed", "should", "shouldn't",
	"leverage", "leverages", "leveraged", "leveraging", "synergy", "synergies", "alignment", "impactful",
	"stakeholder", "stakeholders", "resource", "resources", "subordinate", "subordinates", "boss", "bosses",
	"performer", "performers", "streak", "streaks", "score", "scores", "scored", "points",
	"leaderboard", "leaderboards", "engagement", "guys", "crazy", "blind spot", "blind spots", "click here",
}

// pressingWords push the reader towards an answer.
var pressingWords = []string{"really", "always", "never", "honestly"}

// peopleWords and rankingWords together compare people.
var (
	peopleWords  = []string{"who", "who's", "whom", "whose", "which of us", "which one of us", "which of you", "which one of you"}
	rankingWords = []string{"best", "worst", "most", "least", "top", "better than"}
)

var scaleWords = []string{"scale", "scales", "rate", "rating", "out of ten"}

// topicWords are about health, family, belief and pay, which are not a program's to ask about.
var topicWords = []string{
	"health", "healthy", "mental", "ill", "illness", "sick", "sickness", "disease", "doctor", "therapy", "therapist",
	"medicine", "medication", "burnout", "burned out", "burnt out", "depressed", "depression", "anxiety", "stress", "stressed",
	"diet", "weight", "pregnant", "pregnancy", "disability", "disabled",
	"family", "families", "wife", "husband", "spouse", "marriage", "married", "divorce", "girlfriend", "boyfriend",
	"child", "children", "kid", "kids", "son", "daughter", "parent", "parents", "mother", "father", "mum", "mom", "dad",
	"belief", "beliefs", "faith", "religion", "religious", "god", "church", "mosque", "temple", "synagogue", "pray", "prayer",
	"politics", "political", "vote", "voted", "election",
	"pay", "paid", "payday", "salary", "salaries", "wage", "wages", "income", "bonus", "bonuses", "compensation", "raise",
}

// jargonWords are the talk of offices, which says little to a newcomer.
var jargonWords = []string{
	"kpi", "kpis", "okr", "okrs", "roi", "eod", "asap", "deliverable", "deliverables", "bandwidth", "touch base", "circle back",
	"deep dive", "low hanging fruit", "best practice", "best practices", "move the needle", "moving the needle", "quick win",
	"quick wins", "action item", "action items", "value add", "added value", "win win", "pain point", "game changer", "paradigm",
	"holistic", "actionable", "proactive", "proactively", "optimize", "optimise", "optimized", "utilize", "utilise", "empower",
	"empowered", "incentivize", "incentivise", "onboard", "onboarding", "offboarding", "roadmap", "roadmaps", "backlog", "sprint",
	"sprints", "velocity", "standup", "scrum", "kanban", "mvp", "go to market", "buy in", "core competency", "ideate", "mindset",
	"headcount", "upskill", "streamline", "streamlined", "learnings", "cadence", "retro", "retrospective", "ecosystem",
}

// blameWords look for somebody whose fault it was.
var blameWords = []string{
	"blame", "blames", "blamed", "at fault", "whose fault", "your fault", "their fault", "our fault", "guilty", "guilt", "excuse", "excuses", "lazy", "careless",
	"incompetent", "sloppy", "stupid", "screwed up", "messed up", "let down", "lets down", "underperform", "underperforming",
	"not pulling", "dragging", "your failure", "your failures", "go wrong because of", "responsible for the delay", "weakest",
}

// whoWords take a gender, an age, an origin or a way of living for granted.
var whoWords = []string{
	"he", "he's", "him", "his", "himself", "she", "she's", "her", "hers", "herself", "man", "men", "woman", "women", "manpower",
	"manned", "mankind", "gentlemen", "ladies", "lady", "girl", "girls", "boy", "boys", "chairman", "salesman", "spokesman",
	"young people", "old people", "at your age", "your age", "your generation", "millennial", "millennials", "boomer", "boomers",
	"grown ups", "native speaker", "native speakers", "native english", "your accent", "foreigner", "foreigners", "back home",
	"your country", "your culture", "your people", "your race", "your gender", "your background", "christmas", "easter", "ramadan",
	"diwali", "thanksgiving", "your car", "your commute", "your desk", "after work drinks", "over a beer", "a glass of wine",
}

// weWords and youWords are how a question speaks to its reader.
var (
	weWords  = []string{"we", "we're", "we've", "we'd", "we'll", "us", "our", "ours", "ourselves"}
	youWords = []string{"you", "you're", "you've", "you'd", "you'll", "your", "yours", "yourself", "yourselves"}
)
