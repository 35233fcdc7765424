#include "patterns/packs.h"
#include "redact/base/embed.h"
#include "redact/base/file.h"
#include "redact/base/utf8.h"

#include <ini.h>
#include <stdlib.h>
#include <string.h>

enum {
	LARGEST_PACK = 4 << 20,
	LONGEST_NAME = 40,
	LONGEST_LINE = 190, /* the library cuts lines at 200 bytes without a word */
	LARGEST_REACH = 400,
	USUAL_REACH = 40,
};

/* The library tells neither line numbers nor where a section begins, nor a second key of a name
 * from a line that goes on: the reader that feeds it its lines notes them. */
struct reading {
	packs *out;
	str name, rest;
	unsigned line, section_line, column;   /* column: where the line's value begins, from 1 */
	bool section_began, goes_on;
	bool have_rule;
	rule_set set;      /* what the section says when it turns out to be one: it has members */
	err *e;
	bool failed;
};

static bool fail(struct reading *r, unsigned line, const char *what)
{
	if (!r->failed)
		err_set(r->e, ERR_USAGE, STR_FMT ":%u: %s", STR_ARG(r->name), line, what);
	r->failed = true;
	return false;
}

/* Where a value begins: behind the sign, or behind the blanks of a line that goes on. */
static unsigned value_column(str line, bool goes_on)
{
	size_t at = 0;

	while (!goes_on && at < line.n && line.p[at] != '=' && line.p[at] != ':')
		at++;
	at += !goes_on && at < line.n;
	while (at < line.n && (line.p[at] == ' ' || line.p[at] == '\t'))
		at++;
	return (unsigned)at + 1;
}

static char *next_line(char *out, int room, void *arg)
{
	struct reading *r = arg;
	str line;

	if (r->failed || r->rest.n == 0 || !str_cut(&r->rest, '\n', &line))
		return NULL;
	r->line++;
	if (line.n && line.p[line.n - 1] == '\r')
		line.n--;
	if (line.n > LONGEST_LINE || line.n + 2 > (size_t)room) {
		fail(r, r->line, "the line is too long; go on in the next one, after a blank");
		return NULL;
	}
	r->goes_on = line.n && (line.p[0] == ' ' || line.p[0] == '\t');
	r->column = value_column(line, r->goes_on);
	if (str_starts(line, "[") && r->section_began) {
		fail(r, r->section_line, "the rule is empty");
		return NULL;
	}
	if (str_starts(line, "[") || (!r->have_rule && str_starts(str_trim(line), "["))) {
		r->section_line = r->line;
		r->section_began = true;
	}
	memcpy(out, line.p, line.n);
	out[line.n] = '\n';
	out[line.n + 1] = 0;
	return out;
}

/* ---- values -------------------------------------------------------------------------------- */

static bool read_int(struct reading *r, str text, int low, int high, int *out)
{
	long value = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9' || value > 100000)
			return fail(r, r->line, "not a number");
		value = value * 10 + (text.p[i] - '0');
	}
	if (text.n == 0 || value < low || value > high)
		return fail(r, r->line, low ? "the number must be from 1 to 400" : "the number must be from 0 to 100");
	*out = (int)value;
	return true;
}

static bool read_words(struct reading *r, rule *to, str list)
{
	str word;

	while (str_cut(&list, ',', &word)) {
		word = str_trim(word);
		if (word.n)
			*ARENA_PUSH(r->out->mem, to->context, to->ncontext, to->context_room) =
				str_dup(word, r->out->mem);
	}
	return true;
}

static bool read_members(struct reading *r, str list)
{
	rule_set *to = &r->set;
	str word;

	while (str_cut(&list, ',', &word)) {
		word = str_trim(word);
		if (word.n)
			*ARENA_PUSH(r->out->mem, to->members, to->nmembers, to->members_room) = str_dup(word, r->out->mem);
	}
	return true;
}

