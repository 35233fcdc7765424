#include "formats/pdf/proof/layer_proof.h"

#include <stdlib.h>
#include <string.h>

/* "q BT 3 Tr", words, "ET Q"; a word is "/Unseen 10 Tf 90 Tz 1 0 0 1 72 700 Tm <00410042> Tj". */
struct reading {
	const char *at, *end;
	fz_matrix to_shown;
	const zone *zones; size_t nzones;
	unsigned words;
};

static void pass_blanks(struct reading *r)
{
	while (r->at < r->end && (*r->at == ' ' || *r->at == '\n'))
		r->at++;
}

static bool take(struct reading *r, const char *word)
{
	size_t n = strlen(word);
	pass_blanks(r);
	if ((size_t)(r->end - r->at) < n || memcmp(r->at, word, n) != 0
	 || (r->at + n < r->end && r->at[n] != ' ' && r->at[n] != '\n'))
		return false;
	r->at += n;
	return true;
}

/* Digits, a point, a sign and an exponent, as printf() writes them. */
static bool take_number(struct reading *r, float *out)
{
	char digits[24];
	size_t n = 0;
	pass_blanks(r);
	while (r->at + n < r->end && n < sizeof digits - 1 && r->at[n] && strchr("0123456789.-+e", r->at[n]))
		n++;
	if (n == 0)
		return false;
	memcpy(digits, r->at, n);
	digits[n] = '\0';
	char *end;
	*out = strtof(digits, &end);
	r->at += n;
	return *end == '\0' && *out == *out;
}

/* *n: of the letters, without the blank that may part the word from the next. */
static bool take_codes(struct reading *r, size_t *n)
{
	pass_blanks(r);
	if (r->at == r->end || *r->at++ != '<')
		return false;
	const char *beg = r->at;
	while (r->at < r->end && *r->at && strchr("0123456789ABCDEF", *r->at))
		r->at++;
	size_t digits = (size_t)(r->at - beg);
	*n = digits / 4;
	if (*n > 1 && memcmp(r->at - 4, "0020", 4) == 0)
		--*n;
	return digits && digits % 4 == 0 && r->at < r->end && *r->at++ == '>';
}

/* The middle of the word, where half of its width and a quarter of its height are gone. */
static bool is_under_mark(const struct reading *r, fz_matrix m, float size, float wide)
{
	fz_point p = fz_transform_point(fz_make_point(wide / 2, size / 4), fz_concat(m, r->to_shown));
	for (size_t i = 0; i < r->nzones; i++) {
		rect z = rect_grow(r->zones[i].box, -0.5f);
		if (p.x > z.x0 && p.x < z.x1 && p.y > z.y0 && p.y < z.y1)
			return true;
	}
	return false;
}

static bool take_word(struct reading *r)
{
	/* Of the size of its font every letter is half as wide. */
	static const float WIDE = 0.5f;
	float size, stretch, m[6];
	size_t n;
	if (!take(r, "/Unseen") || !take_number(r, &size) || !take(r, "Tf") || !take_number(r, &stretch) || !take(r, "Tz"))
		return false;
	for (int i = 0; i < 6; i++)
		if (!take_number(r, &m[i]))
			return false;
	if (!take(r, "Tm") || !take_codes(r, &n) || !take(r, "Tj"))
		return false;
	r->words++;
	return !is_under_mark(r, fz_make_matrix(m[0], m[1], m[2], m[3], m[4], m[5]), size,
	                      (float)n * WIDE * size * stretch / 100);
}

static bool read_layer(struct reading *r)
{
	if (!take(r, "q") || !take(r, "BT") || !take(r, "3") || !take(r, "Tr"))
		return false;
	do {
		if (!take_word(r))
			return false;
		pass_blanks(r);
	} while (r->at < r->end && *r->at == '/');
	bool ended = take(r, "ET") && take(r, "Q");
	pass_blanks(r);
	return ended && r->at == r->end;
}

static bool is_layer(fz_context *ctx, pdf_obj *stream, struct reading *r)
{
	fz_buffer *bytes = pdf_load_stream(ctx, stream);
	unsigned char *p;
	size_t n = fz_buffer_storage(ctx, bytes, &p);
	r->at = (const char *)p;
	r->end = r->at + n;
	bool ok = read_layer(r);
	fz_drop_buffer(ctx, bytes);
	return ok;
}

bool rpdf_layer_take_off(fz_context *ctx, pdf_obj *page, const zone *zones, size_t nzones, layer_tally *sum)
{
	pdf_obj *contents = pdf_dict_get(ctx, page, PDF_NAME(Contents));
	struct reading r = { .zones = zones, .nzones = nzones };
	fz_rect box;
	if (!pdf_is_array(ctx, contents))
		return true;
	pdf_page_obj_transform(ctx, page, &box, &r.to_shown);
	if (pdf_array_len(ctx, contents) != 2 || !is_layer(ctx, pdf_array_get(ctx, contents, 1), &r))
		return false;
	pdf_dict_put(ctx, page, PDF_NAME(Contents), pdf_array_get(ctx, contents, 0));
	sum->words += r.words;
	sum->pages++;
	return true;
}
