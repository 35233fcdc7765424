#include "formats/docx/proof/pictures.h"
#include "formats/docx/picture/see.h"
#include "formats/lib/picture/pixeldiff.h"

static str written_bytes(docx *to, str part)
{
	for (size_t i = 0; i < to->package.n; i++) {
		str bytes;
		if (str_eq(opc_name(&to->package, (int)i), part) && opc_load(&to->package, (int)i, &bytes, NULL))
			return bytes;
	}
	return STR("");
}

static const char *difference(const media *was, str now, const plan *p, str part, arena *mem, bool *marked)
{
	rect *list;
	mask_boxes boxes = { .pixels = 1 };
	boxes.n = docx_picture_boxes(p, part, mem, &list);
	boxes.list = list;
	*marked = boxes.n > 0;
	if (now.n == 0)
		return "is gone";
	if (boxes.n == 0)
		return str_eq(was->picture.bytes, now) ? NULL : "is another than before";
	return pixeldiff(was->picture.bytes, now, was->picture.kind == PICTURE_JPEG, &boxes, mem);
}

void docx_compare_pictures(docx *from, docx *to, const plan *p, proof *report)
{
	size_t compared = 0, nmarked = 0;
	for (size_t i = 0; i < from->nmedia; i++) {
		const media *m = &from->media_list[i];
		if (!m->usable || !m->shown)
			continue;
		arena *mem = arena_new();
		str part = str_fmt(mem, "word/" STR_FMT, STR_ARG(m->name));
		bool marked;
		const char *trouble = difference(m, written_bytes(to, part), p, part, mem, &marked);
		if (trouble)
			proof_check(report, "pictures-kept", CHECK_FAIL, STR_FMT ": %s", STR_ARG(part), trouble);
		arena_drop(mem);
		if (trouble)
			return;
		compared++;
		nmarked += marked;
	}
	if (compared)
		proof_check(report, "pictures-kept", CHECK_PASS, "%zu pictures, %zu of them compared pixel for pixel outside the boxes",
		            compared, nmarked);
}
