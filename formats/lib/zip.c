#include "formats/lib/zip.h"

#include "redact/base/file.h"
#include "redact/base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

struct zipdoor {
	zip_t *z;
	zip_entry *list; size_t n;
	str comment;
};

static const char SAVE_AGAIN[] = "open it in a word processor and save it again as .docx";

static bool refuse(err *e, const char *why)
{
	err_set(e, ERR_REFUSED, "%s", why);
	return err_hint(e, "%s", SAVE_AGAIN);
}

static bool damaged(err *e, const char *what)
{
	err_set(e, ERR_INPUT, "%s", what);
	return err_hint(e, "the file may be cut short: get it again, or %s", SAVE_AGAIN);
}

/* A part name that some program could take for a place outside the package, or read differently
 * than we do. */
static bool name_is_odd(str name)
{
	if (name.n == 0 || name.n > 4096 || name.p[0] == '/' || memchr(name.p, '\0', name.n) ||
	    memchr(name.p, '\\', name.n))
		return true;
	if (name.n >= 2 && name.p[1] == ':')
		return true;
	for (size_t i = 0; i < name.n; i++)
		if ((unsigned char)name.p[i] < 0x20 || name.p[i] == 0x7f)
			return true;
	str rest = name, step;
	while (str_cut(&rest, '/', &step))
		if (str_is(step, "..") || str_is(step, "."))
			return true;
	return false;
}

/* Parts of a package are the same whatever case their names are in (ECMA-376-2, 6.2.2.3); members are files. */
static int by_exact_name(const void *a, const void *b)
{
	const zip_entry *const *x = a, *const *y = b;
	return str_cmp((*x)->name, (*y)->name);
}

static int by_name(const void *a, const void *b)
{
	const zip_entry *const *x = a, *const *y = b;
	size_t n = (*x)->name.n < (*y)->name.n ? (*x)->name.n : (*y)->name.n;
	int c = strncasecmp((*x)->name.p, (*y)->name.p, n);
	return c ? c : ((*x)->name.n > (*y)->name.n) - ((*x)->name.n < (*y)->name.n);
}

/* A package of two parts of one name is refused; of an archive's members the first of a name is the one. */
static bool names_are_distinct(zipdoor *door, bool archive, arena *mem, err *e)
{
	zip_entry **sorted = arena_array(mem, zip_entry *, door->n);
	for (size_t i = 0; i < door->n; i++)
		sorted[i] = &door->list[i];
	int (*compare)(const void *, const void *) = archive ? by_exact_name : by_name;
	if (door->n)
		qsort(sorted, door->n, sizeof *sorted, compare);
	for (size_t i = 1; i < door->n; i++) {
		if (compare(&sorted[i - 1], &sorted[i]) != 0)
			continue;
		if (!archive)
			return refuse(e, "the package holds two parts of one name");
		zip_entry *first = sorted[i - 1] < sorted[i] ? sorted[i - 1] : sorted[i];
		zip_entry *later = first == sorted[i] ? sorted[i - 1] : sorted[i];
		if (!later->refused)
			later->refused = "another member has the same name";
		sorted[i] = first;
	}
	return true;
}

static bool is_encrypted(const zip_stat_t *st)
{
	return (st->valid & ZIP_STAT_ENCRYPTION_METHOD) && st->encryption_method != ZIP_EM_NONE;
}

static bool is_bomb(const zip_stat_t *st)
{
	return st->size > 1 << 20 && st->size / ZIPDOOR_RATIO > st->comp_size;
}

static bool stat_entry(zipdoor *door, size_t i, arena *mem, zip_stat_t *st, err *e)
{
	zip_entry *one = &door->list[i];
	zip_stat_init(st);
	if (zip_stat_index(door->z, i, ZIP_FL_ENC_RAW, st) != 0 || !(st->valid & ZIP_STAT_SIZE) ||
	    !(st->valid & ZIP_STAT_COMP_SIZE) || !(st->valid & ZIP_STAT_NAME))
		return damaged(e, "the package's table of parts is damaged");
	one->name = str_dup(str_of(st->name), mem);
	one->size = st->size;
	one->directory = str_ends(one->name, "/");
	zip_uint32_t n = 0;
	const char *comment = zip_file_get_comment(door->z, i, &n, ZIP_FL_ENC_RAW);
	one->comment = comment ? str_dup((str){ comment, n }, mem) : STR("");
	return true;
}

