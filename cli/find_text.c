#include "cli/find_text.h"
#include "cli/out.h"

#include "redact/base/log.h"
#include "redact/base/utf8.h"
#include "redact/scan.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { LONGEST_LINE = 256 << 20, BLOCK = 64 << 10 };

/* ---- lines ------------------------------------------------------------------------------------- */

struct lines {
	FILE *from;
	buf line;
	size_t number;   /* of the line that was read last, from 1 */
	bool too_long;
	char block[BLOCK];
	size_t at, have;
};

static void take(struct lines *l, size_t n)
{
	if (l->line.n + n > LONGEST_LINE)
		l->too_long = true;
	else
		buf_add(&l->line, l->block + l->at, n);
	l->at += n;
}

/* False at the end of the file. */
static bool next_line(struct lines *l)
{
	buf_clear(&l->line);
	l->too_long = false;
	l->number++;
	for (bool any = false;; any = true) {
		if (l->at == l->have) {
			l->at = 0;
			l->have = fread(l->block, 1, BLOCK, l->from);
			if (l->have == 0)
				return any;
		}
		const char *end = memchr(l->block + l->at, '\n', l->have - l->at);
		take(l, end ? (size_t)(end - l->block) - l->at : l->have - l->at);
		if (end) {
			l->at++;
			return true;
		}
	}
}

/* ---- one text ---------------------------------------------------------------------------------- */

/* Bytes of a text as code points; asked for places that come in order it goes through the text once. */
struct points {
	str s;
	size_t byte, point;
};

static json_int_t point_of(struct points *p, size_t byte)
{
	if (byte < p->byte)
		p->byte = p->point = 0;
	for (; p->byte < byte && p->byte < p->s.n; p->point++)
		utf8_next(p->s, &p->byte);
	return (json_int_t)p->point;
}

static json_t *goes_json(const finding *f, const text *t, struct points *p, arena *mem)
{
	visible_part *parts;
	size_t n = visible_goes(f->shows, finding_value(t, f, mem), mem, &parts);
	json_t *list = json_array();
	for (size_t i = 0; i < n; i++) {
		json_t *pair = json_array();
		json_array_append_new(pair, json_integer(point_of(p, f->beg + parts[i].beg)));
		json_array_append_new(pair, json_integer(point_of(p, f->beg + parts[i].end)));
		json_array_append_new(list, pair);
	}
	return list;
}

static void add_findings(json_t *to, const findings *f, const text *t, bool proposed, bool words)
{
	struct points p = { .s = t->units[0].text };
	for (size_t i = 0; i < f->n; i++) {
		const finding *one = &f->list[i];
		if (finding_may_stay(t, one, f->mem))
			continue;
		json_t *o = json_object();
		json_object_set_new(o, "start", json_integer(point_of(&p, one->beg)));
		json_object_set_new(o, "end", json_integer(point_of(&p, one->end)));
		json_object_set_new(o, "rule", json_of_str(one->rule));
		json_object_set_new(o, "code", json_of_str(one->code));
		json_object_set_new(o, "rank", json_integer(one->rank));
		if (one->shows)
			json_object_set_new(o, "goes", goes_json(one, t, &p, f->mem));
		if (proposed)
			json_object_set_new(o, "state", json_string("proposed"));
		if (words)
			json_object_set_new(o, "words", json_of_str(str_sub(t->units[0].text, one->beg, one->end)));
		json_array_append_new(to, o);
	}
}

static json_t *look_into(str s, const detectors *all, bool words, err *e)
{
	arena *mem = arena_new();
	text t = { .mem = mem };
	findings found = { .mem = mem }, more = { .mem = mem };
	unit *u = text_add(&t, UNIT_BODY, STR("text"));
	u->text = s;
	u->stays = true;
	json_t *list = NULL;
	if (scan_document(all, &t, &found, e) && scan_suggest(all, &t, &found, &more, e)) {
		list = json_array();
		add_findings(list, &found, &t, false, words);
		add_findings(list, &more, &t, true, words);
	}
	arena_drop(mem);
	return list;
}

static json_t *answer(const json_t *asked, const detectors *all, bool words, err *e)
{
	const json_t *s = json_object_get(asked, "text");
	if (!json_is_string(s)) {
		err_set(e, ERR_INPUT, "no object with a \"text\" that is a string");
		return NULL;
	}
	return look_into((str){ json_string_value(s), json_string_length(s) }, all, words, e);
}

static bool is_blank(str s)
{
	return str_trim(s).n == 0;
}

/* jansson counts lines within what it is given, and quotes what it met: it is not asked. */
static json_t *parse(const struct lines *l, err *e)
{
	str s = buf_view(&l->line);
	if (l->number == 1 && str_starts(s, "\xEF\xBB\xBF"))
		s = str_sub(s, 3, s.n);
	json_error_t why;
	json_t *o = l->too_long ? NULL : json_loadb(s.p, s.n, JSON_ALLOW_NUL, &why);
	if (l->too_long)
		err_set(e, ERR_REFUSED, "longer than %d bytes", LONGEST_LINE);
	else if (!o)
		err_set(e, ERR_INPUT, utf8_valid(s) ? "column %d: not valid JSON" : "not UTF-8", why.column);
	return o;
}

static bool tell_line(const char *path, const struct lines *l, const detectors *all, bool words)
{
	err e = ERR_INIT;
	json_t *asked = parse(l, &e), *list = asked ? answer(asked, all, words, &e) : NULL;
	json_t *id = json_object_get(asked, "id"), *out = json_object();
	json_object_set_new(out, "id", id ? json_incref(id) : json_null());
	if (list) {
		json_object_set_new(out, "findings", list);
	} else {
		json_object_set_new(out, "line", json_integer((json_int_t)l->number));
		json_object_set_new(out, "error", json_string(e.text));
		log_error("%s: line %zu: %s", path, l->number, e.text);
	}
	json_decref(asked);
	out_json(out);
	return list != NULL;
}

int find_text(const char *path, const detectors *all, bool words)
{
	bool standard = strcmp(path, "-") == 0;
	struct lines *l = &(struct lines){ .from = standard ? stdin : fopen(path, "rb") };
	err e = ERR_INIT;
	if (!l->from) {
		err_set(&e, ERR_INPUT, "%s: %s", path, strerror(errno));
		return out_wrong(&e);
	}
	size_t wrong = 0;
	while (!ferror(stdout) && next_line(l))
		if (l->too_long || !is_blank(buf_view(&l->line)))
			wrong += !tell_line(standard ? "standard input" : path, l, all, words);
	bool broken = ferror(l->from);
	if (broken)
		err_set(&e, ERR_INPUT, "%s: line %zu: %s", path, l->number, strerror(errno));
	if (!standard)
		fclose(l->from);
	buf_free(&l->line);
	return broken ? out_wrong(&e) : wrong ? 1 : 0;
}
