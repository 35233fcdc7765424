#include "redact/plans/plans_int.h"

#include "redact/base/bound.h"
#include "redact/base/file.h"
#include "redact/model/json.h"
#include "redact/plans/spans.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LARGEST = 512 << 20 };

/* What tells one state of a file from another. */
typedef struct stamp {
	dev_t device;
	ino_t inode;
	off_t size;
	struct timespec changed;
} stamp;

struct by_hash {
	const char *sha256;
	size_t at;
};

struct plans_file {
	int lock;            /* -1: none                                     */
	char *lock_path;
	stamp as;            /* the file as it was read or saved last        */
	stamp looked;        /* as it was when there was nothing to be had of it */
	mode_t mode;
	buf bytes;           /* all of it: what the texts of documents lie in */
	struct by_hash *hashes;
};

static stamp stamp_of(const struct stat *st)
{
	return (stamp){ st->st_dev, st->st_ino, st->st_size, st->st_mtim };
}

static bool same_stamp(const stamp *a, const stamp *b)
{
	return a->device == b->device && a->inode == b->inode && a->size == b->size
	    && a->changed.tv_sec == b->changed.tv_sec && a->changed.tv_nsec == b->changed.tv_nsec;
}

/* ---- reading ----------------------------------------------------------------------------------- */

static bool read_bytes(plans *p, err *e)
{
	struct stat st;
	arena *mem = arena_new();
	str bytes;
	bool ok = file_read(p->path, LARGEST, mem, &bytes, e);
	if (ok && stat(p->path, &st) != 0)
		ok = err_set(e, ERR_INPUT, "%s: %s", p->path, strerror(errno));
	if (ok) {
		p->file->as = stamp_of(&st);
		p->file->mode = st.st_mode & 0777;
		buf_str(&p->file->bytes, bytes);
	}
	arena_drop(mem);
	return ok;
}

static int by_hash(const void *a, const void *b)
{
	const struct by_hash *x = a, *y = b;
	int c = strcmp(x->sha256, y->sha256);
	return c ? c : (x->at > y->at) - (x->at < y->at);
}

static void index_hashes(plans *p)
{
	p->file->hashes = arena_array(p->mem, struct by_hash, p->n);
	for (size_t i = 0; i < p->n; i++)
		p->file->hashes[i] = (struct by_hash){ p->list[i].plan.sha256, i };
	if (p->n)
		qsort(p->file->hashes, p->n, sizeof *p->file->hashes, by_hash);
}

plans *plans_open(const char *path, plans_how how, err *e)
{
	arena *mem = arena_new();
	plans *p = arena_alloc(mem, sizeof *p);
	p->mem = mem;
	p->file = arena_alloc(mem, sizeof *p->file);
	p->file->lock = -1;
	p->path = file_resolve(path, mem, e);
	bool ok = p->path && (how == PLANS_READ || lock_take(p->path, mem, &p->file->lock, &p->file->lock_path, e))
	       && read_bytes(p, e) && plans_parse(p, path, buf_view(&p->file->bytes), e);
	if (!ok) {
		plans_close(p);
		return NULL;
	}
	index_hashes(p);
	return p;
}

/* Where in the index those with this hash begin. */
static size_t first_of(const plans *p, const char *sha256)
{
	bound b = { .high = p->n };
	while (bound_asks(&b))
		bound_told(&b, strcmp(p->file->hashes[b.at].sha256, sha256) < 0);
	return b.at;
}

const plan *plans_withheld_twin(const plans *p, size_t i)
{
	const struct by_hash *all = p->file->hashes;
	const plan *one = &p->list[i].plan;
	for (size_t k = one->withheld ? p->n : first_of(p, one->sha256); k < p->n && strcmp(all[k].sha256, one->sha256) == 0; k++)
		if (p->list[all[k].at].plan.withheld)
			return &p->list[all[k].at].plan;
	return NULL;
}

size_t plans_find(const plans *p, const char *sha256, str name)
{
	const struct by_hash *all = p->file->hashes;
	size_t first = first_of(p, sha256), end = first;
	for (; end < p->n && strcmp(all[end].sha256, sha256) == 0; end++)
		if (str_eq(p->list[all[end].at].plan.source, name))
			return all[end].at;
	return first < end ? all[first].at : p->n;
}

static void drop_documents(plans *p)
{
	for (size_t i = 0; i < p->n; i++)
		arena_drop(p->list[i].mem);
}

void plans_close(plans *p)
{
	if (!p)
		return;
	lock_give_back(p->file->lock, p->file->lock_path);
	drop_documents(p);
	buf_free(&p->file->bytes);
	arena_drop(p->mem);
}

/* ---- what others wrote --------------------------------------------------------------------------- */

static stamp stamp_now(const plans *p)
{
	struct stat st;
	return stat(p->path, &st) == 0 ? stamp_of(&st) : (stamp){ 0 };
}

bool plans_stale(const plans *p)
{
	stamp now = stamp_now(p);
	return !same_stamp(&now, &p->file->as) && !same_stamp(&now, &p->file->looked);
}

