#include "share/notice.h"

#include "redact/base/file.h"
#include "redact/base/utf8.h"
#include "share/names.h"

const char *notice_trouble(str text)
{
	if (!str_trim(text).n)
		return "it is empty";
	if (text.n > NOTICE_LIMIT)
		return "it is longer than 64 KiB";
	if (!utf8_valid(text))
		return "it is not UTF-8";
	for (size_t at = 0; at < text.n;) {
		uint32_t c = utf8_next(text, &at);
		if (c != '\n' && c != '\t' && names_unshowable(c))
			return "it holds a control character or an invisible one";
	}
	return NULL;
}

bool notice_read(const char *path, arena *mem, str *out, err *e)
{
	str text;
	if (!file_read(path, 2 * NOTICE_LIMIT, mem, &text, e))
		return false;
	if (str_starts(text, "\xef\xbb\xbf"))
		text = str_sub(text, 3, text.n);
	char *plain = arena_alloc(mem, text.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != '\r' || i + 1 == text.n || text.p[i + 1] != '\n')
			plain[n++] = text.p[i];
	*out = (str){ plain, n };
	const char *why = notice_trouble(*out);
	if (!why)
		return true;
	err_set(e, ERR_USAGE, "%s: cannot be the notice: %s", path, why);
	return err_hint(e, "a notice is a plain text file in UTF-8");
}
