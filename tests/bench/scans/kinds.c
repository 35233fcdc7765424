/* kinds.c - what the pages look like: letters, tables, forms, receipts, stamps ... */
#include "tests/bench/scans/scans.h"

#include <stdio.h>
#include <string.h>

static const float black[3] = { 0.05f, 0.05f, 0.05f }, white[3] = { 1, 1, 1 }, grey[3] = { 0.8f, 0.8f, 0.8f };

#define INK(face, size) (struct ink){ face, size, { 0.05f, 0.05f, 0.05f } }

static const char *const prose[] = {
	"the", "agreement", "of", "witness", "and", "to", "invoice", "in", "that", "delivery", "counsel", "was",
	"for", "plaintiff", "as", "defendant", "with", "on", "shipment", "by", "account", "at", "ledger", "from",
	"this", "which", "motion", "or", "an", "exhibit", "are", "were", "warehouse", "his", "her", "they", "testified",
	"have", "not", "statement", "under", "between", "after", "records", "would", "payment", "when", "officer",
	"there", "about", "contract", "because", "quarter", "before", "review", "through", "material", "against",
	"Section", "Court", "Monday", "received", "minutes", "company,", "hearing.", "filed", "order;", "evidence",
};
static const char *const given[] = {
	"Margaret", "Daniel", "Aisha", "William", "Ingrid", "Rafael", "Corinne", "Vivian", "Oliver", "Bartholomew",
	"Lucille", "Zachary", "Henrietta", "Malcolm", "Priscilla", "Quentin",
};
static const char *const family[] = {
	"Okonjo", "Lindqvist", "Fairweather", "Bellamy", "Castellano", "Whitfield", "Sorensen", "Delacroix",
	"Hollister", "Igwe", "Zielinski", "Thorne", "Villanueva", "McClure", "Burnside", "Oyelaran",
};
#define PICK(s, list) list[roll(&(s)->dice, nelem(list))]

/* ---- values to be found ------------------------------------------------------------------------- */

enum value { NAME, SSN, ACCOUNT, PHONE, VALUES };

static const char *value(struct sheet *s, enum value v, char *to, size_t room)
{
	struct dice *d = &s->dice;
	switch (v) {
	case NAME:
		snprintf(to, room, "%s %s", PICK(s, given), PICK(s, family));
		break;
	case SSN:
		snprintf(to, room, "%03u-%02u-%04u", 100 + roll(d, 600), 10 + roll(d, 89), roll(d, 10000));
		break;
	case ACCOUNT:
		snprintf(to, room, "%04u%04u%04u", 1000 + roll(d, 9000), roll(d, 10000), roll(d, 10000));
		break;
	default:
		snprintf(to, room, "(%03u) %03u-%04u", 201 + roll(d, 700), 200 + roll(d, 700), roll(d, 10000));
		break;
	}
	return to;
}

static float plant(struct sheet *s, struct ink ink, float x, float y, enum value v)
{
	char text[64];
	return put_words(s, ink, x, y, value(s, v, text, sizeof text), ++s->plants);
}

/* ---- running text -------------------------------------------------------------------------------- */

/* Lines of words between x0 and x1, about every fourth of them with a planted value. */
static float paragraph(struct sheet *s, struct ink ink, float x0, float x1, float y, int lines)
{
	float gap = ink.face == TYPEWRITER ? 0.6f * ink.size : 0.27f * ink.size;
	for (int line = 0; line < lines; line++, y += 1.25f * ink.size) {
		float x = x0;
		int at = 0, value_at = roll(&s->dice, 4) == 0 ? (int)roll(&s->dice, 4) : -1;
		while (x < x1 - 6 * ink.size) {
			if (at++ == value_at && x < x1 - 14 * ink.size)
				x = plant(s, ink, x, y, (enum value)roll(&s->dice, VALUES));
			else
				x = put_word(s, ink, x, y, PICK(s, prose), 0);
			x += gap;
		}
	}
	return y;
}

static void letterhead(struct sheet *s)
{
	put_words(s, INK(SERIF_BOLD, 16), 72, 64, "Meridian Freight & Storage", 0);
	put_words(s, INK(SANS, 8), 72, 78, "1180 Harbor Road, Suite 400 Baltimore, Maryland 21230", 0);
	put_box(s, fz_make_rect(72, 84, 540, 85), black);
}

static void letter(struct sheet *s)
{
	static const enum face faces[] = { SERIF, SANS, SERIF_ITALIC, TYPEWRITER, SERIF_BOLD };
	float y = 108;
	letterhead(s);
	plant(s, INK(SERIF, 11), 72, y, NAME);
	y += 28;
	for (int i = 0; i < 5; i++)
		y = paragraph(s, INK(faces[i], 9 + (float)i), 72, 540, y, 7) + 8;
	plant(s, INK(SERIF_ITALIC, 14), 72, y + 10, NAME);
}

