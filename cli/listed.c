#include "cli/listed.h"

#include "redact/base/buf.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { LARGEST_LIST = 256 << 20 };

static bool read_all(const char *path, buf *out, err *e)
{
	bool in = strcmp(path, "-") == 0;
	FILE *f = in ? stdin : fopen(path, "re");
	char block[64 << 10];
	if (!f)
		return err_set(e, ERR_INPUT, "%s: %s", path, strerror(errno));
	for (size_t n; out->n < LARGEST_LIST && (n = fread(block, 1, sizeof block, f)) > 0;)
		buf_add(out, block, n);
	bool ok = !ferror(f);
	if (!in)
		fclose(f);
	if (out->n >= LARGEST_LIST)
		return err_set(e, ERR_INPUT, "%s: larger than a list of files may be", path);
	return ok || err_set(e, ERR_INPUT, "%s: cannot be read", path);
}

/* A list from Windows ends its lines with a return before the newline; a name may, too. */
static str without_return(str name, arena *mem)
{
	struct stat st;
	bool is_name = !str_ends(name, "\r") || lstat(str_z(name, mem), &st) == 0;
	return is_name ? name : str_sub(name, 0, name.n - 1);
}

bool listed_read(const char *path, char end, arena *mem, operands *to, size_t *n, err *e)
{
	buf bytes = { 0 };
	bool ok = read_all(path, &bytes, e);
	size_t room = 0, count = 0;
	const char **all = NULL;
	str rest = buf_view(&bytes), name;
	for (size_t i = 0; i < to->n; i++)
		*ARENA_PUSH(mem, all, count, room) = to->list[i];
	while (ok && str_cut(&rest, end, &name)) {
		if (end == '\n')
			name = without_return(name, mem);
		if (name.n == 0)
			continue;
		if (memchr(name.p, '\0', name.n)) {
			err_set(e, ERR_INPUT, "%s: holds NUL bytes, which no name does", path);
			ok = err_hint(e, "say --null where names end with NUL, as find -print0 writes them");
			break;
		}
		*ARENA_PUSH(mem, all, count, room) = str_z(name, mem);
	}
	*n = count - to->n;
	*to = (operands){ all, count };
	buf_free(&bytes);
	return ok;
}
