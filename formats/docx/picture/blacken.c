#include "formats/docx/picture/blacken.h"
#include "formats/docx/picture/see.h"
#include "formats/lib/picture/cut.h"

static bool covers(rect box, const clean_picture *p)
{
	return box.x0 <= 0 && box.y0 <= 0 && box.x1 >= (float)p->width && box.y1 >= (float)p->height;
}

bool docx_blacken(docx *d, const plan *p, err *e)
{
	for (size_t i = 0; i < d->nmedia; i++) {
		media *m = &d->media_list[i];
		str part = str_fmt(d->mem, "word/" STR_FMT, STR_ARG(m->name));
		mask_boxes boxes = { .pixels = 1 };
		rect *list;
		boxes.n = docx_picture_boxes(p, part, d->mem, &list);
		boxes.list = list;
		if (boxes.n && covers(list[boxes.n - 1], &m->picture))
			docx_drop(d, "picture blackened as a whole", 1);
		if (boxes.n && !picture_cut(&m->picture, &boxes, d->mem)) {
			err_set(e, ERR_REFUSED, STR_FMT ": " STR_FMT ": a picture that cannot be decoded cannot be redacted",
			        STR_ARG(d->name), STR_ARG(part));
			return err_hint(e, "replace the picture in the document, or take it out");
		}
	}
	return true;
}