static void small_print(struct sheet *s)
{
	float y = 60;
	y = paragraph(s, INK(SERIF, 7), 60, 552, y, 10) + 12;
	y = paragraph(s, INK(SANS, 7), 60, 552, y, 10) + 12;
	paragraph(s, INK(SERIF, 8), 60, 552, y, 8);
}

static void columns(struct sheet *s)
{
	put_words(s, INK(SANS_BOLD, 14), 60, 60, "Quarterly Review of Claims", 0);
	paragraph(s, INK(SERIF, 9), 60, 292, 84, 30);
	paragraph(s, INK(SERIF, 9), 320, 552, 84, 30);
}

/* ---- tables and forms ---------------------------------------------------------------------------- */

static void table(struct sheet *s)
{
	static const float at[] = { 54, 190, 290, 400, 490, 558 };
	static const char *const heads[] = { "Employee", "Soc. Sec. No.", "Telephone", "Account", "Amount" };
	static const enum value what[] = { NAME, SSN, PHONE, ACCOUNT };
	float top = 90, row = 18;
	int rows = 32;
	put_words(s, INK(SANS_BOLD, 13), 54, 64, "Schedule of Payments", 0);
	for (int i = 0; i <= rows + 1; i++)
		put_box(s, fz_make_rect(at[0], top + (float)i * row, at[5], top + (float)i * row + 0.7f), black);
	for (int i = 0; i < 6; i++)
		put_box(s, fz_make_rect(at[i], top, at[i] + 0.7f, top + (float)(rows + 1) * row), black);
	put_box(s, fz_make_rect(at[0], top, at[5], top + row), grey);
	for (int i = 0; i < 5; i++)
		put_words(s, INK(SANS_BOLD, 9), at[i] + 4, top + 13, heads[i], 0);
	for (int r = 1; r <= rows; r++) {
		float y = top + (float)r * row + 13;
		char amount[24];
		for (int i = 0; i < 4; i++)
			plant(s, INK(r % 2 ? SERIF : SANS, 9), at[i] + 4, y, what[i]);
		snprintf(amount, sizeof amount, "%u.%02u", 100 + roll(&s->dice, 9000), roll(&s->dice, 100));
		put_word(s, INK(SANS, 9), at[4] + 8, y, amount, 0);
	}
}

/* A field with a cell for each character. */
static void comb(struct sheet *s, float x, float y, const char *digits)
{
	int plant = ++s->plants;
	float cell = 15;
	char one[2] = { 0 };
	fz_rect box = fz_empty_rect;
	for (int i = 0; digits[i]; i++) {
		put_frame(s, fz_make_rect(x + cell * (float)i, y - 13, x + cell * (float)(i + 1) + 0.7f, y + 4), 0.7f, black);
		one[0] = digits[i];
		put_word(s, INK(TYPEWRITER, 11), x + cell * (float)i + 4, y, one, plant);
		box = fz_union_rect(box, s->words[--s->n].box);
	}
	struct truth *t = &s->words[s->n++];
	snprintf(t->text, sizeof t->text, "%.20s", digits);
	t->box = box;
}

static void form(struct sheet *s)
{
	static const char *const labels[] = { "Last name, first name", "Social security number", "Home telephone", "Account number" };
	static const enum value what[] = { NAME, SSN, PHONE, ACCOUNT };
	char digits[64];
	put_words(s, INK(SANS_BOLD, 14), 54, 60, "Application for Benefits Form 1180-B", 0);
	for (int i = 0; i < 18; i++) {
		float y = 84 + (float)i * 36;
		for (int half = 0; half < 2; half++) {
			float x = half ? 310 : 54;
			enum value v = what[(i + 2 * half) % 4];
			put_frame(s, fz_make_rect(x, y, x + 248, y + 34), 0.8f, black);
			put_words(s, INK(SANS, 7), x + 4, y + 9, labels[v], 0);
			if (i % 4 == 3 && half)
				comb(s, x + 10, y + 28, value(s, ACCOUNT, digits, sizeof digits));
			else
				plant(s, INK(i % 3 ? TYPEWRITER : SANS, 11), x + 8, y + 27, v);
		}
	}
}

