#include "patterns/namewords.h"

#include "redact/base/bound.h"

struct row {
	const char *word;
	size_t n;
	nameword_kind kind;
};

#define W(word) word, sizeof(word) - 1
#define T NAMEWORD_TITLE
#define P NAMEWORD_PARTICLE
#define S NAMEWORD_SUFFIX
#define D NAMEWORD_DEGREE
#define N NAMEWORD_NO_NAME
#define M NAMEWORD_MONTH

/* Sorted by word. Family names are left out where they are common: Park, Day, Lane, Church, Hill. */
static const struct row rows[] = {
	{ W("academy"), N }, { W("act"), N }, { W("agency"), N }, { W("agent"), T }, { W("agreement"), N }, { W("al"), P }, { W("and"), N },
	{ W("apartments"), N }, { W("appellant"), T }, { W("appellee"), T }, { W("applicant"), T }, { W("april"), M }, { W("associates"), N },
	{ W("association"), N }, { W("at"), N }, { W("attorney"), T }, { W("august"), M }, { W("authority"), N }, { W("avenue"), N },
	{ W("bank"), N }, { W("bin"), P }, { W("board"), N }, { W("boulevard"), N }, { W("bureau"), N }, { W("by"), N },
	{ W("capt"), T }, { W("captain"), T }, { W("center"), N }, { W("centre"), N }, { W("city"), N }, { W("claimant"), T }, { W("clinic"), N },
	{ W("club"), N }, { W("co"), N }, { W("col"), T }, { W("college"), N }, { W("colonel"), T }, { W("commission"), N },
	{ W("committee"), N }, { W("company"), N }, { W("complainant"), T }, { W("corp"), N }, { W("corporation"), N }, { W("council"), N },
	{ W("county"), N }, { W("court"), N }, { W("cpa"), D }, { W("cpl"), T },
	{ W("da"), P }, { W("dame"), T }, { W("das"), P }, { W("dds"), D }, { W("de"), P }, { W("debtor"), T }, { W("decedent"), T }, { W("declarant"), T },
	{ W("defendant"), T }, { W("defendants"), T }, { W("del"), P }, { W("della"), P }, { W("den"), P }, { W("department"), N }, { W("deponent"), T },
	{ W("deputy"), T }, { W("der"), P }, { W("det"), T }, { W("detective"), T }, { W("di"), P }, { W("district"), N }, { W("division"), N }, { W("do"), P },
	{ W("doctor"), T }, { W("dos"), P }, { W("dr"), T }, { W("drive"), N }, { W("drs"), T }, { W("du"), P },
	{ W("el"), P }, { W("esq"), D }, { W("esquire"), D }, { W("estate"), N }, { W("exhibit"), N },
	{ W("father"), T }, { W("february"), M }, { W("for"), N }, { W("foundation"), N }, { W("frau"), T }, { W("from"), N }, { W("fund"), N },
	{ W("gen"), T }, { W("general"), T }, { W("gov"), T }, { W("governor"), T }, { W("group"), N },
	{ W("herr"), T }, { W("highway"), N }, { W("holdings"), N }, { W("hon"), T }, { W("honorable"), T }, { W("hospital"), N }, { W("hotel"), N },
	{ W("ibn"), P }, { W("ii"), S }, { W("iii"), S }, { W("in"), N }, { W("inc"), N }, { W("industries"), N }, { W("inmate"), T }, { W("institute"), N },
	{ W("insurance"), N }, { W("international"), N }, { W("investigator"), T }, { W("iv"), S },
	{ W("january"), M }, { W("jd"), D }, { W("jr"), S }, { W("judge"), T }, { W("july"), M }, { W("june"), M }, { W("junior"), S }, { W("juror"), T },
	{ W("justice"), T },
	{ W("la"), P }, { W("laboratories"), N }, { W("lady"), T }, { W("le"), P }, { W("lieutenant"), T }, { W("limited"), N }, { W("llc"), N },
	{ W("llp"), N }, { W("los"), P }, { W("lp"), N }, { W("lt"), T }, { W("ltd"), N },
	{ W("maam"), T }, { W("madam"), T }, { W("madame"), T }, { W("magistrate"), T }, { W("maj"), T }, { W("major"), T }, { W("march"), M }, { W("mayor"), T },
	{ W("md"), D }, { W("messrs"), T }, { W("ministry"), N }, { W("miss"), T }, { W("mister"), T }, { W("mme"), T }, { W("mmes"), T }, { W("monsieur"), T },
	{ W("mr"), T }, { W("mrs"), T }, { W("ms"), T }, { W("mx"), T },
	{ W("north"), N }, { W("november"), M }, { W("nurse"), T },
	{ W("october"), M }, { W("of"), N }, { W("office"), N }, { W("officer"), T }, { W("on"), N }, { W("or"), N },
	{ W("partners"), N }, { W("pastor"), T }, { W("patient"), T }, { W("petitioner"), T }, { W("pharmacy"), N }, { W("phd"), D }, { W("plaintiff"), T },
	{ W("plaintiffs"), T }, { W("plan"), N }, { W("plc"), N }, { W("pres"), T }, { W("president"), T }, { W("prof"), T }, { W("professor"), T },
	{ W("project"), N }, { W("pte"), N }, { W("pvt"), T },
	{ W("relator"), T }, { W("rep"), T }, { W("representative"), T }, { W("respondent"), T }, { W("rev"), T }, { W("reverend"), T }, { W("rn"), D },
	{ W("road"), N },
	{ W("school"), N }, { W("sen"), T }, { W("senator"), T }, { W("senior"), S }, { W("senor"), T }, { W("senora"), T }, { W("september"), M },
	{ W("sergeant"), T }, { W("services"), N }, { W("sgt"), T }, { W("sheriff"), T }, { W("sir"), T }, { W("sister"), T }, { W("society"), N },
	{ W("south"), N }, { W("sr"), S }, { W("sra"), T }, { W("srta"), T }, { W("state"), N }, { W("states"), N }, { W("street"), N }, { W("student"), T },
	{ W("supervisor"), T }, { W("systems"), N },
	{ W("ten"), P }, { W("ter"), P }, { W("the"), N }, { W("to"), N }, { W("trooper"), T }, { W("trust"), N }, { W("trustee"), T },
	{ W("union"), N }, { W("united"), N }, { W("university"), N },
	{ W("v"), N }, { W("van"), P }, { W("versus"), N }, { W("victim"), T }, { W("von"), P }, { W("vs"), N },
	{ W("warden"), T }, { W("with"), N }, { W("witness"), T },
	{ W("y"), P },
	{ W("zu"), P }, { W("zum"), P }, { W("zur"), P },
};

static int compare(str word, const struct row *row)
{
	if (word.p[0] != row->word[0])
		return (unsigned char)word.p[0] - (unsigned char)row->word[0];
	return str_cmp(word, (str){ row->word, row->n });
}

nameword_kind nameword_of(str word)
{
	size_t n = word.n ? sizeof rows / sizeof *rows : 0;
	bound b = { .high = n };
	while (bound_asks(&b))
		bound_told(&b, compare(word, &rows[b.at]) > 0);
	return b.at < n && compare(word, &rows[b.at]) == 0 ? rows[b.at].kind : NAMEWORD_NONE;
}
