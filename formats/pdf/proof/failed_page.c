/* The words of one page that can be read and are not seen. */
#include "formats/pdf/proof/failed_int.h"

#include <math.h>
#include <string.h>

/*
 * Letters are judged one by one from the order of drawing alone; the words they form are then looked
 * at as pixels where that leaves a doubt. Most pages have no doubt and are never drawn.
 */

static const float
	ALIKE = 0.08f,      /* of a colour's 0..1: two that nobody tells apart              */
	DARK = 0.35f,       /* a colour darker than this is that of a redaction             */
	PALE = 0.88f,       /* one lighter than this is paper                               */
	INVISIBLE = 0.05f,  /* alpha                                                        */
	MOST_OF_PAGE = 0.3f;

enum { PIECE = 2, DOUBTFUL_PIECE = 3 }; /* letters of a longer word that are something */

/* Tolerances of 255: of drawn shapes; of what nearly opaque black leaves; of pictures; and of shapes
 * side by side, where a quarter of what lies below shines through at the seam. */
enum { SMOOTH = 16, DIM = 40, GRAINY = 48, SEAMED = 72 };

/* One letter's verdict. */
typedef enum verdict {
	SEEN,
	HIDDEN,         /* for certain, by the cover                                         */
	MAYBE_HIDDEN,   /* something lies over it: ask the pixels                            */
	BETWEEN,        /* several things lie over it together, side by side: ask the pixels */
	BETWEEN_EXACT,  /* and each of them is certain                                       */
	OWN_COLOUR,     /* the cover under it has its colour                                 */
	TEXT_LAYER,     /* invisible text: ask the pixels what stands there                  */
	ON_PAPER,       /* pale, and nothing darker under it                                 */
	VERDICTS
} verdict;

typedef struct part {
	uint32_t letters;
	int cover;
	rect area;
} part;

typedef struct word {
	uint32_t letters;      /* all of it; digits, too                                      */
	part parts[VERDICTS];
	char said[VERDICTS][16]; uint32_t nsaid[VERDICTS];
	rect last;             /* cell of its last glyph                                      */
	bool open;
} word;

typedef struct look {
	const record *r;
	covers *c;
	seen seen;
	float page_area;
	uint32_t on_paper;
	uint64_t *again; size_t nagain; /* a set of letters and their places, of glyphs nothing hides */
} look;

/* ---- letters ---------------------------------------------------------------------------------- */

static bool is_letter(int c)
{
	if (c < 0x80)
		return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
	if (c < 0xc0 || c == 0xd7 || c == 0xf7 || c == 0xfffd)
		return false;
	return !(c >= 0x2000 && c <= 0x2bff) && !(c >= 0xe000 && c <= 0xf8ff) && !(c >= 0x1f000 && c <= 0x1faff);
}

static char as_said(int c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c < 0x80 ? (char)c : '?';
}

/* Words that somebody writes where something was taken out, so that a box over them hides nothing;
 * and one letter again and again. */
static bool is_harmless(const char *s, size_t n, bool all)
{
	static const char *const known[] = {
		"redacted", "redaction", "redact", "confidential", "privileged", "privilege", "filedunderseal",
		"undersealed", "underseal", "sealed",
	};
	size_t same = 1;
	while (same < n && s[same] == s[0])
		same++;
	if (n > 1 && same == n)
		return true;
	for (size_t at = 0, i; all && at < n;) {
		for (i = 0; i < nelem(known); i++)
			if (strlen(known[i]) <= n - at && memcmp(s + at, known[i], strlen(known[i])) == 0)
				break;
		if (i == nelem(known))
			return false;
		at += strlen(known[i]);
	}
	return all && n;
}

/* ---- the same letter drawn again over its cover ------------------------------------------------ */

enum { GRID = 4 }; /* points */

static uint64_t place_key(int ucs, long x, long y)
{
	return ((uint64_t)(uint32_t)ucs << 42 | ((uint64_t)x & 0x1fffff) << 21 | ((uint64_t)y & 0x1fffff)) + 1;
}

