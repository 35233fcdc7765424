#include "formats/pdf/walk/plain.h"
#include "formats/pdf/walk/names.h"

#include <string.h>

/* What an operator takes: so many numbers, or something of its own. */
enum takes {
	TAKES_NUMBERS,   /* exactly .numbers                                          */
	TAKES_COLOURS,   /* 1 to 4 numbers                                            */
	TAKES_STRING,    /* .numbers, then one string                                 */
	TAKES_SHOW,      /* an array of strings and numbers                           */
	TAKES_DASH,      /* an array of numbers, and a number                         */
	TAKES_FONT,      /* a font's name and a number                                */
	TAKES_STATE,     /* the name of a graphics state                              */
	TAKES_SPACE,     /* the name of a colour space                                */
	TAKES_OBJECT,    /* the name of an image                                      */
	TAKES_TAG,       /* marked content, which is left out                         */
};

static const struct plain_op { const char *word; enum takes takes; int numbers; } ops[] = {
	{ "q", TAKES_NUMBERS, 0 },   { "Q", TAKES_NUMBERS, 0 },   { "cm", TAKES_NUMBERS, 6 },
	{ "w", TAKES_NUMBERS, 1 },   { "j", TAKES_NUMBERS, 1 },   { "J", TAKES_NUMBERS, 1 },
	{ "M", TAKES_NUMBERS, 1 },   { "i", TAKES_NUMBERS, 1 },   { "d", TAKES_DASH, 1 },
	{ "m", TAKES_NUMBERS, 2 },   { "l", TAKES_NUMBERS, 2 },   { "c", TAKES_NUMBERS, 6 },
	{ "v", TAKES_NUMBERS, 4 },   { "y", TAKES_NUMBERS, 4 },   { "h", TAKES_NUMBERS, 0 },
	{ "re", TAKES_NUMBERS, 4 },  { "S", TAKES_NUMBERS, 0 },   { "s", TAKES_NUMBERS, 0 },
	{ "f", TAKES_NUMBERS, 0 },   { "F", TAKES_NUMBERS, 0 },   { "f*", TAKES_NUMBERS, 0 },
	{ "B", TAKES_NUMBERS, 0 },   { "B*", TAKES_NUMBERS, 0 },  { "b", TAKES_NUMBERS, 0 },
	{ "b*", TAKES_NUMBERS, 0 },  { "n", TAKES_NUMBERS, 0 },   { "W", TAKES_NUMBERS, 0 },
	{ "W*", TAKES_NUMBERS, 0 },  { "BT", TAKES_NUMBERS, 0 },  { "ET", TAKES_NUMBERS, 0 },
	{ "Tc", TAKES_NUMBERS, 1 },  { "Tw", TAKES_NUMBERS, 1 },  { "Tz", TAKES_NUMBERS, 1 },
	{ "TL", TAKES_NUMBERS, 1 },  { "Tr", TAKES_NUMBERS, 1 },  { "Ts", TAKES_NUMBERS, 1 },
	{ "Td", TAKES_NUMBERS, 2 },  { "TD", TAKES_NUMBERS, 2 },  { "Tm", TAKES_NUMBERS, 6 },
	{ "T*", TAKES_NUMBERS, 0 },  { "Tj", TAKES_STRING, 0 },   { "'", TAKES_STRING, 0 },
	{ "\"", TAKES_STRING, 2 },   { "TJ", TAKES_SHOW, 0 },     { "Tf", TAKES_FONT, 1 },
	{ "g", TAKES_NUMBERS, 1 },   { "G", TAKES_NUMBERS, 1 },   { "rg", TAKES_NUMBERS, 3 },
	{ "RG", TAKES_NUMBERS, 3 },  { "k", TAKES_NUMBERS, 4 },   { "K", TAKES_NUMBERS, 4 },
	{ "sc", TAKES_COLOURS, 0 },  { "SC", TAKES_COLOURS, 0 },  { "scn", TAKES_COLOURS, 0 },
	{ "SCN", TAKES_COLOURS, 0 }, { "cs", TAKES_SPACE, 0 },    { "CS", TAKES_SPACE, 0 },
	{ "gs", TAKES_STATE, 0 },    { "Do", TAKES_OBJECT, 0 },   { "BMC", TAKES_TAG, 0 },
	{ "BDC", TAKES_TAG, 0 },     { "EMC", TAKES_TAG, 0 },     { "MP", TAKES_TAG, 0 },
	{ "DP", TAKES_TAG, 0 },
};

