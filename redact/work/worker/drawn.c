#include "redact/work/worker/drawn.h"

#include "redact/base/file.h"
#include "redact/model/json.h"

#include <math.h>

/* Dots an inch at which the page is measured: few, for it is drawn for nothing else. */
static const float MEASURING = 18;

/* The dots an inch that make it as wide as that. */
static bool measure(opened *from, uint32_t page, uint32_t width, arena *mem, float *dpi, err *e)
{
	picture small;
	if (!from->is->render(from->doc, page, MEASURING, mem, &small, e))
		return false;
	if (small.width < 1 || small.height < 1)
		return err_set(e, ERR_INPUT, "page %u is empty", page);
	double times = (double)width / small.width, most = sqrt((double)DRAWN_SAMPLES / ((double)small.width * small.height));
	*dpi = MEASURING * (float)(times < most ? times : most);
	return true;
}

bool drawn_make(opened *from, uint32_t page, uint32_t width, int fd, arena *mem, drawn *out, err *e)
{
	picture p;
	float dpi = MEASURING;
	if (!from->is->render)
		return err_set(e, ERR_REFUSED, "a %s has no pages that can be drawn", from->is->title);
	if (!measure(from, page, width, mem, &dpi, e) || !from->is->render(from->doc, page, dpi, mem, &p, e))
		return false;
	*out = (drawn){ page, (uint32_t)p.width, (uint32_t)p.height };
	return file_fill(fd, (str){ (const char *)p.rgb, (size_t)p.width * (size_t)p.height * 3 }, e);
}

json_t *drawn_json(const drawn *d)
{
	json_t *o = json_object();
	json_object_set_new(o, "page", json_integer(d->page));
	json_object_set_new(o, "width", json_integer(d->width));
	json_object_set_new(o, "height", json_integer(d->height));
	return o;
}

bool drawn_of_json(const json_t *value, drawn *out)
{
	enum { SIDE = 1 << 16 };
	*out = (drawn){
		.page = (uint32_t)json_int(value, "page", 0, UINT32_MAX),
		.width = (uint32_t)json_int(value, "width", 0, SIDE), .height = (uint32_t)json_int(value, "height", 0, SIDE),
	};
	/* What is drawn at whole samples may have a row and a column more than was reckoned. */
	return out->page && out->width && out->height && (uint64_t)out->width * out->height <= DRAWN_SAMPLES + 2u * SIDE;
}
