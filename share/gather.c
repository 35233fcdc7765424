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
static bool reserved(str name)
{
	static const char *const own[] = { MANIFEST_NAME, MANIFEST_SIGNATURE, MANIFEST_PADDING,
		                               MANIFEST_NOTICE, README_NAME };
	arena *mem = arena_new();
	str key = names_key(name, mem);
	bool found = false;
	for (size_t i = 0; !found && i < sizeof own / sizeof *own; i++)
		found = str_eq(key, names_key(str_of(own[i]), mem));
	arena_drop(mem);
	return found;
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

/* The name is the end of the path, so that there is one copy of it. */
static size_t add(gathered *out, const file_entry *f, manifest_role role, arena *mem)
{
	size_t at = out->n++;
	str path = str_dup(f->path, mem);
	out->items[at] = (gather_item){ .path = path.p };
	out->files[at] = (manifest_file){ .name = str_sub(path, path.n - f->relative.n, path.n), .role = role };
	out->size += f->size;
	return at;
}

/* What does not travel for what it is, whatever its proof says. */
static bool stays(const file_entry *f, bool *out, err *e)
{
	*out = hidden(f->relative) || reserved(f->relative);
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
	size_t at = add(out, f, ROLE_DOCUMENT, mem);
	manifest_file *file = &out->files[at];
	const proofs_line *proof = proofs_lookup(proven, f->relative);
	const char *why = unproven(proof);
	if (why) {
		if (r->n++ == 0)
			*r = (struct refusal){ f->relative, why, 1 };
		return true;
	}
	file->proven = true;
	out->items[at].trusted = !o->include_unproven;
	memcpy(file->sha256, proof->sha256, sizeof file->sha256);
	memcpy(file->proof, proof->line, sizeof file->proof);
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
		if (!stays(f, &left, e))
			return false;
		if (left)
			*ARENA_PUSH(mem, made->left_out, made->nleft, made->left_room) = str_dup(f->relative, mem);
		else if (!add_document(o, f, proven, mem, out, &r, e))
			return false;
	}
	if (r.n && !o->include_unproven)
		return refuse(o, &r, e);
	if (out->n == out->own) {
		err_set(e, ERR_REFUSED, "%s: holds no document to seal", o->folder);
		return err_hint(e, "name the folder that `underseal redact` wrote to");
	}
	if (out->n - out->own > MANIFEST_FILES - 5) {
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

struct reading {
	unsigned char *block;
	bundle_watch watch;
	uint64_t done, all;
};

static void tell(struct reading *r, size_t n)
{
	r->done += n;
	if (r->watch.tell)
		r->watch.tell(r->watch.arg, r->done, r->all);
}

/* Reads a file for what is not known of it: size and checksum, and unless it is trusted the hash. */
static bool measure(manifest_file *file, gather_item *item, struct reading *r, err *e)
{
	digest d;
	size_t n = BLOCK;
	int fd = intake_open(item->path, e);
	bool ok = fd >= 0;
	digest_init(&d);
	while (ok && n == BLOCK && (ok = intake_read(fd, item->path, r->block, BLOCK, &n, e))) {
		if (item->trusted)
			digest_sum(&d, r->block, n);
		else
			digest_add(&d, r->block, n);
		tell(r, n);
	}
	if (fd >= 0)
		close(fd);
	if (!ok)
		return false;
	file->size = d.size;
	item->crc = d.crc;
	if (item->trusted)
		return true;
	char hash[SHA256_HEX];
	digest_done(&d, hash);
	if (file->proven && strcmp(hash, file->sha256) != 0) {
		file->proven = false;
		file->proof[0] = '\0';
	}
	memcpy(file->sha256, hash, sizeof hash);
	return true;
}

static bool measure_all(const bundle_order *o, gathered *g, arena *mem, bundle_made *made, err *e)
{
	struct reading r = { arena_alloc(mem, BLOCK), o->watch, 0, 2 * g->size };
	for (size_t i = g->own; i < g->n; i++) {
		manifest_file *file = &g->files[i];
		if (!measure(file, &g->items[i], &r, e))
			return false;
		made->said.unproven |= file->role == ROLE_DOCUMENT && !file->proven;
	}
	return true;
}

static bool no_collision(const bundle_order *o, const gathered *g, arena *mem, err *e)
{
	size_t a, b;
	str *names = arena_array(mem, str, g->n);
	for (size_t i = g->own; i < g->n; i++)
		names[i - g->own] = g->files[i].name;
	if (!names_collide(names, g->n - g->own, &a, &b))
		return true;
	err_set(e, ERR_REFUSED, "%s/" STR_FMT ": is the same name as " STR_FMT " on some systems",
	        o->folder, STR_ARG(names[b]), STR_ARG(names[a]));
	return err_hint(e, "give one of the two sources another name and redact it again");
}

/* All but reading the files. What is needed no longer than this lies in `brief`. */
static bool find(const bundle_order *o, size_t own, arena *brief, arena *mem, gathered *out, bundle_made *made, err *e)
{
	file_list found = { 0 };
	proofs proven;
	bool there = false;
	if (!file_walk(o->folder, brief, &found, e))
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
	if (!proofs_read(str_fmt(brief, "%s/" PROOF_NAME, o->folder).p, brief, &proven, &there, e))
		return false;
	if (!there && !o->include_unproven) {
		err_set(e, ERR_REFUSED, "%s: has no " PROOF_NAME, o->folder);
		return err_hint(e, "name the folder that `underseal redact` wrote to, or say "
		                   "--include-unproven");
	}
	size_t most = own + found.n;
	*out = (gathered){ arena_array(mem, manifest_file, most), arena_array(mem, gather_item, most), own, own, 0 };
	if (!add_documents(o, &found, &proven, mem, out, made, e))
		return false;
	add_record(&found, LOG_NAME, ROLE_LOG, mem, out);
	add_record(&found, PROOF_NAME, ROLE_PROOF, mem, out);
	return no_collision(o, out, brief, e);
}

bool gather(const bundle_order *o, size_t own, arena *mem, gathered *out, bundle_made *made, err *e)
{
	arena *brief = arena_new();
	*out = (gathered){ 0 };
	bool ok = find(o, own, brief, mem, out, made, e);
	arena_drop(brief);
	return ok && measure_all(o, out, mem, made, e);
}
