#include "share/manifest.h"

#include "redact/base/jsonskip.h"
#include "redact/base/utf8.h"
#include "share/expiry.h"
#include "share/names.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#define SCHEMA "bundle/1"
#define MODE "offline"
#define PADDING "padme"

static const char *const role_names[] = {
	[ROLE_READ_ME] = "read-me",
	[ROLE_NOTICE] = "notice",
	[ROLE_DOCUMENT] = "document",
	[ROLE_LOG] = "log",
	[ROLE_PROOF] = "proof",
};
enum { ROLES = sizeof role_names / sizeof *role_names };

const char *manifest_role_name(manifest_role role)
{
	return role_names[role];
}

const char *manifest_label_trouble(str label)
{
	if (label.n > MANIFEST_LABEL)
		return "longer than 200 bytes";
	if (!utf8_valid(label))
		return "not UTF-8";
	for (size_t at = 0; at < label.n;) {
		uint32_t c = utf8_next(label, &at);
		if (names_unshowable(c))
			return "a line break or an invisible character";
	}
	return NULL;
}

/* ---- printing ---------------------------------------------------------------------------------- */

/* Printed as it goes and not as a tree, which takes ten times the memory of what it says. */

static void put_text(buf *out, str s)
{
	buf_byte(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c < 0x20)
			buf_fmt(out, "\\u%04x", c);
		else if (c == '"' || c == '\\')
			buf_fmt(out, "\\%c", c);
		else
			buf_byte(out, c);
	}
	buf_byte(out, '"');
}

static void put_key_text(buf *out, const char *key, str s)
{
	buf_fmt(out, "\"%s\": ", key);
	put_text(out, s);
}

static void put_time(buf *out, const char *key, int64_t when)
{
	char text[EXPIRY_TEXT];
	expiry_print(text, when);
	put_key_text(out, key, str_of(text));
}

static void put_file(buf *out, const manifest_file *f)
{
	buf_z(out, "  {\n   ");
	put_key_text(out, "name", f->name);
	buf_fmt(out, ",\n   \"role\": \"%s\",\n   \"size\": %" PRIu64, role_names[f->role], f->size);
	buf_fmt(out, ",\n   \"sha256\": \"%s\",\n   \"offset\": %" PRIu64, f->sha256, f->offset);
	if (f->role == ROLE_DOCUMENT)
		buf_fmt(out, ",\n   \"proven\": %s,\n   \"proof_sha256\": \"%s\"", f->proven ? "true" : "false", f->proof);
	buf_z(out, "\n  }");
}

static bool is_text(const manifest *m)
{
	for (size_t i = 0; i < m->n; i++)
		if (!utf8_valid(m->files[i].name))
			return false;
	return utf8_valid(m->to) && utf8_valid(m->matter);
}

static void put_labels(buf *out, const manifest *m)
{
	char key[SIGN_PUBLIC_TEXT];
	sign_public_print(key, &m->sender);
	buf_fmt(out, "{\n \"schema\": \"" SCHEMA "\",\n \"bundle_id\": \"%s\",\n ", m->id);
	put_time(out, "made", m->made);
	buf_z(out, ",\n ");
	put_time(out, "not_after", m->not_after);
	buf_fmt(out, ",\n \"mode\": \"" MODE "\",\n \"sender_key\": \"%s\",\n ", key);
	put_key_text(out, "to", m->to);
	buf_z(out, ",\n ");
	put_key_text(out, "matter", m->matter);
	buf_fmt(out, ",\n \"includes_unproven\": %s,\n \"padding\": \"" PADDING "\"", m->unproven ? "true" : "false");
	buf_fmt(out, ",\n \"payload_size\": %" PRIu64, m->payload);
}

bool manifest_print(const manifest *m, buf *out, err *e)
{
	size_t before = out->n;
	if (!is_text(m))
		return err_set(e, ERR_INTERNAL, "the manifest cannot be written");
	put_labels(out, m);
	buf_z(out, ",\n \"files\": [");
	for (size_t i = 0; i < m->n; i++) {
		buf_z(out, i ? ",\n" : "\n");
		put_file(out, &m->files[i]);
	}
	buf_z(out, m->n ? "\n ]\n}\n" : "]\n}\n");
	if (out->n - before > MANIFEST_LIMIT) {
		err_set(e, ERR_REFUSED, "too many files for one bundle");
		return err_hint(e, "seal the folder in parts");
	}
	return true;
}

/* ---- reading ----------------------------------------------------------------------------------- */

static bool bad(err *e, const char *key)
{
	return err_set(e, ERR_INPUT, "the manifest is malformed: %s", key);
}

