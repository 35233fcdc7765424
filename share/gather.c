#include "share/gather.h"

#include "redact/base/file.h"
#include "share/digest.h"
#include "share/intake.h"
#include "share/names.h"
#include "share/proofs.h"
#include "share/readme.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LOG_NAME "redaction-log.csv"
#define PROOF_NAME "proof.jsonl"
enum {
	LOOK = 4096,         /* bytes of a file that are looked at for a plan's mark           */
	BLOCK = 256 << 10,   /* bytes read at a time: they are summed before they leave a cache */
};

static bool hidden(str name)
{
	return name.p[0] == '.' || memmem(name.p, name.n, "/.", 2);
}

/* Files a bundle writes itself: they lie in a folder that was opened from one. */
static bool reserved(str name, arena *mem)
{
	static const char *const own[] = { MANIFEST_NAME, MANIFEST_SIGNATURE, MANIFEST_PADDING,
		                               MANIFEST_NOTICE, README_NAME };
	str key = names_key(name, mem);
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (str_eq(key, names_key(str_of(own[i]), mem)))
			return true;
	return false;
}

/* A plan tells what was removed, so it never travels, whatever its name is. It is JSON with its
 * schema as the first key. */
static bool is_plan(const char *path, bool *plan, err *e)
{
	char head[LOOK];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return err_set(e, ERR_INPUT, "%s: %s", path, strerror(errno));
	ssize_t n = read(fd, head, sizeof head);
	int code = errno;
	close(fd);
	if (n < 0)
		return err_set(e, ERR_INPUT, "%s: %s", path, strerror(code));
	str text = str_trim((str){ head, (size_t)n });
	if (str_starts(text, "\xef\xbb\xbf"))
		text = str_sub(text, 3, text.n);
	const char *const pieces[] = { "{", "\"schema\"", ":", "\"plan/" };
	*plan = true;
	for (size_t i = 0; *plan && i < sizeof pieces / sizeof *pieces; i++) {
		text = str_trim(text);
		*plan = str_starts(text, pieces[i]);
		if (*plan)
			text = str_sub(text, strlen(pieces[i]), text.n);
	}
	return true;
}

/* What is wrong with a document for lack of proof, NULL when nothing is that is known yet. */
static const char *unproven(const proofs_line *proof)
{
	if (!proof)
		return "there is no proof of it";
	return proof->proven ? NULL : "its proof does not hold";
}

struct refusal {
	str name;          /* of the first */
	const char *why;
	size_t n;
};

static bool refuse(const bundle_order *o, const struct refusal *r, err *e)
{
	err_set(e, ERR_REFUSED, "%s/" STR_FMT ": %s", o->folder, STR_ARG(r->name), r->why);
	if (r->n > 1)
		return err_hint(e, "and %zu more; run `underseal redact` again, take the files away, or say "
		                   "--include-unproven", r->n - 1);
	return err_hint(e, "run `underseal redact` again, take the file away, or say --include-unproven");
}

static gather_item *add(gathered *out, const file_entry *f, manifest_role role, arena *mem)
{
	gather_item *item = ARENA_PUSH(mem, out->items, out->n, out->room);
	*item = (gather_item){ .file = { .name = f->relative, .role = role }, .path = f->path.p };
	return item;
}

/* What does not travel for what it is, whatever its proof says. */
static bool stays(const file_entry *f, arena *mem, bool *out, err *e)
{
	*out = hidden(f->relative) || reserved(f->relative, mem);
	return *out || is_plan(f->path.p, out, e);
}

static bool add_document(const bundle_order *o, const file_entry *f, const proofs *proven, arena *mem, gathered *out,
                         struct refusal *r, err *e)
{
	const char *name = names_trouble(f->relative);
	if (name) {
		err_set(e, ERR_REFUSED, STR_FMT ": its name has %s", STR_ARG(f->path), name);
		return err_hint(e, "give the source a plainer name and redact it again");
	}
	gather_item *item = add(out, f, ROLE_DOCUMENT, mem);
	const proofs_line *proof = proofs_lookup(proven, f->relative);
	const char *why = unproven(proof);
	if (why) {
		if (r->n++ == 0)
			*r = (struct refusal){ f->relative, why, 1 };
		return true;
	}
	item->file.proven = true;
	item->trusted = !o->include_unproven;
	memcpy(item->file.sha256, proof->sha256, sizeof item->file.sha256);
	memcpy(item->file.proof, proof->line, sizeof item->file.proof);
	return true;
}

