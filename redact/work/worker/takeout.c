#include "redact/work/worker/takeout.h"

#include "redact/base/file.h"
#include "redact/base/utf8.h"

#include <string.h>
#include <strings.h>

enum { MOST_FILES = 1000, LONGEST_NAME = 120 };

static const uint64_t MOST_BYTES = (uint64_t)1 << 30;

/* ---- names -------------------------------------------------------------------------------------- */

static str last_part(str s)
{
	for (size_t i = s.n; i > 0; i--)
		if (s.p[i - 1] == '/' || s.p[i - 1] == '\\')
			return str_sub(s, i, s.n);
	return s;
}

/* Names that are devices on some systems, with any suffix. */
static bool is_device(str s)
{
	static const char *const known[] = { "con", "prn", "aux", "nul", "conin$", "conout$" };
	const char *dot = s.n ? memchr(s.p, '.', s.n) : NULL;
	size_t n = dot ? (size_t)(dot - s.p) : s.n;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (n == strlen(known[i]) && strncasecmp(s.p, known[i], n) == 0)
			return true;
	return n == 4 && (strncasecmp(s.p, "com", 3) == 0 || strncasecmp(s.p, "lpt", 3) == 0) && s.p[3] >= '0' && s.p[3] <= '9';
}

/* Neither what nobody sees, nor what Windows forbids, nor what is no UTF-8. */
static bool is_safe(uint32_t c)
{
	if (utf8_unseen(c) || c == 0xfffd)
		return false;
	return c >= 0x80 || !strchr("<>:\"|?*/\\", (int)c);
}

/* Cuts out of the middle, so that the suffix stays. */
static str shortened(str s, arena *mem)
{
	if (s.n <= LONGEST_NAME)
		return s;
	const char *dot = memrchr(s.p, '.', s.n);
	str tail = dot && s.n - (size_t)(dot - s.p) <= 10 ? str_sub(s, (size_t)(dot - s.p), s.n) : STR("");
	size_t n = LONGEST_NAME - tail.n;
	while (n && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n--;
	return str_fmt(mem, STR_FMT STR_FMT, STR_ARG(str_sub(s, 0, n)), STR_ARG(tail));
}

str takeout_name(str raw, arena *mem)
{
	str part = str_trim(last_part(raw));
	char *p = arena_alloc(mem, 4 * part.n + 2);
	size_t n = 0;
	for (size_t at = 0; at < part.n;) {
		uint32_t c = utf8_next(part, &at);
		n += (size_t)utf8_put(p + n, is_safe(c) ? c : '_');
	}
	while (n && (p[n - 1] == '.' || p[n - 1] == ' '))
		n--;
	str name = shortened((str){ p, n }, mem);
	if (!name.n)
		return STR("attachment");
	/* Hidden files of ours begin with a dot, and a person should see what came out. */
	if (name.p[0] == '.' || name.p[0] == '~' || is_device(name))
		return str_fmt(mem, "_" STR_FMT, STR_ARG(name));
	return name;
}

static bool is_taken(const reply *r, str name)
{
	for (size_t i = 0; i < r->ntaken; i++)
		if (r->taken[i].name.n == name.n && strncasecmp(r->taken[i].name.p, name.p, name.n) == 0)
			return true;
	return false;
}

static str free_name(const reply *r, str name, arena *mem)
{
	const char *dot = memrchr(name.p, '.', name.n);
	size_t stem = dot && dot > name.p ? (size_t)(dot - name.p) : name.n;
	str wanted = name;
	for (unsigned i = 2; is_taken(r, name); i++)
		name = str_fmt(mem, STR_FMT " (%u)" STR_FMT, STR_ARG(str_sub(wanted, 0, stem)), i,
		               STR_ARG(str_sub(wanted, stem, wanted.n)));
	return name;
}

/* ---- writing ------------------------------------------------------------------------------------ */

struct out {
	reply *to;
	int spool;
	arena *mem;
	size_t room;
	uint64_t bytes;
};

static bool take(void *arg, const attachment *a, err *e)
{
	struct out *o = arg;
	reply *r = o->to;
	o->bytes += a->bytes.n;
	if (r->ntaken == MOST_FILES || o->bytes > MOST_BYTES) {
		err_set(e, ERR_REFUSED, r->ntaken == MOST_FILES ? "holds more than %d attachments" : "its attachments unpack to more than 1 GB",
		        MOST_FILES);
		return err_hint(e, "leave them behind with --attachments drop");
	}
	if (!file_fill(o->spool, a->bytes, e))
		return err_wrap(e, "an attachment cannot be taken out");
	str name = free_name(r, takeout_name(a->name, o->mem), o->mem);
	*ARENA_PUSH(o->mem, r->taken, r->ntaken, o->room) = (taken){ name, a->bytes.n, STR("") };
	return true;
}

bool takeout(const kit *k, const source *from, int spool, arena *mem, reply *out, err *e)
{
	/* What was prepared for the output has no attachments any more. */
	source plain = *from;
	plain.how = (handling){ 0 };
	opened o;
	struct out to = { .to = out, .spool = spool, .mem = mem };
	if (!engine_open_unread(k, &plain, mem, &o, e))
		return false;
	bool ok = true;
	if (o.is->attachments)
		ok = o.is->attachments(o.doc, take, &to, e);
	else
		proof_note(&out->report, "attachments of a %s cannot be taken out yet: they are left behind", o.is->title);
	engine_close(&o);
	if (!ok)
		out->ntaken = 0;
	else if (out->ntaken)
		proof_note(&out->report, "%zu attached file%s taken out, and redacted by %s", out->ntaken,
		           out->ntaken == 1 ? " was" : "s were", out->ntaken == 1 ? "itself" : "themselves");
	return ok;
}
