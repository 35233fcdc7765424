#include "redact/work/ledger/ledger.h"

#include "redact/base/buf.h"
#include "redact/base/digest.h"
#include "redact/base/file.h"
#include "redact/base/utf8.h"
#include "redact/model/json.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { APPLICATION = 0x556e6453, WAIT = 2000 /* milliseconds for another process's row */ };

struct ledger {
	sqlite3 *db;
	sqlite3_stmt *add, *read;
	char *path;
	int lock;                     /* the file once more, locked for who adds rows; -1: only looked at */
	bool open_rows;               /* added, not flushed                */
	err spoilt;                   /* a row could not be written: none is any more, the chain would miss it */
	unsigned char salt[LEDGER_SALT];
	unsigned char chain[LEDGER_HASH];
	int64_t rows;
};

/* The view is for people with an SQLite program at hand; ours reads rows alone. */
static const char schema[] =
	"CREATE TABLE ledger (salt BLOB NOT NULL);"
	"CREATE TABLE rows (number INTEGER PRIMARY KEY, body TEXT NOT NULL, proof TEXT NOT NULL, log TEXT NOT NULL, chain BLOB NOT NULL);"
	"CREATE TRIGGER rows_stay BEFORE DELETE ON rows BEGIN SELECT RAISE(ABORT, 'rows of a ledger stay'); END;"
	"CREATE TRIGGER rows_keep BEFORE UPDATE ON rows BEGIN SELECT RAISE(ABORT, 'rows of a ledger are not changed'); END;"
	"CREATE VIEW documents AS SELECT number, body->>'$.name' AS name, body->>'$.state' AS state, body->>'$.at' AS at,"
	" body->>'$.output' AS output, body->>'$.output_sha256' AS output_sha256, body->>'$.source_sha256' AS source_sha256,"
	" body->>'$.pages' AS pages, body->>'$.marks' AS marks, body->>'$.reason.text' AS reason FROM rows WHERE number IN"
	" (SELECT max(number) FROM rows WHERE body->>'$.event' = 'document' GROUP BY body->>'$.name', body->>'$.lies_in');";

static bool wrong(const ledger *l, err *e)
{
	int code = sqlite3_errcode(l->db) & 0xff, system = sqlite3_system_errno(l->db);
	bool full = code == SQLITE_FULL || (code == SQLITE_IOERR && (system == ENOSPC || system == EDQUOT || system == EFBIG));
	err_set(e, ERR_SYSTEM, "%s: the ledger cannot be used: %s", l->path,
	        full ? strerror(system ? system : ENOSPC) : sqlite3_errmsg(l->db));
	if (full)
		code = SQLITE_FULL;
	switch (code) {
	case SQLITE_FULL:     return err_hint(e, "the disk is full; make room and run again: what is done stays done");
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_CONSTRAINT: return err_hint(e, "another run seems to write to it; wait until it is done");
	case SQLITE_NOTADB:
	case SQLITE_CORRUPT:  return err_hint(e, "take it away to do everything anew");
	case SQLITE_IOERR:    return err_hint(e, "see whether the disk is full or broken; what is done stays done");
	default:              return err_hint(e, "choose another place for it with --ledger FILE");
	}
}

static bool does(const ledger *l, const char *sql, err *e)
{
	return sqlite3_exec(l->db, sql, NULL, NULL, NULL) == SQLITE_OK || wrong(l, e);
}

static str text_of(sqlite3_stmt *row, int column)
{
	const char *p = (const char *)sqlite3_column_text(row, column);
	return (str){ p ? p : "", p ? (size_t)sqlite3_column_bytes(row, column) : 0 };
}

/* ---- the chain ------------------------------------------------------------------------------- */

/* Each part with its size in front, so that no byte can move from one to the next. */
static void chain_on(unsigned char chain[static LEDGER_HASH], const ledger_row *r)
{
	crypto_generichash_state h;
	crypto_generichash_init(&h, NULL, 0, LEDGER_HASH);
	crypto_generichash_update(&h, chain, LEDGER_HASH);
	digest_part(&h, r->body);
	digest_part(&h, r->proof);
	digest_part(&h, r->log);
	crypto_generichash_final(&h, chain, LEDGER_HASH);
}

