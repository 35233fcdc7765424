#include "formats/pdf/pixels/again.h"

#include "formats/lib/ocr/piece.h"
#include "formats/pdf/pixels/alone.h"
#include "redact/base/buf.h"

#include <string.h>

/* Of a mark's height: as far up and down, and along the line, as the rest of a word or of a value
 * could stand. */
static const float ABOVE = 1.5f, BESIDE = 8;

ocr *rpdf_reader(fz_context *ctx, struct reader *r)
{
	err e = ERR_INIT;
	if (!r->ocr && !(r->ocr = ocr_open(r->languages, &e)))
		mu_throw_err(ctx, &e);
	return r->ocr;
}

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

/* ---- a piece of the picture, turned ---------------------------------------------------------------- */

/* Adds what it says; true when there may be more than was read. */
static bool read_piece(fz_context *ctx, const ocr_picture *piece, struct reader *r, buf *said)
{
	err e = ERR_INIT;
	arena *mem = arena_new();
	ocr_page page = { .trust = OCR_BLANK };
	bool ok = ocr_read(rpdf_reader(ctx, r), piece, NULL, 0, mem, &page, &e);
	if (ok) {
		const uint32_t *at;
		buf_str(said, ocr_text(&page, mem, &at));
		buf_byte(said, '\n');
	}
	arena_drop(mem);
	if (!ok)
		mu_throw_err(ctx, &e);
	return page.trust == OCR_DOUBTFUL;
}

static void read_place(fz_context *ctx, const rpdf_view *v, rect place, struct reader *r, buf *said, arena *mem)
{
	ocr_picture whole = rpdf_view_picture(v);
	ocr_box b = rpdf_view_box(v, place);
	if (b.x0 >= b.x1 || b.y0 >= b.y1)
		return;
	bool more = true;
	for (int quarters = 0; more && quarters < 4; quarters++) {
		ocr_picture piece = ocr_piece(&whole, b, quarters, mem);
		more = read_piece(ctx, &piece, r, said);
	}
}

/* ---- the page ------------------------------------------------------------------------------------- */

struct again {
	rpdf_view view;
	struct places places;
	rect *boxes; size_t nboxes, boxes_room; /* of the marks */
	buf said;
	arena *mem;
};

static void list_boxes(const plan *p, uint32_t number, struct again *a)
{
	for (size_t i = 0; i < p->n; i++)
		for (size_t b = 0; p->marks[i].state == MARK_ACCEPTED && p->marks[i].page == number && b < p->marks[i].nboxes; b++)
			*ARENA_PUSH(a->mem, a->boxes, a->nboxes, a->boxes_room) = p->marks[i].boxes[b];
}

static void add_said(void *arg, const rpdf_alone *alone, const ocr_page *page)
{
	struct again *a = arg;
	const uint32_t *at;
	(void)alone;
	buf_str(&a->said, ocr_text(page, a->mem, &at));
	buf_byte(&a->said, '\n');
}

void rpdf_see_again(fz_context *ctx, struct rpdf_doc *d, int n, const plan *p, struct reader *r, text *out)
{
	struct again *a = fz_malloc_struct(ctx, struct again);
	a->mem = a->places.mem = arena_new();
	list_places(&d->pages[n], p, (uint32_t)n + 1, &a->places);
	fz_try(ctx) {
		if (a->places.n) {
			rpdf_view_draw(ctx, &a->view, d, n);
			for (size_t i = 0; i < a->places.n; i++)
				read_place(ctx, &a->view, a->places.list[i], r, &a->said, a->mem);
			list_boxes(p, (uint32_t)n + 1, a);
			rpdf_alone_read(ctx, &(struct rpdf_alone_job){ .view = &a->view, .reader = r, .places = a->places.list,
				.nplaces = a->places.n, .boxes = a->boxes, .nboxes = a->nboxes, .read = add_said, .arg = a });
			unit *u = text_add(out, UNIT_PAGE, text_pixels_id(str_fmt(out->mem, "page %d", n + 1), out->mem));
			u->text = str_dup(buf_view(&a->said), out->mem);
			u->page = (uint32_t)n + 1;
		}
	}
	fz_always(ctx) {
		fz_drop_pixmap(ctx, a->view.pix);
		buf_free(&a->said);
		arena_drop(a->mem);
		fz_free(ctx, a);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}
