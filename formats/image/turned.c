/*
 * Cameras write a picture as the sensor lay, and say in EXIF how to turn it (tag 0x0112; TIFF 6.0, section 8,
 * has the eight ways). What is written has no EXIF: it is turned for real.
 */
#include "formats/image/inner.h"

#include <string.h>

struct bytes { const unsigned char *p; size_t n; bool little; };

static uint32_t number(const struct bytes *b, size_t at, size_t long_)
{
	uint32_t v = 0;
	for (size_t i = 0; at + long_ <= b->n && i < long_; i++)
		v = v << 8 | b->p[at + (b->little ? long_ - 1 - i : i)];
	return v;
}

static int turn_in_exif(str exif)
{
	struct bytes b = { (const unsigned char *)exif.p, exif.n, exif.n > 8 && exif.p[0] == 'I' };
	size_t at = number(&b, 4, 4), entries = number(&b, at, 2);
	for (size_t i = 0; i < entries && at + 2 + 12 * (i + 1) <= b.n; i++) {
		size_t entry = at + 2 + 12 * i;
		uint32_t turn = number(&b, entry + 8, 2);
		if (number(&b, entry, 2) == 0x0112 && turn >= 1 && turn <= 8)
			return (int)turn;
	}
	return 1;
}

int image_turn_of(str jpeg)
{
	const unsigned char *p = (const unsigned char *)jpeg.p;
	for (size_t at = 2; at + 4 <= jpeg.n && p[at] == 0xff && p[at + 1] != 0xda;) {
		size_t n = (size_t)p[at + 2] << 8 | p[at + 3];
		if (p[at + 1] == 0xff) {
			at++;
			continue;
		}
		str body = str_sub(jpeg, at + 4, at + 2 + n);
		if (p[at + 1] == 0xe1 && body.n > 6 && memcmp(body.p, "Exif\0", 6) == 0)
			return turn_in_exif(str_sub(body, 6, body.n));
		at += 2 + n;
	}
	return 1;
}

void image_turn(shown *s, int turn, arena *mem)
{
	if (turn <= 1 || turn > 8)
		return;
	int w = s->width, h = s->height;
	bool sideways = turn >= 5;
	shown out = { .width = sideways ? h : w, .height = sideways ? w : h };
	out.on_white = arena_alloc_array(mem, (size_t)w * 3, (size_t)h);
	for (int y = 0; y < out.height; y++)
		for (int x = 0; x < out.width; x++) {
			int a = sideways ? y : x, b = sideways ? x : y;  /* along the source's rows, and down them */
			int from_x = turn == 2 || turn == 3 || turn == 7 || turn == 8 ? w - 1 - a : a;
			int from_y = turn == 3 || turn == 4 || turn == 6 || turn == 7 ? h - 1 - b : b;
			memcpy(out.on_white + ((size_t)y * (size_t)out.width + (size_t)x) * 3,
			       s->on_white + ((size_t)from_y * (size_t)w + (size_t)from_x) * 3, 3);
		}
	*s = out;
}
