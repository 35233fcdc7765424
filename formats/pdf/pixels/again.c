#include "formats/pdf/pixels/again.h"

#include "formats/pdf/pixels/alone.h"

/* Of a mark's height: as far up and down, and along the line, as the rest of a word or of a value
 * could stand. */
static const float ABOVE = 1.5f, BESIDE = 8;

/* ---- where -------------------------------------------------------------------------------------- */

struct places { rect *list; size_t n, room; arena *mem; };

static void add_place(struct places *to, rect one)
{
	for (size_t i = 0; i < to->n; i++)
		if (rect_overlap(to->list[i], one)) {
			one = rect_union(to->list[i], one);
			to->list[i] = to->list[--to->n];
			i = (size_t)-1; /* the larger one may touch what the smaller did not */
		}
	*ARENA_PUSH(to->mem, to->list, to->n, to->room) = one;
}

static bool near_pixels(const struct rpdf_page *page, rect r)
{
	for (size_t i = 0; i < page->unread.n; i++)
		if (rect_overlap(page->unread.list[i].at, r))
			return true;
	return false;
}

static void list_places(const struct rpdf_page *page, const plan *p, uint32_t number, struct places *out)
{
	for (size_t i = 0; i < p->n; i++) {
		const mark *m = &p->marks[i];
		for (size_t b = 0; m->state == MARK_ACCEPTED && m->page == number && b < m->nboxes; b++) {
			rect r = m->boxes[b];
			float high = r.y1 - r.y0, wide = r.x1 - r.x0;
			float letter = high < wide ? high : wide;
			float beside = (wide >= high ? BESIDE : ABOVE) * letter, above = (wide >= high ? ABOVE : BESIDE) * letter;
			rect around = rect_intersect((rect){ r.x0 - beside, r.y0 - above, r.x1 + beside, r.y1 + above }, page->area);
			if (!rect_empty(around) && near_pixels(page, around))
				add_place(out, around);
		}
	}
}

/* ---- the page ------------------------------------------------------------------------------------- */

struct again {
	rpdf_view view;
	struct places places;
	rect *boxes; size_t nboxes, boxes_room; /* of the marks */
	seen words;
	arena *mem;
};

static void list_boxes(const plan *p, uint32_t number, struct again *a)
{
	for (size_t i = 0; i < p->n; i++)
		for (size_t b = 0; p->marks[i].state == MARK_ACCEPTED && p->marks[i].page == number && b < p->marks[i].nboxes; b++)
			*ARENA_PUSH(a->mem, a->boxes, a->nboxes, a->boxes_room) = p->marks[i].boxes[b];
}

static void read_place(fz_context *ctx, struct again *a, rect place, seer *r)
{
	err e = ERR_INIT;
	ocr_picture whole = rpdf_view_picture(&a->view);
	ocr_box b = rpdf_view_box(&a->view, place);
	size_t first = a->words.n;
	if (b.x0 >= b.x1 || b.y0 >= b.y1)
		return;
	if (!seen_place(r, &a->words, &whole, b, &e))
		mu_throw_err(ctx, &e);
	float x = (float)a->view.pix->x / a->view.zoom, y = (float)a->view.pix->y / a->view.zoom;
	for (size_t i = first; i < a->words.n; i++) {
		rect *at = &a->words.spans[i].box;
		*at = (rect){ at->x0 + x, at->y0 + y, at->x1 + x, at->y1 + y };
	}
}

struct in_picture { const rpdf_alone *alone; rect area; };

static rect on_page(const void *arg, ocr_box b)
{
	const struct in_picture *in = arg;
	return rect_intersect(rpdf_alone_place(in->alone, b), in->area);
}

static void add_alone(void *arg, const rpdf_alone *alone, const ocr_page *page)
{
	struct again *a = arg;
	seen_words(&a->words, page, on_page, &(struct in_picture){ alone, a->view.page->area });
}

void rpdf_see_again(fz_context *ctx, struct rpdf_doc *d, int n, const plan *p, seer *r, text *out)
{
	struct again *a = fz_malloc_struct(ctx, struct again);
	a->mem = a->places.mem = arena_new();
	list_places(&d->pages[n], p, (uint32_t)n + 1, &a->places);
	fz_try(ctx) {
		if (a->places.n) {
			rpdf_view_draw(ctx, &a->view, d, n, false);
			a->words = (seen){ .mem = out->mem, .pixels = a->view.zoom };
			for (size_t i = 0; i < a->places.n; i++)
				read_place(ctx, a, a->places.list[i], r);
			list_boxes(p, (uint32_t)n + 1, a);
			rpdf_alone_read(ctx, &(struct rpdf_alone_job){ .view = &a->view, .reader = r, .places = a->places.list,
				.nplaces = a->places.n, .boxes = a->boxes, .nboxes = a->nboxes, .read = add_alone, .arg = a });
			unit *u = text_add(out, UNIT_PAGE, text_pixels_id(str_fmt(out->mem, "page %d", n + 1), out->mem));
			u->page = (uint32_t)n + 1;
			seen_end(&a->words, u);
		}
	}
	fz_always(ctx) {
		fz_drop_pixmap(ctx, a->view.pix);
		buf_free(&a->words.text);
		arena_drop(a->mem);
		fz_free(ctx, a);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}
