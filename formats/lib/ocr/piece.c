#include "formats/lib/ocr/piece.h"

#include <string.h>

ocr_picture ocr_piece(const ocr_picture *p, ocr_box b, int quarters, arena *mem)
{
	int w = b.x1 - b.x0, h = b.y1 - b.y0, c = p->channels;
	ocr_picture out = { .w = quarters & 1 ? h : w, .h = quarters & 1 ? w : h, .channels = c, .dpi = p->dpi, .keep_size = p->keep_size };
	out.stride = (size_t)out.w * (size_t)c;
	unsigned char *to = arena_alloc(mem, out.stride * (size_t)out.h);
	for (int y = 0; y < out.h; y++)
		for (int x = 0; x < out.w; x++) {
			int fx = quarters == 0 ? x : quarters == 1 ? y : quarters == 2 ? w - 1 - x : w - 1 - y;
			int fy = quarters == 0 ? y : quarters == 1 ? h - 1 - x : quarters == 2 ? h - 1 - y : x;
			memcpy(to + (size_t)y * out.stride + (size_t)x * (size_t)c,
			       p->samples + (size_t)(b.y0 + fy) * p->stride + (size_t)(b.x0 + fx) * (size_t)c, (size_t)c);
		}
	out.samples = to;
	return out;
}

ocr_box ocr_letter(const ocr_word *w, size_t i)
{
	ocr_box b = w->chars[i].box;
	b.y0 = w->box.y0;
	b.y1 = w->box.y1;
	return b;
}
