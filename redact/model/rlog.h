/*
 * rlog.h - the redaction log: one CSV row a redaction, never the removed text.
 *
 * RFC 4180 with CRLF and a header. A field that a spreadsheet would take for a formula gets an
 * apostrophe in front.
 */
#ifndef UNDERSEAL_RLOG_H
#define UNDERSEAL_RLOG_H

#include "redact/base/buf.h"
#include "redact/model/plan.h"

/* Status of the one row of a document that is withheld as a whole; its Rule as well. */
#define RLOG_WITHHELD "withheld"

/* Header row. */
void rlog_head(buf *out);

/* The rows of one output. Status is "applied" for what was removed from a part that the output
 * keeps, "dropped" where the part went as a whole (metadata, say), "kept" for a phrase that stays by exception; a document that is withheld has one
 * row. A value that goes on overleaf is one
 * row with both pages. ReviewedBy is the person who decided, and behind "; " the one who approved; their times stand so in
 * ReviewedAt. Each row comes without its number: rlog_number() puts that in front. `by` is who
 * applied it ("underseal 0.1.0"), at when. */
void rlog_rows(buf *out, const plan *p, str file, const char *by, str at);

/* One row of those, read back. */
typedef struct rlog_row {
	str file, code, reason, rule, status, profile;
	uint32_t page, rest;   /* rest: the other page of a value that goes on overleaf; 0: there is none */
} rlog_row;

/* Takes the next row off the front of rows, which are as rlog_rows() wrote them; its words are in mem. False at the end. */
bool rlog_next(str *rows, arena *mem, rlog_row *out);

/* Copies rows to out, numbered from *next on. */
void rlog_number(buf *out, str rows, size_t *next);

/* Copies rows without numbers to out, now as those of another name of the file. */
void rlog_renamed(buf *out, str rows, str file);

/* The rows of an older log, without numbers, but for those about files the caller replaces. */
typedef bool rlog_replaced(void *arg, str file);
void rlog_old_rows(buf *out, str csv, rlog_replaced *replaced, void *arg);

#endif
