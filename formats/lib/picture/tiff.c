#include "formats/lib/picture/tiff.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <leptonica/allheaders.h>

enum { MOST_PIXELS = 200000000, COPIED_AT_ONCE = 1 << 30 };

static void quiet(void)
{
	setMsgSeverity(L_SEVERITY_NONE);
}

static bool damaged(size_t page, err *e)
{
	err_set(e, ERR_INPUT, "page %zu is damaged, or of a kind of TIFF that cannot be read", page + 1);
	return err_hint(e, "save it anew as a plain TIFF, 1 to 8 bits a sample");
}

/* ---- reading ------------------------------------------------------------------------------------ */

static bool count_pages(str bytes, size_t *n, err *e)
{
	int count = 0;
	FILE *f = fmemopen((void *)(uintptr_t)bytes.p, bytes.n, "rb");
	bool ok = f && tiffGetCount(f, &count) == 0 && count > 0;
	if (f)
		fclose(f);
	*n = (size_t)count;
	if (!ok)
		return err_set(e, ERR_INPUT, "a damaged TIFF, or one without pages");
	if (count > TIFF_MOST_PAGES) {
		err_set(e, ERR_REFUSED, "%d pages, and more than %d are not read", count, TIFF_MOST_PAGES);
		return err_hint(e, "divide the file");
	}
	return true;
}

/* NULL, with *e set, when it cannot be read. */
static PIX *load(str bytes, size_t page, err *e)
{
	int w, h, bits, samples, dots, colours, kind;
	const l_uint8 *p = (const l_uint8 *)bytes.p;
	if (readHeaderMemTiff(p, bytes.n, (int)page, &w, &h, &bits, &samples, &dots, &colours, &kind) != 0) {
		damaged(page, e);
		return NULL;
	}
	if (w < 1 || h < 1 || (int64_t)w * h > MOST_PIXELS) {
		err_set(e, ERR_REFUSED, "page %zu has no size, or too many pixels", page + 1);
		return NULL;
	}
	PIX *pix = pixReadMemTiff(p, bytes.n, (int)page);
	if (!pix) {
		damaged(page, e);
		return NULL;
	}
	pixSetText(pix, NULL);
	pixSetInputFormat(pix, kind);
	return pix;
}

bool tiff_read(str bytes, arena *mem, tiff_page **out, size_t *n, err *e)
{
	quiet();
	if (!count_pages(bytes, n, e))
		return false;
	*out = arena_array(mem, tiff_page, *n);
	for (size_t i = 0; i < *n; i++) {
		PIX *pix = load(bytes, i, e);
		if (!pix)
			return false;
		(*out)[i] = (tiff_page){ pixGetWidth(pix), pixGetHeight(pix), (float)pixGetXRes(pix),
		                         pixGetInputFormat(pix) == IFF_TIFF_JPEG };
		pixDestroy(&pix);
	}
	return true;
}

/* ---- seeing ------------------------------------------------------------------------------------- */

static void take_rows(PIX *pix, unsigned char *to)
{
	int w = pixGetWidth(pix), h = pixGetHeight(pix), words = pixGetWpl(pix);
	const l_uint32 *data = pixGetData(pix);
	for (int y = 0; y < h; y++)
		for (int x = 0; x < w; x++, to += 3) {
			l_uint32 v = data[(size_t)y * (size_t)words + (size_t)x];
			to[0] = (unsigned char)(v >> L_RED_SHIFT);
			to[1] = (unsigned char)(v >> L_GREEN_SHIFT);
			to[2] = (unsigned char)(v >> L_BLUE_SHIFT);
		}
}

/* NULL when memory lacks. */
static unsigned char *on_ground(PIX *pix, l_uint32 ground, arena *mem)
{
	PIX *flat = pixGetSpp(pix) == 4 ? pixAlphaBlendUniform(pix, ground) : pixConvertTo32(pix);
	unsigned char *rgb = NULL;
	if (flat) {
		rgb = arena_alloc_array(mem, (size_t)pixGetHeight(flat), (size_t)pixGetWidth(flat) * 3);
		take_rows(flat, rgb);
	}
	pixDestroy(&flat);
	return rgb;
}

