/* file_walk(): a folder listed whole, in an order that does not depend on the disk. */
#include "redact/base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Deeper trees than this are somebody's accident; the stack must not pay for it. */
enum { DEEPEST = 128 };

struct folder {
	const struct folder *above;
	dev_t device;
	ino_t inode;
	int depth;
};

struct walk {
	arena *mem;
	file_list *out;
};

static file_trouble *add_trouble(struct walk *w, str path, const char *why)
{
	file_trouble *t = ARENA_PUSH(w->mem, w->out->troubles, w->out->ntrouble, w->out->trouble_room);
	*t = (file_trouble){ path, str_dup(str_of(why), w->mem), NULL };
	return t;
}

static const char *why_of(int code)
{
	switch (code) {
	case EACCES:
	case EPERM:  return "permission denied";
	case ELOOP:  return "folder loop";
	case ENOENT: return "vanished while we looked";
	default:     return strerror(code);
	}
}

static void add_file(struct walk *w, str path, str relative, const struct stat *st)
{
	/* access() would judge by the real user; the honest test is to open. */
	int fd = open(path.p, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	file_entry entry = { path, relative, (uint64_t)st->st_size, st->st_dev, st->st_ino };
	if (fd < 0) {
		const char *why = why_of(errno);
		file_entry *closed = arena_alloc(w->mem, sizeof *closed);
		*closed = entry;
		add_trouble(w, path, why)->file = closed;
		return;
	}
	close(fd);
	*ARENA_PUSH(w->mem, w->out->files, w->out->n, w->out->room) = entry;
}

static int by_name(const void *a, const void *b)
{
	return str_cmp(*(const str *)a, *(const str *)b);
}

/* What a run of ours that was ended may have left: its temporaries (file_temp_beside(), mkostemp()), its workroom, the lock
 * of a plan. */
static bool is_ours(const char *name)
{
	static const char prefix[] = ".underseal-", letters[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	if (strncmp(name, prefix, sizeof prefix - 1) != 0)
		return false;
	const char *rest = name + sizeof prefix - 1;
	size_t n = strlen(rest);
	bool random = (n == 16 || n == 6) && strspn(rest, letters) == n;
	return random || strcmp(rest, "work") == 0 || strncmp(rest, "work.", 5) == 0 || strncmp(rest, "lock-", 5) == 0;
}

/* The names in a folder, sorted; false with errno when it cannot be read. */
static bool names_in(const char *path, arena *mem, str **names, size_t *n)
{
	DIR *dir = opendir(path);
	if (!dir)
		return false;
	size_t room = 0;
	*names = NULL;
	*n = 0;
	errno = 0;
	for (struct dirent *d; (d = readdir(dir)); errno = 0) {
		if (strcmp(d->d_name, ".") == 0 || strcmp(d->d_name, "..") == 0)
			continue;
		if (is_ours(d->d_name))
			continue;
		*ARENA_PUSH(mem, *names, *n, room) = str_dup(str_of(d->d_name), mem);
	}
	int code = errno;
	closedir(dir);
	errno = code;
	if (*n)
		qsort(*names, *n, sizeof **names, by_name);
	return code == 0;
}

static bool seen_above(const struct folder *f, const struct stat *st)
{
	for (; f; f = f->above)
		if (f->device == st->st_dev && f->inode == st->st_ino)
			return true;
	return false;
}

static void walk_folder(struct walk *w, str path, str relative, const struct folder *here)
{
	str *names;
	size_t n;
	arena *here_only = arena_new();
	if (!names_in(path.p, here_only, &names, &n)) {
		add_trouble(w, path, why_of(errno));
		n = 0;
	}
	for (size_t i = 0; i < n; i++) {
		const char *slash = str_ends(path, "/") ? "" : "/";
		str below = str_fmt(w->mem, STR_FMT "%s" STR_FMT, STR_ARG(path), slash, STR_ARG(names[i]));
		size_t tail = names[i].n + (relative.n ? relative.n + 1 : 0);
		str name = str_sub(below, below.n - tail, below.n);
		struct stat st;
		if (lstat(below.p, &st) != 0)
			add_trouble(w, below, why_of(errno));
		else if (S_ISREG(st.st_mode))
			add_file(w, below, name, &st);
		else if (S_ISLNK(st.st_mode))
			add_trouble(w, below, "link, not followed");
		else if (!S_ISDIR(st.st_mode))
			add_trouble(w, below, "a device, pipe or socket");
		else if (seen_above(here, &st))
			add_trouble(w, below, "folder loop");
		else if (here->depth >= DEEPEST)
			add_trouble(w, below, "folders nested too deep");
		else
			walk_folder(w, below, name, &(struct folder){ here, st.st_dev, st.st_ino, here->depth + 1 });
	}
	arena_drop(here_only);
}

bool file_walk(const char *root, arena *mem, file_list *out, err *e)
{
	struct walk w = { mem, out };
	struct stat st;
	if (stat(root, &st) != 0) {
		int code = errno;
		err_set(e, ERR_INPUT, "%s: %s", root, code == ENOENT ? "no such file or folder" : strerror(code));
		if (code == ELOOP)
			err_hint(e, "links that point at each other lead nowhere");
		return false;
	}
	str path = str_dup(str_of(root), mem);
	if (S_ISREG(st.st_mode)) {
		const char *slash = strrchr(root, '/');
		int fd = open(root, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
		if (fd < 0) {
			err_set(e, ERR_INPUT, "%s: %s", root, strerror(errno));
			return err_hint(e, "you are not allowed to read it; check the file's permissions");
		}
		close(fd);
		add_file(&w, path, str_dup(str_of(slash ? slash + 1 : root), mem), &st);
		return true;
	}
	if (!S_ISDIR(st.st_mode))
		return err_set(e, ERR_INPUT, "%s: a device or pipe, not a file or folder", root);
	DIR *dir = opendir(root);
	if (!dir)
		return err_set(e, ERR_INPUT, "%s: %s", root, strerror(errno));
	closedir(dir);
	walk_folder(&w, path, STR(""), &(struct folder){ NULL, st.st_dev, st.st_ino, 0 });
	return true;
}
