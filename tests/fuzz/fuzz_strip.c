/*
 * fuzz_strip.c - hostile pictures, profiles, fonts and PostScript text.
 *
 * The first byte chooses the reader, the rest is its input. Besides memory errors it checks that
 * whatever is accepted is accepted again and does not change any more.
 */
#include "formats/pdf/rebuild/pstext.h"
#include "formats/pdf/rebuild/strip.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool no_cmap(const char *name)
{
	return strcmp(name, "Identity-H") == 0;
}

static bool cmap(str in, buf *out, err *e)
{
	(void)e;
	rpdf_rewrite_cmap(in, no_cmap, out);
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool (*const readers[])(str in, buf *out, err *e) = {
		rpdf_strip_jpeg, rpdf_strip_jpx, rpdf_strip_jbig2, rpdf_strip_icc, rpdf_strip_sfnt, rpdf_strip_cff,
		rpdf_strip_type1, rpdf_rewrite_calculator, cmap,
	};
	if (size < 1)
		return 0;
	bool (*read)(str in, buf *out, err *e) = readers[data[0] % (sizeof readers / sizeof *readers)];
	buf once = { 0 }, twice = { 0 };
	err e = ERR_INIT;
	if (read((str){ (const char *)data + 1, size - 1 }, &once, &e)) {
		if (!read(buf_view(&once), &twice, &e) || !str_eq(buf_view(&once), buf_view(&twice)))
			abort();
	}
	buf_free(&once);
	buf_free(&twice);
	return 0;
}