/* \n, \t and \\ as in C, so that an example can show a line break in its one line. */
static bool read_example(struct reading *r, rule *to, str text, bool match)
{
	char *p = arena_alloc(r->out->mem, text.n + 1);
	size_t n = 0, opened = 0, closed = 0;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (c == '\\') {
			char kind = ++i < text.n ? text.p[i] : 0;
			if (kind != 'n' && kind != 't' && kind != '\\')
				return fail(r, r->line, "in an example, \\ stands before n, t or \\ only");
			c = kind == 'n' ? '\n' : kind == 't' ? '\t' : '\\';
		} else if (c == '[' && i + 1 < text.n && text.p[i + 1] == '[') {
			opened += opened == closed ? 1 : 2;
		} else if (c == ']' && i + 1 < text.n && text.p[i + 1] == ']' && opened > closed) {
			closed++;
			p[n++] = text.p[i++];
		}
		p[n++] = c;
	}
	if (opened != closed)
		return fail(r, r->line, "[[ and ]] do not pair up");
	if (match && !opened)
		return fail(r, r->line, "mark what must be found: [[value]]");
	if (!match && opened)
		return fail(r, r->line, "nothing must be found here, so nothing may stand in [[ ]]");
	*ARENA_PUSH(r->out->mem, to->examples, to->nexamples, to->examples_room) =
		(example){ { p, n }, r->line };
	return true;
}

static bool read_pattern(struct reading *r, rule *to, shape_needs needs, str text)
{
	arena *mem = r->out->mem;

	if (r->goes_on && to->nshapes) {
		shape *last = &to->shapes[to->nshapes - 1];
		last->pattern = str_fmt(mem, STR_FMT "\n" STR_FMT, STR_ARG(last->pattern), STR_ARG(text));
		*ARENA_PUSH(mem, last->columns, last->ncolumns, last->columns_room) = r->column;
		return true;
	}
	shape *one = ARENA_PUSH(mem, to->shapes, to->nshapes, to->shapes_room);
	*one = (shape){ .needs = needs, .pattern = str_dup(text, mem), .line = r->line };
	*ARENA_PUSH(mem, one->columns, one->ncolumns, one->columns_room) = r->column;
	return true;
}

/* ---- rules --------------------------------------------------------------------------------- */

static bool good_name(str name)
{
	if (name.n == 0 || name.n > LONGEST_NAME || name.p[0] == '-')
		return false;
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
			return false;
	}
	return !str_is(name, "none") && !str_is(name, "all") && !str_is(name, "term") && !str_is(name, "hunt");
}

static bool begin_rule(struct reading *r, str name)
{
	packs *p = r->out;

	if (!good_name(name))
		return fail(r, r->section_line, "a rule's name is small letters, digits and -, at most 40, and not "
		                        "none, all, term or hunt");
	const rule *other = packs_lookup(p, name);
	const rule_set *set = packs_lookup_set(p, name);
	if (other || set) {
		fail(r, r->section_line, other ? "a rule of this name was read before" : "a set of this name was read before");
		err_hint(r->e, "it stands in " STR_FMT ", line %u; choose another name",
		         STR_ARG(other ? other->file : set->file), other ? other->line : set->line);
		return false;
	}
	r->set = (rule_set){ .source = STR("") };
	*ARENA_PUSH(p->mem, p->rules, p->n, p->room) = (rule){
		.name = str_dup(name, p->mem), .file = r->name, .line = r->section_line,
		.reach = USUAL_REACH, .rank = -1, .rank_context = -1, .rank_failed = -1, .rank_failed_context = -1,
	};
	r->have_rule = true;
	return true;
}

/* A section that names members is a set, and can be nothing else besides. */
static bool end_set(struct reading *r, const rule *one)
{
	packs *p = r->out;

	if (one->nshapes || one->ncontext || one->nexamples || one->check || one->code.n || one->standard)
		return fail(r, one->line, "a set of rules has a title, a source and rules, nothing else");
	if (!one->title.n)
		return fail(r, one->line, "the set lacks a title");
	r->set.name = one->name;
	r->set.title = one->title;
	r->set.file = one->file;
	r->set.line = one->line;
	*ARENA_PUSH(p->mem, p->sets, p->nsets, p->sets_room) = r->set;
	p->n--;
	return true;
}

