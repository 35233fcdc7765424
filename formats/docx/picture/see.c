#include "formats/docx/picture/see.h"
#include "formats/docx/picture/mirrored.h"
#include "formats/lib/ocr/seen.h"
#include "formats/lib/picture/faulty.h"
#include "formats/lib/picture/shown.h"

/* Smaller pictures are bullets, rules and icons: five letters of four by six pixels do not fit in. */
enum { WORDS_LONG = 20, WORDS_HIGH = 6 };

enum { EVERYWHERE = 100000 };  /* pixels: beyond the edges of any picture */

static bool may_hold_words(const media *m)
{
	uint32_t w = m->picture.width, h = m->picture.height;
	return m->usable && m->shown && (w > h ? w : h) >= WORDS_LONG && (w < h ? w : h) >= WORDS_HIGH;
}

static str place_of(const media *m, arena *mem)
{
	return str_fmt(mem, "word/" STR_FMT, STR_ARG(m->name));
}

static rect whole(const media *m)
{
	return (rect){ 0, 0, (float)m->picture.width, (float)m->picture.height };
}

void docx_list_pictures(const docx *d, text *out)
{
	for (size_t i = 0; i < d->nmedia; i++) {
		const media *m = &d->media_list[i];
		if (!may_hold_words(m))
			continue;
		unit *u = text_add(out, UNIT_PICTURE, place_of(m, out->mem));
		u->stays = u->unsearchable = u->unread = true;
		u->frame = whole(m);
	}
}

bool docx_is_picture_unit(const docx *d, str id)
{
	arena *mem = arena_new();
	bool is = false;
	for (size_t i = 0; !is && i < d->nmedia; i++) {
		str place = place_of(&d->media_list[i], mem);
		is = may_hold_words(&d->media_list[i]) && (str_eq(id, place) || str_eq(id, text_pixels_id(place, mem)));
	}
	arena_drop(mem);
	return is;
}

str docx_letters_unit(str media_name, arena *mem)
{
	return str_fmt(mem, "letters of word/" STR_FMT, STR_ARG(media_name));
}

/* The same but for blanks: a line of several pieces is listed with and without ends between them. */
static bool is_same(str a, str b)
{
	size_t i = 0, k = 0;
	for (;; i++, k++) {
		while (i < a.n && (unsigned char)a.p[i] <= ' ')
			i++;
		while (k < b.n && (unsigned char)b.p[k] <= ' ')
			k++;
		if (i == a.n || k == b.n)
			return i == a.n && k == b.n;
		if (a.p[i] != b.p[k])
			return false;
	}
}

static bool is_known(const str *list, size_t n, str value)
{
	for (size_t i = 0; i < n; i++)
		if (is_same(list[i], value))
			return true;
	return false;
}

/* Different values that are marked in the letters of a drawing. */
static size_t marked_letters(const plan *p, str part, arena *mem)
{
	str *list = NULL, letters = str_fmt(mem, "letters of " STR_FMT, STR_ARG(part));
	size_t n = 0, room = 0;
	for (size_t i = 0; i < p->n; i++) {
		const mark *m = &p->marks[i];
		if (m->kind == MARK_TEXT && m->state == MARK_ACCEPTED && str_eq(m->unit, letters) && !is_known(list, n, m->value))
			*ARENA_PUSH(mem, list, n, room) = m->value;
	}
	return n;
}

size_t docx_picture_boxes(const plan *p, str part, arena *mem, rect **out)
{
	str pixels = text_pixels_id(part, mem);
	size_t n = 0, room = 0, found = 0;
	*out = NULL;
	for (size_t i = 0; i < p->n; i++) {
		const mark *m = &p->marks[i];
		bool here = m->kind == MARK_BOX && m->state == MARK_ACCEPTED && (str_eq(m->unit, pixels) || str_eq(m->unit, part));
		for (size_t b = 0; here && b < m->nboxes; b++)
			*ARENA_PUSH(mem, *out, n, room) = m->boxes[b];
		found += here;
	}
	if (marked_letters(p, part, mem) > found)
		*ARENA_PUSH(mem, *out, n, room) = (rect){ 0, 0, EVERYWHERE, EVERYWHERE };
	return n;
}

/* ---- reading ------------------------------------------------------------------------------------ */

