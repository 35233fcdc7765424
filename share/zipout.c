#include "share/zipout.h"

#include <libdeflate.h>

uint32_t zipout_crc(uint32_t crc, const void *bytes, size_t n)
{
	return libdeflate_crc32(crc, bytes, n);
}

void zipout_init(zipout *z, zipout_sink *sink, void *arg, bool wide)
{
	*z = (zipout){ .sink = sink, .arg = arg, .wide = wide };
}

void zipout_drop(zipout *z)
{
	buf_free(&z->record);
	buf_free(&z->directory);
}

static const zipform_entry *entries(const zipout *z, size_t *n)
{
	*n = z->directory.n / sizeof(zipform_entry);
	return (const zipform_entry *)(const void *)z->directory.p;
}

static const zipform_entry *latest(const zipout *z)
{
	size_t n;
	const zipform_entry *all = entries(z, &n);
	return n ? &all[n - 1] : NULL;
}

static bool emit(zipout *z, const void *bytes, size_t n, err *e)
{
	z->at += n;
	return z->sink(z->arg, bytes, n, e);
}

bool zipout_end(zipout *z, err *e)
{
	const zipform_entry *last = latest(z);
	if (last && (z->left || z->crc != last->crc))
		return err_set(e, ERR_INPUT, STR_FMT ": changed while it was being sealed",
		               STR_ARG(last->name));
	return true;
}

bool zipout_begin(zipout *z, str name, uint64_t size, uint32_t crc, err *e)
{
	if (!zipout_end(z, e))
		return false;
	if (name.n == 0 || name.n > ZIPFORM_NAME_MAX)
		return err_set(e, ERR_INTERNAL, "an archive's entry with a name of %zu bytes", name.n);
	zipform_entry entry = { name, size, z->at, crc };
	buf_add(&z->directory, &entry, sizeof entry);
	z->left = size;
	z->crc = 0;
	buf_clear(&z->record);
	zipform_local(&z->record, &entry, z->wide);
	return emit(z, z->record.p, z->record.n, e);
}

bool zipout_write(zipout *z, const void *bytes, size_t n, err *e)
{
	const zipform_entry *entry = latest(z);
	if (!entry)
		return err_set(e, ERR_INTERNAL, "an archive written to before its first entry");
	if (n > z->left)
		return err_set(e, ERR_INPUT, STR_FMT ": grew while it was being sealed",
		               STR_ARG(entry->name));
	z->left -= n;
	z->crc = zipout_crc(z->crc, bytes, n);
	return emit(z, bytes, n, e);
}

bool zipout_finish(zipout *z, err *e)
{
	if (!zipout_end(z, e))
		return false;
	uint64_t directory = z->at;
	size_t n;
	const zipform_entry *all = entries(z, &n);
	for (size_t i = 0; i < n; i++) {
		buf_clear(&z->record);
		zipform_central(&z->record, &all[i], z->wide);
		if (!emit(z, z->record.p, z->record.n, e))
			return false;
	}
	if (!z->wide && zipform_needs_wide(n, z->at + ZIPFORM_END))
		return err_set(e, ERR_INTERNAL, "an archive of this size needs ZIP64");
	buf_clear(&z->record);
	zipform_end(&z->record, n, directory, z->at - directory, z->wide);
	return emit(z, z->record.p, z->record.n, e);
}
