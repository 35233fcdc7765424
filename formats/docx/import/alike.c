/*
 * Formatting that repeats is copied once. A document of a hundred thousand runs has a dozen looks,
 * and a copy of each look for each run would be most of the memory that it takes.
 */
#include "formats/docx/inner.h"

#include "redact/base/hash.h"

enum { LOOKS = 4096, SLOTS = 2 * LOOKS, LONGEST = 4096 };

struct look {
	str key;
	xnode *copy;  /* NULL: nothing of it may be written */
};

struct looks {
	struct look slots[SLOTS];
	size_t n;
	buf key;
};

static void spell(buf *b, const xnode *n)
{
	buf_byte(b, n->is_text);
	buf_byte(b, n->space);
	buf_str(b, n->text);
	for (const xattr *a = n->attrs; a; a = a->next) {
		buf_byte(b, 1);
		buf_byte(b, a->space);
		buf_str(b, a->name);
		buf_byte(b, 2);
		buf_str(b, a->value);
	}
	for (const xnode *c = n->child; c && b->n <= LONGEST; c = c->next)
		spell(b, c);
	buf_byte(b, 3);
}

static struct look *find(struct looks *all, str key)
{
	uint32_t h = hash32(key);
	size_t at = (h ^ h >> 15) % SLOTS;
	while (all->slots[at].key.n && !str_eq(all->slots[at].key, key))
		at = (at + 1) % SLOTS;
	return &all->slots[at];
}

/* What is told of in copying (a change, an odd name) is told each time, so that such a look is not
 * shared; nor is one that holds a section, which refers to parts. */
xnode *import_properties(importer *im, const xnode *props)
{
	docx *d = im->d;
	if (!d->looks)
		d->looks = arena_alloc(d->mem, sizeof *d->looks);
	buf_clear(&d->looks->key);
	spell(&d->looks->key, props);
	str key = buf_view(&d->looks->key);
	if (key.n > LONGEST || xml_find(props, NS_W, "sectPr"))
		return import_copy(im, props);
	struct look *look = find(d->looks, key);
	if (look->key.n)
		return look->copy ? xml_share(look->copy, im->mem) : NULL;
	uint32_t told = d->told;
	xnode *copy = import_copy(im, props);
	if (d->told == told && d->looks->n < LOOKS) {
		*look = (struct look){ str_dup(key, d->mem), copy };
		d->looks->n++;
		if (copy)
			copy->shared = true;
	}
	return copy;
}

void docx_preserve(docx *d, xnode *t)
{
	if (!d->preserve) {
		d->preserve = arena_alloc(d->mem, sizeof *d->preserve);
		*d->preserve = (xattr){ .space = NS_XML, .name = STR("space"), .value = STR("preserve") };
	}
	t->attrs = d->preserve;
}

void import_forget_properties(docx *d)
{
	if (d->looks)
		buf_free(&d->looks->key);
	d->looks = NULL;
}
