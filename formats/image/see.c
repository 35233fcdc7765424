/* Words in the pixels of pictures that are documents. */
#include "formats/image/inner.h"
#include "formats/lib/ocr/seen.h"
#include "formats/lib/picture/faulty.h"

static unit *page_unit(text *out, size_t page)
{
	unit *u = text_add(out, UNIT_PAGE, text_pixels_id(str_fmt(out->mem, "page %zu", page + 1), out->mem));
	u->page = (uint32_t)page + 1;
	return u;
}

static ocr_picture lent(const shown *s, const unsigned char *rgb, const tiff_page *page)
{
	ocr_picture p = shown_picture(s, rgb);
	p.dpi = (int)page->dpi;
	return p;
}

/* given_up: reading it failed before, and would again. */
static bool see_page(const image *d, seer *r, size_t page, bool given_up, text *out, err *e)
{
	const tiff_page *of = &d->pages[page];
	arena *mem = arena_new();
	seen words = { .mem = out->mem, .pixels = image_scale(of) };
	shown s;
	words.doubtful = given_up || picture_is_faulty(d->src->bytes);
	bool ok = given_up || image_shown(d, page, mem, &s, e);
	if (ok && !given_up) {
		ocr_picture on_white = lent(&s, s.on_white, of), on_black = lent(&s, s.on_black, of);
		ok = seen_read(r, &words, &on_white, e) && (!s.on_black || seen_read(r, &words, &on_black, e));
	}
	if (ok) {
		unit *u = page_unit(out, page);
		u->stays = true;
		u->frame = image_frame(of);
		seen_end(&words, u);
	}
	arena_drop(mem);
	return ok;
}

static bool see_again(const image *d, seer *r, size_t page, const plan *p, text *out, err *e)
{
	arena *mem = arena_new();
	mask_boxes boxes = image_boxes(d, p, page, mem);
	seen words = { .mem = out->mem, .pixels = boxes.pixels };
	rect *pixels = arena_array(mem, rect, boxes.n);
	for (size_t i = 0; i < boxes.n; i++)
		pixels[i] = (rect){ boxes.list[i].x0 * boxes.pixels, boxes.list[i].y0 * boxes.pixels,
		                    boxes.list[i].x1 * boxes.pixels, boxes.list[i].y1 * boxes.pixels };
	shown s;
	bool ok = boxes.n == 0 || image_shown(d, page, mem, &s, e);
	if (ok && boxes.n) {
		ocr_picture on_white = lent(&s, s.on_white, &d->pages[page]), on_black = lent(&s, s.on_black, &d->pages[page]);
		ok = seen_again(r, &words, &on_white, pixels, boxes.n, e) &&
		     (!s.on_black || seen_again(r, &words, &on_black, pixels, boxes.n, e));
		seen_end(&words, page_unit(out, page));
	}
	arena_drop(mem);
	return ok;
}

bool image_see(doc *opaque, const ocr_order *order, text *out, err *e)
{
	const image *d = (const image *)opaque;
	seer r = { .languages = d->src->how.languages, .listed = order->listed, .nlisted = order->nlisted };
	bool ok = true;
	for (size_t i = 0; ok && i < d->npages; i++) {
		if (order->around)
			ok = see_again(d, &r, i, order->around, out, e);
		else if (i % order->shares == order->share)
			ok = see_page(d, &r, i, order->given_up, out, e);
	}
	seer_end(&r);
	return ok || err_wrap(e, STR_FMT, STR_ARG(d->src->name));
}