static bool add_documents(const bundle_order *o, const file_list *found, const proofs *proven, arena *mem, gathered *out,
                          bundle_made *made, err *e)
{
	struct refusal r = { .n = 0 };
	for (size_t i = 0; i < found->n; i++) {
		const file_entry *f = &found->files[i];
		bool left = false;
		if (str_is(f->relative, LOG_NAME) || str_is(f->relative, PROOF_NAME))
			continue;
		if (!stays(f, mem, &left, e))
			return false;
		if (left)
			*ARENA_PUSH(mem, made->left_out, made->nleft, made->left_room) = f->relative;
		else if (!add_document(o, f, proven, mem, out, &r, e))
			return false;
	}
	if (r.n && !o->include_unproven)
		return refuse(o, &r, e);
	if (out->n == 0) {
		err_set(e, ERR_REFUSED, "%s: holds no document to seal", o->folder);
		return err_hint(e, "name the folder that `underseal redact` wrote to");
	}
	if (out->n > MANIFEST_FILES - 5) {
		err_set(e, ERR_REFUSED, "%s: too many files for one bundle", o->folder);
		return err_hint(e, "seal the folder in parts");
	}
	return true;
}

static void add_record(const file_list *found, const char *name, manifest_role role, arena *mem, gathered *out)
{
	for (size_t i = 0; i < found->n; i++)
		if (str_is(found->files[i].relative, name))
			add(out, &found->files[i], role, mem);
}

/* Reads a file for what is not known of it: size and checksum, and unless it is trusted the hash. */
static bool measure(gather_item *item, unsigned char *block, err *e)
{
	digest d;
	size_t n = BLOCK;
	int fd = intake_open(item->path, e);
	bool ok = fd >= 0;
	digest_init(&d);
	while (ok && n == BLOCK && (ok = intake_read(fd, item->path, block, BLOCK, &n, e))) {
		if (item->trusted)
			digest_sum(&d, block, n);
		else
			digest_add(&d, block, n);
	}
	if (fd >= 0)
		close(fd);
	if (!ok)
		return false;
	item->file.size = d.size;
	item->crc = d.crc;
	if (item->trusted)
		return true;
	char hash[SHA256_HEX];
	digest_done(&d, hash);
	if (item->file.proven && strcmp(hash, item->file.sha256) != 0) {
		item->file.proven = false;
		item->file.proof[0] = '\0';
	}
	memcpy(item->file.sha256, hash, sizeof hash);
	return true;
}

static bool measure_all(gathered *g, arena *mem, bundle_made *made, err *e)
{
	unsigned char *block = arena_alloc(mem, BLOCK);
	for (size_t i = 0; i < g->n; i++) {
		gather_item *item = &g->items[i];
		if (!measure(item, block, e))
			return false;
		made->said.unproven |= item->file.role == ROLE_DOCUMENT && !item->file.proven;
	}
	return true;
}

static bool no_collision(const bundle_order *o, const gathered *g, arena *mem, err *e)
{
	size_t a, b;
	str *names = arena_array(mem, str, g->n);
	for (size_t i = 0; i < g->n; i++)
		names[i] = g->items[i].file.name;
	if (!names_collide(names, g->n, mem, &a, &b))
		return true;
	err_set(e, ERR_REFUSED, "%s/" STR_FMT ": is the same name as " STR_FMT " on some systems",
	        o->folder, STR_ARG(names[b]), STR_ARG(names[a]));
	return err_hint(e, "give one of the two sources another name and redact it again");
}

bool gather(const bundle_order *o, arena *mem, gathered *out, bundle_made *made, err *e)
{
	file_list found = { 0 };
	proofs proven;
	bool there = false;
	*out = (gathered){ 0 };
	if (!file_walk(o->folder, mem, &found, e))
		return false;
	if (found.n == 1 && str_is(found.files[0].path, o->folder)) {
		err_set(e, ERR_USAGE, "%s: not a folder", o->folder);
		return err_hint(e, "name the folder that `underseal redact` wrote to");
	}
	if (found.ntrouble) {
		const file_trouble *t = &found.troubles[0];
		err_set(e, ERR_REFUSED, STR_FMT ": " STR_FMT, STR_ARG(t->path), STR_ARG(t->why));
		return err_hint(e, "a bundle holds plain files only; take it away and seal again");
	}
	if (!proofs_read(str_z(str_fmt(mem, "%s/" PROOF_NAME, o->folder), mem), mem, &proven, &there, e))
		return false;
	if (!there && !o->include_unproven) {
		err_set(e, ERR_REFUSED, "%s: has no " PROOF_NAME, o->folder);
		return err_hint(e, "name the folder that `underseal redact` wrote to, or say "
		                   "--include-unproven");
	}
	if (!add_documents(o, &found, &proven, mem, out, made, e))
		return false;
	add_record(&found, LOG_NAME, ROLE_LOG, mem, out);
	add_record(&found, PROOF_NAME, ROLE_PROOF, mem, out);
	return no_collision(o, out, mem, e) && measure_all(out, mem, made, e);
}