static size_t slot(const look *k, uint64_t key)
{
	size_t i = (size_t)(key * 0x9e3779b97f4a7c15u >> 20) & (k->nagain - 1);
	while (k->again[2 * i] && k->again[2 * i] != key)
		i = (i + 1) & (k->nagain - 1);
	return i;
}

static void note_places(fz_context *ctx, look *k)
{
	k->nagain = 64;
	while (k->nagain < 2 * k->c->nglyphs)
		k->nagain *= 2;
	k->again = fz_calloc(ctx, 2 * k->nagain, sizeof *k->again);
	for (size_t i = 0; i < k->c->nglyphs; i++) {
		const record_item *g = &k->r->items[k->c->glyphs[i].item];
		if (g->use == USE_INVISIBLE)
			continue;
		uint64_t key = place_key(g->u.glyph.ucs, lroundf(g->u.glyph.x / GRID), lroundf(g->u.glyph.y / GRID));
		size_t s = slot(k, key);
		k->again[2 * s] = key;
		k->again[2 * s + 1] = k->c->glyphs[i].item; /* the last one */
	}
}

static bool drawn_again(fz_context *ctx, look *k, const record_item *g, uint32_t after)
{
	if (!k->again)
		note_places(ctx, k);
	for (int dx = -1; dx <= 1; dx++)
		for (int dy = -1; dy <= 1; dy++) {
			uint64_t key = place_key(g->u.glyph.ucs, lroundf(g->u.glyph.x / GRID) + dx,
			                         lroundf(g->u.glyph.y / GRID) + dy);
			size_t s = slot(k, key);
			if (k->again[2 * s] == key && k->again[2 * s + 1] > after)
				return true;
		}
	return false;
}

/* ---- a letter ---------------------------------------------------------------------------------- */

static bool is_pale(const float rgb[3])
{
	return rgb[0] > PALE && rgb[1] > PALE && rgb[2] > PALE;
}

static bool is_dark(const float rgb[3])
{
	return 0.3f * rgb[0] + 0.59f * rgb[1] + 0.11f * rgb[2] < DARK;
}

static bool alike(const float a[3], const float b[3])
{
	return fabsf(a[0] - b[0]) < ALIKE && fabsf(a[1] - b[1]) < ALIKE && fabsf(a[2] - b[2]) < ALIKE;
}

static const record_paint *paint_of(const look *k, int at)
{
	return &k->r->paints[k->r->items[k->c->list[at].item].paint];
}

/* A form field's own ground lies over the lines and hints of the form by design. */
static bool is_ground(const look *k, int at)
{
	return k->c->list[at].item >= k->r->fields && !is_dark(paint_of(k, at)->rgb);
}

/* Text in the colour of what lies under it. */
static verdict judge_colour(fz_context *ctx, look *k, const shown_glyph *g, rect ink, int *cover)
{
	const record_item *it = &k->r->items[g->item];
	if (it->use != USE_FILL || g->faded)
		return SEEN;
	covered under = rpdf_covers_over(ctx, k->c, k->r, ink, 0, g->item);
	const float *rgb = k->r->paints[it->paint].rgb;
	*cover = under.other != NO_COVER ? under.other : under.exact;
	if (*cover == NO_COVER && is_pale(rgb))
		return ON_PAPER;
	if (*cover == NO_COVER) {
		*cover = rpdf_covers_together(ctx, k->c, k->r, ink, 0, g->item, true);
		return *cover != NO_COVER && alike(rgb, paint_of(k, *cover)->rgb) ? OWN_COLOUR : SEEN;
	}
	if (under.other != NO_COVER)
		return is_pale(rgb) ? SEEN : OWN_COLOUR; /* perhaps: its pixels tell */
	if (!alike(rgb, paint_of(k, under.exact)->rgb))
		return SEEN;
	return is_pale(rgb) ? ON_PAPER : OWN_COLOUR;
}

