#include "patterns/namewords.h"

#include <stdlib.h>
#include <string.h>

struct row {
	const char *word;
	nameword_kind kind;
};

#define T NAMEWORD_TITLE
#define P NAMEWORD_PARTICLE
#define S NAMEWORD_SUFFIX
#define D NAMEWORD_DEGREE
#define N NAMEWORD_NO_NAME
#define M NAMEWORD_MONTH

/* Sorted by word. Family names are left out where they are common: Park, Day, Lane, Church, Hill. */
static const struct row rows[] = {
	{ "academy", N }, { "act", N }, { "agency", N }, { "agent", T }, { "agreement", N }, { "al", P }, { "and", N },
	{ "apartments", N }, { "appellant", T }, { "appellee", T }, { "applicant", T }, { "april", M }, { "associates", N },
	{ "association", N }, { "at", N }, { "attorney", T }, { "august", M }, { "authority", N }, { "avenue", N },
	{ "bank", N }, { "bin", P }, { "board", N }, { "boulevard", N }, { "bureau", N }, { "by", N },
	{ "capt", T }, { "captain", T }, { "center", N }, { "centre", N }, { "city", N }, { "claimant", T }, { "clinic", N },
	{ "club", N }, { "co", N }, { "col", T }, { "college", N }, { "colonel", T }, { "commission", N },
	{ "committee", N }, { "company", N }, { "complainant", T }, { "corp", N }, { "corporation", N }, { "council", N },
	{ "county", N }, { "court", N }, { "cpa", D }, { "cpl", T },
	{ "da", P }, { "dame", T }, { "das", P }, { "dds", D }, { "de", P }, { "debtor", T }, { "decedent", T }, { "declarant", T },
	{ "defendant", T }, { "defendants", T }, { "del", P }, { "della", P }, { "den", P }, { "department", N }, { "deponent", T },
	{ "deputy", T }, { "der", P }, { "det", T }, { "detective", T }, { "di", P }, { "district", N }, { "division", N }, { "do", P },
	{ "doctor", T }, { "dos", P }, { "dr", T }, { "drive", N }, { "drs", T }, { "du", P },
	{ "el", P }, { "esq", D }, { "esquire", D }, { "estate", N }, { "exhibit", N },
	{ "father", T }, { "february", M }, { "for", N }, { "foundation", N }, { "frau", T }, { "from", N }, { "fund", N },
	{ "gen", T }, { "general", T }, { "gov", T }, { "governor", T }, { "group", N },
	{ "herr", T }, { "highway", N }, { "holdings", N }, { "hon", T }, { "honorable", T }, { "hospital", N }, { "hotel", N },
	{ "ibn", P }, { "ii", S }, { "iii", S }, { "in", N }, { "inc", N }, { "industries", N }, { "inmate", T }, { "institute", N },
	{ "insurance", N }, { "international", N }, { "investigator", T }, { "iv", S },
	{ "january", M }, { "jd", D }, { "jr", S }, { "judge", T }, { "july", M }, { "june", M }, { "junior", S }, { "juror", T },
	{ "justice", T },
	{ "la", P }, { "laboratories", N }, { "lady", T }, { "le", P }, { "lieutenant", T }, { "limited", N }, { "llc", N },
	{ "llp", N }, { "los", P }, { "lp", N }, { "lt", T }, { "ltd", N },
	{ "maam", T }, { "madam", T }, { "madame", T }, { "magistrate", T }, { "maj", T }, { "major", T }, { "march", M }, { "mayor", T },
	{ "md", D }, { "messrs", T }, { "ministry", N }, { "miss", T }, { "mister", T }, { "mme", T }, { "mmes", T }, { "monsieur", T },
	{ "mr", T }, { "mrs", T }, { "ms", T }, { "mx", T },
	{ "north", N }, { "november", M }, { "nurse", T },
	{ "october", M }, { "of", N }, { "office", N }, { "officer", T }, { "on", N }, { "or", N },
	{ "partners", N }, { "pastor", T }, { "patient", T }, { "petitioner", T }, { "pharmacy", N }, { "phd", D }, { "plaintiff", T },
	{ "plaintiffs", T }, { "plan", N }, { "plc", N }, { "pres", T }, { "president", T }, { "prof", T }, { "professor", T },
	{ "project", N }, { "pte", N }, { "pvt", T },
	{ "relator", T }, { "rep", T }, { "representative", T }, { "respondent", T }, { "rev", T }, { "reverend", T }, { "rn", D },
	{ "road", N },
	{ "school", N }, { "sen", T }, { "senator", T }, { "senior", S }, { "senor", T }, { "senora", T }, { "september", M },
	{ "sergeant", T }, { "services", N }, { "sgt", T }, { "sheriff", T }, { "sir", T }, { "sister", T }, { "society", N },
	{ "south", N }, { "sr", S }, { "sra", T }, { "srta", T }, { "state", N }, { "states", N }, { "street", N }, { "student", T },
	{ "supervisor", T }, { "systems", N },
	{ "ten", P }, { "ter", P }, { "the", N }, { "to", N }, { "trooper", T }, { "trust", N }, { "trustee", T },
	{ "union", N }, { "united", N }, { "university", N },
	{ "v", N }, { "van", P }, { "versus", N }, { "victim", T }, { "von", P }, { "vs", N },
	{ "warden", T }, { "with", N }, { "witness", T },
	{ "y", P },
	{ "zu", P }, { "zum", P }, { "zur", P },
};

static int compare(const void *key, const void *row)
{
	return str_cmp(*(const str *)key, str_of(((const struct row *)row)->word));
}

nameword_kind nameword_of(str word)
{
	const struct row *found = bsearch(&word, rows, sizeof rows / sizeof *rows, sizeof *rows, compare);
	return found ? found->kind : NAMEWORD_NONE;
}
