/*
 * json.h - the model as JSON and back (jansson).
 *
 * The same shapes stand in files (plan.json, proof.jsonl), in the pipes between parent and worker
 * and in --json output. Geometry is [x, y, w, h] in points, origin top left, as on the command
 * line. Words of the document are written only where `words` is true: in pipes, and in files when
 * the user asked for them. What is read back was written by somebody else: every reader checks.
 */
#ifndef UNDERSEAL_MODEL_JSON_H
#define UNDERSEAL_MODEL_JSON_H

#include "redact/base/buf.h"
#include "redact/base/err.h"
#include "redact/model/fields.h"
#include "redact/model/plan.h"
#include "redact/model/proof.h"

#include <jansson.h>

/* A JSON string; bytes that are not UTF-8 become U+FFFD. New reference. */
json_t *json_of_str(str s);

/* The string behind key, copied to mem; "" when it is missing or no string. */
str json_str(const json_t *object, const char *key, arena *mem);

/* The integer behind key held between low and high; low when it is missing or no integer. */
int64_t json_int(const json_t *object, const char *key, int64_t low, int64_t high);
bool    json_flag(const json_t *object, const char *key);

/* One line, keys in the order they were set. Added to out. */
void json_line(buf *out, const json_t *value);

/* Parses one value; NULL and ERR_INPUT with the line when it is no JSON. New reference. */
json_t *json_parse(str bytes, err *e);

/* [x, y, width, height] in points; back only when these are finite, and neither width nor height is negative. */
json_t *rect_json(rect r);
bool    rect_of_json(const json_t *value, rect *out);

/* Units with id, kind, page, stays, unsearchable, text, what is shown before places of it ("shown": labels of lists, with
 * the index in the list of the unit they stand in), how stretches of it look ("looks", "labels": look_json.h) and, with
 * boxes, the spans' places. */
json_t *text_json(const text *t, bool boxes);

/* Those units back, added to out; ERR_INTERNAL when one is no unit or a span lies outside its text. */
bool    text_of_json(const json_t *list, text *out, err *e);

/* Pages as [width, height, a, b, c, d, e, f] each, and back in mem. */
json_t *sheets_json(const sheet *sheets, size_t n);
bool    sheets_of_json(const json_t *list, arena *mem, const sheet **sheets, size_t *n);

/* An object with every setting by its name, and back. */
json_t *handling_json(const handling *h);
bool    handling_of_json(const json_t *object, handling *out, err *e); /* what is not there: the default */

/* Whether a code, a reason or a label is one line: they are printed on boxes, and a word processor's XML takes no control
 * characters. */
bool json_is_line(str s);

/* One mark. strict: of a file, which a person may have edited. before: the mark in front of it, whose words it may share, or NULL. False with *f
 * set. */
json_t *mark_json(const mark *m, bool words);
bool    mark_of_json(const json_t *o, arena *mem, bool strict, const mark *before, mark *m, fault *f);

/* {code, reason, by, at}. */
json_t *withheld_json(const withheld *w);

/* One document of a plan file. Marks without a number get one. plan_of_file() also says where the fault is. */
json_t *plan_json(const plan *p, bool words);
bool    plan_of_json(const json_t *object, arena *mem, plan *out, err *e);
bool    plan_of_file(const json_t *object, arena *mem, plan *out, fault *f, err *e);

/* The same in two parts, for pipes: all but the marks, and those a line each. A document may have ten thousand,
 * of which no more than one at a time is a tree. */
json_t *plan_head_json(const plan *p);
bool    plan_head_of_json(const json_t *object, arena *mem, plan *out, err *e);
void    plan_marks_print(buf *out, const plan *p, bool words);
bool    plan_marks_read(str lines, plan *out, err *e);

/* A plan file, a mark a line: its head, documents with ",\n" between them, its end. from: a list of names, or NULL. */
void plans_print_head(buf *out, const json_t *from);
void plans_print_document(buf *out, const plan *p, bool words);
void plans_print_end(buf *out);
bool plans_of_json(const json_t *file, const json_t **documents, fault *f, err *e); /* lent */

/* Checks, drops and notes, set into object. */
void proof_into_json(const proof *p, json_t *object);
bool proof_of_json(const json_t *object, arena *mem, proof *out, err *e);

#endif
