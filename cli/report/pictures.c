#include "cli/report/pictures.h"

#include "cli/png.h"
#include "redact/work/job.h"
#include "redact/work/worker/thumb.h"
#include "share/base64.h"

typedef struct drawing {
	const pictures *what;
	size_t next;
	buf message;
} drawing;

static bool next(void *arg, pool_task *out)
{
	drawing *d = arg;
	if (d->next == d->what->n)
		return false;
	const pictures_of *of = &d->what->list[d->next++];
	job j = { .verb = JOB_DRAW, .name = of->name, .sha256 = of->sha256, .pages = of->pages, .npages = of->n,
	          .memory = d->what->memory, .seconds = d->what->seconds };
	buf_clear(&d->message);
	job_print(&d->message, &j);
	*out = (pool_task){ .message = buf_view(&d->message), .source = of->path, .seconds = j.seconds, .memory = j.memory,
	                    .once = true, .arg = (void *)of };
	return true;
}

/* The worker read a stranger's bytes. Of what it says samples are taken, and made a picture here. */
static json_t *picture_json(const thumb *t)
{
	buf png = { 0 };
	json_t *o = json_object();
	png_grey(&png, t->grey, t->width, t->height);
	arena *mem = arena_new();
	char *text = arena_alloc(mem, BASE64_ROOM(png.n));
	base64_encode(text, png.p, png.n, true);
	json_object_set_new(o, "page", json_integer(t->page));
	json_object_set_new(o, "width", json_integer(t->width));
	json_object_set_new(o, "height", json_integer(t->height));
	json_object_set_new(o, "src", json_of_str(str_fmt(mem, "data:image/png;base64,%s", text)));
	arena_drop(mem);
	buf_free(&png);
	return o;
}

static bool was_asked(const pictures_of *of, uint32_t page)
{
	for (size_t i = 0; i < of->n; i++)
		if (of->pages[i] == page)
			return true;
	return false;
}

static void done(void *arg, void *task, str answer, const err *trouble)
{
	drawing *d = arg;
	const pictures_of *of = task;
	reply r;
	json_t *lender = NULL, *list = json_array();
	err ignored = ERR_INIT;
	arena *mem = arena_new();
	if (!trouble && reply_read(answer, mem, &r, &lender, &ignored) && r.trouble.kind == ERR_NONE) {
		for (size_t i = 0; i < json_array_size(r.units) && i < of->n; i++) {
			thumb t;
			if (thumb_of_json(json_array_get(r.units, i), mem, &t) && was_asked(of, t.page))
				json_array_append_new(list, picture_json(&t));
		}
	}
	json_decref(lender);
	arena_drop(mem);
	if (json_array_size(list))
		d->what->drawn(d->what->arg, of, list);
	else
		json_decref(list);
}

bool pictures_draw(const pictures *what, int *stopped_by, err *e)
{
	*stopped_by = 0;
	if (!what->n)
		return true;
	drawing d = { .what = what };
	pool_calls calls = { .next = next, .done = done, .arg = &d };
	pool *p = job_open_pool(&(job){ .verb = JOB_DRAW }, e);
	bool ok = p && pool_run(p, &calls, what->jobs ? what->jobs : pool_cores(), stopped_by, e);
	pool_close(p);
	buf_free(&d.message);
	return ok;
}
