#include "tests/bench/patterns/texts.h"

#include <string.h>

static const char names[] = "Ines Vance|Dmitri Kirsch|Lupe Santangelo|Hollis Brandt|Teodora Bakshi|Wendell Okafor|Priya Lindqvist|Cormac Dunleavy";
static const char firms[] = "Kestrel Freight|Halvorsen Clinic|Bramble & Stroud|Pinecrest Savings|Lakeshore Title|Dunmore Assurance";

/* What looks like a value and is none. */
static const char decoys[] =
	"See 42 U.S.C. § 1396r-8(k)(2) and 17 C.F.R. § 240.10b-5.|The rule is that of 519 U.S. 1083, 1087-88 (1997).|"
	"Compare 612 F.3d 1140, 1146 (9th Cir. 2010).|The pump is part no. 48-2210-77B, and the seal 7731-0044-C.|"
	"Invoice 204488### was paid in ~# days.|The bid came to $1,20#,55#.12 against $98#,###.|It measured 2,125 x 3,100 mm at 4.~ bar.|"
	"The lease ran from 1998-2003 and again in 2011-2016.|Exhibit 11# is at ECF No. 118-~.|Bates KEST-000482## to KEST-000483##.|"
	"The book is ISBN 978-0-306-40615-7.|UPS shows 1Z 999 AA1 01 2345 6784 as delivered.|The hearing was at 10:30 a.m. on March 1#, 202~.|"
	"Tr. 112:14-113:2 says so.|Section 3.14.2.~ of the manual governs.|Firmware 4.2.1# was installed.|Lot 0044-221# held 500 vials of 250 mg.|"
	"Between 415 and 555 units of 0100 were made.|Dated 0#/1#/202~, effective 1~/01/202#.|The meter read 00482913 in May and 00491#77 in June.|"
	"About 3,400,000 people live there; 67,###,### voted.|He drove 536 miles on I-90 and 4399 more by train.|PO 45000#### covers pallets 1# to ~#.|"
	"The caliper showed 0.00#-0.01# inch.|Model XR-2200-45 replaced model 19-204.|Room ~## of the Federal Building is closed on Mondays.|"
	"In 2019 the District Court heard ~ of 12 motions.|Docket entries 14, 15 and 1# were sealed.|The score was 21-14, 17-21, 21-19.|"
	"ASTM D4169-16 and ISO 9001:2015 apply.|Form 1099-MISC and Form 8949 were filed for 202~.|The account of what happened fills 14 pages.|"
	"His social life in 2018 is not at issue.|She was called in 2021 and again in 2022.|The clinic has 3 wings and 240 beds.|"
	"Batch 88120###4 left the plant on 1# June.|The parcel is APN 123-45#-0~.|Rule 5.2 and Rule 26(b)(3) were read to the jury.|"
	"Serial 30-41#7-22 of the compressor is worn.|Gauge pressure fell from 114.~ to 98.6 in 20 minutes.|Check 10#4 cleared for $4~0.00.";

/* {L} a word for the value, {V} the value, {P} a person, {F} a firm. */
static const char sentences[] =
	"{P} gave {L} {V} at intake.|The {L}: {V} belongs to {P}.|{L} {V} stands on the first page.|{P}'s {L} is {V}.|For {P}, {L} {V}, the file is closed.|"
	"We have on file {L}: {V}.|{P} ({L} {V}) appeared.|Please correct {L} {V} in the records of {F}.|{L}: {V}|The clerk wrote {L} {V}; {P} signed.";
static const char bare_sentences[] =
	"{P} wrote {V} on the slip.|The note says {V} and nothing else.|It reads \"{V}\".|Our copy has {V}, theirs does not.|{V} was typed below the signature of {P}.";
static const char fillers[] =
	"We have reviewed what you sent and find most of it in order.|Nothing in this paragraph waives any right of {F}.|The parties met and conferred without result.|"
	"{P} has worked at {F} for some years.|As the record shows, the shipment was late and the goods were damp.|Counsel objected to the form of the question.|"
	"Please let us know if anything is missing.|The witness was shown the photograph and looked at it for a while.|No decision has been made about the north wing.";