static void chain_begin(const ledger *l, unsigned char chain[static LEDGER_HASH])
{
	crypto_generichash(chain, LEDGER_HASH, l->salt, sizeof l->salt, (const unsigned char *)"underseal ledger/1", 18);
}

static bool next_row(const ledger *l, sqlite3_stmt *all, ledger_row *out, bool *over, err *e)
{
	int code = sqlite3_step(all);
	*over = code == SQLITE_DONE;
	if (code != SQLITE_ROW)
		return *over || wrong(l, e);
	*out = (ledger_row){ sqlite3_column_int64(all, 0), text_of(all, 1), text_of(all, 2), text_of(all, 3) };
	return true;
}

static sqlite3_stmt *all_rows(const ledger *l, err *e)
{
	sqlite3_stmt *all = NULL;
	if (sqlite3_prepare_v2(l->db, "SELECT number, body, proof, log, chain FROM rows ORDER BY number", -1, &all, NULL) != SQLITE_OK)
		wrong(l, e);
	return all;
}

int64_t ledger_check(ledger *l, err *e)
{
	sqlite3_stmt *all = all_rows(l, e);
	ledger_row r;
	bool over = false;
	int64_t bad = 0;
	if (!all)
		return -1;
	l->rows = 0;
	chain_begin(l, l->chain);
	while (!bad) {
		if (!next_row(l, all, &r, &over, e))
			bad = -1;
		if (bad || over)
			break;
		chain_on(l->chain, &r);
		const void *written = sqlite3_column_blob(all, 4);
		if (r.number != l->rows + 1 || sqlite3_column_bytes(all, 4) != LEDGER_HASH || memcmp(written, l->chain, LEDGER_HASH) != 0)
			bad = l->rows + 1;
		else
			l->rows++;
	}
	sqlite3_finalize(all);
	return bad;
}

/* ---- open and close -------------------------------------------------------------------------- */

/* Two that add rows would break each other's chain. Some file systems know no such locks. SQLite's own are of another kind,
 * but are lost when any descriptor of the file is closed: this one stays open for longer. */
static bool lock(int fd, const char *path, err *e)
{
	if (flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
		return true;
	err_set(e, ERR_USAGE, "%s: another run is writing to this ledger", path);
	return err_hint(e, "wait until it is done, or name another file with --ledger");
}

/* SQLite would make it by the umask, for everybody to read. -1: it cannot be. */
static int make_private(const char *path, err *e)
{
	if (!file_make_parents(path, e))
		return -1;
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0) {
		err_set(e, ERR_SYSTEM, "%s: the ledger cannot be written: %s", path, strerror(errno));
		err_hint(e, "choose another place for it with --ledger FILE");
	} else if (!lock(fd, path, e)) {
		close(fd);
		fd = -1;
	}
	return fd;
}

static bool begin_empty(ledger *l, err *e)
{
	sqlite3_stmt *put = NULL;
	buf sql = { 0 };
	randombytes_buf(l->salt, sizeof l->salt);
	buf_fmt(&sql, "PRAGMA application_id=%d; PRAGMA user_version=1; ", APPLICATION);
	buf_z(&sql, schema);
	bool ok = does(l, "BEGIN IMMEDIATE", e) && does(l, sql.p, e);
	buf_free(&sql);
	if (!ok)
		return false;
	ok = sqlite3_prepare_v2(l->db, "INSERT INTO ledger VALUES (?)", -1, &put, NULL) == SQLITE_OK &&
	     sqlite3_bind_blob(put, 1, l->salt, sizeof l->salt, SQLITE_STATIC) == SQLITE_OK && sqlite3_step(put) == SQLITE_DONE;
	sqlite3_finalize(put);
	return ok ? does(l, "COMMIT", e) : wrong(l, e);
}

