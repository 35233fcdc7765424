#include "share/manifest.h"

#include "redact/base/utf8.h"
#include "share/expiry.h"
#include "share/names.h"

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

static json_t *text_of(str s)
{
	return json_stringn(s.n ? s.p : "", s.n);
}

static json_t *time_of(int64_t when)
{
	char text[EXPIRY_TEXT];
	expiry_print(text, when);
	return json_string(text);
}

static json_t *file_of(const manifest_file *f)
{
	json_t *o = json_object();
	json_object_set_new(o, "name", text_of(f->name));
	json_object_set_new(o, "role", json_string(role_names[f->role]));
	json_object_set_new(o, "size", json_integer((json_int_t)f->size));
	json_object_set_new(o, "sha256", json_string(f->sha256));
	json_object_set_new(o, "offset", json_integer((json_int_t)f->offset));
	if (f->role == ROLE_DOCUMENT) {
		json_object_set_new(o, "proven", json_boolean(f->proven));
		json_object_set_new(o, "proof_sha256", json_string(f->proof));
	}
	return o;
}

static int add_to_buf(const char *text, size_t n, void *out)
{
	buf_add(out, text, n);
	return 0;
}

bool manifest_print(const manifest *m, buf *out, err *e)
{
	char key[SIGN_PUBLIC_TEXT];
	sign_public_print(key, &m->sender);
	json_t *o = json_object(), *files = json_array();
	json_object_set_new(o, "schema", json_string(SCHEMA));
	json_object_set_new(o, "bundle_id", json_string(m->id));
	json_object_set_new(o, "made", time_of(m->made));
	json_object_set_new(o, "not_after", time_of(m->not_after));
	json_object_set_new(o, "mode", json_string(MODE));
	json_object_set_new(o, "sender_key", json_string(key));
	json_object_set_new(o, "to", text_of(m->to));
	json_object_set_new(o, "matter", text_of(m->matter));
	json_object_set_new(o, "includes_unproven", json_boolean(m->unproven));
	json_object_set_new(o, "padding", json_string(PADDING));
	json_object_set_new(o, "payload_size", json_integer((json_int_t)m->payload));
	for (size_t i = 0; i < m->n; i++)
		json_array_append_new(files, file_of(&m->files[i]));
	bool whole = json_array_size(files) == m->n;
	json_object_set_new(o, "files", files);
	size_t before = out->n;
	whole = whole && json_dump_callback(o, add_to_buf, out, JSON_INDENT(1)) == 0;
	json_decref(o);
	buf_byte(out, '\n');
	if (!whole)
		return err_set(e, ERR_INTERNAL, "the manifest cannot be written");
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

static bool read_files(const json_t *o, arena *mem, manifest *out, err *e)
{
	const json_t *files = json_object_get(o, "files");
	if (!json_is_array(files) || json_array_size(files) > MANIFEST_FILES)
		return bad(e, "files");
	out->n = json_array_size(files);
	out->files = arena_array(mem, manifest_file, out->n);
	/* The archive's own entries are names that no file may have. */
	const str own[] = { STR(MANIFEST_NAME), STR(MANIFEST_SIGNATURE), STR(MANIFEST_PADDING) };
	enum { OWN = sizeof own / sizeof *own };
	str *names = arena_array(mem, str, out->n + OWN);
	memcpy(names + out->n, own, sizeof own);
	bool unproven = false;
	for (size_t i = 0; i < out->n; i++) {
		manifest_file *f = &out->files[i];
		const json_t *v = json_array_get(files, i);
		if (!json_is_object(v))
			return bad(e, "files");
		if (!read_file(v, mem, f, e))
			return false;
		if ((f->role == ROLE_READ_ME) != (i == 0) || (f->role == ROLE_NOTICE && i != 1))
			return bad(e, "role");
		unproven |= f->role == ROLE_DOCUMENT && !f->proven;
		names[i] = f->name;
	}
	size_t a, b;
	if (names_collide(names, out->n + OWN, mem, &a, &b))
		return bad(e, "two files of one name");
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
	if (json_object_size(o) != 12)
		return bad(e, "an unknown key");
	return read_files(o, mem, out, e);
}

bool manifest_read(str json, arena *mem, manifest *out, err *e)
{
	*out = (manifest){ 0 };
	if (json.n > MANIFEST_LIMIT)
		return bad(e, "it is too long");
	json_error_t where;
	json_t *o = json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES, &where);
	if (!json_is_object(o)) {
		json_decref(o);
		return bad(e, "not JSON");
	}
	bool ok = read_object(o, mem, out, e);
	json_decref(o);
	return ok;
}
