#include "patterns/profiles.h"
#include "redact/base/embed.h"
#include "redact/base/file.h"
#include "redact/base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define FOLDER "patterns/profiles/"
#define SUFFIX ".profile"
#define USUAL  "full"

enum { LARGEST_PROFILE = 1 << 20 };

/* ---- one file --------------------------------------------------------------------------------- */

struct reading {
	profiles *all;
	profile *out;
	unsigned line;
	err *e;
};

static bool fail(const struct reading *r, const char *what)
{
	return err_set(r->e, ERR_USAGE, STR_FMT ":%u: %s", STR_ARG(r->out->file), r->line, what);
}

static bool is_kind(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '-'))
			return false;
	return s.n > 0;
}

static bool add_kinds(struct reading *r, str names, visible shows, bool off)
{
	str one;
	while (str_cut(&names, ',', &one)) {
		one = str_trim(one);
		if (!is_kind(one))
			return fail(r, "a kind is the name of a rule, or minor: small letters, digits and hyphens");
		for (size_t i = 0; i < r->out->n; i++)
			if (str_eq(r->out->kinds[i].name, one))
				return fail(r, "this kind stands above already");
		*ARENA_PUSH(r->all->mem, r->out->kinds, r->out->n, r->out->room) =
			(profile_kind){ str_dup(one, r->all->mem), shows, off, r->line };
	}
	return true;
}

static bool read_line(struct reading *r, str line)
{
	line = str_trim(line);
	if (line.n == 0 || line.p[0] == '#' || line.p[0] == ';')
		return true;
	str value = line, key;
	if (!str_cut(&value, '=', &key) || !value.p)
		return fail(r, "neither kind = what stays, nor a comment");
	key = str_trim(key);
	value = str_trim(value);
	str *words = str_is(key, "title") ? &r->out->title : str_is(key, "source") ? &r->out->source
	           : str_is(key, "note") ? &r->out->note : NULL;
	if (words) {
		*words = words->n ? str_fmt(r->all->mem, STR_FMT " " STR_FMT, STR_ARG(*words), STR_ARG(value))
		                  : str_dup(value, r->all->mem);
		return true;
	}
	bool off = str_is(value, "all");
	visible shows = off ? VISIBLE_NOTHING : visible_of(value);
	if (shows == VISIBLES) {
		fail(r, "what stays is not known by this name");
		return err_hint(r->e, "known are nothing, last 4, year, initials, city and state, state, all");
	}
	return add_kinds(r, key, shows, off);
}

bool profiles_read(profiles *p, str name, str file, str bytes, err *e)
{
	for (size_t i = 0; i < p->n; i++)
		if (str_eq(p->list[i].name, name))
			return err_set(e, ERR_USAGE, STR_FMT ": the profile " STR_FMT " stands in " STR_FMT " already",
			               STR_ARG(file), STR_ARG(name), STR_ARG(p->list[i].file));
	profile *one = ARENA_PUSH(p->mem, p->list, p->n, p->room);
	*one = (profile){ .name = str_dup(name, p->mem), .file = str_dup(file, p->mem) };
	struct reading r = { p, one, 0, e };
	str line;
	if (!utf8_valid(bytes)) {
		err_set(e, ERR_USAGE, STR_FMT ": not UTF-8 text", STR_ARG(file));
		return err_hint(e, "save the file as UTF-8");
	}
	if (str_starts(bytes, "\xEF\xBB\xBF"))
		bytes = str_sub(bytes, 3, bytes.n);
	while (str_cut(&bytes, '\n', &line)) {
		r.line++;
		if (!read_line(&r, line))
			return false;
	}
	return (one->title.n && one->source.n)
	    || err_set(e, ERR_USAGE, STR_FMT ": a profile needs a title and a source", STR_ARG(file));
}

/* ---- all of them ------------------------------------------------------------------------------ */

/* "frcp-5.2" of "patterns/profiles/frcp-5.2.profile". */
static str name_of(str path)
{
	const char *slash = memrchr(path.p, '/', path.n);
	size_t from = slash ? (size_t)(slash - path.p) + 1 : 0;
	return str_sub(path, from, path.n - strlen(SUFFIX));
}

static int by_name(const void *a, const void *b)
{
	return str_cmp(((const file_entry *)a)->relative, ((const file_entry *)b)->relative);
}

static bool load_folder(profiles *p, str folder, err *e)
{
	file_list list = { 0 };
	if (!file_walk(str_z(folder, p->mem), p->mem, &list, e)) {
		if (e->kind == ERR_INPUT)
			e->kind = ERR_USAGE;
		return false;
	}
	if (list.n > 1)
		qsort(list.files, list.n, sizeof *list.files, by_name);
	for (size_t i = 0; i < list.n; i++) {
		str path = list.files[i].path, bytes;
		if (str_ends(path, SUFFIX) && (!file_read(str_z(path, p->mem), LARGEST_PROFILE, p->mem, &bytes, e)
		                            || !profiles_read(p, name_of(path), path, bytes, e)))
			return false;
	}
	return true;
}

bool profiles_load(profiles *p, const str *folders, size_t n, err *e)
{
	for (const embedded *f = embedded_files; f->path; f++) {
		str path = str_of(f->path);
		if (!str_starts(path, FOLDER) || !str_ends(path, SUFFIX))
			continue;
		if (!profiles_read(p, name_of(path), path, (str){ (const char *)f->bytes, f->n }, e))
			return false;
	}
	for (size_t i = 0; i < n; i++)
		if (!load_folder(p, folders[i], e))
			return false;
	return true;
}

const profile *profiles_lookup(const profiles *p, str name, err *e)
{
	char known[200] = "";
	size_t n = 0;
	for (size_t i = 0; i < p->n; i++) {
		str other = p->list[i].name;
		if (str_eq(other, name.n ? name : STR(USUAL)))
			return &p->list[i];
		if (n + other.n + 2 < sizeof known) {
			memcpy(known + n, other.p, other.n);
			n += other.n;
			known[n++] = ' ';
		}
	}
	err_set(e, ERR_USAGE, "no profile is called \"" STR_FMT "\"", STR_ARG(name));
	err_hint(e, "known are: %s; one of your own needs its folder, --packs DIR", str_z(str_trim(str_of(known)), p->mem));
	return NULL;
}

visible profile_shows(const profile *p, str kind)
{
	for (size_t i = 0; i < p->n; i++)
		if (str_eq(p->kinds[i].name, kind))
			return p->kinds[i].shows;
	return VISIBLE_NOTHING;
}