/* What was drawn over a letter, and how sure it is that it hides it. */
static verdict judge_over(fz_context *ctx, look *k, const shown_glyph *g, rect ink, int *cover)
{
	covered over = rpdf_covers_over(ctx, k->c, k->r, ink, g->item + 1, UINT32_MAX);
	*cover = over.exact;
	if (over.exact != NO_COVER)
		return over.other == NO_COVER ? HIDDEN : MAYBE_HIDDEN;
	*cover = rpdf_covers_together(ctx, k->c, k->r, ink, g->item + 1, UINT32_MAX, true);
	if (*cover != NO_COVER)
		return BETWEEN_EXACT;
	*cover = over.other;
	if (*cover != NO_COVER)
		return MAYBE_HIDDEN;
	*cover = rpdf_covers_together(ctx, k->c, k->r, ink, g->item + 1, UINT32_MAX, false);
	return *cover != NO_COVER ? BETWEEN : SEEN;
}

static verdict judge_plain(fz_context *ctx, look *k, const shown_glyph *g, rect ink, int *cover)
{
	int top;
	verdict over = judge_over(ctx, k, g, ink, &top);
	bool gone = over != SEEN && !is_ground(k, top)
	            && !drawn_again(ctx, k, &k->r->items[g->item], k->c->list[top].item);
	if (!gone || !k->c->list[top].exact || over >= BETWEEN) {
		verdict v = judge_colour(ctx, k, g, ink, cover);
		if (!gone || v == OWN_COLOUR)
			return v;
	}
	*cover = top;
	return over;
}

static verdict judge(fz_context *ctx, look *k, const shown_glyph *g, rect ink, int *cover)
{
	const record_item *it = &k->r->items[g->item];
	float x = (ink.x0 + ink.x1) / 2, y = (ink.y0 + ink.y1) / 2;
	*cover = NO_COVER;
	if (!rpdf_clip_shows(k->c, k->r, g->clip, x, y) || x < k->r->bounds.x0 || x > k->r->bounds.x1
	 || y < k->r->bounds.y0 || y > k->r->bounds.y1)
		return SEEN; /* or not, but nothing was laid over it */
	if (it->use != USE_INVISIBLE && k->r->paints[it->paint].alpha > INVISIBLE)
		return judge_plain(ctx, k, g, ink, cover);
	covered any = rpdf_covers_over(ctx, k->c, k->r, ink, 0, UINT32_MAX);
	*cover = any.other != NO_COVER ? any.other : any.exact;
	return *cover == NO_COVER ? SEEN : TEXT_LAYER;
}

/* ---- a word ------------------------------------------------------------------------------------ */

static bool plain(fz_context *ctx, look *k, rect area, int tolerance, float rgb[3])
{
	return rpdf_seen_plain(ctx, &k->seen, area, tolerance, rgb);
}

static bool is_large(const look *k, const cover *c)
{
	return rect_area(c->bounds) > MOST_OF_PAGE * k->page_area;
}

/* Under black of 90 % or so no eye tells the letters from the paper. */
static bool blackened(fz_context *ctx, look *k, const part *p)
{
	const cover *c = &k->c->list[p->cover];
	float rgb[3];
	return k->r->items[c->item].kind == RECORD_PATH && is_dark(paint_of(k, p->cover)->rgb)
	       && plain(ctx, k, p->area, DIM, rgb) && fmaxf(rgb[0], fmaxf(rgb[1], rgb[2])) < (float)DIM / 255;
}

static unseen look_over(fz_context *ctx, look *k, const part *p)
{
	const cover *c = &k->c->list[p->cover];
	const record_item *it = &k->r->items[c->item];
	float rgb[3];
	if (!c->exact && blackened(ctx, k, p))
		return UNSEEN_TINT;
	if (!plain(ctx, k, p->area, c->image ? GRAINY : SMOOTH, rgb))
		/* What hides it for certain may carry a label, or be a part of a picture of the page. */
		return c->exact && !is_large(k, c) ? UNSEEN_BOX : UNSEEN_NOT;
	if (c->exact)
		return UNSEEN_BOX;
	/* OCR that stands a little beside its word lies under white paper. */
	if (c->image)
		return is_dark(rgb) || !is_large(k, c) ? UNSEEN_IMAGE : UNSEEN_NOT;
	bool own = it->kind == RECORD_PATH && alike(rgb, k->r->paints[it->paint].rgb);
	return own || is_dark(rgb) ? UNSEEN_TINT : UNSEEN_NOT;
}