static bool get_text(const json_t *o, const char *key, str *out, err *e)
{
	const json_t *v = json_object_get(o, key);
	if (!json_is_string(v))
		return bad(e, key);
	*out = (str){ json_string_value(v), json_string_length(v) };
	return true;
}

static bool get_number(const json_t *o, const char *key, uint64_t *out, err *e)
{
	const json_t *v = json_object_get(o, key);
	/* Above 2^53 a browser would read another number than we do. */
	if (!json_is_integer(v) || json_integer_value(v) < 0 || json_integer_value(v) > (1LL << 53))
		return bad(e, key);
	*out = (uint64_t)json_integer_value(v);
	return true;
}

static bool get_bool(const json_t *o, const char *key, bool *out, err *e)
{
	const json_t *v = json_object_get(o, key);
	if (!json_is_boolean(v))
		return bad(e, key);
	*out = json_is_true(v);
	return true;
}

static bool get_time(const json_t *o, const char *key, int64_t *out, err *e)
{
	str text;
	return get_text(o, key, &text, e) && (expiry_read(text, out) || bad(e, key));
}

static bool is_hex(str s, size_t n)
{
	if (s.n != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f')))
			return false;
	return true;
}

/* n lower-case hex digits and a NUL to out. */
static bool get_hex(const json_t *o, const char *key, size_t n, char *out, err *e)
{
	str text;
	if (!get_text(o, key, &text, e))
		return false;
	if (!is_hex(text, n))
		return bad(e, key);
	memcpy(out, text.p, n);
	out[n] = '\0';
	return true;
}

static bool get_label(const json_t *o, const char *key, arena *mem, str *out, err *e)
{
	str text;
	if (!get_text(o, key, &text, e))
		return false;
	if (manifest_label_trouble(text))
		return bad(e, key);
	*out = str_dup(text, mem);
	return true;
}

static bool read_file(const json_t *o, arena *mem, manifest_file *f, err *e)
{
	str name, role, proof;
	if (!get_text(o, "name", &name, e) || !get_text(o, "role", &role, e) ||
	    !get_number(o, "size", &f->size, e) || !get_number(o, "offset", &f->offset, e) ||
	    !get_hex(o, "sha256", 64, f->sha256, e))
		return false;
	if (names_trouble(name))
		return err_set(e, ERR_INPUT, "the manifest is malformed: a file's name with %s",
		               names_trouble(name));
	f->name = str_dup(name, mem);
	size_t r = 0;
	while (r < ROLES && !str_is(role, role_names[r]))
		r++;
	if (r == ROLES)
		return bad(e, "role");
	f->role = (manifest_role)r;
	if ((f->role == ROLE_NOTICE) != str_is(name, MANIFEST_NOTICE))
		return bad(e, "role");
	if (f->role != ROLE_DOCUMENT)
		return json_object_size(o) == 5 || bad(e, "an unknown key of a file");
	if (!get_bool(o, "proven", &f->proven, e) || !get_text(o, "proof_sha256", &proof, e))
		return false;
	if (proof.n && !get_hex(o, "proof_sha256", 64, f->proof, e))
		return false;
	if (f->proven && !proof.n)
		return bad(e, "proof_sha256");
	return json_object_size(o) == 7 || bad(e, "an unknown key of a file");
}

/* The list behind a key "files" of the outermost object, [ and ] with it; empty, at the end of the text,
 * where there is none. What stands around it is passed over roughly: jansson judges it later. */
static str find_list(str json)
{
	size_t at = jsonskip_blanks(json, 0);
	for (at += at < json.n; at < json.n;) {
		char c = json.p[at];
		size_t next = c == '"' ? jsonskip_string(json, at) : c == '{' || c == '[' ? jsonskip_brackets(json, at) : at + 1;
		bool found = str_is(str_sub(json, at, next), "\"files\"");
		at = next;
		next = jsonskip_blanks(json, at);
		if (!found || next == json.n || json.p[next] != ':')
			continue;
		next = jsonskip_blanks(json, next + 1);
		if (next < json.n && json.p[next] == '[')
			return str_sub(json, next, jsonskip_brackets(json, next));
	}
	return str_sub(json, json.n, json.n);
}

/* As many files as the list can hold: each is an object. */
static size_t most_files(str list)
{
	size_t n = 0;
	for (size_t i = 0; i < list.n && n < MANIFEST_FILES; i++)
		n += list.p[i] == '{';
	return n;
}

static bool add_file(const json_t *o, arena *mem, size_t room, manifest *out, err *e)
{
	size_t i = out->n++;
	manifest_file *f = &out->files[i];
	if (!json_is_object(o) || i == room)
		return bad(e, "files");
	if (!read_file(o, mem, f, e))
		return false;
	return ((f->role == ROLE_READ_ME) == (i == 0) && (f->role != ROLE_NOTICE || i == 1)) || bad(e, "role");
}

/* One object after the other, because a tree of all takes ten times the memory of what it says. */
static bool walk_list(str list, arena *mem, manifest *out, err *e)
{
	size_t room = most_files(list), at = jsonskip_blanks(list, 1);
	out->files = arena_array(mem, manifest_file, room);
	if (at + 1 == list.n && list.p[at] == ']')
		return true;
	for (;;) {
		json_error_t where;
		json_t *o = json_loadb(list.p + at, list.n - at, JSON_REJECT_DUPLICATES | JSON_DISABLE_EOF_CHECK, &where);
		bool ok = add_file(o, mem, room, out, e);
		json_decref(o);
		if (!ok)
			return false;
		at = jsonskip_blanks(list, at + (size_t)where.position);
		if (at + 1 == list.n && list.p[at] == ']')
			return true;
		if (at == list.n || list.p[at] != ',')
			return bad(e, "files");
		at = jsonskip_blanks(list, at + 1);
	}
}

/* Every file has a name of its own, which none of the archive's own entries has. */
static bool names_differ(const manifest *m, err *e)
{
	const str own[] = { STR(MANIFEST_NAME), STR(MANIFEST_SIGNATURE), STR(MANIFEST_PADDING) };
	enum { OWN = sizeof own / sizeof *own };
	size_t a, b;
	arena *mem = arena_new();
	str *names = arena_array(mem, str, m->n + OWN);
	memcpy(names + m->n, own, sizeof own);
	for (size_t i = 0; i < m->n; i++)
		names[i] = m->files[i].name;
	bool collide = names_collide(names, m->n + OWN, &a, &b);
	arena_drop(mem);
	return !collide || bad(e, "two files of one name");
}

static bool read_files(str list, arena *mem, manifest *out, err *e)
{
	bool unproven = false;
	if (list.n == 0)
		return bad(e, "files");
	if (!walk_list(list, mem, out, e) || !names_differ(out, e))
		return false;
	if (out->n == 0)
		return bad(e, "files");
	for (size_t i = 0; i < out->n; i++)
		unproven |= out->files[i].role == ROLE_DOCUMENT && !out->files[i].proven;
	return unproven == out->unproven || bad(e, "includes_unproven");
}

static bool read_object(const json_t *o, arena *mem, manifest *out, err *e)
{
	str schema, mode, padding, key;
	if (!get_text(o, "schema", &schema, e))
		return false;
	if (!str_is(schema, SCHEMA)) {
		err_set(e, ERR_INPUT, "the bundle is of a kind that this version does not know");
		return err_hint(e, "a newer underseal may open it");
	}
	if (!get_text(o, "mode", &mode, e) || !get_text(o, "padding", &padding, e) ||
	    !get_text(o, "sender_key", &key, e))
		return false;
	if (!str_is(mode, MODE))
		return bad(e, "mode");
	if (!str_is(padding, PADDING))
		return bad(e, "padding");
	if (!sign_public_read(key, &out->sender))
		return bad(e, "sender_key");
	if (!get_hex(o, "bundle_id", 32, out->id, e) || !get_time(o, "made", &out->made, e) ||
	    !get_time(o, "not_after", &out->not_after, e) || !get_label(o, "to", mem, &out->to, e) ||
	    !get_label(o, "matter", mem, &out->matter, e) ||
	    !get_bool(o, "includes_unproven", &out->unproven, e) ||
	    !get_number(o, "payload_size", &out->payload, e))
		return false;
	return json_object_size(o) == 12 || bad(e, "an unknown key");
}

bool manifest_read(str json, arena *mem, manifest *out, err *e)
{
	*out = (manifest){ 0 };
	if (json.n > MANIFEST_LIMIT)
		return bad(e, "it is too long");
	json_error_t where;
	str list = find_list(json);
	buf labels = { 0 };
	buf_str(&labels, str_sub(json, 0, (size_t)(list.p - json.p)));
	buf_z(&labels, list.n ? "[]" : "");
	buf_str(&labels, str_sub(json, (size_t)(list.p - json.p) + list.n, json.n));
	json_t *o = json_loadb(labels.p ? labels.p : "", labels.n, JSON_REJECT_DUPLICATES, &where);
	buf_free(&labels);
	bool ok = json_is_object(o) ? read_object(o, mem, out, e) : bad(e, "not JSON");
	json_decref(o);
	return ok && read_files(list, mem, out, e);
}
