#include "cli/asked.h"

#include "formats/formats.h"
#include "redact/base/buf.h"
#include "redact/base/file.h"
#include "redact/base/utf8.h"

#include <ini.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

enum { LARGEST_MATTER = 1 << 20, LARGEST_PASSWORD = 4096 };

/* How documents are treated: a word each, from the command line or the matter file. */
static const struct {
	const char *name;
	size_t asked;  /* where in an asked popt left it */
	bool (*read)(handling *how, const char *word, err *e);
} how_words[] = {
	{ "annots", offsetof(asked, annots), handling_read_annots },
	{ "gap", offsetof(asked, gap), handling_read_gap },
	{ "keep", offsetof(asked, keep), handling_read_keep },
	{ "changes", offsetof(asked, changes), handling_read_changes },
	{ "attachments", offsetof(asked, attachments), handling_read_attachments },
	{ "ocr", offsetof(asked, ocr), handling_read_ocr },
	{ "ocr-lang", offsetof(asked, languages), handling_read_languages },
	{ "on-unreadable", offsetof(asked, unreadable), handling_read_unreadable },
	{ "text-layer", offsetof(asked, text_layer), handling_read_text_layer },
};
enum { HOW_WORDS = sizeof how_words / sizeof *how_words };

struct lists {
	asked *a;
	arena *mem;
	const char *folder;      /* of the matter file, with its slash */
	str *terms; size_t nterms, terms_room;
	str *minors; size_t nminors, minors_room;
	str *except; size_t nexcept, except_room;
	str *packs; size_t npacks, packs_room;
	size_t naside, aside_room;
	const char *rules, *label, *people, *profile;
	const char *how[HOW_WORDS];
	err *e;
	bool wrong;
};

static void aside(struct lists *l, const char *path)
{
	*ARENA_PUSH(l->mem, l->a->aside, l->naside, l->aside_room) = path;
	l->a->naside = l->naside;
}

static const char *beside_matter(const struct lists *l, const char *path)
{
	return path[0] == '/' ? str_z(str_of(path), l->mem)
	                      : str_fmt(l->mem, "%s%s", l->folder, path).p;
}

static size_t how_word(const char *name)
{
	size_t i = 0;
	while (i < HOW_WORDS && strcmp(how_words[i].name, name) != 0)
		i++;
	return i;
}

static int matter_line(void *arg, const char *section, const char *name, const char *value)
{
	struct lists *l = arg;
	if (strcmp(section, "matter") == 0) {
		if (strcmp(name, "label") == 0)
			l->label = str_z(str_of(value), l->mem);
		return 1; /* the rest describes the matter to people */
	}
	if (strcmp(section, "redact") != 0) {
		err_set(l->e, ERR_USAGE, "no section [%s] is known; there are [matter] and [redact]", section);
		return 0;
	}
	if (strcmp(name, "terms") == 0)
		*ARENA_PUSH(l->mem, l->terms, l->nterms, l->terms_room) = str_of(beside_matter(l, value));
	else if (strcmp(name, "minors") == 0)
		*ARENA_PUSH(l->mem, l->minors, l->nminors, l->minors_room) = str_of(beside_matter(l, value));
	else if (strcmp(name, "except") == 0)
		*ARENA_PUSH(l->mem, l->except, l->nexcept, l->except_room) = str_of(beside_matter(l, value));
	else if (strcmp(name, "packs") == 0)
		*ARENA_PUSH(l->mem, l->packs, l->npacks, l->packs_room) = str_of(beside_matter(l, value));
	else if (strcmp(name, "rules") == 0)
		l->rules = str_z(str_of(value), l->mem);
	else if (strcmp(name, "label") == 0)
		l->label = str_z(str_of(value), l->mem);
	else if (strcmp(name, "people") == 0)
		l->people = str_z(str_of(value), l->mem);
	else if (strcmp(name, "profile") == 0)
		l->profile = str_z(str_of(value), l->mem);
	else if (how_word(name) < HOW_WORDS)
		l->how[how_word(name)] = str_z(str_of(value), l->mem);
	else {
		buf known = { 0 };
		for (size_t i = 0; i < HOW_WORDS; i++)
			buf_fmt(&known, ", %s", how_words[i].name);
		err_set(l->e, ERR_USAGE, "[redact] knows terms, minors, except, rules, packs, people, profile, label" STR_FMT "; not %s",
		        STR_ARG(buf_view(&known)), name);
		buf_free(&known);
		return 0;
	}
	return 1;
}

static bool read_matter(struct lists *l, const char *path)
{
	str bytes;
	if (!file_read(path, LARGEST_MATTER, l->mem, &bytes, l->e)) {
		l->e->kind = ERR_USAGE;
		return false;
	}
	const char *slash = strrchr(path, '/');
	l->folder = slash ? str_z((str){ path, (size_t)(slash - path) + 1 }, l->mem) : "";
	aside(l, path);
	err why = ERR_INIT, *e = l->e;
	l->e = &why;
	int line = ini_parse_string(bytes.p, matter_line, l);
	l->e = e;
	if (line == 0)
		return true;
	if (why.kind == ERR_NONE)
		err_set(&why, ERR_USAGE, "not \"name = value\"");
	return err_set(e, ERR_USAGE, "%s: line %d: %s", path, line < 0 ? 0 : line, why.text);
}

