#include "redact/work/batch/place.h"

#include "redact/name.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define WORKROOM ".underseal-work"

char *place_path(const char *folder, str relative, arena *mem)
{
	const char *slash = folder[0] && folder[strlen(folder) - 1] == '/' ? "" : "/";
	return (char *)str_fmt(mem, "%s%s" STR_FMT, folder, slash, STR_ARG(relative)).p;
}

bool place_is_inside(const char *folder, str relative, arena *mem, const char **link)
{
	char *path = place_path(folder, relative, mem);
	struct stat st;
	for (char *at = path + strlen(path) - relative.n; (at = strchr(at, '/')); at++) {
		*at = '\0';
		if (lstat(path, &st) == 0 && S_ISLNK(st.st_mode)) {
			if (link)
				*link = path;
			return false;
		}
		*at = '/';
	}
	return true;
}

str place_planned(const kit *k, str name, arena *mem)
{
	for (const format *const *f = k->formats; *f; f++) {
		for (const char *const *s = (*f)->suffixes; s && *s; s++) {
			size_t n = strlen(*s);
			if (name.n > n && strncasecmp(name.p + name.n - n, *s, n) == 0)
				return name_output(name, *f, mem);
		}
	}
	return name_output(name, NULL, mem);
}

static bool check_apart(const batch_options *o, const char *folder, arena *mem, err *e)
{
	for (size_t i = 0; i < o->ninputs; i++) {
		err ignored = ERR_INIT;
		const char *root = file_resolve(o->inputs[i], mem, &ignored);
		if (!root)
			continue;
		struct stat st;
		bool is_folder = stat(root, &st) == 0 && S_ISDIR(st.st_mode);
		if (is_folder && file_is_below(folder, root)) {
			err_set(e, ERR_USAGE, "%s: the output lies inside the input %s", o->folder, o->inputs[i]);
			return err_hint(e, "choose a folder beside it, so that a second run does not take its own output in");
		}
		if (file_is_below(root, folder)) {
			err_set(e, ERR_USAGE, "%s: the input %s lies inside the output", o->folder, o->inputs[i]);
			return err_hint(e, "choose a folder that holds no originals: what lies there is meant to be passed on");
		}
	}
	return true;
}

struct target {
	str name;
	input *in;
};

/* Of those that would have one name the one in front that has it already. */
static int by_target(const void *a, const void *b)
{
	const struct target *x = a, *y = b;
	int c = str_cmp(x->name, y->name);
	if (c == 0)
		c = str_eq(y->in->name, y->name) - str_eq(x->in->name, x->name);
	return c ? c : str_cmp(x->in->name, y->in->name);
}

/* A document in a folder that is called as a file of ours, which has to lie there. */
static bool is_in_our_way(str name)
{
	static const char *const ours[] = { "proof.", "redaction-log.", WORKROOM };
	str folder;
	if (!str_cut(&name, '/', &folder) || !name.n)
		return false;
	for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
		if (str_starts(folder, ours[i]) && (i == 2 || str_ends(folder, ".jsonl") || str_ends(folder, ".csv")))
			return true;
	return false;
}

static bool check_names(const batch_options *o, intake *in, arena *mem, err *e)
{
	struct target *all = arena_array(mem, struct target, in->n);
	for (size_t i = 0; i < in->n; i++) {
		all[i] = (struct target){ place_planned(o->kit, in->list[i].name, mem), &in->list[i] };
		if (is_in_our_way(all[i].name)) {
			err_set(e, ERR_USAGE, "%s: would be written as " STR_FMT ", where records of ours lie", input_label(&in->list[i]), STR_ARG(all[i].name));
			return err_hint(e, "call its folder something else, or name the folder itself");
		}
	}
	if (in->n) {
		qsort(all, in->n, sizeof *all, by_target);
		all[0].in->crowded = false;
	}
	for (size_t i = 1; i < in->n; i++) {
		all[i].in->crowded = str_eq(all[i].name, all[i - 1].name);
		if (!str_eq(all[i].in->name, all[i - 1].in->name))
			continue;
		err_set(e, ERR_USAGE, "%s and %s would both be written as " STR_FMT,
		        input_label(all[i - 1].in), input_label(all[i].in), STR_ARG(all[i].name));
		return err_hint(e, "give them different names, or run them into two folders");
	}
	return true;
}