enum { LONGEST_NAME = 63, LONGEST_NUMBER = 24, DEEPEST = 200 };

struct copier {
	const char *p, *end;
	fz_buffer *out;
	struct rpdf_names names;
	/* The operands so far. */
	const char *beg;             /* where the first begins; NULL when there is none      */
	int numbers, strings, arrays, dicts, nnames;
	bool array_has_string;
	char name[LONGEST_NAME + 1]; /* the first name                                       */
	const char *after_name;      /* the source behind it                                 */
	/* The state, as far as it decides whether text is drawn. */
	int depth;
	bool in_text, in_path;
	bool has_font[DEEPEST];
};

/* ---- tokens: each returns false when what it meets is not plain ------------------------------- */

static bool is_white(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool ends_token(const struct copier *c)
{
	return c->p == c->end || is_white(*c->p) || memchr("()<>[]{}/%", *c->p, 10);
}

static bool take_number(struct copier *c)
{
	const char *beg = c->p;
	int digits = 0;
	if (*c->p == '+' || *c->p == '-')
		c->p++;
	for (; c->p < c->end && is_digit(*c->p); c->p++)
		digits++;
	if (c->p < c->end && *c->p == '.')
		for (c->p++; c->p < c->end && is_digit(*c->p); c->p++)
			digits++;
	return digits > 0 && c->p - beg <= LONGEST_NUMBER && ends_token(c);
}

static bool take_literal(struct copier *c)
{
	int depth = 0;
	for (; c->p < c->end; c->p++) {
		if (*c->p == '\\')
			c->p++;
		else if (*c->p == '(')
			depth++;
		else if (*c->p == ')' && --depth == 0)
			break;
	}
	if (c->p >= c->end)
		return false;
	c->p++;
	return true;
}

static bool take_hex(struct copier *c)
{
	for (c->p++; c->p < c->end && *c->p != '>'; c->p++) {
		char low = *c->p | 0x20;
		if (!is_digit(*c->p) && !(low >= 'a' && low <= 'f') && !is_white(*c->p))
			return false;
	}
	if (c->p == c->end)
		return false;
	c->p++;
	return true;
}

static bool take_name(struct copier *c)
{
	const char *beg = ++c->p;
	while (!ends_token(c)) {
		if (*c->p == '#')
			return false;
		c->p++;
	}
	if (c->p - beg > LONGEST_NAME)
		return false;
	if (c->nnames++ == 0) {
		memcpy(c->name, beg, (size_t)(c->p - beg));
		c->name[c->p - beg] = '\0';
		c->after_name = c->p;
	}
	return true;
}

static bool take_array(struct copier *c)
{
	c->arrays++;
	for (c->p++; c->p < c->end;) {
		char k = *c->p;
		bool ok = true;
		if (k == ']') {
			c->p++;
			return true;
		}
		if (is_white(k))
			c->p++;
		else if (k == '(')
			ok = c->array_has_string = take_literal(c);
		else if (k == '<' && c->p + 1 < c->end && c->p[1] != '<')
			ok = c->array_has_string = take_hex(c);
		else
			ok = take_number(c);
		if (!ok)
			return false;
	}
	return false;
}

/* The property list of marked content, which is left out: it only has to end. */
static bool take_dict(struct copier *c)
{
	int depth = 0;
	c->dicts++;
	while (c->p + 1 < c->end) {
		if (*c->p == '%')
			return false;
		if (*c->p == '(') {
			if (!take_literal(c))
				return false;
		} else if (memcmp(c->p, "<<", 2) == 0) {
			depth++;
			c->p += 2;
		} else if (memcmp(c->p, ">>", 2) == 0) {
			c->p += 2;
			if (--depth == 0)
				return true;
		} else if (*c->p == '<') {
			if (!take_hex(c))
				return false;
		} else {
			c->p++;
		}
	}
	return false;
}

/* ---- operators -------------------------------------------------------------------------------- */

static const struct plain_op *find_op(const char *word, size_t n)
{
	for (size_t i = 0; i < nelem(ops); i++)
		if (strlen(ops[i].word) == n && memcmp(ops[i].word, word, n) == 0)
			return &ops[i];
	return NULL;
}

static bool only(const struct copier *c, int numbers, int strings, int arrays, int names)
{
	return c->numbers == numbers && c->strings == strings && c->arrays == arrays && c->nnames == names
	    && c->dicts == 0;
}

static pdf_obj *named(fz_context *ctx, const struct copier *c, const char *category)
{
	return pdf_dict_gets(ctx, pdf_dict_gets(ctx, c->names.old, category), c->name);
}

static bool is_plain_font(fz_context *ctx, const struct copier *c)
{
	pdf_obj *font = named(ctx, c, "Font");
	return pdf_is_dict(ctx, font) && !pdf_name_eq(ctx, pdf_dict_get(ctx, font, PDF_NAME(Subtype)), PDF_NAME(Type3));
}

static bool is_plain_state(fz_context *ctx, const struct copier *c)
{
	pdf_obj *gs = named(ctx, c, "ExtGState");
	return pdf_is_dict(ctx, gs) && !pdf_is_dict(ctx, pdf_dict_get(ctx, gs, PDF_NAME(SMask)))
	    && !pdf_dict_get(ctx, gs, PDF_NAME(Font));
}

static bool is_plain_image(fz_context *ctx, const struct copier *c)
{
	pdf_obj *x = named(ctx, c, "XObject");
	return pdf_is_stream(ctx, x) && !pdf_dict_get(ctx, x, PDF_NAME(OC))
	    && pdf_name_eq(ctx, pdf_dict_get(ctx, x, PDF_NAME(Subtype)), PDF_NAME(Image));
}

static bool is_device_space(const char *name)
{
	return strcmp(name, "DeviceGray") == 0 || strcmp(name, "DeviceRGB") == 0 || strcmp(name, "DeviceCMYK") == 0;
}

/* An operator that names something has the name first, so that a new one can go before the rest. */
static bool name_leads(const struct copier *c)
{
	return c->beg && *c->beg == '/';
}

static bool is_one_of(const char *word, const char *const *list)
{
	for (; *list; list++)
		if (strcmp(word, *list) == 0)
			return true;
	return false;
}

/* Keeps count of states, text objects and paths; false where they do not balance. */
static bool follow(struct copier *c, const struct plain_op *op)
{
	static const char *const builds[] = { "m", "l", "c", "v", "y", "h", "re", "W", "W*", NULL };
	static const char *const paints[] = { "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n", NULL };
	const char *w = op->word;
	if (is_one_of(w, builds))
		c->in_path = true;
	else if (is_one_of(w, paints))
		c->in_path = false;
	if (strcmp(w, "q") == 0) {
		if (c->in_text || c->depth + 1 == DEEPEST)
			return false;
		c->depth++;
		c->has_font[c->depth] = c->has_font[c->depth - 1];
	} else if (strcmp(w, "Q") == 0) {
		if (c->in_text || c->depth-- == 0)
			return false;
	} else if (strcmp(w, "BT") == 0 || strcmp(w, "ET") == 0) {
		if (c->in_text == (w[0] == 'B'))
			return false;
		c->in_text = !c->in_text;
	} else if (op->takes == TAKES_FONT) {
		c->has_font[c->depth] = true;
	} else if (op->takes == TAKES_STRING || op->takes == TAKES_SHOW) {
		return c->in_text && c->has_font[c->depth];
	}
	return true;
}

static bool fits(fz_context *ctx, struct copier *c, const struct plain_op *op)
{
	switch (op->takes) {
	case TAKES_NUMBERS: return only(c, op->numbers, 0, 0, 0);
	case TAKES_COLOURS: return c->numbers >= 1 && c->numbers <= 4 && only(c, c->numbers, 0, 0, 0);
	case TAKES_STRING:  return only(c, op->numbers, 1, 0, 0);
	case TAKES_SHOW:    return only(c, 0, 0, 1, 0);
	case TAKES_DASH:    return only(c, 1, 0, 1, 0) && !c->array_has_string;
	case TAKES_FONT:    return only(c, 1, 0, 0, 1) && name_leads(c) && is_plain_font(ctx, c);
	case TAKES_STATE:   return only(c, 0, 0, 0, 1) && is_plain_state(ctx, c);
	case TAKES_OBJECT:  return only(c, 0, 0, 0, 1) && is_plain_image(ctx, c);
	case TAKES_SPACE:   return only(c, 0, 0, 0, 1) && (is_device_space(c->name) || named(ctx, c, "ColorSpace"));
	case TAKES_TAG:     return strcmp(c->name, "OC") != 0; /* layers are the walk's */
	}
	return false;
}

static const char *category_of(const struct copier *c, enum takes takes)
{
	switch (takes) {
	case TAKES_FONT:   return "Font";
	case TAKES_STATE:  return "ExtGState";
	case TAKES_OBJECT: return "XObject";
	case TAKES_SPACE:  return is_device_space(c->name) ? NULL : "ColorSpace";
	default:           return NULL;
	}
}

/* The word that ends at c->p is an operator: writes it with its operands. */
static bool finish(fz_context *ctx, struct copier *c, const char *word)
{
	const struct plain_op *op = find_op(word, (size_t)(c->p - word));
	if (!op || !fits(ctx, c, op) || !follow(c, op))
		return false;
	const char *category = category_of(c, op->takes), *from = c->beg ? c->beg : word;
	if (category) {
		fz_append_printf(ctx, c->out, "/%s", rpdf_rename(ctx, &c->names, category, c->name, NULL));
		from = c->after_name;
	}
	if (op->takes != TAKES_TAG) {
		fz_append_data(ctx, c->out, from, (size_t)(c->p - from));
		fz_append_byte(ctx, c->out, '\n');
	}
	c->beg = NULL;
	c->numbers = c->strings = c->arrays = c->dicts = c->nnames = 0;
	c->array_has_string = false;
	c->name[0] = '\0';
	return true;
}

static bool take_word(fz_context *ctx, struct copier *c)
{
	const char *word = c->p;
	while (!ends_token(c))
		c->p++;
	return c->p > word && finish(ctx, c, word);
}

static bool take(fz_context *ctx, struct copier *c)
{
	char k = *c->p;
	if ((k >= 'A' && k <= 'Z') || (k >= 'a' && k <= 'z') || k == '\'' || k == '"')
		return take_word(ctx, c);
	if (!c->beg)
		c->beg = c->p;
	switch (k) {
	case '(':
		c->strings++;
		return take_literal(c);
	case '<':
		if (c->p + 1 < c->end && c->p[1] == '<')
			return take_dict(c);
		c->strings++;
		return take_hex(c);
	case '[':
		return take_array(c);
	case '/':
		return take_name(c);
	default:
		c->numbers++;
		return take_number(c);
	}
}

static bool copy_all(fz_context *ctx, struct copier *c)
{
	while (c->p < c->end) {
		if (is_white(*c->p))
			c->p++;
		else if (!take(ctx, c))
			return false;
	}
	/* A path left open would take in what is drawn next. */
	return !c->beg && !c->in_text && !c->in_path && c->depth == 0;
}

/* ---- a page ----------------------------------------------------------------------------------- */

bool rpdf_copy_plain(fz_context *ctx, pdf_document *pdf, pdf_obj *page, fz_buffer *out, pdf_obj **resources)
{
	if (!pdf_dict_get(ctx, page, PDF_NAME(Contents)))
		return false;
	fz_buffer *all = mu_load_contents(ctx, pdf, pdf_dict_get(ctx, page, PDF_NAME(Contents)));
	struct copier c = { .out = out };
	size_t before = out->len;
	bool plain = false;
	pdf_obj *fresh = NULL;
	fz_var(fresh);
	fz_var(plain);
	fz_try(ctx) {
		fresh = pdf_new_dict(ctx, pdf, 4);
		c.names = (struct rpdf_names){ .doc = pdf, .fresh = fresh,
			.old = pdf_dict_get_inheritable(ctx, page, PDF_NAME(Resources)) };
		c.p = (const char *)all->data;
		c.end = c.p + all->len;
		rpdf_keep_default_spaces(ctx, &c.names);
		plain = copy_all(ctx, &c);
	}
	fz_always(ctx) {
		rpdf_drop_names(ctx, &c.names);
		fz_drop_buffer(ctx, all);
	}
	fz_catch(ctx) {
		pdf_drop_obj(ctx, fresh);
		fz_rethrow(ctx);
	}
	if (plain) {
		*resources = fresh;
	} else {
		out->len = before;
		pdf_drop_obj(ctx, fresh);
	}
	return plain;
}
