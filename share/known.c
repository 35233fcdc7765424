#include "share/known.h"

#include "redact/base/file.h"
#include "share/expiry.h"
#include "share/manifest.h"
#include "share/signkey.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum { LIST_LIMIT = 16 << 20, DAY = 10 /* bytes of "2026-11-22" */ };

static bool same(const sign_public *a, const sign_public *b)
{
	return memcmp(a->key, b->key, sizeof a->key) == 0;
}

static bool read_line(str line, known_sender *out)
{
	str key;
	str_cut(&line, ' ', &key);
	if (!sign_public_read(key, &out->pub) || line.n < DAY)
		return false;
	out->since = str_sub(line, 0, DAY);
	out->label = str_trim(str_sub(line, DAY, line.n));
	return manifest_label_trouble(out->label) == NULL && manifest_label_trouble(out->since) == NULL;
}

bool known_load(arena *mem, known_list *out, err *e)
{
	struct stat st;
	str text, line;
	*out = (known_list){ .path = signkey_config("known-senders", mem, e) };
	if (!out->path)
		return false;
	char *own = signkey_path(mem, e);
	out->has_own = own && signkey_public(own, &out->own);
	if (stat(out->path, &st) != 0 && errno == ENOENT)
		return true;
	if (!file_read(out->path, LIST_LIMIT, mem, &text, e))
		return false;
	for (size_t number = 1; str_cut(&text, '\n', &line); number++) {
		if (!str_trim(line).n || line.p[0] == '#')
			continue;
		if (!read_line(str_trim(line), ARENA_PUSH(mem, out->list, out->n, out->room)))
			return err_set(e, ERR_INPUT, "%s: line %zu is not a sender", out->path, number);
	}
	return true;
}

known_standing known_judge(const known_list *k, const sign_public *pub, const known_sender **as)
{
	if (as)
		*as = NULL;
	if (k->has_own && same(&k->own, pub))
		return KNOWN_OWN;
	for (size_t i = 0; i < k->n; i++)
		if (same(&k->list[i].pub, pub)) {
			if (as)
				*as = &k->list[i];
			return KNOWN_BEFORE;
		}
	return k->n ? KNOWN_NEVER : KNOWN_FIRST;
}

static void print(buf *out, const known_sender *s)
{
	char key[SIGN_PUBLIC_TEXT];
	sign_public_print(key, &s->pub);
	buf_fmt(out, "%s " STR_FMT "%s" STR_FMT "\n", key, STR_ARG(s->since), s->label.n ? " " : "", STR_ARG(s->label));
}

/* Writes the list without `without`, then `with`; either may be NULL. */
static bool write_list(const known_list *k, const sign_public *without, const known_sender *with, err *e)
{
	buf text = { 0 };
	buf_z(&text, "# senders whose bundles were opened here: key, first seen, your words\n");
	for (size_t i = 0; i < k->n; i++)
		if (!without || !same(&k->list[i].pub, without))
			print(&text, &k->list[i]);
	if (with)
		print(&text, with);
	bool ok = signkey_make_folder(k->path, e) && file_write(k->path, buf_view(&text), 0600, true, e);
	buf_free(&text);
	return ok;
}

bool known_add(const known_list *k, const sign_public *pub, int64_t now, str label, err *e)
{
	char day[EXPIRY_TEXT];
	expiry_print(day, now);
	known_sender s = { .pub = *pub, .since = { day, DAY }, .label = label };
	return write_list(k, pub, &s, e);
}

bool known_forget(const known_list *k, const sign_public *pub, err *e)
{
	const known_sender *as;
	known_judge(k, pub, &as);
	return as && write_list(k, pub, NULL, e);
}