static bool list_entries(zipdoor *door, arena *mem, err *e)
{
	uint64_t total = 0;
	for (size_t i = 0; i < door->n; i++) {
		zip_stat_t st;
		if (!stat_entry(door, i, mem, &st, e))
			return false;
		if (name_is_odd(door->list[i].name))
			return refuse(e, "the package holds a part with a name that leads elsewhere");
		if (is_encrypted(&st)) {
			err_set(e, ERR_REFUSED, "the package holds encrypted parts");
			return err_hint(e, "save it as .docx without a password");
		}
		total += st.size;
		if (st.size > ZIPDOOR_ENTRY_BYTES || total > ZIPDOOR_TOTAL_BYTES || total < st.size)
			return refuse(e, "the package unpacks to more than this program takes");
		if (is_bomb(&st))
			return refuse(e, "the package is packed like a bomb");
	}
	return names_are_distinct(door, false, mem, e);
}

static bool is_link(const zipdoor *door, size_t i)
{
	zip_uint8_t system = 0;
	zip_uint32_t how = 0;
	return zip_file_get_external_attributes(door->z, i, 0, &system, &how) == 0 && system == ZIP_OPSYS_UNIX &&
	       S_ISLNK((mode_t)(how >> 16));
}

static const char *why_not(const zipdoor *door, size_t i, const zip_stat_t *st, uint64_t before)
{
	if (name_is_odd(door->list[i].name) || !utf8_valid(door->list[i].name))
		return "its name leads elsewhere, or cannot be read";
	if (is_encrypted(st))
		return "it is encrypted: unpack the archive with its password first";
	if (is_link(door, i))
		return "a link, not followed";
	if (st->size > ZIPDOOR_MEMBER_BYTES || before + st->size > ZIPDOOR_ARCHIVE_BYTES)
		return "it unpacks to more than this program takes";
	return is_bomb(st) ? "it is packed like a bomb" : NULL;
}

static bool list_members(zipdoor *door, arena *mem, err *e)
{
	uint64_t total = 0;
	for (size_t i = 0; i < door->n; i++) {
		zip_stat_t st;
		if (!stat_entry(door, i, mem, &st, e))
			return false;
		door->list[i].refused = why_not(door, i, &st, total);
		total += door->list[i].refused ? 0 : st.size;
	}
	return names_are_distinct(door, true, mem, e);
}

/* ---- where entries lie (APPNOTE 4.3) --------------------------------------------------------- */

enum { LOCAL_HEADER = 30, TABLE_ENTRY = 46, END_RECORD = 22, LONGEST_COMMENT = 65535 };

static uint64_t number_at(str s, uint64_t at, int bytes)
{
	uint64_t v = 0;
	for (int i = bytes; i-- > 0;)
		v = v << 8 | (unsigned char)s.p[at + (uint64_t)i];
	return v;
}

/* The record that ends the file, with its comment; SIZE_MAX where none does. */
static size_t end_record(str file)
{
	for (size_t back = END_RECORD; back <= file.n && back <= END_RECORD + LONGEST_COMMENT; back++) {
		size_t at = file.n - back;
		if (memcmp(file.p + at, "PK\5\6", 4) == 0 && number_at(file, at + 20, 2) == back - END_RECORD)
			return at;
	}
	return SIZE_MAX;
}

bool zipdoor_ends(str bytes)
{
	return end_record(bytes) != SIZE_MAX;
}

/* Where the table of parts begins, and how many bytes stand before the archive without its offsets
 * counting them. False where a plain archive's record does not lead to it. */
static bool find_table(str file, size_t end, uint64_t *table, uint64_t *before)
{
	if (end == SIZE_MAX)
		return false;
	uint64_t size = number_at(file, end + 12, 4), told = number_at(file, end + 16, 4);
	*table = end - size;
	*before = *table - told;
	return size <= end && told <= *table && *table + 4 <= file.n && memcmp(file.p + *table, "PK\1\2", 4) == 0;
}

/* The archive without what somebody put before it: libzip takes it for damaged otherwise. */
static str archive_of(str file)
{
	uint64_t table, before;
	return find_table(file, end_record(file), &table, &before) ? str_sub(file, (size_t)before, file.n) : file;
}

struct stretch {
	uint64_t beg, end;
};

static int by_beg(const void *a, const void *b)
{
	const struct stretch *x = a, *y = b;
	return (x->beg > y->beg) - (x->beg < y->beg);
}