static bool same_documents(const plans *a, const plans *b, const bool *anew, err *e)
{
	for (size_t i = 0; i < a->n; i++)
		if (anew[i] && (strcmp(a->list[i].plan.sha256, b->list[i].plan.sha256) != 0 || !str_eq(a->list[i].plan.source, b->list[i].plan.source)))
			return err_set(e, ERR_REFUSED, "%s: it has other documents than it had", a->path);
	return true;
}

static void take_documents(plans *p, plans *now, const bool *anew)
{
	for (size_t i = 0; i < p->n; i++) {
		plans_document *d = &p->list[i];
		d->text = now->list[i].text;
		if (!anew[i])
			continue;
		uint32_t ids = d->plan.ids;
		str source = d->plan.source;
		arena_drop(d->mem);
		d->mem = now->list[i].mem;
		d->plan = now->list[i].plan;
		d->plan.source = source;
		d->plan.ids = ids > d->plan.ids ? ids : d->plan.ids;
		d->touched = false;
	}
	p->words |= now->words;
	bool same = p->nfrom == now->nfrom;
	for (size_t i = 0; same && i < p->nfrom; i++)
		same = str_eq(p->from[i], now->from[i]);
	if (same)
		return;
	p->nfrom = now->nfrom;
	p->from = arena_array(p->mem, str, p->nfrom);
	for (size_t i = 0; i < p->nfrom; i++)
		p->from[i] = str_dup(now->from[i], p->mem);
}

bool plans_reload(plans *p, bool *anew, err *e)
{
	struct plans_file file = { .lock = -1 };
	plans now = { .path = p->path, .mem = arena_new(), .file = &file };
	stamp is = stamp_now(p);
	bool ok = read_bytes(&now, e) && plans_parse_again(&now, p, anew, buf_view(&file.bytes), e) && same_documents(p, &now, anew, e);
	if (!ok) {
		p->file->looked = is;
		drop_documents(&now);
		arena_drop(now.mem);
		buf_free(&file.bytes);
		return false;
	}
	take_documents(p, &now, anew);
	arena_drop(now.mem);
	buf_free(&p->file->bytes);
	p->file->bytes = file.bytes;
	p->file->as = is;
	return true;
}

/* ---- saving ------------------------------------------------------------------------------------ */

void plans_touch(plans *p, size_t i)
{
	p->list[i].touched = true;
}

static json_t *from_json(const plans *p)
{
	json_t *from = json_array();
	for (size_t i = 0; i < p->nfrom; i++)
		json_array_append_new(from, json_of_str(p->from[i]));
	return from;
}

/* at: where each document begins in out. */
static void print(const plans *p, buf *out, size_t *at)
{
	json_t *from = p->nfrom ? from_json(p) : NULL;
	plans_print_head(out, from);
	json_decref(from);
	for (size_t i = 0; i < p->n; i++) {
		const plans_document *d = &p->list[i];
		buf_z(out, i ? ",\n" : "");
		at[i] = out->n;
		if (d->touched)
			plans_print_document(out, &d->plan, p->words);
		else
			buf_str(out, d->text);
	}
	at[p->n] = out->n;
	plans_print_end(out);
}

static bool is_as_we_left_it(const plans *p, err *e)
{
	stamp now = stamp_now(p);
	if (same_stamp(&now, &p->file->as))
		return true;
	err_set(e, ERR_REFUSED, "%s: another program wrote to it since it was read: it is left as it is", p->path);
	return err_hint(e, "open it again, so that what others decided is not lost");
}

static bool write_bytes(plans *p, str bytes, err *e)
{
	const char *temp = file_temp_beside(p->path, p->mem);
	int fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return err_set(e, ERR_SYSTEM, "%s: %s", p->path, strerror(errno));
	struct stat st;
	bool ok = file_fill(fd, bytes, e);
	if (ok && (fchmod(fd, p->file->mode) != 0 || fstat(fd, &st) != 0))
		ok = err_set(e, ERR_SYSTEM, "%s", strerror(errno));
	if (close(fd) != 0 && ok)
		ok = err_set(e, ERR_SYSTEM, "%s", strerror(errno));
	if (!ok) {
		unlink(temp);
		return err_wrap(e, "%s", p->path);
	}
	if (!file_commit(temp, p->path, true, e))
		return false;
	p->file->as = stamp_of(&st);
	return true;
}

bool plans_save(plans *p, err *e)
{
	bool any = false;
	for (size_t i = 0; i < p->n; i++)
		any |= p->list[i].touched;
	if (!any)
		return true;
	buf out = { 0 };
	size_t *at = malloc((p->n + 1) * sizeof *at);
	if (!at)
		abort();
	print(p, &out, at);
	bool ok = is_as_we_left_it(p, e) && write_bytes(p, buf_view(&out), e);
	for (size_t i = 0; ok && i < p->n; i++) {
		size_t end = i + 1 < p->n ? at[i + 1] - 2 : at[p->n];
		p->list[i].text = (str){ out.p + at[i], end - at[i] };
		p->list[i].touched = false;
	}
	if (ok) {
		buf_free(&p->file->bytes);
		p->file->bytes = out;
	} else {
		buf_free(&out);
	}
	free(at);
	return ok;
}
