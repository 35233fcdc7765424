#include "cli/show_profiles.h"
#include "cli/out.h"
#include "patterns/profiles.h"

#include <stdio.h>
#include <string.h>

static const char *shown(const profile_kind *kind)
{
	return kind->off ? "all" : visible_name(kind->shows);
}

/* The kinds of which the same stays, from kind `from` on; "" when they stood in a line before. */
static str alike(const profile *p, size_t from, arena *mem)
{
	buf names = { 0 };
	for (size_t i = 0; i < p->n; i++) {
		if (strcmp(shown(&p->kinds[i]), shown(&p->kinds[from])) != 0)
			continue;
		if (i < from) {
			buf_free(&names);
			return STR("");
		}
		buf_fmt(&names, "%s" STR_FMT, names.n ? ", " : "", STR_ARG(p->kinds[i].name));
	}
	str out = str_dup(buf_view(&names), mem);
	buf_free(&names);
	return out;
}

static void print_one(const profile *p, arena *mem)
{
	printf(STR_FMT ": " STR_FMT "\n  source: " STR_FMT "\n", STR_ARG(p->name), STR_ARG(p->title), STR_ARG(p->source));
	for (size_t i = 0; i < p->n; i++) {
		str names = alike(p, i, mem);
		if (names.n)
			printf("  %s: " STR_FMT "\n", shown(&p->kinds[i]), STR_ARG(names));
	}
	if (p->note.n)
		printf("  note: " STR_FMT "\n", STR_ARG(p->note));
}

static json_t *words(str s)
{
	return json_stringn(s.p, s.n);
}

static void print_json(const profile *p)
{
	json_t *o = json_object(), *kinds = json_object();
	json_object_set_new(o, "schema", json_string("profile/1"));
	json_object_set_new(o, "name", words(p->name));
	json_object_set_new(o, "title", words(p->title));
	json_object_set_new(o, "source", words(p->source));
	json_object_set_new(o, "note", words(p->note));
	for (size_t i = 0; i < p->n; i++)
		json_object_setn_new(kinds, p->kinds[i].name.p, p->kinds[i].name.n, json_string(shown(&p->kinds[i])));
	json_object_set_new(o, "shows", kinds);
	json_object_set_new(o, "file", words(p->file));
	out_json(o);
}

int show_profiles(const str *folders, size_t n, bool json, arena *mem)
{
	profiles all = { .mem = mem };
	err e = ERR_INIT;
	if (!profiles_load(&all, folders, n, &e))
		return out_wrong(&e);
	for (size_t i = 0; i < all.n; i++) {
		if (json)
			print_json(&all.list[i]);
		else
			print_one(&all.list[i], mem);
	}
	if (!json)
		puts("\nOf each kind named, that much stays to be read; of whatever else is found, nothing does. A profile says what\n"
		     "was asked for. Whether a filing is as its court wants it is for people to say.");
	return 0;
}
