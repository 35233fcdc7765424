/* The written picture: every place in it that can carry words, and what changed outside the boxes. */
#include "formats/image/inner.h"
#include "formats/lib/picture/pixeldiff.h"

/* ---- carriers ---------------------------------------------------------------------------------- */

struct listing { carrier_sink *sink; void *arg; };

static bool tell_part(void *arg, const image_part *part)
{
	const struct listing *l = arg;
	const carrier c = { "entry", part->where, part->bytes, false };
	return l->sink(l->arg, &c);
}

bool image_carriers(doc *opaque, carrier_sink *sink, void *arg, err *e)
{
	const image *d = (const image *)opaque;
	struct listing l = { sink, arg };
	const carrier whole = { "raw bytes", STR("the file"), d->src->bytes, false };
	(void)e;
	if (image_parts(d->src->bytes, d->mem, tell_part, &l))
		sink(arg, &whole);
	return true;
}

/* ---- somebody's file --------------------------------------------------------------------------- */

static bool leftover(void *arg, const image_part *part)
{
	*(uint32_t *)arg += !part->draws;
	return true;
}

bool image_inspect(doc *opaque, proof *report, err *e)
{
	const image *d = (const image *)opaque;
	uint32_t n = 0;
	(void)e;
	image_parts(d->src->bytes, d->mem, leftover, &n);
	proof_check(report, "no-text-under-boxes", CHECK_PASS, "below pixels there is nothing");
	if (n)
		proof_note(report, "%u entr%s beside the pixels: what a camera, a scanner or a program wrote there", n, n == 1 ? "y stands" : "ies stand");
	return true;
}

/* ---- compared ---------------------------------------------------------------------------------- */

static bool compare_page(const image *from, const image *to, size_t page, const plan *p, const char **trouble, err *e)
{
	arena *mem = arena_new();
	mask_boxes boxes = image_boxes(from, p, page, mem);
	shown was, now;
	bool ok = image_shown(from, page, mem, &was, e) && image_shown(to, page, mem, &now, e);
	if (ok)
		*trouble = pixeldiff_shown(&was, &now, from->pages[page].lossy, &boxes, mem);
	arena_drop(mem);
	return ok;
}

bool image_compare(doc *source, const text *before, doc *output, const text *after, const plan *p, bool pixels,
                   proof *report, err *e)
{
	const image *from = (const image *)source, *to = (const image *)output;
	const char *trouble = from->npages != to->npages ? "has another number of pages" : NULL;
	(void)before, (void)after, (void)pixels;
	for (size_t i = 0; !trouble && i < from->npages; i++) {
		if (!compare_page(from, to, i, p, &trouble, e))
			return false;
		if (trouble)
			proof_check(report, "text-kept", CHECK_FAIL, "page %zu %s", i + 1, trouble);
	}
	if (from->npages != to->npages)
		proof_check(report, "text-kept", CHECK_FAIL, "the file %s", trouble);
	else if (!trouble)
		proof_check(report, "text-kept", CHECK_PASS, "%zu page%s compared pixel by pixel outside the boxes", from->npages,
		            from->npages == 1 ? "" : "s");
	uint32_t more = 0;
	image_parts(to->src->bytes, to->mem, leftover, &more);
	proof_check(report, "pixels-alone", more ? CHECK_FAIL : CHECK_PASS, "%s", more ?
	            "something stands beside the pixels" : "");
	return true;
}
