#include "formats/pdf/read/twin.h"

#include <pthread.h>
#include <string.h>

/* What opening it twice costs is won back by so many pages. */
enum { LONG = 40 };

struct rpdf_twin {
	struct rpdf_doc *of;   /* the first reader's; only .pages of it is written to, behind `first` */
	struct rpdf_doc own;
	text text;
	int first;
	bool whole;            /* all was read, and nothing was repaired */
	pthread_t thread;
};

static void read_inner(fz_context *ctx, void *arg)
{
	rpdf_twin *t = arg;
	if (t->own.npages != t->of->npages)
		mu_throw(ctx, ERR_INTERNAL, "two readers see different pages");
	t->own.pages = t->of->pages;
	rpdf_extract_range(ctx, &t->own, t->first, t->own.npages, &t->text);
	t->whole = !pdf_was_repaired(ctx, t->own.doc);
}

static void *run(void *arg)
{
	rpdf_twin *t = arg;
	err ignored = ERR_INIT; /* the first reader meets it, too */
	if (rpdf_open(&t->own, &ignored)) {
		mu_call(t->own.ctx, read_inner, t, &ignored);
		rpdf_close(&t->own);
	}
	return NULL;
}

rpdf_twin *rpdf_twin_begin(fz_context *ctx, struct rpdf_doc *d, int first, bool no_places)
{
	if (d->hands < 2 || d->npages < LONG || pdf_was_repaired(ctx, d->doc))
		return NULL;
	rpdf_twin *t = arena_alloc(d->mem, sizeof *t);
	*t = (rpdf_twin){ .of = d, .first = first, .text = { .mem = arena_new(), .no_places = no_places },
		.own = { .name = d->name, .bytes = d->bytes, .password = d->password, .how = d->how, .mem = arena_new() } };
	if (pthread_create(&t->thread, NULL, run, t) == 0)
		return t;
	arena_drop(t->own.mem);
	arena_drop(t->text.mem);
	return NULL;
}

bool rpdf_twin_end(fz_context *ctx, rpdf_twin *t, text *out)
{
	if (!t)
		return false;
	pthread_join(t->thread, NULL);
	if (out && t->whole && !pdf_was_repaired(ctx, t->of->doc)) {
		text_append(out, &t->text);
		arena_adopt(t->of->mem, t->own.mem);
		return true;
	}
	memset(t->of->pages + t->first, 0, (size_t)(t->of->npages - t->first) * sizeof *t->of->pages);
	arena_drop(t->own.mem);
	arena_drop(t->text.mem);
	return false;
}
