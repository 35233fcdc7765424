/*
 * fuzz_fontcut.c - hostile font programs, cut down to some of their glyphs.
 *
 * The first byte chooses the cutter and which glyphs are wanted, the rest is the program. Besides
 * memory errors it checks that what was cut once can be cut again: a result that our own reader does
 * not understand is no font. The names that the verifier lists of both are read as well.
 */
#include "formats/pdf/proof/carrier_font.h"
#include "formats/pdf/font/cut.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum cutter { CUT_SFNT, CUT_TYPE1, CUT_CFF, CUT_CFF_NUMBERED, CUT_CFF_EMPTIED, CUTTERS };

static bool cut(enum cutter how, str in, const cut_set *wanted, buf *out)
{
	static const char *const some[] = { "A", "Aacute", "W", "e", "n" };
	str names[sizeof some / sizeof *some];
	size_t clear, coded;
	for (size_t i = 0; i < sizeof some / sizeof *some; i++)
		names[i] = str_of(some[i]);
	switch (how) {
	case CUT_SFNT:         return rpdf_cut_sfnt(in, wanted, out, NULL);
	case CUT_TYPE1:        return rpdf_cut_type1(in, names, sizeof some / sizeof *some, out, &clear, &coded, NULL);
	case CUT_CFF:          return rpdf_cut_cff(in, wanted, false, out, NULL);
	case CUT_CFF_NUMBERED: return rpdf_cut_cff(in, wanted, true, out, NULL);
	default:               return rpdf_empty_cff(in, wanted, out, NULL);
	}
}

static void count(void *arg, uint32_t code, uint32_t gid)
{
	(void)code, (void)gid;
	++*(size_t *)arg;
}

/* Questions that are asked of a program before it is cut. */
static void ask(str in, bool symbolic, cut_set *wanted)
{
	static const char *const names[256] = { [65] = "A", [66] = "uni0042", [67] = "Okonjo" };
	bool codes[256] = { [65] = true, [66] = true, [67] = true, [200] = true };
	size_t n = 0;
	cut_set cids = *wanted;
	rpdf_sfnt_glyphs_of(in, codes, names, symbolic, wanted);
	rpdf_sfnt_each_map(in, 3, 1, count, &n);
	rpdf_sfnt_each_map(in, 1, 0, count, &n);
	if (rpdf_cff_is_cid(in))
		rpdf_cff_glyphs_of_cids(in, &cids, wanted);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 1)
		return 0;
	cut_set wanted = { 0 };
	buf once = { 0 }, twice = { 0 }, names = { 0 };
	str in = { (const char *)data + 1, size - 1 };
	enum cutter how = data[0] % CUTTERS;
	for (uint32_t gid = 0; gid < 400; gid += 1 + data[0] / CUTTERS % 8)
		cut_add(&wanted, gid);
	ask(in, data[0] >> 7, &wanted);
	if (cut(how, in, &wanted, &once)) {
		if (how == CUT_SFNT && !cut(how, buf_view(&once), &wanted, &twice))
			abort();
		rpdf_font_names(buf_view(&once), &names);
	}
	rpdf_font_names(in, &names);
	buf_free(&once);
	buf_free(&twice);
	buf_free(&names);
	return 0;
}