bool tiff_shown(str bytes, size_t page, arena *mem, shown *out, err *e)
{
	quiet();
	PIX *pix = load(bytes, page, e);
	if (!pix)
		return false;
	*out = (shown){ .width = pixGetWidth(pix), .height = pixGetHeight(pix), .on_white = on_ground(pix, 0xffffff00, mem) };
	if (pixGetSpp(pix) == 4)
		out->on_black = on_ground(pix, 0, mem);
	pixDestroy(&pix);
	return out->on_white || err_set(e, ERR_SYSTEM, "no memory for page %zu", page + 1);
}

/* ---- writing ------------------------------------------------------------------------------------ */

static l_uint32 black_of(PIX *pix)
{
	l_uint32 black = 0;
	int index = 0;
	if (pixGetColormap(pix)) {
		pixcmapAddBlackOrWhite(pixGetColormap(pix), 0, &index);
		return (l_uint32)index;
	}
	if (pixGetDepth(pix) == 32)
		composeRGBAPixel(0, 0, 0, 255, &black);
	return pixGetDepth(pix) == 1 ? 1 : black;
}

static bool paint(PIX *pix, const mask_boxes *boxes)
{
	l_uint32 black = boxes->n ? black_of(pix) : 0;
	bool ok = true;
	for (size_t i = 0; ok && i < boxes->n; i++) {
		mask_window w = mask_window_of(boxes, i, pixGetWidth(pix), pixGetHeight(pix));
		if (w.x0 >= w.x1 || w.y0 >= w.y1)
			continue;
		BOX *box = boxCreate(w.x0, w.y0, w.x1 - w.x0, w.y1 - w.y0);
		ok = box && pixSetInRectArbitrary(pix, box, black) == 0;
		boxDestroy(&box);
	}
	return ok;
}

/* What the kind of a page asks of it is there: it was of that kind. */
static int kind_of(PIX *pix)
{
	int kind = pixGetInputFormat(pix);
	return L_FORMAT_IS_TIFF(kind) ? kind : IFF_TIFF_ZIP;
}

/* Where nothing is known Leptonica writes 300 dots an inch. What a page is then taken to have when boxes are
 * placed on it must be what it says once it is written. */
static void settle_dots(PIX *pix)
{
	if (pixGetXRes(pix) <= 0 || pixGetYRes(pix) <= 0)
		pixSetResolution(pix, 72, 72);
}

static bool write_pages(str bytes, size_t n, tiff_boxes *boxes, void *arg, const char *path, err *e)
{
	quiet();
	for (size_t i = 0; i < n; i++) {
		PIX *pix = load(bytes, i, e);
		mask_boxes gone = boxes(arg, i);
		if (pix)
			settle_dots(pix);
		bool ok = pix && paint(pix, &gone) && pixWriteTiff(path, pix, kind_of(pix), i ? "a" : "w") == 0;
		bool read = pix != NULL;
		pixDestroy(&pix);
		if (!ok)
			return read ? err_set(e, ERR_SYSTEM, "page %zu cannot be written", i + 1) : false;
	}
	return true;
}

static bool copy(int from, int to, err *e)
{
	ssize_t n;
	struct stat st;
	off_t at = 0;
	if (fstat(from, &st) != 0)
		return err_set(e, ERR_SYSTEM, "cannot write: %s", strerror(errno));
	while (at < st.st_size) {
		if ((n = sendfile(to, from, &at, COPIED_AT_ONCE)) < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return err_set(e, ERR_SYSTEM, "cannot write: %s", strerror(errno));
	}
	return true;
}

/* Leptonica opens the file anew for every page, by its path, to read and write: that is one in memory. */
bool tiff_write(str bytes, size_t n, tiff_boxes *boxes, void *arg, int fd, err *e)
{
	char path[40];
	int draft = memfd_create("pages", MFD_CLOEXEC);
	if (draft < 0)
		return err_set(e, ERR_SYSTEM, "cannot write: %s", strerror(errno));
	snprintf(path, sizeof path, "/proc/self/fd/%d", draft);
	bool ok = write_pages(bytes, n, boxes, arg, path, e) && copy(draft, fd, e);
	close(draft);
	return ok;
}
