#include "redact/work/texts.h"

#include "redact/base/file.h"
#include "redact/hunt.h"
#include "redact/model/json.h"
#include "redact/readings.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

bool texts_write(const char *path, uint32_t document, const text *t, err *e)
{
	json_t *line = json_object();
	buf out = { 0 };
	json_object_set_new(line, "document", json_integer(document));
	json_object_set_new(line, "units", text_json(t, false));
	json_line(&out, line);
	json_decref(line);
	bool ok = file_write(path, buf_view(&out), 0600, true, e);
	buf_free(&out);
	return ok;
}

static bool write_all(int to, const char *p, size_t n, err *e)
{
	while (n) {
		ssize_t wrote = write(to, p, n);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			return err_set(e, ERR_SYSTEM, "the texts of the batch cannot be written: %s", strerror(errno));
		p += wrote;
		n -= (size_t)wrote;
	}
	return true;
}

bool texts_append(int to, const char *path, err *e)
{
	int from = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	char block[64 << 10];
	ssize_t n = 0;
	bool ok = from >= 0;
	while (ok && (n = read(from, block, sizeof block)) > 0)
		ok = write_all(to, block, (size_t)n, e);
	if (from < 0 || n < 0)
		ok = err_set(e, ERR_SYSTEM, "the text of a document cannot be read again: %s", strerror(errno));
	if (from >= 0)
		close(from);
	return ok;
}

void texts_add_value(buf *list, str value)
{
	json_t *line = json_array();
	json_array_append_new(line, json_of_str(value));
	json_line(list, line);
	json_decref(line);
}

static bool read_values(str lines, arena *mem, str **out, size_t *n, err *e)
{
	size_t room = 0;
	str line;
	*out = NULL;
	*n = 0;
	while (str_cut(&lines, '\n', &line)) {
		json_t *one = line.n ? json_parse(line, e) : NULL;
		const json_t *value = json_array_get(one, 0);
		bool ok = !line.n || json_is_string(value);
		if (json_is_string(value))
			*ARENA_PUSH(mem, *out, *n, room) = str_dup((str){ json_string_value(value), json_string_length(value) }, mem);
		json_decref(one);
		if (!ok)
			return err_set(e, ERR_INTERNAL, "the list of values is damaged");
	}
	return true;
}

struct seen {
	arena *mem;
	uint32_t document;
	uint32_t *last;      /* by value: the document it was met in last, plus one */
	texts_hit *hits; size_t n, room;
};

static bool note_hit(void *arg, size_t value, size_t beg, size_t end)
{
	struct seen *s = arg;
	(void)beg;
	(void)end;
	if (s->last[value] != s->document + 1)
		*ARENA_PUSH(s->mem, s->hits, s->n, s->room) = (texts_hit){ s->document, (uint32_t)value };
	s->last[value] = s->document + 1;
	return true;
}

static bool hunt_one(const hunt *h, const text *t, struct seen *s, err *e)
{
	readings other = readings_of(t, t->mem);
	for (size_t i = 0; i < t->n; i++)
		if (!hunt_text(h, t->units[i].text, note_hit, s, e))
			return false;
	for (size_t i = 0; i < other.text.n; i++)
		if (!hunt_text(h, other.text.units[i].text, note_hit, s, e))
			return false;
	return true;
}

bool texts_hunt(str texts, str lines, arena *mem, texts_hit **hits, size_t *nhits, err *e)
{
	str *values, line;
	size_t n;
	if (!read_values(lines, mem, &values, &n, e))
		return false;
	struct seen s = { .mem = mem, .last = arena_array(mem, uint32_t, n) };
	hunt *h = hunt_new(values, n, mem, e);
	bool ok = h != NULL;
	while (ok && str_cut(&texts, '\n', &line)) {
		if (!line.n)
			continue;
		text t = { .mem = arena_new() };
		json_t *o = json_parse(line, e);
		s.document = (uint32_t)json_int(o, "document", 0, UINT32_MAX - 1);
		ok = o && text_of_json(json_object_get(o, "units"), &t, e) && hunt_one(h, &t, &s, e);
		json_decref(o);
		arena_drop(t.mem);
	}
	hunt_drop(h);
	*hits = s.hits;
	*nhits = s.n;
	return ok;
}
