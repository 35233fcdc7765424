#include "share/proofs.h"

#include "redact/base/bound.h"
#include "redact/base/file.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCHEMA "proof/1"
enum { LINE_MAX_BYTES = 64 << 20 };

static str text_at(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);
	return json_is_string(v) ? (str){ json_string_value(v), json_string_length(v) } : STR("");
}

static bool is_hash(str s)
{
	size_t i = 0;
	while (i < s.n && strchr("0123456789abcdef", s.p[i]) && s.p[i])
		i++;
	return i == 64 && s.n == 64;
}

static bool read_line(str line, size_t number, arena *mem, proofs *out)
{
	json_t *o = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES, NULL);
	bool known = json_is_object(o) && str_is(text_at(o, "schema"), SCHEMA);
	str output = text_at(o, "output"), hash = text_at(o, "output_sha256");
	if (known && output.n) {
		proofs_line *p = ARENA_PUSH(mem, out->lines, out->n, out->room);
		*p = (proofs_line){ .output = str_dup(output, mem), .number = number };
		p->proven = json_is_true(json_object_get(o, "proven")) && is_hash(hash);
		if (hash.n == 64)
			memcpy(p->sha256, hash.p, 64);
		hash_sha256(line, p->line);
	}
	json_decref(o);
	return known;
}

static int by_output(const void *a, const void *b)
{
	const proofs_line *x = a, *y = b;
	int order = str_cmp(x->output, y->output);
	return order ? order : (x->number > y->number) - (x->number < y->number);
}

bool proofs_read(const char *path, arena *mem, proofs *out, bool *there, err *e)
{
	*out = (proofs){ 0 };
	FILE *f = fopen(path, "re");
	*there = f != NULL;
	if (!f)
		return errno == ENOENT || err_set(e, ERR_INPUT, "%s: %s", path, strerror(errno));
	char *line = NULL;
	size_t room = 0, number = 0;
	bool ok = true;
	ssize_t got;
	while (ok && (got = getline(&line, &room, f)) >= 0) {
		str text = { line, (size_t)got - (line[got - 1] == '\n') };
		number++;
		if (text.n > LINE_MAX_BYTES)
			ok = err_set(e, ERR_INPUT, "%s: line %zu is too long", path, number);
		else if (str_trim(text).n && !read_line(text, number, mem, out)) {
			ok = err_set(e, ERR_INPUT, "%s: line %zu is not a proof", path, number);
			err_hint(e, "run `underseal redact` again to write it anew");
		}
	}
	if (ok && ferror(f))
		ok = err_set(e, ERR_INPUT, "%s: cannot be read", path);
	free(line);
	fclose(f);
	if (out->n)
		qsort(out->lines, out->n, sizeof *out->lines, by_output);
	return ok;
}

const proofs_line *proofs_lookup(const proofs *p, str output)
{
	/* The first line after all that are not greater: the one before it is the last of its output. */
	bound b = { .high = p->n };
	while (bound_asks(&b))
		bound_told(&b, str_cmp(p->lines[b.at].output, output) <= 0);
	return b.at && str_eq(p->lines[b.at - 1].output, output) ? &p->lines[b.at - 1] : NULL;
}
