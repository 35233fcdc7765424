#include "formats/docx/picture/see.h"
#include "formats/lib/ocr/seen.h"
#include "formats/lib/picture/shown.h"

/* Smaller pictures are bullets, rules and icons: five letters of four by six pixels do not fit in. */
enum { WORDS_LONG = 20, WORDS_HIGH = 6 };

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

size_t docx_picture_boxes(const plan *p, str part, arena *mem, rect **out)
{
	str pixels = text_pixels_id(part, mem);
	size_t n = 0, room = 0;
	*out = NULL;
	for (size_t i = 0; i < p->n; i++) {
		const mark *m = &p->marks[i];
		bool here = m->kind == MARK_BOX && m->state == MARK_ACCEPTED && (str_eq(m->unit, pixels) || str_eq(m->unit, part));
		for (size_t b = 0; here && b < m->nboxes; b++)
			*ARENA_PUSH(mem, *out, n, room) = m->boxes[b];
	}
	return n;
}

/* ---- reading ------------------------------------------------------------------------------------ */

/* given_up: reading it failed before, and would again. */
static bool see_one(seer *r, const media *m, bool given_up, text *out, err *e)
{
	arena *mem = arena_new();
	seen words = { .mem = out->mem, .pixels = 1 };
	shown s;
	bool ok = true;
	if (given_up || !shown_decode(m->picture.bytes, mem, &s, NULL)) {
		words.doubtful = true;
	} else {
		ocr_picture on_white = shown_picture(&s, s.on_white), on_black = shown_picture(&s, s.on_black);
		ok = seen_read(r, &words, &on_white, e) && (!s.on_black || seen_read(r, &words, &on_black, e));
	}
	if (ok) {
		unit *u = text_add(out, UNIT_PICTURE, text_pixels_id(place_of(m, mem), mem));
		u->stays = true;
		u->frame = whole(m);
		seen_end(&words, u);
	}
	arena_drop(mem);
	return ok;
}

/* In a written file a picture is called as its part is. */
static bool see_again(docx *d, seer *r, const media *m, const plan *p, text *out, err *e)
{
	arena *mem = arena_new();
	str part = opc_name(&d->package, m->part);
	rect *boxes;
	size_t n = docx_picture_boxes(p, part, mem, &boxes);
	shown s;
	buf said = { 0 };
	bool ok = n == 0 || shown_decode(m->picture.bytes, mem, &s, e);
	if (ok && n) {
		ocr_picture on_white = shown_picture(&s, s.on_white), on_black = shown_picture(&s, s.on_black);
		ok = seen_again(r, &on_white, boxes, n, &said, e) && (!s.on_black || seen_again(r, &on_black, boxes, n, &said, e));
		unit *u = text_add(out, UNIT_PICTURE, text_pixels_id(part, mem));
		u->text = str_dup(buf_view(&said), out->mem);
	}
	buf_free(&said);
	arena_drop(mem);
	return ok;
}

bool docx_see(doc *opaque, const ocr_order *order, text *out, err *e)
{
	docx *d = (docx *)opaque;
	seer r = { .languages = d->src->how.languages };
	uint32_t met = 0;
	bool ok = true;
	for (size_t i = 0; ok && i < d->nmedia; i++) {
		const media *m = &d->media_list[i];
		if (!may_hold_words(m))
			continue;
		if (order->around)
			ok = see_again(d, &r, m, order->around, out, e);
		else if (met++ % order->shares == order->share)
			ok = see_one(&r, m, order->given_up, out, e);
	}
	seer_end(&r);
	return ok || err_wrap(e, STR_FMT, STR_ARG(d->name));
}
