/* Texts with people in them, put together of sentences with holes. */
#include "patterns/people/training/corpus.h"

#include "redact/base/buf.h"

#include <stdlib.h>
#include <string.h>

/* In braces: what is put there. A name is labelled but for title; "same" words are those of the text's own people. */
static const char *const sentences[] = {
	/* captions and filings */
	"{CAPS},\n\tPlaintiff,\n\nv.\n\n{CAPS} and {ORG},\n\tDefendants.\n\n",
	"{full}, Plaintiff, v. {ORG}, Defendant.\n",
	"IN THE MATTER OF THE ESTATE OF {CAPS}, DECEASED\n\n",
	"STATE OF {PLACE}\nCOUNTY OF {PLACE}\n\nBefore me, the undersigned notary, personally appeared {full}, who being duly sworn deposes and says:\n",
	"DECLARATION OF {CAPS}\n\nI, {full}, declare as follows:\n",
	"1. I am over the age of eighteen and reside in {place}.\n2. I was employed by {org} from {date} to {date}.\n",
	"Plaintiff {full} (\"{last}\") brings this action against {org} under 42 U.S.C. § 1983.\n",
	"Defendant {last} moved to dismiss on {date}; the Court denied the motion.\n",
	"See {citation}; accord Restatement (Second) of Torts § 402A.\n",
	"The Court relied on {citation}, and on Rule 26 of the Federal Rules of Civil Procedure.\n",
	"Respectfully submitted,\n\n/s/ {full}\n{full}\nBar No. {num}\n{firm}\n{num} {street}\n{place}\nAttorneys for Plaintiff\n\n",
	"Dated: {date}\n\nBy: {full}\nIts: Vice President\n\n",
	"IT IS SO ORDERED.\n\n{CAPS}\nUnited States District Judge\n",
	"Hon. {full} presiding.\n", "The Honorable {full}\n", "Judge {last} took the bench at 9:30 a.m.\n",
	"CERTIFICATE OF SERVICE\nI certify that on {date} I served the foregoing on {full}, counsel for {ORG}.\n",
	/* transcripts */
	"DEPOSITION OF {CAPS}\nTaken on {date}\n\n", "EXAMINATION BY MR. {LAST}:\n", "BY MS. {LAST}:\n",
	"Q. Please state your name for the record.\nA. {full}.\n",
	"Q. And who else was in the room?\nA. {title} and {full}, I think. Maybe {first} too.\n",
	"Q. Did you speak with {title} after the accident?\nA. Yes, {first} called me on {date}.\n",
	"MR. {LAST}: Objection, form.\nTHE WITNESS: I do not recall.\n", "MS. {LAST}: Let's mark this as Exhibit {num}.\nTHE COURT REPORTER: Yes.\n",
	"THE WITNESS: {first} told me that Grant money would cover the repairs.\n",
	"Q. Is that your signature?\nA. It is {poss} signature, not mine.\n",
	"(Whereupon, {full} was sworn by the reporter.)\n", "Q. Have you met {full}?\nA. No. I know {last} only by name.\n",
	/* letters and e-mails */
	"From: {full} <{mail}>\nTo: {full}\nCc: {full}; {full}\nSubject: {subject}\nDate: {date}\n\n", "From: {inverted}\nSent: {date}\nTo: {inverted}\nCc: {inverted}\n\n",
	"Dear {title},\n", "Dear {first},\n", "Dear Sir or Madam:\n", "Hi {first},\n\n", "{first} -\n\n", "Sincerely,\n\n{full}\n{role}\n{org}\n",
	"Best,\n{first}\n", "Thanks,\n{first} {last}\n{role}, {org}\n", "Kind regards,\n{init}\n",
	"cc: {full}, {full}\n", "Attn: {full}\n{org}\n{num} {street}\n{place}\n", "Re: {full}, Claim No. {num}\n", "Re: {last} v. {org}\n",
	"Please call {full} at extension {num} before {weekday}.\n", "I spoke with {first} this morning and {title} agrees.\n",
	"{full} of {org} will join us in {place} on {weekday}.\n", "On {weekday}, {date}, {full} wrote:\n> {first}, can you send the invoice?\n",
	"As {first} mentioned, {org} will pay {money} by {month}.\n", "I am writing on behalf of my client, {full}, who was injured at {org}.\n",
	/* statements and narratives */
	"{full} was born in {place} and moved to {place} in {month} {year}.\n", "{last} worked at {org} as a {trade} until {date}.\n",
	"{full} testified that {full} had signed the agreement in {place}.\n", "According to {title}, the brakes failed near {street}.\n",
	"Witness {full} saw the truck turn from {street} onto {street}.\n", "The victim, {full}, age {age}, was taken to {org}.\n",
	"{full}'s brother, {full}, lives on {street}.\n", "{poss} wife {first} kept the books.\n", "Officer {last} arrived at {time}; Detective {full} took photographs.\n",
	"The patient, {inverted}, is a {age}-year-old {trade}.\n", "Seen by Dr. {full} on {date}. Dr. {last} ordered an MRI.\n",
	"{full}, M.D., reviewed the chart.\n", "Nurse {full}, R.N., noted swelling.\n", "{full} and {full} are the children of {full}.\n",
	"Mother: {full}\nFather: {full}\n", "Shareholders {full}, {full} and {full} approved the merger.\n",
	"The memo was prepared by {init} and reviewed by {init}.\n", "{CAPS} shall be referred to as the Employee.\n",
	"\"I never met him,\" said {last}.\n", "{last} denies this.\n", "{first} denies this.\n", "Counsel for {last} did not respond.\n",
	"This Agreement is made between {full}, an individual (\"Borrower\"), and {org} (\"Lender\").\n",
	"{inverted} ................ {num}\n", "Will of {full}, dated {date}.\n", "Guardian ad litem: {full}\n",
	/* forms and tables */
	"Name: {full}\nDate of birth: {date}\nEmployer: {org}\n", "Patient Name: {inverted}\nMRN: {num}\nProvider: {full}\n", "NAME OF INSURED: {CAPS}\n",
	"Claimant: {full}\nAdjuster: {full}\nPolicy: {num}\n", "Employee\t{full}\nSupervisor\t{full}\nDepartment\tField Operations\n",
	"Name\tTitle\tStart\n{full}\t{role}\t{date}\n{full}\t{role}\t{date}\n{full}\t{role}\t{date}\n", "{inverted}\t{num}\t{money}\n{inverted}\t{num}\t{money}\n",
	"Signature: {full}\nPrinted name: {full}\nTitle: {role}\n", "Custodian: {inverted}\nBates range: ABC{num}-ABC{num}\n", "Prepared by: {full}\nApproved by: {init}\n",
	"Emergency contact: {full} (sister)\n", "Driver: {full}\nVehicle: Ford Fiesta\nPlate: {num}\n",
	/* nothing but look-alikes */
	"The shipment left {place} on {date} by way of {place}.\n", "{org} and {org} signed a lease for the building at {num} {street}.\n",
	"{ORG}\n{num} {street}\n{place}\n", "Pursuant to Section {num} of the Agreement, Lender may accelerate the Note.\n",
	"WHEREAS, the Company desires to retain the Executive; NOW, THEREFORE, the parties agree as follows:\n",
	"Exhibit {num} to the Amended Complaint\n", "The Grant Agreement and the May Invoice are attached.\n", "PLEASE TAKE NOTICE that on {date} at {time} the Court will hear the motion.\n",
	"The {org} brand is sold at {org} stores in {place} and {place}.\n", "Invoice No. {num}\nTotal due: {money}\nPayable to {org}\n",
	"Microsoft Word and Adobe Acrobat were installed on the Dell Latitude laptop.\n", "Meeting in the Lincoln Room on {weekday}; bring the Madison file.\n",
	"See Dkt. {num}, Ex. {num}, at {num}.\n", "Table of Contents\nTable of Authorities\nStatement of the Case\nArgument\nConclusion\n", "Happy Thanksgiving and Merry Christmas to the whole team.\n",
	"The Board of Directors met in {month} {year} at the Hotel {hotel}.\n", "Copies went to the Department of Justice, the Federal Trade Commission and the City of {city}.\n",
	"ATTORNEY WORK PRODUCT - PRIVILEGED AND CONFIDENTIAL\n", "REQUEST FOR PRODUCTION NO. {num}: All documents concerning {org}.\n", "The Alzheimer's drug and the Parkinson's trial were discussed.\n",
	"Bank of {city}, Acct. No. {num}, Routing {num}\n", "Our {city} office is closed in {month}.\n", "Chapter {num}. General Provisions\n", "Take Interstate {num} to {street}, then left at {hotel} Plaza.\n",
	"Q. Where did you go to school?\nA. {hotel} High School, then {city} State University.\n", "THE COURT: Overruled. You may answer.\nTHE WITNESS: Yes, Your Honor.\n",
};

