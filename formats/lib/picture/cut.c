#include "formats/lib/picture/cut.h"
#include "formats/lib/picture/jpeg_cut.h"
#include "formats/lib/picture/pack.h"
#include "formats/lib/picture/png_cut.h"
#include "formats/lib/picture/shown.h"

#include <string.h>

/* A JPEG that cannot be taken apart is decoded, and coded anew as a whole. */
static bool code_anew(str jpeg, const mask_boxes *boxes, arena *mem, str *out)
{
	arena *own = arena_new();
	shown s;
	bool ok = shown_decode(jpeg, own, &s, NULL);
	for (size_t i = 0; ok && i < boxes->n; i++) {
		mask_window w = mask_window_of(boxes, i, s.width, s.height);
		for (int y = w.y0; y < w.y1; y++)
			memset(s.on_white + ((size_t)y * (size_t)s.width + (size_t)w.x0) * 3, 0, (size_t)(w.x1 - w.x0) * 3);
	}
	str made;
	ok = ok && picture_pack_jpeg(s.on_white, (uint32_t)s.width, (uint32_t)s.height, 3, mem, &made);
	if (ok)
		*out = picture_with_density(made, jpeg, mem);
	arena_drop(own);
	return ok;
}

bool picture_cut(clean_picture *p, mask_boxes *boxes, arena *mem)
{
	if (p->kind == PICTURE_PNG)
		return png_cut(p->bytes, mask_boxes_mark, boxes, mem, &p->bytes);
	return jpeg_cut(p->bytes, mask_boxes_mark, boxes, mem, &p->bytes) || code_anew(p->bytes, boxes, mem, &p->bytes);
}