bool place_free(const batch_options *o, const str *names, size_t n, arena *mem, err *e)
{
	size_t taken = 0;
	const char *first = NULL;
	for (size_t i = 0; i < n; i++) {
		const char *path = place_path(o->folder, names[i], mem);
		struct stat st;
		if (lstat(path, &st) == 0 && taken++ == 0)
			first = path;
	}
	if (!taken)
		return true;
	if (taken == 1)
		err_set(e, ERR_USAGE, "%s: exists already", first);
	else
		err_set(e, ERR_USAGE, "%s: exists already, and so do %zu more", first, taken - 1);
	return err_hint(e, "choose another folder with -o, or say --overwrite");
}

bool place_check(const batch_options *o, intake *in, arena *mem, err *e)
{
	const char *folder = file_resolve(o->folder, mem, e);
	if (!folder || !check_apart(o, folder, mem, e) || !check_names(o, in, mem, e))
		return false;
	const char *inside = place_path(o->folder, STR("x"), mem);
	if (!file_make_parents(inside, e))
		return false;
	struct stat st;
	if (stat(o->folder, &st) == 0 && !S_ISDIR(st.st_mode)) {
		err_set(e, ERR_USAGE, "%s: a file, not a folder", o->folder);
		return err_hint(e, "-o names the folder that the outputs go to");
	}
	return true;
}

/* ---- the workroom ---------------------------------------------------------------------------- */

static bool cannot_write(const char *folder, err *e)
{
	err_set(e, ERR_SYSTEM, "%s: %s", folder, strerror(errno));
	return err_hint(e, "the outputs are to be written there; choose another folder with -o");
}

/* Whether the folder we hold is still the one of that name: the run that had it before may just
 * have taken it away. */
static bool still_there(const workroom *w)
{
	struct stat held, named;
	return fstat(w->fd, &held) == 0 && lstat(w->path, &named) == 0 && held.st_dev == named.st_dev &&
	       held.st_ino == named.st_ino;
}

static void sweep(const workroom *w)
{
	DIR *dir = w->mine ? opendir(w->path) : NULL;
	for (struct dirent *d; dir && (d = readdir(dir));)
		unlinkat(w->fd, d->d_name, 0);
	if (dir)
		closedir(dir);
}

/* Whoever only looks whether it is locked has it for a moment. */
static bool lock(int fd)
{
	enum { TRIES = 4 };
	const struct timespec moment = { .tv_nsec = 20000000 };
	for (int i = 0; i < TRIES; i++) {
		if (flock(fd, LOCK_EX | LOCK_NB) == 0)
			return true;
		if (errno != EWOULDBLOCK)
			break;
		nanosleep(&moment, NULL);
	}
	return false;
}

bool workroom_is_used(const char *folder, shard s)
{
	arena *mem = arena_new();
	int fd = open(place_path(folder, shard_file(s, STR(WORKROOM), true, mem), mem), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	bool used = fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
	if (fd >= 0)
		close(fd);
	arena_drop(mem);
	return used;
}

bool workroom_open(const char *folder, shard s, arena *mem, workroom *out, err *e)
{
	out->path = place_path(folder, shard_file(s, STR(WORKROOM), true, mem), mem);
	for (int tries = 0; tries < 100; tries++) {
		if (mkdir(out->path, 0700) != 0 && errno != EEXIST)
			break;
		out->fd = open(out->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (out->fd < 0) {
			if (errno == ENOENT)
				continue;
			break;
		}
		out->mine = lock(out->fd);
		if (!out->mine && errno == EWOULDBLOCK) {
			close(out->fd);
			*out = (workroom){ 0 };
			err_set(e, ERR_USAGE, "%s: another run is writing there", folder);
			return err_hint(e, "wait until it is done, or choose another folder with -o");
		}
		if (still_there(out)) {
			sweep(out);
			return true;
		}
		close(out->fd);
	}
	*out = (workroom){ 0 };
	return cannot_write(folder, e);
}

void workroom_close(workroom *w)
{
	if (!w->path)
		return;
	sweep(w);
	rmdir(w->path);
	close(w->fd);
	*w = (workroom){ 0 };
}
