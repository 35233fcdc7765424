#include "share/zipin.h"

#include <string.h>

enum {
	WINDOW = 64 << 10,
	DIRECTORY_MAX = 256 << 20, /* bytes: a million entries with long names */
};

static bool malformed(const zipin *z, err *e, const char *what)
{
	return err_set(e, ERR_INPUT, "%s: the bundle is malformed: %s", z->name, what);
}

/* True when what stands at `at` is the record. */
static bool same(const zipin *z, uint64_t at, const buf *record, bool *equal, err *e)
{
	buf there = { 0 };
	buf_str(&there, buf_view(record));
	bool ok = z->source(z->arg, at, there.p, there.n, e);
	*equal = ok && memcmp(there.p, record->p, record->n) == 0;
	buf_free(&there);
	return ok;
}

struct directory {
	uint64_t n, at, size;
};

/* Finds the directory from the end of the archive, and checks the end's every byte. */
static bool read_end(zipin *z, uint64_t size, struct directory *d, err *e)
{
	unsigned char end[ZIPFORM_END_WIDE + ZIPFORM_END];
	if (size < ZIPFORM_END)
		return malformed(z, e, "it holds no archive");
	const unsigned char *last = end + ZIPFORM_END_WIDE;
	if (!z->source(z->arg, size - ZIPFORM_END, end + ZIPFORM_END_WIDE, ZIPFORM_END, e))
		return false;
	*d = (struct directory){ zipform_get(last + 10, 2), zipform_get(last + 16, 4),
		                     zipform_get(last + 12, 4) };
	z->wide = d->n == 0xffff;
	if (z->wide) {
		if (size < sizeof end)
			return malformed(z, e, "its end is cut off");
		if (!z->source(z->arg, size - sizeof end, end, ZIPFORM_END_WIDE, e))
			return false;
		*d = (struct directory){ zipform_get(end + 32, 8), zipform_get(end + 48, 8),
			                     zipform_get(end + 40, 8) };
	}
	uint64_t tail = zipform_end_size(z->wide);
	if (d->at > size - tail || d->size != size - tail - d->at)
		return malformed(z, e, "its directory is not where it should be");
	if (d->size > DIRECTORY_MAX || d->n > d->size / ZIPFORM_CENTRAL)
		return malformed(z, e, "its directory has an impossible size");

	buf want = { 0 };
	bool equal = false;
	zipform_end(&want, d->n, d->at, d->size, z->wide);
	bool ok = same(z, size - tail, &want, &equal, e);
	buf_free(&want);
	return ok && (equal || malformed(z, e, "its end is not canonical"));
}

/* The directory, read through a window. */
struct reading {
	const zipin *z;
	uint64_t at, left;        /* of what the window does not hold yet */
	size_t beg, end;
	unsigned char window[WINDOW];
};

/* Makes the next n bytes stand at *p. n is a record with a name of bounded length, far less than
 * the window. */
static bool need(struct reading *r, size_t n, const unsigned char **p, err *e)
{
	if (r->end - r->beg < n) {
		memmove(r->window, r->window + r->beg, r->end - r->beg);
		r->end -= r->beg;
		r->beg = 0;
		size_t more = WINDOW - r->end;
		if (more > r->left)
			more = (size_t)r->left;
		if (more && !r->z->source(r->z->arg, r->at, r->window + r->end, more, e))
			return false;
		r->at += more;
		r->left -= more;
		r->end += more;
		if (r->end < n)
			return malformed(r->z, e, "its directory ends early");
	}
	*p = r->window + r->beg;
	return true;
}

static bool read_entry(struct reading *r, zipform_entry *out, uint64_t expected_at, buf *record,
                       arena *mem, err *e)
{
	const unsigned char *p;
	bool wide = r->z->wide;
	if (!need(r, ZIPFORM_CENTRAL, &p, e))
		return false;
	size_t name = (size_t)zipform_get(p + 28, 2);
	if (name == 0 || name > ZIPFORM_NAME_MAX)
		return malformed(r->z, e, "a name is empty or too long");
	size_t whole = ZIPFORM_CENTRAL + name + (wide ? ZIPFORM_CENTRAL_WIDE : 0);
	if (!need(r, whole, &p, e))
		return false;
	out->name = str_dup((str){ (const char *)p + ZIPFORM_CENTRAL, name }, mem);
	out->crc = (uint32_t)zipform_get(p + 16, 4);
	out->size = wide ? zipform_get(p + ZIPFORM_CENTRAL + name + 4, 8) : zipform_get(p + 24, 4);
	out->at = expected_at;
	buf_clear(record);
	zipform_central(record, out, wide);
	if (record->n != whole || memcmp(record->p, p, whole) != 0)
		return malformed(r->z, e, "an entry of its directory is not canonical");
	r->beg += whole;
	return true;
}

bool zipin_open(zipin *z, zipin_source *source, void *arg, uint64_t size, const char *name,
                arena *mem, err *e)
{
	*z = (zipin){ .source = source, .arg = arg, .name = name };
	struct directory d = { 0 };
	if (!read_end(z, size, &d, e))
		return false;
	struct reading *r = arena_alloc(mem, sizeof *r);
	*r = (struct reading){ .z = z, .at = d.at, .left = d.size };
	z->entries = arena_array(mem, zipform_entry, (size_t)d.n);
	buf record = { 0 };
	uint64_t at = 0;
	bool ok = true;
	while (ok && z->n < d.n) {
		zipform_entry *entry = &z->entries[z->n++];
		ok = read_entry(r, entry, at, &record, mem, e);
		uint64_t content = zipform_content(entry, z->wide);
		if (ok && (content > d.at || entry->size > d.at - content))
			ok = malformed(z, e, "an entry reaches over its directory");
		at = content + entry->size;
	}
	buf_free(&record);
	if (ok && (at != d.at || r->left || r->beg != r->end))
		ok = malformed(z, e, "its entries leave a gap");
	return ok;
}

bool zipin_begin(const zipin *z, size_t index, err *e)
{
	buf want = { 0 };
	bool equal = false;
	zipform_local(&want, &z->entries[index], z->wide);
	bool ok = same(z, z->entries[index].at, &want, &equal, e);
	buf_free(&want);
	return ok && (equal || malformed(z, e, "an entry contradicts its directory"));
}

bool zipin_read(const zipin *z, size_t index, uint64_t at, void *out, size_t n, err *e)
{
	const zipform_entry *entry = &z->entries[index];
	if (at > entry->size || n > entry->size - at)
		return malformed(z, e, "an entry is shorter than it says");
	return z->source(z->arg, zipform_content(entry, z->wide) + at, out, n, e);
}
