#include "formats/docx/import/codes.h"
#include "redact/base/buf.h"

#include <string.h>
#include <strings.h>

/* What a switch takes along. */
enum takes { TAKES_NOTHING = 0, TAKES_NUMBER = '#', TAKES_LEVELS = '-', TAKES_PLACE = '@', TAKES_SEQUENCE = '=' };

static const struct kind {
	const char *name;
	char takes;              /* of the field itself */
	const char *switches;    /* "h o-": letters, each with what it takes */
	bool spans, jumps;
} kinds[] = {
	{ "PAGE", 0, "", false, false }, { "NUMPAGES", 0, "", false, false },
	{ "SECTION", 0, "", false, false }, { "SECTIONPAGES", 0, "", false, false },
	{ "SEQ", TAKES_SEQUENCE, "c h n r# s#", false, false },
	{ "REF", TAKES_PLACE, "f h n p r t w", true, true },
	{ "PAGEREF", TAKES_PLACE, "h p", false, true },
	{ "NOTEREF", TAKES_PLACE, "f h p", false, true },
	{ "TOC", 0, "a= b@ c= h l- n- o- u w x z", true, true },
	{ "HYPERLINK", 0, "l@", true, true },
};

static const char *const shapes[] = { "Arabic", "roman", "ROMAN", "alphabetic", "ALPHABETIC",
                                      "Ordinal", "CardText", "OrdText", "ArabicDash" };

/* The names under which word processors count captions. */
static const char *const sequences[] = {
	"Figure", "Table", "Equation", "Abbildung", "Tabelle", "Formel", "Gleichung", "Tableau",
	"Figura", "Tabla", "Tabella", "Illustration", "Drawing", "Text",
};

/* ---- words of a code ------------------------------------------------------------------------- */

typedef struct code_word {
	str text;
	bool is_switch;  /* text is its letter */
} code_word;

static bool next_word(str *rest, code_word *out)
{
	size_t i = 0;
	while (i < rest->n && (unsigned char)rest->p[i] <= ' ')
		i++;
	if (i == rest->n)
		return false;
	size_t beg = i;
	if (rest->p[i] == '\\' && i + 1 < rest->n) {
		*out = (code_word){ str_sub(*rest, i + 1, i + 2), true };
		*rest = str_sub(*rest, i + 2, rest->n);
		return true;
	}
	bool quoted = rest->p[i] == '"';
	for (i += quoted, beg = i; i < rest->n; i++)
		if (quoted ? rest->p[i] == '"' : (unsigned char)rest->p[i] <= ' ' || rest->p[i] == '"')
			break;
	*out = (code_word){ str_sub(*rest, beg, i), false };
	*rest = str_sub(*rest, quoted && i < rest->n ? i + 1 : i, rest->n);
	return true;
}

static const struct kind *kind_of(str name)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (name.n == strlen(kinds[i].name) && strncasecmp(name.p, kinds[i].name, name.n) == 0)
			return &kinds[i];
	return NULL;
}

static const char *listed(str word, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_is(word, list[i]))
			return list[i];
	return NULL;
}

/* Case tells roman from ROMAN, but Arabic is ARABIC as well. */
static const char *shape_of(str word)
{
	const char *shape = listed(word, shapes, sizeof shapes / sizeof *shapes);
	for (size_t i = 0; !shape && i < sizeof shapes / sizeof *shapes; i++)
		if (word.n == strlen(shapes[i]) && strncasecmp(word.p, shapes[i], word.n) == 0)
			shape = shapes[i];
	return shape;
}

static bool is_number(str s)
{
	return s.n > 0 && s.n <= 4 && strspn(s.p, "0123456789") >= s.n;
}

/* "1-3" */
static bool is_levels(str s)
{
	return s.n == 3 && s.p[1] == '-' && s.p[0] >= '1' && s.p[0] <= '9' && s.p[2] >= '1' && s.p[2] <= '9';
}

static bool fits(char takes, str word)
{
	switch (takes) {
	case TAKES_NUMBER:   return is_number(word);
	case TAKES_LEVELS:   return is_levels(word);
	case TAKES_SEQUENCE: return listed(word, sequences, sizeof sequences / sizeof *sequences) != NULL;
	case TAKES_PLACE:    return word.n > 0 && word.n <= 255;
	default:             return false;
	}
}

/* -1 for a switch that the field does not have or that does not stay. */
static int switch_takes(const struct kind *k, char letter)
{
	for (const char *s = k->switches; *s; s++) {
		if (*s == letter && (s == k->switches || s[-1] == ' '))
			return s[1] == ' ' ? TAKES_NOTHING : s[1];
	}
	return -1;
}

