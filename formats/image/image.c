#include "formats/image/image.h"
#include "formats/image/inner.h"
#include "formats/lib/picture/cut.h"
#include "formats/lib/picture/pack.h"
#include "formats/lib/picture/unseen.h"
#include "redact/base/buf.h"
#include "redact/base/file.h"
#include "redact/base/utf8.h"

#include <string.h>

/* Dots an inch that no camera and no scanner means. */
static const float FEWEST_DPI = 10, MOST_DPI = 20000;

enum { MOST_PIXELS = 200000000 };

/* ---- kinds ------------------------------------------------------------------------------------- */

static int probe_png(str bytes)
{
	return str_starts(bytes, "\211PNG\r\n\032\n") ? 100 : 0;
}

static int probe_jpeg(str bytes)
{
	return str_starts(bytes, "\xff\xd8\xff") ? 100 : 0;
}

static int probe_tiff(str bytes)
{
	static const char heads[][5] = { "II*\0", "MM\0*", "II+\0", "MM\0+" };
	for (size_t i = 0; bytes.n >= 8 && i < 4; i++)
		if (memcmp(bytes.p, heads[i], 4) == 0)
			return 100;
	return 0;
}

/* ---- size -------------------------------------------------------------------------------------- */

float image_scale(const tiff_page *page)
{
	return page->dpi >= FEWEST_DPI && page->dpi <= MOST_DPI ? page->dpi / 72 : 1;
}

rect image_frame(const tiff_page *page)
{
	float by = image_scale(page);
	return (rect){ 0, 0, (float)page->width / by, (float)page->height / by };
}

static uint32_t big(const char *p, size_t n)
{
	uint32_t v = 0;
	for (size_t i = 0; i < n; i++)
		v = v << 8 | (unsigned char)p[i];
	return v;
}

/* Of a picture that was taken apart: what is looked for lies where we put it. */
static float dots_of(const clean_picture *p)
{
	const char *at = p->bytes.p;
	if (p->kind == PICTURE_JPEG) {
		if (p->bytes.n < 18 || memcmp(at + 6, "JFIF", 5) != 0)
			return 0;
		return at[13] == 1 ? (float)big(at + 14, 2) : at[13] == 2 ? (float)big(at + 14, 2) * 2.54f : 0;
	}
	for (size_t i = 8; i + 12 <= p->bytes.n && memcmp(at + i + 4, "IDAT", 4) != 0; i += 12 + big(at + i, 4))
		if (memcmp(at + i + 4, "pHYs", 4) == 0 && big(at + i, 4) == 9 && i + 21 <= p->bytes.n && at[i + 16] == 1)
			return (float)big(at + i + 8, 4) * 0.0254f;
	return 0;
}

/* ---- open -------------------------------------------------------------------------------------- */

static bool open_turned(image *d, int turn, err *e)
{
	arena *own = arena_new();
	shown s;
	str packed = STR("");
	bool ok = shown_decode(d->picture.bytes, own, &s, e);
	if (ok) {
		image_turn(&s, turn, own);
		ok = picture_pack_jpeg(s.on_white, (uint32_t)s.width, (uint32_t)s.height, 3, own, &packed) ||
		     err_set(e, ERR_SYSTEM, "cannot be turned");
	}
	if (ok) {
		d->picture.bytes = picture_with_density(packed, d->picture.bytes, d->mem);
		d->picture.width = (uint32_t)s.width;
		d->picture.height = (uint32_t)s.height;
	}
	arena_drop(own);
	return ok;
}

static bool open_single(image *d, err *e)
{
	if (!picture_clean(d->src->bytes, d->mem, &d->picture)) {
		err_set(e, ERR_INPUT, "a damaged picture");
		return err_hint(e, "open it in another program and save it anew");
	}
	if ((uint64_t)d->picture.width * d->picture.height > MOST_PIXELS)
		return err_set(e, ERR_REFUSED, "a picture of too many pixels");
	int turn = d->picture.kind == PICTURE_JPEG ? image_turn_of(d->src->bytes) : 1;
	if (turn != 1 && !open_turned(d, turn, e))
		return false;
	arena *own = arena_new();
	shown s;
	bool ok = picture_blank_unseen(&d->picture, d->mem) && shown_decode(d->picture.bytes, own, &s, NULL);
	arena_drop(own);
	if (!ok)
		return err_set(e, ERR_INPUT, "a damaged picture") || err_hint(e, "open it in another program and save it anew");
	d->npages = 1;
	d->pages = arena_array(d->mem, tiff_page, 1);
	d->pages[0] = (tiff_page){ (int)d->picture.width, (int)d->picture.height, dots_of(&d->picture), d->picture.kind == PICTURE_JPEG };
	return true;
}

