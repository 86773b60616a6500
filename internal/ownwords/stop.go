package ownwords

// englishStop are the English words that tell nothing about a mission by themselves.
const englishStop = `
a about above across after afterwards again against all almost alone along already also although always am among an and another
any anybody anyone anything anywhere are aren't around as at away
be became because become becomes been before being below beside besides between beyond both but by
came can can't cannot come comes could couldn't
did didn't do does doesn't doing don't done down during
each either else enough ever every everybody everyone everything everywhere
few first for from further
get gets getting give gives go goes going gone got
had hadn't has hasn't have haven't having he her here hers herself him himself his how however
i if i'd i'll i'm i've in instead into is isn't it it'll it's its itself
just keep kept know known
last least less let let's like little lot lots
made make makes making many may maybe me might mine more most much must my myself
need needs never new next no nobody none nor not nothing now nowhere
of off often on once one ones only onto or other others our ours ourselves out over own
people per perhaps put quite
rather really
said same say says see seen self shall she should shouldn't since so some somebody someone something sometimes somewhere soon still such
take takes than that that's the their theirs them themselves then there there's these they they'll they're thing things think this those
though through thus time to today together too toward towards
under until up upon us use used uses using
very via
want wants was wasn't way we we'll we're we've well were weren't what whatever when whenever where whether which while who whoever whole
whom whose why will with within without won't work works would wouldn't
yes yet you you'll you're your yours yourself yourselves
`