/* Several covers side by side. Parts of a scan may lie over its own text, which then is white. */
static unseen look_between(fz_context *ctx, look *k, const part *p, bool exact)
{
	const cover *c = &k->c->list[p->cover];
	float rgb[3];
	if (!plain(ctx, k, p->area, exact ? SEAMED : SMOOTH, rgb))
		return UNSEEN_NOT;
	if (exact)
		return UNSEEN_BOX;
	if (is_dark(rgb))
		return c->image ? UNSEEN_IMAGE : UNSEEN_TINT;
	bool own = k->r->items[c->item].kind == RECORD_PATH && alike(rgb, paint_of(k, p->cover)->rgb);
	return own ? UNSEEN_TINT : UNSEEN_NOT;
}

/* Whether a picture lies below cover c: then the cover is no ground but was laid over a scan. */
static bool over_picture(fz_context *ctx, look *k, rect area, const cover *c)
{
	covered below = rpdf_covers_over(ctx, k->c, k->r, area, 0, c->item);
	return below.other != NO_COVER && k->c->list[below.other].image;
}

static unseen look_at_layer(fz_context *ctx, look *k, const part *p)
{
	const cover *c = &k->c->list[p->cover];
	float rgb[3];
	if (!plain(ctx, k, p->area, c->image ? GRAINY : SMOOTH, rgb))
		return UNSEEN_NOT;
	if (is_dark(rgb))
		return UNSEEN_LAYER;
	return c->exact && !is_large(k, c) && over_picture(ctx, k, p->area, c) ? UNSEEN_LAYER : UNSEEN_NOT;
}

static unseen look_at(fz_context *ctx, look *k, verdict v, const part *p)
{
	float rgb[3];
	switch (v) {
	case HIDDEN:       return UNSEEN_BOX;
	case MAYBE_HIDDEN: return look_over(ctx, k, p);
	case BETWEEN:      return look_between(ctx, k, p, false);
	case BETWEEN_EXACT: return look_between(ctx, k, p, true);
	case TEXT_LAYER:   return look_at_layer(ctx, k, p);
	case OWN_COLOUR:
		/* A lone letter can be all ink; between two there is paper, or there is not. */
		return plain(ctx, k, p->letters > 1 ? p->area : rect_grow(p->area, 1), SMOOTH, rgb) && !is_pale(rgb) ? UNSEEN_COLOUR : UNSEEN_NOT;
	case ON_PAPER:
		return plain(ctx, k, p->area, SMOOTH, rgb) ? UNSEEN_PAPER : UNSEEN_NOT;
	default:
		return UNSEEN_NOT;
	}
}

static void say(cover *c, const char *s, size_t n)
{
	for (size_t i = 0; i < n && c->nsaid < sizeof c->said; i++)
		c->said[c->nsaid++] = s[i];
}

static void end_part(fz_context *ctx, look *k, const word *w, verdict v)
{
	const part *p = &w->parts[v];
	/* A box that takes a letter from the end of a word is drawn carelessly, no more. */
	uint32_t piece = v == HIDDEN || v == OWN_COLOUR ? PIECE : DOUBTFUL_PIECE;
	if (!p->letters || (2 * p->letters < w->letters && p->letters < piece))
		return;
	unseen how = look_at(ctx, k, v, p);
	if (how == UNSEEN_PAPER)
		k->on_paper++;
	if (how == UNSEEN_PAPER || how == UNSEEN_NOT)
		return;
	cover *c = &k->c->list[p->cover];
	c->how = how;
	c->words++;
	c->letters += p->letters;
	say(c, w->said[v], w->nsaid[v]);
}

