#include "formats/docx/package/opc.h"
#include "formats/docx/vocab/vocab.h"
#include "redact/base/bound.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

bool opc_open(str bytes, arena *mem, opc *out, err *e)
{
	*out = (opc){ .mem = mem };
	out->zip = zipdoor_open(bytes, mem, e);
	if (!out->zip)
		return false;
	out->n = zipdoor_count(out->zip);
	out->used = arena_array(mem, bool, out->n);
	return true;
}

void opc_close(opc *p)
{
	zipdoor_close(p->zip);
	p->zip = NULL;
}

str opc_name(const opc *p, int part)
{
	return zipdoor_entry(p->zip, (size_t)part)->name;
}

bool opc_load(opc *p, int part, str *bytes, err *e)
{
	return zipdoor_load(p->zip, (size_t)part, p->mem, bytes, e);
}

/* What unpacking has against a part comes before what its reader has. */
static bool end_reading(zip_stream *s, bool ok, err *e)
{
	err damaged = ERR_INIT;
	if (zipdoor_end(s, &damaged))
		return ok;
	if (e)
		*e = damaged;
	return false;
}

bool opc_stretches(opc *p, int part, bool (*take)(void *arg, str bytes), void *arg, err *e)
{
	zip_stream s;
	char room[16384];
	int n;
	if (!zipdoor_begin(p->zip, (size_t)part, &s, e))
		return false;
	while ((n = zipdoor_read(&s, room, sizeof room)) > 0 && take(arg, (str){ room, (size_t)n }))
		;
	return end_reading(&s, n >= 0, e);
}

bool opc_walk(opc *p, int part, xml_sink *sink, void *arg, err *e)
{
	zip_stream s;
	if (!zipdoor_begin(p->zip, (size_t)part, &s, e))
		return false;
	return end_reading(&s, xml_walk((xml_input){ zipdoor_read, &s }, docx_spaces, sink, arg, e), e);
}

bool opc_parse(opc *p, int part, const xml_pieces *pieces, arena *nodes, xml_tree *out, err *e)
{
	zip_stream s;
	if (!zipdoor_begin(p->zip, (size_t)part, &s, e))
		return false;
	bool ok = xml_parse((xml_input){ zipdoor_read, &s }, docx_spaces, pieces, p->mem, nodes, out, e);
	return end_reading(&s, ok, e);
}

static int hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The next byte of a name, with percent signs and their digits read as the byte that they stand for. */
static int spelt_out(str name, size_t *at)
{
	char c = name.p[(*at)++];
	if (c != '%' || name.n - *at < 2)
		return (unsigned char)c;
	int high = hex_digit(name.p[*at]), low = hex_digit(name.p[*at + 1]);
	if (high < 0 || low < 0)
		return (unsigned char)c;
	*at += 2;
	return high << 4 | low;
}

static bool same_spelt_out(str a, str b)
{
	size_t i = 0, k = 0;
	while (i < a.n && k < b.n) {
		int x = spelt_out(a, &i), y = spelt_out(b, &k);
		if (x != y && (x > 127 || y > 127 || tolower(x) != tolower(y)))
			return false;
	}
	return i == a.n && k == b.n;
}

/* Names are URIs (ECMA-376 part 2, 9.1.1.1), and producers differ in what they escape of them: a
 * header called "my%20head.xml" here and "my head.xml" there is one that would be lost. */
static int find_part(const opc *p, str name)
{
	for (size_t i = 0; i < p->n; i++) {
		str have = zipdoor_entry(p->zip, i)->name;
		if (have.n == name.n && strncasecmp(have.p, name.p, name.n) == 0)
			return (int)i;
	}
	for (size_t i = 0; i < p->n; i++)
		if (same_spelt_out(zipdoor_entry(p->zip, i)->name, name))
			return (int)i;
	return OPC_NONE;
}

/* Some producers part the steps of a target as their own system does. */
static str with_slashes(arena *mem, str target)
{
	if (!memchr(target.p, '\\', target.n))
		return target;
	char *p = arena_alloc(mem, target.n);
	for (size_t i = 0; i < target.n; i++)
		p[i] = target.p[i] == '\\' ? '/' : target.p[i];
	return (str){ p, target.n };
}

