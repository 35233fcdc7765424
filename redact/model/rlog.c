#include "redact/model/rlog.h"

#include <stdio.h>
#include <string.h>

#define COLUMNS "BegBates,EndBates,PageBates,File,Page,Code,Reason,Rule,AppliedBy,AppliedAt,ReviewedBy,ReviewedAt,Status" PROFILE
#define PROFILE ",Profile"

enum { FILE_COLUMN = 3, PAGE_COLUMN = 4, CODE_COLUMN = 5, REASON_COLUMN = 6, RULE_COLUMN = 7, STATUS_COLUMN = 12, PROFILE_COLUMN = 13 }; /* of a row without its number */

void rlog_head(buf *out)
{
	/* Excel takes a file without this mark for one in the system's old eight-bit letters. */
	buf_z(out, "\xEF\xBB\xBF" "No," COLUMNS "\r\n");
}

/* Line breaks become blanks, so that a row is a line and an older log can be read line by line. */
static void field(buf *out, str s, bool last)
{
	bool formula = s.n && strchr("=+-@\t\r\n", s.p[0]) && s.p[0];
	bool quote = formula;
	for (size_t i = 0; i < s.n && !quote; i++)
		quote = s.p[i] == '"' || s.p[i] == ',' || (unsigned char)s.p[i] < ' ';
	if (quote)
		buf_byte(out, '"');
	if (formula)
		buf_byte(out, '\'');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c == '"')
			buf_byte(out, '"');
		buf_byte(out, c < ' ' ? ' ' : c);
	}
	if (quote)
		buf_byte(out, '"');
	buf_z(out, last ? "\r\n" : ",");
}

/* Whoever decided, and behind a semicolon whoever agreed: their times stand in the same order. */
static str reviewers(str decided, str approved, arena *mem)
{
	if (!decided.n || !approved.n)
		return decided.n ? decided : approved;
	return str_fmt(mem, STR_FMT "; " STR_FMT, STR_ARG(decided), STR_ARG(approved));
}

static void withheld_row(buf *out, const plan *p, str file, const char *by, str at)
{
	const withheld *w = p->withheld;
	const str fields[] = { file, STR(""), w->code, w->reason, STR(RLOG_WITHHELD), str_of(by), at, w->by, w->at, STR(RLOG_WITHHELD) };
	buf_z(out, ",,,");
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		field(out, fields[i], false);
	field(out, p->profile.n ? p->profile : STR("full"), true);
}

void rlog_rows(buf *out, const plan *p, str file, const char *by, str at)
{
	if (p->withheld) {
		withheld_row(out, p, file, by, at);
		return;
	}
	const bool *again = plan_repeats(p, p->mem);
	for (size_t i = 0; i < p->n; i++) {
		const mark *m = &p->marks[i];
		bool kept = mark_is_exception(m);
		if ((m->state != MARK_ACCEPTED && !kept) || again[i])
			continue;
		char page[32] = "";
		if (m->rest && m->page)
			snprintf(page, sizeof page, "%u and %u", m->page, m->rest->page);
		else if (m->page)
			snprintf(page, sizeof page, "%u", m->page);
		buf_z(out, ",,,");
		field(out, file, false);
		field(out, str_of(page), false);
		field(out, m->code, false);
		field(out, m->reason, false);
		field(out, m->rule, false);
		field(out, str_of(by), false);
		field(out, at, false);
		bool person = plan_by_person(m->by);
		field(out, reviewers(person ? m->by : STR(""), m->approved_by, p->mem), false);
		field(out, reviewers(person ? m->at : STR(""), m->approved_by.n ? m->approved_at : STR(""), p->mem), false);
		field(out, m->dropped ? STR("dropped") : kept ? STR("kept") : STR("applied"), false);
		field(out, p->profile.n ? p->profile : STR("full"), true);
	}
}