struct maker { dice d; sample *s; };

static void put_words(struct maker *m, str words)
{
	buf *b = &m->s->text;
	for (str piece; words.n;) {
		const char *open = memchr(words.p, '{', words.n);
		size_t n = open ? (size_t)(open - words.p) : words.n;
		shape_put(&m->d, b, str_sub(words, 0, n));
		if (!open)
			return;
		piece = pick(&m->d, words.p[n + 1] == 'P' ? names : firms);
		buf_str(b, piece);
		words = str_sub(words, n + 3, words.n);
	}
}

static void put_value(struct maker *m, const kind *of, bool cued)
{
	sample *s = m->s;
	size_t beg = s->text.n;

	value_put(&m->d, &s->text, of, cued);
	if (s->n < sizeof s->labels / sizeof *s->labels)
		s->labels[s->n++] = (label){ beg, s->text.n, of->name };
}

/* # and its like mean digits only in what has no value's slot, so names are put apart. */
static void put_sentence(struct maker *m, str words, const kind *of, bool cued)
{
	buf *b = &m->s->text;
	for (size_t i = 0; i < words.n; i++) {
		if (words.p[i] != '{') {
			buf_byte(b, words.p[i]);
			continue;
		}
		char what = words.p[i + 1];
		if (what == 'V')
			put_value(m, of, cued);
		else
			buf_str(b, pick(&m->d, what == 'L' ? of->cues : what == 'P' ? names : firms));
		i += 2;
	}
}

static const kind *any_kind(struct maker *m)
{
	return &kinds[roll(&m->d, (unsigned)nkinds)];
}

static void one_sentence(struct maker *m)
{
	unsigned what = roll(&m->d, 10);
	const kind *of = any_kind(m);

	if (what < 4)
		put_sentence(m, pick(&m->d, sentences), of, true);
	else if (what < 5 && *of->alone)
		put_sentence(m, pick(&m->d, bare_sentences), of, false);
	else if (what < 8)
		put_words(m, pick(&m->d, decoys));
	else
		put_sentence(m, pick(&m->d, fillers), of, false);
}

static void end_line(struct maker *m)
{
	buf_byte(&m->s->text, '\n');
}

/* ---- forms of text --------------------------------------------------------------------------- */

static void letter(struct maker *m)
{
	put_sentence(m, STR("{F}\nDear {P}:\n\n"), kinds, false);
	for (unsigned n = 3 + roll(&m->d, 8); n--;) {
		one_sentence(m);
		buf_z(&m->s->text, roll(&m->d, 4) ? " " : "\n\n");
	}
	put_sentence(m, STR("\nYours,\n{P}\n"), kinds, false);
}

static void transcript(struct maker *m)
{
	for (unsigned i = 1, n = 8 + roll(&m->d, 10); i <= n; i++) {
		buf_fmt(&m->s->text, "%2u  %s  ", i, i % 2 ? "Q." : "A.");
		one_sentence(m);
		end_line(m);
	}
}

static void statement(struct maker *m)
{
	static const char *const held[] = { "account", "routing", "card", "phone", "address", "email" };

	put_sentence(m, STR("{F}\nStatement of {P}\n"), kinds, false);
	for (size_t i = 0; i < sizeof held / sizeof *held; i++)
		for (size_t k = 0; k < nkinds; k++)
			if (strcmp(kinds[k].name, held[i]) == 0 && roll(&m->d, 2)) {
				put_sentence(m, STR("{L}: {V}"), &kinds[k], true);
				end_line(m);
			}
	for (unsigned n = 4 + roll(&m->d, 8); n--;) {
		shape_put(&m->d, &m->s->text, pick(&m->d, "0~/1#\tCard purchase 48#~\t-$1#.##\t$4,~##.18|0~/2#\tDeposit\t$2,4##.00\t$9,###.41|"
		                                         "1~/0#\tCheck 10##\t-$###.##\t$1,~##.07|0~/0#\tWire ref. 2023011#-0~77\t$1#,###.00\t$21,###.90"));
		end_line(m);
	}
}

