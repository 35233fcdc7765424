#include "share/zipout.h"

#include <libdeflate.h>

uint32_t zipout_crc(uint32_t crc, const void *bytes, size_t n)
{
	return libdeflate_crc32(crc, bytes, n);
}

void zipout_init(zipout *z, zipout_sink *sink, void *arg, bool wide, arena *mem)
{
	*z = (zipout){ .sink = sink, .arg = arg, .wide = wide, .mem = mem };
}

void zipout_drop(zipout *z)
{
	buf_free(&z->record);
}

static bool emit(zipout *z, const void *bytes, size_t n, err *e)
{
	z->at += n;
	return z->sink(z->arg, bytes, n, e);
}

bool zipout_end(zipout *z, err *e)
{
	if (z->n == 0)
		return true;
	const zipform_entry *last = &z->entries[z->n - 1];
	if (z->left || z->crc != last->crc)
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
	zipform_entry *entry = ARENA_PUSH(z->mem, z->entries, z->n, z->room);
	*entry = (zipform_entry){ str_dup(name, z->mem), size, z->at, crc };
	z->left = size;
	z->crc = 0;
	buf_clear(&z->record);
	zipform_local(&z->record, entry, z->wide);
	return emit(z, z->record.p, z->record.n, e);
}

bool zipout_write(zipout *z, const void *bytes, size_t n, err *e)
{
	if (z->n == 0)
		return err_set(e, ERR_INTERNAL, "an archive written to before its first entry");
	if (n > z->left)
		return err_set(e, ERR_INPUT, STR_FMT ": grew while it was being sealed",
		               STR_ARG(z->entries[z->n - 1].name));
	z->left -= n;
	z->crc = zipout_crc(z->crc, bytes, n);
	return emit(z, bytes, n, e);
}

bool zipout_finish(zipout *z, err *e)
{
	if (!zipout_end(z, e))
		return false;
	uint64_t directory = z->at;
	for (size_t i = 0; i < z->n; i++) {
		buf_clear(&z->record);
		zipform_central(&z->record, &z->entries[i], z->wide);
		if (!emit(z, z->record.p, z->record.n, e))
			return false;
	}
	if (!z->wide && zipform_needs_wide(z->n, z->at + ZIPFORM_END))
		return err_set(e, ERR_INTERNAL, "an archive of this size needs ZIP64");
	buf_clear(&z->record);
	zipform_end(&z->record, z->n, directory, z->at - directory, z->wide);
	return emit(z, z->record.p, z->record.n, e);
}
