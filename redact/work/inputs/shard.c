#include "redact/work/inputs/shard.h"

#include "redact/base/file.h"

#include <string.h>

static bool number(str *s, uint32_t *out)
{
	size_t i = 0;
	*out = 0;
	for (; i < s->n && i < 6 && s->p[i] >= '0' && s->p[i] <= '9'; i++)
		*out = *out * 10 + (uint32_t)(s->p[i] - '0');
	bool ok = i > 0 && s->p[0] != '0';
	*s = str_sub(*s, i, s->n);
	return ok;
}

static bool both(str s, const char *between, shard *out)
{
	if (!number(&s, &out->i) || !str_starts(s, between))
		return false;
	s = str_sub(s, strlen(between), s.n);
	return number(&s, &out->n) && s.n == 0 && out->i <= out->n && out->n <= SHARDS_MOST;
}

bool shard_read(str words, shard *out, err *e)
{
	if (both(words, "/", out))
		return true;
	err_set(e, ERR_USAGE, "--shard " STR_FMT ": not I/N", STR_ARG(words));
	return err_hint(e, "as in --shard 2/4, the second of four; N is at most %d", SHARDS_MOST);
}

bool shard_of_tag(str tag, shard *out)
{
	return both(tag, "-of-", out);
}

bool shard_has(shard s, str name)
{
	char hex[65];
	uint32_t first = 0;
	if (s.n < 2)
		return true;
	hash_sha256(name, hex);
	for (size_t i = 0; i < 8; i++)
		first = first << 4 | (uint32_t)(hex[i] <= '9' ? hex[i] - '0' : hex[i] - 'a' + 10);
	return first % s.n == s.i - 1;
}

str shard_file(shard s, str name, bool behind, arena *mem)
{
	if (!s.n)
		return name;
	const char *slash = name.n ? memrchr(name.p, '/', name.n) : NULL;
	const char *dot = name.n ? memrchr(name.p, '.', name.n) : NULL;
	bool suffix = !behind && dot && dot > (slash ? slash + 1 : name.p);
	size_t stem = suffix ? (size_t)(dot - name.p) : name.n;
	return str_fmt(mem, STR_FMT ".%u-of-%u" STR_FMT, STR_ARG(str_sub(name, 0, stem)), s.i, s.n, STR_ARG(str_sub(name, stem, name.n)));
}