static void table(struct maker *m)
{
	static const char decoy_heads[] = "Order|Tracking|Qty|Invoice|Amount|Date|Lot";
	const kind *columns[4] = { NULL };
	unsigned width = 2 + roll(&m->d, 3), rows = 3 + roll(&m->d, 6);
	str shapes[4];

	put_words(m, pick(&m->d, decoys));
	buf_z(&m->s->text, "\n\nName");
	for (unsigned i = 0; i < width; i++) {
		columns[i] = roll(&m->d, 2) ? any_kind(m) : NULL;
		buf_byte(&m->s->text, '\t');
		buf_str(&m->s->text, columns[i] ? pick(&m->d, columns[i]->heads) : pick(&m->d, decoy_heads));
		shapes[i] = pick(&m->d, "4########|##|INV-#####|$#,###.##|0~/1#/202~|LOT ####");
	}
	end_line(m);
	while (rows--) {
		buf_str(&m->s->text, pick(&m->d, names));
		for (unsigned i = 0; i < width; i++) {
			buf_byte(&m->s->text, '\t');
			if (columns[i] && roll(&m->d, 12) == 0)
				buf_str(&m->s->text, pick(&m->d, "N/A|none|withheld"));
			else if (columns[i])
				put_value(m, columns[i], true);
			else
				shape_put(&m->d, &m->s->text, shapes[i]);
		}
		end_line(m);
	}
	one_sentence(m);
	end_line(m);
}

/* One digit to a box, as forms have it; the dashes are printed on the form. */
static void boxes(struct maker *m)
{
	sample *s = m->s;
	buf digits = { 0 };

	shape_put(&m->d, &digits, STR("~########"));
	buf_str(&s->text, pick(&m->d, "SSN|Social Security Number|Social security no."));
	buf_byte(&s->text, roll(&m->d, 2) ? '\t' : '\n');
	size_t beg = s->text.n;
	for (size_t i = 0; i < digits.n; i++)
		buf_fmt(&s->text, "%s%c", i ? "\t" : "", digits.p[i]);
	s->labels[s->n++] = (label){ beg, s->text.n, "ssn" };
	end_line(m);
	buf_free(&digits);
}

static void form(struct maker *m)
{
	put_words(m, pick(&m->d, "FORM 20-~##\n|Application for benefits, rev. 0~/2#\n|Schedule C, page ~ of 7\n"));
	for (unsigned n = 4 + roll(&m->d, 7); n--;) {
		const kind *of = any_kind(m);
		put_sentence(m, pick(&m->d, "{L}\t{V}|{L}:\t{V}|{L}\n{V}|{L}: {V}|{L}  {V}|{L} ....... {V}"), of, true);
		end_line(m);
		if (roll(&m->d, 3) == 0) {
			put_words(m, pick(&m->d, "Quantity\t~#\n|Filed on\t0~/1#/202~\n|Reference\t20230#1~-####\n|Amount due\t$1,0#~.##\n|Total pages\t1#\n"));
		}
	}
	if (roll(&m->d, 3) == 0)
		boxes(m);
}

void texts_make(sample *s, uint64_t seed)
{
	static const struct { const char *name; void (*make)(struct maker *m); } forms[] = {
		{ "letter", letter }, { "transcript", transcript }, { "statement", statement }, { "table", table }, { "form", form },
	};
	struct maker m = { { seed * 0x9E3779B97F4A7C15u + 1 }, s };

	for (int i = 0; i < 4; i++)
		roll(&m.d, 2);
	unsigned which = roll(&m.d, sizeof forms / sizeof *forms);
	s->form = forms[which].name;
	forms[which].make(&m);
}