/* A target is a reference relative to the part it stands in; what climbs out of the package leads
 * to no part. */
static str resolve(arena *mem, str base, str target)
{
	const char *cut = memchr(target.p, '#', target.n);
	if (cut)
		target.n = (size_t)(cut - target.p);
	target = with_slashes(mem, target);
	buf path = { 0 };
	if (target.n && target.p[0] == '/') {
		target = str_sub(target, 1, target.n);
	} else {
		size_t slash = base.n;
		while (slash && base.p[slash - 1] != '/')
			slash--;
		buf_add(&path, base.p, slash);
	}
	str step;
	bool first = true;
	while (str_cut(&target, '/', &step)) {
		if (!first && path.n && path.p[path.n - 1] != '/')
			buf_byte(&path, '/');
		first = false;
		if (str_is(step, "..")) {
			while (path.n && path.p[path.n - 1] == '/')
				path.n--;
			while (path.n && path.p[path.n - 1] != '/')
				path.n--;
		} else if (!str_is(step, ".")) {
			buf_str(&path, step);
		}
	}
	str out = str_dup(buf_view(&path), mem);
	buf_free(&path);
	return out;
}

static str rels_name(arena *mem, str owner)
{
	size_t slash = owner.n;
	while (slash && owner.p[slash - 1] != '/')
		slash--;
	return str_fmt(mem, STR_FMT "_rels/" STR_FMT ".rels", (int)slash, owner.p,
	               STR_ARG(str_sub(owner, slash, owner.n)));
}

static str last_word(str uri)
{
	size_t at = uri.n;
	while (at && uri.p[at - 1] != '/')
		at--;
	return str_sub(uri, at, uri.n);
}

static int by_id(const void *a, const void *b)
{
	const rel *x = *(const rel *const *)a, *y = *(const rel *const *)b;
	int c = str_cmp(x->id, y->id);
	return c ? c : (x > y) - (x < y);
}

static void sort_by_id(rels *r, arena *mem)
{
	r->by_id = arena_array(mem, const rel *, r->n);
	for (size_t i = 0; i < r->n; i++)
		r->by_id[i] = &r->list[i];
	if (r->n)
		qsort(r->by_id, r->n, sizeof *r->by_id, by_id);
}

bool opc_rels(opc *p, int part, rels *out, err *e)
{
	*out = (rels){ 0 };
	str owner = part == OPC_NONE ? STR("") : opc_name(p, part);
	int file = find_part(p, rels_name(p->mem, owner));
	if (file == OPC_NONE)
		return true;
	p->used[file] = true;
	xml_tree tree;
	if (!opc_parse(p, file, NULL, p->mem, &tree, e))
		return false;
	for (const xnode *n = tree.root->child; n; n = n->next) {
		if (!xml_is(n, NS_RELS, "Relationship"))
			continue;
		rel *one = ARENA_PUSH(p->mem, out->list, out->n, out->room);
		*one = (rel){ .id = xml_value(n, NS_NONE, "Id"), .part = OPC_NONE,
		              .type = last_word(xml_value(n, NS_NONE, "Type")),
		              .target = xml_value(n, NS_NONE, "Target"),
		              .external = str_is(xml_value(n, NS_NONE, "TargetMode"), "External") };
		if (!one->external && one->target.n)
			one->part = find_part(p, resolve(p->mem, owner, one->target));
	}
	sort_by_id(out, p->mem);
	return true;
}

const rel *rels_by_id(const rels *r, str id)
{
	bound b = { .high = id.n ? r->n : 0 };
	while (bound_asks(&b))
		bound_told(&b, str_cmp(r->by_id[b.at]->id, id) < 0);
	return id.n && b.at < r->n && str_eq(r->by_id[b.at]->id, id) ? r->by_id[b.at] : NULL;
}

const rel *rels_by_type(const rels *r, const char *type)
{
	for (size_t i = 0; i < r->n; i++)
		if (str_is(r->list[i].type, type))
			return &r->list[i];
	return NULL;
}