void rlog_number(buf *out, str rows, size_t *next)
{
	str row;
	while (str_cut(&rows, '\n', &row)) {
		if (row.n == 0)
			continue;
		buf_fmt(out, "%zu,", (*next)++);
		buf_str(out, row);
		buf_byte(out, '\n');
	}
}

/* The value of a column of one row, quotes undone. */
static str column(str row, size_t which, buf *space)
{
	buf_clear(space);
	size_t at = 0;
	bool quoted = false;
	for (size_t i = 0; i < row.n && at <= which; i++) {
		char c = row.p[i];
		if (quoted && c == '"' && i + 1 < row.n && row.p[i + 1] == '"') {
			i++;
			if (at == which)
				buf_byte(space, '"');
		} else if (c == '"') {
			quoted = !quoted;
		} else if (c == ',' && !quoted) {
			at++;
		} else if (at == which && c != '\r') {
			buf_byte(space, c);
		}
	}
	return buf_view(space);
}

/* Where a column of a row begins. */
static size_t column_at(str row, size_t which)
{
	size_t i = 0;
	bool quoted = false;
	for (size_t at = 0; i < row.n && at < which; i++) {
		quoted ^= row.p[i] == '"';
		at += row.p[i] == ',' && !quoted;
	}
	return i;
}

void rlog_renamed(buf *out, str rows, str file)
{
	str row;
	while (str_cut(&rows, '\n', &row)) {
		if (row.n == 0)
			continue;
		buf_str(out, str_sub(row, 0, column_at(row, FILE_COLUMN)));
		field(out, file, false);
		buf_str(out, str_sub(row, column_at(row, FILE_COLUMN + 1), row.n));
		buf_byte(out, '\n');
	}
}

/* As field() was given it. */
static str without_guard(str s)
{
	bool guarded = s.n > 1 && s.p[0] == '\'' && strchr("=+-@", s.p[1]) && s.p[1];
	return str_sub(s, guarded, s.n);
}

bool rlog_next(str *rows, arena *mem, rlog_row *out)
{
	buf space = { 0 };
	str row = STR("");
	while (!row.n && str_cut(rows, '\n', &row))
		;
	if (!row.n)
		return false;
	struct { size_t column; str *to; } wanted[] = {
		{ FILE_COLUMN, &out->file }, { CODE_COLUMN, &out->code }, { REASON_COLUMN, &out->reason }, { RULE_COLUMN, &out->rule },
		{ STATUS_COLUMN, &out->status }, { PROFILE_COLUMN, &out->profile },
	};
	*out = (rlog_row){ .page = 0 };
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
		*wanted[i].to = str_dup(without_guard(column(row, wanted[i].column, &space)), mem);
	const char *pages = str_z(column(row, PAGE_COLUMN, &space), mem);
	if (sscanf(pages, "%u and %u", &out->page, &out->rest) < 1)
		out->page = 0;
	buf_free(&space);
	return true;
}

/* A row of a log that has no profiles yet gets an empty one. */
static void old_row(buf *out, str row, bool has_profile)
{
	buf_str(out, row);
	if (!has_profile) {
		if (str_ends(row, "\r"))
			out->n--;
		buf_z(out, ",\r");
	}
	buf_byte(out, '\n');
}

void rlog_old_rows(buf *out, str csv, rlog_replaced *replaced, void *arg)
{
	buf space = { 0 };
	str row;
	bool head = true, has_profile = true;
	while (str_cut(&csv, '\n', &row)) {
		const char *comma = row.n ? memchr(row.p, ',', row.n) : NULL;
		if (head || !comma) {
			has_profile = head ? row.n && memmem(row.p, row.n, PROFILE, strlen(PROFILE)) : has_profile;
			head = false;
			continue;
		}
		str rest = str_sub(row, (size_t)(comma - row.p) + 1, row.n);
		if (replaced(arg, without_guard(column(rest, FILE_COLUMN, &space))))
			continue;
		old_row(out, rest, has_profile);
	}
	buf_free(&space);
}
