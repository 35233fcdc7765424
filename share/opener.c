#include "share/opener.h"

#include "redact/base/embed.h"
#include "redact/base/file.h"

#include <string.h>
#include <sys/stat.h>

/* An existing path, be it a file that cannot be read, is another file unless its bytes are ours. */
static bool is_page(const char *path, str page, arena *mem)
{
	str there;
	err e = ERR_INIT;
	return file_read(path, page.n + 1, mem, &there, &e) && str_eq(there, page);
}

bool opener_beside(const char *bundle, arena *mem, char **path, opener_state *state, err *e)
{
	const char *slash = strrchr(bundle, '/');
	str folder = { bundle, slash ? (size_t)(slash - bundle) + 1 : 0 };
	str page = embed_lookup("share/" OPENER_NAME);
	struct stat st;
	*path = str_z(str_fmt(mem, STR_FMT OPENER_NAME, STR_ARG(folder)), mem);
	if (!page.p)
		return err_set(e, ERR_INTERNAL, "the page that opens bundles is missing in the program");
	if (lstat(*path, &st) == 0) {
		*state = is_page(*path, page, mem) ? OPENER_THERE : OPENER_OTHER;
		return true;
	}
	*state = OPENER_WRITTEN;
	return file_write(*path, page, 0644, false, e);
}
