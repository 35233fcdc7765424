#include "formats/docx/picture/mirrored.h"

#include <string.h>

struct finding_uses { const docx *d; const story *s; bool *found; };

static bool is_on(str value)
{
	return str_is(value, "1") || str_is(value, "true") || str_is(value, "on");
}

static bool flips(const xnode *properties)
{
	for (const xnode *c = properties->child; c; c = c->next)
		if (xml_is(c, NS_A, "xfrm"))
			return is_on(xml_value(c, NS_NONE, "flipH")) != is_on(xml_value(c, NS_NONE, "flipV"));
	return false;
}

/* Whether what stands in n is shown the other way round than n itself is. */
static bool turns_over(const xnode *n)
{
	for (const xnode *c = n->child; c; c = c->next)
		if (!c->is_text && (str_is(c->text, "spPr") || str_is(c->text, "grpSpPr")))
			return flips(c);
	return false;
}

static void note_use(const struct finding_uses *f, str id)
{
	for (size_t i = 0; i < f->s->nrels; i++)
		for (size_t m = 0; str_eq(f->s->rels[i].id, id) && m < f->d->nmedia; m++)
			f->found[m] |= str_eq(f->d->media_list[m].name, f->s->rels[i].target);
}

static void find_uses(const struct finding_uses *f, const xnode *n, bool over)
{
	over ^= turns_over(n);
	if (over && xml_is(n, NS_A, "blip"))
		note_use(f, xml_value(n, NS_R, "embed"));
	for (const xnode *c = n->child; c; c = c->next)
		if (!c->is_text)
			find_uses(f, c, over);
}

bool *mirrored_media(const docx *d, arena *mem)
{
	bool *found = arena_array(mem, bool, d->nmedia + 1);
	for (size_t i = 0; d->nmedia && i < d->nstories; i++) {
		const story *s = d->stories[i];
		const struct finding_uses f = { d, s, found };
		if (s->stays && s->root && s->nrels)
			find_uses(&f, s->root, false);
	}
	return found;
}

ocr_picture mirrored_picture(const ocr_picture *p, arena *mem)
{
	size_t n = (size_t)p->channels;
	ocr_picture out = *p;
	out.stride = (size_t)p->w * n;
	unsigned char *to = arena_alloc_array(mem, (size_t)p->h, out.stride);
	for (int y = 0; y < p->h; y++)
		for (int x = 0; x < p->w; x++)
			memcpy(to + (size_t)y * out.stride + (size_t)x * n, p->samples + (size_t)y * p->stride + (size_t)(p->w - 1 - x) * n, n);
	out.samples = to;
	return out;
}

rect mirrored_box(rect box, int width)
{
	return (rect){ (float)width - box.x1, box.y0, (float)width - box.x0, box.y1 };
}