static doc *open_image(const source *src, arena *mem, err *e)
{
	image *d = arena_alloc(mem, sizeof *d);
	*d = (image){ .mem = mem, .src = src, .tiff = probe_tiff(src->bytes) > 0 };
	bool ok = d->tiff ? tiff_read(src->bytes, mem, &d->pages, &d->npages, e) : open_single(d, e);
	if (!ok)
		err_wrap(e, STR_FMT, STR_ARG(src->name));
	return ok ? (doc *)d : NULL;
}

static void close_image(doc *d)
{
	(void)d;
}

bool image_shown(const image *d, size_t page, arena *mem, shown *out, err *e)
{
	return d->tiff ? tiff_shown(d->src->bytes, page, mem, out, e) : shown_decode(d->picture.bytes, mem, out, e);
}

/* ---- units ------------------------------------------------------------------------------------- */

enum { SHORTEST_WORDS = 3 };

static void add_run(buf *out, str run)
{
	if (run.n >= SHORTEST_WORDS) {
		buf_str(out, run);
		buf_byte(out, '\n');
	}
}

static void add_latin(buf *out, str run)
{
	for (size_t i = 0; i < run.n; i++) {
		char c[4];
		buf_add(out, c, (size_t)utf8_put(c, (unsigned char)run.p[i]));
	}
	buf_byte(out, '\n');
}

/* Runs of printable bytes, and of such with a zero after (or before) each. */
static void add_words(buf *out, str bytes)
{
	buf wide = { 0 };
	size_t beg = 0, i = 0;
	for (; i <= bytes.n; i++)
		if (i == bytes.n || ((unsigned char)bytes.p[i] < 0x20) || bytes.p[i] == 0x7f) {
			str run = str_sub(bytes, beg, i);
			if (utf8_valid(run))
				add_run(out, run);
			else if (run.n >= SHORTEST_WORDS)
				add_latin(out, run);
			beg = i + 1;
		}
	for (i = 0; i < bytes.n; i++) {
		bool letter = bytes.p[i] >= 0x20 && bytes.p[i] < 0x7f;
		bool pair = (i + 1 < bytes.n && bytes.p[i + 1] == 0) || (i && bytes.p[i - 1] == 0);
		if (letter && pair) {
			buf_byte(&wide, bytes.p[i]);
		} else if (letter || bytes.p[i] || (i && bytes.p[i - 1] == 0)) {
			add_run(out, buf_view(&wide));
			buf_clear(&wide);
		}
	}
	add_run(out, buf_view(&wide));
	buf_free(&wide);
}

static bool gather(void *arg, const image_part *part)
{
	if (!part->draws)
		add_words(arg, part->bytes);
	return true;
}

static bool extract(doc *opaque, text *out, err *e)
{
	const image *d = (const image *)opaque;
	(void)e;
	for (size_t i = 0; i < d->npages; i++) {
		unit *u = text_add(out, UNIT_PAGE, str_fmt(d->mem, "page %zu", i + 1));
		u->page = (uint32_t)i + 1;
		u->stays = u->unread = u->unsearchable = true;
		u->frame = image_frame(&d->pages[i]);
		float dot = 1 / image_scale(&d->pages[i]);
		if (!out->no_places)
			*ARENA_PUSH(out->mem, out->sheets, out->nsheets, out->sheets_room) = (sheet){ u->frame.x1, u->frame.y1, { dot, 0, 0, dot, 0, 0 } };
	}
	buf words = { 0 };
	image_parts(d->src->bytes, d->mem, gather, &words);
	text_add_string(out, UNIT_METADATA, STR("what stands beside the pixels"), buf_view(&words), false);
	buf_free(&words);
	return true;
}

/* ---- what is removed --------------------------------------------------------------------------- */