/* Where each entry's header and data lie, as far as the plain table tells: those of more than 4 GB are
 * refused for their size. */
static size_t stretches(str file, struct stretch *out, size_t room)
{
	size_t end = end_record(file), n = 0;
	uint64_t table, before;
	if (!find_table(file, end, &table, &before))
		return 0;
	for (uint64_t at = table; n < room && at + TABLE_ENTRY <= end && memcmp(file.p + at, "PK\1\2", 4) == 0;) {
		uint64_t beg = before + number_at(file, at + 42, 4), packed = number_at(file, at + 20, 4);
		if (beg + LOCAL_HEADER <= file.n)
			out[n++] = (struct stretch){ beg, beg + LOCAL_HEADER + number_at(file, beg + 26, 2) +
			                                  number_at(file, beg + 28, 2) + packed };
		at += TABLE_ENTRY + number_at(file, at + 28, 2) + number_at(file, at + 30, 2) + number_at(file, at + 32, 2);
	}
	qsort(out, n, sizeof *out, by_beg);
	return n;
}

/* One stretch of bytes under two names is how small bombs are made, and how programs are made to see
 * different documents. */
static bool entries_are_apart(str file, size_t count, arena *mem, err *e)
{
	struct stretch *list = arena_array(mem, struct stretch, count + 1);
	size_t n = stretches(file, list, count);
	for (size_t i = 1; i < n; i++)
		if (list[i].beg < list[i - 1].end)
			return refuse(e, "the package holds parts that overlap");
	return true;
}

static zipdoor *open_zip(str file, bool archive, arena *mem, err *e)
{
	str bytes = archive_of(file);
	zip_error_t why;
	zip_error_init(&why);
	zip_source_t *src = zip_source_buffer_create(bytes.p, bytes.n, 0, &why);
	zip_t *z = src ? zip_open_from_source(src, ZIP_RDONLY | ZIP_CHECKCONS, &why) : NULL;
	if (!z && src)  /* honest writers are sloppy with local headers; the table itself must hold */
		z = zip_open_from_source(src, ZIP_RDONLY, &why);
	if (!z) {
		err_set(e, ERR_INPUT, "not a whole zip package: %s", zip_error_strerror(&why));
		err_hint(e, "the file may be cut short: get it again, or save it again as .docx");
		zip_source_free(src);
		zip_error_fini(&why);
		return NULL;
	}
	zip_error_fini(&why);
	zipdoor *door = arena_alloc(mem, sizeof *door);
	door->z = z;
	zip_int64_t n = zip_get_num_entries(z, 0);
	int most = archive ? ZIPDOOR_MEMBERS : ZIPDOOR_ENTRIES;
	if (n > most) {
		err_set(e, ERR_REFUSED, "the package holds more than %d parts", most);
		err_hint(e, "%s", archive ? "unpack it into a folder" : SAVE_AGAIN);
		zipdoor_close(door);
		return NULL;
	}
	door->n = n < 0 ? 0 : (size_t)n;
	door->list = arena_array(mem, zip_entry, door->n);
	int len = 0;
	const char *comment = zip_get_archive_comment(z, &len, ZIP_FL_ENC_RAW);
	door->comment = comment && len > 0 ? str_dup((str){ comment, (size_t)len }, mem) : STR("");
	if (!(archive ? list_members(door, mem, e) : list_entries(door, mem, e)) || !entries_are_apart(bytes, door->n, mem, e)) {
		zipdoor_close(door);
		return NULL;
	}
	return door;
}

zipdoor *zipdoor_open(str bytes, arena *mem, err *e)
{
	return open_zip(bytes, false, mem, e);
}

zipdoor *zipdoor_open_archive(str bytes, arena *mem, err *e)
{
	return open_zip(bytes, true, mem, e);
}

void zipdoor_close(zipdoor *door)
{
	if (door && door->z) {
		zip_discard(door->z);
		door->z = NULL;
	}
}

size_t zipdoor_count(const zipdoor *door)
{
	return door->n;
}

const zip_entry *zipdoor_entry(const zipdoor *door, size_t i)
{
	return &door->list[i];
}

str zipdoor_comment(const zipdoor *door)
{
	return door->comment;
}

bool zipdoor_begin(zipdoor *door, size_t i, zip_stream *out, err *e)
{
	*out = (zip_stream){ .file = zip_fopen_index(door->z, i, 0), .left = door->list[i].size };
	return out->file || damaged(e, "a part of the package cannot be unpacked");
}