/* ---- reading --------------------------------------------------------------------------------- */

struct writing {
	buf out;
	size_t place_at;
	str place;
};

static void put_word(struct writing *w, char takes, str word)
{
	if (takes == TAKES_PLACE) {
		w->place = word;
		w->place_at = w->out.n;
		buf_byte(&w->out, ' ');
	} else if (takes == TAKES_LEVELS || takes == TAKES_SEQUENCE) {
		buf_fmt(&w->out, "\"" STR_FMT "\" ", STR_ARG(word));
	} else {
		buf_fmt(&w->out, STR_FMT " ", STR_ARG(word));
	}
}

static void put_switch(struct writing *w, char letter)
{
	buf_fmt(&w->out, "\\%c ", letter);
}

/* A switch and what follows it. */
static void read_switch(struct writing *w, const struct kind *k, char letter, str *rest)
{
	str ahead = *rest;
	code_word next;
	bool more = next_word(&ahead, &next) && !next.is_switch;
	int takes = switch_takes(k, letter);
	if (takes == TAKES_NOTHING) {
		put_switch(w, letter);
	} else if (takes > 0 && more && fits((char)takes, next.text) && !(takes == TAKES_PLACE && w->place.n)) {
		put_switch(w, letter);
		put_word(w, (char)takes, next.text);
		*rest = ahead;
	} else if (letter == '*' && more && shape_of(next.text)) {
		put_switch(w, letter);
		put_word(w, 0, str_of(shape_of(next.text)));
		*rest = ahead;
	} else if (takes < 0 && more) {
		*rest = ahead;  /* a tooltip, the name of a frame, styles of one's own */
	} else if (takes == TAKES_LEVELS && letter == 'n') {
		put_switch(w, letter);
	}
}

bool code_read(str code, arena *mem, field_code *out)
{
	struct writing w = { 0 };
	code_word word;
	const struct kind *k = next_word(&code, &word) && !word.is_switch ? kind_of(word.text) : NULL;
	*out = (field_code){ 0 };
	if (!k)
		return false;
	bool named = k->takes == 0, ok = true;
	buf_fmt(&w.out, " %s ", k->name);
	while (ok && next_word(&code, &word)) {
		if (word.is_switch) {
			read_switch(&w, k, word.text.p[0], &code);
		} else if (!named) {
			ok = named = fits(k->takes, word.text);
			if (ok)
				put_word(&w, k->takes, word.text);
		} else if (strcmp(k->name, "HYPERLINK") == 0) {
			ok = false;  /* leads out of the document */
		}
	}
	ok &= named && (w.place.n || strcmp(k->name, "HYPERLINK") != 0);
	str all = str_dup(buf_view(&w.out), mem);
	buf_free(&w.out);
	size_t at = w.place.n ? w.place_at : all.n;
	*out = (field_code){ str_dup(w.place, mem), str_sub(all, 0, at), str_sub(all, at, all.n), k->spans, k->jumps };
	return ok;
}

/* ---- links out of the document --------------------------------------------------------------- */

/* 17.16.5.25: \l, \o and \t take a word along, \m and \n none. */
bool code_address(str code, str *address)
{
	code_word word;
	bool taken = false;
	*address = STR("");
	if (!next_word(&code, &word) || word.is_switch || word.text.n != 9 || strncasecmp(word.text.p, "HYPERLINK", 9) != 0)
		return false;
	while (next_word(&code, &word)) {
		if (!word.is_switch && !taken && !address->n)
			*address = word.text;
		taken = word.is_switch && memchr("lot*", word.text.p[0] | 0x20, 4);
	}
	return address->n > 0;
}

/* ---- ours ------------------------------------------------------------------------------------ */

/* "_Ref12" */
static bool is_place_of_ours(str word)
{
	return str_starts(word, "_Ref") && is_number(str_sub(word, 4, word.n < 8 ? word.n : 8)) && word.n <= 12 &&
	       strspn(word.p + 4, "0123456789") >= word.n - 4;
}

bool code_is_ours(str code)
{
	code_word word;
	bool any = false;
	while (next_word(&code, &word)) {
		if (!word.is_switch && !kind_of(word.text) && !shape_of(word.text) && !is_levels(word.text) &&
		    !is_number(word.text) && !fits(TAKES_SEQUENCE, word.text) && !is_place_of_ours(word.text))
			return false;
		any = true;
	}
	return any;
}