mask_boxes image_boxes(const image *d, const plan *p, size_t page, arena *mem)
{
	rect *list = NULL;
	size_t n = 0, room = 0;
	for (size_t i = 0; i < p->n; i++) {
		const mark *m = &p->marks[i];
		bool here = m->kind == MARK_BOX && m->state == MARK_ACCEPTED && m->page == page + 1;
		for (size_t b = 0; here && b < m->nboxes; b++)
			*ARENA_PUSH(mem, list, n, room) = m->boxes[b];
	}
	return (mask_boxes){ list, n, image_scale(&d->pages[page]) };
}

static bool apply(doc *opaque, const plan *p, proof *report, err *e)
{
	image *d = (image *)opaque;
	(void)report;
	d->gone = arena_array(d->mem, mask_boxes, d->npages);
	for (size_t i = 0; i < d->npages; i++)
		d->gone[i] = image_boxes(d, p, i, d->mem);
	if (d->tiff || d->gone[0].n == 0 || picture_cut(&d->picture, &d->gone[0], d->mem))
		return true;
	return err_set(e, ERR_REFUSED, STR_FMT ": cannot be decoded, and so not redacted", STR_ARG(d->src->name));
}

static bool count_drop(void *arg, const image_part *part)
{
	*(uint32_t *)arg += !part->draws;
	return true;
}

static bool rebuild(doc *opaque, proof *report, err *e)
{
	image *d = (image *)opaque;
	uint32_t n = 0;
	(void)e;
	image_parts(d->src->bytes, d->mem, count_drop, &n);
	proof_drop(report, "entry beside the pixels", n);
	d->rebuilt = true;
	return true;
}

static mask_boxes gone_from(void *arg, size_t page)
{
	const image *d = arg;
	return d->gone ? d->gone[page] : (mask_boxes){ 0 };
}

static bool save(doc *opaque, int fd, err *e)
{
	image *d = (image *)opaque;
	if (!d->rebuilt)
		return err_set(e, ERR_INTERNAL, STR_FMT ": save before rebuild", STR_ARG(d->src->name));
	return d->tiff ? tiff_write(d->src->bytes, d->npages, gone_from, d, fd, e) :
	                 file_fill(fd, d->picture.bytes, e);
}

/* ---- the formats ------------------------------------------------------------------------------- */

static const char *const can[] = {
	"words in the pixels are read by OCR, whichever way up, and blackened; boxes in points by the picture's own dots an inch (72 where it names none)",
	"it comes out as the kind of file it was, with its depth, colours and resolution; other pixels stay, of a JPEG but for the blocks around a box",
	"nothing stays beside the pixels: no EXIF, XMP, place, comment, colour profile or thumbnail; which way up a camera held it is carried out",
	NULL,
};
static const char *const can_pages[] = {
	"words in the pixels of all pages are read by OCR, whichever way up, and blackened; boxes in points by the page's own dots an inch (72 where it names none)",
	"it comes out as a TIFF of as many pages, each compressed as it was; those kept as JPEG are coded anew",
	"nothing stays beside the pixels: no private tag, EXIF, XMP, description, colour profile or further picture of a page",
	NULL,
};
static const char *const cannot[] = { "read handwriting; animations: the first picture stays", NULL };
static const char *const cannot_pages[] = { "read handwriting, or pages of more than 8 bits a colour", NULL };
static const char *const png[] = { ".png", NULL }, *const jpeg[] = { ".jpg", ".jpeg", ".jpe", NULL },
                  *const tif[] = { ".tif", ".tiff", NULL };

#define MEMBERS .open = open_image, .extract = extract, .ocr = image_see, .render = image_render, .apply = apply, .rebuild = rebuild, \
	.save = save, .carriers = image_carriers, .inspect = image_inspect, .compare = image_compare, .close = close_image

const format format_png = {
	.name = "png", .title = "PNG picture", .suffixes = png, .can = can, .cannot = cannot, .probe = probe_png, MEMBERS,
};
const format format_jpeg = {
	.name = "jpeg", .title = "JPEG picture", .suffixes = jpeg, .can = can, .cannot = cannot, .probe = probe_jpeg, MEMBERS,
};
const format format_tiff = {
	.name = "tiff", .title = "TIFF picture", .suffixes = tif, .can = can_pages, .cannot = cannot_pages, .probe = probe_tiff, MEMBERS,
};
