/*
 * out.h - tables on standard output, and how errors are told.
 */
#ifndef UNDERSEAL_OUT_H
#define UNDERSEAL_OUT_H

#include "redact/base/buf.h"
#include "redact/detector.h"
#include "redact/model/json.h"
#include "redact/work/inputs/intake.h"

/* A table is filled cell by cell, row after row, and printed aligned. The first row is the head. */
typedef struct table {
	arena *mem;
	size_t columns;
	unsigned right;      /* bit i: column i holds numbers, set to the right */
	str *cells; size_t n, room;
} table;

void table_cell(table *t, str s);                 /* copied */
void table_fmt(table *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void table_print(const table *t);

/* One JSON object as a line on standard output, at once. Takes the value over. */
void out_json(json_t *value);

/* "1 file", "2 files". */
str out_count(arena *mem, size_t n, const char *one, const char *many);

/* Tells an error and returns its exit status. */
int out_wrong(const err *e);

/* The same of something that the command line should say and does not. */
int out_usage(const char *what, const char *hint);

/* Tells each input that could not be taken in; the exit status of the last, 0 when there is none. */
int out_refused(const intake *in);

/* Tells what a person should know of how lists were read. */
void out_notes(const detectors *look);

/* Ends the process by a signal that stopped the work, so that the shell sees it. */
int out_stopped(int by);

#endif