/* One box hides some letters of a word, and two together those at the seam: one part for the pixels,
 * unless what is certain is enough. */
static void join_parts(word *w)
{
	part *sure = &w->parts[HIDDEN], *seam = &w->parts[BETWEEN_EXACT];
	if (!sure->letters || !seam->letters)
		return;
	if (2 * sure->letters >= w->letters || sure->letters >= PIECE) {
		seam->letters = 0;
		return;
	}
	seam->letters += sure->letters;
	seam->area = rect_union(seam->area, sure->area);
	sure->letters = 0;
}

static void end_word(fz_context *ctx, look *k, word *w)
{
	join_parts(w);
	for (int v = SEEN + 1; w->open && v < VERDICTS; v++)
		end_part(ctx, k, w, (verdict)v);
	memset(w, 0, sizeof *w);
}

static bool goes_on(const word *w, rect cell)
{
	float dx = fmaxf(cell.x0 - w->last.x1, w->last.x0 - cell.x1);
	float dy = fmaxf(cell.y0 - w->last.y1, w->last.y0 - cell.y1);
	float size = fminf(fmaxf(cell.x1 - cell.x0, cell.y1 - cell.y0),
	                   fmaxf(w->last.x1 - w->last.x0, w->last.y1 - w->last.y0));
	return w->open && fmaxf(dx, dy) < 0.25f * size;
}

static void add_letter(fz_context *ctx, look *k, word *w, const shown_glyph *g)
{
	const record_item *it = &k->r->items[g->item];
	rect cell = rpdf_record_cell(ctx, k->r, it);
	if (!goes_on(w, cell))
		end_word(ctx, k, w);
	w->open = true;
	w->last = cell;
	if (!is_letter(it->u.glyph.ucs))
		return;
	w->letters++;
	rect ink = rpdf_record_ink(ctx, k->r, it);
	int cover;
	verdict v = judge(ctx, k, g, ink, &cover);
	part *p = &w->parts[v];
	p->area = p->letters++ ? rect_union(p->area, ink) : ink;
	p->cover = cover;
	if (w->nsaid[v] < sizeof w->said[v])
		w->said[v][w->nsaid[v]++] = as_said(it->u.glyph.ucs);
}

/* ---- the page ---------------------------------------------------------------------------------- */

static void look_over_page(fz_context *ctx, look *k, unseen_count *out)
{
	word w;
	memset(&w, 0, sizeof w);
	uint32_t last = 0;
	for (size_t i = 0; i < k->c->nglyphs; i++) {
		const shown_glyph *g = &k->c->glyphs[i];
		if (g->item > last + 1 && w.open)
			for (uint32_t j = last + 1; j < g->item; j++)
				if (k->r->items[j].kind == RECORD_GLYPH && rpdf_record_is_blank(&k->r->items[j])) {
					end_word(ctx, k, &w);
					break;
				}
		add_letter(ctx, k, &w, g);
		last = g->item;
	}
	end_word(ctx, k, &w);
	for (size_t i = 0; i < k->c->n; i++) {
		const cover *c = &k->c->list[i];
		if (c->letters < 2 || is_harmless(c->said, c->nsaid, c->letters == c->nsaid))
			continue;
		out->words[c->how] += c->words;
		out->boxes[c->how]++;
	}
	out->words[UNSEEN_PAPER] += k->on_paper;
}

void rpdf_unseen_words(fz_context *ctx, pdf_document *doc, int number, record *r, covers *c,
                       unseen_count *out)
{
	look k = { .r = r, .c = c, .seen = { .doc = doc, .number = number } };
	memset(out, 0, sizeof *out);
	rpdf_record_shown(ctx, r, doc, number);
	rpdf_covers_gather(ctx, c, r);
	k.page_area = (r->bounds.x1 - r->bounds.x0) * (r->bounds.y1 - r->bounds.y0);
	fz_var(k);
	fz_try(ctx)
		look_over_page(ctx, &k, out);
	fz_always(ctx) {
		rpdf_seen_drop(ctx, &k.seen);
		fz_free(ctx, k.again);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}