static bool read_password(asked *a, arena *mem, err *e)
{
	str bytes;
	if (!file_read(a->password_file, LARGEST_PASSWORD, mem, &bytes, e)) {
		e->kind = ERR_USAGE;
		return false;
	}
	str rest = bytes;
	if (!str_cut(&rest, '\n', &a->password))
		a->password = STR("");
	if (str_ends(a->password, "\r"))
		a->password.n--;
	return true;
}

static bool has_control(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return true;
	return false;
}

/* The command line wins over the matter file. */
static bool settle_handling(asked *a, const struct lists *l, err *e)
{
	bool languages = false;
	a->how = handling_default();
	if (a->with_text_layer)
		a->text_layer = "yes";
	for (size_t i = 0; i < HOW_WORDS; i++) {
		const char *word = *(char *const *)((const char *)a + how_words[i].asked);
		if (!word)
			word = l->how[i];
		/* What is written below pages changes no mark: a plan's own handling goes with it. */
		a->how_given |= word && how_words[i].read != handling_read_text_layer;
		languages |= word && how_words[i].read == handling_read_languages;
		if (word && !how_words[i].read(&a->how, word, e))
			return false;
	}
	/* Told once, before anything is read; where nobody asked for languages, text alone needs none. */
	if (languages && a->how.ocr != OCR_NEVER && !formats_have_languages(a->how.languages, e)) {
		e->kind = ERR_USAGE;
		return false;
	}
	if (a->how.text_layer && a->how.ocr == OCR_NEVER)
		return err_set(e, ERR_USAGE, "a text layer is made by OCR, which is never to be used here")
		    || err_hint(e, "leave out --ocr never, or --text-layer");
	return true;
}

bool asked_across(const asked *a, bool reviewed, batch_spread *out, err *e)
{
	static const char *const words[] = { [ACROSS_HUNT] = "hunt", [ACROSS_TELL] = "tell", [ACROSS_OFF] = "off" };
	*out = reviewed ? ACROSS_TELL : ACROSS_HUNT;
	for (size_t i = 0; a->across && i < sizeof words / sizeof *words; i++) {
		if (strcmp(a->across, words[i]) == 0) {
			*out = (batch_spread)i;
			return true;
		}
	}
	return !a->across || err_set(e, ERR_USAGE, "--across=%s: known are hunt, tell and off", a->across);
}

handling asked_to_look(const asked *a)
{
	handling how = { .ocr = a->how.ocr };
	strcpy(how.languages, a->how.languages);
	return how;
}

static bool settle_people(asked *a, const struct lists *l, err *e)
{
	const char *word = a->people ? a->people : l->people ? l->people : "none";
	a->want.people = strcmp(word, "suggest") == 0;
	if (a->want.people || strcmp(word, "none") == 0)
		return true;
	err_set(e, ERR_USAGE, "people are to be \"%s\"", word);
	return err_hint(e, "known are none and suggest; no one is removed whom a person has not listed or accepted");
}

bool asked_settle(asked *a, arena *mem, err *e)
{
	struct lists l = { .a = a, .mem = mem, .e = e };
	a->mem = mem;
	if (a->jobs < 0 || a->seconds < 0 || a->megabytes < 0)
		return err_set(e, ERR_USAGE, "--jobs, --limit-time and --limit-mem take numbers from 0 on");
	if (a->matter && !read_matter(&l, a->matter))
		return false;
	for (size_t i = 0; a->terms && a->terms[i]; i++)
		*ARENA_PUSH(mem, l.terms, l.nterms, l.terms_room) = str_of(a->terms[i]);
	for (size_t i = 0; a->minors && a->minors[i]; i++)
		*ARENA_PUSH(mem, l.minors, l.nminors, l.minors_room) = str_of(a->minors[i]);
	for (size_t i = 0; a->except && a->except[i]; i++)
		*ARENA_PUSH(mem, l.except, l.nexcept, l.except_room) = str_of(a->except[i]);
	for (size_t i = 0; a->packs && a->packs[i]; i++)
		*ARENA_PUSH(mem, l.packs, l.npacks, l.packs_room) = str_of(a->packs[i]);
	for (size_t i = 0; i < l.nterms; i++)
		aside(&l, str_z(l.terms[i], mem));
	for (size_t i = 0; i < l.nminors; i++)
		aside(&l, str_z(l.minors[i], mem));
	for (size_t i = 0; i < l.nexcept; i++)
		aside(&l, str_z(l.except[i], mem));
	a->want = (request){
		.rules = str_of(a->rules ? a->rules : l.rules ? l.rules : ""),
		.terms = l.terms, .nterms = l.nterms, .packs = l.packs, .npacks = l.npacks,
		.minors = l.minors, .nminors = l.nminors, .except = l.except, .nexcept = l.nexcept,
		.profile = str_of(a->profile ? a->profile : l.profile ? l.profile : ""),
	};
	if (!settle_people(a, &l, e) || !settle_handling(a, &l, e))
		return false;
	a->title = str_of(a->label ? a->label : l.label ? l.label : "");
	if (!utf8_valid(a->title) || has_control(a->title)) {
		err_set(e, ERR_USAGE, "the label is not one line of UTF-8 text");
		return err_hint(e, "choose plain letters, as in --label REDACTED");
	}
	if (a->password_file) {
		aside(&l, a->password_file);
		return read_password(a, mem, e);
	}
	return true;
}
