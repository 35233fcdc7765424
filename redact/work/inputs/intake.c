#include "redact/work/inputs/intake.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool is_called_so(str name)
{
	static const char *const junk[] = { ".DS_Store", "Thumbs.db", "desktop.ini", ".directory" };
	const char *slash = name.n ? memrchr(name.p, '/', name.n) : NULL;
	str last = slash ? str_sub(name, (size_t)(slash - name.p) + 1, name.n) : name;
	for (size_t i = 0; i < sizeof junk / sizeof *junk; i++)
		if (str_is(last, junk[i]))
			return true;
	return str_starts(last, "._") || str_starts(last, "~$");
}

/* What documents begin with. Nothing that only a computer wants does, but for old pictures' thumbnails. */
static bool begins_as_document(const char *path)
{
	static const struct { const char *bytes; size_t n; } heads[] = {
		{ "PK\3\4", 4 }, { "\x89PNG", 4 }, { "\xff\xd8\xff", 3 }, { "II*", 4 }, { "MM\0*", 4 }, { "{\\rtf", 5 },
	};
	char head[1024];
	err ignored = ERR_INIT;
	size_t n;
	if (!file_head(path, head, sizeof head, &n, &ignored))
		return true; /* whoever opens it says why it cannot be read */
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		if (n >= heads[i].n && memcmp(head, heads[i].bytes, heads[i].n) == 0)
			return true;
	return n && memmem(head, n, "%PDF-", 5);
}

bool intake_is_junk(str name, const char *path)
{
	return is_called_so(name) && !begins_as_document(path);
}

static void refuse(intake *out, arena *mem, const char *path, bool named, const err *why)
{
	refusal *r = ARENA_PUSH(mem, out->refused, out->nrefused, out->refused_room);
	*r = (refusal){ path, *why, named };
}

/* file_walk() names the path first; here it stands beside. */
static void drop_path(err *e, const char *path)
{
	size_t n = strlen(path);
	if (strncmp(e->text, path, n) == 0 && strncmp(e->text + n, ": ", 2) == 0)
		memmove(e->text, e->text + n + 2, strlen(e->text + n + 2) + 1);
}

static int by_name(const void *a, const void *b)
{
	const input *x = a, *y = b;
	int c = str_cmp(x->name, y->name);
	return c ? c : strcmp(x->path, y->path);
}

/* The path as it stands in a list, as a name: without what leads away from where it is put. */
static str listed_name(const char *path, str last, arena *mem)
{
	str rest = str_of(path), part;
	buf name = { 0 };
	while (str_cut(&rest, '/', &part)) {
		if (part.n == 0 || str_is(part, "."))
			continue;
		if (str_is(part, ".."))
			buf_clear(&name);
		else
			buf_fmt(&name, "%s" STR_FMT, name.n ? "/" : "", STR_ARG(part));
	}
	str out = name.n ? str_dup(buf_view(&name), mem) : last;
	buf_free(&name);
	return out;
}

static input *take(intake *out, arena *mem, const file_entry *f, const char *root, bool is_file)
{
	input *one = ARENA_PUSH(mem, out->list, out->n, out->room);
	*one = (input){ str_z(f->path, mem), f->relative, root, is_file, f->size, f->device, f->inode, NULL, NULL, false };
	return one;
}

/* A file that cannot be opened is a document all the same: whoever opens it is told, and it is in all records. */
static void take_troubles(intake *out, arena *mem, const char *root, const file_list *found)
{
	for (size_t k = 0; k < found->ntrouble; k++) {
		const file_trouble *t = &found->troubles[k];
		err e = ERR_INIT;
		if (t->file) {
			take(out, mem, t->file, root, false);
		} else {
			err_set(&e, ERR_INPUT, STR_FMT, STR_ARG(t->why));
			refuse(out, mem, str_z(t->path, mem), false, &e);
		}
	}
}

void intake_gather(const char *const *roots, size_t n, arena *mem, intake *out)
{
	for (size_t i = 0; i < n; i++) {
		file_list found = { 0 };
		err e = ERR_INIT;
		if (!file_walk(roots[i], mem, &found, &e)) {
			drop_path(&e, roots[i]);
			refuse(out, mem, roots[i], true, &e);
			continue;
		}
		for (size_t k = 0; k < found.n; k++) {
			const file_entry *f = &found.files[k];
			bool is_file = str_is(f->path, roots[i]);
			input *one = take(out, mem, f, roots[i], is_file);
			if (is_file && i >= n - out->nlisted)
				one->name = listed_name(roots[i], f->relative, mem);
		}
		take_troubles(out, mem, roots[i], &found);
	}
	if (out->n)
		qsort(out->list, out->n, sizeof *out->list, by_name);
	size_t kept = 0;
	for (size_t i = 0; i < out->n; i++) {
		const input *last = kept ? &out->list[kept - 1] : NULL;
		bool same = last && str_eq(last->name, out->list[i].name) &&
		            last->device == out->list[i].device && last->inode == out->list[i].inode;
		if (!same)
			out->list[kept++] = out->list[i];
	}
	out->n = kept;
}

static bool is_one_of(const input *in, const char *const *paths, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct stat st;
		if (stat(paths[i], &st) == 0 && st.st_dev == in->device && st.st_ino == in->inode)
			return true;
	}
	return false;
}

void intake_leave_out(intake *in, const char *const *aside, size_t n)
{
	size_t kept = 0;
	for (size_t i = 0; i < in->n; i++) {
		bool named = in->list[i].named, junk = !named && intake_is_junk(in->list[i].name, in->list[i].path);
		in->junk += junk;
		if (named || (!junk && !is_one_of(&in->list[i], aside, n)))
			in->list[kept++] = in->list[i];
	}
	in->n = kept;
}

bool intake_any(const intake *in, const char *const *roots, size_t n, err *e)
{
	if (in->n || in->nrefused)
		return true;
	err_set(e, ERR_INPUT, "%s: holds no files", n ? roots[0] : "");
	return err_hint(e, "name the documents or a folder with documents in it");
}