/* What was left out follows from what was said: context raises halfway to certain, a failed check
 * takes away half of the rank, or a tenth where context speaks for the value. */
static bool end_rule(struct reading *r)
{
	if (!r->have_rule)
		return true;
	rule *one = &r->out->rules[r->out->n - 1];
	bool asks_context = false, asks_check = false;

	r->have_rule = false;
	if (r->set.nmembers)
		return end_set(r, one);
	if (r->set.source.n)
		return fail(r, one->line, "only a set has a source; write a rule's in a comment");
	for (size_t i = 0; i < one->nshapes; i++) {
		asks_context |= one->shapes[i].needs == NEEDS_CONTEXT;
		asks_check |= one->shapes[i].needs == NEEDS_CHECK;
	}
	if (!one->title.n || !one->code.n)
		return fail(r, one->line, "the rule lacks a title or a code");
	if (!one->nshapes)
		return fail(r, one->line, "the rule lacks a regex");
	if (asks_context && !one->ncontext)
		return fail(r, one->line, "regex-context without context words can never match");
	if (asks_check && !one->check)
		return fail(r, one->line, "regex-checked without a check says nothing");
	if (one->rank < 0)
		one->rank = 60;
	if (one->rank_context < 0)
		one->rank_context = one->rank + (100 - one->rank) / 2;
	if (one->rank_failed < 0)
		one->rank_failed = one->rank / 2;
	if (one->rank_failed_context < 0)
		one->rank_failed_context = one->rank_context - one->rank_context / 10;
	return true;
}

static bool read_key(struct reading *r, rule *one, str key, str value)
{
	arena *mem = r->out->mem;
	bool pattern = str_is(key, "regex") || str_is(key, "regex-checked") || str_is(key, "regex-context");

	if (r->goes_on && !pattern && !str_is(key, "context") && !str_is(key, "rules"))
		return fail(r, r->line, "only a regex or a list of words or rules may go on in a next line");
	if (value.n == 0)
		return fail(r, r->line, "nothing stands behind the =");
	if (str_is(key, "regex"))
		return read_pattern(r, one, NEEDS_NOTHING, value);
	if (str_is(key, "regex-checked"))
		return read_pattern(r, one, NEEDS_CHECK, value);
	if (str_is(key, "regex-context"))
		return read_pattern(r, one, NEEDS_CONTEXT, value);
	if (str_is(key, "context"))
		return read_words(r, one, value);
	if (str_is(key, "rules"))
		return read_members(r, value);
	if (str_is(key, "match"))
		return read_example(r, one, value, true);
	if (str_is(key, "no-match"))
		return read_example(r, one, value, false);
	if (str_is(key, "rank"))
		return read_int(r, value, 0, 100, &one->rank);
	if (str_is(key, "rank-context"))
		return read_int(r, value, 0, 100, &one->rank_context);
	if (str_is(key, "rank-failed"))
		return read_int(r, value, 0, 100, &one->rank_failed);
	if (str_is(key, "rank-failed-context"))
		return read_int(r, value, 0, 100, &one->rank_failed_context);
	if (str_is(key, "reach"))
		return read_int(r, value, 1, LARGEST_REACH, &one->reach);
	if (str_is(key, "title")) {
		one->title = str_dup(value, mem);
	} else if (str_is(key, "source")) {
		r->set.source = str_dup(value, mem);
	} else if (str_is(key, "code")) {
		one->code = str_dup(value, mem);
	} else if (str_is(key, "standard")) {
		if (!str_is(value, "yes") && !str_is(value, "no"))
			return fail(r, r->line, "standard is yes or no");
		one->standard = str_is(value, "yes");
	} else if (str_is(key, "check")) {
		one->check = checks_lookup(value);
		if (!one->check)
			return fail(r, r->line, "no check has this name");
	} else {
		fail(r, r->line, "no setting has this name");
		return err_hint(r->e, "known are title, code, standard, regex, regex-checked, regex-context, check, "
		                      "context, reach, rank, rank-context, rank-failed, rank-failed-context, match, no-match; "
		                      "of a set: title, source, rules");
	}
	return true;
}

