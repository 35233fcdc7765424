#include "redact/work/place.h"

#include "redact/name.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

char *place_path(const char *folder, str relative, arena *mem)
{
	const char *slash = folder[0] && folder[strlen(folder) - 1] == '/' ? "" : "/";
	return (char *)str_fmt(mem, "%s%s" STR_FMT, folder, slash, STR_ARG(relative)).p;
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
	return name;
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
	const input *in;
};

static int by_target(const void *a, const void *b)
{
	return str_cmp(((const struct target *)a)->name, ((const struct target *)b)->name);
}

static bool check_names(const batch_options *o, const intake *in, arena *mem, err *e)
{
	struct target *all = arena_array(mem, struct target, in->n);
	for (size_t i = 0; i < in->n; i++)
		all[i] = (struct target){ place_planned(o->kit, in->list[i].name, mem), &in->list[i] };
	if (in->n)
		qsort(all, in->n, sizeof *all, by_target);
	size_t taken = 0;
	const char *first = NULL;
	for (size_t i = 0; i < in->n; i++) {
		if (i && str_eq(all[i].name, all[i - 1].name)) {
			err_set(e, ERR_USAGE, "%s and %s would both be written as " STR_FMT,
			        all[i - 1].in->path, all[i].in->path, STR_ARG(all[i].name));
			return err_hint(e, "give them different names, or run them into two folders");
		}
		const char *path = place_path(o->folder, all[i].name, mem);
		struct stat st;
		if (!o->overwrite && lstat(path, &st) == 0 && taken++ == 0)
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

bool place_check(const batch_options *o, const intake *in, arena *mem, err *e)
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
	const char *probe = file_temp_beside(inside, mem);
	int fd = open(probe, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0) {
		err_set(e, ERR_SYSTEM, "%s: %s", o->folder, strerror(errno));
		return err_hint(e, "the outputs are to be written there; choose another folder with -o");
	}
	close(fd);
	unlink(probe);
	return true;
}
