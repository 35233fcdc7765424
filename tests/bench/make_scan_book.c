/*
 * make_scan_book.c - scanned pages as a PDF: each picture a page of its own, and nothing else on it.
 *
 *     make_scan_book OUT.pdf DPI:PICTURE.pnm...
 *
 * Pictures are binary PGM or PPM of 8 bits, as make_scans writes them.
 */
#include "fixtures/pdf/raw_pdf.h"

#include <stdio.h>
#include <stdlib.h>

enum { FIRST = 10, MOST_PAGES = 1000 };

static int fail(const char *path)
{
	fprintf(stderr, "make_scan_book: %s: cannot be read as a picture\n", path);
	return 4;
}

/* Object `num` is the page, the next its content, then its picture. */
static bool add_page(raw_pdf *r, int num, int dpi, const char *path)
{
	FILE *in = fopen(path, "rb");
	char kind = 0;
	int w = 0, h = 0;
	bool ok = in && fscanf(in, "P%c %d %d 255", &kind, &w, &h) == 3 && (kind == '5' || kind == '6') && w > 0 && h > 0 && fgetc(in) != EOF;
	size_t n = ok ? (size_t)w * (size_t)h * (kind == '6' ? 3 : 1) : 0;
	char *samples = malloc(n + 1);
	ok = ok && samples && fread(samples, 1, n, in) == n;
	if (ok) {
		float wide = (float)w * 72 / (float)dpi, high = (float)h * 72 / (float)dpi;
		buf b = { 0 };
		buf_fmt(&b, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 %g %g]/Contents %d 0 R/Resources<</XObject<</Im %d 0 R>>>>>>",
		        wide, high, num + 1, num + 2);
		raw_object(r, num, b.p);
		buf_clear(&b);
		buf_fmt(&b, "q %g 0 0 %g 0 0 cm /Im Do Q", wide, high);
		raw_stream(r, num + 1, "", buf_view(&b));
		buf_clear(&b);
		buf_fmt(&b, "/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/%s", w, h,
		        kind == '6' ? "DeviceRGB" : "DeviceGray");
		raw_flate(r, num + 2, b.p, (str){ samples, n });
		buf_free(&b);
	}
	free(samples);
	if (in)
		fclose(in);
	return ok;
}

int main(int argc, char **argv)
{
	static raw_pdf r;
	buf pages = { 0 };
	if (argc < 3 || argc > MOST_PAGES) {
		fprintf(stderr, "usage: make_scan_book OUT.pdf DPI:PICTURE.pnm...\n");
		return 2;
	}
	raw_begin(&r);
	raw_object(&r, 1, "<</Type/Catalog/Pages 2 0 R>>");
	buf_fmt(&pages, "<</Type/Pages/Count %d/Kids[", argc - 2);
	for (int i = 2; i < argc; i++) {
		const char *colon = strchr(argv[i], ':');
		int num = FIRST + 3 * (i - 2), dpi = atoi(argv[i]);
		if (!colon || dpi < 1 || !add_page(&r, num, dpi, colon + 1))
			return fail(argv[i]);
		buf_fmt(&pages, "%d 0 R ", num);
	}
	buf_z(&pages, "]>>");
	raw_object(&r, 2, pages.p);
	raw_end(&r, "/Root 1 0 R");
	FILE *out = fopen(argv[1], "wb");
	bool ok = out && fwrite(r.out.p, 1, r.out.n, out) == r.out.n;
	ok = out && fclose(out) == 0 && ok;
	if (!ok)
		perror(argv[1]);
	buf_free(&pages);
	buf_free(&r.out);
	return ok ? 0 : 4;
}
