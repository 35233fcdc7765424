/* What may be said of a document in front of everybody. */
#include "redact/work/batch/batch_int.h"

#include "redact/name.h"
#include "redact/scan.h"

#include <string.h>

/* The worker knows best what of a name must go. Where it never got that far, the user's terms and
 * rules are asked about the name alone. */
str batch_clean_name(batch *b, const batch_item *it)
{
	text t = { .mem = it->mem };
	findings f = { .mem = it->mem };
	err e = ERR_INIT;
	name_add(&t, it->in->name, NULL);
	if (!scan_document(&b->look, &t, &f, &e))
		return str_fmt(it->mem, "document %zu", it->index + 1);
	return name_clean_found(it->in->name, &t, &f, it->mem);
}

static void replace_all(err *e, const char *what, const char *instead)
{
	size_t n = strlen(what);
	if (n == 0)
		return;
	buf out = { 0 };
	const char *rest = e->text;
	for (const char *at; (at = strstr(rest, what)) != NULL; rest = at + n) {
		buf_add(&out, rest, (size_t)(at - rest));
		buf_z(&out, instead);
	}
	if (out.n) {
		err old = *e;
		buf_z(&out, old.text + (rest - e->text));
		err_set(e, old.kind, "%s", out.p);
		err_hint(e, "%s", old.hint);
	}
	buf_free(&out);
}

/* Messages of workers and of the system may quote a path; in files it stands as it may be shown. */
void batch_neutral_trouble(const batch *b, batch_item *it)
{
	const char *path = it->in->path;
	size_t n = strlen(path);
	if (strncmp(it->trouble.text, path, n) == 0 && strncmp(it->trouble.text + n, ": ", 2) == 0)
		memmove(it->trouble.text, it->trouble.text + n + 2, strlen(it->trouble.text + n + 2) + 1);
	replace_all(&it->trouble, path, "the file");
	if (it->layered_temp)
		replace_all(&it->trouble, it->layered_temp, "the output");
	if (it->temp)
		replace_all(&it->trouble, it->temp, "the output");
	replace_all(&it->trouble, place_path(b->o->folder, STR(""), it->mem), "");
	if (!str_eq(it->shown, it->in->name))
		replace_all(&it->trouble, str_z(it->in->name, it->mem), "the file");
}
