#include "redact/work/texts.h"

#include "redact/base/file.h"
#include "redact/hunt.h"
#include "redact/model/json.h"
#include "redact/readings.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int texts_open(const char *folder, err *e)
{
	int fd = open(folder, O_TMPFILE | O_RDWR | O_APPEND | O_CLOEXEC, 0600);
	if (fd < 0) {
		/* Not every file system makes files without names. */
		arena *mem = arena_new();
		char *path = str_z(str_fmt(mem, "%s/.underseal-XXXXXX", folder), mem);
		fd = mkostemp(path, O_APPEND | O_CLOEXEC);
		if (fd >= 0)
			unlink(path);
		arena_drop(mem);
	}
	if (fd < 0)
		err_set(e, ERR_SYSTEM, "%s: the texts of the batch cannot be kept there: %s", folder, strerror(errno));
	return fd;
}

/* One process at a time writes: the lock is between processes, though all have the same file open. */
static bool lock(int fd, short what)
{
	struct flock whole = { .l_type = what, .l_whence = SEEK_SET };
	int code;
	while ((code = fcntl(fd, F_SETLKW, &whole)) != 0 && errno == EINTR)
		;
	return code == 0;
}

static bool write_all(int to, str bytes, err *e)
{
	while (bytes.n) {
		ssize_t wrote = write(to, bytes.p, bytes.n);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			return err_set(e, ERR_SYSTEM, "the texts of the batch cannot be written: %s", strerror(errno));
		bytes = str_sub(bytes, (size_t)wrote, bytes.n);
	}
	return true;
}

bool texts_add(int texts, uint32_t document, const text *t, err *e)
{
	json_t *line = json_object();
	buf out = { 0 };
	json_object_set_new(line, "document", json_integer(document));
	json_object_set_new(line, "units", text_json(t, false));
	buf_byte(&out, '\n'); /* ends what somebody did not bring to its end */
	json_line(&out, line);
	json_decref(line);
	bool locked = lock(texts, F_WRLCK), ok = write_all(texts, buf_view(&out), e);
	if (locked)
		lock(texts, F_UNLCK);
	buf_free(&out);
	return ok;
}

struct seen {
	arena *mem;
	uint32_t document;
	uint32_t *last;      /* by value: the document it was met in last, plus one */
	texts_found *out;
};

static bool note_hit(void *arg, size_t value, size_t beg, size_t end)
{
	struct seen *s = arg;
	(void)beg;
	(void)end;
	if (s->last[value] != s->document + 1)
		*ARENA_PUSH(s->mem, s->out->hits, s->out->n, s->out->room) = (texts_hit){ s->document, (uint32_t)value };
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

bool texts_hunt(str bytes, const str *values, size_t n, uint32_t share, uint32_t shares, arena *mem, texts_found *out, err *e)
{
	struct seen s = { .mem = mem, .last = arena_array(mem, uint32_t, n), .out = out };
	hunt *h = hunt_new(values, n, mem, e);
	bool ok = h != NULL;
	uint32_t number = 0;
	str line;
	*out = (texts_found){ 0 };
	while (ok && str_cut(&bytes, '\n', &line)) {
		if (!line.n || number++ % shares != share)
			continue;
		text t = { .mem = arena_new() };
		json_t *o = json_parse(line, NULL);
		if (o && text_of_json(json_object_get(o, "units"), &t, NULL)) {
			s.document = (uint32_t)json_int(o, "document", 0, UINT32_MAX - 1);
			*ARENA_PUSH(mem, out->documents, out->ndocuments, out->documents_room) = s.document;
			ok = hunt_one(h, &t, &s, e);
		}
		json_decref(o);
		arena_drop(t.mem);
	}
	hunt_drop(h);
	return ok;
}