/* A picture as people may see it: on white paper or black, as it is or in a mirror. */
struct views { ocr_picture list[4]; size_t n; int width; arena *mem; };

static bool load_views(const media *m, bool mirrored, struct views *v, err *e)
{
	shown s;
	if (!shown_decode(m->picture.bytes, v->mem, &s, e))
		return false;
	v->width = s.width;
	v->list[v->n++] = shown_picture(&s, s.on_white);
	if (s.on_black)
		v->list[v->n++] = shown_picture(&s, s.on_black);
	for (size_t i = 0, plain = v->n; mirrored && i < plain; i++)
		v->list[v->n++] = mirrored_picture(&v->list[i], v->mem);
	return true;
}

/* One way round its letters can be read: that the other way round is doubtful says nothing. */
static bool read_views(seer *r, const struct views *v, bool mirrored, seen *words, err *e)
{
	bool doubt[2] = { false, false };
	size_t plain = mirrored ? v->n / 2 : v->n;
	for (size_t i = 0; i < v->n; i++) {
		size_t first = words->n;
		words->doubtful = false;
		if (!seen_read(r, words, &v->list[i], e))
			return false;
		doubt[i >= plain] |= words->doubtful;
		for (size_t k = first; i >= plain && k < words->n; k++)
			words->spans[k].box = mirrored_box(words->spans[k].box, v->width);
	}
	words->doubtful = doubt[0] && (doubt[1] || !mirrored);
	return true;
}

/* given_up: reading it failed before, and would again. */
static bool see_one(seer *r, const media *m, bool mirrored, bool given_up, text *out, err *e)
{
	seen words = { .mem = out->mem, .pixels = 1 };
	struct views v = { .mem = arena_new() };
	bool ok = true;
	if (given_up || !load_views(m, mirrored, &v, NULL))
		words.doubtful = true;
	else
		ok = read_views(r, &v, mirrored, &words, e);
	words.doubtful |= picture_is_faulty(m->picture.bytes);
	if (ok) {
		unit *u = text_add(out, UNIT_PICTURE, text_pixels_id(place_of(m, v.mem), v.mem));
		u->stays = true;
		u->frame = whole(m);
		seen_end(&words, u);
	}
	arena_drop(v.mem);
	return ok;
}

/* In a written file a picture is called as its part is. */
static bool see_again(docx *d, seer *r, const media *m, bool mirrored, const plan *p, text *out, err *e)
{
	struct views v = { .mem = arena_new() };
	str part = opc_name(&d->package, m->part);
	rect *boxes;
	size_t n = docx_picture_boxes(p, part, v.mem, &boxes);
	seen words = { .mem = out->mem, .pixels = 1 };
	bool ok = n == 0 || load_views(m, mirrored, &v, e);
	for (size_t i = 0; ok && i < v.n; i++) {
		bool turned = mirrored && i >= v.n / 2;
		size_t first = words.n;
		if (mirrored && i == v.n / 2)
			for (size_t k = 0; k < n; k++)
				boxes[k] = mirrored_box(boxes[k], v.width);
		ok = seen_again(r, &words, &v.list[i], boxes, n, e);
		for (size_t k = first; turned && k < words.n; k++)
			words.spans[k].box = mirrored_box(words.spans[k].box, v.width);
	}
	if (ok && n)
		seen_end(&words, text_add(out, UNIT_PICTURE, text_pixels_id(part, v.mem)));
	buf_free(&words.text);
	arena_drop(v.mem);
	return ok;
}

bool docx_see(doc *opaque, const ocr_order *order, text *out, err *e)
{
	docx *d = (docx *)opaque;
	seer r = { .languages = d->src->how.languages, .listed = order->listed, .nlisted = order->nlisted };
	const bool *mirrored = mirrored_media(d, d->mem);
	uint32_t met = 0;
	bool ok = true;
	for (size_t i = 0; ok && i < d->nmedia; i++) {
		const media *m = &d->media_list[i];
		if (!may_hold_words(m))
			continue;
		if (order->around)
			ok = see_again(d, &r, m, mirrored[i], order->around, out, e);
		else if (met++ % order->shares == order->share)
			ok = see_one(&r, m, mirrored[i], order->given_up, out, e);
	}
	seer_end(&r);
	return ok || err_wrap(e, STR_FMT, STR_ARG(d->name));
}
