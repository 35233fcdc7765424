#include "formats/lib/ocr/known.h"

#include <sodium.h>
#include <string.h>

enum {
	MOST_PIXELS = 1500000,  /* of an area: a page does not come twice */
	MOST_AREAS  = 256,      /* kept                                   */
	MOST_ASKED  = 64,       /* of one picture                         */
	APART       = 48,       /* pixels: a line may go on from an area to one that is nearer */
};

typedef struct key { unsigned char of[32]; } key;

/* Boxes count from the area's corner. */
struct known_area {
	key key;
	ocr_line *lines; size_t n;
};

/* ---- areas --------------------------------------------------------------------------------------- */

static ocr_box held(ocr_box b, const ocr_picture *p)
{
	return (ocr_box){ b.x0 < 0 ? 0 : b.x0, b.y0 < 0 ? 0 : b.y0, b.x1 > p->w ? p->w : b.x1, b.y1 > p->h ? p->h : b.y1 };
}

static bool are_near(ocr_box a, ocr_box b)
{
	return a.x0 < b.x1 + APART && b.x0 < a.x1 + APART && a.y0 < b.y1 + APART && b.y0 < a.y1 + APART;
}

/* What is read across two areas is no area's own. */
static bool may_be_kept(const ocr_box *areas, size_t n, size_t i)
{
	ocr_box b = areas[i];
	if (b.x0 >= b.x1 || b.y0 >= b.y1 || (int64_t)(b.x1 - b.x0) * (b.y1 - b.y0) > MOST_PIXELS)
		return false;
	for (size_t k = 0; k < n; k++)
		if (k != i && are_near(areas[k], b))
			return false;
	return true;
}

static key key_of(const ocr_picture *p, ocr_box b)
{
	int32_t head[] = { b.x1 - b.x0, b.y1 - b.y0, p->channels, p->dpi };
	crypto_generichash_state state;
	key out;
	crypto_generichash_init(&state, NULL, 0, sizeof out.of);
	crypto_generichash_update(&state, (const unsigned char *)head, sizeof head);
	for (int y = b.y0; y < b.y1; y++)
		crypto_generichash_update(&state, p->samples + (size_t)y * p->stride + (size_t)b.x0 * (size_t)p->channels,
		                          (size_t)(b.x1 - b.x0) * (size_t)p->channels);
	crypto_generichash_final(&state, out.of, sizeof out.of);
	return out;
}

static const struct known_area *find(const known *k, const key *key)
{
	for (size_t i = 0; i < k->n; i++)
		if (memcmp(&k->list[i].key, key, sizeof *key) == 0)
			return &k->list[i];
	return NULL;
}

/* ---- lines, moved ---------------------------------------------------------------------------------- */

static ocr_box moved(ocr_box b, int x, int y)
{
	return (ocr_box){ b.x0 + x, b.y0 + y, b.x1 + x, b.y1 + y };
}

static ocr_word copy_word(const ocr_word *from, int x, int y, arena *mem)
{
	ocr_word w = *from;
	w.text = str_dup(from->text, mem);
	w.box = moved(from->box, x, y);
	w.chars = arena_array(mem, ocr_char, from->nchars + 1);
	for (size_t i = 0; i < from->nchars; i++)
		w.chars[i] = (ocr_char){ from->chars[i].beg, from->chars[i].end, moved(from->chars[i].box, x, y) };
	return w;
}

static bool lies_in(ocr_box b, ocr_box area)
{
	int x = (b.x0 + b.x1) / 2, y = (b.y0 + b.y1) / 2;
	return x >= area.x0 && x < area.x1 && y >= area.y0 && y < area.y1;
}

/* The words of a line that stand in the area. */
static ocr_line copy_line(const ocr_line *from, ocr_box area, int x, int y, arena *mem)
{
	ocr_line l = { .words = arena_array(mem, ocr_word, from->n + 1), .box = moved(from->box, x, y) };
	for (size_t i = 0; i < from->n; i++)
		if (lies_in(from->words[i].box, area))
			l.words[l.n++] = copy_word(&from->words[i], x, y, mem);
	return l;
}

static void keep(known *k, const key *key, ocr_box area, const ocr_page *page)
{
	size_t room = 0;
	if (k->n >= MOST_AREAS)
		return;
	if (!k->mem)
		k->mem = arena_new();
	struct known_area one = { .key = *key };
	for (size_t i = 0; i < page->n; i++) {
		ocr_line l = copy_line(&page->lines[i], area, -area.x0, -area.y0, k->mem);
		if (l.n)
			*ARENA_PUSH(k->mem, one.lines, one.n, room) = l;
	}
	*ARENA_PUSH(k->mem, k->list, k->n, k->room) = one;
}

static void add(ocr_page *page, const struct known_area *from, ocr_box area, arena *mem)
{
	ocr_line *all = arena_array(mem, ocr_line, page->n + from->n + 1);
	for (size_t i = 0; i < page->n; i++)
		all[i] = page->lines[i];
	for (size_t i = 0; i < from->n; i++)
		all[page->n + i] = copy_line(&from->lines[i], (ocr_box){ INT32_MIN, INT32_MIN, INT32_MAX, INT32_MAX }, area.x0, area.y0, mem);
	page->lines = all;
	page->n += from->n;
	if (page->trust == OCR_BLANK && page->n)
		page->trust = OCR_LEGIBLE;
}

/* ---- reading --------------------------------------------------------------------------------------- */

bool known_read(known *k, ocr *o, const ocr_picture *p, const ocr_box *areas, size_t nareas, arena *mem, ocr_page *out, err *e)
{
	ocr_box all = { 0, 0, p->w, p->h };
	size_t n = nareas ? nareas : 1, nnew = 0;
	if (n > MOST_ASKED || p->w > OCR_SIDE || p->h > OCR_SIDE || (p->channels != 1 && p->channels != 3))
		return ocr_read(o, p, areas, nareas, mem, out, e);
	ocr_box *at = arena_array(mem, ocr_box, n), *fresh = arena_array(mem, ocr_box, n);
	key *keys = arena_array(mem, key, n);
	const struct known_area **met = arena_array(mem, const struct known_area *, n);
	bool *kept = arena_array(mem, bool, n);
	for (size_t i = 0; i < n; i++)
		at[i] = nareas ? held(areas[i], p) : all;
	for (size_t i = 0; i < n; i++) {
		kept[i] = may_be_kept(at, n, i);
		if (kept[i]) {
			keys[i] = key_of(p, at[i]);
			met[i] = find(k, &keys[i]);
		}
		if (!met[i])
			fresh[nnew++] = at[i];
	}
	*out = (ocr_page){ 0 };
	if (nnew && !ocr_read(o, p, nareas ? fresh : NULL, nareas ? nnew : 0, mem, out, e))
		return false;
	for (size_t i = 0; i < n && out->trust != OCR_DOUBTFUL; i++)
		if (kept[i] && !met[i])
			keep(k, &keys[i], at[i], out);
	for (size_t i = 0; i < n; i++)
		if (met[i])
			add(out, met[i], at[i], mem);
	return true;
}

void known_drop(known *k)
{
	if (k->mem)
		arena_drop(k->mem);
	*k = (known){ 0 };
}