static const char *const roots[] = { "Pacific", "Northern", "Summit", "Delta", "Harbor", "Evergreen", "Cascade", "Liberty", "Granite", "Keystone", "Sterling",
	"Atlantic", "Meridian", "Pinnacle", "Riverside", "Blue Ridge", "First National", "United", "Global", "Apex", "Redwood", "Lakeside", "Union", "Horizon" };
static const char *const trades[] = { "Logistics", "Freight", "Holdings", "Medical Center", "Insurance Company", "Bank", "Motors", "Pharmaceuticals", "Energy",
	"Properties", "Capital Partners", "Construction", "Software", "Hospital", "Airlines", "Foods", "University", "Trust", "Electric Cooperative" };
static const char *const ends[] = { ", Inc.", " LLC", " Corp.", ", L.P.", " Ltd.", "", "", "", " Company", " & Co." };
static const char *const cities[] = { "Madison", "Jackson", "Lincoln", "Houston", "Charlotte", "Augusta", "Austin", "Portland", "Springfield", "Columbus", "Denver",
	"Phoenix", "Aurora", "Florence", "Carson City", "Jefferson City", "San Jose", "St. Louis", "Santa Rosa", "Baton Rouge", "Orlando", "Wilmington", "Albany", "Helena",
	"Reno", "Dallas", "Tyler", "Macon", "Bismarck", "London", "Paris", "Lagos", "Munich", "Tokyo", "Montreal", "Geneva", "Victoria", "Sydney", "Hamilton", "Vienna" };
