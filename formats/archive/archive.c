#include "formats/archive/archive.h"

#include "formats/lib/zip.h"

static bool is_document(const zipdoor *zip)
{
	for (size_t i = 0; i < zipdoor_count(zip); i++) {
		str name = zipdoor_entry(zip, i)->name;
		if (str_is(name, "[Content_Types].xml") || (i == 0 && str_is(name, "mimetype")))
			return true;
	}
	return false;
}

/* False: whoever takes the bytes cannot go on. A damaged member is told as such. */
static bool unpack_member(zipdoor *zip, size_t i, const unpacking *to, err *e)
{
	char block[64 << 10];
	zip_stream s;
	err why = ERR_INIT;
	str name = zipdoor_entry(zip, i)->name;
	if (!zipdoor_begin(zip, i, &s, &why)) {
		to->member(to->arg, name, "it cannot be unpacked");
		return true;
	}
	int n;
	bool ok = true;
	while (ok && (n = zipdoor_read(&s, block, sizeof block)) > 0)
		ok = to->bytes(to->arg, (str){ block, (size_t)n }, e);
	bool whole = zipdoor_end(&s, &why);
	if (ok)
		to->member(to->arg, name, whole ? NULL : "it is damaged");
	return ok;
}

bool archive_unpack(str bytes, const unpacking *to, arena *mem, bool *is, err *e)
{
	zipdoor *zip = zipdoor_open_archive(bytes, mem, e);
	if (!zip)
		return false;
	bool ok = true;
	*is = !is_document(zip);
	for (size_t i = 0; *is && ok && i < zipdoor_count(zip); i++) {
		const zip_entry *one = zipdoor_entry(zip, i);
		if (one->directory && !one->refused)
			continue;
		if (one->refused)
			to->member(to->arg, one->name, one->refused);
		else if (!to->wants || to->wants(to->arg, one->name))
			ok = unpack_member(zip, i, to, e);
	}
	zipdoor_close(zip);
	return ok;
}
