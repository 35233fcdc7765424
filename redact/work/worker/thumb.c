#include "redact/work/worker/thumb.h"

#include "redact/model/json.h"

#include <sodium.h>

/* Dots an inch: enough that each sample of a usual page is the mean of several; then few enough for a page of any size. */
static const float FINE = 72, COARSE = 6;

/* The mean of the samples that one of the small picture covers: a thin line becomes pale, and is not lost. */
static unsigned char mean_of(const picture *from, const thumb *to, uint32_t x, uint32_t y)
{
	uint64_t x0 = (uint64_t)x * (uint64_t)from->width / to->width, x1 = ((uint64_t)x + 1) * (uint64_t)from->width / to->width;
	uint64_t y0 = (uint64_t)y * (uint64_t)from->height / to->height, y1 = ((uint64_t)y + 1) * (uint64_t)from->height / to->height;
	uint64_t sum = 0, n = 0;
	for (uint64_t v = y0; v < y1; v++) {
		const unsigned char *p = from->rgb + (v * (uint64_t)from->width + x0) * 3;
		for (uint64_t u = x0; u < x1; u++, p += 3, n++)
			sum += (299u * p[0] + 587u * p[1] + 114u * p[2]) / 1000;
	}
	return (unsigned char)(n ? sum / n : 255);
}

static void fit(const picture *from, thumb *to)
{
	double narrow = (double)THUMB_WIDTH / from->width, low = (double)THUMB_HEIGHT / from->height;
	double scale = narrow < low ? narrow : low;
	if (scale > 1)
		scale = 1;
	to->width = (uint32_t)(from->width * scale);
	to->height = (uint32_t)(from->height * scale);
	to->width += to->width == 0;
	to->height += to->height == 0;
}

bool thumb_make(opened *from, uint32_t page, arena *mem, thumb *out, err *e)
{
	picture drawn;
	err ignored = ERR_INIT;
	if (!from->is->render)
		return err_set(e, ERR_REFUSED, "a %s has no pages that can be drawn", from->is->title);
	if (!from->is->render(from->doc, page, FINE, mem, &drawn, &ignored) && !from->is->render(from->doc, page, COARSE, mem, &drawn, e))
		return false;
	if (drawn.width < 1 || drawn.height < 1)
		return err_set(e, ERR_INPUT, "page %u is empty", page);
	*out = (thumb){ .page = page };
	fit(&drawn, out);
	unsigned char *grey = arena_alloc(mem, (size_t)out->width * out->height);
	for (uint32_t y = 0; y < out->height; y++)
		for (uint32_t x = 0; x < out->width; x++)
			grey[(size_t)y * out->width + x] = mean_of(&drawn, out, x, y);
	out->grey = grey;
	return true;
}

json_t *thumb_json(const thumb *t)
{
	arena *mem = arena_new();
	size_t n = (size_t)t->width * t->height, room = sodium_base64_ENCODED_LEN(n, sodium_base64_VARIANT_ORIGINAL);
	char *text = arena_alloc(mem, room);
	sodium_bin2base64(text, room, t->grey, n, sodium_base64_VARIANT_ORIGINAL);
	json_t *o = json_object();
	json_object_set_new(o, "page", json_integer(t->page));
	json_object_set_new(o, "width", json_integer(t->width));
	json_object_set_new(o, "height", json_integer(t->height));
	json_object_set_new(o, "grey", json_string(text));
	arena_drop(mem);
	return o;
}

bool thumb_of_json(const json_t *value, arena *mem, thumb *out)
{
	*out = (thumb){
		.page = (uint32_t)json_int(value, "page", 0, UINT32_MAX),
		.width = (uint32_t)json_int(value, "width", 0, UINT32_MAX), .height = (uint32_t)json_int(value, "height", 0, UINT32_MAX),
	};
	const json_t *text = json_object_get(value, "grey");
	if (!out->page || !out->width || out->width > THUMB_WIDTH || !out->height || out->height > THUMB_HEIGHT || !json_is_string(text))
		return false;
	size_t n = (size_t)out->width * out->height, got = 0;
	unsigned char *grey = arena_alloc(mem, n);
	if (sodium_base642bin(grey, n, json_string_value(text), json_string_length(text), NULL, &got, NULL, sodium_base64_VARIANT_ORIGINAL) != 0 || got != n)
		return false;
	out->grey = grey;
	return true;
}