static int64_t number_of(const ledger *l, const char *sql)
{
	sqlite3_stmt *s = NULL;
	int64_t n = -1;
	if (sqlite3_prepare_v2(l->db, sql, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW)
		n = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return n;
}

static bool read_salt(ledger *l, err *e)
{
	sqlite3_stmt *s = NULL;
	bool ok = sqlite3_prepare_v2(l->db, "SELECT salt FROM ledger", -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW &&
	          sqlite3_column_bytes(s, 0) == LEDGER_SALT;
	if (ok)
		memcpy(l->salt, sqlite3_column_blob(s, 0), LEDGER_SALT);
	sqlite3_finalize(s);
	return ok || wrong(l, e);
}

static bool is_ledger(const ledger *l, err *e)
{
	int64_t application = number_of(l, "PRAGMA application_id");
	if (application < 0)
		return wrong(l, e);
	if (application == APPLICATION && number_of(l, "PRAGMA user_version") == 1)
		return true;
	err_set(e, ERR_INPUT, "%s: not a ledger of ours, or of a later version", l->path);
	return err_hint(e, "name another file with --ledger");
}

static ledger *open_file(const char *path, int flags, err *e)
{
	ledger *l = calloc(1, sizeof *l);
	l->path = strdup(path);
	l->lock = -1;
	if (sqlite3_open_v2(path, &l->db, flags, NULL) != SQLITE_OK) {
		wrong(l, e);
		ledger_close(l);
		return NULL;
	}
	sqlite3_busy_timeout(l->db, WAIT);
	return l;
}

static bool ready(ledger *l, err *e)
{
	bool empty = number_of(l, "SELECT count(*) FROM sqlite_master") == 0;
	if (!empty && !is_ledger(l, e))
		return false;
	/* Where shared memory is not to be had SQLite goes on with a journal of its own accord. */
	if (!does(l, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL", e) || !(empty ? begin_empty(l, e) : read_salt(l, e)))
		return false;
	int64_t bad = ledger_check(l, e);
	if (bad > 0) {
		err_set(e, ERR_REFUSED, "%s: row %lld is not as it was written", l->path, (long long)bad);
		return err_hint(e, "nothing in it is believed; take it away to do everything anew");
	}
	return bad == 0;
}

ledger *ledger_open(const char *path, err *e)
{
	int held = make_private(path, e);
	ledger *l = held >= 0 ? open_file(path, SQLITE_OPEN_READWRITE, e) : NULL;
	if (l)
		l->lock = held;
	else if (held >= 0)
		close(held);
	if (l && !ready(l, e)) {
		ledger_close(l);
		return NULL;
	}
	return l;
}

ledger *ledger_look(const char *path, err *e)
{
	struct stat st;
	if (stat(path, &st) != 0) {
		err_set(e, ERR_INPUT, "%s: %s", path, errno == ENOENT ? "there is no ledger" : strerror(errno));
		err_hint(e, "name the folder that redact wrote to, or its ledger");
		return NULL;
	}
	/* Who may only read leaves files of SQLite's own behind; who may write takes them away again. */
	ledger *l = open_file(path, access(path, W_OK) == 0 ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY, e);
	if (l && (!is_ledger(l, e) || !read_salt(l, e))) {
		ledger_close(l);
		return NULL;
	}
	return l;
}

void ledger_close(ledger *l)
{
	if (!l)
		return;
	sqlite3_finalize(l->add);
	sqlite3_finalize(l->read);
	sqlite3_close(l->db);
	if (l->lock >= 0)
		close(l->lock);
	free(l->path);
	free(l);
}

const unsigned char *ledger_salt(const ledger *l)
{
	return l->salt;
}

ledger_end ledger_last(const ledger *l)
{
	ledger_end end = { .rows = l->rows };
	sodium_bin2hex(end.chain, sizeof end.chain, l->chain, LEDGER_HASH);
	return end;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static bool bind_text(sqlite3_stmt *s, int at, str t)
{
	return sqlite3_bind_text(s, at, t.n ? t.p : "", (int)t.n, SQLITE_STATIC) == SQLITE_OK;
}

static bool insert(ledger *l, const ledger_row *r, const unsigned char *chain, err *e)
{
	if (!l->add && sqlite3_prepare_v2(l->db, "INSERT INTO rows VALUES (?,?,?,?,?)", -1, &l->add, NULL) != SQLITE_OK)
		return wrong(l, e);
	bool ok = sqlite3_bind_int64(l->add, 1, r->number) == SQLITE_OK && bind_text(l->add, 2, r->body) &&
	          bind_text(l->add, 3, r->proof) && bind_text(l->add, 4, r->log) &&
	          sqlite3_bind_blob(l->add, 5, chain, LEDGER_HASH, SQLITE_STATIC) == SQLITE_OK && sqlite3_step(l->add) == SQLITE_DONE;
	if (!ok)
		wrong(l, e);
	sqlite3_reset(l->add);
	return ok;
}

/* SQLite may have taken back rows that the chain goes on from. */
static bool spoil(ledger *l, err *e)
{
	if (l->spoilt.kind == ERR_NONE)
		l->spoilt = *e;
	sqlite3_exec(l->db, "ROLLBACK", NULL, NULL, NULL);
	return false;
}

int64_t ledger_add(ledger *l, const json_t *body, str proof, str log, err *e)
{
	buf line = { 0 };
	unsigned char chain[LEDGER_HASH];
	json_line(&line, body);
	ledger_row r = { l->rows + 1, str_trim(buf_view(&line)), proof, log };
	memcpy(chain, l->chain, sizeof chain);
	chain_on(chain, &r);
	*e = l->spoilt;
	bool ok = e->kind == ERR_NONE && (l->open_rows || does(l, "BEGIN IMMEDIATE", e)) && (l->open_rows = true) &&
	          insert(l, &r, chain, e);
	buf_free(&line);
	if (!ok)
		return spoil(l, e);
	memcpy(l->chain, chain, sizeof chain);
	return l->rows = r.number;
}

bool ledger_flush(ledger *l, err *e)
{
	*e = l->spoilt;
	if (e->kind != ERR_NONE)
		return false;
	if (l->open_rows && !does(l, "COMMIT", e))
		return spoil(l, e);
	l->open_rows = false;
	return true;
}

bool ledger_each(ledger *l, void (*row)(void *arg, const ledger_row *r), void *arg, err *e)
{
	sqlite3_stmt *all = all_rows(l, e);
	ledger_row r;
	bool over = false, ok = all != NULL;
	while (ok && (ok = next_row(l, all, &r, &over, e)) && !over)
		row(arg, &r);
	sqlite3_finalize(all);
	return ok;
}

bool ledger_read(ledger *l, int64_t number, arena *mem, ledger_row *out, err *e)
{
	if (!l->read && sqlite3_prepare_v2(l->db, "SELECT number, body, proof, log FROM rows WHERE number=?", -1, &l->read, NULL) != SQLITE_OK)
		return wrong(l, e);
	bool over = true;
	bool ok = sqlite3_bind_int64(l->read, 1, number) == SQLITE_OK && next_row(l, l->read, out, &over, e) && !over;
	if (ok)
		*out = (ledger_row){ number, str_dup(out->body, mem), str_dup(out->proof, mem), str_dup(out->log, mem) };
	else
		err_set(e, ERR_SYSTEM, "%s: row %lld cannot be read", l->path, (long long)number);
	sqlite3_reset(l->read);
	return ok;
}

/* ---- names ----------------------------------------------------------------------------------- */

str ledger_name(str name, arena *mem)
{
	if (utf8_valid(name))
		return str_dup(name, mem);
	char *hex = arena_alloc(mem, 2 * name.n + 5);
	memcpy(hex, "hex:", 4);
	sodium_bin2hex(hex + 4, 2 * name.n + 1, (const unsigned char *)name.p, name.n);
	return (str){ hex, 2 * name.n + 4 };
}

const char *ledger_unname(str name, arena *mem)
{
	size_t n = 0;
	if (!str_starts(name, "hex:"))
		return str_z(name, mem);
	char *bytes = arena_alloc(mem, name.n / 2 + 1);
	sodium_hex2bin((unsigned char *)bytes, name.n / 2, name.p + 4, name.n - 4, NULL, &n, NULL);
	bytes[n] = '\0';
	return bytes;
}

const char *ledger_beside(const char *folder, arena *mem)
{
	str s = str_of(folder);
	while (s.n > 1 && s.p[s.n - 1] == '/')
		s.n--;
	const char *slash = s.n ? memrchr(s.p, '/', s.n) : NULL;
	str last = slash ? str_sub(s, (size_t)(slash - s.p) + 1, s.n) : s;
	if (last.n == 0 || str_is(last, ".") || str_is(last, "..")) {
		char *whole = file_resolve(folder, mem, NULL);
		s = str_of(whole ? whole : "output");
	}
	return str_fmt(mem, STR_FMT ".ledger", STR_ARG(s)).p;
}
