#include "redact/plans/from.h"

#include "redact/base/buf.h"
#include "redact/base/file.h"

/* The folder part of path with its slash; "" when there is none. */
static str folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? (str){ path, (size_t)(slash - path) + 1 } : STR("");
}

char *from_of(const char *plan_path, const char *path, arena *mem, err *e)
{
	str folder = folder_of(plan_path);
	const char *base = file_resolve(folder.n ? str_z(folder, mem) : ".", mem, e);
	const char *to = base ? file_resolve(path, mem, e) : NULL;
	if (!to)
		return NULL;
	/* What both begin with, whole parts. */
	size_t same = 0, i = 0;
	for (; base[i] && base[i] == to[i]; i++)
		if (base[i] == '/')
			same = i + 1;
	if ((!base[i] || base[i] == '/') && (!to[i] || to[i] == '/'))
		same = i + (base[i] == '/' || to[i] == '/');
	if (same <= 1 && strcmp(base, "/") != 0)
		return str_z(str_of(to), mem);
	buf out = { 0 };
	if (same < strlen(base))
		buf_z(&out, "..");
	for (const char *p = base + (same < strlen(base) ? same : strlen(base)); *p; p++)
		if (*p == '/')
			buf_z(&out, "/..");
	if (same < strlen(to))
		buf_fmt(&out, "%s%s", out.n ? "/" : "", to + same);
	char *name = str_z(out.n ? buf_view(&out) : STR("."), mem);
	buf_free(&out);
	return name;
}

char *from_path(const char *plan_path, str name, arena *mem)
{
	str folder = folder_of(plan_path);
	if (!folder.n || str_starts(name, "/"))
		return str_z(name, mem);
	if (str_is(name, "."))
		return str_z(folder.n > 1 ? str_sub(folder, 0, folder.n - 1) : folder, mem);
	return str_z(str_fmt(mem, STR_FMT STR_FMT, STR_ARG(folder), STR_ARG(name)), mem);
}