static const char *const states[] = { "Wisconsin", "Virginia", "Georgia", "Carolina", "Texas", "Ohio", "Oregon", "California", "New York", "Washington", "Delaware",
	"Maryland", "Pennsylvania", "Nevada", "Illinois", "Montana", "Maine", "Florida", "WI", "TX", "CA", "NY", "MD", "VA" };
static const char *const roads[] = { "Street", "Avenue", "Road", "Lane", "Drive", "Boulevard", "Court", "Terrace", "Way", "Place", "Parkway", "St.", "Ave." };
static const char *const months[] = { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December" };
static const char *const weekdays[] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday" };
static const char *const roles[] = { "Vice President", "General Counsel", "Paralegal", "Claims Adjuster", "Chief Financial Officer", "Director of Operations",
	"Senior Associate", "Office Manager", "Engineer", "Plant Manager", "Human Resources", "Secretary", "Account Executive" };
static const char *const works[] = { "welder", "nurse", "teacher", "driver", "bookkeeper", "carpenter", "machinist", "clerk", "roofer", "pilot" };
static const char *const titles[] = { "Mr.", "Ms.", "Mrs.", "Dr.", "Prof.", "Mr", "Ms", "Miss", "Attorney", "Officer", "Professor", "Sgt.", "Rev." };
static const char *const subjects[] = { "Inspection of the site", "Draft settlement agreement", "FW: Invoice for May", "Re: Deposition schedule", "Privileged", "Lunch on Friday" };
static const char *const syllables[] = { "ba", "ko", "ri", "na", "shi", "ve", "lo", "du", "mi", "ta", "en", "or", "wu", "jo", "za", "he", "li", "gra", "ost", "ev",
	"yan", "ho", "qi", "ngu", "chu", "bel", "mar", "ska", "vic", "oye", "ade", "ola", "ji", "ya", "sen", "dro", "pe", "ur", "al", "ib", "ra", "him", "kan", "der" };

struct maker {
	corpus *c;
	const name_lists *names;
	uint64_t state;
	sample *to;
	buf text;
	bool held_out;
	str given[6], family[6];     /* the people of this text */
	size_t nlabels;
};

static uint32_t draw(struct maker *m, uint32_t below)
{
	m->state ^= m->state << 13, m->state ^= m->state >> 7, m->state ^= m->state << 17;
	return (uint32_t)((m->state >> 33) % below);
}

#define ANY(m, list) (list)[draw(m, sizeof(list) / sizeof *(list))]

/* ---- people -------------------------------------------------------------------------------------- */

/* Common names more often than rare ones; each name is for learning or for measuring, never for both. */
static str draw_name(struct maker *m, const str *list, size_t n, size_t commonest)
{
	for (;;) {
		size_t reach = draw(m, 3) ? commonest : n;
		str s = list[draw(m, (uint32_t)(reach < n ? reach : n))];
		uint32_t h = 0;
		for (size_t i = 0; i < s.n; i++)
			h = h * 31 + (unsigned char)s.p[i];
		if ((h % 5 == 0) == m->held_out)
			return s;
	}
}

static str invent(struct maker *m)
{
	buf b = { 0 };
	for (uint32_t i = 0, n = 2 + draw(m, 3); i < n; i++)
		buf_z(&b, ANY(m, syllables));
	b.p[0] = (char)(b.p[0] - 32);
	str s = str_dup(buf_view(&b), m->c->mem);
	buf_free(&b);
	return s;
}

static void draw_people(struct maker *m)
{
	for (size_t i = 0; i < 6; i++) {
		bool woman = draw(m, 2);
		m->given[i] = draw(m, 6) == 0 ? invent(m) : woman ? draw_name(m, m->names->female, m->names->nfemale, 400)
		                                                  : draw_name(m, m->names->male, m->names->nmale, 300);
		m->family[i] = draw(m, 4) == 0 ? invent(m) : draw_name(m, m->names->family, m->names->nfamily, 3000);
		static const char *const before[] = { "O'", "Mc", "de la ", "van der ", "De", "St. ", "Al-" };
		if (draw(m, 14) == 0)
			m->family[i] = str_fmt(m->c->mem, "%s" STR_FMT, ANY(m, before), STR_ARG(m->family[i]));
		else if (draw(m, 16) == 0)
			m->family[i] = str_fmt(m->c->mem, STR_FMT "-" STR_FMT, STR_ARG(m->family[i]), STR_ARG(draw_name(m, m->names->family, m->names->nfamily, 3000)));
	}
}

static void label(struct maker *m, size_t from)
{
	sample *s = m->to;
	*ARENA_PUSH(m->c->mem, s->names, s->n, s->room) = (named){ from, m->text.n };
}

static void add_str(struct maker *m, str s)
{
	buf_add(&m->text, s.p, s.n);
}

static void add_capitals(struct maker *m, size_t from)
{
	for (size_t i = from; i < m->text.n; i++)
		if (m->text.p[i] >= 'a' && m->text.p[i] <= 'z')
			m->text.p[i] = (char)(m->text.p[i] - 32);
}

static void add_middle(struct maker *m)
{
	if (draw(m, 4) == 0)
		buf_fmt(&m->text, " %c%s", 'A' + (int)draw(m, 26), draw(m, 5) ? "." : "");
}

static void add_full(struct maker *m, size_t who)
{
	add_str(m, m->given[who]);
	add_middle(m);
	buf_byte(&m->text, draw(m, 25) ? ' ' : '\n');
	add_str(m, m->family[who]);
	if (draw(m, 18) == 0)
		buf_z(&m->text, draw(m, 2) ? " Jr." : ", Sr.");
}

static bool add_person(struct maker *m, const char *how, size_t n)
{
	size_t who = draw(m, draw(m, 3) ? 3 : 6), from = m->text.n;
	str is = { how, n };
	if (str_is(is, "title")) {
		buf_fmt(&m->text, "%s ", ANY(m, titles));
		from = m->text.n;
		if (draw(m, 4) == 0)
			add_full(m, who);
		else
			add_str(m, m->family[who]);
	} else if (str_is(is, "full"))
		add_full(m, who);
	else if (str_is(is, "CAPS")) {
		add_full(m, who);
		add_capitals(m, from);
	} else if (str_is(is, "last"))
		add_str(m, m->family[who]);
	else if (str_is(is, "LAST")) {
		add_str(m, m->family[who]);
		add_capitals(m, from);
	} else if (str_is(is, "first"))
		add_str(m, m->given[who]);
	else if (str_is(is, "poss")) {
		add_str(m, m->family[who]);
		label(m, from);
		buf_z(&m->text, "'s");
		return true;
	} else if (str_is(is, "init")) {
		buf_fmt(&m->text, "%c. ", m->given[who].p[0]);
		add_str(m, m->family[who]);
	} else if (str_is(is, "inverted")) {
		add_str(m, m->family[who]);
		buf_z(&m->text, ", ");
		add_str(m, m->given[who]);
		add_middle(m);
		if (draw(m, 3) == 0)
			add_capitals(m, from);
	} else
		return false;
	label(m, from);
	return true;
}

/* ---- everything else ----------------------------------------------------------------------------- */

static void add_org(struct maker *m)
{
	/* Firms are often called after people, and are none. */
	if (draw(m, 3) == 0)
		add_str(m, draw_name(m, m->names->family, m->names->nfamily, 3000));
	else
		buf_z(&m->text, ANY(m, roots));
	buf_fmt(&m->text, " %s%s", ANY(m, trades), ANY(m, ends));
}

static void add_thing(struct maker *m, const char *what, size_t n)
{
	str is = { what, n };
	size_t from = m->text.n;
	buf *b = &m->text;
	if (str_is(is, "org") || str_is(is, "ORG")) {
		add_org(m);
		if (is.p[0] == 'O')
			add_capitals(m, from);
	} else if (str_is(is, "firm")) {
		add_str(m, draw_name(m, m->names->family, m->names->nfamily, 3000));
		buf_z(b, draw(m, 2) ? " & " : ", ");
		add_str(m, draw_name(m, m->names->family, m->names->nfamily, 3000));
		buf_z(b, draw(m, 2) ? " LLP" : " & Associates, P.C.");
	} else if (str_is(is, "citation")) {
		add_str(m, draw_name(m, m->names->family, m->names->nfamily, 3000));
		buf_z(b, " v. ");
		if (draw(m, 2))
			add_org(m);
		else
			add_str(m, draw_name(m, m->names->family, m->names->nfamily, 3000));
		buf_fmt(b, ", %u %s %u (%u)", 100 + draw(m, 500), draw(m, 2) ? "U.S." : "F.3d", 1 + draw(m, 999), 1950 + draw(m, 70));
	} else if (str_is(is, "place"))
		buf_fmt(b, "%s, %s", ANY(m, cities), ANY(m, states));
	else if (str_is(is, "PLACE")) {
		buf_z(b, ANY(m, states));
		add_capitals(m, from);
	} else if (str_is(is, "city"))
		buf_z(b, ANY(m, cities));
	else if (str_is(is, "hotel"))
		add_str(m, draw_name(m, m->names->family, m->names->nfamily, 3000));
	else if (str_is(is, "street")) {
		if (draw(m, 2))
			add_str(m, draw_name(m, m->names->family, m->names->nfamily, 2000));
		else
			buf_z(b, ANY(m, roots));
		buf_fmt(b, " %s", ANY(m, roads));
	} else if (str_is(is, "date"))
		buf_fmt(b, "%s %u, %u", ANY(m, months), 1 + draw(m, 28), 1960 + draw(m, 65));
	else if (str_is(is, "month"))
		buf_z(b, ANY(m, months));
	else if (str_is(is, "weekday"))
		buf_z(b, ANY(m, weekdays));
	else if (str_is(is, "year"))
		buf_fmt(b, "%u", 1960 + draw(m, 65));
	else if (str_is(is, "age"))
		buf_fmt(b, "%u", 18 + draw(m, 70));
	else if (str_is(is, "time"))
		buf_fmt(b, "%u:%02u %s", 1 + draw(m, 12), draw(m, 60), draw(m, 2) ? "a.m." : "PM");
	else if (str_is(is, "money"))
		buf_fmt(b, "$%u,%03u", 1 + draw(m, 900), draw(m, 1000));
	else if (str_is(is, "role"))
		buf_z(b, ANY(m, roles));
	else if (str_is(is, "trade"))
		buf_z(b, ANY(m, works));
	else if (str_is(is, "subject"))
		buf_z(b, ANY(m, subjects));
	else if (str_is(is, "mail"))
		buf_fmt(b, "user%u@example.com", draw(m, 9999));
	else
		buf_fmt(b, "%u", 1 + draw(m, 9999));
}

static void add_sentence(struct maker *m, const char *s)
{
	while (*s) {
		const char *hole = strchr(s, '{'), *end = hole ? strchr(hole, '}') : NULL;
		if (!end) {
			buf_z(&m->text, s);
			return;
		}
		buf_add(&m->text, s, (size_t)(hole - s));
		if (!add_person(m, hole + 1, (size_t)(end - hole) - 1))
			add_thing(m, hole + 1, (size_t)(end - hole) - 1);
		s = end + 1;
	}
}

void corpus_make(corpus *c, const name_lists *names, size_t texts, uint64_t seed)
{
	struct maker m = { .c = c, .names = names, .state = seed * 2654435761u + 88172645463325252u };
	enum { SENTENCES = sizeof sentences / sizeof *sentences };
	c->source = "made";
	for (size_t i = 0; i < texts; i++) {
		m.held_out = i % 5 == 0;
		m.to = ARENA_PUSH(c->mem, c->list, c->n, c->room);
		*m.to = (sample){ .held_out = m.held_out };
		draw_people(&m);
		buf_clear(&m.text);
		for (uint32_t k = 0, n = 3 + draw(&m, 12); k < n;) {
			/* One sentence in five is never learned from. */
			size_t which = draw(&m, SENTENCES);
			if ((which % 5 == 2) != m.held_out)
				continue;
			add_sentence(&m, sentences[which]);
			k++;
		}
		m.to->text = str_dup(buf_view(&m.text), c->mem);
	}
	buf_free(&m.text);
}