static void receipt(struct sheet *s)
{
	struct ink ink = INK(TYPEWRITER, 8);
	put_words(s, INK(SANS_BOLD, 12), 30, 30, "HARBOR PHARMACY", 0);
	put_words(s, ink, 30, 44, "1180 Harbor Road", 0);
	put_words(s, ink, 12, 64, "Patient", 0);
	plant(s, ink, 70, 64, NAME);
	put_words(s, ink, 12, 76, "Member", 0);
	plant(s, ink, 70, 76, ACCOUNT);
	put_words(s, ink, 12, 88, "Phone", 0);
	plant(s, ink, 70, 88, PHONE);
	for (int i = 0; i < 16; i++) {
		char price[16];
		snprintf(price, sizeof price, "%u.%02u", 1 + roll(&s->dice, 90), roll(&s->dice, 100));
		put_words(s, ink, 12, 108 + (float)i * 11, PICK(s, prose), 0);
		put_word(s, ink, 160, 108 + (float)i * 11, price, 0);
	}
	put_words(s, ink, 12, 300, "CARD", 0);
	plant(s, ink, 50, 300, ACCOUNT);
	put_words(s, ink, 12, 312, "SSN", 0);
	plant(s, ink, 50, 312, SSN);
	put_words(s, INK(TYPEWRITER, 9), 40, 332, "THANK YOU", 0);
}

/* ---- stamps and headers -------------------------------------------------------------------------- */

static void stamp_at(struct sheet *s, float x, float y, float degrees, const float colour[3])
{
	fz_matrix before = s->view;
	struct ink big = { SANS_BOLD, 15, { colour[0], colour[1], colour[2] } }, line = big;
	line.size = 11;
	s->view = fz_concat(fz_concat(fz_rotate(degrees), fz_translate(x, y)), before);
	/* Ink on ink: what was black stays black. */
	fz_begin_group(s->ctx, s->dev, fz_infinite_rect, fz_device_rgb(s->ctx), 0, 0, FZ_BLEND_MULTIPLY, 1);
	put_frame(s, fz_make_rect(0, 0, 190, 62), 2, colour);
	put_words(s, big, 14, 22, "RECEIVED NOV 22", 0);
	plant(s, line, 14, 38, NAME);
	plant(s, line, 14, 53, ACCOUNT);
	fz_end_group(s->ctx, s->dev);
	s->view = before;
}

static void stamped(struct sheet *s)
{
	static const float red[3] = { 0.83f, 0.1f, 0.15f }, blue[3] = { 0.15f, 0.2f, 0.75f };
	letter(s);
	stamp_at(s, 330, 200, -6, red);
	stamp_at(s, 120, 420, 4, blue);
}

static void inverted(struct sheet *s)
{
	struct ink bright = { SANS_BOLD, 10, { 1, 1, 1 } };
	float y = 60;
	for (int i = 0; i < 6; i++, y += 22) {
		put_box(s, fz_make_rect(54, y, 558, y + 18), black);
		put_words(s, bright, 60, y + 13, i % 2 ? "Account holder" : "Statement of", 0);
		plant(s, bright, 170, y + 13, (enum value)(i % VALUES));
		plant(s, bright, 330, y + 13, (enum value)((i + 1) % VALUES));
		y = paragraph(s, INK(SERIF, 10), 60, 552, y + 34, 4);
	}
	put_box(s, fz_make_rect(54, y, 300, y + 60), black);
	bright.size = 9;
	for (int i = 0; i < 4; i++)
		plant(s, bright, 62, y + 13 + (float)i * 13, (enum value)i);
	put_box(s, fz_make_rect(310, y, 558, y + 60), white);
}

const struct kind kinds[] = {
	{ "letter",   612, 792, letter,      0, CLEAN,        0 },
	{ "scan",     612, 792, letter,      0, SCANNED,      0 },
	{ "small",    612, 792, small_print, 0, SCANNED,      0 },
	{ "columns",  612, 792, columns,     0, SCANNED,      0 },
	{ "table",    612, 792, table,       0, SCANNED,      0 },
	{ "form",     612, 792, form,        0, SCANNED,      0 },
	{ "receipt",  216, 350, receipt,     0, THERMAL,      0 },
	{ "stamp",    612, 792, stamped,     1, SCANNED,      0 },
	{ "inverted", 612, 792, inverted,    0, SCANNED,      0 },
	{ "fax",      612, 792, letter,      0, FAXED,        0 },
	{ "faint",    612, 792, letter,      0, FAINT,        0 },
	{ "photo",    612, 792, letter,      1, PHOTOGRAPHED, 0 },
	{ "right",    612, 792, letter,      0, SCANNED,     90 },
	{ "down",     612, 792, table,       0, SCANNED,    180 },
	{ "left",     612, 792, columns,     0, SCANNED,    270 },
	{ NULL, 0, 0, NULL, 0, CLEAN, 0 },
};