static int on_key(void *arg, const char *section, const char *key, const char *value)
{
	struct reading *r = arg;

	if (r->failed)
		return 0;
	if (!*section)
		return fail(r, r->line, "a rule begins with its name in brackets: [name]");
	/* An indented [name] is a section too where nothing stands before that could go on. */
	const rule *last = r->have_rule ? &r->out->rules[r->out->n - 1] : NULL;
	if (r->section_began || !last || !str_is(last->name, section)) {
		r->section_began = r->goes_on = false;
		if (!end_rule(r) || !begin_rule(r, str_of(section)))
			return 0;
	}
	return read_key(r, &r->out->rules[r->out->n - 1], str_of(key), str_of(value));
}

bool packs_read(packs *p, str name, str bytes, err *e)
{
	struct reading r = { .out = p, .name = str_dup(name, p->mem), .rest = bytes, .e = e };

	for (size_t i = 0, line = 1; i < bytes.n;) {
		size_t at = i;
		uint32_t c = utf8_next(bytes, &i);
		if (c == 0 || (c == 0xFFFD && !str_eq(str_sub(bytes, at, i), STR("\uFFFD")))) {
			fail(&r, (unsigned)line, "not UTF-8 text");
			return err_hint(e, "save the file as UTF-8");
		}
		line += c == '\n';
	}
	/* A pattern may hold " ;", which the library would take for a comment and cut off. */
	ini_allow_inline_comments = false;
	int bad = ini_parse_stream(next_line, &r, on_key, &r);
	if (!r.failed && bad > 0)
		fail(&r, (unsigned)bad, "neither [name], nor key = value, nor a comment");
	if (!r.failed && bad < 0)
		fail(&r, r.line, "the file cannot be read");
	if (!r.failed && r.section_began)
		fail(&r, r.section_line, "the rule is empty");
	return !r.failed && end_rule(&r);
}

static int by_name(const void *a, const void *b)
{
	return str_cmp(((const file_entry *)a)->relative, ((const file_entry *)b)->relative);
}

static bool load_folder(packs *p, str folder, err *e)
{
	file_list list = { 0 };
	size_t found = 0;

	if (!file_walk(str_z(folder, p->mem), p->mem, &list, e)) {
		if (e && e->kind == ERR_INPUT)
			e->kind = ERR_USAGE; /* it is an option that is wrong, not a document */
		return false;
	}
	if (list.n > 1)
		qsort(list.files, list.n, sizeof *list.files, by_name);
	for (size_t i = 0; i < list.n; i++) {
		str path = list.files[i].path, bytes;
		found += str_ends(path, ".pack") || str_ends(path, ".profile");
		if (!str_ends(path, ".pack"))
			continue;
		if (!file_read(str_z(path, p->mem), LARGEST_PACK, p->mem, &bytes, e) ||
		    !packs_read(p, path, bytes, e))
			return false;
	}
	for (size_t i = 0; i < list.ntrouble; i++)
		if (str_ends(list.troubles[i].path, ".pack"))
			return err_set(e, ERR_USAGE, STR_FMT ": " STR_FMT, STR_ARG(list.troubles[i].path),
			               STR_ARG(list.troubles[i].why));
	if (!found) {
		err_set(e, ERR_USAGE, STR_FMT ": no rule packs here", STR_ARG(folder));
		return err_hint(e, "the name of a pack ends in .pack, that of a profile in .profile");
	}
	return true;
}

bool packs_load(packs *p, const str *folders, size_t n, err *e)
{
	for (const embedded *f = embedded_files; f->path; f++)
		if (str_starts(str_of(f->path), "patterns/packs/") && str_ends(str_of(f->path), ".pack") &&
		    !packs_read(p, str_of(f->path), (str){ (const char *)f->bytes, f->n }, e))
			return false;
	for (size_t i = 0; i < n; i++)
		if (!load_folder(p, folders[i], e))
			return false;
	return packs_sets_hold(p, e);
}


const char *shape_needs_name(shape_needs needs)
{
	static const char *const names[] = { "regex", "regex-checked", "regex-context" };
	return names[needs];
}