int zipdoor_read(void *stream, char *to, int room)
{
	zip_stream *s = stream;
	char extra;
	if (s->damaged)
		return -1;
	/* The read past the end makes libzip compare the CRC, and catches a size that lies. */
	bool ended = s->left == 0;
	zip_uint64_t want = ended ? 1 : s->left < (uint64_t)room ? s->left : (zip_uint64_t)room;
	zip_int64_t got = zip_fread(s->file, ended ? &extra : to, want);
	s->damaged = got < 0 || (got == 0) != ended;
	if (s->damaged)
		return -1;
	s->left -= (uint64_t)got;
	return (int)got;
}

bool zipdoor_end(zip_stream *s, err *e)
{
	char end;
	if (s->left == 0)
		zipdoor_read(s, &end, 1);
	int closed = zip_fclose(s->file);
	return (closed == 0 && !s->damaged) || damaged(e, "a part of the package is damaged");
}

bool zipdoor_load(zipdoor *door, size_t i, arena *mem, str *out, err *e)
{
	zip_stream s;
	if (!zipdoor_begin(door, i, &s, e))
		return false;
	size_t size = (size_t)door->list[i].size, have = 0;
	char *p = arena_alloc(mem, size + 1);
	int got;
	do {
		size_t room = size - have < INT32_MAX ? size - have : INT32_MAX;
		got = zipdoor_read(&s, p + have, (int)room);
		have += got > 0 ? (size_t)got : 0;
	} while (got > 0);
	*out = (str){ p, size };
	return zipdoor_end(&s, e);
}

static bool add_part(zip_t *z, const zip_part *part, arena *names)
{
	zip_source_t *src = zip_source_buffer(z, part->bytes.n ? part->bytes.p : "", part->bytes.n, 0);
	if (!src)
		return false;
	zip_int64_t at = zip_file_add(z, str_z(part->name, names), src, ZIP_FL_ENC_GUESS);
	if (at < 0) {
		zip_source_free(src);
		return false;
	}
	zip_uint64_t i = (zip_uint64_t)at;
	/* The first moment a zip can tell, in the zip's own terms: zip_file_set_mtime() would go by
	 * the local time zone. */
	const zip_uint16_t midnight = 0, first_of_1980 = 1 << 5 | 1;
	return zip_file_set_dostime(z, i, midnight, first_of_1980, 0) == 0 &&
	       zip_set_file_compression(z, i, part->packed ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 6) == 0 &&
	       zip_file_set_external_attributes(z, i, 0, ZIP_OPSYS_DOS, 0) == 0;
}

static bool cannot_write(zip_error_t *why, err *e)
{
	err_set(e, ERR_SYSTEM, "cannot write: %s", zip_error_strerror(why));
	return false;
}

static bool add_all(zip_t *z, const zip_part *parts, size_t n)
{
	arena *names = arena_new();
	bool ok = true;
	for (size_t i = 0; ok && i < n; i++)
		ok = add_part(z, &parts[i], names);
	arena_drop(names);
	return ok;
}

/* What libzip wrote into memory, to the file. */
static bool pour(zip_source_t *made, int fd, err *e)
{
	char block[64 << 10];
	zip_int64_t n;
	if (zip_source_open(made) != 0)
		return cannot_write(zip_source_error(made), e);
	bool ok = true;
	while (ok && (n = zip_source_read(made, block, sizeof block)) > 0)
		ok = file_fill(fd, (str){ block, (size_t)n }, e);
	if (ok && n < 0)
		ok = cannot_write(zip_source_error(made), e);
	zip_source_close(made);
	return ok;
}

bool zipdoor_write(int fd, const zip_part *parts, size_t n, err *e)
{
	zip_error_t why;
	zip_error_init(&why);
	zip_source_t *made = zip_source_buffer_create(NULL, 0, 0, &why);
	zip_t *z = made ? zip_open_from_source(made, ZIP_CREATE | ZIP_TRUNCATE, &why) : NULL;
	bool ok = z != NULL;
	if (!ok) {
		cannot_write(&why, e);
		zip_source_free(made);
		zip_error_fini(&why);
		return false;
	}
	zip_error_fini(&why);
	zip_source_keep(made);
	if (!add_all(z, parts, n) || zip_close(z) != 0) {
		ok = cannot_write(zip_get_error(z), e);
		zip_discard(z);
	}
	ok = ok && pour(made, fd, e);
	zip_source_free(made);
	return ok;
}
